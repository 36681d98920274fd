"""How sure the first year below the target is: worked out again with other yields, delays, projections and take-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.demand.children import district_of, room_within
from geo.demand.years import base_year

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.demand.children import Variant
    from geo.demand.outlook import Counted, Outlook

INTERVAL: Final = (0.05, 0.95)
# A projection cannot be so wrong that a district has less than this part of its children.
LEAST_PART: Final = 0.1


@dataclass(frozen=True)
class Drawn:
    """What is drawn at random.

    Parameters
    ----------
    level : ndarray, shape (districts, draws, years)
        Children of each district, as a share of the projection.
    yields : ndarray, shape (draws,)
        Children of new homes, as a share of what is said.
    late : ndarray of int, shape (draws, sites)
        Years by which each site is late.
    take_up : ndarray, shape (draws,)
        Take-up, as a share of what was counted.
    """

    level: NDArray[np.float64]
    yields: NDArray[np.float64]
    late: NDArray[np.int64]
    take_up: NDArray[np.float64]


def draw(outlook: Outlook) -> Drawn:
    """Draw with the seed and the ranges of ``[demand]`` in the settings."""
    said, random = outlook.model.settings.demand, np.random.default_rng(outlook.model.settings.demand.seed)
    districts, sites = outlook.projected.members.shape[0], len(outlook.sites.lsoa)
    ahead = np.asarray(outlook.years) - base_year(outlook.model) if base_year(outlook.model) else np.arange(len(outlook.years))
    drift = random.standard_normal((districts, said.draws, 1)) * said.projection_error_a_year
    users = 1.0 if outlook.use is None else max(float(outlook.use.users.max()), 1e-9)
    return Drawn(
        np.maximum(LEAST_PART, 1 + drift * ahead),
        random.uniform(*said.yield_share, said.draws),
        random.integers(0, said.slippage_years + 1, (said.draws, sites)),
        # No more children than there are can use a place.
        np.clip(random.normal(1, said.take_up_error, said.draws), 0, 1 / users),
    )


def drawn_demand(outlook: Outlook, drawn: Drawn, variant: Variant, counted: Counted) -> NDArray[np.float64]:
    """Give who shares the places in every draw, shape (lsoas, draws, years)."""
    projected, years = outlook.projected, len(outlook.years)
    level = drawn.level[district_of(projected.members)]
    if counted == "every_child" or outlook.use is None:
        base, of_homes, more = projected.children.sum(axis=1), np.ones((len(level), years)), outlook.more.sum(axis=1)
    else:
        base = np.einsum("iay,iay->iy", outlook.use.places, projected.children)
        of_homes = np.einsum("iay,iay->iy", outlook.use.places, projected.mix)
        more = np.einsum("iay,iay->iy", outlook.use.places, outlook.more)
    shared: NDArray[np.float64] = base[:, None, :] * level
    if variant != "neither" and drawn.late.shape[1]:
        homes = _homes(outlook, drawn).reshape(len(level), -1)
        if variant == "within":
            totals = (projected.totals.sum(axis=1)[:, None, :] * drawn.level).reshape(len(drawn.level), -1)
            homes, rest = room_within(projected.members, totals, homes)
            shared *= rest.reshape(shared.shape)
        shared += of_homes[:, None, :] * homes.reshape(shared.shape)
    shared = np.maximum(shared + more[:, None, :], 0)
    return shared * drawn.take_up[:, None] if counted == "expected_users" else shared


def _homes(outlook: Outlook, drawn: Drawn) -> NDArray[np.float64]:
    """Children of new homes in every draw, shape (lsoas, draws x years)."""
    by_delay = np.stack([outlook.sites.children(outlook.years, late) for late in range(outlook.model.settings.demand.slippage_years + 1)])
    of_sites = by_delay[drawn.late, np.arange(drawn.late.shape[1])] * drawn.yields[:, None, None]
    columns = of_sites.transpose(1, 0, 2).reshape(of_sites.shape[1], -1)
    found: NDArray[np.float64] = outlook.sites.on_lsoas(len(outlook.model.children)) @ columns
    return found


def access_range(outlook: Outlook, drawn: Drawn, variant: Variant, counted: Counted) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Say between what the access of each area lies in each year in nine of ten draws; two arrays of shape (areas, years)."""
    access = outlook.access(drawn_demand(outlook, drawn, variant, counted), counted)
    low, high = np.quantile(access, INTERVAL, axis=1)
    return low, high


def year_range(
    outlook: Outlook, drawn: Drawn, variant: Variant, counted: Counted, target: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Say between which years the first one below the target lies in nine of ten draws; infinite where it is none of them.

    Returns
    -------
    low, high : ndarray, shape (areas,)
        5th and 95th percentile, outward to whole draws.
    """
    demand = drawn_demand(outlook, drawn, variant, counted)
    first = np.sort(outlook.first_below(outlook.access(demand, counted), target), axis=1)
    last = first.shape[1] - 1
    return first[:, int(np.floor(INTERVAL[0] * last))], first[:, int(np.ceil(INTERVAL[1] * last))]
