"""Every sentence of the page *Demand*. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.contract.columns import ALL_TABLES
from ui.words import common, figures
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Level
    from geo.demand.backcast import Backcast
    from geo.demand.children import Variant
    from geo.demand.outlook import Counted
    from geo.demand.summary import Passing, Status

YEAR, YEAR_HELP = "Year", "The year on the map and in the tables."
HOMES = "New homes"
HOMES_HELP = (
    "Official projections do not foresee local plans, or not all of them. On top: their children come as well. Within: the district keeps "
    "its projected total, and its other neighbourhoods have fewer. Left out: the projection alone."
)
VARIANTS: Final[dict[Variant, str]] = {"on_top": "On top of the projection", "within": "Within it", "neither": "Left out"}
SHARED = "Who shares the places"
SHARED_HELP = "Every child under five, as in the gap list; or those who are expected to use a place, by the hours that they take."
COUNTED: Final[dict[Counted, str]] = {"every_child": "Every child", "expected_users": "Expected users"}
TAKE_UP = "What if take-up changed"
TAKE_UP_HELP = "So large a share of the children of this age who are entitled takes up their hours; ages as the take-up table knows them."
# Kinds of change that count by year: the page What if opens on the form of each.
TRY: Final = {"homes": "What if homes were built here?", "children": "What if more children came?", "take_up": "What if take-up rose?"}
AS_COUNTED, IN_SCENARIO = "As counted", "As in the scenario"


def take_up_option(written: str, *, in_scenario: bool) -> str:
    """Say a share of an age, written ``2=80``; without one take-up is as it was counted, or as a scenario has it."""
    age, _, share = written.partition("=")
    return f"Aged {age}: {share}% take it up" if written else IN_SCENARIO if in_scenario else AS_COUNTED


def take_up_subject(age: str, percent: float, year: int, *, held: bool) -> str:
    """Name another take-up, as the sentence on what it does begins."""
    return f"if {percent:g}% of those entitled at {age} took it up {f'in {year}' if held else 'today'}"


PUBLISHED_HELP = "From figures of whole authorities: so large a share of those who are entitled takes up their hours."


def published_option(written: str) -> str:
    """Say a share of an age, written ``3-4=80``; without one nothing is tried."""
    age, _, share = written.partition("=")
    return f"Aged {age.replace('-', ' and ')}: {share}% take it up" if written else "As published"


NO_USERS = (
    "**Expected users: not held.** The data hold no take-up by age and entitlement, so every child under five counts. "
    "The file take_up.csv, below, says where to get it."
)
STATUS: Final[dict[Status, str]] = {
    "falls": "falls below the target by then",
    "below": "below the target, in the first year too",
    "rises": "rises to the target by then",
    "enough": "reaches the target",
}
STATUS_SHORT: Final[dict[Status, str]] = {"falls": "falls below", "below": "below already"}
TODAY_STATUS: Final[dict[Status, str]] = {"below": "below the target", "enough": "reaches the target"}


USERS_UNIT = "places for each 100 that expected users need"
USERS_TARGET = "one place for each that expected users need"


def target(value: float, unit: str, counted: Counted) -> str:
    """Write the target with its unit."""
    return f"{figures.figure(value)} {unit}" if counted == "every_child" else USERS_TARGET


def verdict(found: Passing, level: Level, unit: str, counted: Counted, *, held: bool) -> str:
    """Say when and where demand passes what is within reach.

    Parameters
    ----------
    found : Passing
        The numbers.
    level : str
        Of the areas.
    unit : str
        Unit of access.
    counted : str
        Who shares the places.
    held : bool
        Whether anything of the years to come is held.
    """
    enough = target(found.target, unit, counted)
    below = f"{found.after:,} of {common.areas_of(level, found.areas)}"
    if not held:
        short = "" if found.short_after != found.short_after else f", {found.short_after:,.0f} {common.SHORT}"
        return (
            "**These are today's figures in every year: the data hold no projection of children and no homes to be built.** "
            f"Today {below} are below the target of {enough}{short}."
        )
    others = _more_or_less(found)
    if not found.falls:
        none = f"**None of {common.areas_of(level, found.areas)} falls below the target of {enough} by {found.year}.**"
        return f"{none} {below} are below it then{others}."
    where = f", most in {plain(found.most)} ({found.of_most:,})" if found.falls > 1 else f", in {plain(found.most)}"
    first = f", the first in {found.earliest}" if found.falls > 1 else f", in {found.earliest}"
    fall = "falls" if found.falls == 1 else "fall"
    return (
        f"**By {found.year}, {common.areas_of(level, found.falls)} {fall} below the target of {enough}**{where}{first}. "
        f"{below} are below it then{others}."
    )


def _more_or_less(found: Passing) -> str:
    """Compare with the first year: areas below, those that rise, and places short."""
    parts = [f", {found.before:,} in {found.start}"]
    if found.rises:
        parts.append(f"; {found.rises:,} {'rises' if found.rises == 1 else 'rise'} to it")
    if found.short_after == found.short_after:
        parts.append(f". {found.short_after:,.0f} places are short of it then, {found.short_before:,.0f} in {found.start}")
    if found.of_grows >= LEAST_NAMED:
        parts.append(f"; most more in {plain(found.grows)} ({found.of_grows:,.0f})")
    return "".join(parts)


# Less than one more place short names nobody.
LEAST_NAMED = 1
MAP_TITLE = "Where"


def legend_title(year: int, *, held: bool) -> str:
    """Title of the map's legend."""
    return f"Access in {year} and the target" if held else "Access today and the target"


