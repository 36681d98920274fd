"""Fetching one file from its publisher: with time limits, another try, going on where it broke off, and a check of what came."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from geo.base.disk import check_space
from geo.base.errors import GapMapError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Progress = Callable[[int, int | None], None]

CHUNK_BYTES: Final = 1 << 16
MB: Final = 1_000_000
AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
PARTIAL, WHOLE, BEYOND_END = 206, 200, 416
AGENT: Final = "best-start-gap-map (refresh of open data)"
PACKED: Final = b"PK\x03\x04"
ELSEWHERE: Final = (
    "Open the publisher's page in a browser; then give the file's address in config.toml, [downloads.ID] address, or import the file "
    "yourself."
)


class DownloadError(GapMapError, OSError):
    """A file could not be fetched; says what came instead and what to do."""


@dataclass(frozen=True)
class Rules:
    """How patient and how careful a download is.

    Parameters
    ----------
    connect_s, read_s : float
        Longest wait for an answer, and between two parts of a file, in seconds.
    total_s : float
        Longest time for one file, in seconds.
    tries : int
        How often a broken download is taken up again.
    wait_s : float
        Wait before the second try in seconds; doubles each time.
    most_mb : float
        Largest file in megabytes.
    redirects : int
        Longest chain of redirects.
    """

    connect_s: float = 10
    read_s: float = 30
    total_s: float = 1800
    tries: int = 4
    wait_s: float = 1
    most_mb: float = 500
    redirects: int = 5


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched.

    Parameters
    ----------
    path : Path
        Where it is.
    address : str
        Where it came from, after redirects.
    sha256 : str
        Its fingerprint.
    size : int
        Bytes.
    changed_on : str
        ``Last-Modified`` as the publisher gives it; empty if it gives none.
    """

    path: Path
    address: str
    sha256: str
    size: int
    changed_on: str


def session(rules: Rules) -> requests.Session:
    """Open a session that follows few redirects and asks for files as they are stored."""
    opened = requests.Session()
    opened.max_redirects = rules.redirects
    # A packed answer could not be taken up again in the middle.
    opened.headers.update({"User-Agent": AGENT, "Accept-Encoding": "identity"})
    return opened


def download(address: str, target: Path, kind: str, rules: Rules | None = None, progress: Progress | None = None) -> Fetched:
    """Fetch one file.

    A download that breaks off is taken up again where it stopped, within the same call and in a later one, if the publisher's server
    vouches that the file is the same.

    Parameters
    ----------
    address : str
        Where the file is; ``http`` or ``https``.
    target : Path
        Where it goes; there is nothing there until the whole file has come and has been checked.
    kind : {"csv", "xlsx", "ods", "zip", "table"}
        What it must be; a table is any of the first three.
    rules : Rules, optional
        Limits.
    progress : callable, optional
        Told the bytes so far and, where known, in all.

    Raises
    ------
    DownloadError
        The file is not there, is too large, is of another kind, or does not come through. ``target`` has not changed then.
    DataError
        There is no room for it on the disk.
    """
    rules = rules or Rules()
    part, note = target.with_name(target.name + ".part"), target.with_name(target.name + ".part.json")
    opened, began, last = session(rules), time.monotonic(), "nothing came"
    for turn in range(rules.tries):
        if turn:
            time.sleep(min(rules.wait_s * 2 ** (turn - 1), 30))
        try:
            answer = _ask(opened, address, part, note, rules)
            _receive(answer, part, rules, progress, began)
            return _finish(answer, part, note, target, kind)
        except TryAgainError as error:
            last = str(error)
        except requests.TooManyRedirects as error:
            raise DownloadError(f"{address}: leads from one address to the next without end. {ELSEWHERE}") from error
        except (requests.RequestException, HTTPError) as error:
            last = reason(error)
    raise DownloadError(f"{address}: {last} Tried {rules.tries} times; what came so far is kept, so running this again goes on from there.")


class TryAgainError(Exception):
    """The same request may succeed in a moment."""


