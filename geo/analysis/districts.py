"""Districts side by side: all outcome areas, and how sure it is that one has more public provision in reach than another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from geo.analysis.overview import for_outcome
from geo.method.confidence import INTERVAL, drawn_access
from geo.method.gaps import gap_list, priority_children
from geo.method.scores import score_areas
from geo.method.supply import choose_supply
from geo.numeric.weighted import weighted_mean

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.method.query import Query
    from geo.method.supply import Supply
    from geo.settings.model import Confidence

Sureness = Literal["firm", "likely", "unclear"]
# "Likely" as the Intergovernmental Panel on Climate Change uses the word (Mastrandrea et al. 2010).
LIKELY_FROM: Final = 0.66
# Where more than this share of what is compared is assumed, an assumption decides and not the data: no draw makes that sure.
ASSUMED_HALF: Final = 0.5
LISTED: Final = [
    "need_score", "access", "access_unit", "access_public", "access_pvi", "public_share", "gap_score", "gap_class", "rank", "rank_low",
    "rank_high", "confidence", "data_as_at", "method_version",
]  # fmt: skip


def counted_level(query: Query) -> Level:
    """Level whose priority areas are counted within districts: the query's, or neighbourhoods where it asks for districts."""
    return "lsoa" if query.level == "district" else query.level


def district_figures(model: Model, query: Query) -> pd.DataFrame:
    """Figures of every district in every outcome area.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        Provision that counts, and the level whose priority areas are counted (`counted_level`). Its districts are not applied; a choice
        of service types holds for its own outcome area only.

    Returns
    -------
    DataFrame
        Index (outcome, district_code); columns district, children_0_4, children_in_priority, priority_share (0-1), priority_areas,
        shortfall_places (sum over areas of the counted level), need_rank (1 is the greatest need of all districts), districts (how many
        have a rank), access_index (100 is the mean of the atlas, weighted by children), of `geo.method.gaps.gap_list` for districts:
        `LISTED`, sites_per_1000 (providers that count and stand in the district, for each 1,000 of its children aged 0-4) and
        shortfall_level: the counted level, because the sum of shortfalls over another level is another figure. Missing where there is no
        data.
    """
    rows = [_outcome(model, replace(for_outcome(query, outcome), districts=())) for outcome in model.settings.outcomes]
    return pd.concat(rows, keys=model.settings.outcomes, names=["outcome", "district_code"])


def _outcome(model: Model, query: Query) -> pd.DataFrame:
    small = replace(query, level=counted_level(query))
    scores = score_areas(model, small)
    codes = model.areas["district"].index
    counts = priority_children(model, small, scores).reindex(codes).astype(float)
    if (scores["gap_class"] == "no_data").all():
        counts[["children_in_priority", "priority_areas"]] = np.nan
    large = replace(query, level="district")
    whole = score_areas(model, large)
    listed = gap_list(model, large, whole).set_index("area_code")
    # As the file of the gap list has it: the sum of what its rows say.
    shortfall = scores["shortfall_places"].round(1).groupby(model.areas[small.level]["district_code"]).sum(min_count=1)
    table = pd.DataFrame(
        {
            "district": model.areas["district"]["name"],
            "children_0_4": model.areas["district"]["children_0_4"],
            "children_in_priority": counts["children_in_priority"].astype("Int64"),
            "priority_share": counts["children_in_priority"] / counts["children_0_4"],
            "priority_areas": counts["priority_areas"].astype("Int64"),
            "shortfall_places": shortfall.reindex(codes),
            "need_rank": listed["need_score"].reindex(codes).rank(ascending=False, method="min").astype("Int64"),
        },
        index=codes,
    )
    table[LISTED] = listed[LISTED].reindex(codes)
    children, access = counts["children_0_4"].to_numpy(), whole["access"].to_numpy(dtype=float)
    mean = weighted_mean(np.ones((1, len(codes))), children, access)[0]
    table["access_index"] = 100 * access / mean if mean > 0 else np.nan
    table["districts"] = int(listed["rank"].count())
    supply = choose_supply(model, large)
    per_1000 = pd.Series({code: _per_1000(model, supply, str(code))[1] for code in codes})
    table["sites_per_1000"] = per_1000 if supply.of_services.any() else np.nan
    table["shortfall_level"] = small.level
    return table


