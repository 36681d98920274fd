"""Codes of other years: two in one file, wards by the names of columns and by their codes, and the real lookup of wards of 2019."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.intake.matching.years import ward_years
from geo.store.vintage import read_changes
from tests.helpers.layouts import bring
from tests.helpers.published import published

SCORES = "Employment Score (rate),Living Environment Score,Children and Young People Sub-domain Score,Adult Skills Sub-domain Score"
PEOPLE = "Total,F0,F1,F2,F3,F4,M0,M1,M2,M3,M4"


@pytest.mark.parametrize(
    ("file", "header", "cells"),
    [
        ("own.csv", "area_code,year,value", "2026,1"),
        ("own11.csv", "LSOA11CD,year,value", "2026,1"),
        ("access.csv", "code,scoreMarch20,scoreMarch24", "20,30"),
        ("iod2025.csv", f"LSOA code (2021),{SCORES}", "0.1,20,-0.5,0.2"),
        ("iod2019.csv", f"LSOA code (2011),{SCORES},Local Authority District code (2019)", "0.1,20,-0.5,0.2,E07000008"),
        ("mid-2022.csv", f"LSOA 2021 Code,{PEOPLE}", "100,1,1,1,1,1,1,1,1,1,1"),
    ],
)
def test_two_years_in_one_file_are_one_problem_in_every_layout(setting, file, header, cells):
    changes = read_changes(setting.atlas)
    split = changes.loc[changes["change_code"] == "S", "lsoa11_code"].iloc[0]
    codes = [*setting.atlas.at("lsoa").index, split]
    _, intake = bring("\n".join([header, *(f"{code},{cells}" for code in codes)]) + "\n", setting, file)
    (problem,) = intake.problems
    assert f"of LSOAs of 2011 ({split}) and of 2021" in problem.message
    _, alone = bring("\n".join([header, *(f"{code},{cells}" for code in codes[:-1])]) + "\n", setting, file)
    assert not any("never existed together" in one.message for one in alone.problems)


@pytest.mark.parametrize("column", ["WD22CD", "wd22cd", "ward22_code", "Ward code (2022)", "Ward 2022 Code"])
def test_the_year_of_wards_is_read_from_a_column(setting, column):
    assert ward_years(["LAD24CD", column, "value"], setting.atlas) == ("2022", "2024")


@pytest.mark.parametrize("column", ["ward", "Ward [note 2]", "ward_code", "WD22NM", "forward 22"])
def test_a_column_that_names_no_year_gives_none(setting, column):
    assert ward_years([column], setting.atlas)[0] == ""


def test_wards_of_2019_are_taken_where_the_code_is_the_same_and_refused_where_not(setting):
    districts = list(setting.atlas.at("district").index)
    old = pd.read_csv(
        published("boundaries/Lower_Layer_Super_Output_Area_(2011)_to_Ward_(2019)_Lookup_in_England_and_Wales.csv"),
        dtype="str",
        encoding="utf-8-sig",
    )[["WD19CD", "LAD19CD"]].drop_duplicates("WD19CD")
    today = set(pd.read_csv(published("boundaries/lookup_lsoa21_ward24_lad24_area.csv"), dtype="str")["ward24_code"])
    here = old[old["LAD19CD"].isin(districts)]
    _, intake = bring(old.assign(year="2020", value="1").to_csv(index=False), setting, "wards.csv")
    assert set(intake.rejected["found"]) == set(here["WD19CD"]) - today
    assert (intake.counts.matched, intake.counts.rejected) == (len(set(here["WD19CD"]) & today), len(set(here["WD19CD"]) - today))
    assert intake.counts.rejected > 0
    assert intake.rejected["reason"].str.contains("Bring figures by ward of 2024").all()
    assert any("those of 2019, the wards here are those of 2024" in note for note in intake.notes)
