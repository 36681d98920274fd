"""One area in detail: its figures beside district and atlas, its indicators, the providers in reach."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.analysis.differs import CONTAINER, compare_areas, shown_level
from geo.base.errors import UnknownIdError
from geo.method.need import scored_indicators
from geo.method.scores import score_areas
from geo.method.supply import choose_supply
from geo.numeric.weighted import weighted_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.method.query import Query

    Compare = Callable[[str, Level], pd.DataFrame]

FIGURES = [
    "need_score", "access", "access_score", "gap_score", "shortfall_places", "nearest_km", "nearest_minutes", "providers_in_reach",
]  # fmt: skip


def area_profile(model: Model, query: Query, area_code: str, scores: pd.DataFrame | None = None) -> pd.DataFrame:
    """Figures of an area, of its district and of the atlas.

    District and atlas figures are child-weighted means over the areas of the query's level; children are a sum, and
    shortfall is the area's own alone: added up it would count the same lack several times, because neighbours share.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question; its level is the level of the area.
    area_code : str
        The area.
    scores : DataFrame, optional
        `geo.method.gaps.score_areas` of the query, if at hand.

    Returns
    -------
    DataFrame
        Rows ``children_0_4`` and `FIGURES`; columns ``area``, ``district``, ``atlas``.

    Raises
    ------
    UnknownIdError
        There is no such area at the query's level.
    """
    check_area(model, query, area_code)
    scores = score_areas(model, query) if scores is None else scores
    district = model.areas[query.level]["district_code"]
    groups = {
        "area": scores.index == area_code,
        "district": (district == district[area_code]).to_numpy(),
        "atlas": np.ones(len(scores), bool),
    }
    return pd.DataFrame({name: _summary(scores[mask]) for name, mask in groups.items()})


def _summary(scores: pd.DataFrame) -> pd.Series[float]:
    children = scores["children_0_4"].to_numpy(dtype=float)
    members = np.ones((1, len(scores)))
    means = {name: float(weighted_mean(members, children, scores[name].to_numpy(dtype=float))[0]) for name in FIGURES}
    if len(scores) > 1:
        means["shortfall_places"] = np.nan
    return pd.Series({"children_0_4": float(children.sum()), **means})


def indicator_profile(model: Model, query: Query, area_code: str, compare: Compare | None = None) -> pd.DataFrame:
    """List the indicators of the outcome area for one area, each at the finest level at which it exists for it.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question; its level is the level of the area.
    area_code : str
        The area.
    compare : callable, optional
        Gives `geo.analysis.differs.compare_areas` of an indicator and level; where a caller keeps the tables, it gives them.

    Returns
    -------
    DataFrame
        Index indicator id; columns name, role, shown_level (``lsoa``, ``ward``, ``district`` or ``county``), shown_area (the area of that
        level), value, flag, period, lower, upper, interval and differs (see `geo.analysis.differs.compare_areas`), district (missing for a
        value of a coarser level), atlas, unit, polarity, published_level, basis, kind, source, scored (whether it entered need).

    Raises
    ------
    UnknownIdError
        There is no such area at the query's level.
    """
    check_area(model, query, area_code)
    atlas = model.atlas
    uses = model.settings.outcomes[query.outcome].indicators
    scored = scored_indicators(atlas, uses, query.level)
    compare = compare or partial(compare_areas, model)
    rows = {
        key: _indicator(model, query.level, key, area_code, compare) | {"role": use.role, "scored": key in scored}
        for key, use in uses.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    facts = atlas.indicators.loc[table.index]
    for column in ("name", "unit", "polarity", "published_level", "basis", "kind"):
        table[column] = facts[column]
    table["source"] = facts["source_id"].map(atlas.sources["title"])
    return table


def _indicator(model: Model, level: Level, indicator: str, area_code: str, compare: Compare) -> dict[str, object]:
    shown = shown_level(model.atlas, indicator, level)
    area = model.atlas.areas.loc[area_code]
    published_for = area_code if shown == level else str(area[CONTAINER.get(shown, f"{shown}_code")])
    compared = compare(indicator, level)
    own = compared.reindex([published_for]).iloc[0]
    figures = {name: own[name] for name in ("value", "flag", "period", "lower", "upper", "interval", "differs")}
    district = compare(indicator, "district")["value"].get(str(area["district_code"]), np.nan) if shown == level else np.nan
    return {"shown_level": shown, "shown_area": published_for, **figures, "district": district, "atlas": compared["atlas"].max()}


def providers_in_reach(model: Model, query: Query, area_code: str) -> pd.DataFrame:
    """List the providers of the query within the catchment of an area, nearest first.

    For wards and districts: of any of their LSOAs, with the distance from the nearest of these.

    Returns
    -------
    DataFrame
        Columns of ``providers.csv`` and distance_km (estimated road), minutes, capacity (that counts: places, or 1 a site),
        contributes (whether it adds to access: false where places are unknown, or assumed and assumptions are off).

    Raises
    ------
    UnknownIdError
        There is no such area at the query's level.
    """
    check_area(model, query, area_code)
    supply = choose_supply(model, query)
    here = np.flatnonzero(model.areas[query.level].index == area_code)
    columns = model.reach[query.level][here].indices
    columns = columns[supply.chosen[columns]]
    lsoas = model.members[query.level]["lsoa"][here].indices
    road_m = model.travel.road_m(lsoas[:, None], columns)
    minutes = model.travel.minutes(lsoas[:, None], columns)
    providers: pd.DataFrame = model.atlas.providers.iloc[columns].assign(
        distance_km=road_m.min(axis=0) / 1000,
        minutes=minutes.min(axis=0),
        capacity=supply.capacity[columns],
        contributes=supply.capacity[columns] > 0,
    )
    return providers.sort_values(["distance_km", "name"])


def check_area(model: Model, query: Query, area_code: str) -> None:
    """Refuse an area that does not exist at the query's level, with an `UnknownIdError`."""
    codes = model.areas[query.level].index
    if area_code not in codes:
        # Hundreds of codes would bury the message.
        raise UnknownIdError("area", area_code, [f"the {len(codes)} codes of level '{query.level}' in areas.csv"])


def reach_by_kind(providers: pd.DataFrame) -> pd.DataFrame:
    """Count the providers in reach of an area by service type and sector.

    Parameters
    ----------
    providers : DataFrame
        As `geo.analysis.profile.providers_in_reach` gives them.

    Returns
    -------
    DataFrame
        Columns service_type, sector, providers, places (known and assumed; missing where no provider has a number), assumed_places (of
        these), unknown (providers whose places are not published) and nearest_km (by road, estimated); most providers first.
    """
    known = providers["places"].astype(float)
    table = providers.assign(
        places=known,
        assumed_places=known.where(providers["places_basis"] == "assumed"),
        unknown=providers["places_basis"] == "unknown",
    )
    kinds = (
        table.groupby(["service_type", "sector"], as_index=False)
        .agg(
            providers=("distance_km", "size"),
            places=("places", lambda values: values.sum(min_count=1)),
            assumed_places=("assumed_places", "sum"),
            unknown=("unknown", "sum"),
            nearest_km=("distance_km", "min"),
        )
        .sort_values(["providers", "service_type", "sector"], ascending=[False, True, True], ignore_index=True)
    )
    return kinds.astype({"providers": int, "unknown": int, "places": float, "assumed_places": float})
