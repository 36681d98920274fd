"""Scores: need and access of every area brought together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.method.dependence import contributions, dependence
from geo.method.market import MARKET, market_mix
from geo.method.reasons import FACTS, reason_codes
from geo.method.supply import check_query, choose_supply
from geo.numeric.ranking import gap_class, percentiles_among, terciles
from geo.numeric.weighted import weighted_mean
from geo.settings.model import MEDIAN

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from geo.method.model import Model
    from geo.method.query import Query
    from geo.method.supply import Supply

    Columns = dict[str, object]

IN_REACH: Final = ("providers_in_reach", "public_in_reach", "pvi_in_reach")
COLUMNS: Final = (
    "children_0_4", "need_score", "access", "access_unit", "access_score", "gap_score", "gap_class", "shortfall_places",
    "nearest_provider", "nearest_km", "nearest_minutes", *IN_REACH, "reasons", "need_class", "need_driver", "access_class",
    "indicators_used", *MARKET, "key_provider", "key_provider_children", *FACTS,
)  # fmt: skip


def score_areas(model: Model, query: Query, supply: Supply | None = None) -> pd.DataFrame:
    """Score every area of the atlas at the query's level; its districts are not applied here.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question.
    supply : Supply, optional
        `geo.method.supply.choose_supply` of the question, if at hand.

    Returns
    -------
    DataFrame
        Index ``area_code``, columns `COLUMNS`. Scores are 0-100 within the atlas; access is in ``access_unit``; distances in
        kilometres by road, and minutes, estimated, to the nearest provider of each child, which is named where all have the same.
        ``need_driver`` is the indicator that lifts need
        most (`geo.method.need.Need`). Where none of the chosen service types has a provider in the data, access and everything
        that follows from it is missing and ``gap_class`` is ``no_data``. Where there are some but none with any capacity (another sector,
        or nothing but assumed places and they are left out), access is 0 everywhere and nothing is compared: no score, class, shortfall
        or reason. ``key_provider`` is the one on which the area depends (``reasons.single_provider_share`` of its access or more),
        ``key_provider_children`` how many children live in this level's areas that depend on it.
        `geo.method.reasons.FACTS` count the providers in reach that are judged, are good or better, have no known ages, and take each age.

    Raises
    ------
    UnknownIdError
        The query names what does not exist.
    """
    check_query(model, query)
    areas = model.areas[query.level]
    need = model.need[query.outcome, query.level]
    supply = choose_supply(model, query) if supply is None else supply
    columns: Columns = {
        "children_0_4": areas["children_0_4"].to_numpy(),
        "need_score": need.score,
        "need_class": terciles(need.score),
        "need_driver": need.driver,
        "indicators_used": need.used,
        "access_unit": supply.unit,
    }
    columns |= _with_access(model, query, supply, need.score) if supply.of_services.any() else _without_access(len(areas))
    return pd.DataFrame({name: columns[name] for name in COLUMNS}, index=areas.index)


def gap_target(model: Model, query: Query, supply: Supply | None = None) -> float:
    """Access that counts as enough, in the outcome's unit: the number in the settings, or the median of the atlas's LSOAs.

    Under a scenario it is the median of before: a new place would raise it, and make others look worse.
    """
    wanted = model.settings.gap.target.of(model.settings.outcomes[query.outcome].access)
    if wanted != MEDIAN:
        return float(wanted)
    if supply is None or model.baseline is not None:
        supply = choose_supply(model.scale, query)
    return float(np.median(_lsoa_access(model.scale, supply)[0]))


def _area_access(model: Model, query: Query) -> NDArray[np.float64]:
    """Access of every area of the query's level."""
    return weighted_mean(model.members[query.level]["lsoa"], model.children, _lsoa_access(model, choose_supply(model, query))[0])


