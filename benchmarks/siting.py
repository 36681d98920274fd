"""Siting at the size of a county, of four and of sixteen: processor time of the frontier, of the proven best, of the draws, and of spopt.

The county is the data of this folder. Four and sixteen of them are made by laying copies beside each other, with seeded noise on children,
access and points, so that no two copies are alike. Processor time counts every thread.
"""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from scipy import sparse

from geo.method.catchments import gaussian_decay
from geo.method.model import build_model
from geo.method.query import Query
from geo.settings.model import load_settings
from geo.siting.exact import best
from geo.siting.firmness import chosen_shares
from geo.siting.greedy import greedy
from geo.siting.prepare import prepare
from geo.siting.question import default_siting
from geo.siting.search import SiteSearch
from geo.store.atlas import load_atlas
from geo.travel.estimated import METRES_PER_MINUTE, pairs_within
from tests.helpers.places import CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.siting.instance import Instance
    from geo.siting.prepare import Prepared

T = TypeVar("T")
OUTCOME, SEED = "early_education", 2000
MOST, WORST, MEDIAN = 30, 20, 10
LONGEST_S, NEAR = 30.0, 0.01
NOISE, MOVED_M, KM_PER_H = 0.2, 1_000.0, 42.0
COUNTIES = (1, 2, 4)
AIMS = {("frontier", 1): 0.3, ("need", 1): 1.0, ("need", 2): 3.0, ("worst", 1): 30.0, ("draws", 1): 4.0}
TIMES_SPOPT = 50


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    measured: float
    aim: str = ""


