"""Middleware that is made from settings, and made again until they can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.middleware import Middleware
    from starlette.types import ASGIApp, Receive, Scope, Send


class Renewed:
    """Stands in the place of other middleware; once it was made from whole settings it stays as it is.

    Parameters
    ----------
    app : ASGI application
        What is behind it.
    make : callable
        Gives the middleware, outermost first, and whether it is for good.
    stamp : callable
        Tells versions of the settings apart.
    """

    def __init__(self, app: ASGIApp, make: Callable[[], tuple[Sequence[Middleware], bool]], stamp: Callable[[], object]) -> None:
        self._app, self._make, self._stamp = app, make, stamp
        self._renew()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not self._is_final and self._stamp() != self._made_from:
            self._renew()
        await self._guarded(scope, receive, send)

    def _renew(self) -> None:
        self._made_from = self._stamp()
        middleware, self._is_final = self._make()
        self._guarded = self._app
        for kind, args, named in reversed(middleware):
            self._guarded = kind(self._guarded, *args, **named)
