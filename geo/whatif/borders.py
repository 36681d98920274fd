"""Other borders: any grouping of LSOAs in the place of the districts of today."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.contract.groupings import group_code
from geo.method.model import build_model

if TYPE_CHECKING:
    from geo.method.model import Model
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas

# What was published for a district of today says nothing about a group of another shape: no level of the atlas has this name.
FORMER: Final = "former_district"


def regroup(atlas: Atlas, grouping: pd.Series[str]) -> Atlas:
    """Put groups of LSOAs in the place of the districts.

    A group that is exactly a district of today keeps its code. A ward that a new border cuts is counted with the group that
    most of its children live in; its LSOAs go each their own way. Figures published for the districts of today are kept
    (column ``former_district_code``) but rank nothing, unless every group is such a district: the others have no such figure.

    Parameters
    ----------
    atlas : Atlas
        With the districts of today.
    grouping : Series
        Group name by LSOA code, as `Store.grouping` gives it.

    Returns
    -------
    Atlas
        The same wards, LSOAs, providers and values; ``district`` rows are the groups, in alphabetical order of their codes.
    """
    areas = atlas.areas.copy()
    areas["former_district_code"] = areas["district_code"]
    lsoas = atlas.at("lsoa")
    codes = _codes(lsoas["district_code"], grouping.reindex(lsoas.index))
    same = codes.equals(lsoas["district_code"])
    areas.loc[lsoas.index, "district_code"] = codes
    children = lsoas.groupby([lsoas["ward_code"], codes])["children_0_4"].sum()
    wards = children[children.groupby(level=0).idxmax()].index.to_frame(index=False).set_axis(["ward", "group"], axis=1)
    areas.loc[wards["ward"], "district_code"] = wards["group"].to_numpy()
    groups = _groups(lsoas, codes, grouping)
    kept = areas[areas["level"] != "district"]
    homes = atlas.providers["lsoa_code"].map(codes)
    published = atlas.indicators["published_level"]
    indicators = atlas.indicators.assign(published_level=published if same else published.replace("district", FORMER))
    return replace(
        atlas,
        areas=pd.concat([kept, groups[kept.columns]]).sort_index().astype(dict.fromkeys(_counts(lsoas), "int64")),
        providers=atlas.providers.assign(district_code=homes.fillna(atlas.providers["district_code"])),
        indicators=indicators,
        grouping=codes,
    )


def _codes(districts: pd.Series[str], grouping: pd.Series[str]) -> pd.Series[str]:
    """Code of the group of each LSOA; a group that is exactly a district of today keeps its code, and so its figures."""
    codes = grouping.map(group_code)
    for inside in codes.groupby(codes).groups.values():
        home = districts.loc[inside].unique()
        if len(home) == 1 and (districts == home[0]).sum() == len(inside):
            codes.loc[inside] = home[0]
    return codes


def _counts(lsoas: pd.DataFrame) -> list[str]:
    return [str(name) for name in lsoas.columns if str(name).startswith("children_")]


def _groups(lsoas: pd.DataFrame, codes: pd.Series[str], grouping: pd.Series[str]) -> pd.DataFrame:
    """Rows of areas.csv for the groups; what is not the same for all LSOAs of a group is missing."""
    by_group = lsoas.groupby(codes)
    groups = by_group[_counts(lsoas)].sum()
    names = pd.Series(grouping.reindex(lsoas.index).to_numpy(), index=codes.to_numpy())
    groups["name"] = groups["label"] = names[~names.index.duplicated()].reindex(groups.index)
    groups["level"] = "district"
    groups["district_code"] = groups.index
    for column, origin in (("former_district_code", "district_code"), ("utla_code", "utla_code")):
        groups[column] = by_group[origin].agg(_only)
    weights = lsoas["children_0_4"].clip(lower=1)
    for column in ("centroid_e", "centroid_n"):
        groups[column] = (lsoas[column] * weights).groupby(codes).sum() / weights.groupby(codes).sum()
    for column in ("ward_code", "rural_urban", "boundary_basis"):
        groups[column] = None
    groups.index.name = "area_code"
    return groups


def _only(values: pd.Series[str]) -> str | float:
    """Return the value that all share; missing where they differ."""
    distinct = values.unique()
    return str(distinct[0]) if len(distinct) == 1 else np.nan


def model_within(model: Model, borders: str) -> Model:
    """Give the model within the borders of one section ``[borders.*]`` of the settings; its atlas is the regrouped one.

    Raises
    ------
    DataError
        The file breaks its contract.
    """
    within = build_model(borders_of(model.atlas, model.settings, borders), model.settings)
    return replace(within, changed=(*model.changed, f"borders {borders}"))


def borders_of(atlas: Atlas, settings: Settings, borders: str) -> Atlas:
    """Give the atlas the borders of one section ``[borders.*]`` of the settings.

    Raises
    ------
    DataError
        The file breaks its contract.
    """
    return regroup(atlas, atlas.store.grouping(settings.borders[borders].file.as_posix(), atlas.at("lsoa").index))


def compare_borders(today: pd.DataFrame, other: pd.DataFrame, worst_share: float) -> pd.DataFrame:
    """Tell which areas stand out within their district today, and which within their group under other borders.

    Scores compare with the whole atlas and do not change; what a lead sees first in the own district's list does.

    Parameters
    ----------
    today, other : DataFrame
        `geo.method.gaps.gap_list` of the whole atlas at the same level (``lsoa`` or ``ward``) under both borders.
    worst_share : float
        An area stands out if it is in this worst share of the list of its district.

    Returns
    -------
    DataFrame
        Index area_code, in the order of ``today``; columns area_label, children_0_4, gap_score, gap_class, district_today, rank_today,
        of_today, district_other, rank_other, of_other, change: ``appears``, ``vanishes``, ``stays`` or empty (stands out under neither).
    """
    columns = ["area_label", "children_0_4", "gap_score", "gap_class"]
    ranked = today.set_index("area_code")
    table = ranked[columns].copy()
    stands_out = []
    for name, listed in (("today", ranked), ("other", other.set_index("area_code").reindex(ranked.index))):
        by_district = listed["gap_score"].groupby(listed["district"])
        table[f"district_{name}"] = listed["district"]
        table[f"rank_{name}"] = by_district.rank(ascending=False, method="first").astype("Int64")
        table[f"of_{name}"] = by_district.transform("count").astype("Int64")
        stands_out.append((table[f"rank_{name}"] <= np.ceil(worst_share * table[f"of_{name}"])).fillna(value=False).to_numpy(dtype=bool))
    before, after = stands_out
    table["change"] = np.select([after & ~before, before & ~after, before & after], ["appears", "vanishes", "stays"], "")
    return table


def cut_wards(atlas: Atlas) -> int:
    """Count the wards whose LSOAs are in more than one district or group."""
    lsoas = atlas.at("lsoa")
    pairs = lsoas[["ward_code", "district_code"]].drop_duplicates()
    return int((pairs["ward_code"].value_counts() > 1).sum())
