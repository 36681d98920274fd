"""The content of the sufficiency report: its parts, its figures as the lists beside it have them, and "not held" where nobody has them."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from geo.base.errors import ConfigError, DataError, UnknownIdError
from geo.demand.outlook import look_ahead
from geo.demand.table import forecast_list
from geo.method.gaps import gap_list
from geo.method.model import build_model
from geo.method.query import Query
from geo.store.atlas import load_atlas
from geo.sufficiency import labels, tables
from geo.sufficiency.authorities import authority_of, find_authority, report_authorities
from geo.sufficiency.compose import compose
from geo.sufficiency.content import ReportFigure, ReportMap, ReportPart, ReportSentence, ReportTable, SufficiencyReport, told, whole
from geo.sufficiency.groups import GROUPS
from geo.sufficiency.material import Material, gather, query_of, years_offered
from tests.helpers.certain import real
from tests.helpers.tiny_content import ALDER, BOURNE, CHILDREN, COUNTY, LSOAS, WARD_OF

if TYPE_CHECKING:
    from geo.method.model import Model
    from tests.helpers.tiny import Tiny

DAY = date(2026, 11, 28)
YEAR = 2026


@pytest.fixture
def dated(tiny: Tiny) -> Tiny:
    """Say of which time places and children are."""
    tiny.edit_text("config.toml", 'folder = "data"', 'folder = "data"\nchildren_source = "official"')
    tiny.set_cell("sources.csv", tiny.line_of("sources.csv", "official"), "period", "2025")
    return tiny


def model_of(tiny: Tiny) -> Model:
    return build_model(load_atlas(tiny.settings), tiny.settings)


def material_of(model: Model, *districts: str, year: int = YEAR) -> Material:
    return gather(model, query_of(model.settings, Query("school_readiness", districts=districts)), year, DAY)


def report_of(model: Model, *districts: str, year: int = YEAR) -> SufficiencyReport:
    return compose(material_of(model, *districts, year=year))


def by_id(report: SufficiencyReport) -> dict[str, ReportFigure]:
    return {figure.figure_id: figure for _, figure in report.figures}


def text_of(report: SufficiencyReport, part: str) -> str:
    blocks = next(one.blocks for one in report.parts if one.heading == labels.PARTS[part])
    return "\n".join(block.text for block in blocks if isinstance(block, ReportSentence))


# --- parts -------------------------------------------------------------------------------------------------------------


def test_the_parts_are_those_of_the_guidance_in_its_order_then_a_page_for_each_district(dated: Tiny) -> None:
    report = report_of(model_of(dated))
    assert [part.heading for part in report.parts] == [*labels.PARTS.values(), "11 Alder", "12 Bourne"]
    assert [part.of_district for part in report.parts] == [False] * 10 + [True] * 2
    assert report.title == "Childcare sufficiency report 2026"
    cover = " ".join(sentence.text for sentence in report.cover)
    assert "Childcare Act 2006, section 6" in cover
    assert "Early education and childcare: statutory guidance for local authorities" in cover
    maps = [block for part in report.parts for block in part.blocks if isinstance(block, ReportMap)]
    assert [one.district_code for one in maps] == [ALDER, BOURNE]
    assert all(one.alt for one in maps)


def test_a_report_on_one_district_has_its_page_and_its_figures_alone(dated: Tiny) -> None:
    report = report_of(model_of(dated), BOURNE)
    assert [part.heading for part in report.parts if part.of_district] == ["11 Bourne"]
    assert by_id(report)["children.area.all"].value == sum(sum(CHILDREN[code]) for code in LSOAS if WARD_OF[code] == "E05000903")
    assert not [key for key in by_id(report) if ALDER in key]


def test_what_nobody_holds_yet_is_said_to_be_so(dated: Tiny) -> None:
    report = report_of(model_of(dated))
    held = {part.heading: part.held for part in report.parts}
    for part in ("action", "views"):
        assert held[labels.PARTS[part]] == "to_write"
        assert text_of(report, part).startswith("[To be written by the council] ")
    assert "[To be written by the council] before it is sent: how gaps will be met; views of families and providers." in text_of(
        report, "summary"
    )
    assert "No projection of children and no homes to be built are held" in text_of(report, "demand")
    assert all(part.wanted for part in report.parts if part.held != "held")


def test_every_group_that_the_guidance_names_has_a_figure_or_not_held(dated: Tiny) -> None:
    report = report_of(model_of(dated))
    part = next(one for one in report.parts if one.heading == labels.PARTS["groups"])
    table = next(block for block in part.blocks if isinstance(block, ReportTable))
    named = [str(row[0]) for row in table.rows if row[0]]
    assert named == [group.name for group in GROUPS.values()]
    assert {str(row[2]) for row in table.rows if str(row[1]) in {GROUPS["send"].lacking, GROUPS["holidays"].lacking}} == {"not held"}
    assert by_id(report)["groups.all"].value == len(GROUPS)


# --- figures -----------------------------------------------------------------------------------------------------------


def test_children_by_age_are_those_of_the_data(dated: Tiny) -> None:
    found = by_id(report_of(model_of(dated)))
    for age in range(5):
        assert found[f"children.area.{age}"].value == sum(ages[age] for ages in CHILDREN.values())
    assert found["children.area.all"].value == sum(map(sum, CHILDREN.values()))
    bourne = [CHILDREN[code] for code in LSOAS if WARD_OF[code] == "E05000903"]
    assert found[f"children.{BOURNE}.all"].value == sum(map(sum, bourne))


@pytest.mark.parametrize("districts", [(), (ALDER,)])
def test_gaps_are_those_of_the_gap_list(dated: Tiny, districts: tuple[str, ...]) -> None:
    model = model_of(dated)
    found = by_id(report_of(model, *districts))
    listed = gap_list(model, Query("school_readiness", districts=districts))
    assert found["gap.area.shortfall"].exact == pytest.approx(listed["shortfall_places"].sum())
    assert found["gap.area.priority"].value == (listed["gap_class"] == "priority").sum()
    assert found["gap.area.areas"].value == len(listed)
    for _, row in listed[listed["shortfall_places"] > 0].iterrows():
        for name in ("rank", "access", "shortfall_places", "children_0_4"):
            assert found[f"gap.{row['area_code']}.{name}"].exact == pytest.approx(row[name])
    large = gap_list(model, Query("school_readiness", level="district", districts=districts), evidence=False).set_index("area_code")
    for code, row in large.iterrows():
        assert found[f"gap.{code}.access"].exact == pytest.approx(row["access"])


def test_the_embedded_report_adds_up_and_shares_no_county_figure_out() -> None:
    model = real()
    report = compose(gather(model, query_of(model.settings), YEAR, DAY))
    found = by_id(report)
    codes = [str(code) for code in model.areas["district"].index]
    for name in ("shortfall", "priority", "children", "short_areas"):
        assert sum(found[f"gap.{code}.{name}"].exact for code in codes) == pytest.approx(found[f"gap.area.{name}"].exact)
    for name in ("providers", "places", "assumed_places"):
        assert sum(found[f"supply.{code}.{name}"].value for code in codes) == found[f"supply.area.{name}"].value
    authorities = {figure.area_code for key, figure in found.items() if key.startswith("authority.")}
    assert authorities == set(model.areas["lsoa"]["utla_code"])
    for part in report.parts:
        if part.of_district:
            shown = {cell.figure_id for block in part.blocks if isinstance(block, ReportTable) for cell in block.figures}
            assert not [key for key in shown if key.startswith(("authority.", "take_up."))]


def test_a_report_on_an_authority_names_it_alone_and_is_that_of_its_districts() -> None:
    model = real()
    every = report_authorities(model.atlas)
    assert len(every) == 2
    assert sorted(code for one in every for code in one.districts) == sorted(model.areas["district"].index)
    assert find_authority(model.atlas, every[0].name.upper()) == find_authority(model.atlas, every[0].code) == every[0]
    for one in every:
        assert authority_of(model.atlas, reversed(one.districts)) == one
        material = gather(model, query_of(model.settings, Query("school_readiness", districts=one.districts)), YEAR, DAY)
        report = compose(material)
        assert report.title == f"Childcare sufficiency report {YEAR}, {one.name}"
        assert report.cover[0].text == f"{one.name}, {YEAR}"
        assert {figure.area_code for key, figure in by_id(report).items() if key.startswith("authority.")} == {one.code}
        assert by_id(report)["children.area.all"].value == model.areas["district"].loc[list(one.districts), "children_0_4"].sum()
    county = max(every, key=lambda one: len(one.districts))
    assert authority_of(model.atlas, county.districts[1:]) is None
    assert authority_of(model.atlas, ()) is None
    with pytest.raises(UnknownIdError, match="Unknown authority 'Nowhere'"):
        find_authority(model.atlas, "Nowhere")


def test_years_to_come_are_those_of_demand_by_year(dated: Tiny) -> None:
    rows = "".join(f"{code},{year},90,90,90,90,{90 + year - 2025},official\n" for code in (ALDER, BOURNE) for year in range(2026, 2035))
    (dated.data / "children_projection.csv").write_text("area_code,year,age_0,age_1,age_2,age_3,age_4,source_id\n" + rows, encoding="utf-8")
    model = model_of(dated)
    report = report_of(model)
    found, ahead = by_id(report), {key for key in by_id(report) if key.startswith("ahead.")}
    years = range(YEAR, YEAR + model.settings.sufficiency.years_ahead + 1)
    table = forecast_list(look_ahead(model, Query("school_readiness", level="district"), years), ["on_top"]).set_index(
        ["area_code", "year"]
    )
    assert {key.split(".")[2] for key in ahead} == {str(year) for year in years}
    for key in ahead:
        _, code, year, column = key.split(".")
        value = table.loc[(code, int(year)), column]
        shown = found[key].exact
        assert shown == "none" if pd.isna(value) else float(shown) == pytest.approx(round(float(value), found[key].decimals)), key
    assert next(part for part in report.parts if part.heading == labels.PARTS["demand"]).held == "held"


def test_an_old_projection_is_no_look_ahead(dated: Tiny) -> None:
    rows = "".join(f"{code},2025,90,90,90,90,90,official\n" for code in (ALDER, BOURNE))
    (dated.data / "children_projection.csv").write_text("area_code,year,age_0,age_1,age_2,age_3,age_4,source_id\n" + rows, encoding="utf-8")
    assert not [key for key in by_id(report_of(model_of(dated))) if key.startswith("ahead.")]


def test_take_up_that_was_brought_is_shown_with_its_share_and_the_youngest_are_held(dated: Tiny) -> None:
    rows = [f"{COUNTY},2,disadvantaged,40,30,official", f"{COUNTY},0-2,working_families,,25,official"]
    dated.edit_text(
        "config.toml", "[demand.entitlements]", '[demand.entitlements]\nworking_families = {name = "30 hours for babies", hours = 30.0}'
    )
    (dated.data / "take_up.csv").write_text(
        "area_code,age,entitlement,eligible,registered,source_id\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    report = report_of(model_of(dated))
    found = by_id(report)
    assert found[f"take_up.{COUNTY}.2.disadvantaged.share"].exact == 75.0
    assert str(found[f"take_up.{COUNTY}.0-2.working_families.eligible"]) == "not held"
    assert found[f"take_up.{COUNTY}.0-2.working_families.registered"].exact == 25
    assert "groups.babies" not in found
    assert next(part for part in report.parts if part.heading == labels.PARTS["take_up"]).held == "held"


def test_a_figure_is_one_in_all_places_or_the_report_is_refused() -> None:
    one = ReportFigure("a", "A", 1, "", "", (), "counted")
    other = ReportFigure("a", "A", 2, "", "", (), "counted")
    part = ReportPart("1 P", tuple(told("{figure}", figure=figure) for figure in (one, other)))
    with pytest.raises(ValueError, match="a is 1 in one place and 2 in another"):
        _ = SufficiencyReport("T", "A", (), (part,), {}).figures


def test_figures_are_written_with_their_digits_and_words_as_they_are() -> None:
    def written(value: object, decimals: int = 0) -> str:
        return str(ReportFigure("a", "A", value, "", "", (), "counted", decimals=decimals))  # type: ignore[arg-type]

    assert [written(1234567), written(1086.76, 1), written(None), written(float("nan")), written("E2SFCA")] == [
        "1,234,567", "1,086.8", "not held", "not held", "E2SFCA",
    ]  # fmt: skip


def test_where_most_places_are_short_is_named_whatever_the_rank(dated: Tiny) -> None:
    model = model_of(dated)
    report = report_of(model)
    listed = gap_list(model, Query("school_readiness")).sort_values("shortfall_places", ascending=False)
    short = listed[listed["shortfall_places"] > 0]
    table = next(
        block
        for part in report.parts
        for block in part.blocks
        if isinstance(block, ReportTable) and block.title == "Where most places are short"
    )
    assert [str(row[1]) for row in table.rows] == list(short["area_label"].head(10))
    assert [float(str(row[4])) for row in table.rows] == list(short["shortfall_places"].head(10))
    most = short.iloc[0]
    pages = [block.text for part in report.parts if part.of_district for block in part.blocks if isinstance(block, ReportSentence)]
    assert [text for text in pages if text.startswith(f"Most places are short in {most['area_label']}: ")]


def test_ages_that_nobody_knows_are_no_missing_baby_places(dated: Tiny) -> None:
    path = dated.data / "providers.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    ages = ["age_from_months", "age_to_months"]
    table[ages] = ""
    table.loc[table["provider_id"] == "n-1", ages] = ["24", "59"]
    table.to_csv(path, index=False)
    report = report_of(model_of(dated))
    found = by_id(report)
    everybody = found["supply.area.providers"].value
    assert (found["supply.age.known.providers"].value, found["supply.age.unknown.providers"].value) == (1, int(str(everybody)) - 1)
    shown = [str(found[f"supply.age.{age}.providers"]) for age in range(4)]
    assert shown == ["not known", "not known", "1", "1"]
    assert f"known of 1 of {everybody} providers" in text_of(report, "supply")


def test_a_sentence_has_whole_numbers_and_the_table_of_figures_has_them_as_they_are_written(dated: Tiny) -> None:
    report = report_of(model_of(dated))
    found = by_id(report)
    shortfall = found["gap.area.shortfall"]
    rounded = found["gap.area.shortfall.whole"]
    assert shortfall.decimals == 1
    assert rounded.exact == pytest.approx(float(shortfall.value or 0), abs=0.5)
    assert f"together {rounded} places are short" in text_of(report, "summary")
    few, none, lost = (replace(shortfall, value=value) for value in (0.4, 0.0, None))
    assert [str(whole(one)) for one in (few, none, lost, replace(shortfall, value=212.5))] == ["0.4", "0", "not held", "213"]


def test_a_note_names_sources_by_their_numbers_and_days_as_people_write_them() -> None:
    numbers = {title: ReportFigure(title, title, number, "", "", (), "counted") for number, title in ((3, "Schools"), (5, "Ofsted"))}
    days = "2025-12-31, 2026-06-22"
    cells = (
        ReportFigure("a", "A", 1, "", days, ("Schools", "Ofsted"), "registered"),
        ReportFigure("b", "B", 1, "", f"provision {days}", labels.WORKED_OUT, "worked_out"),
        ReportFigure("c", "C", 1, "", "2021-22", ("Ofsted",), "published"),
    )
    assert ReportTable("T", "T", ("A", "B", "C"), (1, 1, 1), (cells,)).provenance(numbers) == (
        "As registered: sources 3 and 5 (31 December 2025, 22 June 2026). Worked out, see part 10: gap list. "
        "As published: source 5 (2021-22)."
    )


# --- files -------------------------------------------------------------------------------------------------------------


def test_the_table_of_figures_has_each_once_with_source_time_and_basis(dated: Tiny) -> None:
    report = report_of(model_of(dated))
    content = tables.as_csv(report, bom=False)
    table = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False)
    assert list(table) == list(tables.COLUMNS)
    assert table["figure_id"].is_unique
    assert set(table["basis"]) <= set(labels.BASES.values())
    numbers = table[table["value"] != ""]
    assert [f"{float(value):g}" for value in numbers["value"]] == [f"{float(one.replace(',', '')):g}" for one in numbers["written"]]
    assert tables.as_csv(report, bom=True) == b"\xef\xbb\xbf" + content


def test_the_workbook_has_every_table_as_a_sheet_with_numbers_as_numbers(dated: Tiny) -> None:
    report = report_of(model_of(dated))
    content = tables.as_xlsx(report)
    book = openpyxl.load_workbook(io.BytesIO(content))
    wanted = [block for part in report.parts for block in part.blocks if isinstance(block, ReportTable)]
    assert book.sheetnames == [*(table.sheet for table in wanted), *tables.SHEETS.values()]
    for table in wanted:
        sheet = book[table.sheet]
        assert sheet.cell(1, 1).value == table.title
        assert (sheet.cell(2, 1).value or "").startswith(table.provenance(report.numbers))
        assert sheet.cell(3, 1).value == table.columns[0]
        rows = list(sheet.iter_rows(min_row=4, values_only=True))
        for row, shown in zip(table.rows, rows, strict=True):
            for cell, value in zip(row, shown, strict=True):
                expected = cell.exact if isinstance(cell, ReportFigure) else cell
                assert (value or "") == ("not held" if expected is None else expected) or value == expected == 0
    assert content == tables.as_xlsx(report_of(model_of(dated)))


def test_sheets_of_districts_with_odd_names_can_be_written(dated: Tiny) -> None:
    line = dated.line_of("areas.csv", BOURNE)
    dated.set_cell("areas.csv", line, "name", "Bourne: 'north' [and] *south*/west of everything else")
    dated.set_cell("areas.csv", line, "label", "Bourne: 'north' [and] *south*/west of everything else")
    book = openpyxl.load_workbook(io.BytesIO(tables.as_xlsx(report_of(model_of(dated)))))
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in book.sheetnames)


# --- bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [1999, 2024, 2028, 2100])
def test_a_year_before_the_data_or_far_after_is_refused_in_one_sentence(dated: Tiny, year: int) -> None:
    with pytest.raises(UnknownIdError) as refused:
        material_of(model_of(dated), year=year)
    assert "the places in the data are of 2025 to 2025" in str(refused.value)
    assert "2025 to 2027; years to come are in its part on demand" in str(refused.value)


def test_where_no_source_is_dated_the_year_of_its_making_counts(tiny: Tiny) -> None:
    model = model_of(tiny)
    assert list(years_offered(model, query_of(model.settings), DAY)) == [2025, 2026, 2027]
    assert str(by_id(report_of(model))["report.year"]) == "2026"


def test_an_unknown_district_is_named_with_those_that_there_are(dated: Tiny) -> None:
    with pytest.raises(UnknownIdError, match="E07000901"):
        material_of(model_of(dated), "E07999999")


def test_without_any_place_there_is_nothing_to_report_on(dated: Tiny) -> None:
    path = dated.data / "providers.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="nothing to report on"):
        material_of(model_of(dated))


def test_settings_that_name_no_childcare_are_refused(dated: Tiny) -> None:
    with dated.config.open("a", encoding="utf-8") as config:
        config.write('\n[sufficiency]\noutcome = "child_health"\n')
    with pytest.raises(ConfigError, match=r"sufficiency\.outcome names child_health"):
        _ = dated.settings


def test_the_report_is_the_same_whenever_it_is_made(dated: Tiny) -> None:
    first, second = (tables.figure_list(report_of(model_of(dated))) for _ in range(2))
    assert json.loads(first.to_json()) == json.loads(second.to_json())
