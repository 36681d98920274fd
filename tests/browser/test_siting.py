"""Where to put it in a real browser: the best five sites and why, how many hubs until everybody is near, and what ten would buy."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, said, settle
from tests.browser.test_every_page import printed, taken
from ui.words import siting as words
from ui.words.site_lead import PROVEN

pytestmark = pytest.mark.browser

FENLAND = "E07000010"


def test_the_best_five_schools_and_why(page, address):
    page.goto(f"{address}/Where_to_put_it?outcome=early_education&district={FENLAND}")
    page.locator(".st-key-site_several button").click()
    expect(said(page, "Five school nursery classes of 26 places, at")).to_be_visible(timeout=READY_MS)
    page.get_by_role("button", name=words.PROVE).click()
    expect(said(page, PROVEN)).to_be_visible(timeout=READY_MS)
    expect(page.get_by_text("The next best in its place").or_(page.get_by_text("would do as well in its place")).first).to_be_visible()
    page.wait_for_url("**site_found**", timeout=READY_MS)
    found = parse_qs(urlparse(page.url).query)["find"]
    assert found[0] == "site_asked:yes"
    # The link has what was proven: somebody else sees the same sites, and soon the same status.
    assert found[1].startswith("site_found:")
    sent = page.context.new_page()
    sent.goto(page.url)
    answer = said(page, "Five school nursery classes of 26 places, at").inner_text()
    expect(said(sent, answer)).to_be_visible(timeout=READY_MS)
    expect(said(sent, PROVEN)).to_be_visible(timeout=READY_MS)
    sent.close()
    # As the command line answers it, with the bytes of its own.
    sites = taken(page, words.DOWNLOADS["sites"])
    assert sites == printed("site", "--outcome", "early_education", "--district", FENLAND)
    page.get_by_role("link", name=words.SCENARIO).click()
    expect(page.get_by_role("heading", name="What if", level=1)).to_be_visible(timeout=READY_MS)
    expect(page.get_by_text("5 changes:").filter(visible=True)).to_be_visible(timeout=READY_MS)


def test_the_answer_prints_on_four_pages_with_who_is_there_and_the_sites_on_a_map_and_no_form(page, address):
    page.goto(f"{address}/Where_to_put_it?outcome=early_education&district={FENLAND}&find=site_asked:yes")
    drawn = page.locator(".st-key-paper_place figure img")
    drawn.wait_for(state="attached", timeout=READY_MS)
    settle(page)
    page.emulate_media(media="print")
    expect(drawn).to_be_visible()
    # By name: the page says that they are named there.
    expect(page.locator(".st-key-siting_there details").first.locator("td, tbody th").first).to_be_visible()
    for shown_on_screens in (".st-key-plain_siting_question", ".st-key-plain_siting_map", ".st-key-plain_siting_send"):
        expect(page.locator(shown_on_screens)).to_be_hidden()
    widest = page.evaluate("Math.max(...[...document.querySelectorAll('[class*=st-key-paper_] table')].map((one) => one.offsetWidth))")
    assert widest <= page.viewport_size["width"]
    assert len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))) <= 4


def test_how_many_hubs_until_every_family_is_near(page, address):
    page.goto(f"{address}/Where_to_put_it?outcome=early_education")
    page.get_by_role("button", name="is within 15 minutes, and where?").click()
    expect(said(page, "bring every family within 15 minutes of the nearest family hub")).to_be_visible(timeout=READY_MS)
    page.get_by_role("button", name=words.PROVE).click()
    expect(said(page, PROVEN)).to_be_visible(timeout=READY_MS)
    expect(said(page, "No answer has fewer than 5.")).to_be_visible(timeout=READY_MS)


def test_what_ten_instead_of_five_would_buy(page, address):
    page.goto(f"{address}/Where_to_put_it?outcome=early_education&find=site_asked:yes")
    expect(said(page, "5 sites: reaches")).to_be_visible(timeout=READY_MS)
    expect(page.get_by_role("heading", name=words.FRONTIER_TITLE)).to_be_visible()
    page.get_by_role("spinbutton", name=words.ADD).fill("10")
    page.get_by_role("spinbutton", name=words.ADD).press("Enter")
    expect(said(page, "10 sites: reaches")).to_be_visible(timeout=READY_MS)
    assert "site_add:10" in parse_qs(urlparse(page.url).query)["find"]
