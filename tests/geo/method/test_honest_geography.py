"""No ranking uses an indicator at a finer level than it is published for: proved on the embedded data, every outcome area and level."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.base.vocabulary import LEVELS, Level
from geo.method.gaps import gap_list
from geo.method.model import Model, build_model
from geo.method.need import outcome_need
from geo.method.query import Query
from geo.settings.model import load_settings
from geo.store.atlas import Atlas
from tests.helpers import certain
from tests.helpers.places import ROOT

SETTINGS = load_settings(ROOT / "config.toml")
# Coarsest first, written out here on purpose: the code under test must not say what is finer.
COARSENESS = ("county", "district", "ward", "lsoa")
RANKED = ["rank", "area_code", "need_score", "gap_score", "gap_class", "shortfall_places", "reasons"]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return certain.real_atlas()


@pytest.fixture(scope="module")
def model(atlas: Atlas) -> Model:
    return build_model(atlas, SETTINGS)


def coarser(atlas: Atlas, level: Level) -> list[str]:
    published = atlas.indicators["published_level"].map(COARSENESS.index)
    return published.index[published < COARSENESS.index(level)].tolist()


def with_values(atlas: Atlas, indicators: list[str], values: np.ndarray) -> Atlas:
    table = atlas.indicator_values.copy()
    rows = table["indicator_id"].isin(indicators)
    table.loc[rows, "value"] = values[: rows.sum()]
    return replace(atlas, indicator_values=table)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", range(3))
def test_wild_values_of_coarser_indicators_move_no_ranking(atlas: Atlas, model: Model, level: Level, seed: int) -> None:
    ids = coarser(atlas, level)
    assert {"gld", "gld_fsm", "asq_expected"} <= set(ids)
    rng = np.random.default_rng(seed)
    wild = rng.normal(0, 10.0 ** rng.integers(-3, 9, len(atlas.indicator_values)))
    wild[rng.random(len(wild)) < 0.2] = np.nan
    other = build_model(with_values(atlas, ids, wild), SETTINGS)
    for outcome in SETTINGS.outcomes:
        before, after = (gap_list(one, Query(outcome, level))[RANKED] for one in (model, other))
        pd.testing.assert_frame_equal(before, after)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("outcome", SETTINGS.outcomes)
def test_every_scored_indicator_that_is_published_at_the_level_or_finer_moves_need(
    atlas: Atlas, model: Model, outcome: str, level: Level
) -> None:
    """Otherwise the test above would also pass if nothing at all entered need."""
    uses = SETTINGS.outcomes[outcome].indicators
    left_out = set(coarser(atlas, level))
    scored = [key for key, use in uses.items() if use.role != "context" and key not in left_out]
    before = model.need[outcome, level].score
    assert set(model.need[outcome, level].used) == {len(scored)}
    rng = np.random.default_rng(1)
    for indicator in scored:
        # Six districts may keep their order by accident, but not for many different values.
        wild = (rng.normal(size=len(atlas.indicator_values)) for _ in range(20))
        tries = (outcome_need(with_values(atlas, [indicator], one), uses, level, model.members[level]).score for one in wild)
        assert any(not np.array_equal(before, after, equal_nan=True) for after in tries), indicator


def test_context_never_moves_need(atlas: Atlas, model: Model) -> None:
    context = {key for outcome in SETTINGS.outcomes.values() for key, use in outcome.indicators.items() if use.role == "context"}
    other = build_model(with_values(atlas, sorted(context), np.arange(len(atlas.indicator_values), dtype=float)), SETTINGS)
    for key, need in model.need.items():
        np.testing.assert_array_equal(need.score, other.need[key].score)