def _lsoa_access(model: Model, supply: Supply) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Access of every LSOA and the supply ratio of every provider, both in the unit of access."""
    ratios = supply.per_child * model.catchments.ratios(supply.capacity)
    return model.inside @ ratios, ratios


def _without_access(count: int) -> Columns:
    missing = ("access", "access_score", "gap_score", "shortfall_places", "nearest_km", "nearest_minutes", *IN_REACH, *MARKET[:-1], *FACTS)
    words = ("access_class", "nearest_provider", "key_provider", MARKET[-1])
    nobody = pd.array([pd.NA] * count, dtype="Int64")
    return {
        **dict.fromkeys(missing, np.nan),
        **dict.fromkeys(words, ""),
        "gap_class": "no_data",
        "key_provider_children": nobody,
        "reasons": [()] * count,
    }


def _with_access(model: Model, query: Query, supply: Supply, need: NDArray[np.float64]) -> Columns:
    members = model.members[query.level]["lsoa"]
    lsoa_access, ratios = _lsoa_access(model, supply)
    access = weighted_mean(members, model.children, lsoa_access)
    score = percentiles_among(access, access if model.baseline is None else _area_access(model.baseline, query))
    # With many areas at zero their shared percentile can pass a third; nothing in reach is low access all the same.
    access_class = np.where(access == 0, "low", terciles(score))
    target = gap_target(model, query, supply)
    classes = zip(terciles(need).tolist(), access_class.tolist(), strict=True)
    in_reach = _in_reach(model, query, supply)
    columns: Columns = {
        "access": access,
        "access_score": score,
        "access_class": access_class,
        "gap_score": np.sqrt(need * (100 - score)),
        "gap_class": [gap_class(need_class, reach_class) for need_class, reach_class in classes],
        "shortfall_places": _shortfall(model, query, supply, target - access),
    }
    columns |= _nearest(model, supply, members) | _why(model, query, supply, in_reach, access, access_class, ratios)
    columns |= {} if supply.counts else _nothing_compared(len(access))
    return columns | in_reach | market_mix(model, query.level, supply, in_reach)


def _nothing_compared(count: int) -> Columns:
    """Where nobody has anything in reach, all areas tie: a rank would be that of their codes."""
    scores = dict.fromkeys(("access_score", "gap_score", "shortfall_places"), np.nan)
    return {**scores, "access_class": "", "gap_class": "no_data", "reasons": [()] * count}


def _shortfall(model: Model, query: Query, supply: Supply, lacking: NDArray[np.float64]) -> NDArray[np.float64] | float:
    if model.settings.outcomes[query.outcome].access != "places":
        return np.nan
    children = model.areas[query.level]["children_0_4"].to_numpy(dtype=float)
    places: NDArray[np.float64] = np.maximum(0, lacking) * children / supply.per_child
    return places


def _in_reach(model: Model, query: Query, supply: Supply) -> dict[str, NDArray[np.int32]]:
    sectors = np.column_stack([supply.chosen, supply.public, supply.of_services & ~supply.public]).astype(np.int32)
    masks = np.column_stack([sectors, model.facts * sectors[:, :1]])
    return dict(zip((*IN_REACH, *FACTS), (model.reach[query.level] @ masks).T, strict=True))


def _why(
    model: Model,
    query: Query,
    supply: Supply,
    in_reach: dict[str, NDArray[np.int32]],
    access: NDArray[np.float64],
    access_class: NDArray[np.str_],
    ratios: NDArray[np.float64],
) -> Columns:
    """Reasons, and the provider on which an area depends."""
    children = model.areas[query.level]["children_0_4"].to_numpy(dtype=float)
    depends = dependence(contributions(model, query.level, ratios), access, children, model.settings.reasons.single_provider_share)
    reasons = reason_codes(
        access,
        access_class,
        in_reach,
        depends.depends,
        has_public=bool(supply.public.any()),
        has_pvi=bool((supply.of_services & ~supply.public).any()),
        has_places=model.settings.outcomes[query.outcome].access == "places",
    )
    return {
        "reasons": reasons,
        "key_provider": np.where(depends.depends, model.names[depends.provider], ""),
        "key_provider_children": pd.arrays.IntegerArray(depends.children.astype(np.int64), ~depends.depends),
    }


def _nearest(model: Model, supply: Supply, members: sparse.csr_array) -> Columns:
    """Distance and time to the nearest chosen provider, the mean of the children to their own; its name where all have the same."""
    columns = np.flatnonzero(supply.chosen)
    if not len(columns):
        return {"nearest_provider": "", "nearest_km": np.nan, "nearest_minutes": np.nan}
    lsoas = np.arange(len(model.children))
    at = columns[model.travel.nearest(lsoas, columns)]
    metres, minutes = model.travel.road_m(lsoas, at), model.travel.minutes(lsoas, at)
    return {
        "nearest_provider": _shared_name(members, at, model.names),
        "nearest_km": weighted_mean(members, model.children, metres / 1000),
        "nearest_minutes": weighted_mean(members, model.children, np.where(np.isinf(minutes), np.nan, minutes)),
    }


def _shared_name(members: sparse.csr_array, at: NDArray[np.intp], names: NDArray[np.object_]) -> NDArray[np.object_]:
    """Name the provider that all LSOAs of an area have; empty where they have several."""
    pairs, areas = members.tocoo(), members.shape[0]
    first, last = np.full(areas, len(names)), np.full(areas, -1)
    np.minimum.at(first, pairs.row, at[pairs.col])
    np.maximum.at(last, pairs.row, at[pairs.col])
    named = np.full(areas, "", dtype=object)
    named[first == last] = names[first[first == last]]
    return named
