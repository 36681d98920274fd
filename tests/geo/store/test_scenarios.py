"""Scenarios that are kept: written once, never overwritten, and read whatever else lies beside them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from geo.base.errors import DataError, UnknownIdError
from geo.store.saved_scenario import SavedScenario
from geo.store.scenarios import Scenarios
from geo.store.workspace import Workspace
from tests.helpers.tiny import with_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.running import Run
    from tests.helpers.tiny import Tiny


@pytest.fixture
def kept(tmp_path: Path) -> Scenarios:
    root = tmp_path / "workspace"
    Workspace(root, tmp_path / "data").create()
    return Scenarios(root)


def save(
    kept: Scenarios, name: str = "Ely homes", do: tuple[str, ...] = ("close:P1",), who: str = "Ann", why: str = "To see"
) -> SavedScenario:
    return kept.save(name, who, why, do, fresh=False, data_version="d1", method_version="3")


def test_what_is_saved_comes_back(kept: Scenarios) -> None:
    saved = save(kept, do=("close:P1", "move:P2:PE7 2BP"))
    assert saved.scenario_id == "ely-homes-1"
    assert kept.get("ely-homes-1") == saved
    assert kept.all() == ([saved], 0)


def test_the_same_name_is_another_scenario_and_nothing_is_overwritten(kept: Scenarios) -> None:
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda number: save(kept, do=(f"close:P{number}",)), range(16)))
    assert sorted(one.scenario_id for one in saved) == sorted(f"ely-homes-{number}" for number in range(1, 17))
    assert {one.do for one in kept.all()[0]} == {(f"close:P{number}",) for number in range(16)}


def test_every_fault_is_named_and_nothing_is_written(kept: Scenarios) -> None:
    with pytest.raises(DataError) as caught:
        save(kept, name="", do=(), who="A" * 101)
    assert [str(problem) for problem in caught.value.problems] == [
        "scenario, column name: is empty. Fill it in.",
        "scenario, column who: is longer than 100 characters. Shorten it.",
        "scenario: has no change. Add one first.",
    ]
    assert kept.all() == ([], 0)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"do": 5}', b"\xff\xfe", b"9" * 300_000])
def test_a_broken_file_is_counted_and_hides_no_other(kept: Scenarios, content: bytes) -> None:
    saved = save(kept)
    (kept.folder / "broken-1.json").write_bytes(content)
    assert kept.all() == ([saved], 1)
    with pytest.raises(UnknownIdError, match="ely-homes-1"):
        kept.get("broken-1")


@pytest.mark.parametrize("wanted", ["", "../../etc/passwd", "Ely", "a/b", "x" * 500, "ely-homes-1.json", ".lock"])
def test_an_id_is_no_path(kept: Scenarios, wanted: str) -> None:
    save(kept)
    with pytest.raises(UnknownIdError, match="ely-homes-1"):
        kept.get(wanted)


def test_one_that_is_withdrawn_is_there_and_says_so_and_can_be_brought_back(kept: Scenarios) -> None:
    first, second = save(kept), save(kept)
    before = (kept.folder / "ely-homes-1.json").read_bytes()
    kept.withdraw(first.scenario_id, " Bob ")
    gone = kept.get(first.scenario_id)
    assert (gone.withdrawn_by, gone.withdrawn_at[:2], gone.do) == ("Bob", "20", first.do)
    assert kept.get(second.scenario_id) == second
    # Who was first is kept, and the scenario itself was never written to.
    kept.withdraw(first.scenario_id, "Cy")
    assert kept.get(first.scenario_id) == gone
    assert (kept.folder / "ely-homes-1.json").read_bytes() == before
    # Its id is not given to another.
    assert save(kept).scenario_id == "ely-homes-3"
    kept.bring_back(first.scenario_id)
    kept.bring_back(first.scenario_id)
    assert kept.get(first.scenario_id) == first


def test_nobody_withdraws_without_a_name_or_what_is_not_there(kept: Scenarios) -> None:
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


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"withdrawn_by": "Bob"}', b"\xff\xfe"])
def test_a_broken_withdrawal_withdraws_nothing(kept: Scenarios, content: bytes) -> None:
    saved = save(kept)
    (kept.folder / "ely-homes-1.withdrawn").write_bytes(content)
    assert kept.all() == ([saved], 0)


def test_hidden_letters_do_not_enter(kept: Scenarios) -> None:
    saved = save(kept, name="Ely\u202e homes\n")
    assert saved.name == "Ely homes"
    assert json.loads((kept.folder / "ely-homes-1.json").read_text(encoding="utf-8"))["name"] == "Ely homes"


def test_an_empty_place_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no workspace"):
        save(Scenarios(tmp_path))


def test_the_command_line_opens_one(run_tiny: Run, tiny: Tiny) -> None:
    question = ("gaps", "--outcome", "school_readiness")
    assert "none is kept" in run_tiny(*question, "--scenario", "x").err
    with_workspace(tiny)
    saved = save(Scenarios(tiny.config.parent / "kept"), do=("close:n-1",))
    assert "Unknown scenario 'x'. Valid: ely-homes-1." in run_tiny(*question, "--scenario", "x").err
    done = run_tiny(*question, "--scenario", saved.scenario_id)
    assert (done.code, done.out) == (0, run_tiny(*question, "--do", *saved.do).out)
