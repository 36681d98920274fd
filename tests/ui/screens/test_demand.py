"""The page Demand: what it says with nothing brought, with half of it, and with all; its link, and its file."""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest

from geo.demand.outlook import look_ahead
from geo.demand.published import published_answer, published_basis, published_take_up
from geo.demand.summary import of_year, passing
from geo.demand.table import forecast_list
from geo.export.tables import to_csv
from geo.method.query import Query
from geo.whatif.scenario.acts import Act
from geo.whatif.scenario.effects import scenario_districts
from tests.helpers import years
from tests.helpers.screens import given, html_of, open_page, words
from tests.helpers.tiny_content import ALDER, BOURNE, COUNTY, LSOAS
from ui.map import simple
from ui.scene import loading, outlooks
from ui.words import change_form as form_text
from ui.words import common, pages
from ui.words import demand as text
from ui.words import demand_ages as age_text
from ui.words import scenario_users as users_text

PAGE = pages.DEMAND.path
READY = {"outcome": "school_readiness"}
HEADERS = {
    "children_projection.csv": "area_code,year,age_0,age_1,age_2,age_3,age_4,source_id",
    "homes.csv": "site_id,name,lsoa_code,postcode,easting,northing,year,homes,source_id",
    "take_up.csv": "area_code,age,entitlement,eligible,registered,source_id",
}
PROJECTION = [f"{code},{year},{n},{n},{n},{n},{n},official" for code, n in ((ALDER, 90), (BOURNE, 15)) for year in range(2026, 2030)]
HOMES = [f"s-1,North,{LSOAS[2]},,,,2028,400,official"]
RISES = Act("take_up", "all", ages="2", percent=80.0)
TAKE_UP = [f"{COUNTY},0-2,disadvantaged,,50,official", f"{COUNTY},3-4,universal,170,160,official"]
YOUNGER_AND_OLDER = [f"{COUNTY},0-1,disadvantaged,,0,official", f"{COUNTY},3-4,universal,,0,official"]


