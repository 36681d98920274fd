"""Local knowledge: signed, dated, taken back but never lost, and never written into the data."""

from __future__ import annotations

import multiprocessing
from dataclasses import asdict, replace
from datetime import date

import pandas as pd
import pytest

from geo.base.errors import DataError
from geo.export.tables import to_csv
from geo.intake.merging.ledger import from_table, read_entries, unknown_targets
from geo.settings.limits import Limits
from geo.store.entries import left_out
from geo.store.ledger_entry import COLUMNS, Entry

CLOSING = Entry("provider", "P1", "closing", "Closes at Easter", "A Lead", "2026-11-01", "2027-04-30")
OUTREACH = Entry("area", "L2", "outreach", "Fortnightly in the village hall", "B Lead", "2026-11-02")


@pytest.fixture
def ledger(place):
    return place.notes


def rows(table):
    return [Entry(**row) for row in table[list(COLUMNS)].to_dict("records")]


def test_nothing_is_there_before_somebody_writes(ledger):
    assert ledger.entries().empty
    assert ledger.version() == ""
    assert ledger.unusable() == 0


def test_entries_come_back_newest_first_and_as_written(ledger):
    strange = replace(OUTREACH, note='<script>alert("é")</script>\n=1+1; DROP TABLE entries', made_on="2026-10-01")
    ledger.add([strange, CLOSING, OUTREACH])
    assert rows(ledger.entries()) == [OUTREACH, CLOSING, strange]


@pytest.mark.parametrize(("day", "shown"), [("2027-04-30", 2), ("2027-05-01", 1)])
def test_an_entry_holds_to_the_end_of_its_last_day(ledger, day, shown):
    ledger.add([CLOSING, OUTREACH])
    assert len(ledger.entries(date.fromisoformat(day))) == shown
    assert len(ledger.entries()) == 2


def test_a_withdrawn_entry_is_kept_with_its_day(ledger):
    ledger.add([CLOSING, OUTREACH])
    gone = ledger.entries().index[0]
    before = ledger.version()
    ledger.withdraw(int(gone), date(2026, 11, 20))
    assert rows(ledger.entries(date(2026, 11, 23))) == [CLOSING]
    assert ledger.entries().loc[gone, "withdrawn_on"] == "2026-11-20"
    assert ledger.version() != before


def test_all_faults_of_all_entries_are_told_and_nothing_is_written(ledger):
    bad = [
        CLOSING,
        Entry("school", "", "burning", "", " ", "1 May"),
        replace(CLOSING, mark="other", note="", expires_on="2026-10-31"),
        replace(CLOSING, note="a" * 1001, expires_on="31/12/2027"),
    ]
    with pytest.raises(DataError) as caught:
        ledger.add(bad)
    told = {(problem.row, problem.column) for problem in caught.value.problems}
    assert told == {
        (3, "kind"), (3, "target"), (3, "mark"), (3, "author"), (3, "made_on"), (4, "note"), (4, "expires_on"), (5, "note"),
        (5, "expires_on"),
    }  # fmt: skip
    assert ledger.entries().empty


def test_only_closing_and_wrongly_placed_providers_leave_the_scores(ledger):
    marks = ("wrong_place", "waiting_list", "outreach", "closing", "site_refused")
    ledger.add([replace(CLOSING, target=f"P{n}", mark=mark) for n, mark in enumerate(marks)])
    ledger.add([OUTREACH, replace(OUTREACH, mark="closing")])
    assert left_out(ledger.entries()) == ("P0", "P3")


def test_what_is_exported_can_be_imported(ledger, tmp_path):
    ledger.add([CLOSING, OUTREACH])
    ledger.entries().to_csv(tmp_path / "ledger.csv")
    table = pd.read_csv(tmp_path / "ledger.csv", dtype="str", keep_default_na=False)
    assert from_table(table, "ledger.csv") == rows(ledger.entries())
    content = (tmp_path / "ledger.csv").read_bytes()
    assert read_entries(content, "ledger.csv", Limits(), date(2026, 11, 23)) == rows(ledger.entries())
    with pytest.raises(DataError, match="lacks the columns author"):
        from_table(table.drop(columns="author"), "ledger.csv")


EXPORT_DAY = date(2026, 11, 23)


def moved(source, target):
    """Bring what one ledger exports into another, as the page does."""
    content = to_csv(source.entries().reset_index(), bom=True)
    return target.bring_in(read_entries(content, "local-knowledge.csv", Limits(), EXPORT_DAY))


