"""Every change of the data and settings goes the same way, in whatever order, and none forgets another."""

from __future__ import annotations

from itertools import permutations

import pandas as pd
import pytest

from geo.method.gaps import gap_list
from geo.method.model import build_model
from geo.method.query import Query
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.whatif.scene import Choices, Scene, Tuned, Within, Without, changed
from geo.whatif.tuning import Tuning
from tests.helpers.tiny_content import LSOAS

TUNING = Tuning(weights=(("idaci", 2.0),), travel=("drive", 10.0), target=21.0)


@pytest.fixture
def published(tiny):
    """Give the tiny atlas as it is, with other borders at hand."""
    (tiny.data / "borders").mkdir()
    rows = [f"{code},{'east' if place % 2 else 'west'}" for place, code in enumerate(LSOAS)]
    (tiny.data / "borders" / "two.csv").write_text("\n".join(["lsoa_code,group", *rows, ""]), encoding="utf-8")
    tiny.edit_text("config.toml", "[data]", '[borders.two]\nname = "Two"\nfile = "borders/two.csv"\n\n[data]')
    settings = load_settings(tiny.config)
    return Scene(build_model(load_atlas(settings), settings), "tiny")


def test_changes_give_the_same_figures_in_any_order_and_each_is_named(published):
    left_out = tuple(published.atlas.providers.index[:1])
    choices = Choices("two", left_out, "school_readiness", TUNING)
    expected = changed(published, choices)
    assert expected.changes == (Within("two"), Without(left_out), Tuned("school_readiness", TUNING))
    assert len(expected.model.changed) == 5
    for order in permutations(expected.changes):
        scene = published
        for change in order:
            scene = scene.then(change)
        assert sorted(scene.model.changed) == sorted(expected.model.changed)
        for level in ("lsoa", "ward", "district"):
            ours, theirs = (
                gap_list(asked.model, Query("school_readiness", level)).drop(columns="method_version") for asked in (scene, expected)
            )
            pd.testing.assert_frame_equal(ours, theirs)


def test_each_change_changes_the_figures_and_leaves_the_scene_before_as_it_was(published):
    before = gap_list(published.model, Query("school_readiness"))
    changes = (Within("two"), Without(tuple(published.atlas.providers.index[:1])), Tuned("school_readiness", TUNING))
    seen = [before, *(gap_list(published.then(change).model, Query("school_readiness")) for change in changes)]
    assert len({table.to_csv() for table in seen}) == len(seen)
    pd.testing.assert_frame_equal(gap_list(published.model, Query("school_readiness")), before)
