"""A look ahead in a few numbers: how many areas fall below the target by a year, where most of them are, and how much is short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
import pandas as pd

from geo.method.reasons import ROUNDING

if TYPE_CHECKING:
    from geo.demand.children import Variant
    from geo.demand.outlook import Counted

Status = Literal["falls", "below", "rises", "enough"]
# Between the first year and the one that is asked for: falls below the target, stays below, rises to it, has enough in both.
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
COLUMNS: Final[dict[Counted, dict[str, str]]] = {
    "every_child": {"access": "access", "short": "shortfall_places", "target": "target", "suffix": ""},
    "expected_users": {"access": "access_expected", "short": "shortfall_expected", "target": "target_expected", "suffix": "_expected"},
}


@dataclass(frozen=True)
class Passing:
    """Where demand passes what is within reach.

    Parameters
    ----------
    start, year : int
        First year, and the one that is asked for.
    areas : int
        How many areas there are.
    before, after : int
        Areas below the target in the first year, and in the one that is asked for.
    falls, rises : int
        Areas that fall below it, and that rise to it.
    most : str
        District with most of those that fall; empty where none does.
    of_most : int
        How many these are.
    earliest : int
        Year in which the first of them falls; 0 where none does.
    short_before, short_after : float
        Places short of the target; missing where sites are counted.
    target : float
        Access that counts as enough.
    grows : str
        Area in which most more places are short than in the first year; empty where none are, and where sites are counted.
    of_grows : float
        How many more are short there.
    """

    start: int
    year: int
    areas: int
    before: int
    after: int
    falls: int
    rises: int
    most: str
    of_most: int
    earliest: int
    short_before: float
    short_after: float
    target: float
    grows: str
    of_grows: float


def of_year(table: pd.DataFrame, year: int, variant: Variant, counted: Counted) -> pd.DataFrame:
    """Give the rows of one year and variant, with the words for access and shortfall under one name each, and ``status``.

    Parameters
    ----------
    table : DataFrame
        As `geo.demand.table.forecast_list` gives it.
    year : int
        One of its years.
    variant, counted : str
        How new homes and demand are counted.

    Returns
    -------
    DataFrame
        Index ``area_code``, in the order of the table: its columns, and ``reached`` (access), ``short``, ``wanted`` (the target),
        ``first``, ``low``, ``high`` (years) and ``status`` (`STATUSES`) as ``counted`` says.
    """
    rows, names = table[table["variant"] == variant], COLUMNS[counted]
    now = rows[rows["year"] == year].set_index("area_code")
    first = rows[rows["year"] == rows["year"].min()].set_index("area_code").reindex(now.index)
    # As shown: both are rounded, so that the status agrees with the figures beside it.
    was, is_now = (frame[names["access"]] < frame[names["target"]] - ROUNDING for frame in (first, now))
    years = {"first": "first_year_below", "low": "year_low", "high": "year_high"}
    return now.assign(
        reached=now[names["access"]],
        short=now[names["short"]],
        wanted=now[names["target"]],
        status=np.select([is_now & ~was, is_now, was], STATUSES[:3], STATUSES[3]),
        **{name: now[f"{column}{names['suffix']}"] for name, column in years.items()},
    )


def short_by_district(rows: pd.DataFrame) -> pd.Series[float]:
    """Add up by name of the district the places that the areas of a question are short of, each area counted for itself.

    The mean of a district hides its neighbourhoods: where they are added up, the districts add up to the whole.

    Parameters
    ----------
    rows : DataFrame
        As `of_year` gives them; districts stand for themselves.
    """
    found: pd.Series[float] = rows["short"].groupby(rows["district"].fillna(rows["area_label"])).sum(min_count=1).round(1)
    return found


def passing(table: pd.DataFrame, year: int, variant: Variant, counted: Counted) -> Passing:
    """Count where demand passes what is within reach; parameters as for `of_year`."""
    start = int(table["year"].min())
    then, now = (of_year(table, at, variant, counted) for at in (start, year))
    fallen = now[now["status"] == "falls"]
    by_district = fallen["district"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    years = fallen["first"].dropna()
    more = (now["short"] - then["short"].reindex(now.index)).fillna(0.0)
    grows = str(more.idxmax()) if len(more) and more.max() > 0 else ""
    return Passing(
        start=start,
        year=year,
        areas=len(now),
        before=int(then["status"].isin(["falls", "below"]).sum()),
        after=int(now["status"].isin(["falls", "below"]).sum()),
        falls=len(fallen),
        rises=int((now["status"] == "rises").sum()),
        most=str(by_district.index[0]) if len(by_district) else "",
        of_most=int(by_district.iloc[0]) if len(by_district) else 0,
        earliest=int(years.min()) if len(years) else 0,
        short_before=float(then["short"].sum(min_count=1)),
        short_after=float(now["short"].sum(min_count=1)),
        target=float(now["wanted"].iloc[0]) if len(now) else float("nan"),
        grows=str(now.at[grows, "area_label"]) if grows else "",
        of_grows=float(more[grows]) if grows else 0.0,
    )
