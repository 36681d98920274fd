"""A proven answer that is sent: the same sites and figures at once, the same status as soon as it is proven again."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from geo.method.gaps import Query
from tests.helpers.screens import open_page, words
from ui.scene import loading, local
from ui.screens.siting import answers, files, line, prove, question, sent
from ui.screens.siting.question import SiteQuestion
from ui.view import scenes
from ui.view.state import View
from ui.words import pages
from ui.words import site_lead as lead_text
from ui.words import siting as text

PAGE = pages.SITING.path
EARLY, FENLAND = "early_education", "E07000010"
ASKED = ("site_asked:yes", "site_add:2")


@pytest.fixture(autouse=True)
def nobody_searches():
    """A visit that ends in the middle of a search keeps the next one waiting."""
    yield
    for ticket in list(line.LINE._tickets):
        line.LINE.leave(ticket)


def visit(find=ASKED, **params):
    app = open_page(PAGE, **{"outcome": EARLY, "district": [FENLAND], "find": list(find), **params})
    assert not app.exception
    return app


def finds_of(app):
    given = app.query_params.get("find", [])
    return given if isinstance(given, list) else [given]


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def proven(app):
    for _ in range(300):
        if lead_text.PROVEN in words(app):
            return app
        time.sleep(0.1)
        app.run()
        assert not app.exception
    raise AssertionError(words(app))


def asked_of(find=ASKED, districts=(FENLAND,)):
    view = View(Query(EARLY, "lsoa", districts), "gap", None, None, show_providers=True, show_sites=False, find=tuple(find))
    scene = scenes.chosen(loading.load(), view)
    return SiteQuestion(scene, view.query, question.of_view(scene, view, None), None, local.known()), view


def other_plan(asked):
    """Sites that keep to the limits and are not those of the quick answer."""
    quick = answers.quick(asked).plan
    plan = np.zeros_like(quick)
    plan[np.flatnonzero(quick == 0)[:2]] = 1
    return plan


def with_plan(asked, plan):
    return (*ASKED, *(f"{sent.FIELD}:{entry}" for entry in sent.written(asked, plan)))


def test_a_proven_answer_that_is_sent_shows_the_same_sites_at_once_and_the_same_status_soon() -> None:
    sender = proven(press(visit(), text.PROVE))
    link = dict(sender.query_params)
    assert any(entry.startswith(f"{sent.FIELD}:") for entry in finds_of(sender))
    receiver = visit(**link)
    assert text.SENT in words(receiver) or lead_text.PROVEN in words(receiver)
    tables = [app.dataframe[0].value for app in (sender, receiver)]
    assert tables[0].equals(tables[1])
    assert proven(receiver).dataframe[0].value.equals(tables[0])
    assert text.BETTERED not in [info.value for info in receiver.info]
    assert dict(receiver.query_params) == link


def test_sites_that_are_sent_are_shown_and_searched_from_and_a_better_answer_is_told_of() -> None:
    asked, _ = asked_of()
    plan = other_plan(asked)
    app = visit(with_plan(asked, plan))
    named = set(answers.prepared(asked).sites["site"][plan > 0])
    assert set(app.dataframe[0].value["site"]) == named
    proven(app)
    assert text.BETTERED in [info.value for info in app.info]
    assert set(app.dataframe[0].value["site"]) != named
    # The link has what is shown now.
    assert set(finds_of(app)) == set(with_plan(asked, next(iter(app.session_state[prove.FOUND].values())).plan))


def test_of_a_single_site_the_best_is_proven_at_once_without_a_button() -> None:
    app = visit(("site_asked:yes", "site_add:1"))
    assert lead_text.PROVEN in words(app)
    assert text.PROVE not in {button.label for button in app.button}
    assert text.GREEDY not in words(app)
    assert prove.TICKET not in app.session_state


def test_of_a_single_site_that_is_sent_the_better_one_is_shown_at_once_and_told_of() -> None:
    one = ("site_asked:yes", "site_add:1")
    asked, _ = asked_of(one)
    best = answers.quick(asked).plan
    worse = np.zeros_like(best)
    worse[answers.prepared(asked).instance.gain.indptr[1:].argmin() if best.argmax() else 1] = 1
    assert not (worse == best).all()
    app = visit((*one, *(f"{sent.FIELD}:{entry}" for entry in sent.written(asked, worse))))
    assert lead_text.PROVEN in words(app)
    assert text.BETTERED in [info.value for info in app.info]
    assert app.dataframe[0].value["site"].tolist() == answers.prepared(asked).sites["site"][best > 0].tolist()


def test_what_a_search_found_is_said_where_the_button_was() -> None:
    app = proven(press(visit(), text.PROVE))
    said = [part.value for part in app.markdown]
    assert text.quality("proven", 0.0, 0.0) in said
    first = next(place for place, one in enumerate(said) if lead_text.PROVEN in one)
    assert said.index(text.quality("proven", 0.0, 0.0)) - first < 4


def test_the_pack_and_the_files_of_sites_that_are_sent_are_theirs() -> None:
    asked, view = asked_of()
    plan = other_plan(asked)
    found = prove.found(asked, replace(view, find=with_plan(asked, plan)))
    assert found.status == "sent"
    assert (found.plan == plan).all()
    rows = files.rows("sites", asked, found)
    assert set(rows["site"]) == set(answers.prepared(asked).sites["site"][plan > 0])


def test_another_question_takes_its_sites_out_of_the_link() -> None:
    app = proven(press(visit(), text.PROVE))
    app.number_input(key="site_add").set_value(3).run()
    assert not app.exception
    assert not any(entry.startswith(f"{sent.FIELD}:") for entry in finds_of(app))
    assert text.GREEDY in words(app)
    assert text.OTHER_QUESTION not in [info.value for info in app.info]
    # The first question again: what was found is in the link again.
    app.number_input(key="site_add").set_value(2).run()
    assert lead_text.PROVEN in words(app)
    assert any(entry.startswith(f"{sent.FIELD}:") for entry in finds_of(app))


@pytest.mark.parametrize("entry", ["00000000;gias-1", "x", ";;"])
def test_sites_of_another_question_are_not_shown_and_it_is_said(entry: str) -> None:
    app = visit((*ASKED, f"{sent.FIELD}:{entry}"))
    assert app.dataframe[0].value.equals(visit().dataframe[0].value)
    assert text.OTHER_QUESTION in [info.value for info in app.info]
    assert set(finds_of(app)) == set(ASKED)


def test_only_what_can_be_an_answer_is_read_from_a_link() -> None:
    asked, view = asked_of()
    plan, codes = answers.quick(asked).plan, answers.prepared(asked).sites.index
    read = lambda *entries: sent.plan_of(asked, replace(view, find=tuple(f"{sent.FIELD}:{entry}" for entry in entries)))  # noqa: E731
    assert (read(*sent.written(asked, plan)) == plan).all()
    mark = sent.mark(asked)
    assert read(f"{mark};nowhere-1") is None
    assert read(f"{mark};{codes[0]}=9999") is None
    assert read(f"{mark};{codes[0]}=-1") is None
    # More sites than are asked for.
    assert read(f"{mark};{codes[0]};{codes[1]};{codes[2]}") is None
    assert read(mark) is None


def test_many_sites_fit_into_entries_of_a_link() -> None:
    asked, view = asked_of((*ASKED[:1], "site_add:30"), ())
    plan = answers.quick(asked).plan
    written = sent.written(asked, plan)
    assert len(written) < 10
    find = tuple(f"{sent.FIELD}:{entry}" for entry in written)
    assert (sent.plan_of(asked, replace(view, find=find)) == plan).all()
    assert all(
        entry in dict(open_page(PAGE, outcome=EARLY, find=[*ASKED[:1], "site_add:30", *find]).query_params)["find"] for entry in find
    )


def test_stop_leaves_the_sites_that_were_sent_and_searches_no_more_by_itself() -> None:
    asked, _ = asked_of((ASKED[0], "site_aim:worst_fifth", "site_add:20"), ())
    plan = answers.quick(asked).plan.copy()
    # One other site in the place of the first: no search proves it within a moment.
    plan[np.flatnonzero(plan)[0]], plan[np.flatnonzero(plan == 0)[0]] = 0, 1
    find = (ASKED[0], "site_aim:worst_fifth", "site_add:20", *(f"{sent.FIELD}:{entry}" for entry in sent.written(asked, plan)))
    app = visit(find, district=[])
    ticket = app.session_state[prove.TICKET]
    press(app, text.STOP)
    assert not ticket.search.running
    assert prove.TICKET not in app.session_state
    app.run()
    assert prove.TICKET not in app.session_state
    # How far the search came before the press is a matter of the machine: nothing, some bound, or better sites.
    assert any(said in words(app) for said in (text.SENT, "Stopped after", text.BETTERED))
