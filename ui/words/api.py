"""Every sentence about the addresses for programs: what they give, what was wrong with a question, how to connect. No arithmetic here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The folder of the addresses: /api/gaps.csv
FOLDER: Final = "api"
# Of the server itself: whether the process is up, and whether it can answer.
UP, READY = "/healthz", "/readyz"

MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "geojson": "application/geo+json",
}

# --- what there is -----------------------------------------------------------------------------------------------------

TITLE: Final = "Addresses for programs"
ABOUT: Final = (
    "The figures of this dashboard for Excel, Power BI, QGIS and scripts. Read-only; each address gives what the pages show to everybody, "
    "never files that a reader has brought for one visit. The parameters are those of a page's link: copy a page's link, and put what "
    "stands behind its question mark behind an address."
)
ADDRESSES: Final = {
    "gaps": "The ranked gap list: need, access, class, reasons, shortfall and how firm each rank is.",
    "scenario": "The list under a scenario, with what was before and the changes that reach each area.",
    "providers": "The providers: the file of the page Provision.",
}
STATES: Final = {
    UP: "Whether the server is up.",
    READY: "Whether it can answer, else status 503 and why in one sentence; version of product, method and data.",
}
FORMATS: Final = {
    "csv": "A table, UTF-8 without a byte order mark: the bytes that the command line writes.",
    "json": "The same rows as a list of records; missing is null.",
    "geojson": "The same columns with outlines or points, in longitude and latitude (WGS84).",
}
PARAMETERS: Final = {
    "outcome": "Outcome area. Without it: the first.",
    "borders": "Borders in the place of the districts of today.",
    "district": "Only these districts; may stand several times. Without it: all.",
    "level": "Size of the areas. Without it: lsoa.",
    "sector": "Providers that count: all, public, or pvi (private, voluntary and independent).",
    "service": "Service types that count; may stand several times. Without it: all that answer the outcome area.",
    "assumed": "Whether places count that are assumed because nobody publishes them. Without it: yes.",
    "weight": "Own weight of an indicator of need, as indicator:number; may stand several times.",
    "travel": "Own catchment, as mode:minutes.",
    "target": "Access that counts as enough.",
    "form": "Form of the floating catchment: e2sfca or 3sfca.",
    "priority": "Whether the list has its priority gaps alone; their ranks are those of the whole list. Without it: no.",
    "local": "Whether providers that local knowledge marks as closing or misplaced are left out. Without it: no.",
    "do": (
        "A change of a scenario, such as close:PROVIDER; may stand several times. Others: open:SERVICE:SECTOR:PLACES:WHERE, "
        "move:PROVIDER:WHERE, resize:PROVIDER:PLACES, homes:LSOA:HOMES, children:LSOA:CHILDREN, take_up:all:AGES:PERCENT."
    ),
    "scale": "Whether need, the scale of access and a median target stay those of before the scenario (frozen) or not (fresh).",
    "find": (
        "What the page Provision looks for, as name:value; may stand several times. Names: words, services, inspections, bases, "
        "least_places, most_places, beyond."
    ),
}
# Whose values depend on the outcome area.
OF_OUTCOME: Final = ("service", "weight")
LETS_IN: Final = "A token that whoever looks after this dashboard has created, where people have to sign in; elsewhere none is needed."
LETS_IN_TOO: Final = "The same token as the password, with any user name, for programs that can send no other."
UNCHANGED: Final = "Nothing has changed since the answer whose ETag was sent in If-None-Match."
REFUSALS: Final = {
    "400": "Something in the address was not understood: all problems, each with what is valid.",
    "401": "Sign in or send a token, where this dashboard asks for it; or the token that was sent is unknown, withdrawn or at its end.",
    "429": "Too many requests or new questions from one address; Retry-After says when to ask again.",
    "503": "The data cannot be used just now; the line says why.",
}
WITHOUT_EFFECT: Final = (
    "Parameters that only say how a page shows things are taken and change nothing here, so a page's link can be used as it is: "
)
RENEWED: Final = (
    "When the data are renewed, the same address gives the new figures at the next refresh, and its ETag is another; a program that sends "
    "the old one in If-None-Match is told 304 while nothing has changed."
)

# --- the page ----------------------------------------------------------------------------------------------------------

ADDRESS_COLUMNS: Final = ("Address", "What it gives", "Parameters that change it")
PARAMETER_COLUMNS: Final = ("Parameter", "What it says", "Values", "Example")
PARAMETERS_TITLE, CONNECT_TITLE, EXAMPLE = "Parameters", "How to connect", "For example: "
DOCUMENT: Final = "A program that asks for this address gets the same as an OpenAPI 3.1 document."
CONNECT: Final = {
    "Excel": "Data, From Web, Basic; paste an address with .csv, choose Anonymous and Load. Data, Refresh All asks again.",
    "Power BI": "Get data, Web, Basic; paste an address with .csv, choose Anonymous and Load. A scheduled refresh asks again.",
    "QGIS": "Layer, Add Layer, Add Vector Layer, Source type Protocol, Type HTTP/HTTPS/FTP; paste an address with .geojson.",
    "Sign-in": (
        "Where this dashboard asks people to sign in, a program needs a token from whoever looks after it: in place of Anonymous choose "
        "Basic, with any user name and the token as the password; or send the header Authorization: Bearer TOKEN."
    ),
    "Python": 'pandas.read_csv("ADDRESS") or geopandas.read_file("ADDRESS")',
    "R": 'read.csv("ADDRESS") or sf::st_read("ADDRESS")',
}

# --- on the pages ------------------------------------------------------------------------------------------------------

OFFER: Final = "Address for Excel, Power BI, QGIS"
OWN_DATA: Final = "An address for Excel, Power BI, QGIS is offered on the shared data only: files of your visit are yours alone."
COPY_WORDS: Final = {"label": OFFER, "copy": "Copy address", "copied": "Copied", "by_hand": "Press Ctrl+C to copy"}

# --- what is wrong -----------------------------------------------------------------------------------------------------

NO_WEIGHT: Final = "weight: every weight of need is 0 then; leave at least one above 0."
BUSY: Final = "Too many new questions from your address at once. Ask again in a moment; figures are the same."
TOO_MANY: Final = "Too many requests from your address. Ask again in a moment; figures are the same."
READ_ONLY: Final = "These addresses are read-only: ask with GET or HEAD."
LOCAL_UNREADABLE: Final = (
    "local=yes: local knowledge cannot be read just now, so what it marks cannot be left out. Ask again later, or without local."
)
MOST_SHOWN: Final = 80
MOST_VALID: Final = 60
MOST_QUOTED: Final = 3


def offer(guide: str) -> str:
    """Offer the address of a list; ``guide`` is the address of the page that says how to connect."""
    again = "Asked again, it gives this list from the data of that day. For QGIS write .geojson in the place of .csv."
    return f"**{OFFER}.** {again} [How to connect]({guide})"


def values(told: Iterable[str], *, of_outcome: bool) -> str:
    """Tell the values of a parameter."""
    return f"{'For the first outcome area' if of_outcome else 'Values'}: {', '.join(told)}."


def _short(given: str) -> str:
    return given if len(given) <= MOST_SHOWN else f"{given[:MOST_SHOWN]} …"


def _listed(valid: Iterable[str]) -> str:
    words = list(valid)
    more = f" and {len(words) - MOST_VALID} more" if len(words) > MOST_VALID else ""
    return ", ".join(words[:MOST_VALID]) + more


def wrong(count: int) -> str:
    """Say how much of a question was not understood."""
    return "One thing in this address was not understood." if count == 1 else f"{count} things in this address were not understood."


def more_problems(count: int) -> str:
    """Say how many further problems are not listed."""
    return f"{count:,} more like these."


def unknown_name(name: str, valid: Sequence[str]) -> str:
    """Say that a parameter does not exist."""
    return f"{_short(name)}: there is no such parameter. Valid: {_listed(valid)}."


def unknown_value(name: str, value: str, valid: Iterable[str]) -> str:
    """Say that a value of a parameter does not exist."""
    return f"{name}={_short(value)}: there is no such value. Valid: {_listed(valid)}."


def given_often(name: str, values: Sequence[str], valid: Iterable[str]) -> str:
    """Say that a parameter that takes one value has several."""
    return f"{name} is given {len(values):,} times: {_listed(map(_short, values[:MOST_QUOTED]))}. Give one of: {_listed(valid)}."


def weighed_often(indicator: str) -> str:
    """Say that an indicator has several weights."""
    return f"weight={_short(indicator)} is given several times with different weights. Give one."


def too_many_values(name: str, count: int, most: int) -> str:
    """Say that a parameter has too many values."""
    return f"{name} is given {count:,} times. Give at most {most}."


def between_steps(asked: str, taken: str) -> str:
    """Say that a number lies between the steps that pages and links have."""
    return f"{_short(asked)}: pages and links know this number in steps only. The nearest is {taken}."


def broken_change(written: str, why: str) -> str:
    """Say why a change of a scenario cannot be made."""
    return f"do={_short(written)}: {why}"


def no_effect(name: str, instead: str) -> str:
    """Say that a parameter would change nothing, and what does."""
    return f"{name} changes nothing here. {instead}"


def broken(count: int, first: str) -> str:
    """Say that the data cannot be used."""
    more = f" ({count - 1} more like this.)" if count > 1 else ""
    check = "`python -m geo check` lists everything; ask again when it is mended."
    return f"The data of this dashboard cannot be used just now. {first}{more} {check}"


def rest(seconds: int) -> str:
    """Say that an address has used what it may for new questions."""
    unit = "second" if seconds == 1 else "seconds"
    again = f"Ask again in {seconds} {unit}; what was asked before is answered at once."
    return f"Many new questions came from your address in a short time. {again}"


def unknown_address(addresses: Iterable[str]) -> str:
    """Say that an address does not exist."""
    return f"There is nothing at this address. There is: {', '.join(addresses)}."


def as_before(since: str) -> str:
    """Say that the figures are those read before the files broke."""
    return f"newer files cannot be read since {since}; these are the figures of before"
