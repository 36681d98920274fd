"""Indices of Deprivation: made-up files in the true columns, and the real ones where they are at hand."""

from __future__ import annotations

import pytest

from tests.helpers.layouts import assert_as_shipped, bring
from tests.helpers.published import published

CODE, IMD = "LSOA code (2021)", "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
IDACI = "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived)"
SCORES = [
    "Employment Score (rate)",
    "Living Environment Score",
    "Children and Young People Sub-domain Score",
    "Adult Skills Sub-domain Score",
]


@pytest.fixture(scope="module")
def codes(setting):
    return setting.atlas.at("lsoa").index.tolist()


def table(columns, rows):
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [columns, *rows])


def test_scores_in_either_case_with_a_sign_a_stranger_and_a_row_that_is_there_twice(setting, codes):
    figures = ["0.061", "29.5", "-1.097", "0.13"]
    rows = [[code, *figures] for code in codes]
    rows[0][1] = "c"
    rows[0][2:] = ["c", "c", "c"]
    rows[1][2] = "nan"
    rows += [["E01000001", *figures], rows[2]]
    layout, intake = bring("A title\n\n" + table([CODE.lower(), *map(str.upper, SCORES)], rows), setting)
    assert layout == "iod2025_file5"
    # Row 3 is the header; row 4 is withheld, row 5 has no figure in one column, row 6 comes again at the end.
    assert (intake.counts.suppressed, intake.counts.outside, intake.counts.rejected) == (1, 1, 3)
    assert set(intake.rejected["row"]) == {5, 6, 4 + len(rows) - 1}
    found = intake.tables["indicator_values.csv"].set_index(["indicator_id", "area_code"])
    assert found.at[("employment", codes[0]), "flag"] == "c"
    assert found.at[("children_young_people", codes[3]), "value"] == -1.097
    assert set(intake.tables["indicators.csv"]["source_id"]) == {"iod2025_file"}


def test_file_7_is_not_taken_for_file_3_or_5_and_a_cut_file_has_no_place_in_england(setting, codes):
    rows = [[code, str(n + 1), f"{n + 1}.00", "0.1", "0.2", "0.3", "0.4"] for n, code in enumerate(codes)]
    layout, intake = bring(table([CODE, IMD, IDACI, *SCORES], rows), setting)
    assert layout == "iod2025_file7"
    found = intake.tables["indicator_values.csv"]
    assert set(found["indicator_id"]) == {"idaci", "employment", "living_environment", "children_young_people", "adult_skills"}
    assert found.loc[found["indicator_id"] == "idaci", "value"].tolist() == list(range(1, len(codes) + 1))
    assert any("cut to one area" in note for note in intake.notes)


def test_real_file_1(setting):
    layout, intake = bring(published("deprivation/File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx"), setting)
    assert layout == "iod2025_file1"
    assert (intake.counts.read, intake.counts.matched, intake.counts.outside) == (33_755, 516, 33_239)
    assert set(intake.tables["indicators.csv"]["indicator_id"]) == {"imd"}


def test_real_file_3_gives_the_shipped_ranks_and_places(setting):
    layout, intake = bring(published("deprivation/File_3_IoD2025_Supplementary_Indices_IDACI_and_IDAOPI.xlsx"), setting)
    assert layout == "iod2025_file3"
    assert (intake.counts.read, intake.counts.matched) == (33_755, 516)
    assert_as_shipped(setting, intake, "idaci", "idaci_place")


def test_real_file_3_of_2019_gives_the_shipped_places_of_unchanged_neighbourhoods(setting):
    layout, intake = bring(published("deprivation/File_3_-_IoD2019_Supplementary_Indices_-_IDACI_and_IDAOPI.csv"), setting)
    assert layout == "iod2019_file3"
    assert (intake.counts.read, intake.counts.matched) == (32_844, 455)
    assert_as_shipped(setting, intake, "idaci_place")


@pytest.mark.parametrize(
    ("file", "layout", "indicators"),
    [
        ("imd2025_england_lsoa21_area.csv", "iod2025_domains", ("employment", "living_environment")),
        ("imd2025_england_lsoa21_subdomains_area.csv", "iod2025_subdomains", ("children_young_people", "adult_skills")),
        (
            "imd2025_england_lsoa21_indicators_area.csv",
            "iod2025_indicators",
            (
                "adult_skills",
                "overcrowding",
                "connectivity",
                "patients_per_gp",
                "housing_affordability",
                "violence_injury",
                "violence_no_injury",
            ),
        ),
    ],
)
def test_real_scores_are_the_shipped_ones(setting, file, layout, indicators):
    found, intake = bring(published(f"deprivation/{file}"), setting)
    assert found == layout
    assert_as_shipped(setting, intake, *indicators)
