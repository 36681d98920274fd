"""Prove it: look for a better answer in a process of its own, show how far it has come, and keep what it finds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.siting.exact import best_of_one
from geo.siting.search import SiteSearch, greedy_found
from ui.screens.siting import answers, sent
from ui.screens.siting.line import LINE, Ticket
from ui.view import finds
from ui.view.state import stay
from ui.words import siting as words

if TYPE_CHECKING:
    from geo.siting.exact import Found
    from ui.screens.siting.answers import Plan
    from ui.screens.siting.question import SiteQuestion
    from ui.view.state import View

# What was found in this visit, by question; the search that goes on; why one failed.
FOUND, TICKET, FAILED = "siting_found", "siting_ticket", "siting_failed"
# Which question is not searched by itself any more; which came with sites of another one; which has better sites than were sent.
LEFT, OTHER, BETTERED = "siting_left", "siting_other", "siting_bettered"
# Marks of the questions whose sites this visit has put into the link, or found there; the last change of the link.
MARKS, SETTLED = "siting_marks", "siting_settled"
MOST_KEPT = 20
LOOK_S: Final = 0.7


def found(asked: SiteQuestion, view: View) -> Found:
    """Give the best answer that this visit knows: what a search found, else the sites of the link, else the quick one."""
    kept: dict[str, Found] = st.session_state.setdefault(FOUND, {})
    if asked.key in kept:
        return kept[asked.key]
    plan = sent.plan_of(asked, view)
    return answers.quick(asked) if plan is None else replace(greedy_found(answers.prepared(asked).instance, plan), status="sent")


def settle(asked: SiteQuestion, view: View) -> None:
    """Let the link name the sites of what a search found, and none of another question; draws the page anew where it does not."""
    kept: dict[str, Found] = st.session_state.setdefault(FOUND, {})
    _settle_one(asked, view, kept)
    marks: set[str] = st.session_state.setdefault(MARKS, set())
    now = finds.several(view.find, sent.FIELD)
    wanted = now if sent.plan_of(asked, view) is not None else []
    if asked.key in kept:
        wanted = sent.written(asked, kept[asked.key].plan)
    if now == wanted or st.session_state.get(SETTLED) == (now, wanted):
        marks.add(sent.mark(asked))
        return
    if now and not wanted and sent.mark_of(view) not in marks:
        st.session_state[OTHER] = asked.key
    st.session_state[SETTLED] = (now, wanted)
    finds.keep(sent.FIELD, wanted)
    st.rerun()


def _settle_one(asked: SiteQuestion, view: View, kept: dict[str, Found]) -> None:
    """Prove a single site that a link names, or find the better one: that takes no search."""
    plan = sent.plan_of(asked, view)
    if plan is None or asked.key in kept:
        return
    prepared = answers.prepared(asked)
    best = best_of_one(prepared.instance, prepared.count, plan)
    if best is not None:
        kept[asked.key] = best
        if (best.plan != plan).any():
            st.session_state[BETTERED] = asked.key


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
    if ticket is None and answer.status == "sent" and st.session_state.get(LEFT) != asked.key:
        ticket = _begin(asked, answer.plan)
    if ticket is not None:
        if answer.status == "sent":
            st.markdown(words.SENT)
        _watch(asked)
        return
    _say(asked, answer)


def _say(asked: SiteQuestion, answer: Found) -> None:
    """Say how good the answer is: beside the button, or where it was, for whoever has just pressed it."""
    if answer.status in {"greedy", "sent"}:
        said, button = st.columns([5, 1], vertical_alignment="center")
        said.markdown(words.quality(answer.status, answer.gap, answer.seconds))
        if answer.plan.any():
            button.button(words.PROVE, on_click=_press, args=(asked, answer.plan), help=words.PROVE_HELP, type="primary", width="stretch")
    elif asked.key in st.session_state.get(FOUND, {}):
        st.markdown(words.quality(answer.status, answer.gap, answer.seconds))
    if st.session_state.get(OTHER) == asked.key:
        st.info(words.OTHER_QUESTION)
    if st.session_state.get(BETTERED) == asked.key:
        st.info(words.BETTERED)
    if st.session_state.get(FAILED) == asked.key:
        st.error(words.FAILED)


def _press(asked: SiteQuestion, begun: Plan) -> None:
    _begin(asked, begun)
    stay()


def _begin(asked: SiteQuestion, begun: Plan) -> Ticket:
    """Join the line; it is worked on in slices, beside everything else."""
    instance, count = answers.prepared(asked).instance, answers.prepared(asked).count
    settings = asked.scene.settings.siting
    make = lambda: SiteSearch(instance, count, begun, settings.slices_s, settings.near_best)  # noqa: E731
    st.session_state.pop(FAILED, None)
    ticket = Ticket(asked.key, make, begun if (begun != answers.quick(asked).plan).any() else None)
    st.session_state[TICKET] = ticket
    return ticket


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
        is_sent = best.status == "greedy" and ticket.sent is not None
        said = words.SENT_SO_FAR if is_sent else words.quality(best.status, best.gap, best.seconds)
        st.progress(min(search.elapsed_s / longest, 1.0), text=words.solving(search.elapsed_s, longest, said))
    else:
        _done(asked, ticket, search)
        st.rerun()
    st.button(words.STOP, on_click=_stop, args=(asked,), help=words.STOP_HELP)


def _done(asked: SiteQuestion, ticket: Ticket, search: SiteSearch) -> None:
    try:
        _keep(asked, search.wait(), ticket)
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
        _keep(asked, ticket.search.poll(), ticket)
    st.session_state[LEFT] = asked.key
    stay()


def _fail(asked: SiteQuestion) -> None:
    _end()
    st.session_state[FAILED] = st.session_state[LEFT] = asked.key


def _end() -> None:
    ticket: Ticket | None = st.session_state.pop(TICKET, None)
    if ticket is not None:
        LINE.leave(ticket)


def _keep(asked: SiteQuestion, best: Found, ticket: Ticket) -> None:
    kept: dict[str, Found] = st.session_state.setdefault(FOUND, {})
    if best.status in {"greedy", "infeasible"}:
        return
    kept[asked.key] = best
    if ticket.sent is not None and (best.plan != ticket.sent).any():
        st.session_state[BETTERED] = asked.key
    while len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]
