"""Children in low-income families by ward and authority, access to childcare, the early years profile; wards of other years."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from geo.intake.matching.layout import Setting
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from tests.helpers.layouts import assert_as_shipped, bring
from tests.helpers.published import published

ABOVE = (
    "Table {number}: Number and Percentage of Children (aged under 16) living in {kind} low income families, {costs} Housing Costs, "
    "{level}, FYE 2024 to 2025, United Kingdom\nBack to Contents\nOne table.\nFYE = Financial Years Ending.\nSource: \n"
)
MEASURES = [
    f"{kind} of children \nFYE {year}{end}" for kind, end in (("Number", ""), ("Percentage", "\n(%)\n[note 3]")) for year in (2024, 2025)
]
AUTHORITY = ["Local Authority [note 2]", "Area Code", *MEASURES]
WARD = ["Local Authority [note 2]", "Area Code", "Ward [note 2]", "Area Code", *MEASURES]


@pytest.fixture(scope="module")
def districts(setting):
    return setting.atlas.at("district").index.tolist()


def table(header, rows, kind="Relative", costs="After", level="Local Authority"):
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerows([[line] for line in ABOVE.format(number=3, kind=kind, costs=costs, level=level).split("\n") if line])
    writer.writerows([header, *rows])
    return "\ufeff" + stream.getvalue()


def of(intake):
    return intake.tables["indicator_values.csv"]


def test_authorities_with_a_title_above_and_line_ends_in_the_header(setting, districts):
    rows = [["England", "E92000001", "3,000,000", "3,100,000", "30.1%", "31.2%"], ["Elsewhere", "E07000200", "1", "1", "9.9%", "9.9%"]]
    rows += [["A", code, "18,511", "18,000", "36.7%", "36.0%"] for code in districts]
    rows[2][3:6:2] = ["[c]", "[c]"]
    layout, intake = bring(table(AUTHORITY, rows), setting)
    assert layout == "dwp_low_income_authority"
    assert not intake.problems
    assert (intake.counts.matched, intake.counts.outside) == (6, 2)
    found = of(intake).set_index(["area_code", "period"])
    # 18,511 is 36.7% of 50,439.
    assert found.loc[(districts[1], "FYE 2024"), ["value", "numerator", "denominator"]].tolist() == [36.7, 18511, 50439]
    assert found.at[(districts[0], "FYE 2025"), "flag"] == "c"
    (new,) = intake.tables["indicators.csv"].to_dict("records")
    assert (new["indicator_id"], new["published_level"], new["polarity"]) == ("low_income_ahc_district", "district", "higher_is_worse")
    assert new["name"] == "Children in relative low-income families after housing costs, by district"


@pytest.mark.parametrize(
    ("kind", "costs", "name"),
    [("Relative", "Before", "low_income_relative_bhc_district"), ("Absolute", "After", "low_income_absolute_ahc_district")],
)
def test_another_measure_is_never_taken_for_the_one_that_is_scored(setting, districts, kind, costs, name):
    rows = [["A", code, "1", "1", "30.1%", "31.2%"] for code in districts]
    _, intake = bring(table(AUTHORITY, rows, kind, costs), setting)
    assert set(of(intake)["indicator_id"]) == {name}


def test_a_ward_file_of_before_housing_costs_leaves_the_scored_measure_alone(setting):
    wards = setting.atlas.at("ward")
    rows = [["A", wards.at[code, "district_code"], "B", code, "10", "12", "20.0%", "24.0%"] for code in wards.index]
    layout, intake = bring(table(WARD, rows, costs="Before", level="Ward"), setting)
    assert layout == "dwp_low_income_ward"
    assert set(of(intake)["indicator_id"]) == {"low_income_relative_bhc"}


def test_a_table_that_does_not_say_its_measure_asks_for_it_and_its_name_can_tell(setting, districts):
    stream = io.StringIO()
    csv.writer(stream).writerows([AUTHORITY, *(["A", code, "1", "1", "30.1%", "31.2%"] for code in districts)])
    _, untold = bring(stream.getvalue(), setting, "dwp.csv")
    assert "before or after housing costs" in untold.problems[0].message
    _, told = bring(stream.getvalue(), setting, "3_AHC_Relative_LA.csv")
    assert not told.problems
    assert set(of(told)["indicator_id"]) == {"low_income_ahc_district"}


def test_a_workbook_holds_shares_where_it_shows_per_cent(setting, districts):
    book = openpyxl.Workbook()
    book.active.title = "3_AHC_Relative_LA"
    for row in [["Table 3"], [""], AUTHORITY, *(["A", code, 18511, 18000, 0.367, 0.3598] for code in districts)]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    _, intake = bring(stream.getvalue(), setting, "children-in-low-income-families.xlsx")
    assert sorted(of(intake)["value"].unique()) == [35.98, 36.7]


def test_wards_of_another_year_are_refused_by_their_district(setting):
    wards = setting.atlas.at("ward")
    rows = [["A", wards.at[code, "district_code"], "B", code, "10", "12", "20.0%", "24.0%"] for code in wards.index]
    gone, elsewhere = "E05009999", "E05009998"
    rows[0][3] = gone
    rows.append(["C", "E07000200", "D", elsewhere, "10", "12", "20.0%", "24.0%"])
    _, intake = bring(table(WARD, rows, level="Ward"), setting)
    assert intake.rejected["found"].tolist() == [gone]
    assert "not one of its wards of 2024" in intake.rejected["reason"].iloc[0]
    assert (intake.counts.rejected, intake.counts.outside) == (1, 1)


def test_the_year_of_wards_in_a_header_is_told(setting):
    wards = setting.atlas.at("ward").index
    text = "WD22CD,year,value\n" + "".join(f"{code},2026,1\n" for code in wards)
    layout, intake = bring(text, setting)
    assert layout == "long_table"
    assert any("those of 2022, the wards here are those of 2024" in note for note in intake.notes)
    _, same = bring(text.replace("WD22CD", "WD24CD"), setting)
    assert not any("wards here" in note for note in same.notes)


def test_districts_that_were_abolished_are_rejected_with_the_one_of_today(tiny):
    tiny.edit_text("config.toml", "E07000901", "E06000063")
    for path in [*tiny.data.glob("*.csv"), *(tiny.data / "boundaries").glob("*.geojson")]:
        path.write_text(path.read_text(encoding="utf-8").replace("E07000901", "E06000063"), encoding="utf-8")
    settings = load_settings(tiny.config)
    setting = Setting(load_atlas(settings), settings)
    text = "area_code,year,value\nE06000063,2022,1\nE07000902,2022,2\nE07000026,2022,3\nE07000163,2022,4\n"
    _, intake = bring(text, setting)
    assert intake.rejected[["row", "found"]].to_numpy().tolist() == [[4, "E07000026"]]
    assert "was abolished in 2023 and is part of E06000063" in intake.rejected["reason"].iloc[0]
    assert (intake.counts.matched, intake.counts.outside) == (2, 1)


@pytest.mark.parametrize(("ours", "brought"), [("E08000016", "E08000038"), ("E08000038", "E08000016")])
def test_an_authority_is_known_by_its_code_before_and_after_the_change(tiny, ours, brought):
    tiny.edit_text("config.toml", "E07000901", ours)
    for path in [*tiny.data.glob("*.csv"), *(tiny.data / "boundaries").glob("*.geojson")]:
        path.write_text(path.read_text(encoding="utf-8").replace("E07000901", ours), encoding="utf-8")
    settings = load_settings(tiny.config)
    text = f"area_code,year,value\n{brought},2025,1\n{ours},2022,3\nE07000902,2025,2\nE08000039,2025,4\n"
    _, intake = bring(text, Setting(load_atlas(settings), settings))
    values = intake.tables["indicator_values.csv"].set_index(["area_code", "period"])["value"]
    assert values.to_dict() == {(ours, "2025"): 1, (ours, "2022"): 3, ("E07000902", "2025"): 2}
    assert (intake.counts.matched, intake.counts.outside) == (3, 1)
    assert any(note.startswith(f"{brought} is {ours} in this atlas") for note in intake.notes)


def test_access_by_county_is_refused_with_the_file_to_bring(setting):
    here = sorted(set(setting.atlas.at("district")["utla_code"]))
    text = "AREANM,AREACD,decileMarch20,decileMarch24,March20Score,March24Score\n"
    layout, intake = bring(text + "".join(f"A,{code},1,2,30.5,20.5\n" for code in [*here, "E06000053"]), setting)
    assert layout == "ofsted_ons_access_authority"
    (problem,) = intake.problems
    assert "Bring the file by LSOA" in problem.message
    assert (intake.counts.rejected, intake.counts.outside) == (len(here), 1)
    assert not intake.tables


def test_real_access_by_county(setting):
    layout, intake = bring(published("accessibility/data_utla.csv"), setting)
    assert (layout, intake.counts.read, len(intake.problems)) == ("ofsted_ons_access_authority", 153, 1)


@pytest.mark.parametrize(
    ("found", "taken"), [("0", 1.0), ("9", 10.0), ("10", None), ("-1", None), ("4.5", None)], ids=["least", "most", "ten", "below", "part"]
)
def test_deciles_of_access_are_counted_from_one_and_others_are_asked_about(setting, found, taken):
    codes = setting.atlas.at("lsoa").index
    rows = "".join(f"{code},3,{found if code == codes[4] else 6},20,30\n" for code in codes)
    layout, intake = bring(f"code,decileMarch20,decileMarch24,scoreMarch20,scoreMarch24\n{rows}", setting)
    assert layout == "ofsted_ons_access"
    if taken is None:
        (problem,) = intake.problems
        assert problem.message.startswith(f"found '{found}' in row 6: ")
        assert "from 0 (least access) to 9" in problem.message
        return
    assert not intake.problems
    values = intake.tables["indicator_values.csv"].set_index(["indicator_id", "area_code", "period"])["value"]
    assert values["accessible_places_decile", codes[4], "2024-03-31"] == taken
    assert (values["accessible_places_decile", codes[5], "2024-03-31"], values["accessible_places", codes[4], "2024-03-31"]) == (7.0, 30.0)


def test_access_without_deciles_is_read_too(setting):
    rows = "".join(f"{code},20,30\n" for code in setting.atlas.at("lsoa").index)
    layout, intake = bring(f"code,scoreMarch20,scoreMarch24\n{rows}", setting)
    assert (layout, intake.problems) == ("ofsted_ons_access", ())
    assert set(intake.tables["indicator_values.csv"]["indicator_id"]) == {"accessible_places"}


def test_real_low_income(setting):
    layout, intake = bring(published("poverty/4_AHC_Relative_Ward.csv"), setting)
    assert layout == "dwp_low_income_ward"
    assert_as_shipped(setting, intake, "low_income_ahc")
    assert intake.counts.rejected == 0


def test_real_access(setting):
    layout, intake = bring(published("accessibility/data_lsoa_area.csv"), setting)
    assert layout == "ofsted_ons_access"
    assert_as_shipped(setting, intake, "accessible_places", "accessible_places_decile")


def test_real_profile_of_children_with_free_school_meals(setting):
    layout, intake = bring(published("outcomes/1_eyfsp_headline_measures_202425_area_rows.csv"), setting)
    assert layout == "dfe_profile"
    assert_as_shipped(setting, intake, "gld", "gld_fsm")
