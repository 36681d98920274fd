"""Who may do what, and that nothing is written by somebody who may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, get_args

import pytest

from geo.base.errors import DataError
from geo.base.vocabulary import STAFF_ROLES
from geo.store.desk import Desk
from geo.store.ledger_entry import Entry
from geo.store.permission import ACT_WORDS, NEEDS, ON_THIS_COMPUTER, Act, Person
from tests.helpers.kept import numbered, save

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.store.backend import KeptPlace

ENTRY = Entry("provider", "P1", "closing", "", "Ann", "2026-01-02")
MAY = {
    "nobody": set(),
    "reader": {"look"},
    "contributor": {"look", "note", "scenario"},
    "editor": {"look", "note", "scenario", "bring_notes", "keep"},
    "approver": set(get_args(Act)),
}
WRITES: dict[str, Callable[[Desk], object]] = {
    "undo": lambda desk: desk.undo("Ann", "why", 1),
    "redo": lambda desk: desk.redo("Ann", "why", 0),
    "keep": lambda desk: desk.keep(numbered, "Ann", "why"),
    "note": lambda desk: desk.add_note(ENTRY),
    "bring in": lambda desk: desk.bring_in_notes([ENTRY]),
    "take back": lambda desk: desk.take_back_note(1, date(2026, 2, 1)),
    "scenario": lambda desk: desk.save_scenario("B", "Ann", "w", ("close:P1",), fresh=False, data_version="d", method_version="3"),
    "withdraw": lambda desk: desk.withdraw_scenario("ely-homes-1", "Ann"),
    "bring back": lambda desk: desk.bring_back_scenario("ely-homes-1"),
    "create token": lambda desk: desk.create_token("Excel", "reader"),
    "withdraw token": lambda desk: desk.withdraw_token("Excel"),
}


def test_each_act_needs_a_role_and_has_words() -> None:
    assert set(NEEDS) == set(ACT_WORDS) == set(get_args(Act))


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_a_role_may_do_this_and_no_more(role) -> None:
    assert {act for act in get_args(Act) if Person(role, "open_to_all").may(act)} == MAY[role]


def everything(place: KeptPlace) -> tuple[object, ...]:
    scenarios, _ = place.scenarios.all()
    return place.versions.state(), place.versions.log(), scenarios, place.notes.entries().to_dict("records"), place.tokens.all()


@pytest.fixture
def filled(place: KeptPlace) -> KeptPlace:
    place.versions.keep(numbered, "Ann", "why")
    place.notes.add([ENTRY])
    save(place.scenarios)
    return place


@pytest.mark.parametrize("write", WRITES)
def test_whoever_may_not_write_changes_nothing_and_is_told_whom_to_ask(filled: KeptPlace, write: str) -> None:
    before = everything(filled)
    with pytest.raises(DataError, match=r"nobody may .* here\. Ask whoever looks after it"):
        WRITES[write](Desk(filled, Person("reader", "read_only")))
    assert everything(filled) == before


@pytest.mark.parametrize(
    ("role", "act", "word"),
    [
        ("reader", "note", "a contributor"),
        ("contributor", "keep", "an editor"),
        ("editor", "undo", "an approver"),
        ("nobody", "look", "a reader"),
    ],
)
def test_whoever_is_known_is_told_which_role_is_missing(role, act, word) -> None:
    with pytest.raises(DataError, match=f"You are Ann, with the role {role}. To .* you have to be {word} here. Ask"):
        Person(role, "known", "Ann").require(act)
    with pytest.raises(DataError, match="does not know who you are"):
        Person(role, "unknown").require(act)


def test_whoever_is_known_signs_with_that_name_and_takes_back_what_is_their_own(place: KeptPlace) -> None:
    ann, bob = (Desk(place, Person("contributor", "known", name)) for name in ("Ann", "Bob"))
    ann.add_note(replace(ENTRY, author="Bob"))
    saved = ann.save_scenario("Homes", "Bob", "why", ("close:P1",), fresh=False, data_version="d", method_version="3")
    assert list(place.notes.entries()["author"]) == [saved.who] == ["Ann"]
    number = int(place.notes.entries().index[0])
    for refused in (
        lambda: bob.take_back_note(number, date(2026, 2, 1)),
        lambda: bob.withdraw_scenario(saved.scenario_id, "Ann"),
        lambda: bob.bring_back_scenario(saved.scenario_id),
    ):
        with pytest.raises(DataError, match="you have to be an approver"):
            refused()
    ann.take_back_note(number, date(2026, 2, 1))
    ann.withdraw_scenario(saved.scenario_id, "Bob")
    assert place.scenarios.get(saved.scenario_id).withdrawn_by == "Ann"
    ann.bring_back_scenario(saved.scenario_id)
    Desk(place, Person("approver", "known", "Cy")).withdraw_scenario(saved.scenario_id, "Ann")
    # What an approver has withdrawn stays so for its writer.
    with pytest.raises(DataError, match="you have to be an approver"):
        ann.bring_back_scenario(saved.scenario_id)
    assert place.scenarios.get(saved.scenario_id).withdrawn_by == "Cy"


def test_on_the_computer_itself_everything_is_allowed(filled: KeptPlace) -> None:
    desk = Desk(filled, ON_THIS_COMPUTER)
    for name, write in WRITES.items():
        before = everything(filled)
        write(desk)
        # An entry that is here already is not doubled.
        assert (everything(filled) != before) == (name != "bring in"), name
