"""Who uses a place: children who take funded hours, and how many places their hours fill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.contract.demand import AGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.method.model import Model


@dataclass(frozen=True)
class Use:
    """Use of places by the children of each neighbourhood and age; arrays of shape (lsoas, ages).

    Parameters
    ----------
    users : ndarray
        Share of the children who use a place.
    places : ndarray
        Places that one child fills, on average over all children.
    ages : tuple of int
        Ages that figures are held for; of all others nobody is counted as a user.
    codes : tuple of str
        Areas that take-up was counted in: their figure stands for all of each.
    """

    users: NDArray[np.float64]
    places: NDArray[np.float64]
    ages: tuple[int, ...]
    codes: tuple[str, ...]


def use_of(model: Model, take_up: Mapping[int, float] | None = None) -> Use | None:
    """Work out who uses a place; None where no take-up is held.

    A figure of a county stands for all its neighbourhoods alike: it is not painted as if it differed between districts.

    Parameters
    ----------
    model : Model
        Its atlas holds take-up and today's children.
    take_up : mapping of int to float, optional
        Ages at which all entitlements are taken up by this share of those who are entitled, 0-1, whatever is counted.
    """
    rows = model.atlas.demand.take_up
    if rows.empty:
        return None
    lsoas, wanted = model.areas["lsoa"], dict(take_up or {})
    district = lsoas.get("former_district_code", lsoas["district_code"])
    own = district.where(district.isin(rows["area_code"]), lsoas["utla_code"])
    children = lsoas[[f"children_{age}" for age in range(len(AGES))]].to_numpy(dtype=float)
    users, places = np.zeros(children.shape), np.zeros(children.shape)
    ages: set[int] = set()
    for code in sorted(set(own) & set(rows["area_code"])):
        here = (own == code).to_numpy()
        # Those of a county are shared by its districts, whether or not one of them has figures of its own.
        counted = children[((district == code) | (lsoas["utla_code"] == code)).to_numpy()].sum(axis=0)
        for row in rows[rows["area_code"] == code].itertuples():
            span = ages_of(str(row.age))
            shares = _shares(float(row.registered), float(row.eligible), counted, span, wanted)
            entitlement = model.settings.demand.entitlements[str(row.entitlement)]
            ages |= set(span)
            places[np.ix_(here, span)] += shares * entitlement.hours / model.settings.demand.hours_a_place
            if not entitlement.on_top:
                users[np.ix_(here, span)] += shares
    codes = tuple(sorted(set(own) & set(rows["area_code"])))
    return Use(np.minimum(users, 1.0), places, tuple(sorted(ages)), codes)


def ages_of(written: str) -> list[int]:
    """Read the ages of a row of ``take_up.csv``: ``3-4`` is 3 and 4."""
    first, _, last = written.partition("-")
    return list(range(int(first), int(last or first) + 1))


def _shares(
    registered: float, eligible: float, children: NDArray[np.float64], span: list[int], wanted: Mapping[int, float]
) -> NDArray[np.float64]:
    """Share of the children of each age of a span who take an entitlement: entitled, times taken up."""
    whole = children[span].sum()
    known = not np.isnan(eligible)
    entitled = min(1.0, eligible / whole) if known and whole else np.nan
    taken = min(registered, eligible) if known else registered
    share = min(1.0, taken / whole) if whole else 0.0
    return np.array([entitled * wanted[age] if age in wanted and known else share for age in span])


def with_users(use: Use, children: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count users, and the places that they fill.

    Parameters
    ----------
    use : Use
        Use by neighbourhood and age.
    children : ndarray, shape (lsoas, ages, years)
        By neighbourhood, age and year.

    Returns
    -------
    users, places : ndarray, shape (lsoas, years)
    """
    return np.einsum("ia,iay->iy", use.users, children), np.einsum("ia,iay->iy", use.places, children)
