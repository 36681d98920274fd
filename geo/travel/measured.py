"""Measured travel times in the place of estimates, where a router measured them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from geo.travel.estimated import first_least

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.settings.model import Access
    from geo.store.atlas import Atlas
    from geo.travel.engine import TravelEngine


@dataclass(frozen=True)
class Measured:
    """Measured times for pairs of which both ends were measured, and another engine for all others.

    Parameters
    ----------
    others : TravelEngine
        For all other pairs, and for road metres.
    origins, providers : ndarray of bool
        Which origins and providers occur in the table; such a pair that the table leaves out has no way.
    pairs : ndarray of int, sorted
        Measured pairs that have a way: origin x number of providers + provider.
    pair_minutes : ndarray
        Their minutes.
    """

    others: TravelEngine
    origins: NDArray[np.bool_]
    providers: NDArray[np.bool_]
    pairs: NDArray[np.int64]
    pair_minutes: NDArray[np.float64]

    def within(self, minutes: NDArray[np.float64]) -> sparse.csr_array:
        """Find pairs within the time of each provider: estimated ones of which an end is not in the table, then measured ones."""
        estimates = self.others.within(minutes).tocoo()
        kept = ~(self.origins[estimates.row] & self.providers[estimates.col])
        row, column = np.divmod(self.pairs, len(self.providers))
        near = self.pair_minutes <= minutes[column]
        ends = (np.append(estimates.row[kept], row[near]), np.append(estimates.col[kept], column[near]))
        return sparse.csr_array((np.append(estimates.data[kept], self.pair_minutes[near]), ends), shape=estimates.shape)

    def minutes(self, origins: NDArray[np.intp], providers: NDArray[np.intp]) -> NDArray[np.float64]:
        """Travel minutes of pairs; infinite where there is no way."""
        wanted = origins.astype(np.int64) * len(self.providers) + providers
        # Behind the last pair stands one that nobody asks for.
        pairs, minutes = np.append(self.pairs, -1), np.append(self.pair_minutes, np.inf)
        place = np.searchsorted(self.pairs, wanted)
        measured = np.where(pairs[place] == wanted, minutes[place], np.inf)
        return np.where(self.origins[origins] & self.providers[providers], measured, self.others.minutes(origins, providers))

    def road_m(self, origins: NDArray[np.intp], providers: NDArray[np.intp]) -> NDArray[np.float64]:
        """Road metres of pairs, which nobody measured."""
        return self.others.road_m(origins, providers)

    def nearest(self, origins: NDArray[np.intp], providers: NDArray[np.intp]) -> NDArray[np.intp]:
        """Say which of the providers is reached first from each origin; by road where there is no way to any."""
        nearest = self.others.nearest(origins, providers)
        row, place, minutes = self._measured_pairs(origins, providers)
        unmeasured, here = np.flatnonzero(~self.providers[providers]), np.flatnonzero(self.origins[origins])
        if len(unmeasured) and len(here):
            by_estimate = unmeasured[self.others.nearest(origins[here], providers[unmeasured])]
            row, place = np.append(row, here), np.append(place, by_estimate)
            minutes = np.append(minutes, self.others.minutes(origins[here], providers[by_estimate]))
        nearest[np.unique(row)] = first_least(row, place, minutes)
        return nearest

    def _measured_pairs(
        self, origins: NDArray[np.intp], providers: NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """Measured pairs of some origins and providers, as places among them, with their minutes."""
        origin, provider = np.divmod(self.pairs, len(self.providers))
        row, place = pd.Index(origins).get_indexer(pd.Index(origin)), pd.Index(providers).get_indexer(pd.Index(provider))
        asked = (row >= 0) & (place >= 0)
        return row[asked], place[asked], self.pair_minutes[asked]


def of_mode(atlas: Atlas, access: Access) -> pd.DataFrame:
    """Select the times that were measured for the mode of the settings."""
    return atlas.travel_times[atlas.travel_times["mode"] == access.mode]


def with_measured(others: TravelEngine, atlas: Atlas, access: Access) -> TravelEngine:
    """Put the times that were measured for the mode in the place of others, if there are any."""
    times = of_mode(atlas, access)
    if times.empty:
        return others
    codes = pd.Index([*atlas.at("lsoa").index, *atlas.surroundings.index])
    row, column = codes.get_indexer(pd.Index(times["origin_code"])), atlas.providers.index.get_indexer(pd.Index(times["provider_id"]))
    known = (row >= 0) & (column >= 0)
    row, column, minutes = row[known], column[known], times["minutes"].to_numpy(dtype=float)[known]
    origins, providers = np.zeros(len(codes), dtype=bool), np.zeros(len(atlas.providers), dtype=bool)
    origins[row], providers[column] = True, True
    pairs = row.astype(np.int64) * len(providers) + column
    order = np.argsort(pairs)
    order = order[~np.isnan(minutes[order])]
    return Measured(others, origins, providers, pairs[order], minutes[order])


def measured_origins(atlas: Atlas, access: Access) -> tuple[int, int]:
    """Count the LSOAs of the atlas whose times were measured for the mode, and all of them."""
    lsoas, times = atlas.at("lsoa").index, of_mode(atlas, access)
    if times.empty:
        return 0, len(lsoas)
    # Times to places that are in the data no longer change nothing.
    known = atlas.providers.index.get_indexer(pd.Index(times["provider_id"])) >= 0
    return int(lsoas.isin(times.loc[known, "origin_code"].unique()).sum()), len(lsoas)
