"""Prove it: look for a better answer in a process of its own, show how far it has come, and keep what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.siting.search import SiteSearch
from ui.screens.siting import answers
from ui.screens.siting.line import LINE, Ticket
from ui.view.state import stay
from ui.words import siting as words

if TYPE_CHECKING:
    from geo.siting.exact import Found
    from ui.screens.siting.question import SiteQuestion

# What was found in this visit, by question; the search that goes on; why one failed.
FOUND, TICKET, FAILED = "siting_found", "siting_ticket", "siting_failed"
MOST_KEPT = 20
LOOK_S: Final = 0.7


def found(asked: SiteQuestion) -> Found:
    """Give the best answer that this visit knows: what a search found, else the quick one."""
    kept: dict[str, Found] = st.session_state.setdefault(FOUND, {})
    return kept.get(asked.key) or answers.quick(asked)


def draw(asked: SiteQuestion, answer: Found) -> None:
    """Say how good the answer is, and draw the button that starts a search, or how far it has come.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    answer : Found
        What is known of it.
    """
    ticket: Ticket | None = st.session_state.get(TICKET)
    if ticket is not None and ticket.key != asked.key:
        # Another question is on the page.
        _end()
        ticket = None
    if ticket is not None:
        _watch(asked)
        return
    said, button = st.columns([5, 1], vertical_alignment="center")
    said.markdown(words.quality(answer.status, answer.gap, answer.seconds))
    if answer.status == "greedy" and answer.plan.any():
        button.button(words.PROVE, on_click=_begin, args=(asked,), help=words.PROVE_HELP, type="primary", width="stretch")
    if st.session_state.get(FAILED) == asked.key:
        st.error(words.FAILED)


def _begin(asked: SiteQuestion) -> None:
    """Join the line; it is worked on in slices, beside everything else."""
    instance, count, begun = answers.prepared(asked).instance, answers.prepared(asked).count, answers.quick(asked).plan
    settings = asked.scene.settings.siting
    make = lambda: SiteSearch(instance, count, begun, settings.slices_s, settings.near_best)  # noqa: E731
    st.session_state.pop(FAILED, None)
    st.session_state[TICKET] = Ticket(asked.key, make)
    stay()


@st.fragment(run_every=LOOK_S)
def _watch(asked: SiteQuestion) -> None:
    """Look at the search now and then, without the rest of the page."""
    ticket: Ticket | None = st.session_state.get(TICKET)
    if ticket is None:
        st.rerun()
    try:
        ahead = LINE.ahead(ticket)
    except OSError:
        _fail(asked)
        st.rerun()
    search = ticket.search
    if ahead or search is None:
        st.info(words.waits(ahead))
    elif search.running:
        best, longest = search.poll(), sum(search.seconds)
        said = words.quality(best.status, best.gap, best.seconds)
        st.progress(min(search.elapsed_s / longest, 1.0), text=words.solving(search.elapsed_s, longest, said))
    else:
        _done(asked, ticket, search)
        st.rerun()
    st.button(words.STOP, on_click=_stop, args=(asked,), help=words.STOP_HELP)


def _done(asked: SiteQuestion, ticket: Ticket, search: SiteSearch) -> None:
    try:
        _keep(asked, search.wait())
    except ArithmeticError:
        _fail(asked)
        return
    LINE.leave(ticket)
    st.session_state.pop(TICKET, None)


def _stop(asked: SiteQuestion) -> None:
    """Keep the best of the slices that are finished; the quick answer where none is."""
    ticket: Ticket | None = st.session_state.get(TICKET)
    _end()
    if ticket is not None and ticket.search is not None:
        _keep(asked, ticket.search.poll())
    stay()


def _fail(asked: SiteQuestion) -> None:
    _end()
    st.session_state[FAILED] = asked.key


def _end() -> None:
    ticket: Ticket | None = st.session_state.pop(TICKET, None)
    if ticket is not None:
        LINE.leave(ticket)


def _keep(asked: SiteQuestion, best: Found) -> None:
    kept: dict[str, Found] = st.session_state.setdefault(FOUND, {})
    if best.status in {"greedy", "infeasible"}:
        return
    kept[asked.key] = best
    while len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]
