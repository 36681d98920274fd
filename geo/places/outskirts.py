"""Who is just outside a town: where wards end is not where a town ends, and its newest and largest nurseries are often beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import scipy.spatial

from geo.places.answer import providers_of
from geo.places.entries import plain_letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.places.entries import PlaceEntry
    from geo.store.atlas import Atlas

# A drive of some five minutes, in a straight line: as far as estates and business parks reach that grew beyond the wards of a town.
NEAR_M: Final = 2500
# What is called after a town may be farther; beyond this the name is that of a street or of somebody's office in another town.
CALLED_WITHIN_M: Final = 5000


def providers_just_outside(atlas: Atlas, town: PlaceEntry, towns: Iterable[PlaceEntry]) -> frozenset[str]:
    """Find the providers that somebody of a town would call its own, though they lie in a ward that is not.

    Parameters
    ----------
    atlas : Atlas
        Providers, neighbourhoods and their wards.
    town : PlaceEntry
        A settlement.
    towns : iterable of PlaceEntry
        All towns: what lies in another one is not outside this one.

    Returns
    -------
    frozenset of str
        ``provider_id`` of those at most `NEAR_M` from the middle of a neighbourhood of the town, and of those that have its name in theirs
        and are at most `CALLED_WITHIN_M` away; none that `geo.places.answer.providers_of` lists for it or for another town.
    """
    within = {str(code) for one in (town, *towns) for code in providers_of(atlas, one).index}
    rest = atlas.providers[~atlas.providers.index.isin(within)].dropna(subset=["easting", "northing"])
    middles = atlas.at("lsoa").loc[list(town.lsoas), ["centroid_e", "centroid_n"]].to_numpy(dtype=float)
    away_m = scipy.spatial.cKDTree(middles).query(rest[["easting", "northing"]].to_numpy(dtype=float))[0]
    name = f" {plain_letters(town.name)} "
    called = np.array([name in f" {plain_letters(one)} " for one in rest["name"].fillna("").astype(str)], dtype=bool)
    return frozenset(map(str, rest.index[(away_m <= NEAR_M) | (called & (away_m <= CALLED_WITHIN_M))]))
