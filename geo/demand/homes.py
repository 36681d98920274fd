"""New homes, and the children under five who live in them; and those of a scenario who come or go without homes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import sparse

from geo.contract.demand import AGES, ALL
from geo.demand.years import base_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.method.model import Model
    from geo.whatif.scenario.acts import Act


AGES_NOW: Final = [f"children_{age}" for age in range(len(AGES))]
# Years since a home was complete, and children under five in it then.
Yields = tuple["NDArray[np.float64]", "NDArray[np.float64]"]


@dataclass(frozen=True)
class Sites:
    """Homes that are to be built; arrays of shape (sites,).

    Parameters
    ----------
    lsoa : ndarray of int
        Neighbourhood of each, by its place among those of the model.
    homes, year : ndarray of int
        How many, and when they are complete.
    per_home : tuple
        Years since a home was complete, and children under five in it then, by site.
    assumed : bool
        Whether any yield is assumed, because no figures of the district are held.
    """

    lsoa: NDArray[np.intp]
    homes: NDArray[np.int64]
    year: NDArray[np.int64]
    per_home: tuple[Yields, ...]
    assumed: bool

    def children(self, years: Sequence[int], late: int = 0) -> NDArray[np.float64]:
        """Children under five of each site in each year, if all are so many years late; shape (sites, years)."""
        stood = np.asarray(years)[None, :] - self.year[:, None] - late
        found = np.zeros(stood.shape)
        for site, (after, children) in enumerate(self.per_home):
            found[site] = np.where(stood[site] >= 0, self.homes[site] * np.interp(stood[site], after, children), 0.0)
        return found

    def built(self, years: Sequence[int]) -> NDArray[np.float64]:
        """Homes of each site that are complete by each year; shape (sites, years)."""
        return np.where(np.asarray(years)[None, :] >= self.year[:, None], self.homes[:, None].astype(float), 0.0)

    def on_lsoas(self, lsoas: int) -> sparse.csr_array:
        """Which site is in which neighbourhood, shape (lsoas, sites)."""
        count = len(self.lsoa)
        return sparse.csr_array((np.ones(count), (self.lsoa, np.arange(count))), shape=(lsoas, count))


def sites_of(model: Model, acts: Sequence[Act], first: int) -> Sites:
    """Put the homes of the data and those of a scenario together; those that are complete when children were counted are counted already.

    Parameters
    ----------
    model : Model
        Its atlas holds homes and yields.
    acts : sequence of Act
        Changes of a scenario; new homes among them.
    first : int
        First year that is asked for: homes of a scenario that names no year are there then.
    """
    index, tables = model.areas["lsoa"].index, model.atlas.demand
    planned = tables.homes[tables.homes["year"] > base_year(model)]
    of_acts = [act for act in acts if act.kind == "homes"]
    said = {code: _yields(model, code) for code in planned["lsoa_code"].unique()}
    usual = model.settings.scenario.yield_per_100_homes
    yields = [said[code] or _always(usual) for code in planned["lsoa_code"]]
    return Sites(
        lsoa=index.get_indexer(pd.Index([*planned["lsoa_code"], *(act.target for act in of_acts)])),
        homes=np.array([*planned["homes"], *(act.homes for act in of_acts)], dtype=np.int64),
        year=np.array([*planned["year"], *(act.from_year or first for act in of_acts)], dtype=np.int64),
        per_home=(*yields, *(_always(act.yield_0_4) for act in of_acts)),
        assumed=any(found is None for found in said.values()),
    )


def more_children(model: Model, acts: Sequence[Act], years: Sequence[int]) -> NDArray[np.float64]:
    """Children who come or go in a scenario without homes, as the ages of their neighbourhood are mixed today.

    Returns
    -------
    ndarray, shape (lsoas, ages, years)
        Below 0 where they go.
    """
    lsoas = model.areas["lsoa"]
    now = lsoas[AGES_NOW].to_numpy(dtype=float)
    found = np.zeros((*now.shape, len(years)))
    for act in acts:
        if act.kind == "children":
            ages, at = np.array(act.years_of_age), lsoas.index.get_indexer(pd.Index([act.target]))
            here = now[at[0], ages]
            share = here / here.sum() if here.sum() else np.full(len(ages), 1 / len(ages))
            found[np.ix_(at, ages, np.asarray(years) >= (act.from_year or 0))] += act.more * share[None, :, None]
    return found


def _always(per_100: float) -> Yields:
    return np.zeros(1), np.array([per_100 / 100])


def _yields(model: Model, lsoa: str) -> Yields | None:
    """Find the yields of a neighbourhood's district, or of its county; None where neither has any for all homes together."""
    row = model.areas["lsoa"].loc[[lsoa]].iloc[0]
    rows = model.atlas.demand.yields
    whole = rows[(rows["housing"] == ALL) & (rows["tenure"] == ALL) & (rows["bedrooms"] == ALL)]
    for code in (row.get("former_district_code", row["district_code"]), row["utla_code"]):
        found = whole[whole["district"] == code].sort_values("years_after")
        if len(found):
            return found["years_after"].to_numpy(dtype=float), found["per_home_0_4"].to_numpy(dtype=float)
    return None
