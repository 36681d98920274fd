"""The readers of publishers' formats: what they accept, what they refuse, and what they say then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.base.errors import DataError
from geo.build.health_sites import merged_hospitals
from geo.build.hubs import merged_records, slug
from geo.build.place_providers import near_pairs, spaced
from geo.publishers.catalogue import CATALOGUE, source_files
from geo.publishers.early_years import academic_year
from geo.publishers.low_income import read_low_income
from geo.publishers.ofsted import read_nurseries
from geo.publishers.population import read_residents
from geo.publishers.published_tables import read_published
from geo.publishers.schools import read_nursery_schools, read_schools

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, text: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def text(*cells: str) -> pd.Series:
    return pd.Series(list(cells), dtype="str")


def sites(*rows: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "easting", "northing"])


# --- Excel -----------------------------------------------------------------------------------------------------------


def test_workbook_is_read_from_the_sheet_and_line_that_hold_the_columns(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Notes", "code"])
    sheet = book.create_sheet("Data")
    for row in (["Title"], ["CODE", "Rank  (1 = most)", "x"], ["E01000001", 7, None], [None, None, None], ["E01000002", 2.5, 1]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    frame = read_published(tmp_path / "a.xlsx", {"rank": ("Rank (1 = most)",), "code": ("LSOA", "code")})
    assert frame.to_dict("list") == {"rank": ["7", "2.5"], "code": ["E01000001", "E01000002"]}


def test_workbook_missing_broken_or_without_the_columns_says_what_to_do(tmp_path):
    with pytest.raises(DataError, match=r"none\.xlsx: is missing"):
        read_published(tmp_path / "none.xlsx", {"a": ("a",)})
    with pytest.raises(DataError, match="is not an Excel workbook"):
        read_published(write(tmp_path, "a,b\n", "b.xlsx"), {"a": ("a",)})
    openpyxl.Workbook().save(tmp_path / "c.xlsx")
    with pytest.raises(DataError, match=r"has no sheet with all the columns it needs\. Missing: a or b"):
        read_published(tmp_path / "c.xlsx", {"a": ("a", "b")})


# --- DWP -------------------------------------------------------------------------------------------------------------

DWP_HEADER = (
    'Local Authority [note 2],Area Code,Ward [note 2],Area Code,"Number of children \nFYE 2024","Number of children \nFYE 2025",'
    '"Percentage of children \nFYE 2024\n(%)\n[note 3]","Percentage of children \nFYE 2025\n(%)"\n'
)


def test_low_income_takes_the_second_area_code_and_every_year(tmp_path):
    rows = ',,United Kingdom,K02000001,"3,296,672",1,26.3%,26%\nX,E07000901,W,E05000901,"1,757",47,49.8%,..\n'
    frame = read_low_income(write(tmp_path, "Title,,,,,,,\n\n" + DWP_HEADER + rows + ",,,,,,,\n", encoding="utf-8-sig"))
    ward = frame.loc[frame["area_code"] == "E05000901"]
    assert ward["period"].tolist() == ["FYE 2024", "FYE 2025"]
    assert ward["numerator"].tolist() == [1757.0, 47.0]
    assert ward["value"].tolist()[0] == 49.8
    assert ward["flag"].tolist() == ["", ".."]
    assert ward["district_code"].unique().tolist() == ["E07000901"]


@pytest.mark.parametrize(
    ("broken", "missing"),
    [
        (DWP_HEADER.replace("Percentage", "Share"), "Percentage of children FYE"),
        (DWP_HEADER.replace("Number", "Count"), "Number of children FYE"),
        (DWP_HEADER.replace("Area Code", "Code", 1), r"Area Code \(2\)"),
        ("a,b\n1,2\n", "Local Authority"),
    ],
)
def test_low_income_without_its_header_names_the_columns(tmp_path, broken, missing):
    with pytest.raises(DataError, match=rf"row 1: has no header line with all the columns it needs\. Missing: {missing}"):
        read_low_income(write(tmp_path, broken))


# --- Ofsted and schools ----------------------------------------------------------------------------------------------

OFSTED = "urn,name,subtype,places,postcode,lad_code,lat,lng,grade,inspection_date\n"


def test_nurseries_with_unknown_subtypes_and_repeated_numbers_are_reported_together(tmp_path):
    rows = "1,a,Full day care,9,AB1 1AA,,52,0,2,\n1,b,Out-of-school day care,9,AB1 1AA,,52,0,2,\n"
    with pytest.raises(DataError) as caught:
        read_nurseries(write(tmp_path, OFSTED + rows))
    assert [problem.column for problem in caught.value.problems] == ["subtype", "urn"]


def test_nurseries_grades_other_than_one_to_four_are_no_grade(tmp_path):
    rows = "1,a,Full day care,9,AB1 1AA,,52,0,NULL,\n2,b,Sessional day care,,AB1 1AA,,52,0,3,01/12/2020\n"
    frame = read_nurseries(write(tmp_path, OFSTED + rows))
    assert frame["quality"].tolist() == ["", "3"]
    assert frame["inspection_date"].tolist() == ["", "2020-12-01"]


def test_school_quality_is_the_early_years_grade_where_there_is_one(tmp_path):
    header = "urn,name,postcode,phase,lad_code,lat,lng,ofsted_rating,ofsted_eyfs_grade,ofsted_date\n"
    rows = "1,a,,Primary,,52,0,Good,Outstanding,2020-01-01\n2,b,,Primary,,52,0,Inadequate,,2020-01-01\n3,c,,Primary,,52,0,,,\n"
    assert read_schools(write(tmp_path, header + rows))["quality"].tolist() == ["1", "4", ""]


def test_nursery_schools_need_json_with_the_keys(tmp_path):
    box = (-1.0, 1.0, 52.0, 53.0)
    with pytest.raises(DataError, match="is not a JSON list of schools"):
        read_nursery_schools(write(tmp_path, "[{]", "a.json"), box)
    with pytest.raises(DataError, match="is not a JSON list of schools"):
        read_nursery_schools(write(tmp_path, '[{"urn": "1", "phase": "Nursery"}]', "b.json"), box)
    with pytest.raises(DataError, match="is missing"):
        read_nursery_schools(tmp_path / "none.json", box)


def test_residents_must_be_counted(tmp_path):
    with pytest.raises(DataError, match="has no residents for E01000002"):
        read_residents(write(tmp_path, "lsoa11_code,total_population\nE01000001,1500\nE01000002,\n"))


# --- Small parts -----------------------------------------------------------------------------------------------------


def test_academic_years_are_written_with_a_stroke():
    assert academic_year(text("202425", "201314")).tolist() == ["2024/25", "2013/14"]


def test_postcodes_get_one_space():
    assert spaced(text("cb10ag", "PE13  2AQ", "", "SG8 6DB")).tolist() == ["CB1 0AG", "PE13 2AQ", "", "SG8 6DB"]


def test_slug_is_plain():
    assert slug("St Ives' Child & Family Zone ") == "st-ives-child-family-zone"


def test_sites_merge_only_when_near_and_of_one_name():
    rows = sites(
        ("Oak Children's Centre", 0, 0), ("Oak Family Hub", 200, 0), ("Elm Family Hub", 10, 0), ("Oak Child and Family Zone", 9000, 0)
    )  # fmt: skip
    assert merged_records(rows) == {0: 1}


def test_hospitals_merge_only_when_near_and_sharing_a_name():
    rows = sites(
        ("Trust At Oak Hospital", 0, 0), ("Oak Hospital", 100, 0), ("Elm (Green) Hospital", 0, 0), ("Elm Town Green Hospital", 5, 0),
        ("Royal Ash Hospital", 0, 0), ("Oak Hospital", 5000, 0),
    )  # fmt: skip
    assert merged_hospitals(rows) == {0: 1, 2: 3}


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=12))
def test_near_pairs_are_those_of_the_definition(points):
    frame = pd.DataFrame(points, columns=["e", "n"], dtype="float64")
    expected = [
        (i, j)
        for i, (e1, n1) in enumerate(points)
        for j, (e2, n2) in enumerate(points)
        if i < j and (e1 - e2) ** 2 + (n1 - n2) ** 2 < 100**2
    ]
    assert near_pairs(frame["e"], frame["n"], 100.0) == expected


def test_catalogue_names_each_file_once_and_speaks_of_no_place_outside_it():
    files = list(source_files().values())
    assert len(files) == len(set(files))
    assert CATALOGUE.read_text(encoding="utf-8").isascii()
