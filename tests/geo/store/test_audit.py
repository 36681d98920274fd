"""Whatever somebody does leaves one line that says who, what, before and after; what is refused leaves none, and no line ever changes."""

from __future__ import annotations

import csv
import io
import os
import pwd
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from geo.base.errors import DataError
from geo.settings.model import WORKSPACE_VARIABLE
from geo.store.backend import Keeping
from geo.store.desk import Desk
from geo.store.folder_place import FolderPlace
from geo.store.forgetting import forget, mentions
from geo.store.kept import place_of
from geo.store.ledger_entry import Entry
from geo.store.permission import ON_THIS_COMPUTER, Person
from geo.store.signature import FORGOTTEN
from geo.store.stocktaking import holdings_of
from tests.geo.store.test_permission import WRITES
from tests.helpers.kept import OFFICER, numbered
from tests.helpers.tiny import Tiny, with_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.settings.database import DatabaseAddress
    from geo.store.backend import KeptPlace
    from tests.geo.store.conftest import NewPlace
    from tests.helpers.postgres import Server
    from tests.helpers.running import Run

ANN = Person("approver", "known", "Ann")
ENTRY = Entry("provider", "P1", "closing", "Said by Zed", "Ann", "2026-01-02", "2027-01-31")


def told(place: KeptPlace) -> list[tuple[str, ...]]:
    return [(line.who, line.how, line.act, line.what, line.before, line.after, line.stage) for line in reversed(place.audit.lines())]


def do_everything(desk: Desk) -> None:
    desk.keep(numbered, "Bob", "spring")
    desk.undo("Bob", "wrong", 1)
    desk.redo("Bob", "right", 0)
    desk.add_note(ENTRY)
    desk.bring_in_notes([ENTRY, replace(ENTRY, target="P2")])
    desk.take_back_note(1, date(2026, 2, 1))
    saved = desk.save_scenario("Homes", "Bob", "w", ("close:P1",), fresh=False, data_version="d", method_version="3")
    desk.withdraw_scenario(saved.scenario_id, "Bob")
    desk.bring_back_scenario(saved.scenario_id)
    for name in ("Excel", "QGIS"):
        desk.create_token(name, "reader", date(2999, 1, 31) if name == "QGIS" else None)
    desk.withdraw_token("Excel")


def test_each_write_leaves_one_line(place: KeptPlace) -> None:
    do_everything(Desk(place, ANN))
    known, closing_p1 = ("Ann", "signed in"), "closing of provider P1 until 2027-01-31"
    assert told(place) == [
        (*known, "keep", "data", "shipped data", "version 1: spring", "done"),
        (*known, "undo", "data", "version 1", "shipped data: wrong", "done"),
        (*known, "redo", "data", "shipped data", "version 1: right", "done"),
        (*known, "add local knowledge", "provider P1", "", closing_p1, "done"),
        (*known, "bring in local knowledge", "a file", "", "1 new of 2 entries", "done"),
        (*known, "take back local knowledge", "entry 1", closing_p1, "taken back on 2026-02-01", "done"),
        (*known, "keep a scenario", "scenario homes-1", "", "Homes: close:P1", "done"),
        (*known, "withdraw a scenario", "scenario homes-1", "on the list", "withdrawn", "done"),
        (*known, "bring back a scenario", "scenario homes-1", "withdrawn", "on the list", "done"),
        (*known, "create a token", "token Excel", "", "reader", "done"),
        (*known, "create a token", "token QGIS", "", "reader until 2999-01-31", "done"),
        (*known, "withdraw a token", "token Excel", "", "withdrawn", "done"),
    ]
    lines = place.audit.lines()
    assert [line.number for line in lines] == list(range(12, 0, -1))
    assert len(place.audit.lines(most=2)) == 2
    assert place.audit.lines(lines[0].done_at[:10])
    assert place.audit.lines("2999-01-01") == []


