"""Sentences about measures of counties and unitary authorities, for the pages *Measures* and *Compare*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE: Final = "Counties and unitary authorities"
INTRO: Final = (
    "Published for counties and unitary authorities only: the figures say nothing about districts, wards or neighbourhoods, are drawn on "
    "no map and never enter need."
)
CHOOSE: Final = "Measure of counties and unitary authorities"
CHOOSE_HELP: Final = "From the Local Authority Interactive Tool of the Department for Education, by topic."
NONE_HELD: Final = (
    "The data hold no figures of counties and unitary authorities. Bring the file of the Local Authority Interactive Tool on the page "
    "*Your data*, or with `python -m geo import`."
)
NO_NEIGHBOURS: Final = "no statistical neighbours are in the data"
LINES: Final = ("England", "Neighbours (mean)")
COLUMNS: Final = {
    "period": "Year",
    "value": "{authority}",
    "england": "England",
    "region": "{region}",
    "neighbours_mean": "Mean of neighbours",
    "neighbours_counted": "Neighbours with a figure",
    "place": "Place",
}
PLACE_HELP: Final = {
    "higher_is_better": "Among the authority and its statistical neighbours that have a figure; 1 is the highest, which is the best.",
    "higher_is_worse": "Among the authority and its statistical neighbours that have a figure; 1 is the lowest, which is the best.",
    "context": "Among the authority and its statistical neighbours that have a figure; 1 is the highest. No direction is better.",
}
DEFINITION: Final = "What it measures, in the publisher's words"
# The profile was made anew for 2021/22; the publisher has no figures of the two years before.
PROFILE_IDS: Final = "lait_fsp"
PROFILE_FROM: Final = "2021"
PROFILE_NOTE: Final = "The early years foundation stage profile was made anew in 2021: years before must not be compared with years after."
DOWNLOAD: Final = "Download every year (CSV)"
DOWNLOAD_ALL: Final = "Download the newest year of all measures (CSV)"
TABLE: Final = "All measures of counties and unitary authorities"
FIRST: Final = (
    "lait_pct_2yr_olds", "lait_pct_3_4yr_olds", "lait_fsp_new_gooddev", "lait_hcp_phof", "lait_6wksbreast", "lait_low_birth_weight_babies",
    "lait_excessrec",
)  # fmt: skip
TABLE_FIRST: Final = "Measure"


def option(topic: str, name: str) -> str:
    """Label of one measure in the select box."""
    return f"{topic}: {name}"


def year(period: str, year_type: str) -> str:
    """Name a year as the publisher does, with what kind of year it is."""
    kind = {"Annual - January": "January count"}.get(year_type, year_type.lower())
    return f"{period} ({kind})" if kind else period


def finding(name: str, value: str, period: str, beside: Sequence[tuple[str, str]], place: str) -> str:
    """Say an authority's newest figure, those of England, its region and its neighbours, and its place among them."""
    others = ", ".join(f"{who} {what}" for who, what in beside)
    return f"**{name}**: {value} in {period}{f'; {others}' if others else ''}{f'. {place}' if place else ''}."


def no_figure(name: str) -> str:
    """Say that an authority has no figure in any year."""
    return f"**{name}**: the publisher gives no figure."


def mean_of(counted: int) -> str:
    """Name the mean of the neighbours."""
    return f"mean of {counted} statistical neighbours" if counted else NO_NEIGHBOURS


def place(number: int, of: int, polarity: str) -> str:
    """Say the place among the authority and its neighbours."""
    best = {"higher_is_better": "the highest is best", "higher_is_worse": "the lowest is best"}.get(polarity, "from the highest down")
    return f"{figures.ordinal(number)} of {of} with its statistical neighbours, {best}"


def short_place(number: int, of: int) -> str:
    """Write a place for a table."""
    return f"{figures.ordinal(number)} of {of}"


def facts(unit: str, year_type: str, updated_on: str, source: str) -> str:
    """Say what the figures are, how old, and whose."""
    renewed = f" Renewed by its publisher in {figures.date_words(updated_on[:7])}." if updated_on else ""
    kind = f" Years are {year_type.lower()}s." if year_type.endswith("Year") else ""
    return f"Unit: {unit}.{kind}{renewed} Source: {source}."


def same(name: str, period: str, value: str, source: str) -> str:
    """Point to the measure that holds the same figure more exactly."""
    return f"The same figure is the measure *{name}* of this page, more exactly: {value} in {period} ({source})."


def chart_summary(name: str, measure: str, first: str, last: str) -> str:
    """Say what a chart shows."""
    return f"{measure}, {name}: {first} to {last}, beside England, the region and the mean of its statistical neighbours."


def shared(authority: str, districts: Sequence[str]) -> str:
    """Say that all districts of one county share its value."""
    if len(districts) == 1:
        return f"{districts[0]} has {authority}'s figures, which cannot look into the county."
    return f"{figures.listed(districts)} share one value, {authority}'s: these measures cannot look into the county."


def one(authority: str) -> str:
    """Say that a district is its own authority."""
    return f"{authority} is a unitary authority: the figures are its own."


def table_note(first: int, everything: int) -> str:
    """Say what the table of the page Compare shows."""
    return (
        f"{first} of {everything} measures; newest year with a figure. Small: England, the mean of the ten statistical neighbours, and the "
        "place among the authority and them (1st is best; where no direction is better, the highest). All are on the page *Measures*."
    )


def beside(england: str, neighbours: str, place_words: str) -> str:
    """Write what stands beside a figure in the table of the page Compare."""
    parts = [f"England {england}" if england else "", f"neighbours {neighbours}" if neighbours else "", place_words]
    return "; ".join(part for part in parts if part)
