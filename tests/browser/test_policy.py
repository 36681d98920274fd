"""The policy in a real browser: what maps and files need is not refused (each page: test_accessibility.py), what is slipped in is."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, settle, wait_until
from tests.browser.test_detailed_map import wait_drawn
from tests.browser.test_every_page import taken
from tests.browser.test_share import download
from tests.browser.test_simple_map import drawn, wait_for_colours
from ui.kit import theme
from ui.words import pages
from ui.words import share as share_words

pytestmark = pytest.mark.browser

TRIES = {
    "a script in the page": "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))",
    "a handler": "document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" onerror=\"window.ran = 1\">')",
    "text as a script": "setTimeout(() => new Function('window.ran = 1')())",
    "a script of another server": "document.body.append(Object.assign(document.createElement('script'), {src: 'http://127.0.0.1:9/x.js'}))",
    "a picture of another server": "document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))",
    "a request to another server": "fetch('http://127.0.0.1:9/x').catch(() => 0)",
    "a frame": "document.body.append(Object.assign(document.createElement('iframe'), {src: 'http://127.0.0.1:9/'}))",
    "another base": "document.head.append(Object.assign(document.createElement('base'), {href: 'http://127.0.0.1:9/'}))",
}


@pytest.fixture(params=["alone", "deployed"])
def anywhere(request, page):
    """A server by itself, and a council's behind nginx, where this page's browser is that of somebody who has signed in.

    What nginx passes on is the policy of each page (tests/security/test_headers.py), so what a browser does with it is tried once.
    """
    if request.param == "alone":
        return request.getfixturevalue("address")
    server = request.getfixturevalue("deployed")
    return server.let_in(page.context, server.ports[0])


def test_both_maps_are_drawn_and_files_come_and_go_under_the_policy(watched, anywhere, tmp_path):
    watched.goto(f"{anywhere}/Gap_map?outcome=school_readiness&sites=yes&map=detailed")
    wait_drawn(watched)
    assert download(watched, "html", share_words.DOWNLOAD).path().stat().st_size > 10_000
    watched.goto(f"{anywhere}/Gap_map?outcome=school_readiness")
    wait_for_colours(watched, drawn(watched), theme.SEQUENTIAL["gap"])
    watched.goto(f"{anywhere}/Gap_list?outcome=school_readiness")
    assert taken(watched, share_words.CSV).startswith(b"\xef\xbb\xbfrank")
    watched.goto(f"{anywhere}/Your_data")
    expect(watched.get_by_role("heading", name=pages.YOUR_DATA.title, exact=True)).to_be_visible(timeout=READY_MS)
    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n", encoding="utf-8")
    watched.locator("input[type=file]").set_input_files(str(strange))
    expect(watched.get_by_text("strange.csv").first).to_be_visible(timeout=READY_MS)


@pytest.mark.parametrize("tried", TRIES)
def test_what_is_slipped_into_a_page_is_refused_and_reported(browser, address, tried):
    page = browser.new_context().new_page()
    try:
        page.goto(f"{address}/Data_and_methods")
        settle(page)
        page.evaluate("window.refused = []; document.addEventListener('securitypolicyviolation', () => window.refused.push(1))")
        # As the page itself would do it: what a test runs in a page is not bound by the policy, what it puts there is.
        page.evaluate(TRIES[tried])
        wait_until(page, "window.refused.length > 0", 10_000)
        assert page.evaluate("window.ran") is None
    finally:
        page.context.close()


class Framing(BaseHTTPRequestHandler):
    """A page of another server that shows the dashboard inside itself."""

    shown = ""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<link rel=icon href=data:,><iframe src='{self.shown}'></iframe>".encode())

    def log_message(self, *_):
        """Be silent."""


def test_another_server_cannot_show_the_dashboard_in_a_frame(browser, address):
    Framing.shown = f"{address}/"
    elsewhere = HTTPServer(("127.0.0.1", 0), Framing)
    threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
    page = browser.new_context().new_page()
    try:
        refused = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
        wait_until(page, "frames.length === 1", 10_000)
        end = time.monotonic() + 10
        while not any("frame-ancestors" in told for told in refused):
            assert time.monotonic() < end, refused
            page.wait_for_timeout(50)
    finally:
        page.context.close()
        elsewhere.shutdown()
        elsewhere.server_close()
