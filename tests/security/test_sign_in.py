"""People sign in at a real provider of OpenID Connect, come back to their link, and nobody is believed who only says so."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import socket
import subprocess
import sys
import time
from urllib.parse import urlencode

import pytest
from playwright.sync_api import sync_playwright
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_app_utils
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from geo.settings.people import People
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.security.serving import ask, is_refused, serving
from ui.guard import sign_in
from ui.scene import visitor
from ui.words import people as words

SECRET = "a secret that all replicas share, of more than 32 letters"  # noqa: S105 - of servers that live as long as the tests
ANN, OPENID = "ann.lee@example.gov.uk", {"known_by": '"openid"', "groups_claim": '"roles"', "groups": '{"gapmap-editors" = "editor"}'}
DEEP = "/Gap_list?outcome=family_security&level=ward"
ORIGIN = "http://127.0.0.1:1"
PEOPLE = People.model_validate({"known_by": "openid", "groups_claim": "roles", "groups": {"gapmap-editors": "editor"}})
START_S = 20
NEEDED = all(map(importlib.util.find_spec, ("authlib", "httpx", "oidc_provider_mock")))


def secrets(folder, **auth):
    """Write Streamlit's own file of secrets."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in {"cookie_secret": SECRET, **auth}.items()]
    (folder / "secrets.toml").write_text("[auth]\n" + "\n".join(lines), encoding="utf-8")
    return folder / "secrets.toml"


@pytest.fixture
def shared(tmp_path):
    """Let this process have the secrets of a server."""
    file = secrets(tmp_path, redirect_uri=f"{ORIGIN}/oauth2callback")
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(file)])
    secrets_singleton._reset()
    yield
    config.set_option("secrets.files", before)
    secrets_singleton._reset()


def cookie(secret=SECRET, origin=ORIGIN, **claims):
    told = {"email": ANN, "is_logged_in": True, "origin": origin, **claims}
    return starlette_app_utils.create_signed_value(secret, USER_COOKIE_NAME, json.dumps(told)).decode()


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
    person = told(cookie(**claims))
    assert (person.name, person.role) == known


@pytest.mark.usefixtures("shared")
def test_a_cookie_that_is_changed_or_too_old_counts_for_nothing(monkeypatch):
    good = cookie()
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


@pytest.fixture(scope="module")
def provider():
    if not NEEDED:
        pytest.skip("Authlib, httpx and oidc-provider-mock are not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    user = json.dumps({"sub": "ann", "email": ANN, "roles": ["gapmap-editors"]})
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--user-claims", user]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture(scope="module")
def signed_in(provider, tmp_path_factory):
    """Two processes that share their secrets, at one of which people sign in; whoever is unknown is nobody."""
    with pytest.MonkeyPatch.context() as patch, contextlib.ExitStack() as stack:
        places = []
        for number in range(2):
            folder = tmp_path_factory.mktemp(f"server-{number}")
            # Streamlit looks in the home folder.
            (folder / ".streamlit").mkdir()
            patch.setenv("HOME", str(folder))
            # The address that the provider leads back to is that of the first: the second has the same secrets.
            given = {"client_id": "gapmap", "client_secret": "s", "server_metadata_url": f"{provider}/.well-known/openid-configuration"}
            at = places[0] if places else "127.0.0.1:{port}"
            secrets(folder / ".streamlit", redirect_uri=f"http://{at}/oauth2callback", **given)
            places.append(stack.enter_context(serving(folder, unknown_role='"nobody"', **OPENID)))
        yield places


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
def test_a_link_survives_sign_in_and_who_signs_out_is_nobody(signed_in):
    here, other = signed_in
    for path in ("/", "/api/gaps.csv?level=district", "/app/static/app.css"):
        assert ask(here, path, **{visitor.HEADER: visitor.header_of(ANN, [])}).status == 401
    assert json.loads(ask(here, "/api/").text) == {"error": words.SIGN_IN_FIRST}
    assert is_refused(here)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://{here}{DEEP}")
        page.get_by_role("link", name=words.SIGN_IN).click()
        page.get_by_role("button", name="ann").click()
        page.get_by_role("link", name=words.SIGN_OUT).wait_for(timeout=90_000)
        assert page.url.startswith(f"http://{here}/Gap_list?")
        assert "outcome=family_security" in page.url
        page.get_by_text(ANN).first.wait_for()
        # The cookie of one process counts at the other, for programs too; a changed one counts nowhere.
        (value,) = [one["value"] for one in page.context.cookies() if one["name"] == USER_COOKIE_NAME]
        for netloc in (here, other):
            assert ask(netloc, "/api/", Cookie=f"{USER_COOKIE_NAME}={value}").status == 200
            assert ask(netloc, "/api/", Cookie=f"{USER_COOKIE_NAME}={value[:-3]}abc").status == 401
        page.get_by_role("link", name=words.SIGN_OUT).click()
        page.wait_for_url(lambda url: "oauth2" in url or url.endswith("/"))
        page.goto(f"http://{here}/Gap_list")
        page.get_by_role("link", name=words.SIGN_IN).wait_for()
        browser.close()


def test_whoever_asks_to_be_led_elsewhere_comes_to_the_base_page(signed_in):
    answer = ask(signed_in[0], f"{words.SIGN_IN_PATH}?{urlencode({'to': '//evil.example/'})}")
    assert answer.status == 302
    assert answer.headers["location"].startswith("/auth/login?provider=")
    assert "gap_map_comes_from=%2F;" in answer.headers["set-cookie"]
