"""Each page that is not the map: opened by its link, filtered, used, and its file taken away and compared with the command line."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from urllib.parse import parse_qs, urlparse

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, said, settle
from tests.browser.test_journeys import choose, wait_painted
from tests.helpers.places import ROOT
from ui.words import borders as borders_words
from ui.words import demand as demand_words
from ui.words import districts as districts_words
from ui.words import profile as profile_words
from ui.words import providers as providers_words
from ui.words import what_works as what_works_words

pytestmark = pytest.mark.browser

CAMBRIDGE, FENLAND, PETERBOROUGH = "E07000008", "E07000010", "E06000031"


def taken(page, name, *, nth=0):
    """Bytes of the file behind a download button."""
    button = page.get_by_role("button", name=name).nth(nth)
    expect(button).to_be_visible(timeout=READY_MS)
    with page.expect_download(timeout=READY_MS) as download:
        button.click()
    return download.value.path().read_bytes()


def printed(*arguments):
    return b"\xef\xbb\xbf" + subprocess.run([sys.executable, "-m", "geo", *arguments], cwd=ROOT, capture_output=True, check=True).stdout


def sector(page, name):
    page.get_by_role("radio", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first.click()


def asked(page):
    return parse_qs(urlparse(page.url).query)


def test_a_profile_opens_by_link_leads_to_a_neighbour_and_follows_the_filters(page, address):
    page.goto(f"{address}/Area_profile?outcome=school_readiness&area=E01018095")
    expect(page.get_by_role("heading", name="Gorefield", level=1)).to_be_visible(timeout=READY_MS)
    for title in (profile_words.WHO_TITLE, profile_words.OVERVIEW_TITLE, profile_words.TREND_TITLE, profile_words.NEIGHBOURS_TITLE):
        expect(page.get_by_role("heading", name=title)).to_be_visible(timeout=READY_MS)
    sector(page, "Private and voluntary")
    expect(said(page, "0 of them are public").or_(said(page, "none of them is public"))).to_be_visible(timeout=READY_MS)
    page.get_by_role("link", name="Tydd St Giles", exact=True).click()
    expect(page.get_by_role("heading", name="Tydd St Giles", level=1)).to_be_visible(timeout=READY_MS)
    assert asked(page)["sector"] == ["pvi"]


def test_a_profile_without_a_place_offers_places_and_the_box_chooses_one(page, address):
    page.goto(f"{address}/Area_profile?outcome=school_readiness&level=district")
    expect(said(page, profile_words.EMPTY_START)).to_be_visible(timeout=READY_MS)
    choose(page, "Choose a place", "Fenland")
    expect(page.get_by_role("heading", name="Fenland", level=1)).to_be_visible(timeout=READY_MS)
    assert asked(page)["area"] == [FENLAND]


def test_two_districts_are_compared_and_the_files_say_the_same(page, address):
    page.goto(f"{address}/Compare_districts?outcome=school_readiness&district={CAMBRIDGE}&district={PETERBOROUGH}")
    question = districts_words.question("Cambridge", "Peterborough")
    expect(page.get_by_role("heading", name=question)).to_be_visible(timeout=READY_MS)
    for folded in (districts_words.PUBLIC_TABLE, districts_words.ABOUT_TABLE, districts_words.CLASSES_TITLE):
        page.get_by_text(folded, exact=True).first.click()
    expect(page.get_by_role("button", name=districts_words.DOWNLOAD_PUBLIC)).to_be_visible(timeout=READY_MS)
    table = page.get_by_role("region", name=districts_words.PUBLIC_TABLE)
    row = table.get_by_role("row", name="Language, learning and school readiness").first
    shown = [float(cell) for cell in row.get_by_role("cell").all_inner_texts()[:2]]
    found = pd.read_csv(io.BytesIO(taken(page, districts_words.DOWNLOAD_PUBLIC))).set_index("outcome").loc["school_readiness"]
    assert (found["first_district"], found["second_district"]) == ("Cambridge", "Peterborough")
    assert [round(found["first"], 2), round(found["second"], 2)] == pytest.approx(shown, abs=0.006)
    sector(page, "Need")
    expect(page.locator("svg[role=graphics-document][aria-label^='Need, 0 to 100']")).to_have_count(2, timeout=READY_MS)
    table = pd.read_csv(io.BytesIO(taken(page, districts_words.DOWNLOAD)))
    assert set(table["district_code"]) == {CAMBRIDGE, PETERBOROUGH}


def test_hot_spots_are_painted_and_are_those_of_the_command_line(page, address):
    page.goto(f"{address}/Hot_spots?outcome=child_health&level=lsoa")
    wait_painted(page, least=4)
    sector(page, "Need")
    expect(page.get_by_role("heading", name="Hot spots of need")).to_be_visible(timeout=READY_MS)
    assert taken(page, "Download CSV") == printed("clusters", "--outcome", "child_health", "--measure", "need")


def test_a_new_town_is_seen_year_by_year_and_its_file_is_that_of_the_command_line(page, address, tmp_path):
    page.goto(f"{address}/Demand?outcome=early_education&do=homes:E01018076:3000:30:2031")
    wait_painted(page, least=2)
    expect(said(page, "by 2036")).to_be_visible(timeout=READY_MS)
    choose(page, demand_words.YEAR, "2030")
    expect(said(page, "by 2030")).to_be_visible(timeout=READY_MS)
    assert asked(page)["find"] == ["ahead_year:2030"]
    changes = tmp_path / "changes.csv"
    changes.write_text("kind,target,homes,yield_0_4,from_year\nhomes,E01018076,3000,30,2031\n", encoding="utf-8")
    assert taken(page, demand_words.DOWNLOAD) == printed("forecast", "--outcome", "early_education", "--scenario", str(changes))


def test_closures_can_be_searched_and_are_those_of_the_command_line(page, address):
    page.goto(f"{address}/Fragile_provision?outcome=early_education&district={FENLAND}")
    box = page.get_by_role("textbox", name="Find")
    expect(box).to_be_visible(timeout=READY_MS)
    box.fill("no such provider anywhere")
    box.press("Enter")
    expect(page.get_by_text("no such provider anywhere").filter(visible=True).first).to_be_visible(timeout=READY_MS)
    assert taken(page, "Download CSV") == printed("closures", "--outcome", "early_education", "--district", FENLAND)


def test_a_measure_opens_by_link_and_its_file_is_that_of_the_command_line(page, address):
    page.goto(f"{address}/Measures?outcome=school_readiness&level=ward&indicator=low_income_ahc")
    expect(page.get_by_role("combobox", name="Measure", exact=True)).to_have_value(
        re.compile("Children in low-income families"), timeout=READY_MS
    )
    assert taken(page, "Download this table") == printed("measures", "--indicator", "low_income_ahc", "--level", "ward")


def test_other_borders_say_which_areas_rise_and_give_both_ranks(page, address):
    page.goto(f"{address}/Other_borders?outcome=school_readiness&borders=example_two_authorities")
    expect(page.get_by_role("heading", name="Gaps that come to the top")).to_be_visible(timeout=READY_MS)
    table = pd.read_csv(io.BytesIO(taken(page, borders_words.DOWNLOAD)))
    assert len(table) == 516
    assert {"appears", "vanishes", "stays"} <= set(table["change"].dropna())


def test_findings_can_be_narrowed_to_a_service_and_taken_away(page, address):
    page.goto(f"{address}/What_works?outcome=school_readiness")
    whole = pd.read_csv(io.BytesIO(taken(page, what_works_words.DOWNLOAD)))
    page.get_by_role("button", name="Library").or_(page.get_by_role("checkbox", name="Library")).first.click()
    page.wait_for_url("**find=**", timeout=READY_MS)
    settle(page)
    part = pd.read_csv(io.BytesIO(taken(page, what_works_words.DOWNLOAD)))
    assert 0 < len(part) < len(whole)
    assert part["service_types"].str.contains("library").all()


def test_the_agreement_with_published_figures_can_be_checked_row_by_row(page, address):
    page.goto(f"{address}/How_good_is_this")
    table = pd.read_csv(io.BytesIO(taken(page, "Download every neighbourhood")))
    assert len(table) == 516
    spearman = table["ours"].corr(table["published"], method="spearman")
    expect(page.get_by_text(f"{spearman:.2f}").filter(visible=True).first).to_be_visible(timeout=READY_MS)


def test_providers_are_searched_mapped_ringed_and_taken_away(page, address):
    page.goto(f"{address}/Provision?find=words%3Aacorn")
    box = page.get_by_role("textbox", name=providers_words.WORDS)
    expect(box).to_have_value("acorn", timeout=READY_MS)
    expect(said(page, "7 of")).to_be_visible(timeout=READY_MS)
    wait_painted(page, least=4)
    found = pd.read_csv(io.BytesIO(taken(page, providers_words.DOWNLOAD)))
    assert found["name"].str.contains("acorn", case=False).all()
    assert len(found) == 7
    page.get_by_test_id("stDataFrame").first.scroll_into_view_if_needed()
    settle(page)
    grid = page.get_by_test_id("stDataFrame").first.bounding_box()
    # As a hand does: it comes, and presses.
    page.mouse.move(grid["x"] + 60, grid["y"] + 2.5 * 35, steps=4)
    page.wait_for_timeout(300)
    page.mouse.move(grid["x"] + 20, grid["y"] + 1.5 * 35, steps=4)
    page.wait_for_timeout(300)
    page.mouse.down()
    page.mouse.up()
    expect(said(page, providers_words.CHOSEN)).to_be_visible(timeout=READY_MS)
    box.fill("acorn montessori")
    box.press("Enter")
    expect(said(page, "1 of").or_(said(page, "2 of"))).to_be_visible(timeout=READY_MS)
    expect(page).to_have_url(re.compile("acorn(%20|\\+)montessori"), timeout=READY_MS)
    assert asked(page)["find"] == ["words:acorn montessori"]


def test_bars_are_as_long_as_their_numbers_say(page, address):
    page.goto(f"{address}/Area_profile?outcome=school_readiness&level=lsoa&area=E01018192")
    expect(page.locator(".bsg-bar").first).to_be_visible(timeout=READY_MS)
    rows = page.locator(".bsg-barcell").evaluate_all(
        "cells => cells.map(cell => [cell.querySelector('.bsg-bar').offsetWidth, Number(cell.innerText.replace(/,/g, ''))])"
    )
    assert len({number for _, number in rows}) > 2
    assert max(width / number for width, number in rows) == pytest.approx(min(width / number for width, number in rows), rel=0.02)