def orders_disagree(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Whether of two pairs of figures one is greater in the first figure and smaller in the second; figures that are missing never are."""
    return bool((first[0] - second[0]) * (first[1] - second[1]) < 0)


def spread(model: Model, level: Level, values: pd.Series[float]) -> pd.DataFrame:
    """Say how a figure spreads over the areas of each district.

    Parameters
    ----------
    model : Model
        The scoring model.
    level : {"district", "ward", "lsoa"}
        Level of the areas.
    values : Series
        One value an area, by code; may be missing.

    Returns
    -------
    DataFrame
        Index district_code; columns lowest, middle (median of the areas), highest and areas (those with a value).
    """
    by_district = values.groupby(model.areas[level]["district_code"])
    table = {"lowest": by_district.min(), "middle": by_district.median(), "highest": by_district.max(), "areas": by_district.count()}
    return pd.DataFrame(table)


def _public(query: Query) -> Query:
    return replace(query, level="district", sector="public", districts=())


def compare_public(model: Model, query: Query, first: str, second: str) -> pd.DataFrame:
    """Compare the public provision in reach of two districts, in every outcome area.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        Provision that counts, whatever its sector; its level and districts are not applied.
    first, second : str
        Codes of the districts.

    Returns
    -------
    DataFrame
        Index outcome, those with public providers in the data only; columns unit, first and second (access to public provision), low and
        high (5th and 95th percentile of the difference first - second over the draws), share_more and share_less (share of the draws, 0-1,
        in which the first has more, or less), sure (see `sureness`), draws, assumed_share (of the public places in the data, 0-1; missing
        for outcome areas counted in sites), first_known and second_known (access without assumed places), first_sites and second_sites
        (public providers that stand in the district), first_sites_per_1000 and second_sites_per_1000 (of its children aged 0-4),
        first_assumed_share, second_assumed_share and compared_assumed_share (of the access of each, and of both together, 0-1: what assumed
        places give) and sites_disagree (yes where one has more access and fewer sites for its children, else no).
    """
    columns = [model.areas["district"].index.tolist().index(code) for code in (first, second)]
    rows = {}
    for outcome in model.settings.outcomes:
        asked = _public(for_outcome(query, outcome))
        supply = choose_supply(model, asked)
        if not supply.chosen.any():
            continue
        drawn = drawn_access(model, asked, supply)
        differences = drawn[:, columns[0]] - drawn[:, columns[1]]
        low, high = np.quantile(differences, INTERVAL)
        here, known = score_areas(model, asked, supply)["access"], score_areas(model, replace(asked, include_assumed=False))["access"]
        more, less = float((differences > 0).mean()), float((differences < 0).mean())
        sites = _sites(model, supply, first, second)
        assumed = _assumed_in_access(here, known, first, second)
        rows[outcome] = {
            "unit": supply.unit,
            "first": here[first],
            "second": here[second],
            "low": low,
            "high": high,
            "share_more": more,
            "share_less": less,
            "sure": sureness(max(more, less), model.settings.confidence, assumed["compared_assumed_share"]),
            "draws": len(differences),
            "assumed_share": _assumed_share(model, asked, supply),
            "first_known": known[first],
            "second_known": known[second],
            **sites,
            **assumed,
            "sites_disagree": "yes" if _sites_disagree(here, sites, first, second) else "no",
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _sites(model: Model, supply: Supply, first: str, second: str) -> dict[str, float]:
    """Public providers that stand in each district: what no assumption about places touches."""
    sites: dict[str, float] = {}
    for name, code in (("first", first), ("second", second)):
        sites[f"{name}_sites"], sites[f"{name}_sites_per_1000"] = _per_1000(model, supply, code)
    return sites


def _per_1000(model: Model, supply: Supply, district: str) -> tuple[int, float]:
    """Chosen providers that stand in a district: how many, and how many for each 1,000 children aged 0-4."""
    sites = int((supply.chosen & (model.atlas.providers["district_code"] == district).to_numpy()).sum())
    children = float(model.areas["district"]["children_0_4"].astype(float)[district])
    return sites, 1000 * sites / children if children else np.nan


def _sites_disagree(access: pd.Series[float], sites: dict[str, float], first: str, second: str) -> bool:
    here, there = ((float(access[code]), sites[f"{name}_sites_per_1000"]) for name, code in (("first", first), ("second", second)))
    return orders_disagree(here, there)


def _assumed_in_access(access: pd.Series[float], known: pd.Series[float], first: str, second: str) -> dict[str, float]:
    """Share of access that assumed places give: access adds up over providers, so it is what is lost without them."""
    every, certain = (np.array([values[first], values[second], values[first] + values[second]]) for values in (access, known))
    shares = np.divide(every - certain, every, out=np.zeros(3), where=every > 0)
    names = ("first_assumed_share", "second_assumed_share", "compared_assumed_share")
    return dict(zip(names, np.clip(shares, 0, 1).tolist(), strict=True))


def _assumed_share(model: Model, query: Query, supply: Supply) -> float:
    if model.settings.outcomes[query.outcome].access != "places":
        return np.nan
    capacity = supply.capacity
    return float(capacity[model.assumed].sum() / capacity.sum()) if capacity.sum() else np.nan


def sureness(share: float, limits: Confidence, assumed: float = 0.0) -> Sureness:
    """Name how sure a comparison is by the share of draws that agree.

    Parameters
    ----------
    share : float
        Share of draws that agree, 0 to 1.
    limits : Confidence
        From which share on a comparison is firm.
    assumed : float
        Share of what is compared that is assumed, 0 to 1; above `ASSUMED_HALF` a comparison is likely at best.

    References
    ----------
    Mastrandrea, M. D. et al. (2010). Guidance note for lead authors of the IPCC Fifth Assessment Report on consistent treatment of
    uncertainties. Intergovernmental Panel on Climate Change.
    """
    if share >= limits.certain_from and not assumed > ASSUMED_HALF:
        return "firm"
    return "likely" if share >= LIKELY_FROM else "unclear"
