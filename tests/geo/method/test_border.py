"""Catchments that cross the border, counted by hand on a line."""

from __future__ import annotations

import numpy as np
import pytest

from geo.method.border import held_inside_only, missing_beyond
from geo.method.gaps import Query, gap_list
from geo.method.model import build_model
from geo.method.supply import choose_supply
from tests.helpers import grids

HUB = {"service": "family_hub", "sector": "public"}


def beyond(code: str, x_m: float, children: float) -> grids.Row:
    return {"area_code": code, "centroid_e": grids.WEST_M + x_m, "centroid_n": grids.SOUTH_M, "children_0_4": children}


# 5 km catchment without decay: L1 reaches 100 of its own, L2 its own 50 and 150 beyond, L3 nobody beyond.
HOMES = [grids.lsoa("L1", 0, 100), grids.lsoa("L2", 20_000, 50, "W2"), grids.lsoa("L3", 40_000, 50, "W2")]
AROUND = [beyond("X1", 24_000, 150), beyond("X2", 45_001, 1000)]
INSIDE = [grids.provider("H1", 0, None, **HUB, lsoa_code="L1"), grids.provider("H2", 20_000, None, **HUB, lsoa_code="L2")]


def test_the_share_of_a_catchment_beyond_the_border_by_hand() -> None:
    model = build_model(grids.atlas(HOMES, INSIDE, surroundings=AROUND), grids.settings())
    assert model.beyond_border == {1.0: pytest.approx([0, 0.75, 0])}


def test_nearer_children_count_more() -> None:
    model = build_model(grids.atlas(HOMES, INSIDE, surroundings=AROUND), grids.settings(decay_sigma_share=0.5))
    weight = np.exp(-0.5 * (0.8 / 0.5) ** 2)
    assert model.beyond_border[1.0][1] == pytest.approx(150 * weight / (50 + 150 * weight))


def test_a_wider_catchment_of_one_service_type_crosses_earlier() -> None:
    settings = grids.settings()
    hub = settings.services["family_hub"].model_copy(update={"catchment_times": 2.0})
    settings = settings.model_copy(update={"services": {**settings.services, "family_hub": hub}})
    model = build_model(grids.atlas(HOMES, INSIDE, surroundings=AROUND), settings)
    assert model.beyond_border == {2.0: pytest.approx([0, 150 / 200, 1000 / 1050])}
    assert missing_beyond(model, "lsoa", choose_supply(model, Query("health"))) == ["", "family_hub", "family_hub"]


def test_an_area_is_marked_for_what_is_held_inside_alone() -> None:
    gp_beyond = grids.provider("G2", 24_000, None, "gp", "public", lsoa_code=None)
    gps = [grids.provider("G1", 20_000, None, "gp", "public", lsoa_code="L2"), gp_beyond]
    model = build_model(grids.atlas(HOMES, [*INSIDE, *gps], surroundings=AROUND), grids.settings())
    supply = choose_supply(model, Query("health"))
    assert held_inside_only(model, supply) == ["family_hub"]
    assert missing_beyond(model, "lsoa", supply) == ["", "family_hub", ""]
    # W2 holds L2 and L3 with 50 children each.
    assert missing_beyond(model, "ward", supply) == ["", "family_hub"]


def test_without_surroundings_nothing_crosses() -> None:
    model = build_model(grids.atlas(HOMES, INSIDE, surroundings=[]), grids.settings())
    assert missing_beyond(model, "lsoa", choose_supply(model, Query("health"))) == ["", "", ""]


def test_the_row_of_a_marked_area_is_never_surer_than_check_first() -> None:
    listed = gap_list(build_model(grids.atlas(HOMES, INSIDE, surroundings=AROUND), grids.settings()), Query("health", "ward"))
    marked = listed.set_index("area_code").loc["W2"]
    assert marked["border"] == "family_hub"
    assert marked["how_sure"] in {"check_first", "not_worst"}
