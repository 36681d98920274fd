"""Gaps: need and access of every area brought together, and the ranked gap list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import sparse

from geo.access import supply_ratios
from geo.areas import LONELY, scale_columns, weighted_mean
from geo.need import scored_indicators
from geo.query import SECTORS, Query, Sector, check_query
from geo.ranking import gap_class, percentiles, terciles
from geo.reasons import reason_codes
from geo.supply import Supply, choose_supply

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.model import Model

__all__ = ["METHOD_VERSION", "SECTORS", "Query", "Sector", "gap_list", "gap_target", "priority_children", "score_areas"]

METHOD_VERSION: Final = "1"
COLUMNS: Final = (
    "rank", "area_code", "area_label", "level", "ward", "district", "outcome", "children_0_4", "need_score", "access", "access_unit",
    "access_score", "gap_score", "gap_class", "shortfall_places", "nearest_provider", "nearest_km", "providers_in_reach",
    "public_in_reach", "pvi_in_reach", "reasons", "rank_low", "rank_high", "confidence", "data_as_at", "method_version",
)  # fmt: skip
IN_REACH: Final = ("providers_in_reach", "public_in_reach", "pvi_in_reach")
DECIMALS: Final = {"need_score": 1, "access": 2, "access_score": 1, "gap_score": 1, "shortfall_places": 1, "nearest_km": 2}


def score_areas(model: Model, query: Query) -> pd.DataFrame:
    """Score every area of the atlas at the query's level; its districts are not applied here.

    Returns
    -------
    DataFrame
        Index ``area_code``. Scores are 0-100 within the atlas; access is in ``access_unit``; distances in kilometres by road.
        Where none of the chosen service types has a provider in the data, access and everything that follows from it is missing
        and ``gap_class`` is ``no_data``.

    Raises
    ------
    UnknownIdError
        The query names what does not exist.
    """
    check_query(model, query)
    areas = model.areas[query.level]
    scores = pd.DataFrame({"children_0_4": areas["children_0_4"]}, index=areas.index)
    scores["need_score"], scores["indicators_used"] = model.need[query.outcome, query.level]
    scores["need_class"] = terciles(scores["need_score"].to_numpy())
    supply = choose_supply(model, query)
    scores["access_unit"] = supply.unit
    if supply.of_services.any():
        return _with_access(model, query, supply, scores)
    missing = [
        "access",
        "access_score",
        "gap_score",
        "shortfall_places",
        "nearest_km",
        "providers_in_reach",
        "public_in_reach",
        "pvi_in_reach",
    ]
    return scores.assign(
        **dict.fromkeys(missing, np.nan),
        access_class="",
        gap_class="no_data",
        nearest_provider="",
        reasons=pd.Series([()] * len(scores), index=scores.index, dtype=object),
    )


def gap_target(model: Model, query: Query) -> float:
    """Access that counts as enough, in the outcome's unit: the number in the settings, or the median of the atlas's LSOAs."""
    if model.settings.gap.target != "atlas_median":
        return float(model.settings.gap.target)
    supply = choose_supply(model, query)
    return float(np.median(_lsoa_access(model, supply)[0]))


def _lsoa_access(model: Model, supply: Supply) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Access of every LSOA and the supply ratio of every provider, both in the unit of access."""
    ratios = supply.per_child * supply_ratios(model.weights, model.demand, supply.capacity)
    return model.inside @ ratios, ratios


def _with_access(model: Model, query: Query, supply: Supply, scores: pd.DataFrame) -> pd.DataFrame:
    members = model.members[query.level]["lsoa"]
    lsoa_access, ratios = _lsoa_access(model, supply)
    access = weighted_mean(members, model.children, lsoa_access)
    target = gap_target(model, query)
    scores["access"] = access
    scores["access_score"] = percentiles(access)
    # With many areas at zero their shared percentile can pass a third; nothing in reach is low access all the same.
    scores["access_class"] = np.where(access == 0, "low", terciles(scores["access_score"].to_numpy()))
    scores["gap_score"] = np.sqrt(scores["need_score"] * (100 - scores["access_score"]))
    scores["gap_class"] = [gap_class(need, reach) for need, reach in zip(scores["need_class"], scores["access_class"], strict=True)]
    in_places = model.settings.outcomes[query.outcome].access == "places"
    shortfall = np.maximum(0, target - access) * scores["children_0_4"] / supply.per_child
    scores["shortfall_places"] = shortfall if in_places else np.nan
    reach = model.reach[query.level]
    scores["providers_in_reach"] = reach @ supply.chosen.astype(np.int32)
    scores["public_in_reach"] = reach @ supply.public.astype(np.int32)
    scores["pvi_in_reach"] = reach @ (supply.of_services & ~supply.public).astype(np.int32)
    scores["nearest_provider"], scores["nearest_km"] = _nearest(model, supply, members)
    scores["reasons"] = reason_codes(
        scores,
        _greatest_contribution(model, members, ratios),
        target,
        has_public=bool(supply.public.any()),
        has_pvi=bool((supply.of_services & ~supply.public).any()),
    )
    return scores


