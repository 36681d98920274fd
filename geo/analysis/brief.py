"""The few figures with which a report on a gap list begins; every one can be added up from the rows of the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Brief:
    """Figures of one gap list.

    Parameters
    ----------
    areas, priority_areas : int
        Areas in the list, and those with high need and low access.
    children, children_in_priority : int
        Children under five in them.
    none_in_reach : int
        Areas without any provider within the catchment.
    access, access_atlas : float
        Child-weighted mean access of the list and of the whole atlas, in the unit of access.
    nearest_minutes, providers_in_reach : float
        Child-weighted means of the list: minutes to the nearest provider, and how many are within the catchment.
    public_share, public_share_atlas : float
        Public share of that access, 0-1; missing where nothing is reached.
    certain, likely : int
        Priority areas of which `geo.method.confidence.how_sure` says so.
    """

    areas: int
    priority_areas: int
    children: int
    children_in_priority: int
    none_in_reach: int
    access: float
    access_atlas: float
    nearest_minutes: float
    providers_in_reach: float
    public_share: float
    public_share_atlas: float
    certain: int
    likely: int


def brief(listed: pd.DataFrame, scores: pd.DataFrame) -> Brief:
    """Add up a gap list.

    Parameters
    ----------
    listed : DataFrame
        `geo.method.gaps.gap_list` with its evidence.
    scores : DataFrame
        `geo.method.gaps.score_areas` of the same question: the whole atlas.
    """
    priority = listed[listed["gap_class"] == "priority"]
    sure = priority["how_sure"].tolist()
    share, share_atlas = _public_share(listed), _public_share(scores)
    return Brief(
        areas=len(listed),
        priority_areas=len(priority),
        children=int(listed["children_0_4"].sum()),
        children_in_priority=int(priority["children_0_4"].sum()),
        none_in_reach=int((listed["providers_in_reach"] == 0).sum()),
        access=_mean(listed, "access"),
        access_atlas=_mean(scores, "access"),
        nearest_minutes=_mean(listed, "nearest_minutes"),
        providers_in_reach=_mean(listed, "providers_in_reach"),
        public_share=share,
        public_share_atlas=share_atlas,
        certain=sure.count("certain"),
        likely=sure.count("likely"),
    )


def _mean(frame: pd.DataFrame, column: str) -> float:
    """Mean weighted by children."""
    known = frame[frame[column].notna()]
    children = known["children_0_4"].to_numpy(dtype=float)
    return float(np.average(known[column].to_numpy(dtype=float), weights=children)) if children.sum() > 0 else np.nan


def _public_share(frame: pd.DataFrame) -> float:
    public, pvi = _mean(frame, "access_public"), _mean(frame, "access_pvi")
    return public / (public + pvi) if public + pvi > 0 else np.nan
