"""Who looks at a page, and what they may do: as the settings, the address of the server and the way of the visit say."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from geo.base.plain_text import one_line
from geo.base.vocabulary import STAFF_ROLES
from geo.settings.server import host_name
from geo.store.desk import Desk
from geo.store.kept import place_of
from geo.store.permission import LONGEST_NAME, ON_THIS_COMPUTER, Person, refusal
from ui.kit import asking
from ui.scene import loading
from ui.words import people as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.settings.people import People
    from geo.store.permission import Act
    from geo.store.token import Token

# `ui.guard.known` takes it out of every request and puts it in where a proxy that counts has said who asks.
HEADER: Final = "X-Gap-Map-Person"
# A proxy puts one of these in, which goes on for somebody at another computer. Whoever forges one loses by it.
FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")


def person() -> Person:
    """Say who looks at this page."""
    people, headers = loading.shared_settings().people, st.context.headers
    if people.known_by != "none":
        return of_header(people, headers.get(HEADER, ""))
    if _is_here(st.get_option("server.address") or "", headers):
        return ON_THIS_COMPUTER
    return Person("approver", "open_to_all") if people.open_to_all else Person("reader", "read_only")


def header_of(name: str, groups: Iterable[str]) -> str:
    """Write who asks, as `of_header` reads it."""
    return urlencode([("name", name), *(("group", group) for group in groups)])


def token_header(token: Token) -> str:
    """Write which program asks, as `of_header` reads it."""
    return urlencode([("name", words.token_name(token.name)), ("role", token.role)])


def of_header(people: People, header: str) -> Person:
    """Read who asks; nobody who is known where the name is none that can be written under a note."""
    told = parse_qsl(header)
    name = next((value for key, value in told if key == "name"), "")
    if not name or name != one_line(name) or len(name) > LONGEST_NAME:
        return Person(people.unknown_role, "unknown")
    of_token = next((role for role in STAFF_ROLES if ("role", role) in told), None)
    return Person(of_token or people.role_of(name, [value for key, value in told if key == "group"]), "known", name)


def desk() -> Desk | None:
    """Give the place where they write; None when config.toml names no workspace."""
    place = place_of(loading.shared_settings())
    return None if place is None else Desk(place, person())


def may(act: Act) -> bool:
    """Whether they may do something; if not, the page says what is missing in the place of what they would press."""
    who = person()
    if not who.may(act):
        asking.ask(plain(refusal(who, act)), words.FOR_WHOM[who.ground])
    return who.may(act)


def _is_here(bound: str, headers: Mapping[str, str]) -> bool:
    """Whether nobody but this computer can be asking: the server listens to nobody else, and no proxy stands between."""
    asked = host_name(headers["Host"]) if "Host" in headers else bound
    return _is_loopback(bound) and asked is not None and _is_loopback(asked) and not any(name in headers for name in FORWARDED)


def _is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
