"""Whoever writes a header for themselves is nobody: the real server, asked straight, as its proxy asks, and through the shipped nginx.

A proxy of one's own has no part in a council's server with sign-in (tests/helpers/deployed.py), so this one is by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import json

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geo.settings.model import WORKSPACE_VARIABLE, load_settings
from geo.settings.people import People
from geo.store.kept import workspace_of
from tests.helpers.behind_nginx import nginx_before
from tests.helpers.places import ROOT
from tests.security.serving import Reached, ask, is_refused, run, serving, socket
from ui.guard.known import VARIABLE, Known
from ui.scene import visitor
from ui.words import people as words

ANN = "ann lee"
KNOWN = {"known_by": '"header"', "unknown_role": '"nobody"', "roles": f'{{"{ANN}" = "contributor"}}'}
PAGES = ("/", "/Gap_list", "/api", "/api/", "/api/gaps.csv?level=district", "/app/static/app.css", "/own/a/b.json", "/_stcore/host-config")
FORGED = visitor.header_of(ANN, ["editors"])


def page_of(netloc, page, **headers):
    """Everything that a page is sent."""
    with socket(netloc, **headers) as stream:
        stream.send(run("", page))
        heard, said = [], ForwardMsg()
        while said.WhichOneof("type") != "script_finished":
            said.ParseFromString(stream.recv(timeout=60))
            heard.append(str(said))
    return "".join(heard)


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(WORKSPACE_VARIABLE, str(folder / "kept"))
        workspace_of(load_settings(ROOT / "config.toml")).create()
        stack = contextlib.ExitStack()
        where = stack.enter_context(serving(folder, proxies='["127.0.0.1"]', **KNOWN))
    with stack:
        yield where


@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_not_known_sees_nothing_and_is_told(behind_proxy, path):
    for headers in ({}, {visitor.HEADER: FORGED}, {"X-Forwarded-User": ""}, {"X-Forwarded-User": "\u200bann".encode().decode("latin-1")}):
        answer = ask(behind_proxy, path, **headers)
        assert answer.status == 403
        assert words.NOT_YOU in answer.text
        if path.startswith("/api"):
            assert json.loads(answer.text) == {"error": words.NOT_YOU}
    assert ask(behind_proxy, path, **{"X-Forwarded-User": ANN}).status != 403


def test_the_socket_of_a_page_is_for_those_who_are_known(behind_proxy):
    assert is_refused(behind_proxy)
    assert is_refused(behind_proxy, **{visitor.HEADER: FORGED})
    assert not is_refused(behind_proxy, **{"X-Forwarded-User": ANN})


def test_a_check_of_health_needs_no_name(behind_proxy):
    for path in ("/_stcore/health", "/healthz", "/readyz"):
        assert ask(behind_proxy, path).status == 200
    assert ask(behind_proxy, "/readyz/").status == 403, "nothing else"


def test_a_page_knows_who_asks_and_offers_what_they_may(behind_proxy):
    for headers in ({"X-Forwarded-User": ANN}, {"X-Forwarded-User": ANN, "X-Forwarded-For": "10.0.0.9"}):
        assert words.signed(ANN) in page_of(behind_proxy, "Local_knowledge", **headers)
    page = page_of(behind_proxy, "Local_knowledge", **{"X-Forwarded-User": "bob"})
    assert "You are bob, with the role reader." in page
    assert words.signed("bob") not in page


def test_behind_the_shipped_nginx_nobody_writes_a_header_for_themselves(behind_proxy, tmp_path):
    with nginx_before(tmp_path, {"north": [int(behind_proxy.partition(":")[2])]}) as port:
        forged = Reached(f"127.0.0.1:{port}", Host=f"north.localhost:{port}", **{"X-Forwarded-User": ANN, "X-Forwarded-Groups": "editors"})
        assert [ask(forged, path).status for path in PAGES] == [403] * len(PAGES)
        assert is_refused(forged)
        assert ask(forged, "/readyz").status == 200


@pytest.mark.parametrize("believed", [None, "10.9.9.9"])
def test_a_header_from_anybody_but_the_proxy_is_dropped(tmp_path, monkeypatch, believed):
    if believed:
        monkeypatch.setenv(VARIABLE, believed)
    with serving(tmp_path, proxies='["10.9.9.9"]', **KNOWN) as netloc:
        straight = {"X-Forwarded-User": ANN, visitor.HEADER: FORGED}
        for headers in (straight, {**straight, "X-Forwarded-For": "10.9.9.9"}, {**straight, "X-Forwarded-For": "10.9.9.9:4711"}):
            assert ask(netloc, "/Gap_list", **headers).status == 403
            assert is_refused(netloc, **headers)


def told(people, client, *headers):
    """Who is known to the app to ask from an address."""
    seen = []

    async def app(scope, _receive, _send):
        seen.append(dict(scope["headers"])[visitor.HEADER.lower().encode()].decode())

    scope = {"type": "http", "path": "/", "client": client, "headers": [(name.encode(), value.encode()) for name, value in headers]}
    asyncio.run(Known(app, people, "/api")(scope, None, None))
    return visitor.of_header(people, seen[0])


PEOPLE = People.model_validate(
    {"known_by": "header", "proxies": ["10.9.9.0/24"], "groups_header": "x-groups", "groups": {"editors": "editor"}}
)
NAMED, GROUPS = ("x-forwarded-user", "Zo\u00eb"), ("x-groups", "editors")


@pytest.mark.parametrize(
    ("client", "headers", "known"),
    [
        (("10.9.9.9", 4711), [NAMED], ("Zo\u00eb", "reader")),
        (("::ffff:10.9.9.9", 4711), [NAMED, ("x-groups", "staff, Editors")], ("Zo\u00eb", "editor")),
        # uvicorn has put whom the proxy asks for in the place of its address.
        (("192.0.2.1", 0), [NAMED, ("x-groups", "staff"), GROUPS], ("Zo\u00eb", "editor")),
        (("192.0.2.1", 4711), [NAMED, GROUPS], ("", "reader")),
        (("10.9.9.9", 4711), [NAMED, NAMED], ("", "reader")),
        (("10.9.9.9", 4711), [GROUPS], ("", "reader")),
        (("10.9.9.9", 4711), [("x-forwarded-user", "a" * 101)], ("", "reader")),
        (("10.9.9.9", 4711), [("x-forwarded-user", "a&group=editors")], ("a&group=editors", "reader")),
        (None, [NAMED], ("", "reader")),
    ],
)
def test_what_counts_of_a_request(monkeypatch, client, headers, known):
    monkeypatch.setenv(VARIABLE, "10.9.9.9")
    person = told(PEOPLE, client, *headers)
    assert (person.name, person.role) == known
    # Somebody else whom uvicorn believes could write the address of the proxy for their own.
    for others in ("10.9.9.9,10.8.8.8", "*"):
        monkeypatch.setenv(VARIABLE, others)
        assert told(PEOPLE, client, *headers).name == ""
