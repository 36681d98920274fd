"""What if: a scenario made of single changes, and what it does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from ui.kit.watch import watched
from ui.map import choose
from ui.panel.area import area_panel
from ui.scene import effects, loading, scenario
from ui.screens.scenarios import tables
from ui.screens.scenarios.bring import bring
from ui.screens.scenarios.change_map import scenario_map
from ui.screens.scenarios.changes import change_list, history_buttons
from ui.screens.scenarios.counted import explain
from ui.screens.scenarios.example import start
from ui.screens.scenarios.files import downloads
from ui.screens.scenarios.form import form
from ui.screens.scenarios.instead import where_instead
from ui.screens.scenarios.kept import kept
from ui.shell.page import changed_line, open_view
from ui.view import describe, scenes
from ui.view.page_filters import shown
from ui.view.scenario_sentence import sentence, target
from ui.view.state import FRESH, FROZEN, change
from ui.view.widgets import follow
from ui.words import pages
from ui.words import panel as panel_words
from ui.words import what_if as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View


# Of more changes, the list of areas says who is hit.
MOST_EACH = 4


@watched(pages.WHAT_IF)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.WHAT_IF)
    ground = scenes.ground(loading.load(), view)
    st.title(pages.WHAT_IF.title, anchor=False)
    if view.do:
        finding = sentence(scene, view.query)
        explain(scene, view)
        if any(effects.counting(scene, view.query)):
            st.markdown(finding)
            _each(view)
            st.caption(plain(words.meaning(target(scene, view.query), in_places=_in_places(scene, view))))
            where_instead(scene, view)
    # What the scenario changes is the list below.
    changed_line(scenario.before(scene), replace(view, do=(), fresh=False))
    left, right = st.columns(2, gap="large")
    with left:
        if view.do:
            change_list(scene, view)
        else:
            start(scene, ground, view)
        history_buttons(view)
    with right:
        form(ground, view)
    bring(ground, view)
    kept(scene, view)
    if view.do:
        _results(scene, view, finding)


def _each(view: View) -> None:
    """Say of a few changes what each does by itself: together, the worst hit by one hides who is hit by the other."""
    if not 1 < len(view.do) <= MOST_EACH:
        return
    alone = [scenes.chosen(loading.load(), replace(view, do=(change,))) for change in view.do]
    st.markdown("\n".join([f"{words.EACH}\n", *(f"- {sentence(one, view.query).replace('**', '')}" for one in alone)]))


def _in_places(scene: Scene, view: View) -> bool:
    return scene.settings.outcomes[view.query.outcome].access == "places"


def _results(scene: Scene, view: View, finding: str) -> None:
    """Draw what the scenario does: map, districts, areas, how it was worked out, and the files."""
    st.header(words.MAP_TITLE, anchor=False)
    choose.pick_area(scene, view)
    # Two maps beside each other need the whole width.
    left, right = (st.container(), st.container()) if shown(view.find) == "both" else st.columns([13, 8], gap="medium")
    # The map first, so that it flies at once to what was chosen.
    with left:
        scenario_map(scene, view, finding)
    with right:
        if view.area is None:
            st.markdown(f"**{panel_words.HINT_TITLE}** {panel_words.HINT}")
        else:
            area_panel(scene, view)
    tables.district_table(scene, view.query)
    tables.area_table(scene, view)
    with st.expander(words.HOW_TITLE):
        st.markdown(words.how(describe.how_made(scene, view.query), scene.settings.scenario.yield_per_100_homes))
        st.caption(words.LIMITS)
        given = follow("scale", view.fresh, lambda fresh: change(scale=FRESH if fresh else FROZEN))
        st.toggle(words.SCALE, help=words.SCALE_HELP, **given)
    downloads(scene, view)
