"""The report in a browser: made from a link on a fresh server, taken away, compared with the CSV, and opened without a network."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, start_server
from tests.browser.test_every_page import FENLAND, taken
from ui.words import common
from ui.words import report as report_words
from ui.words import share as share_words

pytestmark = pytest.mark.browser

QUERY = f"outcome=early_education&district={FENLAND}"
READ_ROWS = "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"


def figures(table):
    """Rank, place, children, need, access, nearness, gap and range of ranks of each row of the CSV as the report writes them."""
    return [
        [
            f"{row.rank}", row.area_label.replace(f"({row.district} ", "("),
            f"{row.children_0_4:,}", f"{row.need_score:.1f}", f"{row.access:.2f}",
            common.nearness(row.nearest_minutes, row.providers_in_reach), f"{row.gap_score:.1f}",
            f"{row.rank_low} to {row.rank_high}",
        ]
        for row in table.itertuples()
    ]  # fmt: skip


def test_a_report_from_a_link_on_a_fresh_server_has_the_figures_of_the_csv_and_asks_for_nothing(page, tmp_path):
    server, address = start_server()
    try:
        page.goto(f"{address}/Report?{QUERY}")
        page.get_by_role("button", name=report_words.MAKE).click(timeout=READY_MS)
        expect(page.get_by_text(report_words.READY)).to_be_visible(timeout=READY_MS)
        paper, web = taken(page, report_words.DOWNLOAD_PDF), taken(page, report_words.DOWNLOAD_HTML)
        page.goto(f"{address}/Gap_list?{QUERY}")
        rows = pd.read_csv(io.BytesIO(taken(page, share_words.CSV)), encoding="utf-8-sig")
        # An open page would go on asking the server that ends here.
        page.goto("about:blank")
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert paper.startswith(b"%PDF-")
    assert paper.rstrip().endswith(b"%%EOF")
    saved = tmp_path / "report.html"
    saved.write_bytes(web)
    asked = []
    # The page of the conftest must stay on its own host; a saved file is a host of its own.
    other = page.context.browser.new_page()
    other.on("request", lambda request: asked.append(request.url))
    other.goto(saved.as_uri())
    shown = other.locator("tbody tr").evaluate_all(READ_ROWS)
    picture = other.locator("svg[role=img]")
    expect(picture).to_be_visible()
    assert picture.locator("circle").count() >= report_words.SHOWN
    other.close()
    assert asked == [saved.as_uri()]
    assert [row[:8] for row in shown] == figures(rows.head(report_words.SHOWN))


@pytest.mark.parametrize("width", [320, 390])
def test_the_web_page_fits_a_phone(page, address, tmp_path, width):
    page.goto(f"{address}/Report?{QUERY}&level=ward")
    page.get_by_role("button", name=report_words.MAKE).click(timeout=READY_MS)
    saved = tmp_path / "report.html"
    saved.write_bytes(taken(page, report_words.DOWNLOAD_HTML))
    other = page.context.browser.new_page(viewport={"width": width, "height": 844})
    other.goto(saved.as_uri())
    assert other.evaluate("document.documentElement.scrollWidth") <= width
    other.close()
