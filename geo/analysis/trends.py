"""Change between the periods of an indicator, its direction, what chance says of it, and whether the years rise or fall.

Whether a change is more than chance is said only where the counts behind both figures are known. Rates without counts allow no test: they
are often means of several years, years that overlap resemble each other, and a test of rank with time takes that for a trend. So a series
of years is described, not tested: `way`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd
from scipy.stats import theilslopes

from geo.analysis.differs import areas_at, shown_level
from geo.contract.definitions import comparable_from
from geo.method.intervals import unit_of_share
from geo.method.need import values_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.base.vocabulary import Level
    from geo.method.model import Model

Start = Literal["first", "previous"]
# Of fewer years the way of a series hangs on single ones.
SERIES_PERIODS: Final = 6
# A series rises or falls if so many of all pairs of years that differ go that way: three of four, Goodman and Kruskal's gamma of a half.
PAIRS_AGREE: Final = 0.75
# ... and if the line through the years moves by this part of the middle year's figure; of a percentage, of the smaller of the share and
# what is left to 100, so that vaccinated and not vaccinated give one answer. Less is hardly worth a word in a meeting.
LEAST_CHANGE: Final = 0.1
Way = Literal["rising", "falling", "steady", "uneven", ""]
PER_CENT: Final = ("per cent", "%")
WORDS: Final[dict[str, tuple[str, str]]] = {"higher_is_worse": ("worse", "better"), "higher_is_better": ("better", "worse")}


def difference_interval(
    before: NDArray[np.float64],
    before_limits: tuple[NDArray[np.float64], NDArray[np.float64]],
    after: NDArray[np.float64],
    after_limits: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Interval of a change from the intervals of the two figures that it is between.

    Parameters
    ----------
    before, after : ndarray
        The figures; for shares of counts the exact shares, not rounded ones.
    before_limits, after_limits : tuple of ndarray
        Their lower and upper limits. With Wilson's limits this is Newcombe's hybrid score interval (his method 10).

    Returns
    -------
    tuple of ndarray
        Lower and upper limit of ``after - before``.

    References
    ----------
    Newcombe, R. G. (1998), Interval estimation for the difference between independent proportions.
    Zou, G. Y. and Donner, A. (2008), Construction of confidence limits about effect measures (for any other limits).
    """
    change = after - before
    lower = change - np.hypot(after - after_limits[0], before_limits[1] - before)
    upper = change + np.hypot(after_limits[1] - after, before - before_limits[0])
    return lower, upper


def series(model: Model, indicator: str, level: Level) -> pd.DataFrame:
    """Give the figures of all periods for all areas of a level, or of the coarser level that the indicator is published for.

    Periods before an indicator's publisher made it anew are left out, and so is a latest period in which the publisher repeats every figure
    of the one before. Where values are means of smaller areas, only those smaller areas enter that have a value in every period, so that
    like is compared with like.

    Returns
    -------
    DataFrame
        Columns area_code, period, value, lower, upper, basis and point (the value before rounding where counts are known); sorted by area
        and period; empty for an indicator with a single period.
    """
    atlas = model.atlas
    rows = model.figures[indicator]
    rows = rows[rows["period"] >= comparable_from().get(indicator, "")]
    shown = shown_level(atlas, indicator, level)
    rows = rows[rows["period"].isin(distinct_periods(rows))]
    unit = unit_of_share(rows["value"], rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0))
    exact = unit * rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0)
    rows = rows.assign(point=exact.where(rows["basis"] == "wilson", rows["value"]))
    columns = ["area_code", "period", "value", "lower", "upper", "basis", "point"]
    if rows["period"].nunique() < 2:  # noqa: PLR2004 - a change is between two periods
        return rows.iloc[:0][columns]
    if shown != atlas.indicators.at[indicator, "published_level"]:
        rows = _carried(model, indicator, level, rows)
    kept = rows[rows["area_code"].isin(areas_at(atlas, shown).index)]
    return kept[columns].sort_values(["area_code", "period"], ignore_index=True)


def distinct_periods(rows: pd.DataFrame) -> list[str]:
    """Periods of an indicator, in order, without a latest one that repeats every figure of the one before."""
    table = rows.pivot_table(index="area_code", columns="period", values="value", dropna=False)
    periods = [str(period) for period in table.columns]
    if len(periods) > 1 and table.iloc[:, -1].notna().any() and table.iloc[:, -1].equals(table.iloc[:, -2].rename(table.columns[-1])):
        return periods[:-1]
    return periods


def _carried(model: Model, indicator: str, level: Level, rows: pd.DataFrame) -> pd.DataFrame:
    periods = sorted(rows["period"].unique())
    counts = rows.dropna(subset="value").groupby("area_code")["period"].nunique()
    complete = rows[rows["area_code"].isin(counts.index[counts == len(periods)])]
    parts = []
    for period in periods:
        atlas = replace(model.atlas, indicator_values=complete[complete["period"] == period])
        values = values_at(atlas, indicator, level, model.members[level])
        parts.append(pd.DataFrame({"area_code": model.areas[level].index, "period": period, "value": values, "point": values}))
    return pd.concat(parts, ignore_index=True).assign(lower=np.nan, upper=np.nan, basis="carried")


