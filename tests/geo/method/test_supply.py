"""Which providers count is worked out once a question and handed on."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from geo.analysis.districts import compare_public
from geo.base.errors import UnknownIdError
from geo.method.gaps import Query, gap_list
from geo.method.supply import choose_supply
from geo.whatif.closures import closure_list
from tests.helpers import certain, grids


def times_chosen(ask) -> int:
    """Count how often anything chooses providers while something is asked."""
    calls = 0

    def watch(frame, event, _argument):
        nonlocal calls
        calls += event == "call" and frame.f_code is choose_supply.__code__

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        ask()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_a_gap_list_chooses_its_providers_once(level):
    assert times_chosen(lambda: gap_list(grids.model(), Query("school", level))) == 1


def test_a_list_of_closures_chooses_its_providers_once():
    assert times_chosen(lambda: closure_list(grids.model(), Query("school"))) == 1


def test_a_comparison_of_districts_chooses_once_with_and_once_without_assumed_places():
    # Only the outcome area "school" has public providers here; of "health" nothing is asked after the first look.
    assert times_chosen(lambda: compare_public(grids.model(), Query("school"), "D1", "D2")) == 3


def test_a_list_of_what_does_not_exist_is_refused_before_providers_are_chosen():
    with pytest.raises(UnknownIdError, match="outcome"):
        gap_list(grids.model(), Query("nothing"))


def test_the_unit_of_places_says_that_childminders_are_not_in_it():
    model = certain.real()
    assert choose_supply(model, Query("school_readiness")).unit == "places per 100 children, without childminders"
    # No childminder is public, so nothing is left out there; and sites are not places.
    assert choose_supply(model, Query("school_readiness", sector="public")).unit == "places per 100 children"
    assert choose_supply(model, Query("child_health")).unit == "weighted sites per 1,000 children"
    listed = replace(model, services=np.where(np.arange(len(model.services)) == 0, "childminder", model.services))
    assert choose_supply(listed, Query("school_readiness")).unit == "places per 100 children"