def test_every_way_to_write_is_told() -> None:
    assert {name for name, thing in vars(Desk).items() if callable(thing) and not name.startswith("_")} == {
        "keep",
        "undo",
        "redo",
        "add_note",
        "bring_in_notes",
        "take_back_note",
        "save_scenario",
        "withdraw_scenario",
        "bring_back_scenario",
        "create_token",
        "withdraw_token",
    }
    assert len(WRITES) == 11


@pytest.mark.parametrize(
    ("person", "who", "how"),
    [
        (ON_THIS_COMPUTER, "Bob", "name typed on this computer"),
        (Person("approver", "open_to_all"), "Bob", "name typed, not checked"),
        (OFFICER, "svc", "user of the computer, by a command"),
    ],
)
def test_a_line_says_how_far_the_name_can_be_trusted(place: KeptPlace, person: Person, who: str, how: str) -> None:
    Desk(place, person).keep(numbered, "Bob", "spring")
    assert told(place)[0][:2] == (who, how)


def test_what_is_refused_leaves_no_line(place: KeptPlace) -> None:
    desk = Desk(place, ANN)
    refused = (
        lambda: Desk(place, Person("reader", "known", "Ann")).add_note(ENTRY),
        lambda: desk.undo("Ann", "why", 7),
        lambda: desk.add_note(replace(ENTRY, target="")),
        lambda: desk.withdraw_scenario("nothing-1", "Ann"),
        lambda: desk.withdraw_token("nothing"),
    )
    for refuse in refused:
        with pytest.raises(DataError):
            refuse()
    assert told(place) == []


def test_whoever_dies_meanwhile_leaves_both_or_a_line_that_says_begun(place: KeptPlace) -> None:
    def dies(old: Path, new: Path) -> None:
        numbered(old, new)
        raise SystemExit

    with pytest.raises(SystemExit):
        Desk(place, ANN).keep(dies, "", "spring")
    assert place.versions.state().version == 0
    assert [line.stage for line in place.audit.lines()] == (["begun"] if isinstance(place, FolderPlace) else [])
    Desk(place, ANN).keep(numbered, "", "summer")
    assert place.audit.lines()[0].after == "version 1: summer"


def test_lines_move_with_the_rest(place: KeptPlace, new_place: NewPlace, shipped: Path, tmp_path: Path) -> None:
    do_everything(Desk(place, ANN))
    for other in (new_place(), FolderPlace(tmp_path / "other", Keeping(shipped))):
        other.fill(holdings_of(place))
        assert other.audit.lines() == place.audit.lines()
        Desk(other, ANN).keep(numbered, "", "later")
        assert other.audit.lines()[0].number == 13


