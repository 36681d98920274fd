"""The map of a scenario: the change, or what was before and is after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.map import choose, draw, scenario_marks
from ui.map.publish import published
from ui.map.simple import around
from ui.scene import effects, scenario
from ui.view import describe, finds
from ui.view.page_filters import CHANGE, shown
from ui.view.widgets import follow_default
from ui.words import scenario_note as note_words
from ui.words import what_if as words
from ui.words.plain import bare

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.map.publish import Bounds
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
        fit = _around(scene, view)
        draw.draw_beside([draw.Half(f"**{name}**", one, view, f"{name}. {alt}", fit=fit) for name, one in beside.items()])
        return
    seen = scenario.before(scene) if shows == "before" else scene
    painting = scenario_marks.change_painting(scene, view.query) if shows == CHANGE else choose.painting(seen, view)
    alt = words.alt(painting.paint.legend.title, describe.where(scene, view.query), bare(finding))
    draw.draw(seen, view, painting, choose.groups(seen, view), alt, fit=_around(scene, view))


def _around(scene: Scene, view: View) -> Bounds:
    """Bounds of what changes and of the areas that are hit most."""
    files, sides = published(scene), zip(effects.hit(scene, view.query), (note_words.LOSING, note_words.GAINING), strict=True)
    areas = [files.bounds[str(code)] for table, most in sides for code in table["area_code"].head(most)]
    return around([*areas, *(choose.close_to(mark) for mark in scenario_marks.marks(scene))])
