"""Neighbourhoods' children by single year of age and year: today's, scaled to the projection of their district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from scipy import sparse

from geo.contract.demand import AGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.method.model import Model

Variant = Literal["on_top", "within", "neither"]
# Homes on top of the projection, within it, or left out: official projections do not foresee local plans, or not all of them.
VARIANTS: Final[tuple[Variant, ...]] = get_args(Variant)


@dataclass(frozen=True)
class Projected:
    """Children without those of new homes.

    Parameters
    ----------
    children : ndarray, shape (lsoas, ages, years)
        By neighbourhood.
    totals : ndarray, shape (districts, ages, years)
        By the districts that projections are made for.
    members : sparse array, shape (districts, lsoas)
        Which neighbourhood is in which of these.
    """

    children: NDArray[np.float64]
    totals: NDArray[np.float64]
    members: sparse.csr_array

    @property
    def mix(self) -> NDArray[np.float64]:
        """Share of each age among the children of each neighbourhood's district; shape (lsoas, ages, years)."""
        whole = self.totals.sum(axis=1, keepdims=True)
        shares = np.divide(self.totals, whole, out=np.full(self.totals.shape, 1 / len(AGES)), where=whole > 0)
        spread: NDArray[np.float64] = shares[district_of(self.members)]
        return spread


def project(model: Model, years: Sequence[int]) -> Projected:
    """Scale the children of each neighbourhood and age to the projection of its district; those of today until it begins.

    Parameters
    ----------
    model : Model
        Its atlas holds today's children and, where somebody brought them, projections.
    years : sequence of int
        No later than the projections go.
    """
    lsoas = model.areas["lsoa"]
    # Projections are made for the districts of today, whatever other borders are asked for.
    codes, at = np.unique(lsoas.get("former_district_code", lsoas["district_code"]).to_numpy(dtype=str), return_inverse=True)
    members = sparse.csr_array((np.ones(len(at)), (at, np.arange(len(at)))), shape=(len(codes), len(at)))
    base = lsoas[[f"children_{age}" for age in range(len(AGES))]].to_numpy(dtype=float)
    now = members @ base
    totals = np.repeat(now[:, :, None], len(years), axis=2)
    rows = model.atlas.demand.projection
    place = {code: number for number, code in enumerate(codes)}
    column = {year: number for number, year in enumerate(years)}
    rows = rows[rows["area_code"].isin(place) & rows["year"].isin(column)]
    totals[rows["area_code"].map(place).to_numpy(int), :, rows["year"].map(column).to_numpy(int)] = rows[AGES].to_numpy(float)
    sizes = np.asarray(members.sum(axis=1))[:, None]
    # Where a district has no child of an age today, those to come are spread evenly.
    share = np.where(now[at] > 0, base / np.where(now[at] > 0, now[at], 1), 1 / sizes[at])
    return Projected(share[:, :, None] * totals[at], totals, members)


def with_homes(projected: Projected, homes: NDArray[np.float64], variant: Variant) -> NDArray[np.float64]:
    """Add the children of new homes.

    Parameters
    ----------
    projected : Projected
        Children without them.
    homes : ndarray, shape (lsoas, years)
        Children of new homes.
    variant : {"on_top", "within", "neither"}
        Within: the district keeps its projected total, so that the other neighbourhoods have fewer. Where homes have more children than the
        district is projected to have, they share those.

    Returns
    -------
    ndarray, shape (lsoas, ages, years)
    """
    if variant == "neither":
        return projected.children
    if variant == "on_top":
        return projected.children + projected.mix * homes[:, None, :]
    kept, rest = room_within(projected.members, projected.totals.sum(axis=1), homes)
    return projected.children * rest[:, None, :] + projected.mix * kept[:, None, :]


def room_within(
    members: sparse.csr_array, totals: NDArray[np.float64], homes: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Find room for the children of new homes within the totals of districts.

    Parameters
    ----------
    members : sparse array, shape (districts, lsoas)
        Which neighbourhood is in which district.
    totals : ndarray, shape (districts, columns)
        Children of each district.
    homes : ndarray, shape (lsoas, columns)
        Children of new homes.

    Returns
    -------
    kept, rest : ndarray, shape (lsoas, columns)
        Children of new homes for whom there is room, and the share that is left of all others.
    """
    wanted, at = members @ homes, district_of(members)
    part = np.minimum(1.0, np.divide(totals, wanted, out=np.ones_like(totals), where=wanted > 0))
    rest = np.divide(np.maximum(totals - wanted, 0), totals, out=np.ones_like(totals), where=totals > 0)
    return homes * part[at], rest[at]


def district_of(members: sparse.csr_array) -> NDArray[np.intp]:
    """Place of each neighbourhood's district among the rows of a membership matrix."""
    at: NDArray[np.intp] = members.tocsc().indices
    return at
