"""Clusters: against esda called directly on weights made in another way, planted patterns, and an independent correction."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas
import libpysal
import numpy as np
import pandas as pd
import pytest
import shapely
from esda.moran import Moran, Moran_Local
from libpysal.graph import Graph
from statsmodels.stats.multitest import multipletests

from geo.analysis.cluster_groups import cluster_groups, cluster_list
from geo.analysis.clusters import MEASURES, cluster_levels, find_clusters, local_moran, neighbour_graph
from geo.base.errors import TooFewAreasError
from geo.method.gaps import Query, score_areas
from geo.method.model import Model, build_model
from geo.settings.model import Clusters, load_settings
from geo.store.atlas import load_atlas
from tests.helpers import certain
from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from tests.helpers.running import Run
    from tests.helpers.tiny import Tiny

SIDE = 12
CHOICES = Clusters(permutations=999, seed=7, false_discovery_rate=0.05)


def lattice(side: int = SIDE) -> Graph:
    """Give the graph of a square grid, `r00c00` at its corner, by the product's own rule: polygons that touch."""
    boxes = {f"r{row:02}c{column:02}": shapely.box(column, row, column + 1, row + 1) for row in range(side) for column in range(side)}
    return Graph.build_contiguity(geopandas.GeoSeries(boxes), rook=False)


def on_grid(values: np.ndarray) -> pd.Series:
    rows, columns = values.shape
    return pd.Series(values.ravel(), index=[f"r{row:02}c{column:02}" for row in range(rows) for column in range(columns)])


def noise(seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(SIDE, SIDE))


def planted() -> pd.Series:
    """Noise with a high block in one corner, a low one in the opposite corner, and a low area amid the high ones."""
    values = noise()
    values[:5, :5] += 6
    values[-5:, -5:] -= 6
    values[2, 2] = -6
    return on_grid(values)


@pytest.fixture(scope="module")
def embedded() -> Model:
    return certain.real()


def quietly(values: np.ndarray, weights: object) -> Moran_Local:
    with pytest.warns(DeprecationWarning, match="two-sided"):
        return Moran_Local(values, weights, permutations=CHOICES.permutations, seed=CHOICES.seed, n_jobs=1)


def test_statistic_and_p_values_are_those_of_esda_on_weights_of_a_lattice() -> None:
    values = planted()
    found = local_moran(values, lattice(), CHOICES)
    direct = quietly(values.to_numpy(), libpysal.weights.lat2W(SIDE, SIDE, rook=False))
    np.testing.assert_allclose(found.areas["local_i"], direct.Is)
    # Both tails: twice the share of permutations on the side on which the area lies.
    np.testing.assert_allclose(found.areas["p"], np.minimum(1, 2 * direct.p_sim))
    quadrants = pd.Series(direct.q, index=values.index).map({1: "hot", 2: "low_outlier", 3: "cold", 4: "high_outlier"})
    marked = found.areas["cluster"] != "none"
    assert marked.any()
    assert (found.areas["cluster"][marked] == quadrants[marked]).all()
    assert found.global_i == pytest.approx(Moran(values.to_numpy(), libpysal.weights.lat2W(SIDE, SIDE, rook=False), permutations=0).I)


def test_local_statistic_of_one_area_by_hand() -> None:
    # Two by two areas all touch: z is -3, -1, 1, 3 over the root of 5, a lag is the mean of the three others.
    found = local_moran(on_grid(np.array([[0.0, 2.0], [4.0, 6.0]])), lattice(2), CHOICES)
    # esda scales by (n - 1) / sum(z^2) = 3/4: -3 x (3 / 3) / 5 x 3/4.
    assert found.areas["local_i"].tolist() == pytest.approx([-0.45, -0.05, -0.05, -0.45])
    assert found.global_i == pytest.approx(-1 / 3)


