"""What a scenario does: by area, by district, and in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.method.gaps import COLUMNS as GAP_COLUMNS
from geo.method.gaps import DECIMALS, gap_list
from geo.method.reasons import ROUNDING
from geo.method.scores import gap_target, score_areas
from geo.method.supply import choose_supply
from geo.numeric.equality import gini, mean, variance, worst_mean
from geo.whatif.scenario.reached import reaching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.method.model import Model
    from geo.method.query import Query
    from geo.whatif.scenario.acts import Act

    # Scores before and after.
    Scores = tuple[pd.DataFrame, pd.DataFrame]

BEFORE: Final = (
    "access_before", "access_change", "shortfall_before", "shortfall_change", "need_before", "gap_score_before", "gap_class_before",
    "rank_before", "children_before", "changes",
)  # fmt: skip
AREA_COLUMNS: Final = (*GAP_COLUMNS, *BEFORE)
DISTRICT_COLUMNS: Final = (
    "district", "children_before", "children", "shortfall_before", "shortfall", "children_below_target_before", "children_below_target",
    "children_lifted", "children_dropped", "priority_areas_before", "priority_areas", "mean_access_before", "mean_access",
    "worst_fifth_access_before", "worst_fifth_access", "gini_before", "gini", "variance_before", "variance",
)  # fmt: skip
WORST_FIFTH: Final = 0.2


def scenario_areas(
    before: Model, after: Model, query: Query, acts: Sequence[Act], scores: Scores | None = None, *, evidence: bool = True
) -> pd.DataFrame:
    """List the gaps under a scenario, with what they were.

    Parameters
    ----------
    before, after : Model
        The baseline, and `geo.whatif.scenario.applying.acted` of it.
    query : Query
        The question.
    acts : sequence of Act
        The changes.
    scores : tuple of DataFrame, optional
        `geo.method.scores.score_areas` of the question before and after, if at hand.
    evidence : bool
        As `geo.method.gaps.gap_list` takes it.

    Returns
    -------
    DataFrame
        Columns `AREA_COLUMNS`: the gap list under the scenario, then what was before, the difference, and ``changes``, the ids of the
        changes that reach the area.
    """
    scored = (score_areas(before, query), score_areas(after, query)) if scores is None else scores
    table = gap_list(after, query, scored[1], evidence=evidence)
    codes = table["area_code"]
    then, now = (frame.reindex(codes) for frame in scored)
    ranked = gap_list(before, query, scored[0], evidence=False).set_index("area_code")["rank"]
    reached = pd.Series(_reaching(before, after, query, acts), index=after.areas[query.level].index)
    old = pd.DataFrame(
        {
            "access_before": then["access"].round(DECIMALS["access"]),
            "access_change": _difference(now["access"], then["access"], DECIMALS["access"]),
            "shortfall_before": then["shortfall_places"].round(DECIMALS["shortfall_places"]),
            "shortfall_change": _difference(now["shortfall_places"], then["shortfall_places"], DECIMALS["shortfall_places"]),
            "need_before": then["need_score"].round(DECIMALS["need_score"]),
            "gap_score_before": then["gap_score"].round(DECIMALS["gap_score"]),
            "gap_class_before": then["gap_class"],
            "rank_before": ranked.reindex(codes),
            "children_before": then["children_0_4"],
            "changes": reached.reindex(codes),
        },
        index=codes,
    )
    return pd.concat([table, old.reset_index(drop=True)], axis=1)[list(AREA_COLUMNS)]


def _reaching(before: Model, after: Model, query: Query, acts: Sequence[Act]) -> list[str]:
    return reaching(before, after, query, (choose_supply(before, query), choose_supply(after, query)), acts)


def _difference(now: pd.Series[float], then: pd.Series[float], decimals: int) -> pd.Series[float]:
    """Round a difference; what is left of sums in another order is none."""
    change = (now - then).round(decimals)
    return change.mask(change == 0, 0.0)


@dataclass(frozen=True)
class Side:
    """Neighbourhoods before or after; arrays of shape (lsoas,)."""

    children: NDArray[np.float64]
    access: NDArray[np.float64]
    lack: NDArray[np.float64]
    priority: NDArray[np.bool_]
    target: float

    @property
    def enough(self) -> NDArray[np.bool_]:
        """Whether access reaches the target."""
        return self.access >= self.target - ROUNDING


def sides(before: Model, after: Model, query: Query, scores: Scores | None = None) -> tuple[Side, Side]:
    """Give the neighbourhoods of the atlas before and after, whatever the question's level; ``scores`` are theirs, if at hand."""
    asked = of_neighbourhoods(query)
    then, now = (score_areas(before, asked), score_areas(after, asked)) if scores is None else scores
    return _side(before, asked, then), _side(after, asked, now)


def of_neighbourhoods(query: Query) -> Query:
    """Ask the same of all neighbourhoods."""
    return replace(query, level="lsoa", districts=())


def _side(model: Model, query: Query, scores: pd.DataFrame) -> Side:
    return Side(
        model.children,
        scores["access"].to_numpy(dtype=float),
        scores["shortfall_places"].to_numpy(dtype=float),
        (scores["gap_class"] == "priority").to_numpy(dtype=bool),
        gap_target(model, query),
    )


