"""The map of a scenario: the change, or what was before and is after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.map import choose, draw
from ui.map.scenario_marks import change_painting
from ui.scene import scenario
from ui.view import describe, finds
from ui.view.page_filters import CHANGE, shown
from ui.view.widgets import follow_default
from ui.words import what_if as words
from ui.words.plain import bare

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View


def scenario_map(scene: Scene, view: View, finding: str) -> None:
    """Draw the map with its switch.

    Parameters
    ----------
    scene : Scene
        Under the scenario.
    view : View
        What is asked, coloured and chosen.
    finding : str
        What the scenario does, for somebody who cannot see the map.
    """
    shows = shown(view.find)
    given = follow_default("shows", shows, lambda new: finds.keep("shows", "" if new == CHANGE else new))
    st.segmented_control(words.SHOWS, list(words.SHOW), format_func=words.SHOW.__getitem__, required=True, help=words.SHOWS_HELP, **given)
    if shows == "both":
        alt = words.alt(words.SHOW["both"], describe.where(scene, view.query), bare(finding))
        beside = {words.SHOW["before"]: scenario.before(scene), words.SHOW["after"]: scene}
        draw.draw_beside([draw.Half(f"**{name}**", one, view, f"{name}. {alt}") for name, one in beside.items()])
        return
    seen = scenario.before(scene) if shows == "before" else scene
    painting = change_painting(scene, view.query) if shows == CHANGE else choose.painting(seen, view)
    alt = words.alt(painting.paint.legend.title, describe.where(scene, view.query), bare(finding))
    draw.draw(seen, view, painting, choose.groups(seen, view), alt)
