"""Made-up towns for questions of siting: neighbourhoods on a grid, providers among them, libraries as possible sites."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geo.method.model import Model, build_model
from geo.method.query import Query
from geo.siting.prepare import Prepared
from geo.siting.question import Siting
from geo.store.atlas import Atlas
from tests.helpers import grids

SIDE, SPACE_M = 6, 1500.0
SCHOOL, HEALTH = Query("school"), Query("health")


def town(seed: int = 1, sites: int = 12, nurseries: int = 8, hubs: int = 2) -> Atlas:
    """Scatter providers and possible sites over 36 neighbourhoods in two districts; the same seed gives the same town."""
    rng = np.random.default_rng(seed)
    lsoas = [
        grids.lsoa(
            f"L{row}{column}",
            column * SPACE_M,
            int(rng.integers(30, 150)),
            ward=f"W{row // 2}",
            district="D1" if row < SIDE // 2 else "D2",
            centroid_n=grids.SOUTH_M + row * SPACE_M,
        )
        for row in range(SIDE)
        for column in range(SIDE)
    ]
    codes = [row["area_code"] for row in lsoas]

    def scattered(name: str, count: int, **more: object) -> list[grids.Row]:
        rows = []
        for number in range(count):
            east, north = rng.uniform(0, (SIDE - 1) * SPACE_M, 2).round()
            near = codes[round(north / SPACE_M) * SIDE + round(east / SPACE_M)]
            rows.append(grids.provider(f"{name}{number:02}", east, northing=grids.SOUTH_M + north, lsoa_code=near, **more))
        return rows

    providers = [
        *scattered("N", nurseries, places=30.0),
        *scattered("H", hubs, service="family_hub", sector="public"),
        *scattered("S", sites, service="library", sector="public"),
    ]
    values = [
        *grids.values("idaci", **{code: float(rng.integers(1, 100)) for code in codes}),
        *grids.values("gld", D1=60.0, D2=70.0),
        *grids.values("low_income", W0=10.0, W1=20.0, W2=30.0),
        *grids.values("asq", C1=80.0),
    ]
    return grids.atlas(lsoas, providers, indicator_values=values)


def town_model(atlas: Atlas | None = None, target: object = 40.0, **access: object) -> Model:
    """Build the model of a town: four minutes by car at 60 km/h, with decay; need for health is that for school."""
    settings = grids.settings(target=target, **{"decay_sigma_share": 0.4, "catchment_minutes": 4.0} | access)
    health = settings.outcomes["health"].model_copy(update={"indicators": settings.outcomes["school"].indicators})
    return build_model(town() if atlas is None else atlas, settings.model_copy(update={"outcomes": settings.outcomes | {"health": health}}))


def asked(**more: object) -> Siting:
    """Ask where to open nurseries of 26 places, the libraries being the possible sites."""
    return Siting(**{"opens": "nursery_school", "kinds": ("library",)} | more)  # type: ignore[arg-type]


def asked_hubs(**more: object) -> Siting:
    """Ask where to open hubs, the libraries being the possible sites."""
    return asked(**{"opens": "family_hub"} | more)


def rebuilt(prepared: Prepared, plan: np.ndarray) -> Model:
    """Build the model anew from an atlas that holds what was opened as further providers; the target stays where it is today."""
    model, siting = prepared.model, prepared.siting
    rows = []
    for site in np.flatnonzero(plan):
        there = prepared.sites.iloc[site]
        places = float(plan[site] * prepared.instance.bounds.size[site])
        more = {"northing": there["northing"], "lsoa_code": there["lsoa_code"]}
        row = grids.provider(f"NEW{site}", there["easting"] - grids.WEST_M, places, siting.opens, siting.sector, **more)
        rows.append(row)
    opened = pd.DataFrame(rows, columns=["provider_id", *model.atlas.providers.columns]).set_index("provider_id")
    providers = pd.concat([model.atlas.providers, opened.astype(model.atlas.providers.dtypes)]) if rows else model.atlas.providers
    target = prepared.instance.target * prepared.supply.per_child
    frozen = model.settings.gap.target.model_copy(update={"places": target, "presence": target})
    gap = model.settings.gap.model_copy(update={"target": frozen})
    return build_model(replace(model.atlas, providers=providers), model.settings.model_copy(update={"gap": gap}))
