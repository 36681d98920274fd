"""Scale of view on a row of neighbourhoods far apart from each other, worked out by hand.

Every neighbourhood has 100 children and a nursery of its own, so access is its places::

    LSOA      A1   A2   A3   B1   B2   B3   C1   C2   C3
    ward      A    A    A    B    B    B    C    C    C
    district  D1   D1   D1   D2   D2   D2   D3   D3   D3
    need      90   20   10   80   70   60   30   40   50
    places     1   50   49    2    3    4    30   31   32

Lowest third of access: A1, B1, B2; highest of need: A1, B1, B2. By ward: means of need 40, 70, 40; of access 33.3, 3, 31.
So the gap of A1 vanishes in its ward, which has plenty otherwise; those of B1 and B2 stay.
"""

from __future__ import annotations

import pandas as pd
import pytest

from geo.base.errors import UnknownIdError
from geo.method.gaps import Query, gap_list, score_areas
from geo.method.model import Model
from geo.method.scale import scale_table, scores_by_level, survives
from tests.helpers import certain, grids

NEED = {"A1": 90.0, "A2": 20.0, "A3": 10.0, "B1": 80.0, "B2": 70.0, "B3": 60.0, "C1": 30.0, "C2": 40.0, "C3": 50.0}
PLACES = {"A1": 1, "A2": 50, "A3": 49, "B1": 2, "B2": 3, "B3": 4, "C1": 30, "C2": 31, "C3": 32}
DISTRICT = {"A": "D1", "B": "D2", "C": "D3"}


@pytest.fixture
def row() -> Model:
    lsoas = [grids.lsoa(code, 40_000 * number, 100, code[0], DISTRICT[code[0]]) for number, code in enumerate(NEED)]
    nurseries = [grids.provider(f"P{code}", 40_000 * number, PLACES[code]) for number, code in enumerate(NEED)]
    # Districts have an outcome of their own, which turns the tables: D3 does worst.
    results = grids.values("gld", D1=80.0, D2=79.0, D3=10.0)
    return grids.model(grids.atlas(lsoas, nurseries, indicator_values=[*grids.values("idaci", **NEED), *results]))


def test_a_gap_of_a_neighbourhood_may_vanish_in_its_ward(row: Model) -> None:
    found = survives(row, Query("school"))
    assert found.index.tolist() == row.areas["lsoa"].index.tolist()
    # Need of a district is the mean of the percentiles of its IDACI (D1 and D3 25, D2 100) and of its GLD (0, 50, 100): 12.5, 75, 62.5.
    # D2 has the greatest need and the lowest access.
    assert found.to_dict() == {
        "A1": "lsoa",
        "A2": "",
        "A3": "",
        "B1": "lsoa;ward;district",
        "B2": "lsoa;ward;district",
        "B3": "ward;district",
        "C1": "",
        "C2": "",
        "C3": "",
    }


def test_wards_and_districts_begin_at_their_own_level(row: Model) -> None:
    assert survives(row, Query("school", "ward")).to_dict() == {"A": "", "B": "ward;district", "C": ""}
    assert survives(row, Query("school", "district")).to_dict() == {"D1": "", "D2": "district", "D3": ""}


def test_the_table_shows_the_same_place_at_each_level(row: Model) -> None:
    found = scale_table(row, Query("school"), "A1")
    assert found.index.tolist() == ["lsoa", "ward", "district"]
    assert found["area_code"].tolist() == ["A1", "A", "D1"]
    assert found["access"].tolist() == pytest.approx([1, 100 / 3, 100 / 3])
    assert found["need_score"].tolist() == pytest.approx([100, 25, 0])
    # The ward has the highest access, so no gap; ranks of equals go by code: A and C have gap 0 and sqrt(25 x 50).
    assert found["gap_score"].tolist() == pytest.approx([100, 0, 0])
    assert found["rank"].tolist() == [1, 3, 3]
    assert found["of"].tolist() == [9, 3, 3]
    assert found["gap_class"].tolist()[0] == "priority"
    assert found["survives"].tolist() == [True, False, False]
    assert found["indicators"].tolist() == [("idaci",), ("idaci",), ("idaci", "gld")]
    assert scale_table(row, Query("school", "ward"), "B").index.tolist() == ["ward", "district"]
    assert scale_table(row, Query("school", "district"), "D2").index.tolist() == ["district"]


def test_an_unknown_area_is_refused(row: Model) -> None:
    with pytest.raises(UnknownIdError, match="E99"):
        scale_table(row, Query("school"), "E99")


def test_without_providers_there_is_no_rank_and_nothing_survives(row: Model) -> None:
    query = Query("school", services=("library",))
    assert set(survives(row, query)) == {""}
    found = scale_table(row, query, "A1")
    assert found["rank"].isna().all()
    assert found["of"].tolist() == [0, 0, 0]
    assert set(found["gap_class"]) == {"no_data"}


@pytest.fixture(scope="module")
def embedded() -> Model:
    return certain.real()


@pytest.mark.parametrize("outcome", ["school_readiness", "child_health"])
def test_table_list_and_marks_agree_on_the_embedded_data(embedded: Model, outcome: str) -> None:
    query = Query(outcome)
    scores = scores_by_level(embedded, query)
    marks = survives(embedded, query, scores)
    pd.testing.assert_series_equal(marks, survives(embedded, query))
    ranks = {level: gap_list(embedded, Query(outcome, level)).set_index("area_code")["rank"] for level in scores}
    for code in embedded.areas["lsoa"].index[::50]:
        table = scale_table(embedded, query, code, scores)
        assert ";".join(table.index[table["survives"]]) == marks[code]
        for level, line in table.iterrows():
            assert line["rank"] == ranks[level][line["area_code"]]
            assert line["gap_class"] == score_areas(embedded, Query(outcome, level)).at[line["area_code"], "gap_class"]


def test_an_area_without_a_ward_shows_its_district(row: Model) -> None:
    row.areas["lsoa"].loc["A1", "ward_code"] = None
    assert scale_table(row, Query("school"), "A1").index.tolist() == ["lsoa", "district"]
    assert survives(row, Query("school"))["A1"] == "lsoa"
