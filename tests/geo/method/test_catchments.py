"""Access against grids worked out by hand, brute force and PySAL `access`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from access.fca import three_stage_fca, two_stage_fca
from scipy import sparse
from scipy.spatial.distance import cdist

from geo.method.catchments import Catchments, chosen_weights, gaussian_decay, rivals
from geo.method.gaps import Query, score_areas
from geo.method.model import build_model
from geo.travel.estimated import pairs_within
from tests.helpers import grids

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_HALF, AT_EDGE = np.exp(-0.5), np.exp(-2.0)


def test_pairs_are_those_that_brute_force_finds() -> None:
    rng = np.random.default_rng(1)
    origins_m, destinations_m = rng.uniform(0, 10_000, (60, 2)), rng.uniform(0, 10_000, (40, 2))
    all_m = cdist(origins_m, destinations_m)
    expected_m = np.where(all_m <= 2500, all_m, 0)
    assert np.allclose(pairs_within(origins_m, destinations_m, 2500).toarray(), expected_m, atol=1e-9)


def test_pairs_at_the_same_point_and_on_the_edge_count() -> None:
    pairs = pairs_within(np.array([[0.0, 0.0]]), np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 4.0], [3.0, 4.1]]), 5)
    assert pairs.nnz == 3
    assert dict(zip(pairs.indices.tolist(), pairs.data.tolist(), strict=True)) == {0: 0.0, 1: 0.0, 2: 5.0}


@pytest.mark.parametrize(("origins", "destinations"), [(0, 3), (3, 0), (0, 0)])
def test_no_points_give_no_pairs(origins: int, destinations: int) -> None:
    pairs = pairs_within(np.zeros((origins, 2)), np.zeros((destinations, 2)), 1)
    assert pairs.shape == (origins, destinations)
    assert pairs.nnz == 0


def test_decay_is_a_gaussian_cut_after_the_catchment() -> None:
    weights = gaussian_decay(np.array([0, 0.5, 1, 1.0001]), sigma_share=0.5)
    assert weights.tolist() == pytest.approx([1, AT_HALF, AT_EDGE, 0])


def test_two_places_worked_out_by_hand() -> None:
    # Destination 0 is shared by 10 + 20 x 0.5 = 20 persons, destination 1 by 20; their ratios are 0.4 and 0.25.
    weights = sparse.csr_array(np.array([[1, 0], [0.5, 1]]))
    found = Catchments(weights, np.array([10.0, 20.0])).access(np.array([8.0, 5.0]))
    assert found.tolist() == pytest.approx([0.4, 0.5 * 0.4 + 0.25])


def test_what_nobody_reaches_gives_nobody_access() -> None:
    weights = sparse.csr_array(np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0]]))
    catchments = Catchments(weights, np.array([0.0, 5.0]))
    assert catchments.access(np.array([9.0, 9.0, 9.0])).tolist() == [0, 0]


def random_case(seed: int) -> tuple[sparse.csr_array, NDArray[np.float64], NDArray[np.float64]]:
    rng = np.random.default_rng(seed)
    origins, destinations = int(rng.integers(1, 60)), int(rng.integers(1, 60))
    side_m = rng.uniform(2000, 20_000)
    pairs = pairs_within(rng.uniform(0, side_m, (origins, 2)), rng.uniform(0, side_m, (destinations, 2)), 5000)
    return pairs, rng.uniform(1, 200, origins), rng.integers(0, 90, destinations).astype(float)


def weighted(pairs: sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array((gaussian_decay(pairs.data / 5000, 0.5), pairs.indices, pairs.indptr), shape=pairs.shape)


@pytest.mark.parametrize("seed", range(25))
def test_equals_pysal_access(seed: int) -> None:
    pairs, demand, supply = random_case(seed)
    origin = np.repeat(np.arange(len(demand)), np.diff(pairs.indptr))
    theirs = two_stage_fca(
        pd.DataFrame({"geoid": np.arange(len(demand)), "demand": demand}),
        pd.DataFrame({"supply": supply}, index=pd.RangeIndex(len(supply), name="geoid")),
        pd.DataFrame({"origin": origin, "dest": pairs.indices, "cost": pairs.data}),
        5000,
        weight_fn=lambda metres: np.exp(-0.5 * (metres / 2500) ** 2),
    )
    expected = theirs.reindex(range(len(demand))).fillna(0).to_numpy()
    assert np.abs(Catchments(weighted(pairs), demand).access(supply) - expected).max() < 1e-9


# That library still drops columns in place.
@pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")
@pytest.mark.parametrize("seed", range(25))
def test_choice_equals_the_three_steps_of_pysal_access(seed: int) -> None:
    pairs, demand, supply = random_case(seed)
    origin = np.repeat(np.arange(len(demand)), np.diff(pairs.indptr))
    theirs = three_stage_fca(
        pd.DataFrame({"geoid": np.arange(len(demand)), "demand": demand}),
        pd.DataFrame({"supply": supply}, index=pd.RangeIndex(len(supply), name="geoid")),
        pd.DataFrame({"origin": origin, "dest": pairs.indices, "cost": pairs.data}),
        5000,
        weight_fn=lambda metres: np.exp(-0.5 * (metres / 2500) ** 2),
    )
    chosen = weighted(pairs)
    chosen.data = chosen_weights(chosen.data, origin, np.zeros(len(origin), dtype=np.intp), len(demand))
    expected = theirs.reindex(range(len(demand))).fillna(0).to_numpy()
    assert np.abs(Catchments(chosen, demand).access(supply) - expected).max() < 1e-9


def test_choice_by_hand() -> None:
    # The first family has two providers at weights 1 and 0.5: it chooses them with chances 2/3 and 1/3, so they weigh 2/3 and 1/6.
    # The second has one of each kind and chooses each for sure.
    weights, origin, rival = np.array([1.0, 0.5, 0.5, 1.0]), np.array([0, 0, 1, 1]), np.array([0, 0, 0, 1])
    assert chosen_weights(weights, origin, rival, 2) == pytest.approx([2 / 3, 1 / 6, 0.5, 1])
    assert chosen_weights(np.zeros(0), np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp), 2).tolist() == []


def test_all_that_have_places_are_rivals_and_sites_of_one_type_are() -> None:
    services = np.array(["preschool", "gp", "day_nursery", "family_hub", "gp"])
    numbers = rivals(services, np.array([True, False, True, False, False]))
    assert (numbers[:, None] == numbers).tolist() == [
        [True, False, True, False, False],
        [False, True, False, False, True],
        [True, False, True, False, False],
        [False, False, False, True, False],
        [False, True, False, False, True],
    ]


def test_families_choose_on_the_line() -> None:
    # L2 reaches P1 and P2, both at 4 of 5 km, and chooses each as often: P1 has 100 + 25 children, P2 25 + 50.
    scores = score_areas(grids.model(form="3sfca"), Query("school"))["access"]
    first, second = 60 / 125, 20 / 75
    assert scores.to_dict() == pytest.approx({"L1": 100 * first, "L2": 50 * (first + second), "L3": 100 * second, "L4": 0})


def test_a_service_type_may_have_a_catchment_and_a_weight_of_its_own() -> None:
    settings = grids.settings()
    gp = settings.services["gp"].model_copy(update={"catchment_times": 2.0, "weight": 0.25})
    settings = settings.model_copy(update={"services": {**settings.services, "gp": gp}})
    sites = [grids.provider("G", 10_000, None, "gp", "public"), grids.provider("H", 0, None, "family_hub", "public")]
    model = build_model(grids.atlas([grids.lsoa("L1", 0, 100), grids.lsoa("L2", 4000, 50)], sites), settings)
    scores = score_areas(model, Query("health"))
    # The surgery is 10 and 6 km away of 10 and counts a quarter; the hub 0 and 4 of 5 and counts one: 150 children share each.
    assert scores["access"].to_dict() == pytest.approx({"L1": 1250 / 150, "L2": 1250 / 150})
    assert scores["access_unit"].unique().tolist() == ["weighted sites per 1,000 children"]
    assert score_areas(model, Query("health", services=("family_hub",)))["access_unit"].unique().tolist() == ["sites per 1,000 children"]


def test_supply_that_changes_leaves_nothing_behind() -> None:
    pairs, demand, supply = random_case(3)
    kept = Catchments(weighted(pairs), demand)
    for other in (supply + 26, np.where(np.arange(len(supply)) % 2, supply, 0), supply):
        assert kept.access(other).tolist() == Catchments(weighted(pairs), demand).access(other).tolist()


def test_travel_time_takes_the_speed_of_the_place_where_the_family_lives() -> None:
    # 4 km at detour 1.2 are 4.8 minutes at 60 km/h (town) and 9.6 at 30 km/h (country); the catchment is 5 minutes.
    speeds = {"drive": {"urban": 60.0, "rural": 30.0}}
    both = grids.atlas(
        [grids.lsoa("L1", 0, 10), grids.lsoa("L2", 8000, 10, rural_urban="rural")],
        [grids.provider("P1", 4000, 10)],
        indicator_values=grids.values("idaci", L1=1.0, L2=2.0),
    )
    scores = score_areas(grids.model(both, detour=1.2, speeds_km_per_h=speeds), Query("school"))
    assert scores["access"].to_dict() == pytest.approx({"L1": 100, "L2": 0})
    assert scores["nearest_km"].to_dict() == pytest.approx({"L1": 4.8, "L2": 4.8})


def test_children_around_the_atlas_share_its_places_and_places_around_it_serve_its_children() -> None:
    around = [{"area_code": "S1", "centroid_e": grids.WEST_M - 4000, "centroid_n": grids.SOUTH_M, "children_0_4": 50.0}]
    outside = grids.provider("P0", -4000, 30)
    model = grids.model(grids.atlas(providers=[*grids.LINE_PROVIDERS, outside], surroundings=around))
    # P1 is now shared by 50 + 100 + 50 children, P0 by 50 + 100.
    assert score_areas(model, Query("school")).at["L1", "access"] == pytest.approx(100 * (60 / 200 + 30 / 150))


@pytest.mark.parametrize(("around_is", "children_who_share"), [("urban", 150), ("rural", 100)])
def test_the_settings_say_how_fast_families_around_the_atlas_travel(around_is: str, children_who_share: int) -> None:
    # From S1 to P1 it is 4 km: 4 minutes at the speed of towns, 8 at that of the country; the catchment is 5 minutes.
    around = [{"area_code": "S1", "centroid_e": grids.WEST_M - 4000, "centroid_n": grids.SOUTH_M, "children_0_4": 50.0}]
    line = grids.atlas([grids.lsoa("L1", 0, 100)], [grids.provider("P1", 0, 60)], around)
    speeds = {"drive": {"urban": 60.0, "rural": 30.0}}
    model = grids.model(line, surroundings_class=around_is, speeds_km_per_h=speeds)
    assert score_areas(model, Query("school")).at["L1", "access"] == pytest.approx(100 * 60 / children_who_share)


def test_decay_inside_the_catchment() -> None:
    # 2 km at detour 1.25 are 2.5 minutes, half the catchment.
    line = grids.atlas([grids.lsoa("L1", 0, 10), grids.lsoa("L2", 2000, 10)], [grids.provider("P1", 0, 10)])
    access = score_areas(grids.model(line, decay_sigma_share=0.5, detour=1.25), Query("school"))["access"]
    per_child = 10 / (10 + 10 * AT_HALF)
    assert access.to_dict() == pytest.approx({"L1": 100 * per_child, "L2": 100 * per_child * AT_HALF})
