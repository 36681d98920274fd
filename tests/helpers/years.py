"""A line of neighbourhoods with children by age, on which demand by year is counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from geo.method.model import Model, build_model
from geo.settings.demand import DemandSettings
from geo.settings.model import Settings
from geo.store.atlas import Atlas, DemandTables
from tests.helpers import grids

COUNTED = 2022


def aged(code: str, x_m: float, ages: tuple[int, int, int, int, int], **more: object) -> grids.Row:
    """Give a neighbourhood with children by single year of age."""
    return grids.lsoa(code, x_m, sum(ages), **{f"children_{age}": number for age, number in enumerate(ages)}, **more)  # type: ignore[arg-type]


# West: L1 and L2 of district D1, with the nursery P1 (60 places) at L1. East: L3 of D2, with P2 (20 places).
LSOAS = [
    aged("L1", 0, (20, 20, 20, 20, 20)),
    aged("L2", 4000, (10, 10, 10, 10, 10)),
    aged("L3", 40_000, (8, 8, 8, 8, 8), ward="W2", district="D2"),
]
PROVIDERS = [grids.provider("P1", 0, 60), grids.provider("P2", 40_000, 20, "nursery_school", "public")]


def atlas(**tables: list[dict[str, Any]]) -> Atlas:
    """Make an atlas of the line with rows of demand tables."""
    made = grids.atlas(LSOAS, PROVIDERS, indicators=grids.LINE_INDICATORS, indicator_values=grids.LINE_VALUES)
    areas = made.areas.copy()
    ages = [f"children_{age}" for age in range(5)]
    for level, parent in (("ward", "ward_code"), ("district", "district_code")):
        sums = areas[areas["level"] == "lsoa"].groupby(parent)[ages].sum()
        rows = areas.index[areas["level"] == level]
        areas.loc[rows, ages] = sums.reindex(rows).to_numpy()
    sources = made.sources.assign(period=made.sources["period"].replace({"mid-2020": f"mid-{COUNTED}"}))
    empty = DemandTables()
    given = {
        name: pd.DataFrame(rows).reindex(columns=getattr(empty, name).columns).assign(source_id="official") for name, rows in tables.items()
    }
    if "take_up" in given:
        given["take_up"] = given["take_up"].astype({"eligible": float, "registered": float})
    return replace(made, areas=areas, sources=sources, demand=DemandTables(**given))


def settings(**said: object) -> Settings:
    """Settings of the line; what demand assumes may be named."""
    entitlements = {
        "universal": {"name": "15 hours", "hours": 15.0},
        "extended": {"name": "15 more", "hours": 15.0, "on_top": True},
        "working": {"name": "30 hours", "hours": 30.0},
    }
    demand = DemandSettings.model_validate({"entitlements": entitlements, "hours_a_place": 30.0, "draws": 50, "seed": 1} | said)
    return grids.settings(target=50.0).model_copy(update={"demand": demand})


def model(atlas_: Atlas | None = None, **said: object) -> Model:
    """Build the model of the line."""
    return build_model(atlas() if atlas_ is None else atlas_, settings(**said))


def projected(code: str, year: int, *ages: float) -> dict[str, Any]:
    """Give a row of a projection."""
    return {"area_code": code, "year": year, **{f"age_{age}": number for age, number in enumerate(ages)}}


def site(name: str, lsoa: str, year: int, homes: int) -> dict[str, Any]:
    """Give a row of homes."""
    return {"site_id": name, "name": name, "lsoa_code": lsoa, "year": year, "homes": homes}