def changes(model: Model, indicator: str, level: Level, start: Start = "first", figures: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say how an indicator has changed in every area up to the latest period.

    Whether a change is more than chance follows from the interval of the difference where both figures have one; otherwise it is not known.
    Whether the years rise or fall describes the figures, whatever they rest on.

    Parameters
    ----------
    model : Model
        The scoring model.
    indicator : str
        Its id.
    level : {"district", "ward", "lsoa"}
        The level asked for; a coarser one where the indicator is not published at it.
    start : {"first", "previous"}
        Period to compare the latest one with.
    figures : DataFrame, optional
        `series` of the same, if at hand.

    Returns
    -------
    DataFrame
        Index area_code, areas with both figures only; columns from_period, to_period, from_value, to_value, change (of the published
        values, in the indicator's unit), lower, upper (95% interval of the change, from the counts), noise (``interval`` or ``unknown``:
        what chance was judged by), beyond (``yes``, ``no`` or ``unknown``: whether it is more than chance), direction (``better``,
        ``worse``; ``up``, ``down`` for context; ``none`` where nothing changed) and trend (see `way`; empty for fewer than
        `SERIES_PERIODS` years and for a change since the previous one).
    """
    figures = series(model, indicator, level) if figures is None else figures
    known = figures.dropna(subset="value")
    periods = sorted(known["period"].unique())
    if len(periods) < 2:  # noqa: PLR2004 - a change is between two periods
        return _change_table(pd.DataFrame(), pd.DataFrame(), "", "")
    begin = periods[0] if start == "first" else periods[-2]
    before, after = (known[known["period"] == period].set_index("area_code") for period in (begin, periods[-1]))
    both = after.index.intersection(before.index)
    table = _change_table(before.loc[both], after.loc[both], begin, periods[-1])
    facts = model.atlas.indicators.loc[indicator]
    if start == "first" and len(periods) >= SERIES_PERIODS:
        years = known.pivot_table(index="area_code", columns="period", values="value").reindex(table.index)
        of_100 = str(facts["unit"]).startswith(PER_CENT)
        table["trend"] = [way(row, of_100=of_100) for row in years.to_numpy(dtype=float)]
    rising, falling = WORDS.get(str(facts["polarity"]), ("up", "down"))
    table["direction"] = np.select([table["change"] > 0, table["change"] < 0], [rising, falling], "none")
    return table


def way(values: NDArray[np.float64], *, of_100: bool = False) -> Way:
    """Say whether a series rises, falls or keeps its level: a description, no test.

    It rises if at least `PAIRS_AGREE` of the pairs of years that differ rise, if the line through the years (the median of the slopes
    between all pairs) rises by at least `LEAST_CHANGE` from the first year to the last, and if the last figure is above the first; it falls
    likewise. It is steady if no year is further than `LEAST_CHANGE` from the middle one, and uneven if it is none of these.

    Parameters
    ----------
    values : ndarray
        One figure a year in the order of time, at equal steps; missing where there is none.
    of_100 : bool
        Whether figures are percentages.

    Returns
    -------
    {"rising", "falling", "steady", "uneven", ""}
        Empty for fewer than `SERIES_PERIODS` figures, and where the first or the last is missing.

    References
    ----------
    Theil, H. (1950). A rank-invariant method of linear and polynomial regression analysis. Indagationes Mathematicae 12, 85-91.

    Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of the American Statistical Association 63.
    """
    years = np.flatnonzero(~np.isnan(values))
    if len(years) < SERIES_PERIODS or np.isnan(values[[0, -1]]).any():
        return ""
    known = values[years]
    change = theilslopes(known, years).slope * (years[-1] - years[0])
    earlier, later = np.triu_indices(len(known), k=1)
    rises, falls = int((known[later] > known[earlier]).sum()), int((known[later] < known[earlier]).sum())
    middle = float(np.median(known))
    least = LEAST_CHANGE * (min(abs(middle), abs(100 - middle)) if of_100 else abs(middle))
    if max(change, -change) >= least and change:
        if change > 0 and values[-1] > values[0] and rises >= PAIRS_AGREE * (rises + falls):
            return "rising"
        if change < 0 and values[-1] < values[0] and falls >= PAIRS_AGREE * (rises + falls):
            return "falling"
    return "steady" if (np.abs(known - middle) <= least).all() else "uneven"


def _change_table(before: pd.DataFrame, after: pd.DataFrame, begin: str, end: str) -> pd.DataFrame:
    columns = ["from_period", "to_period", "from_value", "to_value", "change", "lower", "upper", "noise", "beyond", "direction", "trend"]
    if after.empty:
        return pd.DataFrame(columns=columns)
    first, last = ({name: frame[name].to_numpy(dtype=float) for name in ("value", "point", "lower", "upper")} for frame in (before, after))
    lower, upper = difference_interval(first["point"], (first["lower"], first["upper"]), last["point"], (last["lower"], last["upper"]))
    known = ~np.isnan(lower) & ~np.isnan(upper)
    beyond = np.where(known, np.where((lower > 0) | (upper < 0), "yes", "no"), "unknown")
    change = np.round(last["value"] - first["value"], 10)
    figures = (begin, end, first["value"], last["value"], change, lower, upper, np.where(known, "interval", "unknown"), beyond, "", "")
    return pd.DataFrame(dict(zip(columns, figures, strict=True)), index=after.index)
