"""The map of a scenario: the change, or what was before and is after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from geo.method.gaps import DECIMALS
from ui.map import choose, draw, hover
from ui.map.paint import Painting, paint_change
from ui.map.scenario_marks import with_children
from ui.scene import answers, memo, scenario
from ui.view import describe, finds
from ui.view.page_filters import CHANGE, shown
from ui.view.widgets import follow_default
from ui.words import what_if as words
from ui.words.plain import bare

if TYPE_CHECKING:
    from geo.method.query import Query
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
    painting = with_children(scene, view.query.level, _change(scene, view.query)) if shows == CHANGE else choose.painting(seen, view)
    alt = words.alt(painting.paint.legend.title, describe.where(scene, view.query), bare(finding))
    draw.draw(seen, view, painting, choose.groups(seen, view), alt)


@memo.shared()
def _change(scene: Scene, query: Query) -> Painting:
    whole = replace(query, districts=())
    now, then = answers.scores(scene, whole), answers.scores(scenario.before(scene), whole)
    areas = scene.model.areas[query.level]
    inside = areas["district_code"].isin(query.districts or areas["district_code"]).to_numpy()
    unit = next(iter(now["access_unit"].dropna()), "")
    change = now["access"].to_numpy(float) - then["access"].to_numpy(float)
    decimals = DECIMALS["access"]
    cards = [
        None if np.isnan(moved) else words.card(f"{moved:+.{decimals}f}", f"{old:.{decimals}f}")
        for moved, old in zip(change, then["access"], strict=True)
    ]
    return Painting(paint_change(change, unit, inside), hover.pack(now), hover.words(now, words.CHANGE_CARD), cards)
