"""Travel times against a dense computation of every pair, and without the memory of one."""

from __future__ import annotations

import math
import tracemalloc
from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.method.gaps import Query, gap_list
from geo.travel.times import travel_engine
from tests.helpers import grids

DETOUR = 1.3
SPEEDS_KM_PER_H = {"urban": 40.0, "rural": 45.0}
ACCESS = grids.settings(detour=DETOUR, speeds_km_per_h={"drive": SPEEDS_KM_PER_H}).access
# Few different places, so that several are often equally near.
PLACES_M = st.sampled_from([0, 3000, 4000, 8000, 30_000])
MINUTES = st.one_of(st.none(), st.just(0.0), st.floats(0, 60))
MB = 1e6


@st.composite
def worlds(draw):
    """Draw LSOAs, families around them, providers, and the times that were measured of some of them."""
    lsoas = [
        grids.lsoa(f"L{number}", draw(PLACES_M), 10, rural_urban=draw(st.sampled_from(sorted(SPEEDS_KM_PER_H))))
        for number in range(draw(st.integers(1, 5)))
    ]
    around = [
        {"area_code": f"S{number}", "centroid_e": grids.WEST_M + draw(PLACES_M), "centroid_n": grids.SOUTH_M, "children_0_4": 10}
        for number in range(draw(st.integers(0, 2)))
    ]
    providers = [grids.provider(f"P{number}", draw(PLACES_M), 10) for number in range(draw(st.integers(1, 5)))]
    atlas = grids.atlas(lsoas=lsoas, surroundings=around, providers=providers)
    origins, ids = [*atlas.at("lsoa").index, *atlas.surroundings.index], list(atlas.providers.index)
    pairs = st.tuples(st.sampled_from([*origins, "gone"]), st.sampled_from([*ids, "closed"]), st.sampled_from(["drive", "walk"]))
    times = draw(st.dictionaries(pairs, MINUTES, max_size=12))
    rows = [(origin, provider, mode, minutes, "times") for (origin, provider, mode), minutes in times.items()]
    table = pd.DataFrame(rows, columns=["origin_code", "provider_id", "mode", "minutes", "source_id"]).astype({"minutes": float})
    return replace(atlas, travel_times=table)


def every_pair(atlas):
    """Work out road metres and minutes of all pairs one by one, with nothing of the product: two lists of lists."""
    lsoas = [(code, row["centroid_e"], row["centroid_n"], row["rural_urban"]) for code, row in atlas.at("lsoa").iterrows()]
    around = [(code, row["centroid_e"], row["centroid_n"], ACCESS.surroundings_class) for code, row in atlas.surroundings.iterrows()]
    times = {(row.origin_code, row.provider_id): row.minutes for row in atlas.travel_times.itertuples() if row.mode == "drive"}
    origins, ids = [code for code, *_ in (*lsoas, *around)], list(atlas.providers.index)
    here = {pair for pair in times if pair[0] in origins and pair[1] in ids}
    known_origins, known_ids = {origin for origin, _ in here}, {provider for _, provider in here}
    metres, minutes = [], []
    for code, east, north, kind in (*lsoas, *around):
        metres.append([])
        minutes.append([])
        for provider, row in atlas.providers.iterrows():
            road_m = DETOUR * math.sqrt((east - row["easting"]) ** 2 + (north - row["northing"]) ** 2)
            metres[-1].append(road_m)
            estimate = road_m / 1000 / SPEEDS_KM_PER_H[kind] * 60
            measured = times.get((code, provider), math.nan)
            both = code in known_origins and provider in known_ids
            minutes[-1].append((math.inf if math.isnan(measured) else measured) if both else estimate)
    return np.array(metres), np.array(minutes)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.floats(0.5, 90), st.data())
def test_sparse_travel_is_that_of_every_pair(atlas, limit, data):
    engine = travel_engine(atlas, ACCESS)
    metres, minutes = every_pair(atlas)
    origins, providers = (np.arange(size) for size in metres.shape)
    np.testing.assert_allclose(engine.road_m(origins[:, None], providers), metres, rtol=1e-12)
    np.testing.assert_allclose(engine.minutes(origins[:, None], providers), minutes, rtol=1e-12)
    pairs = engine.within(np.full(len(atlas.providers), limit)).tocoo()
    assert len(set(zip(pairs.row, pairs.col, strict=True))) == pairs.nnz
    np.testing.assert_allclose(pairs.data, minutes[pairs.row, pairs.col], rtol=1e-12)
    found = np.zeros(metres.shape, dtype=bool)
    found[pairs.row, pairs.col] = True
    # At the very edge rounding decides; the method makes the exact cut.
    assert found[minutes < limit * (1 - 1e-9)].all()
    some = np.array(sorted(data.draw(st.sets(st.sampled_from(providers.tolist()), min_size=1))))
    far = np.where(np.isinf(minutes[:, some]).all(axis=1, keepdims=True), metres[:, some], minutes[:, some])
    # Of equals the first counts.
    first = [int(np.flatnonzero(np.isclose(row, row.min(), rtol=1e-12, atol=0))[0]) for row in far]
    assert engine.nearest(origins, some).tolist() == first


def scattered(count):
    """Lay out an atlas so wide that hardly anything is in reach: LSOAs 5 km apart, a provider in each."""
    lsoas = [grids.lsoa(f"L{number:05}", 5000 * number, 10) for number in range(count)]
    return grids.atlas(
        lsoas=lsoas,
        providers=[grids.provider(f"P{number:05}", 5000 * number, 10) for number in range(count)],
        indicator_values=[row | {"area_code": lsoa["area_code"]} for lsoa in lsoas for row in grids.LINE_VALUES[:1]],
    )


def test_the_gap_list_needs_no_memory_for_every_pair():
    atlas = scattered(2000)
    dense_bytes = 2000 * 2000 * 8
    ends = {"origin_code": atlas.at("lsoa").index, "provider_id": atlas.providers.index}
    times = pd.DataFrame({**ends, "mode": "drive", "minutes": 3.0, "source_id": "times"})
    for given_atlas in (atlas, replace(atlas, travel_times=times)):
        tracemalloc.start()
        listed = gap_list(grids.model(given_atlas), Query("school"), evidence=False)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(listed) == 2000
        assert peak < dense_bytes / 2, f"{peak / MB:.0f} MB"