def _ask(opened: requests.Session, address: str, part: Path, note: Path, rules: Rules) -> requests.Response:
    """Ask for the file, or for the rest of it, and see to it that the rest belongs to what is there."""
    there, mark = _begun(part, note, address)
    headers = {"Range": f"bytes={there}-", "If-Range": mark} if there and mark else {}
    answer = opened.get(address, headers=headers, timeout=(rules.connect_s, rules.read_s), stream=True)
    if urlsplit(address).scheme == "https" and urlsplit(answer.url).scheme != "https":
        raise DownloadError(f"{address}: leads to an address without encryption ({answer.url}). {ELSEWHERE}")
    if answer.status_code == BEYOND_END:
        part.unlink(missing_ok=True)
        raise TryAgainError("the part that came before does not fit.")
    refuse(answer, address)
    goes_on = answer.status_code == PARTIAL and answer.headers.get("Content-Range", "").startswith(f"bytes {there}-")
    if not goes_on:
        part.unlink(missing_ok=True)
    part.parent.mkdir(parents=True, exist_ok=True)
    etag = answer.headers.get("ETag", "")
    mark = etag if etag and not etag.startswith("W/") else answer.headers.get("Last-Modified", "")
    note.write_text(json.dumps({"address": address, "mark": mark}), encoding="utf-8")
    return answer


def _begun(part: Path, note: Path, address: str) -> tuple[int, str]:
    """Bytes that came before, and the server's mark of the version that they belong to."""
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        return (part.stat().st_size, str(known["mark"])) if known["address"] == address else (0, "")
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""


def refuse(answer: requests.Response, address: str) -> None:
    """Raise for an answer that is not the file."""
    if answer.status_code in AGAIN:
        raise TryAgainError(f"the server is busy (status {answer.status_code}).")
    if answer.status_code not in {WHOLE, PARTIAL}:
        raise DownloadError(f"{address}: the server has no such file (status {answer.status_code}). {ELSEWHERE}")


def _receive(answer: requests.Response, part: Path, rules: Rules, progress: Progress | None, began: float) -> None:
    come = part.stat().st_size if part.exists() else 0
    left = answer.headers.get("Content-Length")
    whole = come + int(left) if left and left.isdigit() else None
    limit = int(rules.most_mb * MB)
    if whole is not None and whole > limit:
        raise DownloadError(f"{answer.url}: {whole / MB:,.0f} MB is more than the limit of {rules.most_mb:,.0f} MB.")
    if whole is not None:
        check_space(part.parent, whole - come, part.name)
    with part.open("ab") as file:
        # What has come is taken at once: a server that drips is noticed, and nothing is lost when the connection breaks.
        while chunk := answer.raw.read1(CHUNK_BYTES, decode_content=False):
            come += file.write(chunk)
            if come > limit:
                raise DownloadError(f"{answer.url}: sends more than the limit of {rules.most_mb:,.0f} MB.")
            if time.monotonic() - began > rules.total_s:
                raise DownloadError(f"{answer.url}: took longer than {rules.total_s:,.0f} s. Run this again: it goes on from there.")
            if progress is not None:
                progress(come, whole)


def _finish(answer: requests.Response, part: Path, note: Path, target: Path, kind: str) -> Fetched:
    with part.open("rb") as file:
        problem = _not_of_kind(file.read(CHUNK_BYTES), kind)
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size = part.stat().st_size
    note.unlink(missing_ok=True)
    if problem:
        part.unlink()
        raise DownloadError(f"{answer.url}: {problem} {ELSEWHERE}")
    part.replace(target)
    return Fetched(target, answer.url, sha256, size, answer.headers.get("Last-Modified", ""))


def _not_of_kind(start: bytes, kind: str) -> str:
    """Say what came instead of the file, by its first bytes; the server's own word for it is often wrong."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        return "sent an empty file."
    if text[:1] == b"<":
        return "sent a web page and not the file; the publisher may have moved it."
    packed = start.startswith(PACKED)
    if kind in {"xlsx", "ods", "zip"} and not packed:
        return f"sent something that is no {kind} file."
    if kind == "csv" and packed:
        return "sent a packed file where a CSV was expected."
    return ""


def reason(error: Exception) -> str:
    """Say why a request failed."""
    if isinstance(error, (requests.Timeout, TimeoutError, ReadTimeoutError)):
        return "the server did not answer in time."
    if isinstance(error, HTTPError):
        return "the connection broke off."
    if isinstance(error, requests.ConnectionError):
        return "no connection. Is this computer allowed to reach the internet?"
    return f"not a usable address ({error})."