def scenario_districts(before: Model, after: Model, query: Query, both: tuple[Side, Side] | None = None) -> pd.DataFrame:
    """Add up a scenario by district, counted by neighbourhood whatever the question's level.

    Returns
    -------
    DataFrame
        Columns `DISTRICT_COLUMNS`, one row a district of the question in the order of their codes. Shortfalls are sums over
        neighbourhoods, missing where sites are counted; access is that of the children, in the outcome's unit; ``variance`` in its square.
    """
    then, now = sides(before, after, query) if both is None else both
    homes = after.areas["lsoa"]["district_code"].to_numpy(dtype=str)
    names, rows = after.atlas.areas["name"], []
    for code in query.districts or after.areas["district"].index:
        here = np.flatnonzero(homes == code)
        rows.append(
            {"district": names[code], **_moved(then, now, here)}
            | {f"{key}_before": value for key, value in _state(then, here).items()}
            | _state(now, here)
        )
    table = pd.DataFrame(rows)[list(DISTRICT_COLUMNS)]
    return table.round(
        {name: 4 if "gini" in str(name) else 1 if "shortfall" in str(name) else 2 for name in table if table[name].dtype == float}
    )


def _state(side: Side, here: NDArray[np.intp]) -> dict[str, float | int]:
    children, access = side.children[here], side.access[here]
    return {
        "children": int(children.sum()),
        "shortfall": float(side.lack[here].sum()),
        "children_below_target": int(children[~side.enough[here]].sum()),
        "priority_areas": int(side.priority[here].sum()),
        "mean_access": mean(access, children),
        "worst_fifth_access": worst_mean(access, children, WORST_FIFTH),
        "gini": gini(access, children),
        "variance": variance(access, children),
    }


def _moved(then: Side, now: Side, here: NDArray[np.intp]) -> dict[str, int]:
    lifted, dropped = ~then.enough & now.enough, then.enough & ~now.enough
    return {"children_lifted": int(now.children[here] @ lifted[here]), "children_dropped": int(now.children[here] @ dropped[here])}


@dataclass(frozen=True)
class Summary:
    """A scenario in a few numbers, over the neighbourhoods of the question's districts.

    Parameters
    ----------
    gain, lose : int
        Neighbourhoods whose access rises or falls.
    lifted, dropped : int
        Neighbourhoods that rise above the target, or fall below it.
    shortfall_change : float
        Places short of the target, more (above 0) or fewer; missing where sites are counted.
    children_change : int
        Children who come with new homes.
    children_gain, children_lose : int
        Children under five in the neighbourhoods that gain, and in those that lose.
    most : str
        Code of the neighbourhood that loses most; where none loses, of the one that gains most; empty where none does either.
    """

    gain: int
    lose: int
    lifted: int
    dropped: int
    shortfall_change: float
    children_change: int
    children_gain: int
    children_lose: int
    most: str


def summary(before: Model, after: Model, query: Query, both: tuple[Side, Side] | None = None) -> Summary:
    """Say in a few numbers what a scenario does."""
    then, now = sides(before, after, query) if both is None else both
    lsoas = after.areas["lsoa"]
    here = np.flatnonzero(lsoas["district_code"].isin(query.districts or lsoas["district_code"]))
    change = now.access[here] - then.access[here]
    lifted, dropped = (~then.enough & now.enough)[here], (then.enough & ~now.enough)[here]
    gain, lose = change > ROUNDING, _falls(change)
    children = now.children[here]
    first = by_harm(change, children)[0]
    return Summary(
        gain=int(gain.sum()),
        lose=int(lose.sum()),
        lifted=int(lifted.sum()),
        dropped=int(dropped.sum()),
        shortfall_change=float((now.lack - then.lack)[here].sum()),
        children_change=int((now.children - then.children)[here].sum()),
        children_gain=int(children[gain].sum()),
        children_lose=int(children[lose].sum()),
        most=str(lsoas.index[here[first]]) if gain.any() or lose.any() else "",
    )


def losing_by_district(after: Model, query: Query, both: tuple[Side, Side]) -> list[tuple[str, int]]:
    """Count by the name of its district the neighbourhoods of `Summary.lose`: the district with most of them first."""
    then, now = both
    lsoas = after.areas["lsoa"]
    here = lsoas["district_code"].isin(query.districts or lsoas["district_code"]).to_numpy()
    counts = (
        lsoas.loc[here & _falls(now.access - then.access), "district_code"]
        .value_counts()
        .sort_index()
        .sort_values(ascending=False, kind="stable")
    )
    names = after.atlas.areas["name"]
    return [(str(names[str(code)]), int(count)) for code, count in counts.items()]


def _falls(change: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say where access falls by more than what is left of sums in another order."""
    return change < -ROUNDING


def by_harm(change: NDArray[np.float64], children: NDArray[np.float64]) -> NDArray[np.intp]:
    """Order areas by what happens to them: whoever loses, the most first; then whoever gains, the most first; then the others.

    Parameters
    ----------
    change : ndarray of float, shape (areas,)
        Of access; compared as it is shown, so that a list and its headline name the same area first.
    children : ndarray of float, shape (areas,)
        Children under five; of two areas that change alike the one with more children comes first.

    Returns
    -------
    ndarray of int, shape (areas,)
        Positions, in order.
    """
    shown = np.round(np.nan_to_num(change), DECIMALS["access"])
    kind = np.select([shown < 0, shown > 0], [0, 1], 2)
    return np.lexsort((-children, -np.abs(shown), kind))
