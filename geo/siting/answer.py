"""The table of an answer: one row a site, in the order in which the sites help most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.base.vocabulary import LEVELS
from geo.method.gaps import data_as_at
from geo.method.need import usable_at, values_at
from geo.method.reasons import ROUNDING
from geo.siting.equity import gini, variance, worst_mean
from geo.siting.firmness import as_good
from geo.siting.frontier import scale_of
from geo.siting.greedy import ordered
from geo.siting.measure import measure_of
from geo.siting.neighbours import expected_children, home_of, pvi_neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.siting.measure import Measure
    from geo.siting.prepare import Prepared

    Numbers = NDArray[np.float64]

COLUMNS: Final = (
    "order", "site_id", "site", "kind", "district", "lsoa_code", "ward", "places", "closed_here", "closed_alone", "closed_so_far",
    "of_all", "children_gaining", "children_lifted", "worst_fifth_after", "variance_after", "chosen_share", "as_good",
    "need_percentile", "idaci_decile", "pvi_in_reach", "pvi_places", "pvi_most_affected", "pvi_change_percent", "settings",
    "data_as_at",
)  # fmt: skip
JOIN: Final = "; "
# Deciles of England, 1 the most deprived.
DECILES: Final = 10


@dataclass(frozen=True)
class Steps:
    """What becomes of families as the sites of an answer open one after the other.

    Parameters
    ----------
    sites : tuple of int
        Positions of the sites, in the order in which they help most.
    access : ndarray, shape (sites + 1, areas)
        Access per child, today first.
    states : ndarray, shape (sites + 1, areas)
        What the objective judges: access, or minutes.
    worth : ndarray, shape (sites + 1,)
        What it is worth.
    """

    sites: tuple[int, ...]
    access: Numbers
    states: Numbers
    worth: Numbers


def steps_of(prepared: Prepared, plan: NDArray[np.int64], measure: Measure | None = None) -> Steps:
    """Open the sites of a plan one after the other, each with all its units.

    Parameters
    ----------
    prepared : Prepared
        The question.
    plan : ndarray of int
        Units by site.
    measure : Measure, optional
        `geo.siting.measure.measure_of` of the question, if at hand.
    """
    instance = prepared.instance
    measure = measure_of(instance) if measure is None else measure
    sites = tuple(dict.fromkeys(ordered(instance, plan, measure)))
    access, states = [instance.access], [measure.today]
    for site in sites:
        gain = instance.gain[:, [site]].toarray()[:, 0]
        access.append(access[-1] + plan[site] * gain)
        state = states[-1]
        for _ in range(int(plan[site])):
            state = measure.opened(state, site)
        states.append(state)
    return Steps(sites, np.array(access), np.array(states), np.array([measure.value(state) for state in states]))


def answer_table(prepared: Prepared, plan: NDArray[np.int64], shares: Numbers | None = None) -> pd.DataFrame:
    """Write an answer as the page and the command line show it.

    ``closed_*`` and ``of_all`` are in the unit of the objective: places or sites short that are closed, each weighted as the objective
    weighs it; access of the worst served; minutes taken off the mean or the longest journey; children within the time. What an answer
    closes is never more than ``of_all``, which is what there is to close, or what stands today. ``children_gaining`` have more access, or
    a shorter journey, by this site; ``children_lifted`` reach the target, or the time, by it.

    Parameters
    ----------
    prepared : Prepared
        The question.
    plan : ndarray of int
        Units by site.
    shares : ndarray, optional
        `geo.siting.firmness.chosen_shares`; without them ``chosen_share`` is empty.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`, one row a site, the one that helps most first.
    """
    measure = measure_of(prepared.instance)
    steps = steps_of(prepared, plan, measure)
    sites = list(steps.sites)
    rows, areas = prepared.sites.iloc[sites], prepared.model.areas
    names = prepared.model.atlas.areas["name"]
    homes = [home_of(prepared, site) for site in sites]
    table = pd.DataFrame(
        {
            "order": np.arange(1, len(sites) + 1),
            "site_id": rows.index.to_numpy(dtype=object),
            "site": rows["site"].to_numpy(dtype=object),
            "kind": rows["kind"].to_numpy(dtype=object),
            "district": rows["district_code"].map(areas["district"]["name"]).to_numpy(dtype=object),
            "lsoa_code": rows["lsoa_code"].to_numpy(dtype=object),
            "ward": rows["ward_code"].map(names).to_numpy(dtype=object),
            "places": places_of(prepared, plan, sites),
            **_closed(prepared, plan, steps, measure),
            **_families(prepared, steps),
            "chosen_share": np.nan if shares is None else shares[sites].round(3),
            "as_good": [JOIN.join(prepared.sites.index[as_good(prepared, plan, site)]) for site in sites],
            "need_percentile": prepared.model.need[prepared.query.outcome, "lsoa"].score[homes].round(1),
            "idaci_decile": _decile(prepared)[homes],
            **_private(prepared, plan, sites),
            "settings": settings_of(prepared),
            "data_as_at": data_as_at(prepared.model, prepared.query, prepared.supply),
        },
        index=pd.RangeIndex(len(sites)),
    )
    return table[list(COLUMNS)]


def places_of(prepared: Prepared, plan: NDArray[np.int64], sites: list[int]) -> pd.api.extensions.ExtensionArray:
    """Places of some sites of a plan; missing where sites are counted."""
    in_places = prepared.model.settings.outcomes[prepared.query.outcome].access == "places"
    places = plan[sites] * prepared.instance.bounds.size[sites] if in_places else np.full(len(sites), np.nan)
    return pd.Series(places, dtype="float64").astype("Int64").array


def unit_of(prepared: Prepared) -> str:
    """Say in which unit an objective counts."""
    siting, settings = prepared.siting, prepared.model.settings
    what = settings.outcomes[prepared.query.outcome].access.replace("presence", "sites")
    weighed = {"children": "children", "need": "children weighted by need (0-1)", "low_income": "children weighted by low income (0-1)"}
    units = {
        "need": f"{what} short closed, each weighted by need (0-1)",
        "places": f"{what} short closed",
        "worst_fifth": f"{prepared.supply.unit} for the worst-served {settings.confidence.worst_share:.0%} of children",
        "travel": f"minutes, mean journey of {weighed[siting.people]}",
        "longest": "minutes, longest journey",
    }
    return units.get(siting.objective, f"{weighed[siting.people]} within {siting.within_minutes:g} minutes")


def _closed(prepared: Prepared, plan: NDArray[np.int64], steps: Steps, measure: Measure) -> dict[str, Numbers]:
    """Say what each site closes: after those before it, alone, with those before it; and what there is to close."""
    sign, scale = (-1.0 if prepared.siting.less_is_better else 1.0), scale_of(prepared)
    with np.errstate(invalid="ignore"):
        # Where nobody reaches anything today the first site takes off no number of minutes.
        here, so_far = sign * np.diff(steps.worth), sign * (steps.worth[1:] - steps.worth[0])
    alone = []
    for site in steps.sites:
        state = measure.today
        for _ in range(int(plan[site])):
            state = measure.opened(state, site)
        alone.append(sign * (measure.value(state) - steps.worth[0]))
    figures = {
        "closed_here": here,
        "closed_alone": np.array(alone),
        "closed_so_far": so_far,
        "of_all": np.full(len(here), of_all(prepared)),
    }
    return {name: np.where(np.isfinite(values), scale * values, np.nan).round(3) + 0.0 for name, values in figures.items()}


def of_all(prepared: Prepared) -> float:
    """Give what there is to close, in the objective's unit: the shortfall, or all children; of a mean or longest journey, today's."""
    instance = prepared.instance
    if prepared.siting.objective in {"need", "places"}:
        return float(instance.weight @ np.maximum(0.0, instance.target - instance.access))
    if prepared.siting.objective in {"within", "everybody"}:
        return float(instance.weight.sum())
    measure = measure_of(instance)
    return measure.value(measure.today)


def _families(prepared: Prepared, steps: Steps) -> dict[str, object]:
    instance, share = prepared.instance, prepared.model.settings.confidence.worst_share
    before, after = steps.states[:-1], steps.states[1:]
    if prepared.siting.by_access:
        gains, enough = after > before + ROUNDING / prepared.supply.per_child, instance.target - ROUNDING / prepared.supply.per_child
        lifted = (before < enough) & (after >= enough)
    else:
        gains, lifted = after < before, (before > instance.within) & (after <= instance.within)
    scale = prepared.supply.per_child
    worst = [scale * worst_mean(row, instance.children, share) for row in steps.access[1:]]
    spread = [scale**2 * variance(row, instance.children) for row in steps.access[1:]]
    return {
        "children_gaining": (gains @ instance.children).round().astype(np.int64),
        "children_lifted": (lifted @ instance.children).round().astype(np.int64),
        "worst_fifth_after": np.round(worst, 3),
        "variance_after": np.round(spread, 3),
    }


def equity_after(prepared: Prepared, plan: NDArray[np.int64]) -> pd.DataFrame:
    """Say how even access is today and after an answer.

    Returns
    -------
    DataFrame
        Rows ``today`` and ``after``; ``mean_access``, ``worst_fifth``, ``variance``, ``gini``, in the unit of access.
    """
    instance, scale = prepared.instance, prepared.supply.per_child
    after = instance.access + instance.gain @ plan.astype(float)
    share = prepared.model.settings.confidence.worst_share
    rows = {
        name: {
            "mean_access": scale * worst_mean(access, instance.children, 1.0),
            "worst_fifth": scale * worst_mean(access, instance.children, share),
            "variance": scale**2 * variance(access, instance.children),
            "gini": gini(access, instance.children),
        }
        for name, access in (("today", instance.access), ("after", after))
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def _decile(prepared: Prepared) -> pd.api.extensions.ExtensionArray:
    """Decile of every LSOA of the atlas in England by children in low-income families, 1 the most deprived; missing where not known."""
    model = prepared.model
    name, facts = model.settings.england.low_income_place, model.atlas.indicators
    if name not in facts.index or not usable_at(str(facts.at[name, "published_level"]), LEVELS[-1]):
        return pd.array([pd.NA] * len(model.children), dtype="Int64")
    place = values_at(model.atlas, name, "lsoa", model.members["lsoa"])
    return pd.Series(np.clip(np.floor(place / DECILES), 0, DECILES - 1) + 1).astype("Int64").array


def _private(prepared: Prepared, plan: NDArray[np.int64], sites: list[int]) -> dict[str, object]:
    today = expected_children(prepared, np.zeros(len(prepared.model.catchments.demand)))
    around = [pvi_neighbours(prepared, plan, site, today) for site in sites]
    places = prepared.model.settings.outcomes[prepared.query.outcome].access == "places"
    first = [neighbours.table.head(1) for neighbours in around]
    return {
        "pvi_in_reach": [len(neighbours.table) for neighbours in around],
        "pvi_places": [neighbours.places if places else np.nan for neighbours in around],
        "pvi_most_affected": [JOIN.join(row["name"]) for row in first],
        "pvi_change_percent": [round(float(row["change_percent"].iloc[0]), 1) if len(row) else np.nan for row in first],
    }


def settings_of(prepared: Prepared) -> str:
    """Write everything that shapes an answer in one line, as the command line would ask for it."""
    siting, query, limits = prepared.siting, prepared.query, prepared.siting.limits
    target = prepared.instance.target * prepared.supply.per_child
    parts = [
        f"objective {siting.objective}",
        f"opens {siting.opens} ({siting.sector})",
        f"target {target:.1f} {prepared.supply.unit}" if siting.by_access else f"within {siting.within_minutes:g} minutes",
        "" if siting.by_access else f"people {siting.people}",
        "" if siting.by_access else f"near {siting.opens if siting.near == 'opened' else ', '.join(prepared.supply.services)}",
        f"candidates {', '.join(siting.kinds)}" if siting.kinds else "",
        f"districts {', '.join(query.districts)}" if query.districts else "",
        f"sector {query.sector}" if query.sector != "all" else "",
        f"services {', '.join(query.services)}" if query.services else "",
        "" if query.include_assumed else "no assumed places",
        f"places {limits.places}, {limits.most_per_site or prepared.model.settings.siting.most_per_site} at a site at most"
        if limits.places is not None
        else "",
        f"budget {limits.budget:g}" if limits.budget is not None else "",
        *(f"at least {number} in {code}" for code, number in limits.at_least),
        *(f"at most {number} in {code}" for code, number in limits.at_most),
        f"must {', '.join(prepared.sites.index[prepared.sites['must']])}" if prepared.sites["must"].any() else "",
        f"{limits.apart_km:g} km apart" if limits.apart_km else "",
        # The form that is chosen does not shape sites: E2SFCA does.
        *(change for change in prepared.model.changed if not change.startswith("form ")),
    ]
    return JOIN.join(part for part in parts if part)
