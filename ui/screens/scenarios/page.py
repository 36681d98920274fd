"""What if: a scenario made of single changes, and what it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from geo.demand.users_change import has_take_up
from ui.kit import html
from ui.kit.watch import watched
from ui.map import choose
from ui.panel.area import area_panel
from ui.scene import effects, loading, memo, scenario
from ui.screens.scenarios import send, tables, users
from ui.screens.scenarios.bring import bring
from ui.screens.scenarios.change_map import scenario_map
from ui.screens.scenarios.changes import change_list, history_buttons
from ui.screens.scenarios.counted import MOST_EXPLAINED, explain
from ui.screens.scenarios.example import start
from ui.screens.scenarios.files import downloads
from ui.screens.scenarios.form import form
from ui.screens.scenarios.instead import where_instead
from ui.screens.scenarios.kept import kept
from ui.shell.page import changed_line, open_view
from ui.view import describe, scenes, share
from ui.view.page_filters import shown
from ui.view.scenario_sentence import sentence, target
from ui.view.state import FRESH, FROZEN, change
from ui.view.widgets import follow
from ui.words import pages
from ui.words import panel as panel_words
from ui.words import what_if as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from datetime import date

    from markupsafe import Markup

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
    counts, take_up = any(effects.counting(scene, view.query)), has_take_up(scenario.acts_of(scene))
    if take_up and not counts:
        users.draw(scene, view)
    elif counts:
        with st.container(key="plain_scenario"):
            _found(scene, view)
        with st.container(key="paper_place"):
            html.show(_paper(scene, view, datetime.now().astimezone().date(), share.home()))
    else:
        _nothing(scene, view)
    # What the scenario changes is the list below.
    changed_line(scenario.before(scene), replace(view, do=(), fresh=False))
    with st.container(key="plain_scenario_forms") if view.do else st.container():
        _forms(scene, ground, view)
    if take_up and counts:
        users.draw(scene, view)
    if view.do:
        with st.container(key="plain_scenario_tables"):
            if counts:
                _tables(scene, view)
            downloads(scene, view)


@memo.shared()
def _paper(scene: Scene, view: View, today: date, home: str) -> Markup:
    """Write the note that a printed page shows: the one that *One-page note* gives as a file."""
    from ui.report import note, web_page  # noqa: PLC0415 - costs 0.4 s to import

    return html.panel(web_page.message(note.printed(scene, view, today, home), in_page=True))


def _found(scene: Scene, view: View) -> None:
    """Say what the scenario does, who is hit most, and where; then the ways on."""
    finding = sentence(scene, view.query)
    explain(scene, view)
    st.markdown(finding)
    _each(view)
    st.caption(plain(words.meaning(target(scene, view.query), in_places=_in_places(scene, view))))
    send.draw(scene, view)
    _where(scene, view, finding)
    where_instead(scene, view)
    if not has_take_up(scenario.acts_of(scene)):
        users.to_demand(view)


def _nothing(scene: Scene, view: View) -> None:
    """Say why no change counts, and where they would: a map and tables would be of nothing."""
    if len(view.do) > MOST_EXPLAINED:
        st.markdown(sentence(scene, view.query))
    explain(scene, view)


def _forms(scene: Scene, ground: Scene, view: View) -> None:
    """Draw the changes, the form that adds one, and where they come from and go to."""
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


def _each(view: View) -> None:
    """Say of a few changes what each does by itself: together, the worst hit by one hides who is hit by the other."""
    if not 1 < len(view.do) <= MOST_EACH:
        return
    alone = [scenes.chosen(loading.load(), replace(view, do=(change,))) for change in view.do]
    st.markdown("\n".join([f"{words.EACH}\n", *(f"- {sentence(one, view.query).replace('**', '')}" for one in alone)]))


def _in_places(scene: Scene, view: View) -> bool:
    return scene.settings.outcomes[view.query.outcome].access == "places"


def _where(scene: Scene, view: View, finding: str) -> None:
    """Draw the map, and beside it who is hit most and the chosen area."""
    st.header(words.MAP_TITLE, anchor=False)
    # Two maps beside each other need the whole width.
    left, right = (st.container(), st.container()) if shown(view.find) == "both" else st.columns([13, 8], gap="medium")
    # The map first, so that it flies at once to what was chosen.
    with left:
        scenario_map(scene, view, finding)
    with right:
        tables.most_hit(scene, view.query)
        choose.pick_area(scene, view)
        if view.area is None:
            st.markdown(f"**{panel_words.HINT_TITLE}** {panel_words.HINT}")
        else:
            area_panel(scene, view)


def _tables(scene: Scene, view: View) -> None:
    """Draw what the scenario does in full: districts, areas, and how it was worked out."""
    tables.district_table(scene, view.query)
    tables.area_table(scene, view)
    with st.expander(words.HOW_TITLE):
        st.markdown(words.how(describe.how_made(scene, view.query), scene.settings.scenario.yield_per_100_homes))
        st.caption(words.LIMITS)
        st.caption(words.COMMAND)
        given = follow("scale", view.fresh, lambda fresh: change(scale=FRESH if fresh else FROZEN))
        st.toggle(words.SCALE, help=words.SCALE_HELP, **given)