def processor_s(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor that some work takes, and the result."""
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def laid_out(prepared: Prepared, side: int) -> Instance:
    """Lay copies of the county beside each other, `side` by `side`; one alone stays as it is."""
    if side == 1:
        return prepared.instance
    rng, instance = np.random.default_rng(SEED), prepared.instance
    homes = prepared.lsoas[["centroid_e", "centroid_n"]].to_numpy(float)
    sites = prepared.sites[["easting", "northing"]].to_numpy(float)
    shift = np.ptp(homes, axis=0)
    places = [shift * (column, row) for row in range(side) for column in range(side)]
    homes, sites = (np.vstack([points + place for place in places]) for points in (homes, sites))
    homes, sites = (points + rng.uniform(-MOVED_M, MOVED_M, points.shape) for points in (homes, sites))

    def again(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.tile(values, len(places)) * rng.uniform(1 - NOISE, 1 + NOISE, len(places) * len(values))

    children = again(instance.children)
    bounds = instance.bounds
    repeated = {name: np.tile(getattr(bounds, name), len(places)) for name in ("units", "size", "must", "cost", "district")}
    return replace(
        instance,
        children=children,
        weight=children * np.tile(np.divide(instance.weight, np.maximum(instance.children, 1)), len(places)),
        access=again(instance.access),
        gain=_gain(prepared, homes, sites, children),
        nearest=again(instance.nearest),
        minutes=np.zeros((len(homes), len(sites))) if prepared.siting.by_access else _minutes(prepared, homes, sites),
        bounds=replace(bounds, **repeated, sites=len(sites)),
    )


def _gain(prepared: Prepared, homes: NDArray[np.float64], sites: NDArray[np.float64], children: NDArray[np.float64]) -> sparse.csc_array:
    access = prepared.model.settings.access
    metre_min = access.detour / (METRES_PER_MINUTE * KM_PER_H)
    pairs = pairs_within(homes, sites, access.catchment_minutes / metre_min)
    pairs.data = gaussian_decay(pairs.data * metre_min / access.catchment_minutes, access.decay_sigma_share)
    reached = pairs.T @ children
    pairs.data *= (prepared.siting.unit / reached)[pairs.indices]
    return sparse.csc_array(pairs)


def _minutes(prepared: Prepared, homes: NDArray[np.float64], sites: NDArray[np.float64]) -> NDArray[np.float64]:
    metre_min = prepared.model.settings.access.detour / (METRES_PER_MINUTE * KM_PER_H)
    minutes: NDArray[np.float64] = metre_min * np.hypot(*(homes[:, None, axis] - sites[None, :, axis] for axis in (0, 1)))
    return minutes


def searched(instance: Instance, count: int) -> tuple[float, str]:
    """Seconds of processor until the best of a number of sites is proven, and how the search ended."""
    begun = greedy(instance, count).plan(count, instance.sites)
    seconds, found = processor_s(lambda: best(instance, count, LONGEST_S, begun, NEAR))
    return seconds, f"{found.status}, gap {100 * found.gap:.2g}%"


def of_size(prepared: dict[str, Prepared], side: int) -> list[Row]:
    """Measure one size."""
    need = laid_out(prepared["need"], side)
    size = f"{len(need.children):,} x {need.sites:,}"
    frontier_s, _ = processor_s(lambda: greedy(need, MOST))
    rows = [Row(f"{size}: frontier of 1-{MOST} sites", frontier_s, _aim("frontier", side))]
    slowest_s, ended = max(searched(need, count) for count in (5, 10, 20, MOST))
    rows.append(Row(f"{size}: most need, N <= {MOST}, slowest ({ended})", slowest_s, _aim("need", side)))
    if side < COUNTIES[-1]:
        seconds, ended = searched(laid_out(prepared["worst_fifth"], side), WORST)
        rows.append(Row(f"{size}: worst fifth, N = {WORST} ({ended})", seconds, _aim("worst", side)))
    travel = laid_out(prepared["travel"], side)
    seconds, ended = searched(replace(travel, nearest=np.full(len(travel.nearest), np.inf)), MEDIAN)
    return [*rows, Row(f"{size}: shortest travel, N = {MEDIAN}, none today ({ended})", seconds)]


def _aim(name: str, side: int) -> str:
    return f"<= {AIMS[name, side]:g}" if (name, side) in AIMS else ""


def beside_spopt(prepared: Prepared) -> list[Row]:
    """Solve the same p-median with PySAL `spopt`, by the same solver."""
    import pulp  # noqa: PLC0415 - takes seconds to import, and nothing else needs it
    from spopt.locate import PMedian  # noqa: PLC0415 - as above

    instance = replace(prepared.instance, nearest=np.full(len(prepared.instance.nearest), np.inf))
    ours_s, _ = searched(instance, MEDIAN)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        theirs_s, _ = processor_s(lambda: PMedian.from_cost_matrix(instance.minutes, instance.weight, MEDIAN).solve(pulp.HiGHS(msg=False)))
    return [
        Row("the same shortest travel by spopt, 516 x 204", theirs_s),
        Row("times as much processor as ours", theirs_s / ours_s, f">= {TIMES_SPOPT}"),
    ]


def hard_search() -> SiteSearch:
    """Start a search that uses up its longest slices: mean journeys in four counties."""
    settings = load_settings(CONFIG)
    query = Query(OUTCOME)
    prepared = prepare(build_model(load_atlas(settings), settings), query, replace(default_siting(settings, query), objective="travel"))
    instance = laid_out(prepared, 2)
    instance = replace(instance, nearest=np.full(len(instance.nearest), np.inf))
    begun = greedy(instance, MEDIAN).plan(MEDIAN, instance.sites)
    return SiteSearch(instance, MEDIAN, begun, (4 * LONGEST_S,), 0.0)


def main() -> None:
    """Print the table."""
    settings = load_settings(CONFIG)
    atlas, query = load_atlas(settings), Query(OUTCOME)
    model, start = build_model(atlas, settings), default_siting(settings, query)
    prepared = {objective: prepare(model, query, replace(start, objective=objective)) for objective in ("need", "worst_fifth", "travel")}
    print("\nSiting: seconds of processor")
    print(f"{'':84}{'measured':>12}{'aim':>12}")
    cold_s, _ = processor_s(lambda: chosen_shares(prepared["need"], start.add))
    print_rows([Row(f"{settings.siting.draws} draws of the best {start.add} by need, first question", cold_s, _aim("draws", 1))])
    for side in COUNTIES:
        print_rows(of_size(prepared, side))
    print_rows(beside_spopt(prepared["travel"]))


def print_rows(rows: list[Row]) -> None:
    """Print lines as soon as they are measured."""
    for row in rows:
        print(f"{row.name:84}{row.measured:12,.3f}{row.aim:>12}", flush=True)


if __name__ == "__main__":
    main()