def test_what_is_done_to_all_of_it_by_commands_is_told_in_the_same_file(
    run_tiny: Run, new_where: Callable[[], Path | DatabaseAddress], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(where: Path | DatabaseAddress) -> None:
        monkeypatch.setenv(WORKSPACE_VARIABLE, getattr(where, "uri", str(where)))

    def rows() -> list[tuple[str, ...]]:
        read = csv.DictReader(io.StringIO(run_tiny("audit").out.decode()))
        return [(row["who"], row["how"], row["act"], row["what"], row["before"], row["after"], row["stage"]) for row in read][::-1]

    def run(*words: object) -> None:
        assert run_tiny("workspace", *words).code == 0

    # Neither the environment nor an option says who it was.
    monkeypatch.setenv("LOGNAME", "somebody else")
    first, second, third = (new_where() for _ in range(3))
    at(first)
    run("create", "--who", "somebody else")
    run("forget", "A Name")
    run("backup", tmp_path / "kept.zip")
    by = (pwd.getpwuid(os.getuid()).pw_name, "user of the computer, by a command")
    told = [
        (*by, "create", "workspace", "", "shipped data", "done"),
        (*by, "forget", "the name of a person", "", "taken out of 0 steps, 0 entries, 0 scenarios, 0 lines", "done"),
    ]
    assert rows() == told
    assert run_tiny("workspace", "create").code == 1, "what is refused leaves no line"
    at(second)
    run("restore", tmp_path / "kept.zip")
    *before, restored = rows()
    assert (before, restored[:5], restored[6]) == (told, (*by, "restore", "workspace", ""), "done")
    assert restored[5].startswith("the backup kept.zip, made by version ")
    run("move", getattr(second, "uri", second), getattr(third, "uri", third))
    assert rows() == [*told, restored], "the old place is as it was"
    at(third)
    assert rows() == [*told, restored, (*by, "move", "workspace", str(second), str(third), "done")]
    run("forget", by[0])
    assert [row[0] for row in rows()] == [FORGOTTEN] * 5, "nor does the last line name whoever has taken their own name out"


def test_a_name_that_is_forgotten_goes_and_its_lines_stay(place: KeptPlace) -> None:
    do_everything(Desk(place, ANN))
    before = place.audit.lines()
    assert forget(place, "ANN", OFFICER)["lines"] == 12
    newest, *others = place.audit.lines()
    assert others == [replace(line, who=FORGOTTEN) for line in before]
    assert "ANN" not in str(newest).upper()
    Desk(place, ANN).keep(numbered, "", "as Zed said")
    assert mentions(holdings_of(place), "zed")[-1] == "line 14 of the audit log"


CHANGES = ("UPDATE {table} SET act = 'other'", "UPDATE {table} SET who = 'somebody else'", "DELETE FROM {table}")


@pytest.mark.parametrize("change", CHANGES)
def test_the_file_itself_refuses_to_change_a_line(tmp_path: Path, shipped: Path, change: str) -> None:
    place = FolderPlace(tmp_path / "kept", Keeping(shipped))
    place.versions.create()
    Desk(place, ANN).keep(numbered, "", "spring")
    with closing(sqlite3.connect(tmp_path / "kept" / "audit.sqlite")) as opened, pytest.raises(sqlite3.IntegrityError, match="no line"):
        opened.execute(change.format(table="lines"))


@pytest.mark.parametrize("change", [*CHANGES, "TRUNCATE {table}"])
def test_the_table_itself_refuses_to_change_a_line(postgres: Server, new_database, shipped: Path, change: str) -> None:
    from geo.store.kept import place_at  # noqa: PLC0415 - beside the database that it opens

    address = new_database()
    place = place_at(address, Keeping(shipped))
    place.versions.create()
    Desk(place, ANN).keep(numbered, "", "spring")
    with pytest.raises(Exception, match="no line of the audit log changes or goes"):
        postgres.run("SET search_path = gap_map", change.format(table="audit"), database=address.uri.rpartition("/")[2])


def test_a_file_that_is_spoilt_stops_writing_and_says_the_way_out(tmp_path: Path, shipped: Path) -> None:
    place = FolderPlace(tmp_path / "kept", Keeping(shipped))
    place.versions.create()
    (tmp_path / "kept" / "audit.sqlite").write_text("a letter" * 500)
    with pytest.raises(DataError, match=r"audit.sqlite: cannot be written just now .* put it aside"):
        Desk(place, ANN).keep(numbered, "", "spring")
    assert place.versions.state().version == 0


def test_the_command_writes_a_file_that_no_spreadsheet_runs(run_tiny: Run, tiny: Tiny, tmp_path: Path) -> None:
    with_workspace(tiny)
    place = place_of(tiny.settings)
    assert place is not None
    Desk(place, Person("approver", "known", "=cmd|A1")).add_note(ENTRY)
    file = tmp_path / "audit.csv"
    done = run_tiny("audit", "--since", "2020-01-01", "-o", str(file))
    assert (done.code, done.out) == (0, b"")
    text = file.read_bytes().decode()
    assert text.startswith("\ufeffnumber,done_at,who,how,act,what,before,after,stage\n1,")
    assert "'=cmd|A1,signed in,add local knowledge,provider P1,,closing" in text
    assert run_tiny("audit").out.count(b"\n") == 2
    assert run_tiny("audit", "--since", "2999-01-01").out == b"number,done_at,who,how,act,what,before,after,stage\n"
    assert run_tiny("audit", "--since", "soon").code == 2
