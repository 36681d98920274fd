"""The gap list: areas ranked by need without provision, ready for a meeting or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo.base.vocabulary import SECTORS, Sector
from geo.method.beside import DOUBTS, ENGLAND, WALK, beside
from geo.method.confidence import how_sure, rank_intervals
from geo.method.need import scored_indicators
from geo.method.query import Query
from geo.method.scale import scores_by_level, survives
from geo.method.scores import IN_REACH, gap_target, score_areas
from geo.method.supply import check_query, choose_supply
from geo.numeric.ranking import THIRDS
from geo.settings.model import MEDIAN
from geo.travel.measured import measured_origins

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.method.model import Model
    from geo.method.supply import Supply

    Columns = dict[str, object]

__all__ = ["METHOD_VERSION", "SECTORS", "Query", "Sector", "data_as_at", "gap_list", "gap_target", "priority_children", "score_areas"]

METHOD_VERSION: Final = "3"
COLUMNS: Final = (
    "rank", "area_code", "area_label", "level", "ward", "district", "outcome", "children_0_4", "need_score", "access", "access_unit",
    "access_score", "gap_score", "gap_class", "shortfall_places", "nearest_provider", "nearest_km", "providers_in_reach",
    "public_in_reach", "pvi_in_reach", "reasons", "rank_low", "rank_high", "confidence", "data_as_at", "method_version",
    "survives_at", "access_public", "access_pvi", "public_share", "low_income_pvi_only", "key_provider", "key_provider_children",
    "nearest_minutes", "need_driver", *WALK, *ENGLAND, *DOUBTS, "how_sure",
)  # fmt: skip
DECIMALS: Final = {
    "need_score": 1, "access": 2, "access_score": 1, "gap_score": 1, "shortfall_places": 1, "nearest_km": 2,
    "access_public": 2, "access_pvi": 2, "public_share": 3, "nearest_minutes": 1,
}  # fmt: skip


def gap_list(model: Model, query: Query, scores: pd.DataFrame | None = None, *, evidence: bool = True) -> pd.DataFrame:
    """Rank the areas of the chosen districts by gap score, the greatest first.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question.
    scores : DataFrame, optional
        `score_areas` of the same question, if at hand.
    evidence : bool
        Whether to work out how sure each rank is (`geo.method.confidence`), at which levels the gap survives (`geo.method.scale`) and what
        stands beside it (`geo.method.beside`); without, these columns are empty and the list is made in milliseconds.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`, one row an area. ``rank`` counts within this list; scores compare with the whole atlas.

    Raises
    ------
    UnknownIdError
        The query names what does not exist.
    """
    check_query(model, query)
    supply = choose_supply(model, query)
    scores = score_areas(model, query, supply) if scores is None else scores
    order = _order(model, query, scores)
    areas, parents, ranked = (frame.iloc[order] for frame in (model.areas[query.level], model.parents[query.level], scores))
    columns: Columns = {str(name): values.array for name, values in ranked.items()}
    columns |= {name: ranked[name].round(places).array for name, places in DECIMALS.items() if name in ranked}
    columns |= {name: ranked[name].astype("Int64").array for name in IN_REACH}
    columns |= {
        "rank": pd.array(np.arange(1, len(order) + 1), dtype="Int64"),
        "area_code": areas.index.array,
        "area_label": areas["label"].array,
        "level": query.level,
        "ward": parents["ward"].array,
        "district": parents["district"].array,
        "outcome": query.outcome,
        "reasons": [";".join(codes) for codes in ranked["reasons"]],
        "data_as_at": data_as_at(model, query, supply),
        "method_version": _method(model, query, scores, supply),
    }
    if evidence:
        columns["survives_at"] = survives(model, query, scores_by_level(model, query, supply)).loc[areas.index].array
        around = beside(model, query, scores, order, supply).iloc[order]
        columns |= {str(name): values.array for name, values in around.items()}
        columns |= _sure(model, rank_intervals(model, query, supply).reindex(areas.index), around["border"])
    table = pd.DataFrame({name: columns.get(name, np.nan) for name in COLUMNS}, index=pd.RangeIndex(len(order)))
    table["rank"] = table["rank"].mask(table["gap_score"].isna())
    return table


def only_priority(ranked: pd.DataFrame) -> pd.DataFrame:
    """Keep the priority gaps of a gap list; ranks stay those of the whole list."""
    return ranked[ranked["gap_class"] == "priority"].reset_index(drop=True)


def nearest_to_priority(ranked: pd.DataFrame) -> pd.Series[Any] | None:
    """Find the area of a gap list that comes nearest to being a priority gap without being one.

    Parameters
    ----------
    ranked : DataFrame
        As `gap_list` gives it.

    Returns
    -------
    Series or None
        The row that lacks the fewest points: of need to the highest third, and of access to the lowest third, added; the first of equals.
        None where no other area has a score.
    """
    need, access = ranked["need_score"].astype(float), ranked["access_score"].astype(float)
    # Nothing in reach is low access, however many areas share that.
    lacking = (THIRDS[1] - need).clip(lower=0) + (access - THIRDS[0]).clip(lower=0).mask(ranked["access"] == 0, 0.0)
    others = lacking[ranked["gap_class"] != "priority"].dropna()
    return ranked.loc[[others.idxmin()]].iloc[0] if len(others) else None


def _sure(model: Model, intervals: pd.DataFrame, border: pd.Series[str]) -> Columns:
    """Interval of each rank, and how sure it is as a number and as a word."""
    limits = model.settings.confidence
    words = [
        "" if pd.isna(share) else how_sure(float(share), limits, border=bool(missing))
        for share, missing in zip(intervals["confidence"], border, strict=True)
    ]
    ranks: Columns = {name: intervals[name].array for name in ("rank_low", "rank_high")}
    return ranks | {"confidence": intervals["confidence"].round(2).array, "how_sure": words}


def _order(model: Model, query: Query, scores: pd.DataFrame) -> NDArray[np.intp]:
    """Positions of the areas to list: by gap score before rounding, ties by code; without a score at the end."""
    listed = np.arange(len(scores))
    if query.districts:
        listed = np.flatnonzero(np.isin(model.areas[query.level]["district_code"].to_numpy(dtype=str), query.districts))
    return listed[np.argsort(-scores["gap_score"].to_numpy(dtype=float)[listed], kind="stable")]


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


def children_period(model: Model) -> str:
    """Say of which time the children are, as their publisher writes it; "undated" if the source does not say."""
    return str(model.atlas.sources["period"].get(model.settings.data.children_source, "undated"))


def data_as_at(model: Model, query: Query, supply: Supply | None = None) -> str:
    """Say in a few words how old the data of a gap list are: provision, children, need."""
    used = (choose_supply(model, query) if supply is None else supply).chosen
    provision = sorted({period for period in model.provision_periods[used] if period})
    weights = scored_indicators(model.atlas, model.settings.outcomes[query.outcome].indicators, query.level)
    need = sorted({model.need_periods[key] for key in weights if key in model.need_periods})
    return f"provision {', '.join(provision) or 'none'}; children {children_period(model)}; need {', '.join(need) or 'none'}"


def _method(model: Model, query: Query, scores: pd.DataFrame, supply: Supply) -> str:
    parts = [change for change in model.changed if not change.startswith("target ")]
    measured, everything = measured_origins(model.atlas, model.settings.access)
    if measured:
        parts.append(f"measured travel times: {measured} of {everything} LSOAs")
    if not (scores["gap_class"] == "no_data").all():
        wanted = model.settings.gap.target.of(model.settings.outcomes[query.outcome].access)
        origin = "atlas median" if wanted == MEDIAN else "set"
        parts.insert(0, f"target {gap_target(model, query, supply):.1f} {scores['access_unit'].iloc[0]}: {origin}")
    return f"{METHOD_VERSION} ({'; '.join(parts)})" if parts else METHOD_VERSION
