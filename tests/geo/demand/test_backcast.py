"""The method tried backwards, by hand and on the counts at hand."""

from __future__ import annotations

import pytest

from geo.demand.backcast import backcasts
from tests.helpers import years
from tests.helpers.certain import real


def counted(year: int, **by_lsoa: int) -> list[dict[str, object]]:
    return [{"area_code": code, "ages": "0-15", "year": year, "children": count} for code, count in by_lsoa.items()]


def test_by_hand() -> None:
    rows = [*counted(2020, L1=100, L2=100, L3=50), *counted(2022, L1=130, L2=90, L3=40)]
    (found,) = backcasts(years.model(years.atlas(counts=rows)))
    # The west grew from 200 to 220: 110 each, 20 off twice. The east is 40, as its district is. With no change 30, 10 and 10 are off.
    assert (found.ages, found.older, found.newer, found.lsoas) == ("0-15", 2020, 2022, 3)
    assert found.method == pytest.approx(100 * 40 / 260)
    assert found.no_change == pytest.approx(100 * 50 / 260)


def test_neighbourhoods_that_one_count_lacks_are_left_out_and_one_count_alone_is_no_test() -> None:
    rows = [*counted(2020, L1=100, L3=50), *counted(2022, L1=130, L2=90, L3=40)]
    (found,) = backcasts(years.model(years.atlas(counts=rows)))
    assert (found.lsoas, found.method) == (2, 0)
    assert backcasts(years.model(years.atlas(counts=counted(2022, L1=1, L2=2, L3=3)))) == []
    assert backcasts(years.model()) == []


def test_a_district_without_children_then_is_no_division_by_nothing() -> None:
    rows = [*counted(2020, L1=100, L2=100, L3=0), *counted(2022, L1=100, L2=100, L3=10)]
    (found,) = backcasts(years.model(years.atlas(counts=rows)))
    assert found.method == found.no_change == pytest.approx(100 * 10 / 210)


def test_the_counts_at_hand_are_those_of_all_neighbourhoods_and_the_method_beats_no_change() -> None:
    found = backcasts(real())
    assert [(one.older, one.newer, one.lsoas) for one in found] == [(2020, 2022, 516), (2021, 2022, 516)]
    assert all(0 < one.method < one.no_change < 20 for one in found)
