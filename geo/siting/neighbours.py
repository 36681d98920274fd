"""What a new site may take from the providers around it.

In E2SFCA a new site changes nobody's supply ratio, so that what it takes needs a measure of its own: the children who are expected at a
provider, each area's children sharing themselves among all that they reach in proportion to what each gives them (Huff 1964).

References
----------
Huff, D. L. (1964). Defining and estimating a trading area. Journal of Marketing 28(3), 34-38.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.siting.prepare import unit_capacity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.siting.prepare import Prepared

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class PrivateAround:
    """Private, voluntary and independent providers around one site.

    Parameters
    ----------
    table : DataFrame
        Index ``provider_id``: those within the catchment of the site's own neighbourhood; ``name``, ``places``, ``children_before``,
        ``children_after`` (expected at each), ``change_percent``, the most affected first.
    """

    table: pd.DataFrame

    @property
    def places(self) -> float:
        """Their places together."""
        return float(self.table["places"].sum())


def expected_children(prepared: Prepared, added: Numbers) -> Numbers:
    """Expect children at every provider: ``E_j = sum_i P_i R_j w_ij / A_i`` over all who reach it, beyond the border too.

    Parameters
    ----------
    prepared : Prepared
        The question.
    added : ndarray, shape (origins,)
        Access per child that new sites add to each origin.

    Returns
    -------
    ndarray, shape (providers,)
        0 where a provider does not count or nobody reaches it.
    """
    catchments = prepared.model.catchments
    ratios = catchments.ratios(prepared.supply.capacity)
    access = catchments.weights @ ratios + added
    per_access = np.divide(catchments.demand, access, out=np.zeros_like(access), where=access > 0)
    expected: Numbers = ratios * (catchments.weights.T @ per_access)
    return expected


def added_access(prepared: Prepared, plan: NDArray[np.int64]) -> Numbers:
    """Access per child that a plan adds to every origin, those beyond the border too."""
    capacity = plan * unit_capacity(prepared.model, prepared.siting, prepared.instance.bounds)
    return prepared.ground.catchments.access(capacity.astype(float))


def pvi_neighbours(prepared: Prepared, plan: NDArray[np.int64], site: int, before: Numbers | None = None) -> PrivateAround:
    """Say what one site of a plan, opened alone, may take from the private providers around it.

    Parameters
    ----------
    prepared : Prepared
        The question.
    plan : ndarray of int
        Units by site; those of the others do not matter.
    site : int
        Position of the site.
    before : ndarray, optional
        `expected_children` of today, if at hand.
    """
    model, supply = prepared.model, prepared.supply
    home = home_of(prepared, site)
    reach = np.zeros(len(supply.chosen), dtype=bool)
    row = slice(model.inside.indptr[home], model.inside.indptr[home + 1])
    reach[model.inside.indices[row]] = True
    around = np.flatnonzero(reach & supply.chosen & ~supply.public)
    alone = np.where(np.arange(len(plan)) == site, plan, 0)
    today = expected_children(prepared, np.zeros(len(model.catchments.demand))) if before is None else before
    after = expected_children(prepared, added_access(prepared, alone))
    start, end = today[around], after[around]
    percent = np.divide(100 * (end - start), start, out=np.zeros(len(around)), where=start > 0)
    table = pd.DataFrame(
        {
            "name": model.names[around],
            "places": supply.available[around] if model.settings.outcomes[prepared.query.outcome].access == "places" else np.nan,
            "children_before": start,
            "children_after": end,
            "change_percent": percent,
        },
        index=model.atlas.providers.index[around],
    )
    return PrivateAround(table.sort_values("change_percent", kind="stable"))


def home_of(prepared: Prepared, site: int) -> int:
    """Position of the neighbourhood that a site is in; beyond the border, of the nearest."""
    lsoas, row = prepared.model.areas["lsoa"], prepared.sites.iloc[site]
    if isinstance(row["lsoa_code"], str):
        return int(lsoas.index.get_loc(row["lsoa_code"]))  # type: ignore[arg-type]  # the codes are unique
    away = lsoas[["centroid_e", "centroid_n"]].to_numpy(float) - [row["easting"], row["northing"]]
    return int(np.argmin((away**2).sum(axis=1)))
