"""A program with a token gets the figures of the command line where people are known, and nothing without one; pages know no tokens."""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import time

import pandas as pd
import pytest

from geo.cli.main import main
from geo.settings.model import WORKSPACE_VARIABLE, load_settings
from geo.settings.people import People
from geo.store.desk import Desk
from geo.store.kept import place_of
from geo.store.permission import Person
from geo.store.token import Token, digest_of
from tests.helpers.places import ROOT
from tests.security.serving import ask, is_refused, serving
from ui.guard.tokens import REMEMBERED_S, secret_of
from ui.scene import visitor
from ui.words import people as words

GAPS, QUESTION = "/api/gaps.csv?outcome=family_security&level=district", ("--outcome", "family_security", "--level", "district")
UNUSED = "a" * 43
ANN = Person("approver", "known", "Ann")


class Alone:
    """A server with a folder, behind a proxy that has to say who asks."""

    refused, status, known = words.NOT_YOU, 403, {"X-Forwarded-User": "ann"}

    def __init__(self, where, place):
        self.where, self.place = where, place

    @contextlib.contextmanager
    def spoilt(self):
        """Spoil what tokens are read from."""
        file, aside = self.place.root / "tokens.sqlite", self.place.root / "aside"
        file.rename(aside)
        file.write_text("a letter" * 500, encoding="utf-8")
        yield
        aside.replace(file)


class Council:
    """A council's server with a database, where people sign in."""

    refused, status = words.SIGN_IN_FIRST, 401

    def __init__(self, deployed, postgres):
        port = deployed.ports[0]
        self.where, self.place, self.known = deployed.stranger(port), deployed.place, deployed.signed_in(port).headers
        self._run = functools.partial(postgres.run, database=deployed.database)

    @contextlib.contextmanager
    def spoilt(self):
        """Spoil what tokens are read from."""
        self._run("ALTER TABLE gap_map.tokens RENAME digest TO aside")
        yield
        self._run("ALTER TABLE gap_map.tokens RENAME aside TO digest")


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch, contextlib.ExitStack() as stack:
        patch.setenv(WORKSPACE_VARIABLE, str(folder / "kept"))
        place = place_of(load_settings(ROOT / "config.toml"))
        place.versions.create()
        where = stack.enter_context(serving(folder, known_by='"header"', unknown_role='"nobody"', proxies='["127.0.0.1"]'))
        yield Alone(where, place)


@pytest.fixture(params=["alone", "deployed"])
def served(request):
    if request.param == "alone":
        return request.getfixturevalue("alone")
    return Council(request.getfixturevalue("deployed"), request.getfixturevalue("postgres"))


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def basic(secret):
    return {"Authorization": f"Basic {base64.b64encode(f'anybody:{secret}'.encode()).decode()}"}


def assert_not_let_in(answer):
    assert (answer.status, answer.headers["www-authenticate"], answer.headers["cache-control"]) == (401, "Bearer", "no-store")
    assert json.loads(answer.text) == {"error": words.NOT_LET_IN}
    assert answer.text.count("\n") == 1


def test_a_token_gives_the_figures_of_the_command_line_until_it_is_withdrawn(served, tmp_path):
    where, place = served.where, served.place
    secret = Desk(place, ANN).create_token("Excel", "reader")
    file = tmp_path / "gaps.csv"
    assert main(["gaps", *QUESTION, "-o", str(file)]) == 0
    assert ask(where, GAPS).status == served.status
    for headers in (bearer(secret), basic(secret), {"authorization": f"bearer  {secret}"}):
        answer = ask(where, GAPS, **headers)
        assert (answer.status, answer.text.encode()) == (200, file.read_bytes())
    read = pd.read_csv(f"http://{where}{GAPS}", storage_options={**getattr(where, "headers", {}), **bearer(secret)})
    assert read.equals(pd.read_csv(file))
    Desk(place, ANN).withdraw_token("Excel")
    time.sleep(REMEMBERED_S + 0.5)
    for headers in (bearer(secret), basic(secret)):
        assert_not_let_in(ask(where, GAPS, **headers))


def test_no_other_token_lets_in(served):
    where, place = served.where, served.place
    secret = "e" * 43
    place.tokens.add(Token("Old", "approver", digest_of(secret), "2020-01-01T00:00:00+00:00", "2020-01-31"))
    for wrong in (secret, UNUSED, digest_of(secret), "", "x", "\u00e9".encode().decode("latin-1")):
        assert_not_let_in(ask(where, "/api/", **bearer(wrong)))
        assert_not_let_in(ask(where, GAPS, **basic(wrong)))
    assert_not_let_in(ask(where, GAPS, Authorization="Basic ?"))
    assert ask(where, GAPS, Authorization="Digest a").status == served.status


def test_pages_and_their_socket_know_no_tokens(served):
    where = served.where
    headers = bearer(Desk(served.place, ANN).create_token("Browser", "approver"))
    assert ask(where, "/api/", **headers).status == 200
    for path in ("/", "/Gap_list", "/app/static/app.css", "/apiary", "/_stcore/host-config"):
        assert ask(where, path, **headers).text == served.refused
    assert is_refused(where, **headers)


def test_whom_the_proxy_or_a_cookie_names_needs_no_token(served):
    assert ask(served.where, "/api/", **served.known, **bearer(UNUSED)).status == 200


def test_a_store_that_cannot_be_read_lets_nobody_in(served):
    where = served.where
    secret = Desk(served.place, ANN).create_token("Script", "reader")
    with served.spoilt():
        answer = ask(where, "/api/", **bearer(secret))
    assert (answer.status, json.loads(answer.text)) == (503, {"error": words.CANNOT_TELL})
    assert ask(where, "/api/", **bearer(secret)).status == 200
    # What was found is not looked up at each request.
    with served.spoilt():
        assert ask(where, "/api/", **bearer(secret)).status == 200


def test_where_nobody_is_known_a_token_is_ignored(tmp_path):
    with serving(tmp_path) as where:
        assert ask(where, "/api/", **bearer(UNUSED)).status == 200


def test_a_program_has_the_role_of_its_token_whatever_others_have():
    people = People.model_validate({"known_by": "openid", "default_role": "editor", "roles": {"token Excel": "approver"}})
    person = visitor.of_header(people, visitor.token_header(Token("Excel", "reader", "", "")))
    assert (person.name, person.role, person.ground) == ("token Excel", "reader", "known")
    forged = visitor.header_of("ann&role=approver", ["a&role=approver"])
    assert visitor.of_header(people, forged).role == "editor"


@pytest.mark.parametrize(
    ("header", "secret"), [("Bearer  a ", "a"), ("BEARER a", "a"), ("Basic Ojph", ":a"), ("Basic eDphOmI=", "a:b"), ("a", None)]
)
def test_what_is_read_of_a_header(header, secret):
    assert secret_of({"type": "http", "headers": [(b"authorization", header.encode())]}) == secret
