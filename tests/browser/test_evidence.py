"""What answers a challenge, in a real browser: own settings and their link, the list with its notes, how sure a rank is, other borders."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, settle
from tests.browser.test_journeys import choose, wait_painted
from tests.helpers.places import ROOT
from ui.words import filters as filters_words
from ui.words import pages
from ui.words import share as share_words

pytestmark = pytest.mark.browser


def test_a_weight_moved_by_keyboard_is_told_kept_in_the_link_and_packed_with_its_notes(page, address):
    page.goto(f"{address}/Gap_list?outcome=school_readiness&district=E07000010")
    expect(page.get_by_role("button", name=share_words.CSV)).to_be_visible(timeout=READY_MS)
    # While the page is drawn the sidebar still grows, and a click may land on what was above.
    settle(page)
    page.get_by_text(filters_words.OWN_SETTINGS).click()
    slider = page.get_by_role("slider", name="IDACI").first
    expect(slider).to_be_visible(timeout=READY_MS)
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text("weighs 2 (recommended 1)").filter(visible=True).first).to_be_visible(timeout=READY_MS)
    page.reload()
    expect(page.get_by_text("weighs 2 (recommended 1)").filter(visible=True).first).to_be_visible(timeout=READY_MS)
    assert parse_qs(urlparse(page.url).query)["weight"] == ["idaci:2"]
    page.locator("summary").filter(has_text=share_words.MORE_FORMATS).press("Enter")
    with page.expect_download(timeout=READY_MS) as download:
        page.get_by_role("button", name=share_words.FORMATS["zip"][0], exact=True).click()
    command = [sys.executable, "-m", "geo", "gaps", "--outcome", "school_readiness", "--district", "E07000010", "--weight", "idaci=2"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.read("gap-list_school_readiness_lsoa_fenland.csv") == b"\xef\xbb\xbf" + printed
        assert "weighs 2" in archive.read("gap-list-notes.txt").decode("utf-8-sig")


def test_the_panel_says_how_sure_and_at_which_scale(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&area=E01018078&providers=no")
    panel = page.locator(".bsg-panel").filter(visible=True)
    expect(panel).to_contain_text("Under other settings: ", timeout=READY_MS)
    expect(panel).to_contain_text("under other reasonable settings")
    expect(panel).to_contain_text("In England ")
    expect(panel).to_contain_text("Fenland")


def test_other_borders_redraw_the_map_and_say_what_changes(page, address):
    page.goto(f"{address}/Gap_map?outcome=school_readiness&providers=no")
    wait_painted(page)
    page.get_by_text(filters_words.OWN_SETTINGS).click()
    choose(page, "Borders", "Example")
    expect(page.get_by_text("It is not a proposal").filter(visible=True).first).to_be_visible(timeout=READY_MS)
    wait_painted(page)
    assert parse_qs(urlparse(page.url).query)["borders"] == ["example_two_authorities"]
    page.get_by_role("navigation", name=pages.NAVIGATION).get_by_role("link", name=pages.TRUST.title).click()
    page.get_by_role("link", name="Other borders").click()
    expect(page.get_by_role("heading", name="Gaps that come to the top")).to_be_visible(timeout=READY_MS)