def legend_note(value: str, *, held: bool) -> str:
    """Say what the classes are."""
    when = " The first year is that of the newest places." if held else ""
    return f"Target: {value}, as today in every year.{when} Modelled: the year's children share today's places."


CARD = "Access in the year"


def card(access: float, first: int | None, low: int | None, high: int | None) -> str:
    """Say on the card of an area its access in the year, and when it falls below the target."""
    when = first_below(first, low, high)
    return f"{figures.figure(access)}; below target: {when}"


NEVER = "none shown"


def first_below(first: int | None, low: int | None, high: int | None) -> str:
    """Write the first year below the target with its range; a range that no year ends is open."""
    if first is None and low is None:
        return NEVER
    shown = NEVER if first is None else f"{first}"
    if low is None or low == high == first:
        return shown
    return f"{shown} ({low} to {high})" if high is not None else f"{shown} ({low} at the earliest)"


def alt(where: str, finding: str) -> str:
    """Describe the map to somebody who cannot see it."""
    return f"Map of {where}, coloured by whether access reaches the target in the year. {finding} The tables below hold the same figures."


LINES_TITLE = "Access by year, district by district"
LINES_AXIS = "Access"
LINES_RANGE = "nine of ten runs"


def lines(start: int, end: int, unit: str, counted: Counted) -> str:
    """Say what the lines show."""
    unit = unit if counted == "every_child" else USERS_UNIT
    return (
        f"Access of each district from {start} to {end}, {unit}. The band holds {LINES_RANGE} with other yields of homes, delays, "
        "projections and take-up; the dashed line is the target."
    )


DISTRICTS_TITLE = "By district"
DISTRICT_COLUMNS: Final = {
    "area_label": "District",
    "children_0_4": "Children under five",
    "homes_so_far": "New homes so far",
    "expected_users": "Expected users",
    "reached": "Access",
    "short": "Places short",
    "when": "First year below",
}


def districts_note(level: Level, *, held: bool) -> str:
    """Say what the figures of a district are: its places short are those of the sentence above, its access is its own."""
    own = "Access and the first year below are those" if held else "Access is that"
    if level == "district":
        short = "; so are the places short, which a mean hides: by neighbourhood, most districts are short of more"
    else:
        areas = common.LEVEL_NAMES[level].lower()
        short = f". Places short are added up over its {areas}, each counted for itself: they add up to those of the sentence above"
    return f"{own} of the whole district as one area{short}."


# What is the same in every year where nothing is held of those to come.
OF_YEARS = ("homes_so_far", "when")
AREAS_TITLE = "Areas that fall short"
AREA_COLUMNS: Final = {
    "area_label": "Area",
    "status": "Target",
    "children_0_4": "Under five",
    "homes_so_far": "New homes",
    "expected_users": "Users",
    "reached": "Access",
    "short": "Short",
    "when": "First year below",
}
AREA_HELP: Final = {
    "homes_so_far": "Homes that are complete by then, since children were counted.",
    "children_0_4": "Modelled: children as counted, scaled to the projection of the district, with those of new homes.",
    "reached": "As in the gap list, with the children of the year.",
    "short": f"{common.SHORT[:1].upper()}{common.SHORT[1:]}.",
    "when": "First year with less access than the target, and in brackets the years that hold it in nine of ten runs.",
    "expected_users": "Expected users: children who take an entitlement to funded hours; empty where no take-up is held.",
}
NONE_SHORT = "Every area reaches the target in this year."
NOT_HELD = "not held"
DOWNLOAD = "Download CSV"
DOWNLOAD_HELP = "Every area, year and way to count new homes: the file of `python -m geo forecast`."

