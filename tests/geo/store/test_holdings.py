"""A workspace moves from a folder to a database, and back, whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from geo.base.errors import DataError
from geo.store.backend import Keeping
from geo.store.folder_place import FolderPlace
from geo.store.kept import place_at
from geo.store.ledger_entry import Entry
from geo.store.stocktaking import holdings_of
from geo.store.token import Token, digest_of
from tests.helpers.kept import contents, numbered, save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.settings.database import DatabaseAddress
    from geo.store.backend import KeptPlace
    from tests.geo.store.conftest import NewPlace
    from tests.helpers.postgres import Server
    from tests.helpers.running import Run

NOTE = Entry("provider", "P1", "closing", "Closes at Easter\nso they say, =1+1", "A Lead", "2026-11-01", "2027-04-30")


def fill(place: KeptPlace) -> None:
    """Keep something of everything, with gaps in the numbers."""
    for why in ("spring", "summer", "autumn"):
        place.versions.keep(numbered, "A Lead", why)
    place.versions.undo("B Lead", "wrong file", seen=3)
    place.notes.add([NOTE, replace(NOTE, target="P2", expires_on=""), replace(NOTE, kind="area", mark="outreach")])
    place.notes.withdraw(int(place.notes.entries().index[0]), date(2026, 11, 5))
    save(place.scenarios, do=("close:P1", "move:P2:AB1 2CD"))
    save(place.scenarios)
    place.scenarios.withdraw("ely-homes-1", "Bob")
    place.tokens.add(Token("Excel", "reader", digest_of("secret"), "2026-11-01T10:00:00+00:00", "2027-03-31"))


@pytest.fixture
def full(place: KeptPlace) -> KeptPlace:
    fill(place)
    return place


@pytest.fixture(params=["folder", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path, shipped: Path) -> KeptPlace:
    new = tmp_path / "target" / "new" if request.param == "folder" else request.getfixturevalue("new_database")()
    return place_at(new, Keeping(shipped))


def test_everything_arrives_and_life_goes_on(full: KeptPlace, target: KeptPlace) -> None:
    holdings = holdings_of(full)
    target.fill(holdings)
    assert holdings_of(target).rows() == holdings.rows()
    # One pointer, four steps, three entries, two scenarios, one token, three versions of twelve files.
    assert len(holdings.rows()) == 1 + 4 + 3 + 2 + 1 + 36
    assert contents(target.versions) == contents(full.versions)
    assert target.versions.log() == full.versions.log()
    assert target.notes.entries().equals(full.notes.entries())
    assert target.scenarios.all() == full.scenarios.all()
    assert target.tokens.all() == full.tokens.all() != []
    assert target.notes.version()
    target.versions.redo("C", "was right", seen=2)
    assert target.versions.keep(numbered, "C", "winter").version == 4
    target.notes.add([NOTE])
    assert len(target.notes.entries()) == 4
    assert save(target.scenarios).scenario_id == "ely-homes-3"


def test_what_is_empty_moves_too(place: KeptPlace, target: KeptPlace) -> None:
    target.fill(holdings_of(place))
    assert (target.versions.state().way, target.versions.log().steps, target.scenarios.all()) == ((0,), (), ([], 0))
    assert target.notes.entries().empty


def test_a_place_that_is_not_empty_is_left_as_it_is(full: KeptPlace, new_place: NewPlace) -> None:
    other = new_place()
    other.versions.create()
    before = holdings_of(other).rows()
    with pytest.raises(DataError, match=r"is not empty\. Nothing was moved"):
        other.fill(holdings_of(full))
    assert holdings_of(other).rows() == before


def test_more_versions_than_are_at_hand_at_once_move(place: KeptPlace, target: KeptPlace) -> None:
    for number in range(7):
        place.versions.keep(numbered, "A", str(number))
    target.fill(holdings_of(place))
    assert target.versions.numbers() == list(range(1, 8))
    assert contents(target.versions) == contents(place.versions)


def test_what_does_not_arrive_as_it_was_is_not_taken(full: KeptPlace, target: KeptPlace, tmp_path: Path) -> None:
    holdings = holdings_of(full)
    asked: list[int] = []

    def changing(version: int) -> Path:
        asked.append(version)
        made = tmp_path / f"changing-{len(asked)}"
        made.mkdir()
        (made / "0.txt").write_text(str(len(asked)), encoding="utf-8")
        return made

    with pytest.raises(DataError, match=r"would not hold the same: 0\.txt of version 1, .*Nothing was moved"):
        target.fill(replace(holdings, folder=changing))
    # Nothing is there, so what is right can be taken.
    target.fill(holdings)
    assert holdings_of(target).rows() == holdings.rows()


def test_what_cannot_be_read_is_not_left_behind_in_silence(tmp_path: Path, shipped: Path) -> None:
    source = FolderPlace(tmp_path / "source", Keeping(shipped))
    source.versions.create()
    fill(source)
    (source.root / "scenarios" / "broken-1.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="holds scenarios that cannot be read"):
        holdings_of(source)


def test_a_log_longer_than_a_page_shows_moves_whole(tmp_path: Path, shipped: Path) -> None:
    source = FolderPlace(tmp_path / "source", Keeping(shipped))
    source.versions.create()
    step = {"action": "keep", "version": 1, "who": "A", "when": "2026-01-01T00:00:00+00:00"}
    lines = [json.dumps({**step, "why": "x" * 900, "number": number}) for number in range(1, 1501)]
    (source.root / "log.jsonl").write_text("\n".join([*lines, ""]), encoding="utf-8")
    pointer = json.loads((source.root / "current.json").read_text(encoding="utf-8"))
    last = {**step, "why": "last", "number": 1501}
    (source.root / "current.json").write_text(json.dumps({**pointer, "last": last}), encoding="utf-8")
    assert [one.number for one in holdings_of(source).steps] == list(range(1, 1502))


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_moves_there_and_back(
    run_tiny: Run, tmp_path: Path, shipped: Path, new_database: Callable[[], DatabaseAddress], postgres: Server
) -> None:
    source = FolderPlace(tmp_path / "source", Keeping(shipped))
    source.versions.create()
    fill(source)
    database = new_database()
    there = run_tiny("workspace", "move", source.root, database.uri)
    assert (there.code, there.err) == (0, "")
    assert b"compared row by row: 3 versions, 4 steps, 3 entries, 2 scenarios, 0 lines." in there.out
    assert str(database).encode() in there.out
    assert database.password.encode() not in there.out
    back = run_tiny("workspace", "move", database.uri, tmp_path / "back", "--json")
    assert json.loads(back.out) == {
        "from": str(database),
        "to": str(tmp_path / "back"),
        "versions": 3,
        "steps": 4,
        "entries": 3,
        "scenarios": 2,
        # The first move has left one.
        "lines": 1,
    }
    arrived = holdings_of(FolderPlace(tmp_path / "back", Keeping(shipped)))
    assert [line.act for line in arrived.lines] == ["move", "move"]
    assert replace(arrived, lines=()).rows() == holdings_of(source).rows()
    again = run_tiny("workspace", "move", source.root, database.uri)
    assert (again.code, again.out) == (1, b"")
    assert "is not empty. Nothing was moved" in again.err
    assert postgres.run("SELECT count(*) FROM gap_map.steps", database=database.uri.rpartition("/")[2]) == [(4,)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["move"], "Name two places"),
        (["move", "a", "b", "c"], "Name two places"),
        (["show", "a"], "Name two places"),
        (["move", "nowhere", "b"], "nowhere"),
        (["move", "nowhere", "mysql://x:secret@y/z"], "must be written postgresql://"),
    ],
)
def test_a_move_that_cannot_be_made_says_why(run_tiny: Run, words: list[str], told: str) -> None:
    done = run_tiny("workspace", *words)
    assert done.code == 1
    assert told in done.err
    assert "secret" not in done.err
    assert "Traceback" not in done.err