def test_correction_is_that_of_benjamini_and_hochberg() -> None:
    found = local_moran(planted(), lattice(), CHOICES)
    refused, adjusted, *_ = multipletests(found.areas["p"], alpha=0.05, method="fdr_bh")
    np.testing.assert_allclose(found.areas["p_adjusted"], adjusted)
    assert ((found.areas["cluster"] != "none") == refused).all()
    assert found.uncorrected == (found.areas["p"] <= 0.05).sum() > refused.sum()


def test_planted_clusters_and_the_outlier_among_them_are_found() -> None:
    clusters = local_moran(planted(), lattice(), CHOICES).areas["cluster"].to_numpy().reshape(SIDE, SIDE)
    # At the edge an area has few neighbours, and so chance is hard to rule out.
    assert set(clusters[1:4, 1:4].ravel()) == {"hot", "low_outlier"}
    assert clusters[2, 2] == "low_outlier"
    assert set(clusters[-4:-1, -4:-1].ravel()) == {"cold"}
    assert set(clusters[:4, -4:].ravel()) == {"none"}


def test_checkerboard_has_no_cluster_and_turned_round_its_outliers_change_sides() -> None:
    board = (np.indices((SIDE, SIDE)).sum(axis=0) % 2).astype(float)
    # Sixteen neighbours a cell, all of the other colour: by chance one in 65,000.
    steps = [(down, across) for down in range(-3, 4) for across in range(-3, 4) if abs(down) + abs(across) in (1, 3)]
    cells = on_grid(board).index
    pairs = [
        (f"r{row:02}c{column:02}", f"r{(row + down) % SIDE:02}c{(column + across) % SIDE:02}")
        for row, column in np.ndindex(SIDE, SIDE)
        for down, across in steps
    ]
    graph = Graph.from_arrays(*np.array(pairs).T, np.ones(len(pairs))).subgraph(cells)
    found, turned = (local_moran(on_grid(values), graph, CHOICES).areas["cluster"] for values in (board, 1 - board))
    assert set(found) == {"high_outlier", "low_outlier"}
    assert (found == turned.map({"high_outlier": "low_outlier", "low_outlier": "high_outlier"})).all()


def test_random_values_are_seldom_marked() -> None:
    marked = [(local_moran(on_grid(noise(seed)), lattice(), CHOICES).areas["cluster"] != "none").sum() for seed in range(10)]
    # Uncorrected, 5% of 144 areas would be marked each time: 7.
    assert sum(marked) <= 10


