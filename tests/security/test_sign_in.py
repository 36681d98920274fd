"""People sign in at a real provider of OpenID Connect, come back to their link, and nobody is believed who only says so."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import time
from urllib.parse import urlencode

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_app_utils
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from geo.settings.people import People
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
    provider = {"client_id": "gapmap", "client_secret": "s", "server_metadata_url": f"{ORIGIN}/.well-known/openid-configuration"}
    file = secrets(tmp_path, redirect_uri=f"{ORIGIN}/oauth2callback", **provider)
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
