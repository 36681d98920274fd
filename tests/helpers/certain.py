"""Atlases whose draws are known: the real one with nothing but chosen things varying, and small ones made for a purpose."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from geo.method.model import build_model
from geo.numeric.scaling import NORMALISATIONS
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from tests.helpers import grids
from tests.helpers.places import ROOT

if TYPE_CHECKING:
    import pandas as pd

    from geo.method.model import Model
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas

PERCENTILE = NORMALISATIONS.index("percentile")
# Weights so close to the configured ones that nothing can tell them apart.
CERTAIN = 1e30
RANGES: dict[str, Any] = {"draws": 500, "catchment_share": (0.75, 1.25), "detour": (1.2, 1.4)}
LEVELS = ("lsoa", "ward", "district")


@cache
def real_atlas() -> Atlas:
    return load_atlas(load_settings(ROOT / "config.toml"))


def drawn(settings: Settings, **confidence: object) -> Settings:
    """Settings with other ranges."""
    return settings.model_copy(update={"confidence": settings.confidence.model_copy(update=confidence)})


@cache
def real(**confidence: object) -> Model:
    return build_model(real_atlas(), drawn(load_settings(ROOT / "config.toml"), **confidence))


@cache
def fixed(**confidence: object) -> Model:
    """Model of the real data in which nothing varies but the normalisation, and what is named."""
    settings = load_settings(ROOT / "config.toml")
    one_class = settings.provision.assumed_nursery_class_places
    nothing = {
        "catchment_share": (1.0, 1.0),
        "detour": (settings.access.detour,) * 2,
        "speed_share": (1.0, 1.0),
        "decay_sigma_share": (settings.access.decay_sigma_share,) * 2,
        "decay_power": (2.0, 2.0),
        "travel_error": 0.0,
        "provider_gone": 0.0,
        "children_error": 0.0,
        "assumed_class_places": (one_class, one_class),
        "service_weight_share": (1.0, 1.0),
        "weight_concentration": CERTAIN,
    }
    return real(**{"draws": 100, **nothing, **confidence})


def width(table: pd.DataFrame) -> pd.Series[float]:
    return (table["rank_high"] - table["rank_low"]).astype(float)


def row_of(count: int) -> list[grids.Row]:
    """Neighbourhoods 20 km apart, each in a ward and district of its own: nobody shares with anybody."""
    return [grids.lsoa(f"L{number:02}", 20_000 * number, 50, f"W{number:02}", f"D{number:02}") for number in range(count)]


def only(
    indicators: list[grids.Row],
    indicator_values: list[grids.Row],
    lsoas: list[grids.Row],
    places: list[float] | None = None,
    weights: tuple[float, ...] = (1.0, 1.0),
    **confidence: object,
) -> Model:
    """Model with one outcome area made of these indicators, and one provider in each neighbourhood, 10 places if not said."""
    settings = drawn(grids.settings(detour=1.3, decay_sigma_share=0.5), **confidence)
    uses = {row["indicator_id"]: {"weight": weight, "role": "driver"} for row, weight in zip(indicators, weights, strict=False)}
    outcome = settings.outcomes["school"].model_validate({**settings.outcomes["school"].model_dump(), "indicators": uses})
    providers = [grids.provider(f"P{number:02}", 20_000 * number, count) for number, count in enumerate(places or [10.0] * len(lsoas))]
    line = grids.atlas(lsoas, providers, indicators=indicators, indicator_values=indicator_values)
    return build_model(line, settings.model_copy(update={"outcomes": {"school": outcome}}))


def need_of(values: list[float]) -> list[grids.Row]:
    return grids.values("idaci", **{f"L{number:02}": value for number, value in enumerate(values)})
