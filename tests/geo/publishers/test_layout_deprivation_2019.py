"""Indices of Deprivation 2019, and the files of people of both years: made-up files in the true columns, and a real one."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from geo.intake.matching.layout import Setting
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.vintage import read_changes
from tests.helpers.layouts import bring
from tests.helpers.published import published

HEAD = ["LSOA code (2011)", "LSOA name (2011)", "Local Authority District code (2019)", "Local Authority District name (2019)"]
IDACI = "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived)"
SCORES = {
    "employment_2019": "Employment Score (rate)",
    "living_environment_2019": "Living Environment Score",
    "children_young_people_2019": "Children and Young People Sub-domain Score",
    "adult_skills_2019": "Adult Skills Sub-domain Score",
}
PEOPLE = [
    "Total population: mid 2015 (excluding prisoners)",
    "Dependent Children aged 0-15: mid 2015 (excluding prisoners)",
    "Population aged 16-59: mid 2015 (excluding prisoners)",
    "Older population aged 60 and over: mid 2015 (excluding prisoners)",
    "Working age population 18-59/64: for use with Employment Deprivation Domain (excluding prisoners) ",
]


@pytest.fixture(scope="module")
def changes(setting):
    return read_changes(setting.atlas)


@pytest.fixture(scope="module")
def old(changes):
    return sorted(changes["lsoa11_code"].unique())


def workbook(header, rows, sheet):
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["English Indices of Deprivation 2019"])
    figures = book.create_sheet(sheet)
    for row in [header, *rows]:
        figures.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(header, rows):
    return "\ufeff" + "\n".join(",".join(f'"{cell}"' for cell in row) for row in [header, *rows])


def by(intake, indicator):
    rows = intake.tables["indicator_values.csv"]
    return rows[rows["indicator_id"] == indicator].set_index("area_code")["value"]


def test_file_1_gives_ranks_of_unchanged_neighbourhoods_only(setting, old, changes):
    header = [*HEAD, "Index of Multiple Deprivation (IMD) Rank", "Index of Multiple Deprivation (IMD) Decile"]
    rows = [[code, "A", "E07000008", "B", f"{place + 1:,}", 4] for place, code in enumerate(old)]
    layout, intake = bring(workbook(header, rows, "IMD2019"), setting, "File_1_-_IMD2019.xlsx")
    assert layout == "iod2019_file1"
    assert not intake.problems
    unchanged = set(changes.loc[changes["change_code"] == "U", "lsoa11_code"])
    assert by(intake, "imd_2019").to_dict() == {code: place + 1 for place, code in enumerate(old) if code in unchanged}
    (row,) = intake.tables["indicators.csv"].to_dict("records")
    assert (row["indicator_id"], row["polarity"], row["published_level"]) == ("imd_2019", "context", "lsoa")
    assert any("Only the 455" in note for note in intake.notes)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_file_5_gives_scores_and_says_what_became_of_neighbourhoods_that_changed(setting, old, changes, kind):
    header = [*HEAD, "Index of Multiple Deprivation (IMD) Score", *SCORES.values()]
    rows = [[code, "A", "E07000008", "B", 20.5, 0.061, 29.5, -1.097, 0.13] for code in old]
    rows[0][5] = 0.5
    split = changes.loc[changes["change_code"] == "S", "lsoa11_code"].iloc[0]
    rows[old.index(split)][5] = 0.25
    made = workbook(header, rows, "IoD2019 Scores") if kind == "xlsx" else table(header, rows)
    layout, intake = bring(made, setting, f"File_5.{kind}")
    assert layout == "iod2019_file5"
    assert not intake.problems
    employment = by(intake, "employment_2019")
    assert employment[old[0]] == 0.5
    parts = changes.loc[changes["lsoa11_code"] == split, "lsoa_code"].tolist()
    assert len(parts) > 1
    assert employment[parts].tolist() == [0.25] * len(parts)
    assert (by(intake, "children_young_people_2019") == -1.097).all()
    merged = set(changes.loc[changes["change_code"] == "M", "lsoa11_code"])
    assert set(intake.rejected["found"]) == merged
    assert intake.rejected["reason"].str.contains("was merged with a neighbour in 2021").all()
    assert set(employment.index) == set(changes.loc[changes["change_code"].isin(["U", "S"]), "lsoa_code"])
    assert any("were split in 2021" in note for note in intake.notes)
    # Measures of their own: those of 2025 keep their figures.
    assert set(intake.tables["indicators.csv"]["indicator_id"]) == set(SCORES)
    assert set(intake.tables["indicator_values.csv"]["indicator_id"]) == set(SCORES)


def test_file_7_of_england_is_not_taken_for_another_and_gives_the_places(setting, old, changes):
    header = [*HEAD, "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)", IDACI, *SCORES.values(), *PEOPLE]
    codes = [*old, *(f"E0199{number:04d}" for number in range(9999)), *(f"E0198{number:04d}" for number in range(9999))]
    codes += [f"E0197{number:04d}" for number in range(32844 - len(codes))]
    rows = [[code, "A", "E", "B", f"{n + 1}.00", f"{n + 1}.00", 0.1, 2, 3, 0.4, *["9.00"] * 5] for n, code in enumerate(codes)]
    layout, intake = bring(table(header, rows), setting, "File_7.csv")
    assert layout == "iod2019_file7"
    assert (intake.counts.read, intake.problems) == (32_844, ())
    unchanged = changes.loc[changes["change_code"] == "U", "lsoa11_code"].iloc[0]
    assert by(intake, "idaci_place")[unchanged] == round(100 * old.index(unchanged) / 32_843, 2)
    assert "imd_2019" not in set(intake.tables["indicators.csv"]["indicator_id"])
    assert len(by(intake, "idaci_place")) == 455


def test_a_cut_file_of_ranks_asks_for_all_of_england(setting, old):
    header = [*HEAD, "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)", IDACI]
    _, intake = bring(table(header, [[code, "A", "E", "B", "5.00", "7.00"] for code in old]), setting)
    (problem,) = intake.problems
    assert "Bring the whole file of England" in problem.message


def test_two_years_in_one_file_are_refused(setting, old, changes):
    new = sorted(set(changes["lsoa_code"]) - set(changes["lsoa11_code"]))
    gone = sorted(set(changes["lsoa11_code"]) - set(changes["lsoa_code"]))
    rows = [[code, "A", "E", "B", 0.1, 2, 3, 0.4] for code in [*old, *new]]
    _, intake = bring(table([*HEAD, *SCORES.values()], rows), setting)
    (problem,) = intake.problems
    assert (problem.column, gone[0] in problem.message, new[0] in problem.message) == ("LSOA code", True, True)
    assert "Bring the figures of one year" in problem.message


def test_without_the_lookup_a_file_of_2011_is_refused_with_the_way_out(tiny):
    settings = load_settings(tiny.config)
    setting = Setting(load_atlas(settings), settings)
    codes = setting.atlas.at("lsoa").index
    rows = [[code, "A", "E", "B", 0.1, 2, 3, 0.4] for code in codes]
    _, intake = bring(table([*HEAD, *SCORES.values()], rows), setting)
    assert "no lookup to those of 2021" in intake.problems[0].message


@pytest.mark.parametrize("year", ["2019", "2025"])
def test_numbers_of_people_are_known_and_nothing_is_taken(setting, old, year):
    lsoa = "LSOA code (2011)" if year == "2019" else "LSOA code (2021)"
    columns = PEOPLE if year == "2019" else ["Total population: mid 2022", "Dependent Children aged 0-15: mid 2022"]
    layout, intake = bring(table([lsoa, *columns], [[code, *["29199.00"] * len(columns)] for code in old]), setting)
    assert layout == f"iod{year}_file6"
    assert not intake.tables
    assert not intake.problems
    assert intake.counts.outside == len(old)
    (note,) = intake.notes
    assert "no figure that this product scores" in note
    assert "ONS estimates by single year of age" in note


def test_real_file_6_of_2019(setting):
    layout, intake = bring(published("deprivation/File_6_-_IoD2019_Population_Denominators.csv"), setting)
    assert layout == "iod2019_file6"
    assert (intake.counts.read, intake.counts.outside, len(intake.tables)) == (32_844, 32_844, 0)


def test_real_ranks_of_2019_in_the_form_of_file_1(setting):
    real = pd.read_csv(published("deprivation/File_3_-_IoD2019_Supplementary_Indices_-_IDACI_and_IDAOPI.csv"), dtype="str")
    cut = real.iloc[:, :6].set_axis(
        [*HEAD, "Index of Multiple Deprivation (IMD) Rank", "Index of Multiple Deprivation (IMD) Decile"], axis=1
    )
    _, intake = bring(cut.to_csv(index=False), setting, "File_1.csv")
    ranks = by(intake, "imd_2019")
    assert len(ranks) == 455
    assert ranks["E01015589"] == float(cut.set_index(HEAD[0]).loc["E01015589"].iloc[3])
