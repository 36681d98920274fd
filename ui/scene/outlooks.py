"""Demand by year, each answer worked out once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geo.demand.outlook import look_ahead
from geo.demand.ranges import access_range, draw
from geo.demand.table import forecast_list
from geo.demand.years import asked_years
from ui.scene import memo
from ui.scene.scenario import acts_of, before

if TYPE_CHECKING:
    from geo.demand.children import Variant
    from geo.demand.outlook import Counted, Outlook
    from geo.method.query import Query
    from geo.whatif.scene import Scene


# Ages at which take-up is asked to be something else, with the share of those who are entitled.
TakeUp = tuple[tuple[int, float], ...]


@memo.shared()
def outlook(scene: Scene, query: Query, take_up: TakeUp = ()) -> Outlook:
    """`geo.demand.outlook.look_ahead` with the changes of the scenario; raises `DataError` where no year can be told."""
    model = before(scene).model
    return look_ahead(model, query, asked_years(model, query), acts_of(scene), dict(take_up))


@memo.shared("Looking ahead …")
def listed(scene: Scene, query: Query, take_up: TakeUp = ()) -> pd.DataFrame:
    """`geo.demand.table.forecast_list`, as the file has it."""
    return forecast_list(outlook(scene, query, take_up))


def districts(scene: Scene, query: Query, take_up: TakeUp = ()) -> pd.DataFrame:
    """Give the same of the question's districts."""
    return listed(scene, replace(query, level="district"), take_up)


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
