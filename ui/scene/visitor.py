"""Who looks at a page, and what they may do: as the settings, the address of the server and the way of the visit say."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.settings.server import host_name
from geo.store.desk import Desk
from geo.store.kept import place_of
from geo.store.permission import ON_THIS_COMPUTER, Person, refusal
from ui.kit import asking
from ui.scene import loading
from ui.words import people as words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.store.permission import Act

# A proxy puts one of these in, which goes on for somebody at another computer. Whoever forges one loses by it.
FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")


def person() -> Person:
    """Say who looks at this page."""
    if _is_here(st.get_option("server.address") or "", st.context.headers):
        return ON_THIS_COMPUTER
    return Person("approver", "open_to_all") if loading.shared_settings().people.open_to_all else Person("reader", "read_only")


def desk() -> Desk | None:
    """Give the place where they write; None when config.toml names no workspace."""
    place = place_of(loading.shared_settings())
    return None if place is None else Desk(place, person())


def may(act: Act) -> bool:
    """Whether they may do something; if not, the page says what is missing in the place of what they would press."""
    who = person()
    if not who.may(act):
        asking.ask(refusal(who, act), words.FOR_WHOM)
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
