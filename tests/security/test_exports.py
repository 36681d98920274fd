"""Names that act: formulas, letters that nobody sees, letters that turn the direction of writing, and names without end."""

from __future__ import annotations

import ast
import csv
import io
import shutil
import sqlite3
import unicodedata
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.base.plain_text import HIDDEN, neutralise, restored, runs, visible
from geo.contract.check import check_folder
from geo.contract.columns import ALL_TABLES, OPTIONAL_TABLES
from geo.contract.reading import plain_number
from geo.contract.texts import LONGEST_NAME
from geo.export.folder import export_files, write_export
from geo.export.tables import to_csv
from geo.export.workbook import to_xlsx
from geo.intake.matching.layout import Setting
from geo.intake.merging.bring import look, take
from geo.intake.merging.ledger import from_table
from geo.intake.merging.merge import read_tables
from geo.publishers.registry import all_layouts
from geo.store.atlas import load_atlas
from geo.store.ledger import Ledger
from geo.store.ledger_entry import COLUMNS, Entry
from tests.helpers.places import ROOT
from tests.helpers.tiny_content import LSOAS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.running import Run
    from tests.helpers.tiny import Tiny

LINK = '=HYPERLINK("http://example.org?"&A2,"Free places")'
OVERRIDE, ISOLATE, MARK = "\u202e", "\u2066", "\u200f"
FORMULAS = [
    LINK,
    *(f"{start}cmd" for start in "=+-@\t\r\uff1d\uff0b\uff0d\uff20"),
    *(f"{before}=1" for before in (" ", "\u00a0", "\ufeff", OVERRIDE, f" {ISOLATE} ", "\n", "\u200b")),
]


# --- formulas ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMULAS, ids=ascii)
def test_a_formula_is_text_in_every_file_for_a_spreadsheet(name: str) -> None:
    frame = pd.DataFrame({"name": [name], name: [-1.5]})
    header, row = csv.reader(io.StringIO(to_csv(frame, bom=False).decode(), newline=""))
    assert row[0].startswith("'")
    assert header[1].startswith("'")
    assert row[1] == "-1.5"
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx({"List": frame}, [(name, [name])], "Notes")))["List"]
    assert (sheet["A2"].data_type, sheet["A2"].quotePrefix, sheet["B2"].value) == ("s", True, -1.5)
    assert sheet["B1"].data_type == "s"


@given(st.text(st.sampled_from("'=+-@ab \t\r\n1" + OVERRIDE)))
def test_what_was_neutralised_can_be_restored_and_never_runs(text: str) -> None:
    written = str(neutralise(text))
    assert not runs(written) or written.startswith("'")
    assert restored(written) == visible(text).replace("\r\n", "\n").replace("\r", "\n")


def spoiled(tiny: Tiny, name: str) -> None:
    """Give a provider and an area a name."""
    for table, column in (("providers.csv", "name"), ("areas.csv", "label"), ("sources.csv", "publisher")):
        tiny.set_cell(table, 2, column, name)


def test_no_cell_of_an_export_is_a_formula_and_the_export_is_the_same_data(tiny: Tiny, run_tiny: Run, tmp_path: Path) -> None:
    spoiled(tiny, LINK)
    tiny.set_cell("providers.csv", 3, "name", "'=1")
    before = load_atlas(tiny.settings)
    run_tiny("export", "--out", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        for name in (one for one in archive.namelist() if one.endswith(".csv")):
            for row in csv.reader(io.StringIO(archive.read(name).decode(), newline="")):
                assert not [cell for cell in row if cell.startswith(("=", "@"))], name
        shutil.rmtree(tiny.data)
        archive.extractall(tiny.data)
    assert check_folder(tiny.settings).ok
    after = load_atlas(tiny.settings)
    for table in ("areas", "providers", "sources", "indicator_values"):
        pd.testing.assert_frame_equal(getattr(after, table), getattr(before, table))
    assert LINK in set(read_tables(tiny.data)["providers.csv"]["name"])
    again = export_files(tiny.data)
    write_export(tiny.data, tmp_path / "again")
    assert {name: (tmp_path / "again" / name).read_bytes() for name in again} == again


@pytest.mark.parametrize("formula", [LINK, "-1+cmd", "=1"])
def test_a_formula_in_a_broken_table_is_text_in_the_export_too(tiny: Tiny, formula: str) -> None:
    """Where a number should be, in the heading, and in a row that is too long: nobody has checked the folder before."""
    tiny.set_cell("providers.csv", 2, "places", formula)
    tiny.set_cell("areas.csv", 2, "children_0_4", formula)
    table = tiny.data / "providers.csv"
    header, first, *rest = csv.reader(io.StringIO(table.read_text(encoding="utf-8"), newline=""))
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[*header, formula], [*first, "", formula], *rest])
    assert not check_folder(tiny.settings).ok
    for name in ("providers.csv", "areas.csv"):
        rows = list(csv.reader(io.StringIO(export_files(tiny.data)[name].decode(), newline="")))
        assert not [cell for row in rows for cell in row if cell.startswith("=") or (cell.startswith("-") and plain_number(cell) is None)]
        assert f"'{formula}" in rows[1]
        assert len(rows) == len((tiny.data / name).read_text(encoding="utf-8").splitlines())


def test_a_table_without_a_row_can_be_exported(tiny: Tiny) -> None:
    (tiny.data / "providers_osm.csv").write_bytes(b"")
    assert export_files(tiny.data)["providers_osm.csv"] == b""


def test_tables_without_formulas_are_exported_byte_for_byte() -> None:
    folder = ROOT / "data"
    files = export_files(folder)
    assert {name for name, content in files.items() if name != "data_dictionary.csv" and content != (folder / name).read_bytes()} == set()


