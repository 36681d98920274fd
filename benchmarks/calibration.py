"""How often a rank stays within its interval when other things are uncertain: ``python -m benchmarks.calibration``.

Each world is made here once more, densely and by the formulas of the papers alone; of the product it uses the data, the need that is drawn
with another seed, and the scale of the scores. The table is the one of ``docs/validation.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

from geo.method.confidence import rank_intervals
from geo.method.model import Model, build_model
from geo.method.need_draws import draw_need
from geo.method.query import Query
from geo.method.supply import choose_supply
from geo.numeric.scaling import access_scores
from geo.settings.model import Settings, load_settings
from geo.store.atlas import load_atlas

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
WORLDS = 150
SEED = 4711
OUTCOMES = ("school_readiness", "child_health", "healthy_birth")


@dataclass(frozen=True)
class Uncertain:
    """Sizes of what is uncertain in a world; by default nothing is but what method 2 drew for all alike."""

    speeds: tuple[float, float] = (1.0, 1.0)
    sigma: tuple[float, float] | None = None
    power: tuple[float, float] = (2.0, 2.0)
    travel_error: float = 0.0
    gone: float = 0.0
    children: float = 0.0
    one_class: bool = False
    weights: tuple[float, float] = (1.0, 1.0)
    form: str = "e2sfca"


def of_settings(settings: Settings) -> Uncertain:
    """Give the sizes that the product draws."""
    drawn = settings.confidence
    return Uncertain(
        speeds=drawn.speed_share,
        sigma=drawn.decay_sigma_share,
        power=drawn.decay_power,
        travel_error=drawn.travel_error,
        gone=drawn.provider_gone,
        children=drawn.children_error,
        one_class=True,
        weights=drawn.service_weight_share,
    )


def narrow(settings: Settings) -> Settings:
    """Give settings that draw what method 2 drew: no speeds, decay, journeys, missing providers or children."""
    sigma = (settings.access.decay_sigma_share,) * 2
    none = {"speed_share": (1.0, 1.0), "decay_sigma_share": sigma, "decay_power": (2.0, 2.0), "service_weight_share": (1.0, 1.0)}
    zero = {"travel_error": 0.0, "provider_gone": 0.0, "children_error": 0.0, "assumed_class_places": (26.0, 26.0)}
    return settings.model_copy(update={"confidence": settings.confidence.model_copy(update=none | zero)})


def access_of_world(model: Model, query: Query, uncertain: Uncertain, rng: np.random.Generator) -> NDArray[np.float64]:
    """Access of every LSOA in one world, by hand: Luo and Qi (2009), or Wan, Zou and Sternberg (2012)."""
    settings, supply, drawn = model.settings, choose_supply(model, query), model.settings.confidence
    providers = np.flatnonzero(supply.chosen)
    lsoas, around = model.atlas.at("lsoa"), model.atlas.surroundings
    homes = np.vstack([frame[["centroid_e", "centroid_n"]].to_numpy(float) for frame in (lsoas, around)])
    sites = model.atlas.providers[["easting", "northing"]].to_numpy(float)[providers]
    metres = np.hypot(*(homes[:, None] - sites[None]).transpose(2, 0, 1)) * rng.uniform(*drawn.detour)
    speeds = settings.access.speeds_km_per_h[settings.access.mode]
    urban = np.append(lsoas["rural_urban"].to_numpy(str) == "urban", np.zeros(len(around), bool))
    town, country = (speed * rng.uniform(*uncertain.speeds) for speed in (speeds.urban, speeds.rural))
    minutes = metres / (np.where(urban, town, country)[:, None] * 1000 / 60)
    minutes *= np.exp(uncertain.travel_error * np.clip(rng.standard_normal(minutes.shape), -2, 2))
    shares = minutes / (settings.access.catchment_minutes * rng.uniform(*drawn.catchment_share) * model.catchment_times[providers])
    sigma = rng.uniform(*uncertain.sigma) if uncertain.sigma else settings.access.decay_sigma_share
    weights = np.where(shares <= 1, np.exp(-0.5 * (shares / sigma) ** _by_ratio(rng, uncertain.power)), 0.0)
    if uncertain.form == "3sfca":
        total = weights.sum(axis=1, keepdims=True)
        weights = weights * np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    demand = model.catchments.demand * rng.uniform(1 - uncertain.children, 1 + uncertain.children, len(homes))
    reached = demand @ weights
    capacity = _capacity(model, providers, supply.capacity[providers], uncertain, rng)
    ratios = np.divide(capacity, reached, out=np.zeros(len(providers)), where=reached > 0)
    return (weights @ ratios)[: len(lsoas)]


def _capacity(
    model: Model, providers: NDArray[np.intp], known: NDArray[np.float64], uncertain: Uncertain, rng: np.random.Generator
) -> NDArray[np.float64]:
    capacity = known * (rng.random(len(providers)) >= uncertain.gone)
    counted = model.settings.counted_in_places(model.services[providers])
    assumed = counted & model.assumed[providers]
    usual = model.settings.provision.assumed_nursery_class_places
    if uncertain.one_class:
        smallest, largest = model.settings.confidence.assumed_class_places
        capacity[assumed] *= _by_ratio(rng, (smallest / usual, largest / usual), int(assumed.sum()))
    else:
        capacity[assumed] *= rng.uniform(0.5, 1.5)
    for service in np.unique(model.services[providers][~counted]):
        capacity[model.services[providers] == service] *= _by_ratio(rng, uncertain.weights)
    return capacity


def _by_ratio(rng: np.random.Generator, ends: tuple[float, float], count: int | None = None) -> NDArray[np.float64]:
    return np.asarray(np.exp(rng.uniform(*np.log(ends), count)))


def covered(model: Model, other: Model, query: Query, uncertain: Uncertain) -> float:
    """Share of areas and worlds in which the rank lies within the interval of a model; need comes from another seed."""
    rng = np.random.default_rng(SEED)
    normalisation = rng.integers(0, 3, other.settings.confidence.draws)
    need = draw_need(other, query.outcome, query.level, normalisation)[:WORLDS]
    access = np.array([access_of_world(model, query, uncertain, rng) for _ in range(WORLDS)])
    gaps = np.sqrt(need * (100 - access_scores(access, normalisation[:WORLDS])))
    interval = rank_intervals(model, query)
    low, high = (interval[name].to_numpy(float) for name in ("rank_low", "rank_high"))
    best, worst = (rankdata(-gaps.round(9), method=method, axis=1) for method in ("min", "max"))
    return float(((worst >= low) & (best <= high)).mean())


def worlds_to_try(settings: Settings) -> dict[str, Uncertain]:
    """Name the worlds of the table: what method 2 drew, each thing added alone, all together, and more than is drawn."""
    every, none = of_settings(settings), Uncertain()
    return {
        "What method 2 drew": none,
        "and speeds": replace(none, speeds=every.speeds),
        "and the shape of the decay": replace(none, sigma=every.sigma, power=every.power),
        "and each journey": replace(none, travel_error=every.travel_error),
        "and providers that are not there": replace(none, gone=every.gone),
        "and a class of its own for each school": replace(none, one_class=True),
        "and children": replace(none, children=every.children),
        "and weights of service types": replace(none, weights=every.weights),
        "All of these: what is drawn now": every,
        "Twice the error of journeys, children and missing providers": replace(
            every, travel_error=2 * every.travel_error, children=2 * every.children, gone=2 * every.gone
        ),
        "All, under 3SFCA (not drawn)": replace(every, form="3sfca"),
    }


def main() -> None:
    """Print the table."""
    settings = load_settings(ROOT / "config.toml")
    atlas = load_atlas(settings)
    now, before = build_model(atlas, settings), build_model(atlas, narrow(settings))
    other = settings.model_copy(update={"confidence": settings.confidence.model_copy(update={"seed": SEED})})
    elsewhere = build_model(atlas, other)
    heads = [f"{outcome}, {whose}" for outcome in OUTCOMES for whose in ("before", "now")]
    print(f"\nRanks within their 90% interval, {WORLDS} worlds of 516 neighbourhoods, seed {SEED}\n")
    print(f"| In each world vary | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}")
    for name, uncertain in worlds_to_try(settings).items():
        shares = [covered(model, elsewhere, Query(outcome), uncertain) for outcome in OUTCOMES for model in (before, now)]
        print(f"| {name} | {' | '.join(f'{share:.0%}' for share in shares)} |", flush=True)


if __name__ == "__main__":
    main()