def taken_back(ledger, day=EXPORT_DAY):
    ledger.withdraw(int(ledger.entries(EXPORT_DAY).index[0]), day)


def in_words(ledger):
    return sorted(tuple(row) for row in ledger.entries()[list(COLUMNS)].to_numpy())


@pytest.fixture
def other(new_place):
    kept = new_place()
    kept.versions.create()
    return kept.notes


def test_what_was_taken_back_does_not_come_back_in_force(ledger, other):
    ledger.add([replace(OUTREACH, made_on="2026-10-20"), replace(CLOSING, note="=1+1\nand more")])
    taken_back(ledger)
    for target in (other, ledger):
        moved(ledger, target)
        assert in_words(target) == in_words(ledger)
        assert left_out(target.entries(EXPORT_DAY)) == (), "no provider leaves the scores again"
    assert moved(ledger, ledger) == 0


def test_an_older_file_brings_nothing_back_in_force(ledger, other):
    ledger.add([CLOSING, OUTREACH])
    moved(ledger, other)
    taken_back(ledger)
    assert moved(other, ledger) == 0
    assert len(ledger.entries(EXPORT_DAY)) == 1


def test_what_was_taken_back_there_is_taken_back_here(ledger, other):
    ledger.add([CLOSING])
    moved(ledger, other)
    taken_back(other)
    assert moved(other, ledger) == 0
    assert ledger.entries()["withdrawn_on"].tolist() == ["2026-11-23"]


def test_an_entry_that_was_written_again_after_it_was_taken_back_holds(ledger, other):
    ledger.add([CLOSING])
    moved(ledger, other)
    taken_back(ledger)
    ledger.add([CLOSING])
    for _ in range(2):
        moved(ledger, other)
        assert in_words(other) == in_words(ledger)


@pytest.mark.parametrize("withdrawn_on", ["2026-10-31", "2026-11-24", "yesterday"])
def test_a_day_on_which_nothing_can_have_been_taken_back_is_refused(withdrawn_on):
    content = to_csv(pd.DataFrame([asdict(replace(CLOSING, withdrawn_on=withdrawn_on))]), bom=True)
    with pytest.raises(DataError) as caught:
        read_entries(content, "notes.csv", Limits(), EXPORT_DAY)
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [(2, "withdrawn_on")]


def test_a_file_in_which_nothing_was_taken_back_needs_no_column_for_it():
    table = pd.DataFrame([asdict(CLOSING)]).drop(columns="withdrawn_on")
    assert read_entries(to_csv(table, bom=False), "notes.csv", Limits(), EXPORT_DAY) == [CLOSING]


def test_entries_about_nothing_in_the_data_are_named():
    found = unknown_targets([CLOSING, OUTREACH, replace(CLOSING, target="P9")], pd.Index(["P1"]), pd.Index(["L2"]))
    assert [(problem.row, problem.column) for problem in found] == [(4, "target")]


def write_many(place, author):
    for number in range(25):
        place.notes.add([replace(OUTREACH, author=author, note=str(number))])


def test_several_people_may_write_at_once(place, ledger):
    context = multiprocessing.get_context("fork")
    people = [context.Process(target=write_many, args=(place, name)) for name in ("A", "B", "C")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert ledger.entries()["author"].value_counts().to_dict() == {"A": 25, "B": 25, "C": 25}


def test_what_ended_long_ago_is_forgotten(ledger):
    ledger.add([CLOSING, OUTREACH])
    ledger.forget_ended(date(2030, 4, 30))
    assert len(ledger.entries()) == 2
    ledger.forget_ended(date(2030, 5, 1))
    assert rows(ledger.entries()) == [OUTREACH]


def test_there_are_no_more_entries_in_force_than_there_may_be(new_place):
    kept = new_place(notes=2)
    kept.versions.create()
    kept.notes.add([OUTREACH, CLOSING])
    with pytest.raises(DataError, match="holds 2 entries in force and may hold 2"):
        kept.notes.add([CLOSING])
    assert len(kept.notes.entries()) == 2
    # Three that have ended for each that may hold, the newest.
    for number in range(9):
        kept.notes.withdraw(int(kept.notes.entries(EXPORT_DAY).index[0]), EXPORT_DAY)
        kept.notes.add([replace(CLOSING, note=str(number))])
    assert len(kept.notes.entries()) == 2 + 3 * 2
