"""Rows that were brought take the place of older ones, nothing else changes, and the difference is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from geo.base.errors import DataError
from geo.contract.columns import TABLES
from geo.intake.matching.layout import Layout, Setting
from geo.intake.matching.recognise import candidates, mapped, missing_columns
from geo.intake.matching.result import Counts, Intake
from geo.intake.merging.merge import as_text, merge, read_tables, stamped, write_folder
from geo.intake.reading.sheet import Sheet
from geo.publishers import registry
from geo.store.atlas import load_atlas
from tests.helpers.long_table import LAYOUTS, VALUES
from tests.helpers.places import ROOT
from tests.helpers.tiny_content import LSOAS

NONE = Counts(0, 0, 0, 0, 0)


def intake(tables, replaces=None):
    return Intake("by_hand", "file.csv", tables, replaces or {}, NONE)


def values(**rows):
    table = [{"indicator_id": "idaci", "area_code": code, "period": "2025", "value": value} for code, value in rows.items()]
    return pd.DataFrame(table)


@pytest.fixture
def tables(tiny):
    return read_tables(tiny.data)


def test_a_row_with_the_same_key_is_replaced_and_all_others_keep_their_text(tables):
    merged = merge(tables, [intake({"indicator_values.csv": values(**{LSOAS[0]: 99.0})})])
    rows = merged.tables["indicator_values.csv"]
    of_idaci = rows[rows["indicator_id"] == "idaci"].set_index("area_code")["value"]
    assert of_idaci.to_dict() == dict(zip(LSOAS, ["99", "15.5", "5", "40", "30", "22"], strict=True))
    assert merged.diff.tables.loc["indicator_values.csv"].to_dict() == {
        "before": len(rows),
        "after": len(rows),
        "added": 0,
        "removed": 0,
        "changed": 1,
    }
    assert "99" not in set(tables["indicator_values.csv"]["value"])


def test_what_an_intake_replaces_goes_even_without_a_new_row(tables):
    new = {"provider_id": "n-9", "name": "New", "service_type": "day_nursery", "places": np.float64(12)}
    merged = merge(tables, [intake({"providers.csv": pd.DataFrame([new])}, {"providers.csv": {"service_type": ("day_nursery",)}})])
    rows = merged.tables["providers.csv"].set_index("provider_id")
    assert rows.index.tolist() == ["hub-1", "n-1", "n-2", "n-9"]
    assert rows.at["n-9", "places"] == "12"
    assert list(rows.columns) == list(TABLES["providers.csv"])[1:]
    assert merged.diff.tables.loc["providers.csv", ["added", "removed", "changed"]].tolist() == [1, 3, 0]


def test_rows_to_replace_in_a_table_without_new_rows_go_too(tables):
    merged = merge(tables, [intake({}, {"providers_osm.csv": {"service_type": ("gp",)}})])
    assert merged.tables["providers_osm.csv"].empty
    assert merged.diff.tables.loc["providers_osm.csv", "removed"] == 1


def test_of_two_files_about_the_same_row_the_later_wins(tables):
    first, second = (intake({"indicator_values.csv": values(**{LSOAS[0]: value})}) for value in (1.5, 2.5))
    rows = merge(tables, [first, second]).tables["indicator_values.csv"].set_index(["indicator_id", "area_code"])
    assert rows.at[("idaci", LSOAS[0]), "value"] == "2.5"


def test_the_same_number_written_otherwise_is_no_change(tables):
    merged = merge(tables, [intake({"indicator_values.csv": values(**{LSOAS[0]: "10.00"})})])
    assert merged.diff.tables.empty
    assert merged.diff.indicators.empty


def test_indicators_that_moved_are_told_with_their_medians(tables):
    # Of today: 10, 15.5, 5, 40, 30, 22 (2025). The new year holds three of them: medians over those are 10 and 12.
    new = values(**{LSOAS[0]: 12.0, LSOAS[1]: 20.0, LSOAS[2]: 6.0}).assign(period="2026")
    moved = merge(tables, [intake({"indicator_values.csv": new})]).diff.indicators
    assert moved.index.tolist() == ["idaci"]
    assert moved.loc["idaci"].tolist() == ["2025", "2026", 6, 3, 10.0, 12.0]


def test_a_new_indicator_has_no_before(tables):
    new = values(**{LSOAS[0]: 1.0}).assign(indicator_id="visits")
    moved = merge(tables, [intake({"indicator_values.csv": new})]).diff.indicators.loc["visits"]
    assert (moved["period_before"], moved["areas_before"], moved["areas_after"]) == ("", 0, 1)
    assert np.isnan(moved["median_before"])


def test_missing_values_of_every_kind_become_empty_cells():
    rows = pd.DataFrame({"area_code": ["a", "b", "c", None], "value": [1.0, None, float("nan"), pd.NA], "flag": [None, "c", pd.NA, ""]})
    text = as_text("indicator_values.csv", rows)
    assert text["value"].tolist() == ["1", "", "", ""]
    assert text["flag"].tolist() == ["", "c", "", ""]
    assert text["area_code"].tolist() == ["a", "b", "c", ""]


def test_the_source_says_which_file_was_read_and_when(tables):
    source = pd.DataFrame([{"source_id": "council", "title": "T"}])
    merged = merge(tables, [stamped(intake({"sources.csv": source}), "a" * 64, date(2026, 11, 23))])
    row = merged.tables["sources.csv"].set_index("source_id").loc["council"]
    assert (row["retrieved_on"], row["sha256"]) == ("2026-11-23", "a" * 64)


def test_a_complete_folder_is_written_that_loads(tiny, tables, tmp_path):
    setting = Setting(load_atlas(tiny.settings), tiny.settings)
    sheet = Sheet("v.csv", "", pd.DataFrame({"LSOA code": [LSOAS[1], "E01000001"], "year": "2026", "value": ["3.25", "9"]}, index=[2, 3]))
    found = LAYOUTS[0].read(sheet, setting)
    target = tmp_path / "new" / "data"
    target.parent.mkdir()
    write_folder(tiny.data, merge(tables, [stamped(found, "b" * 64, date(2026, 11, 23))]), target, tiny.settings)
    assert (target / "evidence.csv").read_bytes() == (tiny.data / "evidence.csv").read_bytes()
    assert (target / "boundaries" / "lsoa.geojson").is_file()
    again = load_atlas(tiny.settings.model_copy(update={"data": tiny.settings.data.model_copy(update={"folder": target})}))
    assert again.indicators.at["visits", "unit"] == "visits"
    visits = again.indicator_values[again.indicator_values["indicator_id"] == "visits"]
    assert visits[["area_code", "value"]].to_numpy().tolist() == [[LSOAS[1], 3.25]]


def test_rows_that_break_the_contract_are_told_all_at_once(tiny, tables, tmp_path):
    bad = values(**{"E01999999": float("inf"), LSOAS[0]: 2.0}).assign(period=["2026", ""])
    with pytest.raises(DataError) as caught:
        write_folder(tiny.data, merge(tables, [intake({"indicator_values.csv": bad})]), tmp_path / "data2", tiny.settings)
    columns = {problem.column for problem in caught.value.problems}
    assert {"value", "period"} <= columns


def test_a_row_that_breaks_the_contract_is_named_in_the_brought_file_and_not_in_our_table(tiny, tables, tmp_path):
    bad = values(**{LSOAS[0]: 1.0, LSOAS[1]: float("inf"), LSOAS[2]: 2.0}).set_axis(pd.Index([4, 9, 12], name="row"))
    other = values(**{LSOAS[3]: float("inf")})
    brought = [intake({"indicator_values.csv": bad}), replace(intake({"indicator_values.csv": other}), file="other.csv")]
    with pytest.raises(DataError) as caught:
        write_folder(tiny.data, merge(tables, brought), tmp_path / "data2", tiny.settings)
    found = {(problem.file, problem.row, problem.column) for problem in caught.value.problems}
    assert (brought[0].file, 9, "value") in found
    # Where the row in the file is not known, the file is.
    assert ("other.csv", None, "value") in found
    assert not any("indicator_values" in file for file, _, _ in found)


def test_no_trace_of_where_rows_came_from_is_left_in_the_tables(tables):
    merged = merge(tables, [intake({"indicator_values.csv": values(**{LSOAS[0]: 1.0})})])
    assert list(merged.tables["indicator_values.csv"].columns) == list(tables["indicator_values.csv"].columns)
    assert merged.tables["areas.csv"] is tables["areas.csv"]


# --- which layout is it ----------------------------------------------------------------------------------------------


def sheet_of(*columns):
    return Sheet("x.csv", "", pd.DataFrame([["1"] * len(columns)], columns=list(columns), index=[2]))


def layout(name, *needs):
    return Layout(name, name, {need: (need,) for need in needs}, LAYOUTS[0].read)


def test_the_layout_that_explains_more_of_the_same_columns_is_the_answer():
    generic, full = layout("generic", "name", "postcode"), layout("full", "name", "postcode", "urn", "places")
    found = candidates(sheet_of("Name", "postcode", "URN", "places", "other"), [generic, full])
    assert [one.id for one in found] == ["full"]
    assert [one.id for one in candidates(sheet_of("name", "postcode"), [generic, full])] == ["generic"]


def test_layouts_that_explain_different_columns_are_a_question_and_none_is_one_too():
    one, other = layout("one", "name", "postcode"), layout("other", "name", "value", "year")
    assert [found.id for found in candidates(sheet_of("name", "postcode", "value", "year"), [one, other])] == ["other", "one"]
    assert candidates(sheet_of("a", "b"), [one, other]) == []


def test_columns_can_be_mapped_by_hand():
    sheet = sheet_of("Neighbourhood", "Year", "Score", "value")
    assert missing_columns(sheet, LAYOUTS[0]) == ["area_code"]
    found = mapped(sheet, {"area_code": "Neighbourhood", "value": "Score"})
    assert found.has(VALUES)
    assert found.pick(VALUES).columns.tolist() == ["area_code", "period", "value"]
    swapped = replace(sheet, frame=sheet.frame.assign(Score="7"))
    assert mapped(swapped, {"value": "Score"}).pick(VALUES)["value"].tolist() == ["7"]


def test_every_module_that_knows_layouts_is_listed_and_their_ids_are_unique():
    files = (ROOT / "geo" / "publishers").rglob("*.py")
    knowing = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in files
        if re.search(r"^LAYOUTS\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert knowing == set(registry.MODULES)
    found = registry.all_layouts()
    assert len({one.id for one in found}) == len(found)
