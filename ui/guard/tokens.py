"""Programs that ask with a token: which one it is, looked up beside the event loop and remembered for a few seconds."""

from __future__ import annotations

import asyncio
import base64
import time
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers

from geo.store.kept import place_of
from geo.store.token import FORM, digest_of
from ui.scene import loading

if TYPE_CHECKING:
    from starlette.types import Scope

    from geo.store.token import Token

# So long a token may let in that has been withdrawn meanwhile: a program that asks often does not ask the store as often.
REMEMBERED_S: Final = 5.0


class KnownTokens:
    """The tokens that were asked for last."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[float, Token]] = {}

    async def find(self, secret: str) -> Token | None:
        """Give the token of a secret, if it lets in; raises `GapMapError` where that cannot be read."""
        if not FORM.fullmatch(secret):
            return None
        digest, now_s = digest_of(secret), time.monotonic()
        until_s, token = self._found.get(digest, (0.0, None))
        if token is None or until_s <= now_s:
            token = await asyncio.to_thread(_kept, digest)
            self._found.pop(digest, None)
            if token is not None:
                self._found[digest] = (now_s + REMEMBERED_S, token)
        return token if token is not None and token.lets_in() else None


def secret_of(scope: Scope) -> str | None:
    """Read the token that a request brings: ``Bearer TOKEN``, or ``Basic`` with it as the password; None where it brings nothing."""
    scheme, _, rest = Headers(scope=scope).get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return rest.strip() if scheme.lower() == "bearer" else None
    try:
        return base64.b64decode(rest.strip(), validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def _kept(digest: str) -> Token | None:
    place = place_of(loading.shared_settings())
    return None if place is None else place.tokens.find(digest)
