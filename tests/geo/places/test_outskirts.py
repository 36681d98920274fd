"""Who is just outside a town, by hand: six neighbourhoods of 2 km in two rows of three, a provider in the middle of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.places.entries import PlaceEntry, place_index
from geo.places.find import find
from geo.places.outskirts import CALLED_WITHIN_M, NEAR_M, providers_just_outside
from geo.store.atlas import load_atlas
from tests.helpers.named import with_names
from tests.helpers.tiny_content import LSOAS


@pytest.fixture
def atlas(tiny):
    return load_atlas(with_names(tiny).settings)


@pytest.fixture
def town(atlas, tiny):
    """Give the town in the middle of the upper row, whose ward has the neighbourhood to the west too."""
    chosen = find(place_index(atlas, tiny.settings), "Ashford").chosen
    assert chosen is not None
    assert (chosen.kind, chosen.lsoas) == ("town", LSOAS[1:2])
    return chosen


def called(atlas, **names):
    table = atlas.providers.copy()
    for code, name in names.items():
        table.loc[code.replace("_", "-"), "name"] = name
    return replace(atlas, providers=table)


def test_it_is_who_is_near_and_in_another_ward(atlas, town):
    """East and south are 2000 m away; south-west 2828 m; n-1 to the west is in the ward; n-5 is 6083 m away."""
    assert NEAR_M == 2500
    assert providers_just_outside(atlas, town, [town]) == {"n-3", "n-4"}


@pytest.mark.parametrize("name", ["Little Owls at ASHFORD", "Little Owls.Ashford", "Ashford's Own", "Ashford"])
def test_a_name_with_that_of_the_town_reaches_farther(atlas, town, name):
    expected = {"n-3", "n-4"} if name == "Ashford's Own" else {"n-2", "n-3", "n-4"}
    assert providers_just_outside(called(atlas, n_2=name), town, [town]) == expected


@pytest.mark.parametrize("name", ["Little Owls at Ashfordham", "Ash Ford", "Owls at Washford"])
def test_another_word_that_holds_its_letters_is_not_its_name(atlas, town, name):
    assert providers_just_outside(called(atlas, n_2=name), town, [town]) == {"n-3", "n-4"}


def test_a_name_far_away_is_not_at_the_town(atlas, town):
    assert CALLED_WITHIN_M == 5000
    assert providers_just_outside(called(atlas, n_5="Ashford Road Nursery"), town, [town]) == {"n-3", "n-4"}


def test_what_lies_in_another_town_is_not_outside_this_one(atlas, town):
    other = PlaceEntry("town", "p9", "Elmstead", "town in Alder", LSOAS[4:5])
    # The ward of the other town has n-2 and n-4.
    assert providers_just_outside(called(atlas, n_2="Ashford Nursery"), town, [town, other]) == {"n-3"}


def test_a_provider_that_nobody_has_placed_is_nowhere(atlas, town):
    table = atlas.providers.copy()
    table.loc["n-3", ["easting", "northing"]] = float("nan")
    assert providers_just_outside(replace(atlas, providers=table), town, [town]) == {"n-4"}
