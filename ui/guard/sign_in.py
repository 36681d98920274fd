"""Sign-in by OpenID Connect: Streamlit's own routes do it and keep who it was in a signed cookie, which is read here for all.

They lead to the base page afterwards; the page from which somebody came is kept meanwhile, in a cookie that says no more than that. Where
the provider fails they say so in two words, or lead to the base page without any; here somebody is told in a sentence.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote, unquote, urlencode

from markupsafe import Markup
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks, get_origin_from_redirect_uri, validate_auth_credentials
from streamlit.errors import Error as StreamlitError
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from ui.scene import visitor
from ui.words import people as words

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from geo.settings.people import People

CALLBACK: Final = "/oauth2callback"
LOGIN: Final = "/auth/login"
# What whoever is not known must reach to become known.
OPEN: Final = frozenset({words.SIGN_IN_PATH, words.SIGN_OUT_PATH, LOGIN, CALLBACK})
PROVIDER: Final = "default"
COMES_FROM: Final = "gap_map_comes_from"
# Time to find a telephone for the second factor.
COMES_FROM_S: Final = 15 * 60
# A provider that takes longer, for two or three answers in a row, does not answer.
PROVIDER_S: Final = 10.0
# Browsers take no more than 4 KB.
LONGEST_ADDRESS: Final = 3_000
HOURS_A_DAY: Final = 24
_LOG = logging.getLogger(__name__)


class SignIn:
    """Middleware that begins a sign-in, and leads back to the page from which somebody came.

    Parameters
    ----------
    app : ASGI application
        What answers.
    base : str
        Path below which the server serves everything, such as ``/gap-map``.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app, self._base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path == f"{self._base}{words.SIGN_IN_PATH}":
            await self._begun(scope)(scope, receive, send)
        elif scope["type"] == "http" and path in {f"{self._base}{LOGIN}", f"{self._base}{CALLBACK}"}:
            await self._with_provider(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _with_provider(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what Streamlit answers once it has asked the provider, or say that this has failed."""
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        try:
            async with asyncio.timeout(PROVIDER_S):
                await self._app(scope, receive, keep)
        except Exception:  # noqa: BLE001 - an answer of somebody else can break Streamlit's code anywhere
            _LOG.exception("Sign-in has failed")
            answer = []
        if not answer or _has_failed(scope, answer[0]):
            _LOG.error("Nobody can sign in: the provider does not answer as it should (docs/people.md)")
            await PlainTextResponse(words.NO_PROVIDER, 503, {"Cache-Control": "no-store"})(scope, receive, send)
            return
        if scope["path"] == f"{self._base}{CALLBACK}":
            self._lead_back(scope, MutableHeaders(raw=answer[0]["headers"]))
        for message in answer:
            await send(message)

    def _lead_back(self, scope: Scope, headers: MutableHeaders) -> None:
        """Lead to the page from which somebody came."""
        kept = HTTPConnection(scope).cookies.get(COMES_FROM, "")
        if kept and headers.get("location") == f"{self._base}/":
            headers["location"] = own_address(unquote(kept), self._base)
        gone = Response()
        gone.delete_cookie(COMES_FROM, path=f"{self._base}/", httponly=True, samesite="lax")
        headers.append("set-cookie", gone.headers["set-cookie"])

    def _begun(self, scope: Scope) -> Response:
        """Keep where somebody comes from, and go on to Streamlit's own sign-in."""
        wanted = parse_qs(scope["query_string"].decode("latin-1")).get("to", [""])[0]
        try:
            validate_auth_credentials(PROVIDER)
            token = encode_provider_token(PROVIDER)
        except StreamlitError as error:
            _LOG.error("Nobody can sign in: %s (docs/people.md)", error)
            return PlainTextResponse(words.NO_SIGN_IN, 503)
        response = RedirectResponse(f"{self._base}/auth/login?provider={quote(token)}", 302, {"Cache-Control": "no-store"})
        kept, is_safe = quote(own_address(wanted, self._base), safe=""), scope["scheme"] == "https"
        response.set_cookie(COMES_FROM, kept, COMES_FROM_S, path=f"{self._base}/", secure=is_safe, httponly=True, samesite="lax")
        return response


def _has_failed(scope: Scope, start: Message) -> bool:
    """Say whether nobody can have been signed in for want of an answer: a refusal, or a way back that brings no cookie."""
    if start["status"] >= 400:  # noqa: PLR2004 - of HTTP
        return True
    cookies = [value for name, value in Headers(raw=start["headers"]).items() if name == "set-cookie"]
    # One that is taken away is empty. Whoever goes back in their browser comes with an old code, and keeps the cookie that they have.
    told = [value for value in cookies if value.startswith(f"{USER_COOKIE_NAME}=")]
    is_signed_in = any(not value.startswith((f"{USER_COOKIE_NAME}=;", f'{USER_COOKIE_NAME}="";')) for value in told)
    has_code = scope["path"].endswith(CALLBACK) and "code" in parse_qs(scope["query_string"].decode("latin-1"))
    return has_code and not is_signed_in and (bool(told) or USER_COOKIE_NAME not in HTTPConnection(scope).cookies)


def own_address(wanted: str, base: str) -> str:
    """Give an address as it is if it is a path of this server, else that of the base page."""
    # A browser takes a second stroke, or one the other way, for the name of another server.
    is_path = wanted.startswith(f"{base}/") and not wanted.startswith("//") and "\\" not in wanted
    is_own = is_path and wanted.isprintable() and len(wanted) <= LONGEST_ADDRESS
    return wanted if is_own else f"{base}/"


def told_by_cookie(scope: Scope, people: People) -> str:
    """Say who asks, as `ui.scene.visitor.of_header` reads it, if Streamlit has signed that; nothing else."""
    cookies, secret = HTTPConnection(scope).cookies, get_cookie_secret()

    def signed(name: str) -> bytes | None:
        return decode_signed_value(secret, name, cookies.get(name, ""), people.session_hours / HOURS_A_DAY)

    whole = get_cookie_with_chunks(signed, USER_COOKIE_NAME) if secret and USER_COOKIE_NAME in cookies else None
    try:
        claims = json.loads(whole or b"{}")
    except ValueError:
        return ""
    if not claims.get("is_logged_in") or claims.get("origin") != get_origin_from_redirect_uri():
        return ""
    groups = claims.get(people.groups_claim, []) if people.groups_claim else []
    listed = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    name = claims.get(people.name_claim)
    return visitor.header_of(name, [group for group in listed if isinstance(group, str)]) if isinstance(name, str) else ""


def invitation(scope: Scope, base: str) -> Response:
    """Say what this is to a browser that wants a page, with one button; one line to anything else."""
    headers = {"Cache-Control": "no-store"}
    if scope["method"] != "GET" or "text/html" not in Headers(scope=scope).get("accept", ""):
        return PlainTextResponse(words.SIGN_IN_FIRST, 401, headers)
    query = scope["query_string"].decode("latin-1")
    here = quote(scope["path"]) + (f"?{query}" if query else "")
    return HTMLResponse(_PAGE.format(**words.INVITATION, link=f"{base}{words.SIGN_IN_PATH}?{urlencode({'to': here})}"), 401, headers)


_PAGE: Final = Markup("""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>
:root {{color-scheme: light dark}} body {{font: 1.125rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem}}
a {{display: inline-block; padding: .6rem 1.4rem; border: 2px solid; border-radius: .4rem; color: LinkText; text-decoration: none}}
</style></head><body><main><h1>{title}</h1><p>{about}</p><p><a href="{link}">{button}</a></p></main></body></html>
""")
