"""People sign in at a real provider of OpenID Connect, come back to their link, and nobody is believed who only says so."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from geo.settings.people import People
from tests.helpers.signed_in import ANN, SECRET, cookie, secrets
from ui.guard import sign_in
from ui.scene import visitor
from ui.words import people as words

DEEP = "/Gap_list?outcome=family_security&level=ward"
ORIGIN = "http://127.0.0.1:1"
PEOPLE = People.model_validate({"known_by": "openid", "groups_claim": "roles", "groups": {"gapmap-editors": "editor"}})
START_S = 20
NEEDED = all(map(importlib.util.find_spec, ("authlib", "httpx", "oidc_provider_mock")))


@pytest.fixture
def shared(tmp_path):
    """Let this process have the secrets of a server."""
    provider = {"client_id": "gapmap", "client_secret": "s", "server_metadata_url": f"{ORIGIN}/.well-known/openid-configuration"}
    file = secrets(tmp_path, redirect_uri=f"{ORIGIN}/oauth2callback", **provider)
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(file)])
    secrets_singleton._reset()
    yield
    config.set_option("secrets.files", before)
    secrets_singleton._reset()


def told(value):
    scope = {"type": "http", "headers": [(b"cookie", f"{USER_COOKIE_NAME}={value}".encode())]}
    return visitor.of_header(PEOPLE, sign_in.told_by_cookie(scope, PEOPLE))


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("claims", "known"),
    [
        ({}, (ANN, "reader")),
        ({"roles": ["gapmap-editors", 3]}, (ANN, "editor")),
        ({"roles": "gapmap-editors"}, (ANN, "editor")),
        ({"roles": {"gapmap-editors": 1}}, (ANN, "reader")),
        ({"email": None}, ("", "reader")),
        ({"email": ["a"]}, ("", "reader")),
        ({"email": "a" * 101}, ("", "reader")),
        ({"is_logged_in": False}, ("", "reader")),
        ({"origin": "http://elsewhere"}, ("", "reader")),
        ({"secret": "another secret of more than thirty-two letters"}, ("", "reader")),
    ],
)
def test_who_a_cookie_says_it_is(claims, known):
    person = told(cookie(**{"origin": ORIGIN, **claims}))
    assert (person.name, person.role) == known


@pytest.mark.usefixtures("shared")
def test_a_cookie_that_is_changed_or_too_old_counts_for_nothing(monkeypatch):
    good = cookie(ORIGIN)
    assert told(good).name == ANN
    assert told(good[:-2] + ("AA" if good[-2:] != "AA" else "BB")).name == ""
    now = time.time()
    for hours, name in ((11.9, ANN), (12.1, "")):
        monkeypatch.setattr(time, "time", lambda hours=hours: now + hours * 3600)
        assert told(good).name == name


@pytest.mark.parametrize(
    ("wanted", "base", "goes"),
    [
        (DEEP, "", DEEP),
        ("/gap/Gap_list", "/gap", "/gap/Gap_list"),
        ("/Gap_list", "/gap", "/gap/"),
        ("//evil.example/a", "", "/"),
        ("/\\evil.example", "", "/"),
        ("https://evil.example/", "", "/"),
        ("javascript:alert(1)", "", "/"),
        ("/a\r\nSet-Cookie: b=c", "", "/"),
        ("/" + "a" * 4000, "", "/"),
        ("", "", "/"),
    ],
)
def test_nobody_is_led_elsewhere(wanted, base, goes):
    assert sign_in.own_address(wanted, base) == goes


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_where_somebody_comes_from_goes_the_way_that_the_page_came(scheme):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "scheme": scheme, "path": words.SIGN_IN_PATH, "query_string": urlencode({"to": DEEP}).encode(), "headers": []}
    asyncio.run(sign_in.SignIn(None, "")(scope, None, send))
    cookies = [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
    assert [("Secure" in cookie, "HttpOnly" in cookie) for cookie in cookies] == [(scheme == "https", True)]


def test_where_sign_in_is_not_set_up_the_button_says_so(tmp_path):
    before, sent = config.get_option("secrets.files"), []
    config.set_option("secrets.files", [str(tmp_path / "secrets.toml")])
    secrets_singleton._reset()

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "scheme": "https", "path": words.SIGN_IN_PATH, "query_string": b"", "headers": []}
    try:
        asyncio.run(sign_in.SignIn(None, "")(scope, None, send))
    finally:
        config.set_option("secrets.files", before)
        secrets_singleton._reset()
    assert sent[0]["status"] == 503
    assert sent[1]["body"].decode() == words.NO_SIGN_IN


# --- A provider that fails -------------------------------------------------------------------------------------------------

CONFIGURATION, TOKEN = "/.well-known/openid-configuration", "/token"
HANGS_S = 2.0
FAULTS = {
    "an error": (500, b"oh dear"),
    "a page of somebody else": (200, b"<html>Log in to the wireless network</html>"),
    "nothing of what is asked": (200, b"{}"),
    "a list": (200, b"[]"),
    "no answer in time": (None, b"{}"),
}


class Provider(BaseHTTPRequestHandler):
    """A provider that says of itself what it should, but for what a test has told it."""

    told: dict[str, tuple[int | None, bytes]] = {}  # noqa: RUF012 - of the test that runs

    def do_GET(self):
        """Answer."""
        here = f"http://127.0.0.1:{self.server.server_port}"
        good = {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}{TOKEN}",
            "jwks_uri": f"{here}/keys",
        }
        status, body = self.told.get(self.path, (200, json.dumps(good).encode()))
        if status is None:
            time.sleep(HANGS_S)
        self.send_response(status or 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        with contextlib.suppress(OSError):
            self.end_headers()
            self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the server looks for this name

    def log_message(self, *_):
        """Be silent."""


@pytest.fixture
def provider():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    Provider.told = {}

    def close():
        if thread.is_alive():
            server.shutdown()
            server.server_close()
            thread.join()

    yield server.server_port, close
    close()


class Browser:
    """One that keeps its cookies and follows nothing by itself."""

    def __init__(self, app):
        import httpx  # noqa: PLC0415 - not everywhere

        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN)
        self.cookies = self._client.cookies

    def get(self, path):
        return asyncio.run(self._client.get(path))


@pytest.fixture
def browser_of(tmp_path, monkeypatch):
    """Give a browser before Streamlit's own routes of sign-in, which ask the provider of a port."""
    if not NEEDED:
        pytest.skip("Authlib, httpx and oidc-provider-mock are not installed")
    monkeypatch.setattr(sign_in, "PROVIDER_S", HANGS_S / 6)
    before = config.get_option("secrets.files")

    def make(port):
        given = {"client_id": "gapmap", "client_secret": "s", "server_metadata_url": f"http://127.0.0.1:{port}{CONFIGURATION}"}
        config.set_option("secrets.files", [str(secrets(tmp_path, redirect_uri=f"{ORIGIN}{sign_in.CALLBACK}", **given))])
        secrets_singleton._reset()
        behind = [Middleware(sign_in.SignIn, base=""), Middleware(SessionMiddleware, secret_key=SECRET)]
        return Browser(Starlette(routes=create_auth_routes(""), middleware=behind))

    yield make
    config.set_option("secrets.files", before)
    secrets_singleton._reset()


