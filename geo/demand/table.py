"""Demand by year as a table: one row an area, year and way to count new homes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.contract.demand import AGES
from geo.demand.basis import basis_of
from geo.demand.children import VARIANTS
from geo.demand.ranges import draw, year_range
from geo.demand.users import with_users

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.demand.children import Variant
    from geo.demand.outlook import Counted, Outlook
    from geo.demand.ranges import Drawn

FIRST: Final = ("first_year_below", "year_low", "year_high")
COLUMNS: Final = (
    "area_code", "area_label", "level", "district", "year", "variant", "children_0_4", *(f"children_{age}" for age in range(5)),
    "homes_so_far", "expected_users", "places_in_reach", "access", "shortfall_places", *FIRST, "basis",
    "places_needed", "access_expected", "shortfall_expected", *(f"{name}_expected" for name in FIRST), "target", "target_expected",
)  # fmt: skip
# Users of a neighbourhood are few: rounded to one decimal they would not add up to those of its district.
DECIMALS: Final = {
    "expected_users": 3, "places_needed": 3, "access": 2, "access_expected": 2, "shortfall_places": 1, "shortfall_expected": 1, "target": 2,
    "target_expected": 2, "children_0_4": 1, **{f"children_{age}": 1 for age in range(5)},
}  # fmt: skip
WHOLE: Final = ("homes_so_far", "places_in_reach", *FIRST, *(f"{name}_expected" for name in FIRST))
OF_ALL_USERS: Final = ("access_expected", "shortfall_expected", "target_expected", *(f"{name}_expected" for name in FIRST))
SUFFIX: Final[dict[Counted, str]] = {"every_child": "places", "expected_users": "expected"}


def forecast_list(outlook: Outlook, variants: Sequence[Variant] = VARIANTS) -> pd.DataFrame:
    """List every area of the question in every year.

    Parameters
    ----------
    outlook : Outlook
        The look ahead.
    variants : sequence of str
        How new homes are counted: ``on_top`` of the projection, ``within`` it, or ``neither``.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`. ``access`` is in the unit of the gap list, shared by every child; ``access_expected`` is shared by the places
        that the expected users need; it, and what is short of it, is missing where take-up of an age is not held. ``first_year_below`` is
        the first of the years with less access than the target, ``year_low`` and ``year_high`` hold it in nine of ten draws; missing: in
        none of the years, and where no year is worked out, no draw.
    """
    drawn = draw(outlook) if outlook.anything_held else None
    table = pd.concat([_of_variant(outlook, variant, drawn) for variant in variants], ignore_index=True)
    table["variant"] = pd.Categorical(table["variant"], VARIANTS, ordered=True)
    table = table.sort_values(["area_code", "variant", "year"], kind="stable", ignore_index=True)
    table = table.astype({"variant": "str"} | dict.fromkeys(WHOLE, "Int64"))
    return table[list(COLUMNS)].round(DECIMALS)


def _of_variant(outlook: Outlook, variant: Variant, drawn: Drawn | None) -> pd.DataFrame:
    model, level, years = outlook.model, outlook.query.level, len(outlook.years)
    areas, members = model.areas[level], model.members[level]["lsoa"]
    children = outlook.children(variant)
    columns: dict[str, object] = {
        "year": np.tile(outlook.years, len(areas)),
        "variant": variant,
        "children_0_4": (members @ children.sum(axis=1)).ravel(),
        **{f"children_{age}": (members @ children[:, age]).ravel() for age in range(len(AGES))},
        "homes_so_far": (members @ outlook.homes_so_far).ravel().round(),
        "places_in_reach": _in_reach(outlook).ravel().round(),
        "basis": basis_of(outlook, variant),
    }
    columns |= _measured(outlook, variant, "every_child", drawn)
    if outlook.use is None:
        columns |= dict.fromkeys(("expected_users", "places_needed", *OF_ALL_USERS), np.nan)
    else:
        users, needed = with_users(outlook.use, children)
        columns |= {"expected_users": (members @ users).ravel(), "places_needed": (members @ needed).ravel()}
        # As if nobody of the ages that are not held used a place, none would seem to be missing.
        columns |= dict.fromkeys(OF_ALL_USERS, np.nan) if outlook.use.unknown else _measured(outlook, variant, "expected_users", drawn)
    names = {
        "area_code": areas.index, "area_label": areas["label"], "level": level, "district": model.parents[level]["district"],
    }  # fmt: skip
    fixed = pd.DataFrame({name: np.repeat(np.asarray(values), years) if name != "level" else values for name, values in names.items()})
    table = pd.concat([fixed, pd.DataFrame(columns)], axis=1)
    if outlook.query.districts:
        listed = areas["district_code"].isin(outlook.query.districts).to_numpy(dtype=bool)
        table = table[np.repeat(listed, years)]
    return table


def _measured(outlook: Outlook, variant: Variant, counted: Counted, drawn: Drawn | None) -> dict[str, object]:
    """Access, shortfall and first year below, for one way to count demand."""
    model, years = outlook.model, len(outlook.years)
    access_name = "access" if counted == "every_child" else "access_expected"
    first_names = FIRST if counted == "every_child" else tuple(f"{name}_expected" for name in FIRST)
    supply = outlook.eras[0].supply
    demand, target = outlook.demand(variant, counted), outlook.target(counted)
    access = outlook.access(demand[:, None, :], counted)[:, 0, :]
    sharing = model.members[outlook.query.level]["lsoa"] @ demand
    in_places = model.settings.outcomes[outlook.query.outcome].access == "places"
    short = np.maximum(0, target - access) * sharing / supply.per_child if in_places else np.full(access.shape, np.nan)
    first = outlook.first_below(access, target)
    low, high = (np.full(len(first), np.inf),) * 2 if drawn is None else year_range(outlook, drawn, variant, counted, target)
    return {
        access_name: access.ravel(),
        f"shortfall_{SUFFIX[counted]}": short.ravel(),
        "target" if counted == "every_child" else "target_expected": target,
        **{name: np.repeat(_finite(values), years) for name, values in zip(first_names, (first, low, high), strict=True)},
    }


def _finite(years: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isinf(years), np.nan, years)


def _in_reach(outlook: Outlook) -> NDArray[np.float64]:
    """Places of all providers that families of each area can reach, shared or not; shape (areas, years)."""
    level = outlook.query.level
    found = np.empty((len(outlook.model.areas[level]), len(outlook.years)))
    for era in outlook.eras:
        found[:, era.at] = (era.model.reach[level] @ era.supply.capacity)[:, None]
    return found
