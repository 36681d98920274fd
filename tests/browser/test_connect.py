"""The address for other programs, from the page that offers it to the file that it gives; and the page that lists all addresses."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS
from tests.browser.test_accessibility import RULES, violations
from tests.browser.test_share import LIST, download
from ui.words import api as words
from ui.words import share as share_words

pytestmark = pytest.mark.browser
BOM = b"\xef\xbb\xbf"


def test_the_address_on_the_page_gives_the_file_of_the_page(page, address, tmp_path):
    """A reader takes the list once, and its address; the address gives the same list."""
    page.goto(f"{address}/{LIST.replace('Gap_list', 'Gap_map')}&colour=need")
    expect(page.locator("summary").filter(has_text=share_words.DOWNLOAD)).to_be_visible(timeout=READY_MS)
    got = download(page, "csv", share_words.DOWNLOAD)
    got.save_as(tmp_path / "list.csv")
    box = page.get_by_role("textbox", name=words.OFFER)
    expect(box).to_be_visible()
    assert box.input_value().startswith(f"{address}/api/gaps.csv?outcome=school_readiness")
    assert "colour" not in box.input_value()
    with urllib.request.urlopen(box.input_value(), timeout=60) as answer:
        assert BOM + answer.read() == (tmp_path / "list.csv").read_bytes()
    # The fold stays open while somebody works beside it: only the one over the page closes.
    page.locator("h1").click()
    expect(box).to_be_visible()
    page.get_by_role("button", name=words.COPY_WORDS["copy"]).click()
    expect(page.get_by_text(words.COPY_WORDS["copied"], exact=True).or_(page.get_by_text(words.COPY_WORDS["by_hand"]))).to_be_visible()


def test_the_page_of_addresses_keeps_the_rules_and_leads_to_files(watched, address):
    watched.goto(f"{address}/api/")
    expect(watched.locator("h1")).to_have_text(words.TITLE)
    assert violations(watched, {"type": "tag", "values": RULES}) == []
    watched.set_viewport_size({"width": 320, "height": 640})
    assert watched.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    with watched.expect_download(timeout=READY_MS) as found:
        watched.get_by_role("link").first.click()
    assert found.value.suggested_filename.startswith("gap-list_")
