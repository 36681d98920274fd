"""A token lets in by its hash alone, up to its last day and until it is withdrawn, whatever the place it is kept in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from geo.base.errors import DataError
from geo.store.audit import HOW
from geo.store.desk import Desk
from geo.store.forgetting import mentions
from geo.store.kept import place_of
from geo.store.permission import Person
from geo.store.stocktaking import holdings_of
from geo.store.token import FORM, LONGEST, digest_of, new_token
from tests.helpers.tiny import Tiny, with_workspace

if TYPE_CHECKING:
    from geo.store.backend import KeptPlace
    from tests.helpers.running import Run

ANN = Person("approver", "known", "Ann")


def test_a_token_is_found_by_its_secret_until_it_is_withdrawn(place: KeptPlace) -> None:
    desk = Desk(place, ANN)
    assert place.tokens.all() == []
    assert place.tokens.find(digest_of("a")) is None
    first, second = desk.create_token("Zo\u00eb's Excel", "reader"), desk.create_token("QGIS", "editor", date(2999, 1, 31))
    found = place.tokens.find(digest_of(second))
    assert found is not None
    assert (found.name, found.role, found.until) == ("QGIS", "editor", "2999-01-31")
    assert [token.name for token in place.tokens.all()] == ["QGIS", "Zo\u00eb's Excel"]
    desk.withdraw_token("QGIS")
    assert place.tokens.find(digest_of(second)) is None
    assert place.tokens.find(digest_of(first)) is not None
    assert desk.create_token("QGIS", "reader") != second


def test_a_name_is_taken_once_and_one_that_is_unknown_is_said(place: KeptPlace) -> None:
    desk = Desk(place, ANN)
    with pytest.raises(DataError, match="no token"):
        desk.withdraw_token("Excel")
    secret = desk.create_token("Excel", "reader")
    with pytest.raises(DataError, match="already"):
        desk.create_token("Excel", "editor")
    with pytest.raises(DataError, match="no token"):
        desk.withdraw_token("excel")
    assert [(token.role, token.digest) for token in place.tokens.all()] == [("reader", digest_of(secret))]
    (line,) = place.audit.lines()
    assert line.act == "create a token"
    assert mentions(holdings_of(place), "EXCEL") == ["token Excel", f"line {line.number} of the audit log"]


def test_the_secret_is_kept_nowhere(place: KeptPlace) -> None:
    secret = Desk(place, ANN).create_token("Excel", "reader")
    assert FORM.fullmatch(secret)
    assert secret not in str([place.tokens.all(), place.audit.lines()])


@pytest.mark.parametrize("name", ["", " a", "a\nb", "a\u200b", "a" * (LONGEST + 1)])
def test_a_name_is_one_line(name: str) -> None:
    with pytest.raises(DataError, match="one line"):
        new_token(name, "reader", None)


def test_the_last_day_counts_and_the_next_does_not() -> None:
    token, _ = new_token("a", "reader", date(2999, 1, 31))
    assert [token.lets_in(day) for day in (date(2999, 1, 31), date(2999, 2, 1))] == [True, False]
    assert new_token("a", "reader", None)[0].lets_in(date(2999, 2, 1))
    with pytest.raises(DataError, match="is over"):
        new_token("a", "reader", date(2020, 1, 31))


def test_the_command_prints_the_secret_once(run_tiny: Run, tiny: Tiny) -> None:
    with_workspace(tiny)
    made = run_tiny("token", "create", "=Excel", "--until", "2999-01-31")
    secret = made.out.decode().strip()
    place = place_of(tiny.settings)
    assert place is not None
    token = place.tokens.find(digest_of(secret))
    assert token is not None
    assert run_tiny("token", "list").out.decode() == f"name,role,made_at,until\n'=Excel,reader,{token.made_at},2999-01-31\n"
    assert run_tiny("token", "create", "=Excel").code == 1
    assert run_tiny("token", "withdraw", "=Excel").code == 0
    assert run_tiny("token", "withdraw", "=Excel").code == 1
    assert run_tiny("token", "create", "b", "--role", "nobody").code == 2
    assert [(line.act, line.how) for line in place.audit.lines()] == [
        ("withdraw a token", HOW["command_line"]),
        ("create a token", HOW["command_line"]),
    ]
