"""Of which edition a table is: said in it, or asked about. The same columns come with every index of deprivation."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.intake.matching.recognise import candidates
from geo.intake.reading.sheet import Sheet
from geo.publishers.deprivation.release import RELEASES, releases_of
from geo.publishers.registry import all_layouts, layout_of
from geo.store.vintage import read_changes

LSOA11, LSOA21 = "LSOA code (2011)", "LSOA code (2021)"
DISTRICT = "Local Authority District code ({})"
RANK = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
DECILE = "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"
IDACI = "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived)"

PEOPLE_2012 = ["Total population: mid 2012 (excluding prisoners)", "Dependent Children aged 0-15: mid 2012 (excluding prisoners)"]


@pytest.fixture(scope="module")
def old(setting):
    return sorted(read_changes(setting.atlas)["lsoa11_code"].unique())


def table(columns, codes, file="made-up.csv", name="", above=""):
    """Codes in the first column, places from 1 in the others."""
    cells = {column: [str(place) for place in range(1, len(codes) + 1)] for column in columns} | {columns[0]: list(codes)}
    return Sheet(file, name, pd.DataFrame(cells, dtype="str", index=range(2, len(codes) + 2)), above=above)


def ids(sheet):
    return [layout.id for layout in candidates(sheet, all_layouts())]


@pytest.mark.parametrize(
    ("columns", "name", "above", "expected"),
    [
        ([LSOA11], "", "", {"2015", "2019"}),
        (["lsoa11_code", "lad13_code"], "", "", {"2015"}),
        (["LSOA11CD", "local_authority_district_code_2019"], "", "", {"2019"}),
        ([LSOA11, DISTRICT.format(2013)], "", "", {"2015"}),
        ([LSOA11, DISTRICT.format(2019)], "", "", {"2019"}),
        ([LSOA11], "IMD 2015", "", {"2015"}),
        ([LSOA11], "IMD2019", "", {"2019"}),
        ([LSOA11], "", "English Indices of Deprivation 2015", {"2015"}),
        ([LSOA11, "Total population: mid 2012 (excluding prisoners)"], "", "", {"2015"}),
        ([LSOA11, "Total population: mid 2015 (excluding prisoners)"], "", "", {"2019"}),
        ([LSOA21], "IMD25", "", {"2025"}),
        (["LSOA21CD"], "", "", {"2025"}),
        (["LSOA01CD"], "", "", {"2010"}),
        (["neighbourhood"], "", "", set(RELEASES)),
        # It cannot be both.
        ([LSOA11, DISTRICT.format(2013)], "IMD2019", "", set()),
        # Its title comes first; what it is compared with later is no title.
        ([LSOA11], "", "Indices of Deprivation 2019 Compare with the indices of deprivation 2015", {"2019"}),
        # Boundaries of these districts go with no index.
        ([LSOA11, "LAD23CD"], "", "", {"2015", "2019"}),
        ([LSOA11], "", "mid 2015 prices; see note 2019", {"2015", "2019"}),
    ],
)
def test_the_year_of_an_index_is_read_from_what_stands_in_the_table(columns, name, above, expected):
    assert releases_of(table([*columns, RANK], ["E01000001"], "IoD2025.csv", name, above)) == expected


def test_file_1_of_2015_is_known_as_such_and_refused(setting, old):
    made = table([LSOA11, "LSOA name (2011)", DISTRICT.format(2013), RANK, DECILE], old, "File_1_ID_2015.csv")
    (layout,) = candidates(made, all_layouts())
    intake = layout.read(made, setting)
    assert (layout.id, intake.tables) == ("iod2015_file1", {})
    (problem,) = intake.problems
    assert "is of the indices of deprivation of 2015, for LSOAs of 2011" in problem.message
    assert "Bring file 1, 3, 5 or 7 of 2025 or of 2019" in problem.message
    assert intake.counts.read == intake.counts.outside == len(old)


def test_file_3_of_2015_is_refused_even_if_it_is_called_the_one_of_2019(setting, old):
    made = table([LSOA11, DISTRICT.format(2013), RANK, IDACI], [*old, *(f"E0199{number:05d}"[:9] for number in range(33000))])
    assert ids(made) == ["iod2015_file3"]
    (problem,) = layout_of("iod2019_file3").read(made, setting).problems
    assert "says that it is of the indices of deprivation of 2015, not of 2019" in problem.message


@pytest.mark.parametrize(
    ("columns", "asked"),
    [
        ([LSOA11, RANK, DECILE], {"iod2019_file1", "iod2015_file1"}),
        ([LSOA11, RANK, IDACI], {"iod2019_file3", "iod2015_file3"}),
        (["LSOA11CD", "IMD_Rank", "IMD_Decile"], {"iod2019_file1", "iod2015_file1"}),
        ([LSOA11, DISTRICT.format(2019), RANK, DECILE], {"iod2019_file1"}),
        ([LSOA21, RANK, IDACI], {"iod2025_file3"}),
        (["lsoa01_code", "IMD_rank"], {"iod2010"}),
        (["LSOA CODE", "LA NAME", "IMD SCORE", "RANK OF IMD SCORE (where 1 is most deprived)"], {"iod2010"}),
        ([LSOA11, *PEOPLE_2012], {"iod2015_file6"}),
        ([DISTRICT.format(2024), "IMD - Average rank", "IMD25 - Extent"], {"iod_summary"}),
    ],
)
def test_a_table_that_does_not_say_its_year_is_a_question_and_one_that_does_is_an_answer(old, columns, asked):
    assert set(ids(table(columns, old[:5], "File_1_-_IMD2019.csv"))) == asked


def test_who_answers_the_question_gets_the_year_that_was_said(setting, old):
    made = table([LSOA11, RANK, DECILE], old)
    found = layout_of("iod2019_file1").read(made, setting)
    assert not found.problems
    assert set(found.tables["indicator_values.csv"]["period"]) == {"2019"}
    assert layout_of("iod2015_file1").read(made, setting).problems


def test_a_file_of_2019_is_not_read_as_one_of_2025(setting, old):
    made = table([LSOA21, RANK], old, name="IMD2019")
    assert ids(made) == []
    (problem,) = layout_of("iod2025_file1").read(made, setting).problems[-1:]
    assert "names more than one index of deprivation" in problem.message


def test_summaries_by_district_are_refused_with_the_file_that_is_wanted(setting):
    made = table([DISTRICT.format(2024), "IMD - Average score"], ["E07000008"])
    (problem,) = layout_of("iod_summary").read(made, setting).problems
    assert "deprivation is shown here by neighbourhood" in problem.message


def test_access_to_childcare_is_of_the_days_that_its_columns_name(setting):
    codes = setting.atlas.at("lsoa").index
    later = table(["code", "scoreMarch24", "scoreMarch26"], codes)
    (layout,) = candidates(later, all_layouts())
    rows = layout.read(later, setting).tables
    assert set(rows["indicator_values.csv"]["period"]) == {"2024-03-31", "2026-03-31"}
    assert rows["sources.csv"][["period", "published_on"]].to_numpy().tolist() == [["2024-03-31; 2026-03-31", ""]]
    known = layout.read(table(["code", "scoreMarch20", "scoreMarch24"], codes), setting).tables["sources.csv"]
    assert known["published_on"].tolist() == ["2024-10"]


def test_an_older_register_without_kinds_is_named(setting):
    columns = ["Provider URN", "Provider type", "Provider status", "Provider name", "Postcode", "Local authority", "Places"]
    made = table(columns, ["EY1"])
    assert ids(made) == ["ofsted_without_kinds"]
    (problem,) = layout_of("ofsted_without_kinds").read(made, setting).problems
    assert "Provider Subtype" in problem.message
