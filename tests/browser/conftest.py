"""A real browser against a real server. Every page opened here must stay on its own host and log no error."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from typing import IO

import pytest
from playwright.sync_api import sync_playwright

from tests.helpers.places import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTUP_S = 60
READY_MS = 60_000
LOST_CLICK = ["TimeoutError", "Locator expected", "Page title expected", "not within"]
# The server has sent everything; it stands on the page; and no colour is on its way to another.
IDLE = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
WHOLE = "!document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton], [data-stale=true]')"
UNMOVED = "!document.getAnimations().some(moving => moving instanceof CSSTransition)"
LISTENER = """document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.keywords:
            # A browser that draws without a GPU on a busy machine now and then loses a click, and what should follow never comes.
            # Nothing but that is tried again, and once: a fault of ours fails twice, and an error on the page fails at once.
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=LOST_CLICK))
    if CHROMIUM or os.environ.get("GAPMAP_BROWSER_REQUIRED"):
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed (Debian: apt-get install chromium); browser tests skipped"))


def start_server(command: list[str] | None = None, stdout: int | IO[str] = subprocess.DEVNULL) -> tuple[subprocess.Popen, str]:
    """Start the app on a free port and wait until it is healthy."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [*(command or [sys.executable, "-m", "streamlit", "run", "app.py"]), "--server.port", str(port), "--server.headless", "true"],
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + STARTUP_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return server, address
        except OSError:
            time.sleep(0.2)
    server.kill()
    pytest.fail(f"the app did not start within {STARTUP_S} s")


@pytest.fixture(scope="session")
def address():
    server, url = start_server()
    yield url
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="session")
def driver():
    assert CHROMIUM, "GAPMAP_BROWSER_REQUIRED is set but Chromium is not installed"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver):
    chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser):
    """A page that fails its test when anything is asked of another host or an error is logged."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    tab = context.new_page()
    outside, errors = [], []
    tab.on("request", lambda request: None if _own(request.url) else outside.append(request.url))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    context.close()
    assert outside == [], "requests to other hosts"
    assert errors == [], "console errors"


@pytest.fixture
def watched(page):
    """A page that fails its test when the policy refuses anything."""
    page.add_init_script(LISTENER)
    return page


def wait_until(page, expression, timeout_ms):
    """Wait until an expression is true on the page; Playwright's own way runs text as a script, which the page's policy refuses."""
    end = time.monotonic() + timeout_ms / 1000
    while not page.evaluate(expression):
        if time.monotonic() > end:
            pytest.fail(f"not within {timeout_ms} ms: {expression}")
        page.wait_for_timeout(50)


def said(page, words):
    """What says these words on the page itself: a changed answer stands a second time, unseen, where screen readers are told of it."""
    return page.get_by_test_id("stMain").get_by_text(words)


def settle(page):
    """Wait until the page is drawn, nothing runs, nothing of the run before is left on it and no colour fades."""
    page.wait_for_selector("h1", timeout=READY_MS)
    wait_until(page, f"{IDLE} && {WHOLE} && {UNMOVED}", READY_MS)
    # A component is drawn in a frame of its own a moment after the page.
    until_same(page, lambda: page.evaluate("document.body.innerHTML.length"))


def until_same(page, measure, timeout_ms=5_000, pause_ms=200):
    """Wait until what is measured is the same twice in a row, and return it: a map that moves has come to rest."""
    end = time.monotonic() + timeout_ms / 1000
    before = measure()
    while time.monotonic() < end:
        page.wait_for_timeout(pause_ms)
        now = measure()
        if now == before:
            return now
        before = now
    return before


def _own(url: str) -> bool:
    return url.startswith((*(f"{way}://{host}:" for way in ("http", "ws") for host in ("127.0.0.1", "north.localhost")), "data:", "blob:"))
