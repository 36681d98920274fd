"""Sentences about a list: on which measures need rests at which level, and what each service type counts as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.method.gaps import Query, gap_list
from ui.scene import loading
from ui.view import describe
from ui.words import common

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from tests.helpers.tiny import Tiny


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_how_a_list_was_made_says_on_what_need_rests_and_the_finding_does_not(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, level: Level
) -> None:
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    scene, query = loading.load(), Query("school_readiness", level)
    found = describe.finding(scene, query, gap_list(scene.model, query, evidence=False))
    rests = (
        "Need rests on 1 measure for neighbourhoods, 2 measures for wards and 3 measures for districts, so ranks of one level do not "
        "compare with those of another."
    )
    told = describe.how_made(scene, query)
    assert "rests on" not in found
    assert rests in told
    assert "Low income counts for wards and districts only; Gld counts for districts only." in told


def test_nothing_is_said_of_levels_where_all_rest_on_the_same(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    scene, query = loading.load(), Query("child_health")
    assert "rests on" not in describe.how_made(scene, query)
    assert "published for different levels" not in describe.how_made(scene, query)


def test_weights_and_catchments_of_service_types_are_said(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    for plural, more in (("GP surgeries", "weight = 0.25"), ("family hubs", "catchment_times = 3")):
        kind = f'plural = "{plural}", capacity = "presence"'
        tiny.edit_text("config.toml", kind, f"{kind}, {more}")
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    told = describe.how_made(loading.load(), Query("child_health"))
    assert common.weighted_sites([("GP surgeries", 0.25)]) in told
    assert common.own_catchments([("family hubs", 45.0)]) in told
    assert "Shortfall" not in told, "there is none of sites"


def test_shortfall_is_said_to_be_what_it_is(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.edit_text("config.toml", 'places = "atlas_median"', "places = 33.3")
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    told = describe.how_made(loading.load(), Query("school_readiness"))
    assert "33.3 places per 100 children" in told
    assert "if nobody else shared them" in told