def begin(browser):
    """Press the button, and come to where it leads."""
    begun = browser.get(f"{words.SIGN_IN_PATH}?{urlencode({'to': DEEP})}")
    assert begun.status_code == 302
    return browser.get(begun.headers["location"])


def come_back(browser):
    """Come back from a provider at which somebody has signed in."""
    (state,) = parse_qs(urlsplit(begin(browser).headers["location"]).query)["state"]
    return browser.get(f"{sign_in.CALLBACK}?{urlencode({'code': 'a', 'state': state})}")


def assert_told(answer):
    assert (answer.status_code, answer.text) == (503, words.NO_PROVIDER)
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("fault", FAULTS)
def test_a_provider_that_fails_when_somebody_wants_to_sign_in_is_told_of_in_one_sentence(provider, browser_of, fault):
    browser = browser_of(provider[0])
    Provider.told = {CONFIGURATION: FAULTS[fault]}
    begun_s = time.monotonic()
    assert_told(begin(browser))
    assert time.monotonic() - begun_s < HANGS_S
    # It is asked anew as soon as it answers again.
    Provider.told = {}
    assert begin(browser).headers["location"].startswith(f"http://127.0.0.1:{provider[0]}/authorize?")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_provider_that_fails_when_somebody_comes_back_is_told_of_in_one_sentence(provider, browser_of, fault):
    browser = browser_of(provider[0])
    Provider.told = {TOKEN: FAULTS[fault]}
    assert_told(come_back(browser))


def test_a_provider_that_is_not_there_is_told_of_in_one_sentence(provider, browser_of):
    port, close = provider
    browser = browser_of(port)
    (state,) = parse_qs(urlsplit(begin(browser).headers["location"]).query)["state"]
    close()
    assert_told(browser.get(f"{sign_in.CALLBACK}?{urlencode({'code': 'a', 'state': state})}"))
    assert_told(begin(browser))


def test_whoever_goes_back_to_an_old_code_stays_signed_in_and_whoever_has_refused_is_led_to_the_page(provider, browser_of):
    browser = browser_of(provider[0])
    (state,) = parse_qs(urlsplit(begin(browser).headers["location"]).query)["state"]
    refused = browser.get(f"{sign_in.CALLBACK}?{urlencode({'error': 'access_denied', 'state': state})}")
    assert (refused.status_code, refused.headers["location"]) == (302, DEEP)
    browser.cookies.set(USER_COOKIE_NAME, cookie(ORIGIN))
    old = browser.get(f"{sign_in.CALLBACK}?code=a&state=old")
    assert (old.status_code, old.headers["location"]) == (302, "/")
    assert USER_COOKIE_NAME not in old.headers.get("set-cookie", "")