@pytest.fixture
def place(tiny, monkeypatch):
    """The tiny atlas, and a way to give its data folder a table."""
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))

    def bring(**tables):
        for name, rows in tables.items():
            lines = [HEADERS[f"{name}.csv"], *rows]
            (tiny.data / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        return tiny

    return bring


def visit(*find, **params):
    app = open_page(PAGE, **{**READY, "find": list(find), **params})
    assert not app.exception
    return app


def keys(app):
    return {control.key for kind in (app.selectbox, app.button_group) for control in kind if str(control.key).startswith("ahead_")}


# --- what is said ------------------------------------------------------------------------------------------------------


def test_with_nothing_brought_the_page_shows_today_and_says_which_file_to_bring_from_where(place) -> None:
    place()
    app = visit()
    said, shown = words(app), html_of(app)
    assert "These are today's figures in every year" in said
    assert "Expected users: not held" in said
    assert keys(app) == set()
    for file, (holds, source) in text.FILES.items():
        assert file in shown
        assert holds in shown
        assert source.replace("'", "&#39;") in shown
    templates = [part.proto.label for part in app.get("download_button")]
    assert set(text.FILES) < set(templates)
    for file in text.FILES:
        heading, line = re.findall("`(.+)`", text.example(file, []))[:2]
        assert heading.count(",") == line.count(",")
        assert line in words(app)
    assert "`entitlement` is one of: `" in words(app)
    assert text.template("homes.csv") == b"site_id,name,lsoa_code,postcode,easting,northing,year,homes\n"


def test_take_up_of_counties_is_shown_as_such_and_never_painted() -> None:
    app = open_page(PAGE, outcome="early_education")
    assert not app.exception
    shown = html_of(app)
    assert "Percentage of 2 year old children benefitting from funded early education" in shown
    assert text.TAKE_UP_NOTE in words(app)
    assert shown.count(text.NOT_HELD) == 6


def test_places_short_by_district_add_up_to_the_verdict_and_are_those_of_a_scenario() -> None:
    app = open_page(PAGE, outcome="early_education")
    scene, query = loading.load(), Query("early_education")
    shown = html_of(app)
    table = next(one for one in pd.read_html(io.StringIO(shown)) if text.DISTRICT_COLUMNS["short"] in one)
    by_district = table.set_index(table.columns[0])[text.DISTRICT_COLUMNS["short"]]
    expected = scenario_districts(scene.model, scene.model, query).set_index("district")["shortfall"]
    # Sums of figures as they are shown, and the sums themselves.
    assert by_district.to_dict() == pytest.approx(expected.to_dict(), abs=0.6)
    assert f"{by_district.sum():,.0f} {common.SHORT}" in words(app)
    assert text.districts_note("lsoa", held=False) in words(app)


def test_with_projections_the_verdict_says_when_and_where(place) -> None:
    place(children_projection=PROJECTION)
    app = visit()
    assert keys(app) == {"ahead_year"}
    assert app.selectbox(key="ahead_year").value == "2029"
    scene = loading.load()
    found = passing(outlooks.listed(scene, Query("school_readiness")), 2029, "on_top", "every_child")
    assert app.markdown[1].value == text.verdict(found, "lsoa", "places per 100 children", "every_child", held=True)
    assert "By 2029" in app.markdown[1].value or "None of 6 neighbourhoods falls below" in app.markdown[1].value


def test_homes_alone_give_years_and_ways_to_count_them(place) -> None:
    place(homes=HOMES)
    app = visit("ahead_homes:neither")
    assert keys(app) == {"ahead_year", "ahead_homes"}
    assert app.button_group(key="ahead_homes").value == "neither"


def test_expected_users_stand_beside_every_child(place) -> None:
    place(children_projection=PROJECTION, homes=HOMES, take_up=TAKE_UP)
    app = visit("ahead_shared:expected_users", "ahead_year:2028")
    assert keys(app) == {"ahead_year", "ahead_homes", "ahead_shared", "ahead_take_up"}
    assert "Expected users: not held" not in words(app)
    assert text.USERS_TARGET in words(app)
    table = outlooks.districts(loading.load(), Query("school_readiness"))
    row = of_year(table, 2028, "on_top", "expected_users").loc[ALDER]
    assert f"{row['expected_users']:,.0f}" in html_of(app)
    assert row["expected_users"] < row["children_0_4"]


def test_what_a_link_asks_for_that_cannot_be_is_at_its_default(place) -> None:
    place(children_projection=PROJECTION)
    app = visit("ahead_year:1066", "ahead_shared:expected_users", "ahead_homes:sideways")
    assert app.selectbox(key="ahead_year").value == "2029"


def test_where_no_year_can_be_told_the_page_says_what_to_do(place) -> None:
    tiny = place()
    tiny.set_cell("sources.csv", tiny.line_of("sources.csv", "official"), "period", "")
    assert text.CANNOT_LOOK in words(visit())


def test_homes_of_a_scenario_are_seen_on_the_page(place) -> None:
    place()
    app = visit(do=[f"homes:{LSOAS[2]}:1000:50:2027"])
    assert "ahead_year" in keys(app)
    assert "By 2035" in app.markdown[2].value or "By 2035" in words(app)
    assert "scenario" in words(app)


def test_another_take_up_says_how_many_places_are_missing_and_is_that_of_the_command_line(place, run_tiny) -> None:
    place(children_projection=PROJECTION, take_up=[*YOUNGER_AND_OLDER, f"{COUNTY},2,disadvantaged,85,5,official"])
    app = visit("ahead_shared:expected_users", "ahead_take_up:2=80")
    assert app.selectbox(key="ahead_take_up").value == "2=80"
    scene, query, taken = loading.load(), Query("school_readiness"), (RISES,)
    more, less = (passing(outlooks.listed(scene, query, one), 2029, "on_top", "expected_users") for one in (taken, ()))
    assert f"{more.short_after:,.0f} places are missing, {less.short_after:,.0f} before" in words(app)
    assert users_text.a_place(30) in words(app)
    assert users_text.found("", outlooks.take_up_effect(scene, query, "on_top", 2029, taken), "lsoa").strip("*: ") in words(app)
    done = run_tiny("forecast", "--outcome", "school_readiness", "--take-up", "2=80")
    assert to_csv(outlooks.listed(scene, query, taken), bom=False) == done.out
    table = pd.read_csv(io.BytesIO(done.out))
    first = table[(table["area_code"] == LSOAS[0]) & (table["year"] == 2025) & (table["variant"] == "neither")].iloc[0]
    # All 85 children of two are entitled, of whom 80% take it up: 16 of the 20 here, who fill half a place each.
    assert (first["expected_users"], first["places_needed"]) == (16, 8)
    assert visit("ahead_shared:expected_users", "ahead_take_up:4=80").selectbox(key="ahead_take_up").value == ""
    # A change of a scenario is the same, and whoever comes with one is shown who uses a place.
    in_scenario = visit(do=["take_up:all:2:80"])
    assert in_scenario.button_group(key="ahead_shared").value == "expected_users"
    assert words_of_verdict(in_scenario) == words_of_verdict(app)


def test_where_take_up_of_an_age_is_not_held_no_number_of_missing_places_is_told(place) -> None:
    place(take_up=[f"{COUNTY},2,disadvantaged,85,5,official"])
    app = visit("ahead_shared:expected_users", "ahead_take_up:2=80")
    assert keys(app) == {"ahead_take_up"}
    assert "62 more children use a place (67 instead of 5), about" in words(app)
    assert users_text.cannot_be_told("0;1;3;4") in words(app)
    assert not re.search(r"\d places are missing", words(app))
    assert outlooks.listed(loading.load(), Query("school_readiness"))["shortfall_expected"].isna().all()


def words_of_verdict(app) -> str:
    return next(one.value for one in app.markdown if "below the target of" in one.value)


# --- map and file ------------------------------------------------------------------------------------------------------


def test_the_map_names_the_classes_and_every_area_has_one(place) -> None:
    place(children_projection=PROJECTION, homes=HOMES)
    app = visit()
    assert text.STATUS["falls"] in html_of(app)
    assert given(app, simple.KEY)


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_the_file_is_that_of_the_command_line(place, run_tiny, level) -> None:
    place(children_projection=PROJECTION, homes=HOMES, take_up=TAKE_UP)
    scene = loading.load()
    content = to_csv(outlooks.listed(scene, Query("school_readiness", level=level)), bom=True)
    done = run_tiny("forecast", "--outcome", "school_readiness", "--level", level)
    assert done.code == 0, done.err
    assert content.removeprefix(b"\xef\xbb\xbf") == done.out
    assert set(pd.read_csv(io.BytesIO(done.out))["variant"]) == {"on_top", "within", "neither"}


# --- the numbers of the verdict, by hand -------------------------------------------------------------------------------


def test_what_passes_is_counted_by_hand() -> None:
    rows = [years.projected("D2", year, *([8] * 5 if year < 2028 else [10] * 5)) for year in (2026, 2027, 2028)]
    model = years.model(years.atlas(projection=rows))
    table = forecast_list(look_ahead(model, Query("school"), (2026, 2027, 2028)))
    found = passing(table, 2028, "neither", "every_child")
    # The west has 40 places for each 100 of 150 children in both years, the east 50 and then 40 for 50 children; the target is 50.
    assert (found.start, found.year, found.areas, found.before, found.after, found.falls, found.rises) == (2026, 2028, 3, 2, 3, 1, 0)
    assert (found.most, found.of_most, found.earliest) == ("Name of D2", 1, 2028)
    assert (found.short_before, found.short_after, found.target) == (15, 20, 50)
    assert of_year(table, 2027, "neither", "every_child")["status"].tolist() == ["below", "below", "enough"]
    told = text.verdict(found, "lsoa", "places per 100 children", "every_child", held=True)
    assert told.startswith("**By 2028, 1 neighbourhood falls below the target of 50.0 places per 100 children**, in Name of D2, in 2028.")
    assert told.endswith(
        "3 of 3 neighbourhoods are below it then, 2 in 2026. 20 places are short of it then, 15 in 2026; most more in W2 (L3) (5)."
    )
    assert (found.grows, found.of_grows) == ("W2 (L3)", 5)


def test_the_backcast_stands_beside_no_change() -> None:
    app = open_page(PAGE, outcome="early_education")
    assert "Children aged 0 to 15 of 2022, worked out from 2021 in this way: neighbourhoods are off by 4.9%" in words(app)
    assert "with no change at all by 5.0%. That is hardly better than no change." in words(app)


@pytest.mark.parametrize(
    ("years_found", "told"),
    [
        ((None, None, None), "none shown"),
        ((2030, None, None), "2030"),
        ((2030, 2030, 2030), "2030"),
        ((2030, 2028, 2033), "2030 (2028 to 2033)"),
        ((2030, 2028, None), "2030 (2028 at the earliest)"),
        ((None, 2034, None), "none shown (2034 at the earliest)"),
    ],
)
def test_a_range_that_no_year_ends_is_open(years_found, told) -> None:
    assert text.first_below(*years_found) == told


def test_the_table_by_age_is_that_of_the_command_line_and_says_what_is_not_known(place, run_tiny) -> None:
    place(children_projection=PROJECTION, take_up=TAKE_UP[1:])
    app = visit("ahead_year:2028")
    shown = html_of(app)
    assert age_text.filled("15 hours for all children of three and four") in shown or "Places filled: " in shown
    done = run_tiny("forecast", "--outcome", "school_readiness", "--level", "district", "--by-age", "--variant", "on_top")
    table = pd.read_csv(io.BytesIO(done.out), dtype={"age": str})
    of_year = table[(table["year"] == 2028) & (table["age"] == "3-4")]
    assert f"{of_year['children'].sum():,.0f}" in shown
    assert of_year["expected_users"].notna().all()
    assert table.loc[table["age"] == "0", "expected_users"].isna().all()
    assert "Which ages they take is not known of" in words(app) or "are known of all providers" in words(app)


def test_the_page_leads_to_the_form_of_homes_children_and_take_up(place) -> None:
    place()
    app = visit()
    labels = {link.proto.label for link in app.get("page_link")}
    assert set(text.TRY.values()) <= labels


def test_published_take_up_answers_for_whole_authorities_on_the_page_in_what_if_and_by_the_command() -> None:
    rows = published_take_up(loading.load().atlas, loading.load().settings)["2"]
    told, basis = published_answer(rows, 80, 30), published_basis(rows, 30)
    demand = words(open_page(PAGE, outcome="early_education", find=["ahead_take_up:2=80"])).replace("\\", "")
    what_if = open_page(pages.WHAT_IF.path, outcome="early_education", find=["act:take_up", "act_percent:80"])
    assert not what_if.exception
    for said in (demand, words(what_if).replace("\\", "")):
        assert told in said
        assert basis in said
    # A button could only say again that it cannot be.
    assert form_text.FIRST not in [button.label for button in what_if.button]
    assert keys(open_page(PAGE, outcome="early_education")) == {"ahead_take_up"}