def test_the_same_seed_gives_the_same_digits_and_another_one_does_not() -> None:
    first, again = (local_moran(on_grid(noise()), lattice(), CHOICES).areas for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    other = local_moran(on_grid(noise()), lattice(), CHOICES.model_copy(update={"seed": 8})).areas
    assert not first["p"].equals(other["p"])
    assert first["local_i"].equals(other["local_i"])


def test_too_few_permutations_are_told_from_finding_nothing() -> None:
    # With 99 permutations no p is below 0.02: of 144 areas, 58 would have to be there for the correction to mark one.
    values = on_grid(noise())
    values[["r05c05", "r05c06", "r06c05", "r06c06", "r04c05"]] += 9
    coarse = local_moran(values, lattice(), CHOICES.model_copy(update={"permutations": 99}))
    assert coarse.areas["p"].min() == pytest.approx(0.02)
    assert (coarse.marked, coarse.extreme) == (0, (coarse.areas["p"] < 0.021).sum())
    assert coarse.extreme > 0
    assert coarse.too_coarse
    fine = local_moran(values, lattice(), CHOICES.model_copy(update={"permutations": 9999}))
    assert fine.marked > 0
    assert not fine.too_coarse
    assert fine.marked == (~fine.areas["cluster"].isin(["none"])).sum()


def test_areas_without_a_value_and_islands_are_left_out_of_the_test() -> None:
    values = planted()
    # Take all eight neighbours of one area: it has a value, but nobody to compare it with.
    around = [f"r{row:02}c{column:02}" for row in (7, 8, 9) for column in (1, 2, 3) if (row, column) != (8, 2)]
    values[around] = np.nan
    found = local_moran(values, lattice(), CHOICES)
    assert found.areas.index.equals(values.index)
    assert (found.areas.loc[[*around, "r08c02"], "cluster"] == "").all()
    assert found.areas.loc[[*around, "r08c02"], ["local_i", "p", "p_adjusted"]].isna().all(axis=None)
    assert found.tested == SIDE * SIDE - 9
    kept = values.drop([*around, "r08c02"])
    direct = quietly(kept.to_numpy(), lattice().subgraph(kept.index))
    np.testing.assert_allclose(found.areas.loc[kept.index, "local_i"], direct.Is)


@pytest.mark.parametrize("values", [np.full((SIDE, SIDE), 5.0), np.full((SIDE, SIDE), np.nan)], ids=["equal", "missing"])
def test_values_that_do_not_differ_are_not_tested(values: np.ndarray) -> None:
    found = local_moran(on_grid(values), lattice(), CHOICES)
    assert found.tested == 0
    assert np.isnan(found.global_i)
    assert set(found.areas["cluster"]) == {""}


def test_boundaries_of_the_atlas_make_a_symmetric_graph_in_the_order_of_the_areas(embedded: Model) -> None:
    for level in cluster_levels(embedded):
        graph = neighbour_graph(embedded.atlas, level)
        assert graph.unique_ids.tolist() == embedded.areas[level].index.tolist()
        matrix = graph.sparse.tocsr()
        assert (matrix != matrix.T).nnz == 0
        assert not matrix.diagonal().any()


def test_neighbours_are_the_areas_whose_polygons_touch(embedded: Model) -> None:
    graph = neighbour_graph(embedded.atlas, "ward")
    shapes = geopandas.read_file(embedded.atlas.store.as_folder() / "boundaries" / "ward.geojson").set_index("area_code").geometry
    for code in shapes.index[::15]:
        touching = shapes.index[shapes.touches(shapes[code])]
        assert set(graph[code].index) == set(touching)


def test_only_levels_with_enough_areas_are_offered_and_the_others_say_why(embedded: Model, tiny: Tiny) -> None:
    assert set(cluster_levels(embedded)) == {"ward", "lsoa"}
    with pytest.raises(TooFewAreasError, match=r"'district' has 6 areas; a test for clusters needs at least 30"):
        find_clusters(embedded, Query("school_readiness", "district"), "gap")
    assert cluster_levels(build_model(load_atlas(tiny.settings), tiny.settings)) == ()


@pytest.mark.parametrize("measure", MEASURES)
def test_each_measure_is_tested_by_its_score(embedded: Model, measure: str) -> None:
    query = Query("child_health", "ward")
    found = find_clusters(embedded, query, measure)
    assert found.areas["value"].equals(score_areas(embedded, query)[f"{measure}_score"])
    assert found.tested == len(embedded.areas["ward"])


def test_a_service_without_providers_has_no_cluster_of_gaps_but_need_is_still_tested(embedded: Model) -> None:
    query = Query("school_readiness", "ward", services=("library",))
    assert find_clusters(embedded, query, "gap").tested == 0
    assert find_clusters(embedded, query, "need").tested == len(embedded.areas["ward"])


def test_groups_are_areas_that_touch_each_other_named_by_their_wards(embedded: Model) -> None:
    query = Query("child_health", "lsoa")
    graph = neighbour_graph(embedded.atlas, "lsoa")
    found = find_clusters(embedded, query, "gap", graph=graph)
    groups = cluster_groups(embedded, "lsoa", found, "hot", graph)
    hot = found.areas.index[found.areas["cluster"] == "hot"]
    assert sorted(groups["areas"].explode()) == hot.tolist()
    areas = embedded.areas["lsoa"]
    shapes = geopandas.read_file(embedded.atlas.store.as_folder() / "boundaries" / "lsoa.geojson").set_index("area_code").geometry
    joined = [shapely.union_all(shapes[list(codes)].to_list()) for codes in groups["areas"]]
    for number, (one, row) in enumerate(zip(joined, groups.itertuples(), strict=True)):
        assert not any(one.intersects(other) for other in joined[number + 1 :])
        codes = list(row.areas)
        assert row.children_0_4 == areas.loc[codes, "children_0_4"].sum()
        assert set(row.wards) == set(embedded.parents["lsoa"].loc[codes, "ward"])
        assert row.value == pytest.approx((found.areas.loc[codes, "value"] * areas.loc[codes, "children_0_4"]).sum() / row.children_0_4)
    assert groups["children_0_4"].is_monotonic_decreasing


def test_the_list_for_a_file_holds_every_area_of_the_districts_with_its_group(embedded: Model) -> None:
    district = embedded.areas["district"].index[2]
    query = Query("child_health", "ward", (district,))
    graph = neighbour_graph(embedded.atlas, "ward")
    found = find_clusters(embedded, query, "need", graph=graph)
    groups = cluster_groups(embedded, "ward", found, "hot", graph)
    listed = cluster_list(embedded, query, "need", found, groups)
    wards = embedded.areas["ward"]
    assert listed["area_code"].tolist() == wards.index[wards["district_code"] == district].tolist()
    assert (listed["group"].notna() == (listed["cluster"] == "hot")).all()
    whole = cluster_list(embedded, Query("child_health", "ward"), "need", found, groups).set_index("area_code")
    assert len(whole) == len(wards)
    for number, codes in enumerate(groups["areas"], start=1):
        assert (whole.loc[list(codes), "group"] == number).all()
    np.testing.assert_allclose(whole["local_i"], found.areas["local_i"], atol=5e-5)


def test_an_area_stands_beside_the_mean_of_its_neighbours() -> None:
    # The corner of a grid has three neighbours.
    values = on_grid(np.arange(16.0).reshape(4, 4))
    found = local_moran(values, lattice(4), CHOICES)
    assert found.areas.at["r00c00", "neighbours"] == pytest.approx((1 + 4 + 5) / 3)


def test_no_marked_area_makes_no_group(embedded: Model) -> None:
    graph = neighbour_graph(embedded.atlas, "ward")
    found = find_clusters(embedded, Query("child_health", "ward"), "gap", graph=graph)
    none = replace(found, areas=found.areas.assign(cluster="none"))
    assert cluster_groups(embedded, "ward", none, "hot", graph).empty


def test_the_command_writes_the_list_of_the_screen(run: Run) -> None:
    arguments = ["clusters", "--outcome", "school_readiness", "--level", "ward", "--measure", "need"]
    done = run("--config", ROOT / "config.toml", *arguments)
    assert (done.code, done.err) == (0, "")
    rows = pd.read_csv(io.BytesIO(done.out))
    settings = load_settings(ROOT / "config.toml")
    found = find_clusters(build_model(load_atlas(settings), settings), Query("school_readiness", "ward"), "need")
    assert rows["cluster"].tolist() == found.areas["cluster"].tolist()
    assert rows["p_adjusted"].tolist() == pytest.approx(found.areas["p_adjusted"].round(4).tolist())
    assert rows["group"].notna().sum() == found.areas["cluster"].isin(["hot", "cold"]).sum()


def test_the_command_refuses_districts_and_unknown_measures_in_one_line(run: Run) -> None:
    few = run("--config", ROOT / "config.toml", "clusters", "--outcome", "school_readiness", "--level", "district")
    assert (few.code, few.err.count("\n")) == (1, 1)
    assert "needs at least 30" in few.err
    unknown = run("--config", ROOT / "config.toml", "clusters", "--outcome", "school_readiness", "--measure", "wealth")
    assert unknown.code == 2
    assert "gap, need, access" in unknown.err
