"""Demand by year, each answer worked out once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geo.base.errors import DataError
from geo.demand.ages import ages_of_all
from geo.demand.of_year import OfYear
from geo.demand.outlook import look_ahead
from geo.demand.ranges import access_range, draw
from geo.demand.table import forecast_list
from geo.demand.users_change import compared, in_numbers
from geo.demand.years import asked_years
from ui.scene import memo
from ui.scene.scenario import acts_of, before

if TYPE_CHECKING:
    from geo.demand.children import Variant
    from geo.demand.outlook import Counted, Outlook
    from geo.demand.users_change import UsersChange
    from geo.method.query import Query
    from geo.whatif.scenario.acts import Act
    from geo.whatif.scene import Scene


# Changes of take-up that the page asks for, besides those of the scenario.
TakeUp = tuple["Act", ...]


@memo.shared()
def outlook(scene: Scene, query: Query, take_up: TakeUp = ()) -> Outlook:
    """`geo.demand.outlook.look_ahead` with the changes of the scenario; raises `DataError` where no year can be told."""
    model = before(scene).model
    return look_ahead(model, query, asked_years(model, query), (*acts_of(scene), *take_up))


def years_ahead(scene: Scene, query: Query) -> tuple[int, ...]:
    """Give the years after the first that can be asked for; none where nothing of the years to come is held."""
    try:
        found = outlook(scene, query)
    except DataError:
        return ()
    return found.years[1:] if found.anything_held else ()


@memo.shared(kind="scenes")
def in_year(scene: Scene, year: int) -> Scene:
    """Give the scene of a later year, with the scenario as far as it has come by then."""
    return before(scene).then(OfYear(year, acts_of(scene)))


@memo.shared("Looking ahead …")
def listed(scene: Scene, query: Query, take_up: TakeUp = ()) -> pd.DataFrame:
    """`geo.demand.table.forecast_list`, as the file has it."""
    return forecast_list(outlook(scene, query, take_up))


@memo.shared()
def by_age(scene: Scene, query: Query, variant: Variant, year: int, take_up: TakeUp = ()) -> pd.DataFrame:
    """`geo.demand.ages.ages_of_all`."""
    return ages_of_all(outlook(scene, query, take_up), variant, year)


def districts(scene: Scene, query: Query, take_up: TakeUp = ()) -> pd.DataFrame:
    """Give the same of the question's districts."""
    return listed(scene, replace(query, level="district"), take_up)


@memo.shared()
def take_up_effect(scene: Scene, query: Query, variant: Variant, year: int, take_up: TakeUp) -> UsersChange:
    """Say what a take-up that is tried out does in a year, besides the scenario."""
    tables = (listed(scene, query), listed(scene, query, take_up))
    before, after = (table[(table["year"] == year) & (table["variant"] == variant)] for table in tables)
    return in_numbers(compared(before, after, outlook(scene, query).use))


@memo.shared()
def lines(scene: Scene, query: Query, variant: Variant, counted: Counted, take_up: TakeUp = ()) -> pd.DataFrame:
    """Access of each of the question's districts by year, with its range.

    Returns
    -------
    DataFrame
        ``district``, ``year``, ``access``, ``low``, ``high``, ``target``; one row a district and year.
    """
    asked = outlook(scene, replace(query, level="district"), take_up)
    access = asked.access(asked.demand(variant, counted)[:, None, :], counted)[:, 0, :]
    low, high = access_range(asked, draw(asked), variant, counted)
    areas, target = asked.model.areas["district"], asked.target(counted)
    parts = [
        pd.DataFrame({"district": areas["name"].iloc[at], "year": asked.years, "access": access[at], "low": low[at], "high": high[at]})
        for at, code in enumerate(areas.index)
        if not query.districts or code in query.districts
    ]
    return pd.concat(parts, ignore_index=True).assign(target=target)
