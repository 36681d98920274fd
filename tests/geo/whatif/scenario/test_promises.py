"""What every scenario keeps to, on the line and on random scenarios; checked against atlases that are built anew from edited tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.export.tables import to_csv
from geo.method.gaps import Query, gap_list, score_areas
from geo.method.model import Model, build_model
from geo.method.supply import choose_supply
from geo.whatif.closures import closures
from geo.whatif.scenario.acts import Act, Place, opened_ids
from geo.whatif.scenario.applying import acted, changed_atlas
from geo.whatif.scenario.effects import scenario_areas, sides, summary
from geo.whatif.scene import Choices, Scene, changed
from tests.helpers import grids

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHOOL = Query("school")


def at(x_m: float, lsoa: str = "") -> Place:
    return Place(grids.WEST_M + x_m, grids.SOUTH_M, 0.0, 52.0, lsoa_code=lsoa, name=f"km {x_m / 1000:g}")


def opening(x_m: float, places: float, lsoa: str = "", service: str = "school_nursery") -> Act:
    return Act("open", service_type=service, sector="public", places=places, where=f"{x_m:g}", change_id="1", place=at(x_m, lsoa))


def homes(lsoa: str, count: int) -> Act:
    return Act("homes", lsoa, homes=count, yield_0_4=100.0, change_id="h")


def lsoa_access(model: Model, query: Query = SCHOOL) -> pd.Series[float]:
    return score_areas(model, replace(query, level="lsoa"))["access"]


def test_opening_by_hand() -> None:
    # Access 40, 60, 20, 0. Ten places at km 8 are shared by L2 and L3, 100 children: both gain ten per 100.
    after = acted(grids.model(), [opening(8_000, 10, "L3")])
    assert lsoa_access(after).tolist() == pytest.approx([40, 70, 30, 0])
    # The median stays that of before, 30: L3 has just enough now.
    both = sides(grids.model(), after, SCHOOL)
    assert both[1].target == pytest.approx(30)
    found = summary(grids.model(), after, SCHOOL, both)
    assert (found.gain, found.lose, found.lifted, found.dropped) == (2, 0, 1, 0)
    assert found.shortfall_change == pytest.approx(-5)


def test_homes_by_hand() -> None:
    # Fifty more children in L1: P1's 60 places are shared by 200, P2's as before.
    after = acted(grids.model(), [homes("L1", 50)])
    assert lsoa_access(after).tolist() == pytest.approx([30, 50, 20, 0])
    assert after.areas["ward"].at["W1", "children_0_4"] == 200
    assert after.areas["district"].at["D1", "children_0_4"] == 200
    # Need stays: nobody knows that of families who are not there yet.
    assert after.need is grids_need(after)


def test_more_and_fewer_children_by_hand() -> None:
    def more(lsoa: str, count: int) -> Act:
        return Act("children", lsoa, more=count, change_id="c")

    # As fifty children of new homes are; and taken away again.
    assert lsoa_access(acted(grids.model(), [more("L1", 50)])).tolist() == pytest.approx([30, 50, 20, 0])
    back = acted(grids.model(), [more("L1", 50), more("L1", -50)])
    assert lsoa_access(back).tolist() == lsoa_access(grids.model()).tolist()
    assert back.areas["district"].at["D1", "children_0_4"] == grids.model().areas["district"].at["D1", "children_0_4"]
    # Two changes that are each possible take no more children away than there are.
    none = acted(grids.model(), [more("L1", -80), more("L1", -80)])
    assert none.areas["lsoa"].at["L1", "children_0_4"] == 0
    assert none.areas["ward"].at["W1", "children_0_4"] == grids.model().areas["ward"].at["W1", "children_0_4"] - 100


def test_take_up_changes_no_access_that_every_child_shares() -> None:
    before, acts = grids.model(), [Act("take_up", "all", ages="2", percent=80.0, change_id="t")]
    table = scenario_areas(before, acted(before, acts), SCHOOL, acts, evidence=False)
    assert (table["access_change"] == 0).all()
    assert (table["changes"] == "").all()


def grids_need(after: Model) -> object:
    assert after.baseline is not None
    return after.baseline.need


def test_moving_by_hand() -> None:
    # P2 moves to km 40: L4's 20 children alone share its 20 places.
    after = acted(grids.model(), [Act("move", "P2", where="40000", change_id="1", place=at(40_000, "L4"))])
    assert lsoa_access(after).tolist() == pytest.approx([40, 40, 0, 100])
    assert after.atlas.providers.at["P2", "lsoa_code"] == "L4"


def test_resizing_by_hand() -> None:
    after = acted(grids.model(), [Act("resize", "P2", places=30.0, change_id="1")])
    assert lsoa_access(after).tolist() == pytest.approx([40, 70, 30, 0])
    assert after.atlas.providers.at["P2", "places_basis"] == "planned"


def test_without_changes_the_list_is_the_same_bytes() -> None:
    scene = Scene(grids.model(), "1")
    under = changed(scene, Choices(acts=()))
    assert under is scene
    listed = [to_csv(gap_list(one.model, SCHOOL), bom=False) for one in (scene, under)]
    assert listed[0] == listed[1]


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_what_nothing_reaches_keeps_score_class_and_reasons(level: str) -> None:
    before, acts = grids.model(), [opening(40_000, 26, "L4")]
    query = replace(SCHOOL, level=level)
    table = scenario_areas(before, acted(before, acts), query, acts, evidence=False).set_index("area_code")
    was = gap_list(before, query, evidence=False).set_index("area_code")
    same = table.index[(table["access_change"] == 0) & (table["children_0_4"] == table["children_before"])]
    assert len(same)
    for column in ("gap_score", "gap_class", "reasons", "access_score", "shortfall_places", "need_score"):
        assert table.loc[same, column].tolist() == was.loc[same, column].tolist()


def test_a_fresh_scale_moves_others() -> None:
    before, acts = grids.model(), [opening(40_000, 26, "L4")]
    frozen, fresh = acted(before, acts), acted(before, acts, fresh=True)
    assert score_areas(frozen, SCHOOL)["access_score"].tolist() == pytest.approx([200 / 3, 100, 100 / 3, 100])
    assert score_areas(fresh, SCHOOL)["access_score"].tolist() == pytest.approx([100 / 3, 200 / 3, 0, 100])


def test_closing_is_the_row_of_closures() -> None:
    before = grids.model()
    table = closures(before, SCHOOL)
    for provider in table.index:
        after = acted(before, [Act("close", provider, change_id="1")])
        then, now = sides(before, after, SCHOOL)
        row = table.loc[provider]
        assert (now.lack - then.lack).sum() == pytest.approx(row["added_shortfall_places"], abs=1e-9)
        dropped = then.enough & ~now.enough
        assert (dropped.sum(), now.children[dropped].sum()) == (row["neighbourhoods_tipped"], row["children_tipped"])


def test_opening_and_closing_it_again_is_the_baseline() -> None:
    before = grids.model()
    acts = [opening(8_000, 10, "L3")]
    after = acted(acted(before, acts), [Act("close", opened_ids(acts)[0], change_id="2")])
    pd.testing.assert_frame_equal(score_areas(after, SCHOOL), score_areas(before, SCHOOL))


def test_moving_nowhere_is_nothing() -> None:
    before = grids.model()
    after = acted(before, [Act("move", "P2", where="8000", change_id="1", place=at(8_000, "L3"))])
    pd.testing.assert_frame_equal(score_areas(after, SCHOOL), score_areas(before, SCHOOL))


# --- random scenarios ----------------------------------------------------------------------------------------------------

HOMES = {"L1": 0.0, "L2": 4_000.0, "L3": 8_000.0, "L4": 40_000.0}
places = st.sampled_from([0.0, 1.0, 13.0, 26.0, 40.5])
points = st.sampled_from([(0.0, "L1"), (3_500.0, "L2"), (8_000.0, "L3"), (12_900.0, ""), (40_000.0, "L4")])
openings = st.builds(
    lambda point, size, service: opening(point[0], size, point[1], service),
    points,
    places,
    st.sampled_from(["school_nursery", "day_nursery"]),
)
building = st.one_of(
    st.builds(homes, st.sampled_from(list(HOMES)), st.integers(1, 300)),
    st.builds(
        lambda lsoa, count, ages: Act("children", lsoa, more=count, ages=ages, change_id="c"),
        st.sampled_from(list(HOMES)),
        st.integers(-120, 120).filter(bool),
        st.sampled_from(["", "2", "3-4"]),
    ),
    st.just(Act("take_up", "all", ages="2", percent=80.0, change_id="t")),
)


def of_provider(provider: str) -> st.SearchStrategy[Act | None]:
    return st.one_of(
        st.none(),
        st.just(Act("close", provider, change_id=provider)),
        st.builds(lambda size: Act("resize", provider, places=size, change_id=provider), places),
        st.builds(lambda point: Act("move", provider, where=f"{point[0]:g}", change_id=provider, place=at(point[0], point[1])), points),
    )


scenarios = st.tuples(of_provider("P1"), of_provider("P2"), st.lists(openings, max_size=3), st.lists(building, max_size=3)).map(
    lambda drawn: [*(act for act in drawn[:2] if act), *drawn[2], *drawn[3]]
)


def rebuilt(before: Model, acts: Sequence[Act]) -> Model:
    """Everything worked out anew from the edited tables; the scale is that of before."""
    return replace(build_model(changed_atlas(before.atlas, before.settings, acts), before.settings), baseline=before, need=before.need)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=scenarios, decay=st.sampled_from([0.33, grids.NO_DECAY]), form=st.sampled_from(["e2sfca", "3sfca"]))
def test_incremental_equals_rebuilt_and_keeps_the_sum(acts: list[Act], decay: float, form: str) -> None:
    before = build_model(grids.atlas(), grids.settings(decay_sigma_share=decay, form=form))
    after = acted(before, acts)
    if not acts:
        assert after is before
        return
    again = rebuilt(before, acts)
    for level in ("lsoa", "ward", "district"):
        query = replace(SCHOOL, level=level)
        pd.testing.assert_frame_equal(score_areas(after, query), score_areas(again, query), rtol=0, atol=1e-9)
    supply = choose_supply(after, SCHOOL)
    weights = after.catchments.weights
    reached = np.asarray((weights > 0).sum(axis=0)).ravel() > 0
    children = after.catchments.demand
    shared = children @ after.catchments.access(supply.capacity)
    anybody = (weights.T @ children) > 0
    assert shared == pytest.approx(supply.capacity[reached & anybody].sum(), abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(acts=scenarios, seed=st.randoms(use_true_random=False))
def test_the_order_of_changes_does_not_matter(acts: list[Act], seed: object) -> None:
    shuffled = list(acts)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    before = grids.model()
    one, other = (score_areas(acted(before, order), SCHOOL) for order in (acts, shuffled))
    pd.testing.assert_frame_equal(one, other, rtol=0, atol=1e-9)
