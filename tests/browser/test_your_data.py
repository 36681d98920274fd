"""Bring a file, look at it, use it: this visit sees it on list and map, another does not, and the server gives it to nobody else."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request

import pandas as pd
import pytest
from playwright.sync_api import expect

from geo.settings.model import load_settings
from geo.store.kept import workspace_of
from tests.browser.conftest import READY_MS, said, settle, start_server, wait_until
from tests.browser.test_accessibility import RULES, violations
from tests.helpers.places import ROOT
from ui.kit import theme
from ui.words import pages
from ui.words import your_data as text

pytestmark = pytest.mark.browser

MARK = "Zebra lane drop-in"
LIST = "Gap_list?outcome=family_security&level=lsoa"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Settings of the product with a workspace of their own."""
    folder = tmp_path_factory.mktemp("own")
    config = folder / "config.toml"
    product = (ROOT / "config.toml").read_text(encoding="utf-8")
    config.write_text(product.replace('folder = "data"', f'folder = "{ROOT / "data"}"\nworkspace = "kept"', 1), encoding="utf-8")
    workspace_of(load_settings(config)).create()
    return config


@pytest.fixture(scope="module")
def address(workspace):
    os.environ["GAPMAP_CONFIG"] = str(workspace)
    try:
        server, url = start_server([sys.executable, "-m", "tests.browser.serve_with_layouts"])
    finally:
        del os.environ["GAPMAP_CONFIG"]
    yield url
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(params=["alone", "deployed"])
def anywhere(request, page):
    """A server by itself, and a council's behind nginx, where this page's browser is that of somebody who has signed in."""
    if request.param == "alone":
        return request.getfixturevalue("address")
    server = request.getfixturevalue("deployed")
    return server.let_in(page.context, server.ports[0])


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    areas = pd.read_csv(ROOT / "data" / "areas.csv", dtype="str")
    codes = areas.loc[areas["level"] == "lsoa", "area_code"].tolist()
    folder = tmp_path_factory.mktemp("files")
    sites, strange = folder / "sites.csv", folder / "strange.csv"
    sites.write_text("name,lsoa\n" + "".join(f"{MARK} {place},{code}\n" for place, code in enumerate(codes[::9])), encoding="utf-8")
    strange.write_bytes(b"PK\x03\x04 this is no workbook")
    return sites, strange


def opened(page, address):
    page.goto(f"{address}/Your_data")
    expect(page.get_by_role("heading", name=pages.YOUR_DATA.title, exact=True)).to_be_visible(timeout=READY_MS)


def bring(page, *paths):
    page.locator("input[type=file]").set_input_files([str(path) for path in paths])


def test_bring_use_and_keep(page, browser, address, files, workspace):
    opened(page, address)
    bring(page, files[0])
    expect(said(page, "Recognised as Sites of the tests")).to_be_visible(timeout=READY_MS)
    expect(page.locator("img.bsg-picture")).to_be_visible()
    page.get_by_text(text.SAMPLE).click()
    settle(page)
    assert violations(page, {"type": "tag", "values": RULES}) == []
    page.get_by_role("button", name=text.USE).click()
    expect(page.get_by_role("button", name=text.BACK)).to_be_visible(timeout=READY_MS)
    settle(page)
    assert violations(page, {"type": "tag", "values": RULES}) == []

    # The list and the map of this visit show the new services; the address of the points works here only.
    asked = []
    page.on("response", lambda response: asked.append(response.url) if "/own/" in response.url else None)
    page.get_by_role("link", name="Gap map").first.click()
    expect(page.get_by_role("heading", name="Gap map", exact=True)).to_be_visible(timeout=READY_MS)
    expect(said(page, "You are using your own data")).to_be_visible()
    wait_until(page, "performance.getEntriesByType('resource').some(entry => entry.name.includes('/own/'))", READY_MS)
    token = next(url for url in asked).split("/own/")[1].split("/")[0]
    points = f"{address}/own/{token}/providers-advice-public.json"
    assert MARK in urllib.request.urlopen(points).read().decode()
    for wrong in (f"{address}/own/{token}/../config.toml", f"{address}/own/{token[:-1]}/providers-advice-public.json"):
        with pytest.raises(urllib.error.HTTPError, match=r"HTTP Error 40[04]"):
            urllib.request.urlopen(wrong)

    # Somebody else sees the shared data.
    other = browser.new_context().new_page()
    other.goto(f"{address}/{LIST}")
    expect(other.get_by_role("heading", name="Gap list", exact=True)).to_be_visible(timeout=READY_MS)
    expect(other.get_by_text("You are using your own data")).to_have_count(0)
    opened(other, address)
    expect(other.get_by_text(text.NO_HISTORY)).to_be_visible()

    # Kept, everybody sees them; nothing of it is in the folder that anybody can read.
    page.get_by_role("link", name=text.TO_PAGE).click()
    page.get_by_label(text.WHO).fill("A Lead")
    page.get_by_label(text.WHY).fill("new list of advice")
    page.get_by_role("button", name=text.KEEP, exact=True).click()
    expect(said(page, "Everybody now sees version 1")).to_be_visible(timeout=READY_MS)
    assert workspace_of(load_settings(workspace)).state().version == 1
    opened(other, address)
    # In the history, and in the audit log.
    expect(other.get_by_text("new list of advice")).to_have_count(2, timeout=READY_MS)
    expect(other.get_by_text("You are using your own data")).to_have_count(0)
    other.context.close()
    served = [path for path in theme.STATIC.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()]
    assert served == []


def test_a_file_that_is_not_what_it_claims_is_refused_in_words(page, anywhere, files):
    opened(page, anywhere)
    bring(page, files[1])
    expect(page.get_by_text(text.PROBLEMS)).to_be_visible(timeout=READY_MS)
    expect(page.get_by_role("cell", name="strange.csv").or_(page.get_by_role("rowheader", name="strange.csv"))).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)


def test_others_go_on_while_a_file_that_is_too_large_is_read_and_refused(page, anywhere, tmp_path):
    huge = tmp_path / "huge.csv"
    huge.write_text("name,lsoa\n" + "Somewhere,E01000001\n" * 600_000, encoding="utf-8")
    other = page.context.new_page()
    other.goto(f"{anywhere}/Gap_list?outcome=school_readiness&level=ward")
    expect(other.get_by_test_id("stDataFrame")).to_be_visible(timeout=READY_MS)
    opened(page, anywhere)
    bring(page, huge)
    for sector in ("Public", "Private and voluntary", "All"):
        other.get_by_role("radio", name=sector, exact=True).click()
        expect(other.get_by_test_id("stDataFrame")).to_be_visible(timeout=READY_MS)
        other.locator("[data-test-script-state=notRunning]").wait_for(timeout=READY_MS)
    expect(page.get_by_text("500,000").first).to_be_visible(timeout=READY_MS)
    expect(page.get_by_text("Traceback")).to_have_count(0)
