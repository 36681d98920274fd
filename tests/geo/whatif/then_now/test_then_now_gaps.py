"""What moved the shortfall, worked out by hand on the line of tests/helpers/grids.py, and which priority gaps are still ones.

At a target of 30 places for 100 children the line lacks 5 places at L3 (50 children, 20) and 6 at L4 (20 children, none).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.method.gaps import gap_list
from geo.method.model import Model, build_model
from geo.method.query import Query
from geo.whatif.then_now.gaps import PARTS, SHORTFALL, area_changes, district_changes, steps
from geo.whatif.then_now.summary import compare
from tests.helpers import grids

QUERY = Query("school")
TARGET = 30.0
MORE = {"postcode": "AB1 2CD"}
PROVIDERS = [
    grids.provider("P1", 0, 60, district_code="D1", **MORE),
    grids.provider("P2", 8000, 20, "nursery_school", "public", district_code="D2", **MORE),
]
NEW = grids.provider("P3", 8000, 30, district_code="D2", **MORE)


def line(providers=PROVIDERS, target=TARGET, **lsoas: int) -> Model:
    rows = [{**row, "children_0_4": lsoas.get(row["area_code"], row["children_0_4"])} for row in grids.LINE_LSOAS]
    return build_model(grids.atlas(rows, providers), grids.settings(target=target))


def parts(then: Model, now: Model) -> dict[str, tuple[float, ...]]:
    table = area_changes(steps(then, now), QUERY).set_index("area_code")
    return {str(code): tuple(row) for code, row in table[list(SHORTFALL)].iterrows() if any(row)}


def test_supply_children_and_method_are_told_apart() -> None:
    # P3 lifts L3 to 50 places for 100 children; L4 has 20 children more; the target rises to 40, which L4 alone misses.
    now = line([*PROVIDERS, NEW], 40.0, L4=40)
    assert parts(line(), now) == {"L3": (5.0, -5.0, 0.0, 0.0, 0.0), "L4": (6.0, 0.0, 6.0, 4.0, 16.0)}


def test_by_district_and_in_a_few_numbers() -> None:
    found = compare(steps(line(), line([*PROVIDERS, NEW], 40.0, L4=40)), QUERY)
    districts = found.districts.set_index("district")
    assert districts.loc["Name of D2", list(SHORTFALL)].tolist() == [11.0, -5.0, 6.0, 4.0, 16.0]
    assert districts.loc["Name of D1", list(SHORTFALL)].tolist() == [0.0] * 5
    told = found.narrowed
    assert (told.providers_then, told.opened, told.closed, told.providers_now) == (2, 1, 0, 3)
    assert (told.places_then, told.places_now) == (80, 110)
    assert (told.shortfall_then, told.by_supply, told.by_children, told.by_method, told.shortfall_now) == (11.0, -5.0, 6.0, 4.0, 16.0)


def test_a_closure_counts_as_supply_and_the_median_that_it_moves_as_method() -> None:
    then, now = line(target="atlas_median"), line(PROVIDERS[:1], "atlas_median")
    table = area_changes(steps(then, now), QUERY).set_index("area_code")
    # Access was 40, 60, 20, 0, its median 30; without P2 it is 40, 40, 0, 0, and the median 20.
    assert table.loc["L3", list(SHORTFALL)].tolist() == [5.0, 10.0, 0.0, -5.0, 10.0]


def test_a_version_beside_itself_has_no_change() -> None:
    model = line()
    found = compare(steps(model, line()), QUERY)
    assert (found.areas[list(PARTS)] == 0).all(axis=None)
    assert not found.areas["priority"].isin(["new", "no_longer"]).any()
    listed = gap_list(model, QUERY, evidence=False)
    assert found.areas["area_code"].tolist() == listed["area_code"].tolist()
    assert found.areas["shortfall_now"].tolist() == listed["shortfall_places"].tolist()
    assert found.narrowed.priority_still == found.narrowed.priority_then == (listed["gap_class"] == "priority").sum()


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_parts_add_up_at_every_level(level) -> None:
    now = line([grids.provider("P1", 0, 17, district_code="D1", **MORE), NEW], 37.3, L1=133, L2=41, L4=7)
    table = area_changes(steps(line(), now), replace(QUERY, level=level))
    added = table["shortfall_then"] + table[list(PARTS)].sum(axis=1)
    np.testing.assert_allclose(added, table["shortfall_now"], atol=1e-9)


def test_where_the_areas_are_not_the_same_children_and_method_are_one_part() -> None:
    now = build_model(grids.atlas(grids.LINE_LSOAS[:3], [*PROVIDERS, NEW]), grids.settings(target=TARGET))
    through = steps(line(), now)
    assert through.with_children is None
    table = area_changes(through, QUERY).set_index("area_code")
    assert table.loc["L3", list(SHORTFALL)].tolist() == [5.0, -5.0, 0.0, 0.0, 0.0]
    assert table.loc["L4", "shortfall_then"] == 6.0
    assert table.loc["L4", ["rank_now", "shortfall_now", *PARTS]].isna().all()
    # A sum over areas of which one cannot be compared is not made.
    assert district_changes(table.reset_index()).iloc[-1][list(PARTS)].isna().all()


def test_of_priority_gaps_then_it_is_told_which_are_still_ones() -> None:
    then, now = line(), line([*PROVIDERS, NEW, grids.provider("P4", 40_000, 40, district_code="D2", **MORE)])
    table = area_changes(steps(then, now), QUERY).set_index("area_code")
    lists = [gap_list(model, QUERY, evidence=False).set_index("area_code")["gap_class"] == "priority" for model in (then, now)]
    assert lists[0].any()
    said = {(True, True): "still", (True, False): "no_longer", (False, True): "new", (False, False): ""}
    for code, word in table["priority"].items():
        assert word == said[lists[0][code], lists[1][code]]
    counts = district_changes(table.reset_index()).iloc[-1]
    assert counts["priority_then"] == lists[0].sum() == counts["priority_still"] + counts["priority_no_longer"]
    assert counts["priority_now"] == lists[1].sum() == counts["priority_still"] + counts["priority_new"]


def test_measured_journeys_to_a_provider_that_came_count_as_supply() -> None:
    # Nobody measured a way from L4 to P1 and P2; that to P3 takes three minutes.
    ways = [("L3", "P2", 1.0), ("L1", "P1", 1.0), ("L2", "P1", 4.0), ("L2", "P2", 4.0)]
    settings = grids.settings(target=TARGET)
    then = build_model(grids.measured(*ways, of=grids.atlas(providers=PROVIDERS)), settings)
    now = build_model(grids.measured(*ways, ("L4", "P3", 3.0), of=grids.atlas(providers=[*PROVIDERS, NEW])), settings)
    table = area_changes(steps(then, now), QUERY).set_index("area_code")
    assert table.loc["L4", list(SHORTFALL)].tolist() == [6.0, -6.0, 0.0, 0.0, 0.0]
