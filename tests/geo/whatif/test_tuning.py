"""A reader's own weights, catchment and target: hand-worked on the line of tests/helpers/grids.py, and the same from the command line."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from geo.base.errors import UnknownIdError
from geo.method.gaps import Query, gap_list, gap_target, score_areas
from geo.method.model import build_model
from geo.whatif.tuning import RECOMMENDED, Tuning, changes, read_tuning, tune
from tests.helpers import grids

SCHOOL = Query("school")


def two_measures() -> grids.Row:
    """Two measures that rank the four neighbourhoods in opposite orders."""
    return {
        "indicators": [grids.indicator("idaci", "lsoa"), grids.indicator("gld", "lsoa", "higher_is_better"), *grids.LINE_INDICATORS[2:]],
        "indicator_values": [
            *grids.values("idaci", L1=10.0, L2=20.0, L3=30.0, L4=40.0),
            *grids.values("gld", L1=1.0, L2=2.0, L3=3.0, L4=4.0),
        ],
    }


def test_equal_weights_cancel_and_a_weight_tips_the_scale() -> None:
    model = grids.model(grids.atlas(**two_measures()))
    assert score_areas(model, SCHOOL)["need_score"].tolist() == [50.0] * 4
    towards_idaci = tune(model, "school", Tuning(weights=(("gld", 0.5),)))
    assert score_areas(towards_idaci, SCHOOL)["need_score"].tolist() == pytest.approx([0, 100 / 3, 200 / 3, 100])
    only_gld = tune(model, "school", Tuning(weights=(("idaci", 0.0),)))
    assert score_areas(only_gld, SCHOOL)["need_score"].tolist() == pytest.approx([100, 200 / 3, 100 / 3, 0])
    assert score_areas(model, SCHOOL)["need_score"].tolist() == [50.0] * 4, "the recommended model must not change"


def test_weights_touch_their_own_outcome_area_only() -> None:
    model = grids.model()
    tuned = tune(model, "school", Tuning(weights=(("idaci", 3.0),)))
    for level in ("lsoa", "ward", "district"):
        assert tuned.need["health", level] is model.need["health", level]


def test_a_smaller_catchment_is_the_model_of_that_catchment() -> None:
    model = grids.model()
    tuned = tune(model, "school", Tuning(travel=("drive", 3.0)))
    expected = build_model(model.atlas, grids.settings(catchment_minutes=3.0))
    np.testing.assert_allclose(score_areas(tuned, SCHOOL)["access"], score_areas(expected, SCHOOL)["access"])
    assert not np.allclose(score_areas(tuned, SCHOOL)["access"], score_areas(model, SCHOOL)["access"])


def test_an_own_target_sets_the_shortfall_and_every_row_says_so() -> None:
    model = grids.model()
    tuned = tune(model, "school", Tuning(target=50.0))
    assert gap_target(tuned, SCHOOL) == 50.0
    listed = gap_list(tuned, SCHOOL).set_index("area_code")
    # L4 reaches nothing: 50 places for each 100 of its 20 children.
    assert listed.at["L4", "shortfall_places"] == 10.0
    assert set(listed["method_version"]) == {"3 (target 50.0 places per 100 children: set)"}
    weighted = gap_list(tune(model, "school", Tuning((("idaci", 2.0),), ("drive", 3.0))), SCHOOL)
    assert "; weight idaci=2; travel drive=3)" in weighted["method_version"].iloc[0]


def test_3sfca_shares_a_provider_among_those_who_would_choose_it() -> None:
    """L2 reaches P1 and P2 alike and would choose each at one time of two; L1 has P1 alone, L3 has P2 alone, L4 has none.

    P1: 60 places for the 100 children of L1 and half of 50, that is 0.48 a child; P2: 20 for half of 50 and 50, that is 4 / 15. L2 has
    half of both.
    """
    model = grids.model()
    tuned = tune(model, "school", Tuning(form="3sfca"))
    expected = [48, (48 + 80 / 3) / 2, 80 / 3, 0]
    assert score_areas(tuned, SCHOOL)["access"].tolist() == pytest.approx(expected)
    assert score_areas(model, SCHOOL)["access"].tolist() == pytest.approx([40, 60, 20, 0])
    assert set(gap_list(tuned, SCHOOL)["method_version"]) == {"3 (target 32.0 places per 100 children: atlas median; form 3sfca)"}


def test_nothing_changed_is_the_same_model() -> None:
    model = grids.model()
    assert tune(model, "school", RECOMMENDED) is model
    assert RECOMMENDED.recommended
    assert not Tuning(target="atlas_median").recommended


def test_an_unknown_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="asq is no indicator of School"):
        tune(grids.model(), "school", Tuning(weights=(("asq", 1.0),)))


def test_what_is_written_is_read_back() -> None:
    tuning = Tuning((("idaci", 2.0), ("gld", 0.0)), ("drive", 10.0), 21.5, "3sfca")
    written: dict[str, list[str]] = {}
    for change in changes(tuning):
        kind, _, value = change.partition(" ")
        written.setdefault(kind, []).append(value)
    read = read_tuning(grids.settings(), "school", written["weight"], *(written[kind][0] for kind in ("travel", "target", "form")))
    assert read == tuning
    assert changes(dataclasses.replace(RECOMMENDED, target="atlas_median")) == ["target atlas_median"]


@pytest.mark.parametrize(
    ("weights", "travel", "target", "told"),
    [
        (["asq=1"], None, None, "Unknown indicator 'asq'. Valid: idaci, gld."),
        (["supply_now=2"], None, None, "Unknown indicator 'supply_now'. Valid: idaci, gld."),
        (["idaci=many"], None, None, "Unknown weight 'many'. Valid: a number of 0 or more."),
        (["idaci"], None, None, "Unknown weight ''"),
        (["idaci=-1"], None, None, "Unknown weight '-1'"),
        (["idaci=0", "gld=0"], None, None, "at least one indicator with a weight above 0"),
        ([], "fly=3", None, "Unknown travel 'fly=3'. Valid: drive=MINUTES."),
        ([], "drive=nan", None, "Unknown minutes 'nan'"),
        ([], None, "inf", "Unknown target 'inf'"),
    ],
)
def test_a_tuning_that_cannot_be_understood_says_what_is_valid(
    weights: list[str], travel: str | None, target: str | None, told: str
) -> None:
    with pytest.raises(UnknownIdError, match=told.replace("(", r"\(").split(". Valid")[0]) as error:
        read_tuning(grids.settings(), "school", weights, travel, target)
    assert told in str(error.value)


def test_a_form_that_does_not_exist_says_which_do() -> None:
    with pytest.raises(UnknownIdError, match=r"Unknown form '2sfca'. Valid: e2sfca, 3sfca."):
        read_tuning(grids.settings(), "school", [], None, None, "2sfca")


def test_a_target_of_places_leaves_that_of_sites() -> None:
    tuned = tune(grids.model(), "school", Tuning(target=50.0)).settings.gap.target
    assert (tuned.of("places"), tuned.of("presence")) == (50.0, "atlas_median")
