"""Scenarios that are kept, wherever that is: written once, never overwritten, withdrawn and brought back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from geo.base.errors import DataError, UnknownIdError
from tests.helpers.kept import save

if TYPE_CHECKING:
    from geo.store.backend import KeptPlace, SavedScenarios


@pytest.fixture
def kept(place: KeptPlace) -> SavedScenarios:
    return place.scenarios


def test_what_is_saved_comes_back(kept: SavedScenarios) -> None:
    saved = save(kept, do=("close:P1", "move:P2:PE7 2BP"))
    assert saved.scenario_id == "ely-homes-1"
    assert kept.get("ely-homes-1") == saved
    assert kept.all() == ([saved], 0)


def test_the_same_name_is_another_scenario_and_nothing_is_overwritten(kept: SavedScenarios) -> None:
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda number: save(kept, do=(f"close:P{number}",)), range(16)))
    assert sorted(one.scenario_id for one in saved) == sorted(f"ely-homes-{number}" for number in range(1, 17))
    assert {one.do for one in kept.all()[0]} == {(f"close:P{number}",) for number in range(16)}


def test_every_fault_is_named_and_nothing_is_written(kept: SavedScenarios) -> None:
    with pytest.raises(DataError) as caught:
        save(kept, name="", do=(), who="A" * 101)
    assert [str(problem) for problem in caught.value.problems] == [
        "scenario, column name: is empty. Fill it in.",
        "scenario, column who: is longer than 100 characters. Shorten it.",
        "scenario: has no change. Add one first.",
    ]
    assert kept.all() == ([], 0)


@pytest.mark.parametrize("wanted", ["", "../../etc/passwd", "Ely", "a/b", "x" * 500, "ely-homes-1.json", ".lock"])
def test_an_id_is_no_path(kept: SavedScenarios, wanted: str) -> None:
    save(kept)
    with pytest.raises(UnknownIdError, match="ely-homes-1"):
        kept.get(wanted)


def test_one_that_is_withdrawn_is_there_and_says_so_and_can_be_brought_back(kept: SavedScenarios) -> None:
    first, second = save(kept), save(kept)
    kept.withdraw(first.scenario_id, " Bob ")
    gone = kept.get(first.scenario_id)
    assert (gone.withdrawn_by, gone.withdrawn_at[:2], gone.do) == ("Bob", "20", first.do)
    assert kept.get(second.scenario_id) == second
    # Who was first is kept.
    kept.withdraw(first.scenario_id, "Cy")
    assert kept.get(first.scenario_id) == gone
    # Its id is not given to another.
    assert save(kept).scenario_id == "ely-homes-3"
    kept.bring_back(first.scenario_id)
    kept.bring_back(first.scenario_id)
    assert kept.get(first.scenario_id) == first


def test_nobody_withdraws_without_a_name_or_what_is_not_there(kept: SavedScenarios) -> None:
    saved = save(kept)
    for wanted, who, told in (
        (saved.scenario_id, " ", "column who: is empty"),
        ("../x", "Bob", "not there"),
        ("ely-homes-9", "Bob", "not there"),
    ):
        with pytest.raises(DataError, match=told):
            kept.withdraw(wanted, who)
    with pytest.raises(DataError, match="not there"):
        kept.bring_back("../x")
    assert kept.all() == ([saved], 0)


def test_hidden_letters_are_kept_by_nobody(kept: SavedScenarios) -> None:
    assert save(kept, name="Ely\u202e homes\n", why="a\x00b").why == "ab"
    assert kept.get("ely-homes-1").name == "Ely homes"


def test_the_newest_is_the_first(kept: SavedScenarios) -> None:
    """Of one second the higher id."""
    saved = [save(kept, name=name) for name in ("A", "B", "C")]
    assert sorted(kept.all()[0], key=lambda one: (one.when, one.scenario_id), reverse=True) == kept.all()[0]
    assert {one.scenario_id for one in kept.all()[0]} == {one.scenario_id for one in saved}
