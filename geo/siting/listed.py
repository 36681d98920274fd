"""How an answer stands to the gap list: the ranks of the places where its sites lie, and what it does for the first of the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from geo.siting.answer import steps_of
from geo.siting.frontier import scale_of
from geo.siting.measure import measure_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geo.siting.answer import Steps
    from geo.siting.measure import Measure
    from geo.siting.prepare import Prepared

Standing = Literal["has_site", "gains", "enough", "out_of_reach", "less"]


@dataclass(frozen=True)
class First:
    """What an answer does for the area that the gap list names first.

    Parameters
    ----------
    area_code : str
        The area.
    standing : Standing
        ``has_site``: a site lies in it. ``gains``: it has more access, or a shorter journey, by the answer. ``enough``: it has what the
        objective counts already, access of the target or something within the time. ``out_of_reach``: no possible site would help it.
        ``less``: some would, and do less.
    site_id : str
        The site that lies in it or gives it most; for ``less`` the possible site that would help it and do most; else empty.
    before, after : float
        What the objective judges in it: access in its unit, or minutes.
    alone, first_alone : float
        What that possible site and the first of the answer would do alone, in the unit of the objective; missing but for ``less``.
    """

    area_code: str
    standing: Standing
    site_id: str
    before: float
    after: float
    alone: float = np.nan
    first_alone: float = np.nan


@dataclass(frozen=True)
class OnList:
    """How an answer stands to the gap list of its question.

    Parameters
    ----------
    areas : int
        How many areas the list ranks.
    sites : tuple of (str, str, int)
        Site, the area in which it lies (empty beyond the border), and the rank of that (0 where the list does not rank it).
    first : First
        The area that comes first.
    """

    areas: int
    sites: tuple[tuple[str, str, int], ...]
    first: First


def on_list(prepared: Prepared, plan: NDArray[np.int64], ranked: pd.DataFrame) -> OnList | None:
    """Say how an answer stands to the gap list.

    Parameters
    ----------
    prepared : Prepared
        The question.
    plan : ndarray of int
        Units by site.
    ranked : DataFrame
        `geo.method.gaps.gap_list` of the same query, by LSOA.

    Returns
    -------
    OnList, optional
        None where the answer has no site, or the list ranks nothing that the question counts.
    """
    known = ranked.loc[ranked["gap_score"].notna(), ["area_code", "rank"]]
    ranks = dict(zip(known["area_code"].astype(str), known["rank"].astype(int), strict=True))
    steps = steps_of(prepared, plan)
    code = next(iter(ranks), "")
    if not steps.sites or code not in prepared.lsoas.index:
        return None
    homes = prepared.sites["lsoa_code"].fillna("").astype(str)
    sites = tuple((str(homes.index[site]), str(homes.iloc[site]), ranks.get(str(homes.iloc[site]), 0)) for site in steps.sites)
    return OnList(len(ranks), sites, _first(prepared, steps, code, sites))


def _first(prepared: Prepared, steps: Steps, code: str, sites: tuple[tuple[str, str, int], ...]) -> First:
    instance, row = prepared.instance, int(np.flatnonzero(prepared.lsoas.index == code)[0])
    scale = prepared.supply.per_child if prepared.siting.by_access else 1.0
    states = steps.states[:, row]
    before, after = scale * float(states[0]), scale * float(states[-1])
    inside = next((site for site, area, _ in sites if area == code), "")
    if inside:
        return First(code, "has_site", inside, before, after)
    if states[-1] != states[0]:
        # An infinite journey that ends is the greatest step of all.
        steps_taken = np.abs(np.diff(np.nan_to_num(states, posinf=float(np.finfo(np.float32).max))))
        return First(code, "gains", sites[int(steps_taken.argmax())][0], before, after)
    if _has_enough(prepared, row):
        return First(code, "enough", "", before, after)
    possible = np.flatnonzero(_helps(prepared, row) & (instance.bounds.units > 0))
    if len(possible) == 0:
        return First(code, "out_of_reach", "", before, after)
    measure = measure_of(instance)
    alone = np.array([_alone(prepared, measure, int(site)) for site in possible])
    best = int(np.nan_to_num(alone, nan=-np.inf).argmax())
    name = str(prepared.sites.index[possible[best]])
    return First(code, "less", name, before, after, float(alone[best]), _alone(prepared, measure, steps.sites[0]))


def _has_enough(prepared: Prepared, row: int) -> bool:
    """Whether an area has what the objective counts already: access of the target, or something within the time."""
    objective, instance = prepared.siting.objective, prepared.instance
    if objective in {"need", "places"}:
        return bool(instance.access[row] >= instance.target)
    return objective in {"within", "everybody"} and bool(instance.nearest[row] <= instance.within)


def _helps(prepared: Prepared, row: int) -> NDArray[np.bool_]:
    """Say of each possible site whether an area would have more access, or a shorter journey, by it."""
    instance = prepared.instance
    if prepared.siting.by_access:
        more: NDArray[np.bool_] = instance.gain[[row], :].toarray()[0] > 0
        return more
    nearer: NDArray[np.bool_] = instance.minutes[row] < instance.nearest[row]
    return nearer


def _alone(prepared: Prepared, measure: Measure, site: int) -> float:
    """Give what one unit on a site would do alone, in the unit of the objective; missing where that has no number."""
    sign = -1.0 if prepared.siting.less_is_better else 1.0
    with np.errstate(invalid="ignore"):
        done = scale_of(prepared) * sign * (measure.value(measure.opened(measure.today, site)) - measure.value(measure.today))
    return float(done) if np.isfinite(done) else float("nan")
