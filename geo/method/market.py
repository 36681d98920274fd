"""Market mix: public provision beside private, voluntary and independent (PVI) provision, and where low-income families find only one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.numeric.weighted import weighted_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.method.supply import Supply

MARKET: Final = ("access_public", "access_pvi", "public_share", "low_income_pvi_only")
YES, NO, UNKNOWN = "yes", "no", ""


def market_mix(model: Model, level: Level, supply: Supply, in_reach: Mapping[str, NDArray[np.int32]]) -> dict[str, NDArray[np.generic]]:
    """Measure access by sector for every area, whatever the query's sector.

    E2SFCA is additive in supply: public and PVI access add up to the access of all sectors.

    Parameters
    ----------
    model : Model
        The scoring model.
    level : {"district", "ward", "lsoa"}
        Level of the areas.
    supply : Supply
        Service types and capacities of the query.
    in_reach : mapping
        Counts by area: public_in_reach, pvi_in_reach.

    Returns
    -------
    dict of str to ndarray, shape (areas,)
        Columns `MARKET`. Access is in the unit of the supply; the public share is 0-1, missing where nothing is reached.
        ``low_income_pvi_only`` is ``yes`` where an area of the worst third by low income has PVI providers in reach but no public one,
        else ``no``; it is empty where the figure is missing, and where the data hold these services in one sector only,
        because then the absence of the other says nothing about the area.
    """
    by_sector = np.column_stack([np.where(supply.public, supply.available, 0), np.where(supply.public, 0, supply.available)])
    reached = model.catchments.reached[:, None]
    ratios = supply.per_child * np.divide(by_sector, reached, out=np.zeros_like(by_sector), where=reached > 0)
    lsoa_access = model.inside @ ratios
    public, pvi = (weighted_mean(model.members[level]["lsoa"], model.children, column) for column in lsoa_access.T)
    both = public + pvi
    share = np.divide(public, both, out=np.full_like(both, np.nan), where=both > 0)
    third = model.low_income[level]
    pvi_only = (in_reach["public_in_reach"] == 0) & (in_reach["pvi_in_reach"] > 0) & (third == "high")
    mixed = supply.public.any() and (supply.of_services & ~supply.public).any()
    flags = np.where(pvi_only, YES, NO) if mixed else np.full(len(third), UNKNOWN)
    return dict(zip(MARKET, (public, pvi, share, np.where(third == "", UNKNOWN, flags)), strict=True))


def low_income_pvi_only(scores: pd.DataFrame) -> pd.DataFrame:
    """Areas where low-income families reach PVI provision only, of `geo.method.scores.score_areas` or of a gap list."""
    return scores[scores["low_income_pvi_only"] == YES]


def mix_profile(model: Model, level: Level, area_code: str, scores: pd.DataFrame) -> pd.DataFrame:
    """Market mix of an area, of its district and of the atlas.

    Parameters
    ----------
    model : Model
        The scoring model.
    level : {"district", "ward", "lsoa"}
        Level of the area.
    area_code : str
        The area.
    scores : DataFrame
        `geo.method.scores.score_areas` of the level.

    Returns
    -------
    DataFrame
        Rows ``access_all`` (whatever the query's sector), ``access_public``, ``access_pvi`` (child-weighted means, in the unit of
        access) and ``public_share`` (of these means, 0-1); columns ``area``, ``district``, ``atlas``.
    """
    district = model.areas[level]["district_code"]
    groups = np.stack([scores.index == area_code, district == district[area_code], np.ones(len(scores), bool)]).astype(float)
    children = scores["children_0_4"].to_numpy(dtype=float)
    public, pvi = (weighted_mean(groups, children, scores[name].to_numpy(dtype=float)) for name in MARKET[:2])
    both = public + pvi
    share = np.divide(public, both, out=np.full_like(both, np.nan), where=both > 0)
    rows = {"access_all": both, "access_public": public, "access_pvi": pvi, "public_share": share}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["area", "district", "atlas"])
