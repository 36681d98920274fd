"""Atlases small enough to work out by hand, made of frames alone.

The line, 60 km/h everywhere, detour 1, catchment 5 minutes = 5 km, no decay inside it::

    x (km)    0        4        8                   40
    LSOA      L1       L2       L3                  L4
    children  100      50       50                  20
    ward      W1       W1       W2                  W2
    district  D1       D1       D2                  D2
    places    P1 60 (pvi)       P2 20 (public)
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from geo.method.model import Model, build_model
from geo.settings.model import Settings
from geo.store.atlas import Atlas
from geo.store.folder import FolderStore

Row = dict[str, Any]
WEST_M, SOUTH_M = 500_000.0, 250_000.0
# So wide a Gaussian is level within the catchment.
NO_DECAY = 1e6
_PROVIDER_TYPES = {"places": float, "age_from_months": float, "age_to_months": float}
SETTINGS: dict[str, Any] = {
    "area": {"name": "The line", "districts": ["E07000901"], "surroundings_km": 20},
    "data": {"folder": "data", "children_source": "population"},
    "map": {},
    "access": {
        "mode": "drive",
        "catchment_minutes": 5.0,
        "decay_sigma_share": NO_DECAY,
        "detour": 1.0,
        "surroundings_class": "rural",
        "speeds_km_per_h": {"drive": {"urban": 60.0, "rural": 60.0}},
    },
    "gap": {"target": {"places": "atlas_median", "presence": "atlas_median"}},
    "provision": {"assumed_nursery_class_places": 26},
    "confidence": {
        "draws": 200,
        "seed": 1,
        "weight_concentration": 20.0,
        "catchment_share": [1.0, 1.0],
        "detour": [1.0, 1.0],
        "speed_share": [1.0, 1.0],
        "decay_sigma_share": [NO_DECAY, NO_DECAY],
        "decay_power": [2.0, 2.0],
        "travel_error": 0.0,
        "provider_gone": 0.0,
        "children_error": 0.0,
        "assumed_class_places": [26.0, 26.0],
        "service_weight_share": [1.0, 1.0],
        "worst_share": 0.2,
        "likely_from": 0.5,
        "certain_from": 0.9,
    },
    "deserts": {"children_per_place": 3.0, "bands_places_per_100": [10.0, 21.0, 32.0, 43.0]},
    "market": {"low_income_indicator": "idaci"},
    "england": {"low_income_place": "idaci_place", "access_decile": "access_decile"},
    "clusters": {"permutations": 99, "seed": 1, "false_discovery_rate": 0.05},
    "services": {
        **{key: {"name": key, "plural": key, "capacity": "places"} for key in ("day_nursery", "nursery_school", "school_nursery")},
        **{key: {"name": key, "plural": key, "capacity": "presence"} for key in ("library", "family_hub", "gp")},
    },
    "outcomes": {
        "school": {
            "name": "School",
            "access": "places",
            "services": ["day_nursery", "nursery_school", "school_nursery", "library"],
            "indicators": {
                "idaci": {"weight": 1.0, "role": "driver"},
                "gld": {"weight": 1.0, "role": "outcome"},
                "supply_now": {"weight": 1.0, "role": "context"},
            },
        },
        "health": {
            "name": "Health",
            "access": "presence",
            "services": ["family_hub", "gp"],
            "indicators": {"low_income": {"weight": 1.0, "role": "driver"}, "asq": {"weight": 1.0, "role": "outcome"}},
        },
    },
}


def settings(**access: object) -> Settings:
    """Give the settings of the line, with other parameters of access where named; the draws decay as access does."""
    target = access.pop("target", "atlas_median")
    sigma = access.get("decay_sigma_share", NO_DECAY)
    changed = {
        "access": {**SETTINGS["access"], **access},
        "gap": {"target": {"places": target, "presence": target}},
        "confidence": {**SETTINGS["confidence"], "decay_sigma_share": [sigma, sigma]},
    }
    return Settings.model_validate({**SETTINGS, **changed})


def lsoa(code: str, x_m: float, children: int, ward: str = "W1", district: str = "D1", **more: object) -> Row:
    row = {
        "area_code": code,
        "level": "lsoa",
        "name": code,
        "label": f"{ward} ({code})",
        "ward_code": ward,
        "district_code": district,
        "utla_code": "C1",
        "rural_urban": "urban",
        "centroid_e": WEST_M + x_m,
        "centroid_n": SOUTH_M,
        "children_0_4": children,
        "boundary_basis": "exact",
    }
    return row | more


def provider(code: str, x_m: float, places: float | None = None, service: str = "day_nursery", sector: str = "pvi", **more: object) -> Row:
    row = {
        "provider_id": code,
        "name": f"Name of {code}",
        "service_type": service,
        "sector": sector,
        "places": places,
        "places_basis": "unknown" if places is None else "registered",
        "easting": WEST_M + x_m,
        "northing": SOUTH_M,
        "source_id": "register",
        "lsoa_code": None,
        "district_code": None,
        "postcode": None,
        "age_from_months": None,
        "age_to_months": None,
        "quality_scheme": None,
        "quality": None,
    }
    return row | more


def indicator(code: str, level: str, polarity: str = "higher_is_worse") -> Row:
    return {
        "indicator_id": code,
        "name": code,
        "unit": "%",
        "polarity": polarity,
        "published_level": level,
        "basis": "residence",
        "kind": "observed",
        "source_id": "figures",
    }


def values(code: str, period: str = "2025", **by_area: float | None) -> list[Row]:
    return [
        {"indicator_id": code, "area_code": area, "period": period, "value": value, "flag": "c" if value is None else None}
        for area, value in by_area.items()
    ]


LINE_LSOAS = [lsoa("L1", 0, 100), lsoa("L2", 4000, 50), lsoa("L3", 8000, 50, "W2", "D2"), lsoa("L4", 40_000, 20, "W2", "D2")]
LINE_PROVIDERS = [provider("P1", 0, 60), provider("P2", 8000, 20, "nursery_school", "public")]
LINE_INDICATORS = [
    indicator("idaci", "lsoa"),
    indicator("gld", "district", "higher_is_better"),
    indicator("supply_now", "lsoa", "context"),
    indicator("low_income", "ward"),
    indicator("asq", "county", "higher_is_better"),
]
LINE_VALUES = [
    *values("idaci", "2019", L1=90.0, L2=80.0, L3=70.0, L4=60.0),
    *values("idaci", L1=10.0, L2=20.0, L3=30.0, L4=40.0),
    *values("gld", D1=60.0, D2=70.0),
    *values("supply_now", L1=1.0, L2=2.0, L3=3.0, L4=4.0),
    *values("low_income", W1=30.0, W2=10.0),
    *values("asq", C1=80.0),
]


def atlas(
    lsoas: list[Row] = LINE_LSOAS,
    providers: list[Row] = LINE_PROVIDERS,
    surroundings: list[Row] | None = None,
    indicators: list[Row] = LINE_INDICATORS,
    indicator_values: list[Row] = LINE_VALUES,
) -> Atlas:
    """Make an atlas of rows; wards and districts follow from the LSOAs."""
    areas = pd.DataFrame([*lsoas, *_parents(lsoas, "ward"), *_parents(lsoas, "district")])
    around = pd.DataFrame(surroundings or [], columns=["area_code", "centroid_e", "centroid_n", "children_0_4"])
    columns = list(provider("", 0))
    sources = {"register": "2025-12-31", "figures": "2025", "population": "mid-2020"}
    return Atlas(
        areas=areas.set_index("area_code").sort_index(),
        indicators=pd.DataFrame(indicators).set_index("indicator_id").sort_index(),
        indicator_values=pd.DataFrame(indicator_values),
        providers=pd.DataFrame(providers, columns=columns).astype(_PROVIDER_TYPES).set_index("provider_id").sort_index(),
        surroundings=around.astype({name: float for name in around if name != "area_code"}).set_index("area_code"),
        evidence=pd.DataFrame(),
        sources=pd.DataFrame({"title": pd.Series(list(sources), list(sources)), "period": sources}).rename_axis("source_id"),
        store=FolderStore(Path()),
    )


def measured(*rows: tuple[str, str, float | None], of: Atlas | None = None, mode: str = "drive") -> Atlas:
    """Give the atlas travel times as a router measures them: from, to, minutes."""
    columns = ["origin_code", "provider_id", "mode", "minutes", "source_id"]
    times = pd.DataFrame([(*row[:2], mode, row[2], "travel_times_drive") for row in rows], columns=columns)
    return replace(of or atlas(), travel_times=times.astype({"minutes": float}))


def _parents(lsoas: list[Row], level: str) -> list[Row]:
    rows = []
    for code in dict.fromkeys(row[f"{level}_code"] for row in lsoas):
        inside = [row for row in lsoas if row[f"{level}_code"] == code]
        names = {"name": f"Name of {code}", "label": f"Name of {code}", "rural_urban": ""}
        children = sum(row["children_0_4"] for row in inside)
        ward = {"ward_code": code if level == "ward" else None}
        rows.append({**inside[0], **names, **ward, "area_code": code, "level": level, "children_0_4": children})
    return rows


def model(atlas_: Atlas | None = None, **access: object) -> Model:
    """Build the model of an atlas, by default of the line."""
    return build_model(atlas() if atlas_ is None else atlas_, settings(**access))
