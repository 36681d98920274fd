"""Each reason, where it holds and where it must not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from geo.analysis.why import why
from geo.method.dependence import dependence
from geo.method.gaps import Query, score_areas
from geo.method.reasons import FACTS, TAKES, provider_facts, reason_codes
from tests.helpers import grids

EVERY_AGE = dict.fromkeys(TAKES, 1)


def reasons(
    access: float,
    access_class: str = "mid",
    *,
    public: int = 1,
    pvi: int = 1,
    chosen: int | None = None,
    depends: bool = False,
    has_public: bool = True,
    has_pvi: bool = True,
    has_places: bool = True,
    **facts: int,
) -> tuple[str, ...]:
    """Reasons of one area."""
    counts = {"providers_in_reach": public + pvi if chosen is None else chosen, "public_in_reach": public, "pvi_in_reach": pvi}
    counts |= dict.fromkeys(FACTS, 0) | EVERY_AGE | facts
    in_reach = {name: np.array([count], dtype=np.int32) for name, count in counts.items()}
    known = {"has_public": has_public, "has_pvi": has_pvi, "has_places": has_places}
    return reason_codes(np.array([access]), np.array([access_class]), in_reach, np.array([depends]), **known)[0]


def test_none_in_reach_stands_alone() -> None:
    assert reasons(0, "low", public=0, pvi=0, **dict.fromkeys(TAKES, 0)) == ("none_in_reach",)


def test_none_in_reach_follows_the_chosen_sector() -> None:
    assert reasons(0, "low", public=0, pvi=2, chosen=0) == ("none_in_reach", "no_public")


def test_few_places_needs_some_access_and_the_lowest_third() -> None:
    assert reasons(5, "low") == ("few_places",)
    assert reasons(5, "mid") == ()
    assert reasons(0, "low") == ()


def test_a_missing_sector_counts_only_where_the_data_knows_it() -> None:
    assert reasons(20, public=0) == ("no_public",)
    assert reasons(20, public=0, has_public=False) == ()
    assert reasons(20, pvi=0) == ("no_pvi",)
    assert reasons(20, pvi=0, has_pvi=False) == ()


def test_quality_needs_a_judgement_and_none_good() -> None:
    assert reasons(20, judged_in_reach=1) == ("quality",)
    assert reasons(20, judged_in_reach=3, good_in_reach=1) == ()
    assert reasons(20, judged_in_reach=0) == ()


def test_an_age_gap_needs_places_somebody_in_reach_and_known_ages() -> None:
    assert reasons(20, age_1_in_reach=0) == ("age_gap",)
    assert reasons(20, age_1_in_reach=0, has_places=False) == ()
    assert reasons(20, age_1_in_reach=0, ages_unknown_in_reach=1) == ()


def test_reasons_keep_their_order() -> None:
    every = reasons(5, "low", public=0, depends=True, judged_in_reach=1, age_0_in_reach=0)
    assert every == ("few_places", "no_public", "quality", "single_provider", "age_gap")


@pytest.mark.parametrize(
    ("scheme", "quality", "judged", "good"),
    [
        ("graded", "1", 1, 1),
        ("graded", "2", 1, 1),
        ("graded", "3", 1, 0),
        ("graded", "4", 1, 0),
        ("graded", None, 0, 0),
        ("report_card", "2", 0, 0),
        (None, None, 0, 0),
    ],
)
def test_only_a_single_grade_is_a_judgement(scheme: str | None, quality: str | None, judged: int, good: int) -> None:
    line = grids.atlas(providers=[grids.provider("P1", 0, 9, quality_scheme=scheme, quality=quality)])
    assert provider_facts(line.providers)[0, :2].tolist() == [judged, good]


@pytest.mark.parametrize(
    ("youngest", "oldest", "unknown", "takes"),
    [
        (36, 132, 0, [0, 0, 0, 1, 1]),
        (24, 60, 0, [0, 0, 1, 1, 1]),
        # From six months on: some of the first year.
        (6, 60, 0, [1, 1, 1, 1, 1]),
        # Statutory high age 2: until the third birthday at the latest, not beyond.
        (0, 24, 0, [1, 1, 1, 0, 0]),
        (None, 60, 1, [1, 1, 1, 1, 1]),
        (36, None, 1, [1, 1, 1, 1, 1]),
    ],
)
def test_ages_that_a_provider_takes(youngest: float | None, oldest: float | None, unknown: int, takes: list[int]) -> None:
    line = grids.atlas(providers=[grids.provider("P1", 0, 9, age_from_months=youngest, age_to_months=oldest)])
    assert provider_facts(line.providers)[0, 2:].tolist() == [unknown, *takes]


def found(*providers: grids.Row, query: Query | None = None) -> pd.Series:
    """Reasons on the line with these providers; L1 is at 0 km, L2 at 4, L3 at 8 and each reaches 5 km."""
    return score_areas(grids.model(grids.atlas(providers=list(providers))), query or Query("school"))["reasons"]


def test_quality_on_the_line() -> None:
    poor = grids.provider("P1", 0, 60, quality_scheme="graded", quality="3")
    good = grids.provider("P2", 8000, 20, quality_scheme="graded", quality="2")
    unjudged = grids.provider("P3", 0, 5, quality_scheme="report_card")
    listed = found(poor, good, unjudged)
    assert ["quality" in codes for codes in listed] == [True, False, False, False]
    # The good one is public, and the reader asks for PVI provision only.
    public = grids.provider("P2", 8000, 20, "nursery_school", "public", quality_scheme="graded", quality="2")
    assert ["quality" in codes for codes in found(poor, public, query=Query("school", sector="pvi"))] == [True, True, False, False]


def test_age_gap_on_the_line() -> None:
    school = grids.provider("P1", 0, 60, "school_nursery", "public", age_from_months=36, age_to_months=132)
    anybody = grids.provider("P2", 8000, 20)
    assert ["age_gap" in codes for codes in found(school, anybody)] == [True, False, False, False]
    hub = grids.provider("H1", 0, None, "family_hub", "public", age_from_months=36, age_to_months=60)
    assert not any("age_gap" in codes for codes in found(hub, query=Query("health")))


# --- single provider ---------------------------------------------------------------------------------------------------


def depends(shares: list[list[float]], children: list[float], least: float = 0.5) -> tuple[list[bool], list[int], list[float]]:
    matrix = np.array(shares)
    result = dependence(sparse.csr_array(matrix), matrix.sum(axis=1), np.array(children), least)
    return result.depends.tolist(), result.provider.tolist(), result.children.tolist()


def test_single_provider_is_one_that_gives_half_or_more() -> None:
    flags, provider, children = depends([[5, 25, 0], [20, 20, 0], [10, 9, 11], [0, 31, 0]], [10, 20, 30, 40])
    # The second has half from each of two: of equals the first is named. The third has a third from each.
    assert flags == [True, True, False, True]
    assert provider == [1, 0, -1, 1]
    assert children == [50, 20, 0, 50]


def test_half_is_half_after_adding_up() -> None:
    assert depends([[0.1 + 0.2, 0.3]], [5])[0] == [True]
    assert depends([[0.49, 0.26, 0.25]], [5])[0] == [False]
    assert depends([[0.49, 0.26, 0.25]], [5], 0.4)[0] == [True]


def test_an_area_without_access_depends_on_nobody() -> None:
    assert depends([[0, 0]], [5]) == ([False], [-1], [0])


def test_the_key_provider_is_named_and_its_children_counted() -> None:
    table = score_areas(grids.model(), Query("school"))
    # L1 has all from P1; L2 40 of 60 from P1; L3 all from P2; L4 nothing.
    assert table["key_provider"].tolist() == ["Name of P1", "Name of P1", "Name of P2", ""]
    assert table["key_provider_children"].tolist() == [150, 150, 50, pd.NA]
    assert ["single_provider" in codes for codes in table["reasons"]] == [True, True, True, False]


def test_dependence_does_not_hang_on_the_target() -> None:
    low, high = (score_areas(grids.model(target=target), Query("school")) for target in (1.0, 1000.0))
    assert low["key_provider"].tolist() == high["key_provider"].tolist()


def test_the_key_provider_of_a_ward() -> None:
    table = score_areas(grids.model(), Query("school", "ward"))
    # W1 has 46.7, of which P1 gives 40; W2 has all from P2.
    assert table["key_provider"].tolist() == ["Name of P1", "Name of P2"]
    assert table["key_provider_children"].tolist() == [150, 70]


# --- in words ----------------------------------------------------------------------------------------------------------


def test_the_figures_behind_the_reasons() -> None:
    model, query = grids.model(), Query("school")
    found = why(model, query, "L1", score_areas(model, query))
    # Access 40, 60, 20 and 0: two have less than L1; without P1 nothing is left.
    assert (found.access, found.lower, found.areas, found.middle_access) == pytest.approx((40, 2, 4, 30))
    assert found.access_without == pytest.approx(0)
    assert (found.judged, found.unjudged, found.ages) == (0, 1, ())


def test_ages_without_a_place_are_those_that_nobody_in_reach_takes() -> None:
    school = grids.provider("P1", 0, 60, age_from_months=24, age_to_months=47, quality_scheme="graded", quality="4")
    model, query = grids.model(grids.atlas(providers=[school])), Query("school")
    found = why(model, query, "L1", score_areas(model, query))
    assert (found.judged, found.unjudged, found.ages) == (1, 0, (0, 1, 4))