HOW_TITLE = "What these figures are"
HOW = (
    "- **Children** of a neighbourhood are those that were counted, scaled to the projection of its district, age by age. They are "
    "modelled: nobody projects children for neighbourhoods.\n"
    "- **New homes** bring children as `yields.csv` says; where it does not, {assumed:g} under five in 100 homes, which is assumed.\n"
    "- **Access** is that of the gap list with the children of the year. Places stay as they are today, unless a scenario of *What if* "
    "changes them. The target stays that of today.\n"
    "- **Expected users** are children who take an entitlement; {hours:g} hours a week fill one place, which is assumed. Hours that "
    "parents pay for are not in it.\n"
    "- **First year below** in brackets: nine of ten of {draws:,} runs, with other yields, sites up to {late} years late, projections "
    "that drift and other take-up. How far these go is assumed."
)


def backcast(one: Backcast) -> str:
    """Say how well the method would have done, beside no change."""
    gain = one.no_change - one.method
    better = "no better than" if gain <= 0 else "hardly better than" if gain < HARDLY else "better than"
    ages = one.ages.replace("-", " to ")
    return (
        f"- **Tried backwards.** Children aged {ages} of {one.newer}, worked out from {one.older} in this way: neighbourhoods are off by "
        f"{one.method:.1f}% of their children, with no change at all by {one.no_change:.1f}%. That is {better} no change."
    )


# Points of a per cent.
HARDLY = 1.0
BRING_TITLE = "What to bring, and from where"
FILE_COLUMNS = ("File", "What it holds", "From where", "Held")
FILES: Final = {
    "children_projection.csv": (
        "Children of each district by single year of age and year",
        "Office for National Statistics: subnational population projections, persons by single year of age",
    ),
    "homes.csv": ("Homes to be built: site, year, how many, and where", "Your council's housing trajectory or local plan"),
    "yields.csv": (
        "Children under five in one new home",
        "Your council's own count; the Department for Education's pupil yield counts those in schools alone",
    ),
    "take_up.csv": (
        "Who is entitled to funded hours, and who takes them",
        "Department for Education: funded early education and childcare, by local authority",
    ),
}
TEMPLATES = "Templates: the columns of each file, to fill in."
EXAMPLES: Final = {
    "children_projection.csv": "E07000000,2031,810,825,840,850,860",
    "homes.csv": "s-1,North of the railway,,XX1 1XX,,,2029,250",
    "yields.csv": "E07000000,all,all,all,3,0.28",
    "take_up.csv": "E10000000,2,disadvantaged,1150,775",
}


def example(table: str, entitlements: Sequence[str]) -> str:
    """Write the heading line of a template and a made-up line below it; ``entitlements`` are the words that take-up may use."""
    words = f"\n\n`entitlement` is one of: {', '.join(f'`{name}`' for name in entitlements)}." if table == "take_up.csv" else ""
    return f"**{table}**, its heading and a made-up line:  \n`{template(table).decode().strip()}`  \n`{EXAMPLES[table]}`{words}"


TO_YOUR_DATA = "Bring a file: *Your data*"
HELD, LACKING = "yes", "no"
TAKE_UP_TITLE = "Take-up as published"
TAKE_UP_NOTE = (
    "County and unitary values: one figure for all of each, never painted on districts. They say nothing of how many children are entitled "
    "by neighbourhood, so no expected users are worked out from them."
)
TAKE_UP_COLUMNS = ("Authority", "Measure", "Year", "Value", "England")
CANNOT_LOOK = "No year can be worked out"


def template(table: str) -> bytes:
    """Write an empty file with the columns of a table; ``source_id`` is given when it is brought."""
    return (",".join(name for name in ALL_TABLES[table] if name != "source_id") + "\n").encode()
