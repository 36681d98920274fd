"""Where the publishers keep their current files: ``addresses.toml``, and what ``config.toml`` says instead."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from geo.base.errors import UnknownIdError
from geo.refresh.fetch import ELSEWHERE, MB, DownloadError, TryAgainError, reason, refuse, session
from geo.settings.downloads import Download

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geo.refresh.fetch import Rules

ADDRESSES: Final = Path(__file__).with_name("addresses.toml")
PAGE_MB: Final = 20
SUFFIXES: Final = ("csv", "xlsx", "ods", "zip")


def known_downloads(own: Mapping[str, Download]) -> dict[str, Download]:
    """Return where each source is fetched from.

    Parameters
    ----------
    own : mapping of str to Download
        Sections ``[downloads.*]`` of ``config.toml``; they come before what is shipped.
    """
    shipped = {name: Download(**entry) for name, entry in tomllib.loads(ADDRESSES.read_text(encoding="utf-8")).items()}
    return {**shipped, **own}


def locate(source_id: str, downloads: Mapping[str, Download], today: date, rules: Rules) -> tuple[str, str]:
    """Find the address of a source's current file, and a name for it.

    Parameters
    ----------
    source_id : str
        The source.
    downloads : mapping of str to Download
        As `known_downloads` gives them.
    today : date
        Day to put into addresses that carry one.
    rules : Rules
        Limits.

    Raises
    ------
    UnknownIdError
        Nothing is known of where this source is kept.
    DownloadError
        Its page does not lead to a file.
    """
    if source_id not in downloads:
        raise UnknownIdError("source to download", source_id, sorted(downloads))
    entry = downloads[source_id]
    address = entry.address.format(today=today) if entry.address else find_link(entry.page, entry.link, rules)
    ending = urlsplit(address).path.rpartition(".")[2].lower()
    return address, f"{source_id}.{ending if ending in SUFFIXES else 'csv' if entry.kind == 'table' else entry.kind}"


def find_link(page: str, link: str, rules: Rules) -> str:
    """Find the address of a file on its publisher's page.

    Parameters
    ----------
    page : str
        Address of the page.
    link : str
        Regular expression; the first link that it finds is taken, because publishers put the newest first.
    rules : Rules
        Limits.

    Raises
    ------
    DownloadError
        The page does not answer, or has no such link.
    """
    try:
        answer = session(rules).get(page, timeout=(rules.connect_s, rules.read_s), stream=True)
        refuse(answer, page)
        content = answer.raw.read(PAGE_MB * MB, decode_content=True).decode("utf-8", "replace")
    except (requests.RequestException, HTTPError) as error:
        raise DownloadError(f"{page}: {reason(error)} {ELSEWHERE}") from error
    except TryAgainError as error:
        raise DownloadError(f"{page}: {error} Try again later.") from error
    for written in re.findall(r"""href\s*=\s*["']([^"']+)["']|"url"\s*:\s*"([^"]+)\"""", content):
        address = unescape(written[0] or written[1])
        if re.search(link, address):
            # Some pages hold what only looks like an address, such as "http://[".
            with suppress(ValueError):
                return urljoin(answer.url, address)
    raise DownloadError(f"{page}: has no link to a file like '{link}'. The publisher may have renamed it. {ELSEWHERE}")
