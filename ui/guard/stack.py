"""The middleware of the server, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware import Middleware

from ui.guard.door import Door
from ui.guard.headers import Headers, frame_policy, inline_scripts, policy
from ui.guard.known import Known
from ui.guard.messages import Messages
from ui.guard.requests import Requests
from ui.guard.sign_in import SignIn
from ui.guard.visits import Visits
from ui.words import guard as guard_words
from ui.words.api import FOLDER, STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.settings.people import People
    from geo.settings.server import Server


def guards(
    server: Server, people: People, pages: Iterable[str], tile_url: str = "", base: str = "", unknown_name: str = guard_words.UNKNOWN_NAME
) -> list[Middleware]:
    """Give the middleware of the server, outermost first; it stands before every route and the socket.

    Parameters
    ----------
    server : Server
        Names of the server, and how much is too much.
    people : People
        How people are known.
    pages : iterable of str
        HTML of every page that is served: the scripts that stand in them run, others do not.
    tile_url : str
        Address of the background map, if the settings name one.
    base : str
        Path below which the server serves everything, such as ``/gap-map``.
    unknown_name : str
        What somebody is told who asks for another name.
    """
    frames = server.frame_ancestors
    checks = {f"{base}{path}" for path in STATES}
    scripts = dict.fromkeys(script for html in pages for script in inline_scripts(html))
    return [
        Middleware(Headers, policy=policy(scripts, frames, tile_url), frame_policy=frame_policy(frames, tile_url), base=base),
        Middleware(Door, server=server, unknown_name=unknown_name, checks=checks),
        Middleware(Requests, server=server, folder=f"{base}/{FOLDER}"),
        *([Middleware(SignIn, base=base)] if people.known_by == "openid" else []),
        Middleware(Known, people=people, folder=f"{base}/{FOLDER}", checks=checks),
        Middleware(Visits, server=server),
        Middleware(Messages, server=server),
    ]
