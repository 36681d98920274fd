"""What the page shows while nothing is changed, with an example one press away."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.method.query import Query
from geo.whatif.scenario.acts import Act
from geo.whatif.scenario.link import written
from ui.map.publish import POSSIBLE_SITE
from ui.scene import answers, memo, scenario
from ui.screens.scenarios import draft
from ui.screens.scenarios.changes import put
from ui.words import what_if as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View


def start(scene: Scene, ground: Scene, view: View) -> None:
    """Say what the page does, and offer the example.

    Parameters
    ----------
    scene : Scene
        What is asked, without a scenario.
    ground : Scene
        Providers and areas that can be changed.
    view : View
        The outcome area and districts that the example is about.
    """
    st.markdown(words.EMPTY)
    act = example(scene, ground, replace(view.query, level="lsoa"))
    if act is not None:
        st.button(words.EXAMPLE, on_click=partial(put, [written(act)]), icon=":material/lightbulb:")
        st.caption(plain(words.example_help(scenario.in_words(act, ground))))
    st.caption(words.LIMITS)


@memo.shared()
def example(scene: Scene, ground: Scene, query: Query) -> Act | None:
    """Open a class at the first primary school without one in the neighbourhood with the greatest gap that has such a school.

    Without such schools, in the neighbourhood with the greatest gap; None where nothing is ranked.
    """
    ranked = answers.ranked(scene, query)
    codes = ranked.loc[ranked["gap_score"].notna(), "area_code"].tolist()
    if not codes:
        return None
    providers = ground.model.atlas.providers
    sites = providers[(providers["service_type"] == POSSIBLE_SITE) & providers["lsoa_code"].isin(codes)]
    schools = {str(row.lsoa_code): str(row.Index) for row in sites.sort_index(ascending=False).itertuples()}
    where = next((schools[code] for code in codes if code in schools), codes[0])
    service = draft.first_service(scene.settings, query.outcome)
    row = {"kind": "open", "service_type": service, "sector": "public", "places": f"{draft.CLASS_PLACES}", "where": where}
    found = scenario.checker(ground).read(row, "1")
    return found if isinstance(found, Act) else None
