"""One answer over HTTP: whole, compressed, a part, or a word that nothing has changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from ui.api.kept import Body

ONE_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
ZIPPED: Final = "-gzip"


def answer(request: Request, body: Body, tag: str, headers: Mapping[str, str]) -> Response:
    """Give a file in the form that is asked for.

    Parameters
    ----------
    request : Request
        What was sent: ``Accept-Encoding`` and ``Range`` decide the form.
    body : Body
        The file.
    tag : str
        Tells versions of it apart.
    headers : mapping of str to str
        Its type, its name and what else is said of it.

    Notes
    -----
    A part is one of the file as it is; who can take it compressed gets it whole, which is less, and is allowed (RFC 9110, section 14.2).
    """
    told = {**headers, **_common(request, tag)}
    if _takes_gzip(request):
        return Response(body.zipped, 200, {**told, "Content-Encoding": "gzip"})
    told["Accept-Ranges"] = "bytes"
    part = _part(request, tag, len(body.plain))
    if part is None:
        return Response(body.plain, 200, told)
    first, last = part
    if first > last:
        return Response(b"", 416, {**told, "Content-Range": f"bytes */{len(body.plain)}"})
    return Response(body.plain[first : last + 1], 206, {**told, "Content-Range": f"bytes {first}-{last}/{len(body.plain)}"})


def unchanged(request: Request, tag: str) -> Response | None:
    """Say that nothing has changed, to who has this version already; None to others."""
    given = request.headers.get("if-none-match", "")
    known = {entry.strip().removeprefix("W/").strip('"') for entry in given.split(",")}
    return Response(status_code=304, headers=_common(request, tag)) if known & {"*", tag, f"{tag}{ZIPPED}"} else None


def _common(request: Request, tag: str) -> dict[str, str]:
    # Each form has a tag of its own: a cache may hold both.
    form = ZIPPED if _takes_gzip(request) else ""
    return {"ETag": f'"{tag}{form}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}


def _takes_gzip(request: Request) -> bool:
    entries = [entry.partition(";") for entry in request.headers.get("accept-encoding", "").lower().split(",")]
    qualities = {coding.strip(): quality.replace(" ", "") for coding, _, quality in entries}
    given = qualities.get("gzip", qualities.get("*"))
    return given is not None and re.fullmatch(r"q=0(\.0*)?", given) is None


def _part(request: Request, tag: str, size: int) -> tuple[int, int] | None:
    """Find the first and the last byte that are asked for; the first behind the last if there is no such part, None for the whole."""
    match = ONE_RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if match is None or match[0] == "bytes=-" or request.method != "GET" or request.headers.get("if-range", f'"{tag}"') != f'"{tag}"':
        return None
    if not match[1]:
        return max(0, size - int(match[2])), size - 1
    first, last = int(match[1]), min(int(match[2] or size), size - 1)
    # A part that ends before it begins is none that anybody can mean.
    return None if match[2] and int(match[2]) < first else (first, last)
