"""Who asks: what a proxy says of them counts from the proxies of the settings alone, and is dropped from anybody else."""

from __future__ import annotations

import ipaddress
import json
import logging
import os
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.websockets import WebSocketClose

from geo.base.errors import GapMapError
from ui.guard import sign_in
from ui.guard.door import POLICY_VIOLATION, is_check
from ui.guard.tokens import KnownTokens, secret_of
from ui.scene import visitor
from ui.words import people as words

if TYPE_CHECKING:
    from collections.abc import Collection
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

    from starlette.types import ASGIApp, Receive, Scope, Send

    from geo.settings.people import People

# The addresses from which uvicorn takes X-Forwarded-For: then the address of a request is no longer that of whoever has connected.
VARIABLE: Final = "FORWARDED_ALLOW_IPS"
THIS_COMPUTER: Final = "127.0.0.1,::1"
_LOG = logging.getLogger(__name__)


class Known:
    """Middleware that says who asks, in a header of the product's own, and turns away whoever may not even look.

    Parameters
    ----------
    app : ASGI application
        What answers.
    people : People
        How people are known.
    folder : str
        Where the addresses for programs are, such as ``/api``: they are answered in JSON.
    checks : collection of str
        Paths of checks of health: whoever asks is answered.
    """

    def __init__(self, app: ASGIApp, people: People, folder: str, checks: Collection[str] = ()) -> None:
        self._app, self._people, self._folder, self._checks = app, people, folder, checks
        self._base, self._signs_in = folder.rpartition("/")[0], people.known_by == "openid"
        self._proxies, self._tokens = _proxies(people), KnownTokens()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with what is known of who asks."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        told = self._told(scope)
        secret = self._secret(scope, told)
        if secret is not None:
            try:
                token = await self._tokens.find(secret)
            except GapMapError:
                await _line(503, words.CANNOT_TELL)(scope, receive, send)
                return
            if token is None:
                await _line(401, words.NOT_LET_IN)(scope, receive, send)
                return
            told = visitor.token_header(token)
        ours = visitor.HEADER.lower().encode()
        headers = [(name, value) for name, value in scope["headers"] if name.lower() != ours]
        scope = {**scope, "headers": [*headers, (ours, told.encode())]}
        is_open = is_check(scope["path"], self._checks) or (self._signs_in and scope["path"].removeprefix(self._base) in sign_in.OPEN)
        is_needed = self._people.known_by != "none" and not is_open
        if not is_needed or visitor.of_header(self._people, told).may("look"):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(POLICY_VIOLATION)(scope, receive, send)
        else:
            await self._refusal(scope)(scope, receive, send)

    def _told(self, scope: Scope) -> str:
        """Say who asks, if they have signed in here, or one proxy that counts has said it once; nothing else."""
        if self._signs_in:
            return sign_in.told_by_cookie(scope, self._people)
        if self._people.known_by != "header" or not self._is_from_proxy(scope):
            return ""
        headers = Headers(scope=scope)
        names = headers.getlist(self._people.name_header)
        groups = headers.getlist(self._people.groups_header) if self._people.groups_header else []
        try:
            name, *more = [_read(name) for name in names]
            listed = [group.strip() for line in groups for group in _read(line).split(",")]
        except ValueError:
            return ""
        return "" if more else visitor.header_of(name, filter(None, listed))

    def _secret(self, scope: Scope, told: str) -> str | None:
        """Give the token of a request that needs one: a proxy or a cookie that says who asks goes first, and pages know no tokens."""
        is_known = self._people.known_by == "none" or visitor.of_header(self._people, told).ground == "known"
        return None if is_known or not self._is_for_programs(scope) else secret_of(scope)

    def _is_for_programs(self, scope: Scope) -> bool:
        return scope["type"] == "http" and f"{scope['path']}/".startswith(f"{self._folder}/")

    def _is_from_proxy(self, scope: Scope) -> bool:
        host, port = scope.get("client") or ("", 1)
        # Nobody connects from port 0: uvicorn writes it where a proxy has said for which address it asks.
        return bool(self._proxies) and (port == 0 or _is_of(host, self._proxies))

    def _refusal(self, scope: Scope) -> Response:
        if self._is_for_programs(scope):
            return _line(401, words.SIGN_IN_FIRST) if self._signs_in else _line(403, words.NOT_YOU)
        if self._signs_in:
            return sign_in.invitation(scope, self._base)
        return PlainTextResponse(words.NOT_YOU, 403, {"Cache-Control": "no-store"})


def _line(status: int, error: str) -> Response:
    """Refuse a program in one line of JSON."""
    headers = {"Cache-Control": "no-store"} | ({"WWW-Authenticate": "Bearer"} if status == 401 else {})  # noqa: PLR2004 - of HTTP
    return Response(json.dumps({"error": error}) + "\n", status, headers, "application/json")


def _proxies(people: People) -> tuple[IPv4Network | IPv6Network, ...]:
    """Give the proxies that count: none while uvicorn believes others too, which could write the address of a proxy for their own."""
    if people.known_by != "header":
        return ()
    believed = os.environ.get(VARIABLE, THIS_COMPUTER).split(",")
    if all(_is_of(address.strip(), people.proxies) for address in believed):
        return people.proxies
    _LOG.error("No header counts: %s holds other addresses than proxies under [people] in config.toml (docs/people.md)", VARIABLE)
    return ()


def _is_of(host: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    try:
        address = _plain_address(host)
    except ValueError:
        return False
    return any(address in network for network in networks)


def _plain_address(host: str) -> IPv4Address | IPv6Address:
    """Read an address; the two of this computer are one, and so are the two forms of one address."""
    address = ipaddress.ip_address(host)
    if address.is_loopback:
        return ipaddress.IPv4Address("127.0.0.1")
    return (address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None) or address


def _read(value: str) -> str:
    """Read a header as a proxy writes names that have other letters than English: in UTF-8; raises `ValueError` where it is none."""
    return value.encode("latin-1").decode("utf-8").strip()
