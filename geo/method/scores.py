"""Scores: need and access of every area brought together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.method.dependence import contributions, dependence
from geo.method.market import MARKET, market_mix
from geo.method.reasons import FACTS, reason_codes
from geo.method.supply import check_query, choose_supply
from geo.numeric.ranking import gap_class, percentiles, terciles
from geo.numeric.weighted import LEAST_WEIGHT, weighted_mean
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
    "nearest_provider", "nearest_km", *IN_REACH, "reasons", "need_class", "access_class", "indicators_used",
    *MARKET, "key_provider", "key_provider_children", *FACTS,
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
        kilometres by road, estimated. Where none of the chosen service types has a provider in the data, access and everything
        that follows from it is missing and ``gap_class`` is ``no_data``. ``key_provider`` is the one without which the area would
        fall below the target, ``key_provider_children`` how many children of this level's areas its loss takes below it.
        `geo.method.reasons.FACTS` count the providers in reach that are judged, are good or better, have no known ages, and take each age.

    Raises
    ------
    UnknownIdError
        The query names what does not exist.
    """
    check_query(model, query)
    areas = model.areas[query.level]
    need, used = model.need[query.outcome, query.level]
    supply = choose_supply(model, query) if supply is None else supply
    columns: Columns = {
        "children_0_4": areas["children_0_4"].to_numpy(),
        "need_score": need,
        "need_class": terciles(need),
        "indicators_used": used,
        "access_unit": supply.unit,
    }
    columns |= _with_access(model, query, supply, need) if supply.of_services.any() else _without_access(len(areas))
    return pd.DataFrame({name: columns[name] for name in COLUMNS}, index=areas.index)


def gap_target(model: Model, query: Query, supply: Supply | None = None) -> float:
    """Access that counts as enough, in the outcome's unit: the number in the settings, or the median of the atlas's LSOAs."""
    supply = choose_supply(model, query) if supply is None else supply
    return _target(model, _lsoa_access(model, supply)[0])


def _target(model: Model, lsoa_access: NDArray[np.float64]) -> float:
    wanted = model.settings.gap.target
    return float(np.median(lsoa_access)) if wanted == MEDIAN else float(wanted)


def _lsoa_access(model: Model, supply: Supply) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Access of every LSOA and the supply ratio of every provider, both in the unit of access."""
    ratios = supply.per_child * model.catchments.ratios(supply.capacity)
    return model.inside @ ratios, ratios


def _without_access(count: int) -> Columns:
    missing = ("access", "access_score", "gap_score", "shortfall_places", "nearest_km", *IN_REACH, *MARKET[:-1], *FACTS)
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
    score = percentiles(access)
    # With many areas at zero their shared percentile can pass a third; nothing in reach is low access all the same.
    access_class = np.where(access == 0, "low", terciles(score))
    target = _target(model, lsoa_access)
    classes = zip(terciles(need).tolist(), access_class.tolist(), strict=True)
    in_reach = _in_reach(model, query, supply)
    nearest_provider, nearest_km = _nearest(model, supply, members)
    columns: Columns = {
        "access": access,
        "access_score": score,
        "access_class": access_class,
        "gap_score": np.sqrt(need * (100 - score)),
        "gap_class": [gap_class(need_class, reach_class) for need_class, reach_class in classes],
        "shortfall_places": _shortfall(model, query, supply, target - access),
        "nearest_provider": nearest_provider,
        "nearest_km": nearest_km,
    }
    columns |= _why(model, query, supply, in_reach, access, access_class, ratios, target)
    return columns | in_reach | market_mix(model, query.level, supply, in_reach)


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
    target: float,
) -> Columns:
    """Reasons, and the provider on which an area depends."""
    children = model.areas[query.level]["children_0_4"].to_numpy(dtype=float)
    depends = dependence(contributions(model, query.level, ratios), access, children, target)
    reasons = reason_codes(
        access,
        access_class,
        in_reach,
        depends.tips,
        has_public=bool(supply.public.any()),
        has_pvi=bool((supply.of_services & ~supply.public).any()),
        has_places=model.settings.outcomes[query.outcome].access == "places",
    )
    return {
        "reasons": reasons,
        "key_provider": np.where(depends.tips, model.names[depends.provider], ""),
        "key_provider_children": pd.arrays.IntegerArray(depends.children.astype(np.int64), ~depends.tips),
    }


def _nearest(model: Model, supply: Supply, members: sparse.csr_array) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Nearest chosen provider of each area: for wards and districts the one nearest to most children, and their mean distance."""
    columns = np.flatnonzero(supply.chosen)
    names = np.full(members.shape[0], "", dtype=object)
    if not len(columns):
        return names, np.full(members.shape[0], np.nan)
    lsoas = np.arange(len(model.children))
    nearest = model.travel.nearest(lsoas, columns)
    kilometres = weighted_mean(members, model.children, model.travel.road_m(lsoas, columns[nearest]) / 1000)
    pairs = members.tocoo()
    cells, of_cell = np.unique(pairs.row.astype(np.int64) * len(columns) + nearest[pairs.col], return_inverse=True)
    areas, providers = np.divmod(cells, len(columns))
    served = np.bincount(of_cell, np.maximum(model.children, LEAST_WEIGHT)[pairs.col])
    # The last that is written to an area stays: the one that serves most, of equals the first.
    ascending = np.lexsort((-providers, served))
    names[areas[ascending]] = model.names[columns[providers[ascending]]]
    return names, kilometres