def _greatest_contribution(model: Model, members: sparse.csr_array, ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    """Access that the one most important provider gives each area."""
    children = members @ model.children
    shares = scale_columns(members, model.children) @ scale_columns(model.inside, ratios)
    greatest = shares.max(axis=1).toarray().ravel()
    share: NDArray[np.float64] = np.divide(greatest, children, out=np.zeros_like(greatest), where=children > 0)
    return share


def _nearest(model: Model, supply: Supply, members: sparse.csr_array) -> tuple[list[str], NDArray[np.float64]]:
    """Nearest chosen provider of each area: for wards and districts the one nearest to most children, and their mean distance."""
    columns = np.flatnonzero(supply.chosen)
    if not len(columns):
        return [""] * members.shape[0], np.full(members.shape[0], np.nan)
    road_m = model.road_m[:, columns]
    nearest = road_m.argmin(axis=1)
    kilometres = weighted_mean(members, model.children, road_m[np.arange(len(nearest)), nearest] / 1000)
    names = model.atlas.providers["name"].to_numpy(dtype=str)[columns]
    chosen = sparse.csr_array((np.ones(len(nearest)), nearest, np.arange(len(nearest) + 1)), shape=road_m.shape)
    served = scale_columns(members, np.maximum(model.children, LONELY)) @ chosen
    return names[served.argmax(axis=1)].tolist(), kilometres


def gap_list(model: Model, query: Query, scores: pd.DataFrame | None = None) -> pd.DataFrame:
    """Rank the areas of the chosen districts by gap score, the greatest first.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question.
    scores : DataFrame, optional
        `score_areas` of the same question, if at hand.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`, one row an area. ``rank`` counts within this list; scores compare with the whole atlas.
        Confidence and rank interval are not worked out and empty.

    Raises
    ------
    UnknownIdError
        The query names what does not exist.
    """
    scores = score_areas(model, query) if scores is None else scores
    areas = model.areas[query.level]
    names = model.atlas.areas["name"]
    table = scores.assign(
        area_code=areas.index,
        area_label=areas["label"],
        level=query.level,
        ward=areas["ward_code"].map(names),
        district=areas["district_code"].map(names),
        outcome=query.outcome,
        reasons=scores["reasons"].map(";".join),
        rank_low=np.nan,
        rank_high=np.nan,
        confidence=np.nan,
        data_as_at=data_as_at(model, query),
        method_version=_method(model, query, scores),
    )
    if query.districts:
        table = table[areas["district_code"].isin(query.districts)]
    table = table.reset_index(drop=True).sort_values(["gap_score", "area_code"], ascending=[False, True], ignore_index=True)
    table["rank"] = pd.Series(np.arange(1, len(table) + 1), dtype="Int64").where(table["gap_score"].notna())
    return table[list(COLUMNS)].round(DECIMALS).astype(dict.fromkeys(IN_REACH, "Int64"))


def priority_children(model: Model, query: Query, scores: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count the children who live in priority areas, by district, most first.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question.
    scores : DataFrame, optional
        `score_areas` of the same question, if at hand.

    Returns
    -------
    DataFrame
        Index district code; columns children_0_4, children_in_priority, priority_areas.
    """
    scores = score_areas(model, query) if scores is None else scores
    priority = scores["gap_class"] == "priority"
    table = pd.DataFrame(
        {
            "children_0_4": scores["children_0_4"],
            "children_in_priority": scores["children_0_4"].where(priority, 0),
            "priority_areas": priority.astype(int),
        }
    )
    by_district = table.groupby(model.areas[query.level]["district_code"]).sum()
    return by_district.sort_values("children_in_priority", ascending=False, kind="stable")


def data_as_at(model: Model, query: Query) -> str:
    """Say in a few words how old the data of a gap list are: provision, children, need."""
    supply = choose_supply(model, query)
    sources = model.atlas.sources["period"]
    provision = sorted(set(model.atlas.providers.loc[supply.chosen, "source_id"].map(sources).dropna()))
    weights = scored_indicators(model.atlas, model.settings.outcomes[query.outcome].indicators, query.level)
    periods = model.atlas.indicator_values.groupby("indicator_id")["period"].max()
    need = sorted({str(periods[key]) for key in weights if key in periods.index})
    children = sources.get(model.settings.data.children_source, "undated")
    return f"provision {', '.join(provision) or 'none'}; children {children}; need {', '.join(need) or 'none'}"


def _method(model: Model, query: Query, scores: pd.DataFrame) -> str:
    if (scores["gap_class"] == "no_data").all():
        return METHOD_VERSION
    origin = "atlas median" if model.settings.gap.target == "atlas_median" else "config"
    return f"{METHOD_VERSION} (target {gap_target(model, query):.1f} {scores['access_unit'].iloc[0]}: {origin})"
