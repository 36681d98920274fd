"""What is published of a place at several dates: every sentence of that part of the page *Place*. No arithmetic here, no layout."""

from __future__ import annotations

from typing import Final

TITLE = "Over the years: access, low income, development, take-up"
COLUMNS: Final = ("Measure", "Whose figure", "First", "Latest", "Over time")
NONE = "Of this place nothing is held that was published at two dates."
NOTE = (
    "As published, each for the area that it is published for. A figure of a county or unitary authority is one for all of it: it says "
    "nothing of how this place differs. Statistical neighbours are the ten authorities that are most alike; theirs is the plain mean."
)
KINDS: Final = {"lsoa": "This neighbourhood", "ward": "Ward", "district": "District", "county": "County or unitary authority"}


def whose(level: str, name: str, *, is_mean: bool) -> str:
    """Say which area a figure is of."""
    more = ", one figure for all of it" if level == "county" else ", mean of its neighbourhoods" if is_mean else ""
    return f"{KINDS[level]}: {name}{more}"


def beside(neighbours: str, england: str) -> str:
    """Say what stands beside a figure of an authority."""
    return f"; statistical neighbours {neighbours}" + (f", England {england}" if england else "")


def line(name: str, whose: str, start: str, first: str, end: str, last: str) -> str:
    """Describe a small line to somebody who cannot see it."""
    return f"{name}. {whose}. {start}: {first}. {end}: {last}."


def source(name: str, title: str, licence: str) -> str:
    """Name the source of a measure."""
    return f"{name}: {title} ({licence})."