def test_a_table_that_was_exported_can_be_brought_again(tiny: Tiny) -> None:
    setting = Setting(load_atlas(tiny.settings), tiny.settings)
    values = pd.DataFrame({"indicator_id": "idaci", "area_code": LSOAS, "period": "2026", "value": 1.5, "flag": "=1"})
    (found,) = look(to_csv(values, bom=True), "values.csv", tiny.settings, all_layouts())
    assert set(found.sheet.frame["flag"]) == {"'=1"}
    intake = take(found, found.candidates[0], setting)
    assert "'=1" not in set(intake.tables["indicator_values.csv"]["flag"])


def test_local_notes_keep_a_note_that_looks_like_a_formula(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.add([Entry("area", "E01000901", "other", LINK, "-A Lead", "2026-01-01")])
    raw = to_csv(ledger.entries().reset_index(), bom=True)
    table = pd.read_csv(io.BytesIO(raw), dtype="str", keep_default_na=False, encoding="utf-8-sig")
    assert table.loc[0, "note"].startswith("'=")
    (back,) = from_table(table, "notes.csv")
    assert (back.note, back.author) == (LINK, "-A Lead")


ONE_WAY = {"geo/export/tables.py", "geo/export/folder.py", "geo/base/files.py", "geo/intake/inside/workbook.py"}


def test_tables_leave_by_one_way_only() -> None:
    """Every other writer of CSV or Excel would have to know all of the above."""
    found = set()
    for path in [*ROOT.glob("geo/**/*.py"), *ROOT.glob("ui/**/*.py"), *ROOT.glob("pages/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            if name in {"to_csv", "to_excel", "writer", "DictWriter", "Workbook"}:
                found.add(path.relative_to(ROOT).as_posix())
    assert found <= ONE_WAY | {"geo/export/workbook.py"}


# --- letters that nobody sees ----------------------------------------------------------------------------------------------


def test_every_control_and_format_letter_counts_as_hidden() -> None:
    unseen = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert {letter for letter in unseen - {"\t", "\n", "\r"} if not HIDDEN.fullmatch(letter)} == set()
    assert not HIDDEN.search("Żłobek Łódź, Παιδικός Σταθμός, Детский сад, حضانة النور, École 'St Ann' £5 \u2013 \u2019 \u00a0")


TEXTS = [
    (table, column)
    for table, columns in ALL_TABLES.items()
    if table not in OPTIONAL_TABLES
    for column, kind in columns.items()
    if kind == "text"
]


@pytest.mark.parametrize("letter", [OVERRIDE, ISOLATE, MARK, "\u061c", "\u200b", "\x07"], ids=ascii)
def test_the_check_names_the_cell_with_a_letter_that_nobody_sees(tiny: Tiny, letter: str) -> None:
    for table, column in TEXTS:
        tiny.set_cell(table, 2, column, f"a{letter}b")
    problems = [one for one in check_folder(tiny.settings).problems if f"a letter that nobody sees, U+{ord(letter):04X}" in one.message]
    assert {(one.file, one.row, one.column) for one in problems} == {(f"data/{table}", 2, column) for table, column in TEXTS}


def test_names_of_other_borders_are_checked_too(tiny: Tiny) -> None:
    (tiny.data / "own.csv").write_text("lsoa_code,group\n" + "".join(f"{code},North{OVERRIDE}\n" for code in LSOAS), encoding="utf-8")
    with tiny.config.open("a", encoding="utf-8") as file:
        file.write('\n[borders.own]\nname = "Own"\nfile = "own.csv"\nnote = "x"\n')
    assert any("nobody sees" in one.message and one.column == "group" for one in check_folder(tiny.settings).problems)


def test_brought_names_lose_letters_that_nobody_sees_and_the_reader_is_told(tiny: Tiny) -> None:
    setting = Setting(load_atlas(tiny.settings), tiny.settings)
    rows = pd.DataFrame({"indicator_id": "idaci", "area_code": LSOAS, "period": f"20{OVERRIDE}26", "value": 1.5})
    content = rows.to_csv(index=False).encode()
    (found,) = look(content, "values.csv", tiny.settings, all_layouts())
    intake = take(found, found.candidates[0], setting)
    assert set(intake.tables["indicator_values.csv"]["period"]) == {"2026"}
    assert any("nobody sees" in note and "row 2, 3" in note for note in intake.notes)


def test_local_notes_are_shown_without_letters_that_nobody_sees(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.add([Entry("area", "E01000901", "other", "x", "x", "2026-01-01")])
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as opened, opened:
        opened.execute("UPDATE entries SET note = ?, author = ?", (f"open{OVERRIDE}desolc", f"A{MARK} Lead"))
    shown = ledger.entries()
    assert shown.iloc[0][["note", "author"]].tolist() == ["opendesolc", "A Lead"]
    assert set(COLUMNS) <= set(shown.columns)


# --- names without end -------------------------------------------------------------------------------------------------------


def test_a_name_of_three_thousand_letters_is_refused_with_its_place(tiny: Tiny) -> None:
    tiny.set_cell("providers.csv", 3, "name", "W" * 3000)
    (problem,) = check_folder(tiny.settings).problems
    assert (problem.file, problem.row, problem.column) == ("data/providers.csv", 3, "name")
    assert f"3,000 letters, beginning '{'W' * 20}'; at most {LONGEST_NAME}" in problem.message
    tiny.set_cell("providers.csv", 3, "name", "W" * LONGEST_NAME)
    assert check_folder(tiny.settings).ok
