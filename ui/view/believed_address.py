"""The address of the dashboard, as far as it can be believed: a browser, or whoever acts as one, may report any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import streamlit as st

from ui.view.state import DEFAULTS
from ui.words import pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.settings.server import Server

SCHEMES = ("http", "https")
# A folder under which a council's gateway serves the dashboard.
FOLDER = re.compile(r"[A-Za-z0-9._~-]{1,60}")
MOST_FOLDERS = 8


def believed(reported: str, params: Mapping[str, str | Sequence[str]], server: Server, beside: str = "") -> str:
    """Put an address together from what a browser reports, piece by piece; a piece that is not known is left out.

    Parameters
    ----------
    reported : str
        Address of the page, as ``st.context.url`` gives it.
    params : mapping
        What the link opens, by the names of `ui.view.state.DEFAULTS`; others are dropped.
    server : Server
        Hosts that may stand in a link.
    beside : str
        What is meant in the place of the page, in the same folder, such as ``api/gaps.csv``.

    Returns
    -------
    str
        Address with scheme and host, or from the server's root on if they are not ours; always of a page that exists.
    """
    known = {name: value for name, value in params.items() if name in DEFAULTS}
    query = f"?{urlencode(known, doseq=True)}" if known else ""
    try:
        given = urlsplit(reported)
    except ValueError:
        return f"{_home(beside)}{query}"
    ours = given.scheme in SCHEMES and server.allows(given.netloc)
    return f"{f'{given.scheme}://{given.netloc}' if ours else ''}{_path(given.path, beside)}{query}"


def _path(given: str, beside: str) -> str:
    """Give the folder and the page, or what is meant in its place; Home's folder if a part of it is none."""
    *folders, page = given.split("/")[1:] or [""]
    known = {ours.address for ours in pages.PAGES}
    if page not in known or len(folders) > MOST_FOLDERS or not all(_is_folder(name) for name in folders):
        return _home(beside)
    return "/".join(["", *folders, beside or page])


def _home(beside: str) -> str:
    return f"/{'/'.join(filter(None, [st.get_option('server.baseUrlPath').strip('/'), beside]))}"


def _is_folder(name: str) -> bool:
    return FOLDER.fullmatch(name) is not None and name not in {".", ".."}
