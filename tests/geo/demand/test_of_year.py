"""The model of a later year: its access is that of the look ahead, its target that of today."""

from __future__ import annotations

import numpy as np
import pytest

from geo.base.errors import DataError
from geo.demand.of_year import OfYear, check_year, model_of_year
from geo.demand.outlook import look_ahead
from geo.demand.table import forecast_list
from geo.method.gaps import gap_list
from geo.method.query import Query
from geo.method.scores import gap_target
from geo.siting.prepare import prepare
from geo.siting.question import default_siting
from geo.whatif.scenario.acts import Act
from geo.whatif.scene import Scene
from tests.helpers import years

SPAN = (2026, 2027, 2028)
TABLES = {
    "projection": [years.projected("D1", 2027, 60, 30, 30, 30, 30), years.projected("D1", 2028, 30, 30, 30, 30, 60)],
    "homes": [years.site("new", "L2", 2027, 100)],
}
ACTS = (
    Act("resize", "P2", places=30.0, from_year=2028, change_id="1"),
    Act("homes", "L3", homes=40, yield_0_4=50.0, from_year=2027, change_id="2"),
    Act("children", "L1", more=-10, ages="2", change_id="3"),
    Act("take_up", "all", ages="2", percent=80.0, change_id="4"),
)


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
@pytest.mark.parametrize("year", SPAN)
def test_its_list_is_that_of_the_look_ahead(year, level) -> None:
    model, query = years.model(years.atlas(**TABLES)), Query("school", level=level)
    ahead = forecast_list(look_ahead(model, query, SPAN, ACTS), ("on_top",))
    expected = ahead[ahead["year"] == year].set_index("area_code")
    then = model_of_year(model, year, ACTS)
    found = gap_list(then, query, evidence=False).set_index("area_code").reindex(expected.index)
    for name in ("access", "shortfall_places"):
        assert found[name].tolist() == expected[name].tolist()
    assert found["children_0_4"].round(1).tolist() == expected["children_0_4"].tolist()
    assert gap_target(then, query) == gap_target(model, query)
    assert then.need is model.need


def test_sites_of_a_year_close_what_is_short_then_and_say_the_year() -> None:
    model, query = years.model(years.atlas(**TABLES)), Query("school")
    siting = default_siting(model.settings, query)
    scene = Scene(model, "1").then(OfYear(2028, ACTS))
    then, today = (prepare(one, query, siting) for one in (scene.model, model))
    access = forecast_list(look_ahead(model, query, SPAN, ACTS), ("on_top",))
    expected = access[access["year"] == 2028].set_index("area_code")["access"].reindex(then.lsoas.index)
    np.testing.assert_allclose(100 * then.instance.access, expected, atol=0.006)
    assert then.instance.target == today.instance.target
    assert "children of 2028, homes on top with scenario resize:P2:30" in scene.model.changed[-1]
    assert Scene(model, "1").then(OfYear(2027, ACTS)).key != scene.key


def test_a_year_that_is_not_held_is_refused() -> None:
    model = years.model(years.atlas(**TABLES))
    with pytest.raises(DataError, match="projections of children end with 2028"):
        check_year(model, Query("school"), 2031)
    with pytest.raises(DataError, match="cannot be"):
        check_year(model, Query("school"), 1999)
