"""What is published of a place at several dates: each figure of the area that it is published for, and of no other."""

from __future__ import annotations

import pytest

from geo.analysis.place_over_time import OF_AUTHORITIES, OF_PLACES, place_over_time
from tests.helpers import certain, grids


@pytest.fixture(scope="module")
def model():
    return certain.real()


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_every_figure_is_that_of_its_source_and_of_the_area_that_it_is_published_for(model, level) -> None:
    area = str(model.areas[level].index[-1])
    row = model.atlas.areas.loc[area]
    found = {one.measure: one for one in place_over_time(model, level, area)}
    assert set(found) == {*OF_PLACES, *OF_AUTHORITIES}
    values = model.atlas.indicator_values.set_index(["indicator_id", "area_code", "period"])["value"]
    assert found["gld_district"].area == row["district_code"]
    if level == "lsoa":
        assert found["accessible_places"].area == area
        assert found["low_income_ahc"].area == row["ward_code"]
        assert found["low_income_ahc"].level == "ward"
    for measure in ("gld_district", *(["accessible_places", "low_income_ahc"] if level == "lsoa" else [])):
        one = found[measure]
        for period, value in one.figures["value"].items():
            assert value == values[measure, one.area, period]
    county = model.atlas.upper_tier.areas.query("area_code == @row['utla_code']").index[0]
    figures = model.atlas.upper_tier.figures.set_index(["measure_id", "area_number", "period"])["value"]
    for measure in OF_AUTHORITIES:
        one = found[measure]
        assert (one.level, one.area) == ("county", row["utla_code"])
        assert one.has_neighbours
        for period, value in one.figures["value"].items():
            assert value == figures[measure, county, period]


def test_development_is_compared_with_years_of_the_same_framework_alone(model) -> None:
    (one,) = [one for one in place_over_time(model, "ward", str(model.areas["ward"].index[0])) if one.measure == "lait_fsp_new_gooddev"]
    assert one.figures.index[0] >= "2022"


def test_where_nothing_was_published_twice_nothing_is_told() -> None:
    assert place_over_time(grids.model(), "lsoa", "L1") == []
