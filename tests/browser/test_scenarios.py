"""The page What if in a real browser: a class is opened, a nursery closed and its neighbour enlarged, homes built; the link is sent."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import READY_MS, said, settle, wait_until
from tests.browser.test_every_page import asked, taken
from tests.browser.test_journeys import wait_painted
from ui.words import change_form as form_text
from ui.words import common
from ui.words import scenario_note as note_words
from ui.words import scenarios as scenarios_words
from ui.words import what_if as text

pytestmark = pytest.mark.browser

CLOSED, GROWN = "ofsted-221578", "ofsted-221567"


def pick(page, label, typed):
    """Type into a box that is searched, and take the first that it finds; without a word, the first of all."""
    box = page.get_by_role("combobox", name=re.compile(label))
    box.focus()
    box.fill(typed) if typed else box.press("ArrowDown")
    page.get_by_role("option").first.click(timeout=READY_MS)
    settle(page)


def seen(page, words, **how):
    """Words on the page as it is looked at: the note for paper and what is read out hold them too."""
    return page.get_by_test_id("stMain").get_by_text(words, **how).filter(visible=True)


def kind(page, name):
    page.locator("label").filter(has_text=re.compile(f"^{name}$")).click()
    settle(page)


def add(page, changes):
    page.get_by_role("button", name=form_text.ADD if asked(page).get("do") else form_text.FIRST).click()
    # A busy server begins later than a page looks settled.
    wait_until(page, f"new URLSearchParams(location.search).getAll('do').length === {changes}", READY_MS)
    settle(page)


def test_three_changes_are_made_read_and_sent(page, address):
    page.goto(f"{address}/What_if?outcome=early_education")
    settle(page)
    # A class of 26 at a named school: who gains?
    pick(page, form_text.AT, "Winyates Primary")
    add(page, 1)
    expect(seen(page, re.compile(r"26 places at Winyates Primary School: \d+ neighbourhoods .* gain"))).to_be_visible(timeout=READY_MS)
    wait_painted(page, least=3)
    # A nursery closes, and its neighbour grows by 40.
    kind(page, form_text.KINDS["close"])
    pick(page, form_text.PROVIDER, "Joint Colleges Nursery")
    add(page, 2)
    kind(page, form_text.KINDS["resize"])
    pick(page, form_text.PROVIDER, "Butterfly Day Nursery")
    places = page.get_by_role("spinbutton", name=form_text.NEW_PLACES)
    now = int(places.input_value())
    places.fill(f"{now + 40}")
    places.press("Enter")
    settle(page)
    add(page, 3)
    assert asked(page)["do"][1:] == [f"close:{CLOSED}", f"resize:{GROWN}:{now + 40}"]
    # The link shows the same to whoever opens it, and every other page can be seen under it.
    sentence = seen(page, re.compile(r"^3 changes: ")).inner_text()
    sent = page.url
    page.get_by_role("link", name="Gap list", exact=True).click()
    expect(said(page, re.compile(r"^Scenario:"))).to_be_visible(timeout=READY_MS)
    page.get_by_role("button", name=scenarios_words.BACK).click()
    expect(page.get_by_text(re.compile(r"^Scenario:"))).to_have_count(0, timeout=READY_MS)
    assert "do" not in asked(page)
    page.goto(sent)
    expect(seen(page, sentence, exact=True)).to_be_visible(timeout=READY_MS)
    assert len(taken(page, text.DOWNLOADS["changes"]).splitlines()) == 1 + 3


def test_homes_are_built_in_a_ward_with_the_keyboard_and_taken_back(page, address):
    page.goto(f"{address}/What_if?outcome=early_education&find=act:homes&find=act_by:area")
    settle(page)
    box = page.get_by_role("combobox", name=re.compile(form_text.AREA))
    box.focus()
    page.keyboard.type("Ely")
    page.keyboard.press("Enter")
    settle(page)
    homes = page.get_by_role("spinbutton", name=form_text.HOMES)
    homes.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("3000")
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_role("button", name=form_text.FIRST).focus()
    page.keyboard.press("Enter")
    settle(page)
    expect(seen(page, "900 more children under five")).to_be_visible(timeout=READY_MS)
    page.get_by_role("button", name=text.UNDO).focus()
    page.keyboard.press("Enter")
    expect(said(page, text.EMPTY)).to_be_visible(timeout=READY_MS)


def test_a_press_straight_after_typing_counts_the_first_time(page, address):
    """Leaving a box sends what was typed; the press that leaves it must not get lost in the run that this starts."""
    page.goto(f"{address}/What_if?outcome=early_education&find=act_by:postcode")
    settle(page)
    page.get_by_role("spinbutton", name=form_text.PLACES).fill("40")
    page.get_by_role("textbox", name=form_text.POSTCODE).fill("pe7 2bp")
    page.get_by_role("button", name=form_text.FIRST).click()
    wait_until(page, "new URLSearchParams(location.search).getAll('do').length === 1", READY_MS)
    settle(page)
    assert asked(page)["do"] == ["open:school_nursery:public:40:pe7 2bp"]


def test_the_largest_private_nursery_of_a_ward_closes_from_home(page, address):
    page.goto(address)
    settle(page)
    page.get_by_role("link", name="What if", exact=True).first.click()
    settle(page)
    kind(page, form_text.KINDS["close"])
    pick(page, form_text.INSIDE, "West Chesterton")
    page.locator("label").filter(has_text=common.SECTOR_NAMES["pvi"]).click()
    settle(page)
    pick(page, form_text.PROVIDER, "")
    add(page, 1)
    # From Home a page of changes begins with an outcome area for which nurseries count.
    expect(seen(page, re.compile(r"closed: \d+ neighbourhoods .* lose.*. Worst hit is .* ward, .*"))).to_be_visible(timeout=READY_MS)
    wait_until(page, "new URLSearchParams(location.search).get('outcome') === 'school_readiness'", READY_MS)
    # What is typed is asked, without another key.
    page.get_by_role("spinbutton", name=text.INSTEAD_PLACES).fill("40")
    page.get_by_role("button", name=re.compile(r"^Private and voluntary: day nursery")).click()
    expect(page.get_by_role("heading", name="Where to put it")).to_be_visible(timeout=READY_MS)
    settle(page)
    assert asked(page)["do"][0].startswith("close:")
    assert "site_places:40" in asked(page)["find"]
    assert "district" not in asked(page)


def test_before_and_after_move_in_step_and_each_has_its_own_colours(page, address):
    page.goto(f"{address}/What_if?outcome=early_education&providers=no&do=close:{CLOSED}&find=shows:both")
    maps = page.locator(".bsg-leaflet[data-drawn=yes]")
    expect(maps).to_have_count(2, timeout=READY_MS)
    settle(page)
    fills = [one.locator("path").evaluate_all("all => all.map((one) => one.getAttribute('fill'))") for one in maps.all()]
    assert len(fills[0]) == len(fills[1])
    assert fills[0] != fills[1], "the closure shows"
    where = "[...document.querySelectorAll('.bsg-leaflet')].map(({ map }) => [map.getCenter().lat, map.getCenter().lng, map.getZoom()])"
    before = page.evaluate(where)
    maps.nth(1).get_by_role("button", name="Zoom in").click()
    wait_until(page, f"({where})[0][2] > {before[0][2]}", READY_MS)
    settle(page)
    first, second = page.evaluate(where)
    assert first == pytest.approx(second)


@pytest.mark.parametrize("do", [["close:ofsted-EY316231"], ["close:ofsted-EY316231", "resize:ofsted-221622:140"]], ids=["one", "two"])
def test_a_scenario_prints_on_one_page_without_a_form(page, address, do):
    page.goto(f"{address}/What_if?outcome=early_education&district=E07000011&{'&'.join(f'do={one}' for one in do)}")
    page.locator(".st-key-paper_place figure img").wait_for(state="attached", timeout=READY_MS)
    settle(page)
    (paper,) = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    told = " ".join(paper.extract_text().split())
    assert "Eaton Socon south-east" in told
    # Whoever holds the paper finds the page.
    assert f"{address}/What_if?outcome=early_education" in told.replace(" ", "")
    forms = (form_text.ADD_TITLE, text.CHANGES_TITLE, form_text.ADD, form_text.BRING_TITLE, text.DISTRICTS_TITLE)
    assert not [form for form in forms if form in told]
    # The same as a file, made when it is asked for.
    with page.expect_download(timeout=READY_MS) as download:
        page.get_by_role("button", name=note_words.NOTE).click()
    (note,) = PdfReader(download.value.path()).pages
    assert "Eaton Socon south-east" in " ".join(note.extract_text().split())
