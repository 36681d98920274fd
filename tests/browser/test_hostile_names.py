"""Data whose every name is an attack, in a real browser: maps are painted, names are shown as they are, nothing leads elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, settle, start_server
from tests.browser.test_journeys import MAP, wait_painted
from tests.helpers.tiny import write_tiny
from tests.security.test_plain_text import hostile, spoil
from ui.words.plain import JOINER

pytestmark = pytest.mark.browser

# What Markdown would have made of the names; links of the page's own lead to this server.
MADE = (
    "[data-testid=stMain] :is(a[href^=http][href*=evil], a[href^='//'], a[href^=mailto], img[src*=evil], img[onerror], .katex, "
    ".stMarkdownColoredText, .stMarkdownBadge, [data-testid=stMarkdownContainer] :is(img, code, del, hr, blockquote, table), "
    "span[role=img][translate=no])"
)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    tiny = write_tiny(tmp_path_factory.mktemp("spoilt"))
    spoil(tiny)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAPMAP_CONFIG", str(tiny.config))
        server, address = start_server()
    yield address, tiny
    server.terminate()
    server.wait(timeout=20)


def named(tiny, table, *keys):
    """Hostile words in the rows of a table, with the line breaks that a browser shows."""
    rows = (tiny.data / table).read_text(encoding="utf-8").splitlines()
    found = [rows[tiny.line_of(table, key) - 1].split("Zq")[1:] for key in keys]
    return [" ".join(hostile(int(part.partition("q")[0])).split()) for row in found for part in row]


def test_names_that_are_markdown_are_shown_as_they_are(page, spoilt):
    address, tiny = spoilt
    for path in ("", "Area_profile?area=E05000901&level=ward", "Compare_districts", "Gap_list?find=words:[a](//evil.example)&district=[a]"):
        page.goto(f"{address}/{path}")
        settle(page)
        assert page.locator(MADE).evaluate_all("found => found.map((one) => one.outerHTML)") == []
    page.goto(f"{address}/?outcome=school_readiness")
    settle(page)
    shown = " ".join(page.get_by_test_id("stMain").inner_text().replace(JOINER, "").split())
    (alder,) = named(tiny, "areas.csv", "E07000901")[:1]
    assert alder in shown


def test_a_name_that_is_an_expression_leaves_the_map_of_providers_and_its_cards_whole(page, spoilt):
    address, tiny = spoilt
    page.goto(f"{address}/Provision?outcome=school_readiness")
    wait_painted(page, least=2)
    box = page.locator(MAP).bounding_box()
    card = page.locator(".leaflet-tooltip .bsg-card b")
    for across in (0.35, 0.45, 0.55, 0.65):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + box["height"] * 0.45, steps=4)
        page.wait_for_timeout(300)
        if card.count() and card.is_visible():
            break
    expect(card).to_be_visible(timeout=READY_MS)
    known = named(tiny, "areas.csv", "E07000901", "E07000902") + named(tiny, "providers.csv", "hub-1", "n-1", "n-2", "n-3", "n-4", "n-5")
    assert " ".join(card.inner_text().split()) in known
    assert page.locator(".bsg-card img").count() == 0
