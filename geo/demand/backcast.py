"""How well the method would have done: older counts of neighbourhoods scaled to newer totals of districts, beside no change at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from geo.method.model import Model


@dataclass(frozen=True)
class Backcast:
    """One count worked out from an older one.

    Parameters
    ----------
    ages : str
        First and last year of age, ``0-15``.
    older, newer : int
        Years of the counts.
    lsoas : int
        Neighbourhoods that both counts have.
    method, no_change : float
        How far neighbourhoods are off with this method, and if the older count simply stays: all differences, whatever their sign, added
        up, in per cent of the children.
    """

    ages: str
    older: int
    newer: int
    lsoas: int
    method: float
    no_change: float


def backcasts(model: Model) -> list[Backcast]:
    """Work out the newest count from each older one, as `geo.demand.children.project` works out years to come.

    Parameters
    ----------
    model : Model
        Its atlas may hold counts of several years.

    Returns
    -------
    list of Backcast
        The oldest first; empty where no two counts of the same ages are held.
    """
    lsoas = model.areas["lsoa"]
    districts = lsoas.get("former_district_code", lsoas["district_code"])
    found = []
    for ages, rows in model.atlas.demand.counts.groupby("ages"):
        by_year = rows.pivot_table(index="area_code", columns="year", values="children").reindex(lsoas.index)
        newer = max(by_year.columns)
        for older in [year for year in by_year.columns if year < newer]:
            both = by_year[[older, newer]].dropna()
            totals = both.groupby(districts.reindex(both.index)).transform("sum")
            growth = np.divide(totals[newer], totals[older], out=np.ones(len(both)), where=totals[older].to_numpy() > 0)
            off = [float(100 * (guess - both[newer]).abs().sum() / both[newer].sum()) for guess in (both[older] * growth, both[older])]
            found.append(Backcast(str(ages), int(older), int(newer), len(both), *off))
    return found
