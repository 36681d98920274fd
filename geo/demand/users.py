"""Who uses a place: children who take funded hours, and how many places their hours fill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.contract.demand import AGES, ages_of
from geo.whatif.scenario.acts import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from geo.method.model import Model
    from geo.whatif.scenario.acts import Act


@dataclass(frozen=True)
class Use:
    """Use of places by the children of each neighbourhood and age in each year; arrays of shape (lsoas, ages, years).

    Parameters
    ----------
    users : ndarray
        Share of the children who use a place.
    places : ndarray
        Places that one child fills, on average over all children.
    by_entitlement : dict of str to ndarray
        The same places, parted by the entitlement whose hours fill them.
    ages : tuple of int
        Ages that figures are held for; of all others nobody is counted as a user.
    codes : tuple of str
        Areas that take-up was counted in: their figure stands for all of each.
    unknown : tuple of int
        Ages that some neighbourhood has no figure of: who fills all places there is not known.
    """

    users: NDArray[np.float64]
    places: NDArray[np.float64]
    by_entitlement: dict[str, NDArray[np.float64]]
    ages: tuple[int, ...]
    codes: tuple[str, ...]
    unknown: tuple[int, ...]


def use_of(model: Model, years: Sequence[int], acts: Sequence[Act] = ()) -> Use | None:
    """Work out who uses a place; None where no take-up is held.

    A figure of a county stands for all its neighbourhoods alike: it is not painted as if it differed between districts.

    Parameters
    ----------
    model : Model
        Its atlas holds take-up and today's children.
    years : sequence of int
        In order.
    acts : sequence of Act
        Changes of a scenario; those of take-up say how large a share of those who are entitled takes it up, whatever is counted.
    """
    rows = model.atlas.demand.take_up
    if rows.empty:
        return None
    lsoas, wanted = model.areas["lsoa"], _in_order(acts)
    district = lsoas.get("former_district_code", lsoas["district_code"])
    own = district.where(district.isin(rows["area_code"]), lsoas["utla_code"])
    children = lsoas[[f"children_{age}" for age in range(len(AGES))]].to_numpy(dtype=float)
    users = np.zeros((*children.shape, len(years)))
    places = {str(name): np.zeros(users.shape) for name in rows["entitlement"].unique()}
    known = np.zeros(children.shape, dtype=bool)
    for code in sorted(set(own) & set(rows["area_code"])):
        here = np.flatnonzero(own == code)
        # Those of a county are shared by its districts, whether or not one of them has figures of its own.
        counted = children[((district == code) | (lsoas["utla_code"] == code)).to_numpy()].sum(axis=0)
        for row in rows[rows["area_code"] == code].itertuples():
            span = np.array(ages_of(str(row.age)))
            share, entitled = _shares(float(row.registered), float(row.eligible), counted[span].sum())
            shares = np.full((len(here), len(span), len(years)), share)
            if not np.isnan(entitled):
                _change(shares, entitled, str(row.entitlement), span, district.iloc[here], years, wanted)
            entitlement = model.settings.demand.entitlements[str(row.entitlement)]
            known[np.ix_(here, span)] = True
            places[str(row.entitlement)][np.ix_(here, span)] += shares * entitlement.hours / model.settings.demand.hours_a_place
            if not entitlement.on_top:
                users[np.ix_(here, span)] += shares
    codes = tuple(sorted(set(own) & set(rows["area_code"])))
    held, unknown = (tuple(np.flatnonzero(ages).tolist()) for ages in (known.any(axis=0), ~known.all(axis=0)))
    return Use(np.minimum(users, 1.0), np.sum(list(places.values()), axis=0), places, held, codes, unknown)


def _in_order(acts: Sequence[Act]) -> list[Act]:
    """Give changes of take-up, what is said of more before what is said of less: the last of those that mean one child holds."""
    told = [act for act in acts if act.kind == "take_up"]
    return sorted(
        told, key=lambda act: (act.target != EVERYWHERE, act.entitlement != "", -len(act.years_of_age), act.from_year or 0, act.ages)
    )


def _shares(registered: float, eligible: float, children: float) -> tuple[float, float]:
    """Share of some children who take an entitlement, and share who are entitled; the second is missing where nobody says."""
    known = not np.isnan(eligible)
    entitled = min(1.0, eligible / children) if known and children else np.nan
    taken = min(registered, eligible) if known else registered
    return (min(1.0, taken / children) if children else 0.0), entitled


def _change(
    shares: NDArray[np.float64],
    entitled: float,
    entitlement: str,
    span: NDArray[np.int64],
    district: pd.Series[str],
    years: Sequence[int],
    acts: Sequence[Act],
) -> None:
    """Put take-up as a scenario has it in the place of what was counted; shape (lsoas, ages, years)."""
    for act in acts:
        if act.entitlement in ("", entitlement):
            where = np.ones(len(district), dtype=bool) if act.target == EVERYWHERE else (district == act.target).to_numpy()
            shares[np.ix_(where, np.isin(span, act.years_of_age), np.asarray(years) >= (act.from_year or 0))] = entitled * act.percent / 100


def with_users(use: Use, children: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count users, and the places that they fill.

    Parameters
    ----------
    use : Use
        Use by neighbourhood, age and year.
    children : ndarray, shape (lsoas, ages, years)
        By neighbourhood, age and year.

    Returns
    -------
    users, places : ndarray, shape (lsoas, years)
    """
    return np.einsum("iay,iay->iy", use.users, children), np.einsum("iay,iay->iy", use.places, children)
