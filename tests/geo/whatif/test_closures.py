"""Closures: hand-worked on the line, and against an atlas from which the provider is really taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from geo.export.tables import to_csv
from geo.method.gaps import Query, gap_target, score_areas
from geo.method.model import Model, build_model
from geo.settings.model import Target, load_settings
from geo.store.atlas import load_atlas
from geo.whatif.closures import closure_list, closures
from geo.whatif.tuning import Tuning, tune
from tests.helpers import grids
from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from tests.helpers.running import Run
    from tests.helpers.tiny import Tiny


def test_closures_of_the_line() -> None:
    found = closures(grids.model(), Query("school"))
    # Target 30; access 40, 60, 20, 0. Without P1 (40 in L1 and L2): L1 lacks 30 for 100 children, L2 has 20 and lacks 10 for 50.
    # Without P2 (20 in L2 and L3): L2 keeps 40, L3 lacks 20 more for 50.
    assert found.index.tolist() == ["P1", "P2"]
    assert found["added_shortfall_places"].tolist() == pytest.approx([35, 10])
    assert found["neighbourhoods_tipped"].tolist() == [2, 0]
    assert found["children_tipped"].tolist() == [150, 0]
    assert found["children_in_reach"].tolist() == [150, 100]
    assert found["children_left_without"].tolist() == [100, 50]
    assert found["most_affected"].tolist() == ["L1", "L3"]
    assert found["most_affected_label"].tolist() == ["W1 (L1)", "W2 (L3)"]


def test_closures_count_the_chosen_districts_only() -> None:
    found = closures(grids.model(), Query("school", districts=("D2",)))
    assert found.index.tolist() == ["P2"]
    assert found["added_shortfall_places"].tolist() == pytest.approx([10])
    assert found["children_in_reach"].tolist() == [50]


def test_presence_has_no_places_and_sorts_by_children_left_without() -> None:
    hubs = [
        grids.provider(code, x_m, None, "family_hub", "public", lsoa_code=home)
        for code, x_m, home in (("H1", 0, "L1"), ("H2", 500, "L1"), ("H3", 40_000, "L4"))
    ]
    found = closures(grids.model(grids.atlas(providers=hubs)), Query("health"))
    # H1 and H2 stand in for each other; L4's 20 children have nothing but H3.
    assert found.index.tolist() == ["H3", "H1", "H2"]
    assert found["added_shortfall_places"].isna().all()
    assert found["children_left_without"].tolist() == [20, 0, 0]
    assert found["district"].tolist() == ["Name of D2", "Name of D1", "Name of D1"]


@pytest.mark.parametrize("query", [Query("school", sector="public", services=("day_nursery",)), Query("school", services=("library",))])
def test_nothing_chosen_is_an_empty_table(query: Query) -> None:
    assert closures(grids.model(), query).empty


def test_a_provider_of_unknown_places_is_listed_and_takes_no_place_away() -> None:
    line = grids.atlas(providers=[*grids.LINE_PROVIDERS, grids.provider("P0", 40_000)])
    row = closures(grids.model(line), Query("school")).loc["P0"]
    assert (row["added_shortfall_places"], row["children_left_without"]) == (0, 20)
    assert pd.isna(row["most_affected"])


def brute_force(model: Model, query: Query, provider: str) -> dict[str, float]:
    """What really taking the provider away does, with the target of before."""
    target = gap_target(model, query)
    before = score_areas(model, query)
    same = Target(places=target, presence=target)
    fixed = model.settings.model_copy(update={"gap": model.settings.gap.model_copy(update={"target": same})})
    without = replace(model.atlas, providers=model.atlas.providers.drop(index=provider))
    after = score_areas(build_model(without, fixed), query)
    children = before["children_0_4"]
    tipped = (before["access"] >= target - 1e-9) & (after["access"] < target - 1e-9)
    alone = (before["providers_in_reach"] > 0) & (after["providers_in_reach"] == 0)
    return {
        "added_shortfall_places": after["shortfall_places"].sum(min_count=1) - before["shortfall_places"].sum(min_count=1),
        "neighbourhoods_tipped": tipped.sum(),
        "children_tipped": children[tipped].sum(),
        "children_left_without": children[alone].sum(),
        "children_in_reach": children[after["providers_in_reach"] < before["providers_in_reach"]].sum(),
    }


def scattered(seed: int) -> Model:
    """Make twelve neighbourhoods and eight providers at random along 30 km, with decay and with children outside."""
    rng = np.random.default_rng(seed)
    lsoas = [
        grids.lsoa(f"L{i:02}", x, int(n)) for i, (x, n) in enumerate(zip(rng.uniform(0, 3e4, 12), rng.integers(5, 90, 12), strict=True))
    ]
    around = [{"area_code": "S1", "centroid_e": grids.WEST_M + 31_000, "centroid_n": grids.SOUTH_M, "children_0_4": 40.0}]
    providers = [
        grids.provider(f"P{i}", x, float(n), *kind)
        for i, (x, n, kind) in enumerate(
            zip(rng.uniform(0, 3e4, 8), rng.integers(1, 60, 8), [("day_nursery", "pvi"), ("family_hub", "public")] * 4, strict=True)
        )
    ]
    return grids.model(grids.atlas(lsoas, providers, around), decay_sigma_share=0.5)


@pytest.mark.parametrize("outcome", ["school", "health"])
@pytest.mark.parametrize("seed", range(4))
def test_every_closure_is_what_taking_the_provider_away_does(outcome: str, seed: int) -> None:
    model, query = scattered(seed), Query(outcome)
    found = closures(model, query)
    assert len(found) > 1
    for code, row in found.iterrows():
        for name, value in brute_force(model, query, str(code)).items():
            assert row[name] == pytest.approx(value, nan_ok=True, abs=1e-6), (code, name)


def test_closures_on_the_embedded_data_are_what_taking_the_provider_away_does() -> None:
    settings = load_settings(ROOT / "config.toml")
    model = build_model(load_atlas(settings), settings)
    for query in (Query("early_education"), Query("healthy_birth")):
        found = closures(model, query)
        for code in found.index[[0, 7]]:
            expected = brute_force(model, query, str(code))
            assert found.loc[code, list(expected)].astype(float).to_dict() == pytest.approx(expected, nan_ok=True, abs=1e-6)


def test_the_provider_that_an_area_depends_on_need_not_tip_it() -> None:
    """P2 gives L3 all it has, so L3 depends on it; L3 is below the target of 30 already, so nobody is taken below by its closure."""
    scores = score_areas(grids.model(), Query("school"))
    assert scores["key_provider"].tolist() == ["Name of P1", "Name of P1", "Name of P2", ""]
    assert closures(grids.model(), Query("school"))["children_tipped"].tolist() == [150, 0]


def test_3sfca_changes_no_closure_and_the_file_does_not_claim_that_it_did() -> None:
    chosen = tune(grids.model(), "school", Tuning(form="3sfca", target=50.0))
    expected = closure_list(tune(grids.model(), "school", Tuning(target=50.0)), Query("school"))
    pd.testing.assert_frame_equal(closure_list(chosen, Query("school")), expected)
    assert set(expected["changed"]) == {"target 50"}


def test_the_file_says_what_shapes_its_figures() -> None:
    # L1 has 40 for its 100 children and loses all; L2 has 60 for 50 and keeps 20: 40 and 12.52 places more to lack.
    table = closure_list(grids.model(target=45.04), Query("school"))
    assert table[["provider_id", "added_shortfall_places", "target", "access_unit", "changed"]].iloc[0].tolist() == [
        "P1", 52.5, 45.04, "places per 100 children", "",
    ]  # fmt: skip
    assert to_csv(closure_list(grids.model(), Query("school", services=("library",))), bom=False).count(b"\n") == 1


def test_the_command_writes_the_file_of_the_page(run_tiny: Run, tiny: Tiny) -> None:
    done = run_tiny("closures", "--outcome", "school_readiness", "--sector", "pvi", "--target", "30")
    assert (done.code, done.err) == (0, "")
    model = tune(build_model(load_atlas(tiny.settings), tiny.settings), "school_readiness", Tuning(target=30.0))
    table = closure_list(model, Query("school_readiness", sector="pvi"))
    assert done.out == to_csv(table, bom=False)
    assert set(table["changed"]) == {"target 30"}
    assert run_tiny("closures", "--outcome", "school_readiness", "--level", "ward").code == 2


# --- the page ----------------------------------------------------------------------------------------------------------
