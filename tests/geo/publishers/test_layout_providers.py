"""Registers of providers as their publishers lay them out: made-up rows in the true columns, and the real extract where it is at hand."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.intake.matching.recognise import candidates
from geo.intake.reading.files import read_sheets
from geo.intake.reading.sheet import Sheet
from geo.publishers.registry import all_layouts
from geo.store.gazetteer import load_gazetteer
from tests.helpers.layouts import bring
from tests.helpers.published import published

INSIDE, BORDER, FAR, GONE = "CB1 1AA", "CB10 1NS", "LS1 4DY", "CB1 9ZZ"


@pytest.fixture(scope="module")
def here(setting):
    """A postcode inside the atlas and one beyond its border, as the gazetteer has them."""
    known = load_gazetteer(setting.atlas).postcodes
    return known.index[known["lsoa_code"].notna()][100], known.index[known["lsoa_code"].isna()][100]


def sheet(columns, rows, file="made-up.csv"):
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    frame.index += 4
    return Sheet(file, "", frame)


def read(made, setting):
    (layout,) = candidates(made, all_layouts())
    intake = layout.read(made, setting)
    counts = intake.counts
    assert counts.read == counts.matched + counts.suppressed + counts.outside + counts.rejected
    return layout.id, intake, intake.tables["providers.csv"].set_index("provider_id")


OFSTED = ["Web link", "Provider URN", "Provider Type", "Provider Subtype", "Provider Status", "Provider Early Years Register Flag",
          "Provider Name", "Provider Postcode", "Local Authority", "Parliamentary Constituency", "Places"]  # fmt: skip
HOUSE, HOME = "Childcare on non-domestic premises", "Childminder"


def ofsted_rows(here):
    inside, beyond = here
    return [
        ["", "EY1", HOUSE, "Full day care", "Active", "Y", "Inside", inside.lower(), "Here", "North", "40"],
        ["", "EY2", HOUSE, "Sessional day care", "Active", "Y", "Beyond", beyond, "There", "South", ""],
        ["", "EY3", HOUSE, "Full day care", "Active", "Y", "Far away", FAR, "Leeds", "Leeds", "30"],
        ["", "EY4", HOUSE, "Out-of-school day care", "Active", "Y", "Club", inside, "Here", "North", "30"],
        ["", "EY5", HOUSE, "Full day care", "Resigned", "Y", "Closed", inside, "Here", "North", "30"],
        ["", "EY6", HOUSE, "Full day care", "Active", "N", "Older children", inside, "Here", "North", "30"],
        ["", "EY7", HOME, "", "Active", "Y", "REDACTED", "REDACTED", "Cambridgeshire", "North", "6"],
        ["", "EY8", HOME, "", "Active", "Y", "REDACTED", "REDACTED", "Cambridgeshire", "South", "6"],
        ["", "EY9", HOUSE, "Full day care", "Active", "Y", "Many", inside, "Here", "North", "many"],
        ["", "EY10", HOUSE, "Full day care", "Active", "Y", "No such postcode", GONE, "Here", "North", "20"],
        ["", "EY11", HOUSE, "Full day care", "Active", "Y", "Twice", inside, "Here", "North", "20"],
        ["", "EY11", HOUSE, "Full day care", "Active", "Y", "Twice", inside, "Here", "North", "21"],
    ]


def test_ofsted_to_2025(setting, here):
    columns = [*OFSTED, "Most Recent Full: Inspection Date", "Most Recent Full: Overall Effectiveness"]
    rows = [[*row, "08/10/2024", "2"] for row in ofsted_rows(here)]
    rows[1][-2:] = ["NULL", "-"]
    layout, intake, found = read(sheet(columns, rows), setting)
    assert layout == "ofsted_register"
    assert found.index.tolist() == ["ofsted-EY1", "ofsted-EY2"]
    one = found.loc["ofsted-EY1"]
    assert one[["service_type", "sector", "places", "places_basis"]].tolist() == ["day_nursery", "pvi", 40, "registered"]
    assert one[["quality_scheme", "quality", "inspection_date"]].tolist() == ["graded", "2", "2024-10-08"]
    home = load_gazetteer(setting.atlas).postcodes.loc[here[0]]
    assert (one["lsoa_code"], one["easting"]) == (home["lsoa_code"], home["easting"])
    assert one["district_code"] == setting.atlas.areas.at[home["lsoa_code"], "district_code"]
    two = found.loc["ofsted-EY2"]
    assert two[["service_type", "places_basis", "quality_scheme", "quality"]].tolist() == ["preschool", "unknown", "", ""]
    assert pd.isna(two["lsoa_code"])
    assert (intake.counts.matched, intake.counts.outside, intake.counts.rejected) == (2, 6, 4)
    assert intake.rejected[["row", "column"]].to_numpy().tolist() == [[12, "Places"], [13, "postcode"], [14, "URN"], [15, "URN"]]
    assert any(
        "Childminders of Cambridgeshire: 2, counted and never placed" in note and "North 1, South 1" in note for note in intake.notes
    )
    assert intake.replaces["providers.csv"] == {"service_type": ("day_nursery", "preschool")}


def test_childminders_are_counted_by_authority_and_constituency_and_never_placed(setting, here):
    def minder(urn, status, register, authority, constituency):
        return ["", urn, HOME, "", status, register, "REDACTED", "REDACTED", authority, constituency, "6"]

    rows = [
        minder("1", "Active", "Y", "Cambridgeshire", "North"), minder("2", "Active", "Y", "Cambridgeshire", "North"),
        minder("3", "Active", "Y", "Cambridgeshire", ""), minder("4", "Active", "Y", "Peterborough", "City"),
        minder("5", "Resigned", "Y", "Peterborough", "City"), minder("6", "Active", "N", "Peterborough", "City"),
        minder("7", "Active", "Y", "Norfolk", "South"), ofsted_rows(here)[0],
    ]  # fmt: skip
    columns = [*OFSTED, "Most Recent Full: Overall Effectiveness"]
    _, intake, found = read(sheet(columns, [[*row, ""] for row in rows]), setting)
    assert found.index.tolist() == ["ofsted-EY1"]
    counts = intake.tables["childminders.csv"]
    assert counts[["area_code", "constituency", "childminders"]].to_numpy().tolist() == [
        ["E06000031", "City", 1], ["E10000003", "North", 2], ["E10000003", "not named", 1]
    ]  # fmt: skip
    assert set(counts["source_id"]) == {"ofsted_nurseries"}
    assert intake.replaces["childminders.csv"] == {"area_code": ("E06000031", "E10000003")}


def test_a_register_without_childminders_leaves_their_counts_alone(setting, here):
    columns = [*OFSTED, "Most Recent Full: Overall Effectiveness"]
    _, intake, _ = read(sheet(columns, [[*ofsted_rows(here)[0], ""]]), setting)
    assert "childminders.csv" not in {*intake.tables, *intake.replaces}


def test_ofsted_with_report_cards_takes_the_later_inspection(setting, here):
    """The layout of 2026: the same names in another case, grades as words, report cards beside them."""
    columns = [name.capitalize() if name.startswith("Provider ") else name for name in OFSTED]
    more = ["EYR OEIF/CIF: Most recent: Overall effectiveness", "EYR OEIF: Most recent: Full inspection date",
            "EYR REIF: Most recent: Inspection date", "EYR REIF: Most recent: Achievement"]  # fmt: skip
    base = ofsted_rows(here)[0]
    rows = [
        [*base, "Good", "01/02/2024", "14/01/2026", "Strong standard"],
        [*base, "Outstanding", "01/02/2024", "", ""],
        [*base, "", "", "2026-01-14", "Expected standard"],
    ]
    for number, row in enumerate(rows):
        row[1] = f"EY{number}"
    layout, _, found = read(sheet([*columns, *more], rows), setting)
    assert layout == "ofsted_report_cards"
    assert found["quality_scheme"].tolist() == ["report_card", "graded", "report_card"]
    assert found["quality"].tolist() == ["", "1", ""]
    assert found["inspection_date"].tolist() == ["2026-01-14", "2024-02-01", "2026-01-14"]


GIAS = ["URN", "EstablishmentName", "TypeOfEstablishment (name)", "EstablishmentTypeGroup (name)", "EstablishmentStatus (name)",
        "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "NurseryProvision (name)", "NumberOfPupils", "Postcode",
        "Easting", "Northing"]  # fmt: skip


def test_schools(setting, here):
    inside, beyond = here
    state = "Local authority maintained schools"
    rows = [
        ["1", "Nursery", "Local authority nursery school", state, "Open", "Nursery", "2", "5", "Has Nursery Classes", "80", inside, "", ""],
        ["2", "With class", "Community school", state, "Open", "Primary", "3", "11", "Has Nursery Classes", "300", beyond, "", ""],
        ["3", "Without", "Community school", state, "Open", "Primary", "4", "11", "No Nursery Classes", "300", inside, "", ""],
        ["4", "Beyond without", "Community school", state, "Open", "Primary", "5", "11", "", "300", beyond, "", ""],
        ["5", "Closed", "Community school", state, "Closed", "Primary", "3", "11", "", "", inside, "", ""],
        ["6", "Fees", "Other independent school", "Independent schools", "Open", "Primary", "3", "11", "", "90", inside, "", ""],
        ["7", "Old", "Community school", state, "Open", "Secondary", "11", "18", "", "900", inside, "", ""],
        ["8", "Odd", "Community school", state, "Open", "Primary", "three", "11", "", "900", inside, "", ""],
    ]
    layout, intake, found = read(sheet(GIAS, rows), setting)
    assert layout == "gias"
    assert found["service_type"].to_dict() == {"gias-1": "nursery_school", "gias-2": "school_nursery", "gias-3": "primary_school"}
    assert found["places"].fillna(-1).tolist() == [80, setting.settings.provision.assumed_nursery_class_places, -1]
    assert found["places_basis"].tolist() == ["assumed", "assumed", ""]
    assert found["age_from_months"].tolist() == [24, 36, 48]
    assert (intake.counts.matched, intake.counts.outside, intake.counts.rejected) == (3, 4, 1)


def test_a_school_keeps_the_inspection_that_the_data_hold(setting, here):
    old = setting.atlas.providers[
        setting.atlas.providers["quality_scheme"].eq("graded") & setting.atlas.providers.index.str.startswith("gias-")
    ]
    rows = [
        [str(old.iloc[0]["urn"]).removesuffix(".0"), "Again", "Community school", "", "Open", "Primary", "3", "11", "", "", here[0], "", ""]
    ]
    _, _, found = read(sheet(GIAS, rows), setting)
    assert found["quality"].tolist() == [old.iloc[0]["quality"]]
    assert found["inspection_date"].tolist() == [old.iloc[0]["inspection_date"]]


def test_childrens_centres(setting, here):
    rows = [
        ["1", "Centre", "Children's centre", "", "Open", "Not applicable", "", "", "", "", here[0], "", ""],
        ["2", "Linked", "Children's centre linked site", "", "Open", "Not applicable", "", "", "", "", here[0], "", ""],
        ["3", "Gone", "Children's centre", "", "Closed", "Not applicable", "", "", "", "", here[0], "", ""],
        ["4", "School", "Community school", "", "Open", "Primary", "", "", "", "", here[0], "", ""],
    ]
    layout = next(one for one in all_layouts() if one.id == "gias_centres")
    intake = layout.read(sheet(GIAS, rows), setting)
    found = intake.tables["providers.csv"]
    assert found["provider_id"].tolist() == ["hub-1", "hub-2"]
    assert set(found["service_type"]) == {"family_hub"}
    assert intake.counts.outside == 2


def test_an_own_list_with_words_of_people(setting, here):
    columns = ["Venue", "Post code", "Type of provider", "Sector", "Capacity", "Longitude", "Latitude"]
    rows = [
        ["Library", here[0], "Library", "Council", "", "", ""],
        ["Nursery", here[0], "Day nursery", "private", "12", "", ""],
        ["Hall", "", "Libraries", "Council", "", "0.1334", "52.1951"],
        ["Castle", here[0], "castle", "Council", "", "", ""],
        ["Half", here[0], "library", "half", "", "", ""],
        ["", here[0], "library", "public", "minus", "", ""],
        ["Nowhere", "", "library", "public", "", "", ""],
    ]
    layout, intake, found = read(sheet(columns, rows, "Our Libraries (2026).csv"), setting)
    assert layout == "provider_list"
    assert found["service_type"].tolist() == ["library", "day_nursery", "library"]
    assert found["sector"].tolist() == ["public", "pvi", "public"]
    assert found["places_basis"].tolist() == ["", "registered", ""]
    assert setting.atlas.areas.at[found.iloc[2]["lsoa_code"], "name"].startswith("Cambridge")
    told = {(row, column) for row, column in intake.rejected[["row", "column"]].itertuples(index=False)}
    assert told == {(7, "service_type"), (8, "sector"), (9, "name"), (9, "places"), (10, "postcode")}
    assert intake.counts.rejected == 4
    assert intake.replaces["providers.csv"] == {"source_id": ("list_our_libraries_2026",)}


def test_the_real_extract_gives_the_shipped_nurseries(setting):
    extract = published("provision/ofsted_nurseries_area_2025-12.csv")
    (made,) = read_sheets(extract, extract.name, setting.settings.limits, [layout.needs for layout in all_layouts()])
    layout, intake, found = read(made, setting)
    assert layout == "ofsted_extract"
    shipped = setting.atlas.providers[setting.atlas.providers["source_id"] == "ofsted_nurseries"]
    inside = shipped[shipped["lsoa_code"].notna()]
    assert len(inside) == 357
    again = found.loc[inside.index]
    for column in ("service_type", "places_basis", "quality_scheme", "quality", "inspection_date"):
        assert again[column].fillna("").tolist() == inside[column].fillna("").tolist(), column
    assert again["places"].sum() == inside["places"].sum() == 16850
    # A postcode on a new estate lies in the neighbourhood of its outline in one of them, of its postcode in the other.
    assert (again["lsoa_code"] != inside["lsoa_code"]).sum() <= 2
    assert intake.counts.rejected == 0
    assert intake.counts.outside <= 5


LIBRARIES = ["Reporting service", "Reporting service code", "Name", "Type", "Postcode", "Easting", "Northing", "Operation in 2022",
             "Operation in 2023", "Year closed"]  # fmt: skip


def test_libraries(setting, here):
    inside, beyond = here
    rows = [
        ["C", "E10000003", "Oak", "Static Library", inside.lower(), "", "", "LA", "CR", ""],
        ["C", "E10000003", "Elm Library", "Static Library", beyond, "", "", "C", "C", ""],
        ["C", "E10000003", "Shut", "Static Library", inside, "", "", "LA", "", ""],
        ["C", "E10000003", "Shut too", "Static Library", inside, "", "", "LA", "LA", "2023"],
        ["C", "E10000003", "Van", "Mobile Library", inside, "", "", "LA", "LA", ""],
        ["C", "E10000003", "", "Static Library", inside, "", "", "LA", "LA", ""],
        ["C", "E10000003", "Nowhere", "Static Library", GONE, "", "", "LA", "LA", ""],
    ]
    layout, intake, found = read(sheet(LIBRARIES, rows), setting)
    assert layout == "ace_libraries"
    assert found["name"].to_dict() == {"library-e10000003-oak": "Oak Library", "library-e10000003-elm-library": "Elm Library"}
    assert found["sector"].tolist() == ["public", "public"]
    assert found["lsoa_code"].notna().tolist() == [True, False]
    assert (intake.counts.matched, intake.counts.outside, intake.counts.rejected) == (2, 3, 2)
    assert intake.tables["sources.csv"]["period"].tolist() == ["2023"]
    assert intake.replaces["providers.csv"] == {"service_type": ("library",)}
    assert "Left out: Mobile Library 1, closed 2." in intake.notes


def test_the_newest_survey_says_which_libraries_are_open(setting, here):
    columns = [*LIBRARIES, "Operation in 2024"]
    rows = [["C", "E10000003", "Oak", "Static Library", here[0], "", "", "LA", "LA", "", ""]]
    _, intake, found = read(sheet(columns, rows), setting)
    assert found.empty
    assert intake.tables["sources.csv"]["period"].tolist() == ["2024"]


def test_the_real_libraries_are_those_that_are_shipped(setting):
    _, intake = bring(published("provision/libraries_basic_dataset_2023_area.csv"), setting)
    new = intake.tables["providers.csv"].set_index("provider_id").sort_index()
    old = setting.atlas.providers.query("service_type == 'library'")
    assert new.index.tolist() == old.index.tolist()
    assert (new["lsoa_code"].fillna("") == old["lsoa_code"].fillna("")).all()
    assert intake.rejected.empty
