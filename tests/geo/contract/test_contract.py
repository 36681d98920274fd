"""Every way of breaking the data folder is found, with file, row, column and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.contract import check_folder
from geo.contract.check import SHOWN_A_COLUMN
from geo.contract.columns import TABLES
from tests.helpers.tiny_content import ALDER, ASH, BIRCH, CEDAR, LSOAS

if TYPE_CHECKING:
    from geo.base.errors import Problem
    from tests.helpers.tiny import Tiny

# table, key of the row, column, new value, words of the message
WRONG_CELLS = [
    ("areas.csv", LSOAS[0], "level", "parish", "must be one of: district, ward, lsoa"),
    ("areas.csv", LSOAS[0], "level", "", "the cell is empty. Fill it in"),
    ("areas.csv", LSOAS[0], "ward_code", "", "needs the ward"),
    ("areas.csv", LSOAS[0], "ward_code", "E05000999", "'E05000999' is not a ward of this file"),
    ("areas.csv", LSOAS[0], "district_code", "E07000902", f"{ASH} belongs to {ALDER}"),
    ("areas.csv", LSOAS[0], "utla_code", "E10000777", f"{ALDER} belongs to E10000901"),
    ("areas.csv", LSOAS[0], "rural_urban", "", "needs urban or rural"),
    ("areas.csv", LSOAS[0], "centroid_e", "5400000", "outside Britain: an easting (EPSG:27700, metres) runs from 0 to 700000"),
    ("areas.csv", LSOAS[0], "children_0", "-1", "must be a whole number, 0 or more"),
    ("areas.csv", LSOAS[0], "children_0", "20.5", "must be a whole number, 0 or more"),
    ("areas.csv", LSOAS[0], "children_0", "many", "found 'many'; must be a plain number"),
    ("areas.csv", LSOAS[0], "children_0_4", "99", "not the sum of children_0 to children_4"),
    ("areas.csv", ALDER, "children_0_4", "99", "found 99, but its LSOAs add up to 340"),
    ("areas.csv", BIRCH, "children_3", "37", "found 37, but its LSOAs add up to 38"),
    ("areas.csv", ALDER, "ward_code", ASH, "must be empty in a district row"),
    ("areas.csv", ASH, "ward_code", CEDAR, f"must be {ASH} in this row"),
    ("areas.csv", LSOAS[0], "boundary_basis", "guessed", "must be one of: official, merged, approximate"),
    ("indicators.csv", "idaci", "polarity", "bad", "must be one of: higher_is_worse, higher_is_better, context"),
    ("indicators.csv", "idaci", "source_id", "offical", "unknown code 'offical': sources.csv does not have it. Did you mean 'official'?"),
    ("indicator_values.csv", "gld", "indicator_id", "gdl", "unknown code 'gdl': indicators.csv does not have it"),
    ("indicator_values.csv", "gld", "area_code", "E07000999", "unknown code 'E07000999': areas.csv does not have it"),
    ("indicator_values.csv", "gld", "area_code", ASH, f"{ASH} is finer than the level at which this indicator is published (district)"),
    ("indicator_values.csv", "gld", "value", "NaN", "found 'NaN'; must be a plain number"),
    ("indicator_values.csv", "gld", "value", "1e999", "found '1e999'; must be a plain number"),
    ("indicator_values.csv", "gld", "value", "1,5", "found '1,5'; must be a plain number"),
    ("indicator_values.csv", "gld", "value", "inf", "found 'inf'; must be a plain number"),
    ("indicator_values.csv", "gld", "value", "", "empty without a flag"),
    ("indicator_values.csv", "gld", "value", "59", "lower 60.0 is above value 59.0"),
    ("indicator_values.csv", "gld", "upper", "101", "found 101; the unit is '%', so it must be between 0 and 100"),
    ("indicator_values.csv", "gld", "period", "", "the cell is empty. Fill it in"),
    ("providers.csv", "n-1", "service_type", "nursry", "[services] in config.toml does not have it"),
    ("providers.csv", "n-1", "sector", "private", "must be one of: public, pvi"),
    ("providers.csv", "n-1", "places", "NaN", "found 'NaN'; must be a plain number such as 12 or 12.5"),
    ("providers.csv", "n-1", "places", "", "places is empty but places_basis is registered"),
    ("providers.csv", "n-1", "places", "-5", "found -5; it must be a whole number, 0 or more"),
    ("providers.csv", "n-4", "places", "12", "found unknown, but places is 12"),
    ("providers.csv", "n-4", "places_basis", "", "this service type is counted in places"),
    ("providers.csv", "hub-1", "places", "12", "counted by sites"),
    ("providers.csv", "n-3", "age_from_months", "72", "60 is below age_from_months, 72"),
    ("providers.csv", "n-1", "postcode", "ab12cd", "must look like AB1 2CD"),
    ("providers.csv", "n-1", "easting", "", "the cell is empty. Fill it in"),
    ("providers.csv", "n-1", "easting", "-10", "outside Britain"),
    ("providers.csv", "n-1", "lat", "12", "found 12; it is outside Britain: a latitude (degrees) runs from 49 to 61"),
    ("providers.csv", "n-1", "northing", "271300", "more than 200 m apart"),
    ("providers.csv", "n-1", "lsoa_code", "E01000999", "unknown code 'E01000999': areas.csv does not have it"),
    ("providers.csv", "n-1", "lsoa_code", "", "without an lsoa_code"),
    ("providers.csv", "n-1", "ward_code", CEDAR, f"but areas.csv puts {LSOAS[0]} in {ASH}"),
    ("providers.csv", "n-5", "district_code", ALDER, "a district of the atlas, but has no LSOA"),
    ("providers.csv", "n-1", "source_id", "nobody", "sources.csv does not have it"),
    ("providers.csv", "n-1", "inspection_date", "31/12/2025", "must look like the date 2026-03-31"),
    ("providers_osm.csv", "osm-1", "provider_id", "n-1", "the key 'n-1' is already in providers.csv"),
    ("surroundings.csv", "E01000991", "area_code", LSOAS[0], "inside the atlas"),
    ("surroundings.csv", "E01000991", "children_0_4", "-1", "must be 0 or more"),
    ("evidence.csv", "school_readiness_01", "outcome_id", "reading", "[outcomes] in config.toml does not have it"),
    ("evidence.csv", "school_readiness_01", "service_types", "day_nursery;crèche", "unknown code 'crèche'"),
    ("sources.csv", "osm", "sha256", "abc", "must look like 64 hexadecimal digits"),
    ("sources.csv", "osm", "attribution", "", "the cell is empty. Fill it in"),
]


CONTRADICTIONS = {"district_code", "children_0", "value", "places", "age_from_months", "northing", "lsoa_code", "utla_code"}


def problems_of(tiny: Tiny) -> tuple[Problem, ...]:
    return check_folder(tiny.settings).problems


def test_tiny_atlas_keeps_the_contract(tiny: Tiny) -> None:
    report = check_folder(tiny.settings)
    assert [str(problem) for problem in report.problems] == []
    assert report.ok
    assert (report.counts["district"], report.counts["ward"]) == (2, 3)
    assert report.counts["lsoa"] == 6
    assert report.counts["children_0_4"] == 425
    assert report.counts["places_inside"] == 118
    assert report.counts["providers_beyond_border"] == 1
    assert report.counts["suppressed_values"] == 1
    assert [warning.split()[0] for warning in report.warnings[:-1]] == [
        "england.low_income_place", "england.access_decile", "deserts.bands_indicator",
    ]  # fmt: skip
    assert "family_security" in report.warnings[-1]


@pytest.mark.parametrize(
    ("indicator", "told"),
    [
        ("idaci_place", "which indicators.csv does not have: no row says where it stands in England by low income."),
        ("idaco", "no row says where it stands in England by low income. Did you mean 'idaci'?"),
        ("low_income", "which is not published for LSOAs"),
        ("idaci", None),
    ],
)
def test_what_would_stand_beside_the_list_is_named_where_it_is_not_held(tiny: Tiny, indicator: str, told: str | None) -> None:
    tiny.edit_text("config.toml", 'low_income_place = "idaci_place"', f'low_income_place = "{indicator}"')
    report = check_folder(tiny.settings)
    assert report.ok
    warnings = [warning for warning in report.warnings if warning.startswith("england.low_income_place")]
    assert len(warnings) == (told is not None)
    assert told is None or told in warnings[0]


def test_an_island_far_out_may_have_nobody_around_it(tiny: Tiny) -> None:
    path = tiny.data / "surroundings.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    report = check_folder(tiny.settings)
    assert report.problems == ()
    assert [warning for warning in report.warnings if warning.startswith("surroundings.csv has no rows")]


@pytest.mark.parametrize("case", WRONG_CELLS, ids=lambda case: f"{case[0]}-{case[2]}-{case[3]}")
def test_wrong_cell_is_named_with_its_row_and_column(tiny: Tiny, case: tuple[str, str, str, str, str]) -> None:
    table, key, column, value, words = case
    line = tiny.line_of(table, key)
    tiny.set_cell(table, line, column, value)
    problems = problems_of(tiny)
    matching = [problem for problem in problems if words in problem.message]
    assert matching, [str(problem) for problem in problems]
    assert (matching[0].file, matching[0].row) == (f"data/{table}", line)
    # A contradiction between two cells is reported at the cell to look at first.
    assert matching[0].column in TABLES[table]
    assert column == matching[0].column or column in CONTRADICTIONS


def test_unreadable_cell_is_reported_once(tiny: Tiny) -> None:
    tiny.set_cell("providers.csv", 3, "places", "lots")
    assert [str(problem) for problem in problems_of(tiny)] == [
        (
            "data/providers.csv, row 3, column places: found 'lots'; must be a plain number such as 12 or 12.5. "
            "Correct it, or empty the cell if it is not known."
        )
    ]


@pytest.mark.parametrize("table", TABLES)
def test_missing_table(tiny: Tiny, table: str) -> None:
    (tiny.data / table).unlink()
    assert [str(problem) for problem in problems_of(tiny)] == [
        f"data/{table}: is missing. Fetch the file again or run `python -m geo build`."
    ]


def test_folder_in_place_of_a_table_cannot_be_read(tiny: Tiny) -> None:
    (tiny.data / "areas.csv").unlink()
    (tiny.data / "areas.csv").mkdir()
    assert "cannot be read" in problems_of(tiny)[0].message


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_empty_table(tiny: Tiny, content: bytes) -> None:
    (tiny.data / "sources.csv").write_bytes(content)
    assert [problem.message for problem in problems_of(tiny)] == ["is empty. Fetch the file again or run `python -m geo build`."]


def test_table_with_a_header_only(tiny: Tiny) -> None:
    for table in ("providers_osm.csv", "indicators.csv"):
        path = tiny.data / table
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert [str(problem) for problem in problems_of(tiny)] == [
        "data/indicators.csv: has a header but no rows that can be read. Fetch the file again or run `python -m geo build`."
    ]


def test_bytes_that_are_not_utf8_name_their_row(tiny: Tiny) -> None:
    path = tiny.data / "providers.csv"
    path.write_bytes(path.read_bytes().replace(b"Provider n-2", b"Cr\xe8che"))
    (problem,) = problems_of(tiny)
    assert (problem.row, problem.message) == (tiny_row(path, b"\xe8"), "byte 0xe8 is not UTF-8. Save the file as 'CSV UTF-8'.")


def test_nul_bytes_name_their_row(tiny: Tiny) -> None:
    path = tiny.data / "providers.csv"
    path.write_bytes(path.read_bytes().replace(b"Provider n-2", b"Pro\0vider"))
    (problem,) = problems_of(tiny)
    assert problem.row == tiny_row(path, b"\0")
    assert "NUL" in problem.message


def tiny_row(path, needle: bytes) -> int:
    return path.read_bytes().partition(needle)[0].count(b"\n") + 1


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.99])
def test_truncated_table_is_noticed_wherever_it_is_cut(tiny: Tiny, share: float) -> None:
    path = tiny.data / "providers.csv"
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)].rstrip(b"\n"))
    last = path.read_bytes().count(b"\n") + 1
    problems = problems_of(tiny)
    assert any(problem.row == last and "cut off" in problem.message for problem in problems), problems


def test_row_with_too_many_cells_and_an_open_quotation_mark(tiny: Tiny) -> None:
    tiny.edit_text("surroundings.csv", "40.5\n", "40.5,7\n")
    tiny.edit_text("evidence.csv", "moderate", '"moderate')
    found = {problem.file: problem for problem in problems_of(tiny)}
    assert found["data/surroundings.csv"].row == 2
    assert "has 5 cells where the header has 4" in found["data/surroundings.csv"].message
    assert found["data/evidence.csv"].row == 2
    assert "quotation mark is not closed" in found["data/evidence.csv"].message


def test_columns_missing_unknown_and_repeated(tiny: Tiny) -> None:
    tiny.edit_text("providers.csv", ",places,", ",plaecs,")
    tiny.edit_text("indicators.csv", "source_id", "source_id,extra")
    tiny.edit_text("sources.csv", "source_id,title", "source_id,source_id")
    found = [(problem.file[5:], problem.row, problem.column, problem.message) for problem in problems_of(tiny)]
    assert ("providers.csv", 1, "plaecs", "the column is not part of the table. Rename it to 'places'.") in found
    assert any(row[:3] == ("providers.csv", 1, "places") and row[3].startswith("the column is missing. Add it") for row in found)
    assert ("indicators.csv", 1, "extra", "the column is not part of the table. Remove it.") in found
    assert ("sources.csv", 1, "source_id", "the column occurs 2 times. Keep one.") in found
    assert not any(row[1] not in {1, None} and row[0] == "providers.csv" for row in found), found


def test_semicolons_between_cells(tiny: Tiny) -> None:
    path = tiny.data / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    (problem,) = problems_of(tiny)
    assert problem.message == "has no header. Save it with commas between the cells, not semicolons."


def test_spreadsheet_dress_is_accepted(tiny: Tiny) -> None:
    for table in TABLES:
        path = tiny.data / table
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert problems_of(tiny) == ()


@pytest.mark.parametrize("table", TABLES)
def test_repeated_key_names_both_rows(tiny: Tiny, table: str) -> None:
    path = tiny.data / table
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    (problem,) = [problem for problem in problems_of(tiny) if "the key" in problem.message]
    assert problem.row == len(lines) + 1
    assert "is already in row 2. Delete one of the two rows or correct its key." in problem.message


def test_line_numbers_count_line_breaks_inside_cells(tiny: Tiny) -> None:
    tiny.edit_text("providers.csv", "Provider hub-1", '"Provider\nhub-1"')
    line = tiny.line_of("providers.csv", "n-1")
    tiny.edit_text("providers.csv", "Provider n-1,nursery_school", "Provider n-1,nursery")
    (problem,) = problems_of(tiny)
    assert (problem.row, problem.column) == (line, "service_type")


def test_all_faults_of_all_files_come_together(tiny: Tiny) -> None:
    (tiny.data / "evidence.csv").unlink()
    tiny.set_cell("providers.csv", 3, "sector", "private")
    tiny.set_cell("providers.csv", 4, "lat", "99")
    tiny.set_cell("areas.csv", 2, "level", "hamlet")
    tiny.edit_text("boundaries/ward.geojson", ASH, "E05000999")
    files = {problem.file for problem in problems_of(tiny)}
    assert files == {"data/evidence.csv", "data/providers.csv", "data/areas.csv", "data/boundaries/ward.geojson"} | files
    assert check_folder(tiny.settings).counts["problems"] >= 5


def test_long_runs_are_cut_but_counted(tiny: Tiny) -> None:
    path = tiny.data / "surroundings.csv"
    rows = [f"E010{number:05d},-1,270000,3\n" for number in range(2000, 2050)]
    path.write_text(path.read_text(encoding="utf-8") + "".join(rows), encoding="utf-8")
    report = check_folder(tiny.settings)
    assert len(report.problems) == SHOWN_A_COLUMN + 1
    assert str(report.problems[-1]) == "data/surroundings.csv, column centroid_e: and 30 more rows with faults here."
    assert report.counts["problems"] == 50


@pytest.mark.parametrize(
    ("unit", "value", "faulty"),
    [
        ("per cent of children", "140", True),
        ("share of households (0 to 1)", "40", True),
        ("score (-3 to 50)", "40", False),
        ("score (about -3 to 3)", "40", False),
        ("places per 100 children", "140", False),
    ],
)
def test_range_of_a_value_is_the_one_its_unit_states(tiny: Tiny, unit: str, value: str, *, faulty: bool) -> None:
    tiny.set_cell("indicators.csv", tiny.line_of("indicators.csv", "idaci"), "unit", unit)
    line = tiny.line_of("indicator_values.csv", "idaci")
    tiny.set_cell("indicator_values.csv", line, "value", value)
    rows = [(problem.row, problem.column) for problem in problems_of(tiny)]
    assert ((line, "value") in rows) == faulty
    assert faulty or not rows


def test_settings_and_tables_must_name_the_same_districts_and_indicators(tiny: Tiny) -> None:
    tiny.edit_text("config.toml", '"E07000902"', '"E07000903"')
    tiny.edit_text("config.toml", "gld = {", "gdl = {")
    found = [str(problem) for problem in problems_of(tiny)]
    assert any(text.startswith("config.toml, column area.districts: district E07000903 has no row in areas.csv") for text in found)
    assert any("district E07000902 is not in [area] districts of config.toml" in text for text in found)
    assert any(text.startswith("config.toml, column outcomes.school_readiness.indicators.gdl: unknown code 'gdl'") for text in found)
