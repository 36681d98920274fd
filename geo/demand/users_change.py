"""What a scenario does to the children who are expected to use a place: before and after, by area, and in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.demand.outlook import look_ahead
from geo.demand.table import forecast_list
from geo.demand.years import asked_years

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.demand.users import Use
    from geo.method.model import Model
    from geo.method.query import Query
    from geo.whatif.scenario.acts import Act

FIGURES: Final = ("expected_users", "places_needed", "access_expected", "shortfall_expected")
SIDES: Final = tuple(f"{name}{side}" for name in FIGURES for side in ("_before", ""))
COLUMNS: Final = ("area_code", "area_label", "level", "district", "year", *SIDES, "ages_not_held")


def has_take_up(acts: Sequence[Act]) -> bool:
    """Whether a scenario changes who uses a place, which no list shared by every child shows."""
    return any(act.kind == "take_up" for act in acts)


def users_change(model: Model, query: Query, acts: Sequence[Act]) -> pd.DataFrame:
    """Compare expected users with a scenario and without it, in the first year that can be asked for, whenever its changes come.

    Parameters
    ----------
    model : Model
        Without the scenario.
    query : Query
        The question.
    acts : sequence of Act
        Changes of the scenario.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`, with the figures of `geo.demand.table.forecast_list`, homes on top; missing where sites are counted.
        ``ages_not_held``: ages without take-up, for which access and shortfall are missing too.

    Raises
    ------
    DataError
        No year can be told.
    """
    first = asked_years(model, query)[:1]
    at_once = [replace(act, from_year=None) for act in acts]
    then, now = (look_ahead(model, query, first, some) for some in ((), at_once))
    return compared(forecast_list(then, ("on_top",)), forecast_list(now, ("on_top",)), now.use)


def compared(before: pd.DataFrame, after: pd.DataFrame, use: Use | None) -> pd.DataFrame:
    """Set two lists of one year and variant side by side, with columns as for `users_change`."""
    unknown = ";".join(map(str, use.unknown)) if use is not None else ""
    then = {f"{name}_before": before[name].to_numpy() for name in FIGURES}
    return after.assign(**then, ages_not_held=unknown)[list(COLUMNS)].reset_index(drop=True)


@dataclass(frozen=True)
class UsersChange:
    """A scenario's expected users in a few numbers, over the areas of the question.

    Parameters
    ----------
    year : int
        The year of the figures.
    users_before, users : float
        Children who are expected to use a place.
    needed_before, needed : float
        Places that their hours fill.
    short_before, short : float
        Places short of what they need, added up over areas; missing where take-up of an age is not held.
    areas_more : int
        Areas that are short of more than before.
    district : str
        District in which most more are short; empty where none is.
    of_district : float
        How many more are short there.
    ages_not_held : str
        Ages without take-up, parted by ``;``.
    """

    year: int
    users_before: float
    users: float
    needed_before: float
    needed: float
    short_before: float
    short: float
    areas_more: int
    district: str
    of_district: float
    ages_not_held: str


def in_numbers(table: pd.DataFrame) -> UsersChange:
    """Add up what `users_change` gives."""
    sums = table[list(SIDES)].sum()
    short_before, short = (table[name].sum(min_count=1) for name in ("shortfall_expected_before", "shortfall_expected"))
    more = table["shortfall_expected"] - table["shortfall_expected_before"]
    by_district = more.groupby(table["district"].fillna(table["area_label"])).sum().round(1)
    most = by_district.sort_index().sort_values(ascending=False, kind="stable")
    found = len(most) > 0 and most.iloc[0] > 0
    return UsersChange(
        int(table["year"].iloc[0]),
        float(sums["expected_users_before"]),
        float(sums["expected_users"]),
        float(sums["places_needed_before"]),
        float(sums["places_needed"]),
        float(short_before),
        float(short),
        int((more > 0).sum()),
        str(most.index[0]) if found else "",
        float(most.iloc[0]) if found else 0.0,
        str(table["ages_not_held"].iloc[0]),
    )
