"""What another take-up means for a whole authority, from published figures alone: where no take-up is held that can be worked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.analysis.benchmarks import authorities, over_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.settings.model import Settings
    from geo.store.atlas import Atlas

# Age -> number of takers, their share in per cent of those entitled, and the entitlement whose hours they take.
MEASURES: Final = {
    "2": ("lait_no_2yr_olds", "lait_pct_2yr_olds", "disadvantaged"),
    "3-4": ("lait_no_3_4yr_olds", "lait_pct_3_4yr_olds", "universal"),
}


@dataclass(frozen=True)
class PublishedTakeUp:
    """Take-up of an entitlement in a whole authority, as published.

    Parameters
    ----------
    age : str
        Age, or the first and the last.
    authority, period, source : str
        Whose figures, of which year, from where.
    registered, percent : float
        Children who take it, and their share of those entitled, in per cent.
    hours : float
        Hours a week.
    """

    age: str
    authority: str
    period: str
    source: str
    registered: float
    percent: float
    hours: float

    @property
    def eligible(self) -> float:
        """Children who are entitled: derived, nobody publishes it beside the two."""
        return 100 * self.registered / self.percent

    def users(self, percent: float) -> int:
        """Whole children who would take it at another take-up."""
        return round(self.eligible * percent / 100)

    def more(self, percent: float) -> int:
        """Whole children more, or below 0 fewer."""
        return self.users(percent) - round(self.registered)


def published_take_up(atlas: Atlas, settings: Settings) -> dict[str, tuple[PublishedTakeUp, ...]]:
    """Give by age what is published of the authorities of the atlas in the newest year that has number and share.

    Nothing where take-up is held by age and entitlement: that is more exact.
    """
    if len(atlas.demand.take_up):
        return {}
    found = {age: tuple(_of_age(atlas, settings, age)) for age in MEASURES}
    return {age: rows for age, rows in found.items() if rows}


def _of_age(atlas: Atlas, settings: Settings, age: str) -> list[PublishedTakeUp]:
    number, share, name = MEASURES[age]
    held, entitlement, rows = atlas.upper_tier.measures, settings.demand.entitlements.get(name), []
    if entitlement is None or not {number, share} <= set(held.index):
        return []
    source = str(atlas.sources.at[str(held.at[number, "source_id"]), "title"])
    for authority in authorities(atlas):
        registered, percent = (over_time(atlas, measure, authority)["value"].dropna() for measure in (number, share))
        both = sorted(set(registered.index) & set(percent[percent > 0].index))
        if both:
            year = both[-1]
            values = (float(registered[year]), float(percent[year]))
            rows.append(PublishedTakeUp(age, authority.name, str(year), source, *values, entitlement.hours))
    return rows


def published_answer(rows: Sequence[PublishedTakeUp], percent: float, hours_a_place: float) -> str:
    """Say how many more children and places another take-up means, authority by authority.

    Parameters
    ----------
    rows : sequence of PublishedTakeUp
        Of one age.
    percent : float
        Of those entitled.
    hours_a_place : float
        Hours a week that one place gives.
    """
    parts = [f"{_more(row.more(percent))} in {row.authority} ({row.users(percent):,} instead of {row.registered:,.0f})" for row in rows]
    places = sum(row.more(percent) * row.hours for row in rows) / hours_a_place
    return (
        f"If {percent:g}% of those entitled at {rows[0].age.replace('-', ' and ')} took up their {rows[0].hours:g} hours: "
        f"{' and '.join(parts)}, {_more(sum(row.more(percent) for row in rows))} in all, who need about "
        f"{abs(round(places)):,} {'more' if places >= 0 else 'fewer'} places of {hours_a_place:g} hours."
    )


def published_basis(rows: Sequence[PublishedTakeUp], hours_a_place: float) -> str:
    """Say what the answer rests on, and what it does not tell."""
    shares = ", ".join(
        f"{row.authority}: {row.registered:,.0f} children are {row.percent:g}%, so about {row.eligible:,.0f} are entitled" for row in rows
    )
    return (
        f"Derived from published figures of whole authorities ({rows[0].source}; {_years(rows)}). {shares}. {READ_AS[rows[0].age]} "
        f"A place is {hours_a_place:g} hours a week, so two children who take {hours_a_place / 2:g} hours each fill one. Where in an "
        "authority this is, and how many places are missing then, these figures do not tell: that needs take_up.csv, for every age."
    )


# The publisher gives no denominator in so many words.
READ_AS: Final[Mapping[str, str]] = {
    "2": (
        "The publisher's unit is '% 2 year olds', and its definition speaks of 'eligible (disadvantaged) 2-year-olds': the percentage is "
        "read as one of those eligible, because these children are far fewer than such a share of all two-year-olds. Hours of working "
        "parents are not in it."
    ),
    "3-4": "All three- and four-year-olds are entitled to these hours. Further hours of working parents are not in it.",
}


def _years(rows: Sequence[PublishedTakeUp]) -> str:
    return " and ".join(sorted({row.period for row in rows}))


def _more(count: int) -> str:
    return f"{abs(count):,} {'more' if count >= 0 else 'fewer'} {'child' if abs(count) == 1 else 'children'}"
