"""One sentence with its figures for every reason."""

from __future__ import annotations

import pytest

from geo.analysis.why import Why
from geo.method.gaps import Query, score_areas
from geo.method.reasons import REASONS
from ui.panel.reasons import reasons_part
from ui.scene import loading
from ui.words import common
from ui.words import panel as panel_words


def test_every_sentence_carries_its_figures() -> None:
    few = panel_words.few_places(12.34, "places per 100 children", 40, 516, 36.6, "lsoa")
    assert few == "Access is 12.3 places per 100 children, the 41st lowest of 516 neighbourhoods; the middle neighbourhood has 36.6."
    assert panel_words.few_places(1, "x", 0, 6, 2, "district").endswith("the lowest of 6 districts; the middle district has 2.00.")
    assert panel_words.quality(3, 2, "all") == (
        "None of the 3 providers in reach with a grade was judged good or outstanding at the last inspection in the data; "
        "2 more have no single grade."
    )
    assert (
        panel_words.age_gap((0, 1), 4, "public")
        == "None of the 4 public providers in reach takes children under 2, by the ages in the register."
    )
    assert "does not take children aged 0, 1 and 4," in panel_words.age_gap((0, 1, 4), 1, "all")
    facts = Why(39.2, 40, 516, 36.6, 3, 2, (), 0.62, 0.004)
    alone = panel_words.single_provider("Little Stars", facts, "places per 100 children", "1,104 children under five", "lsoa", 0.5)
    assert alone == (
        "Little Stars gives 62% of what families here can reach: without it access would fall from 39.2 to under 0.01 places per 100 "
        "children. Neighbourhoods with 1,104 children under five depend on it for half or more."
    )
    assert panel_words.short_of(11.2, 33.3, "places per 100 children") == (
        "That is 11 places short of the target of 33.3 places per 100 children, if nobody else shared them."
    )
    assert "about 12.3 km" in panel_words.none_in_reach("pvi", "15-minute drive", "Little Stars", 12.34)


def test_every_reason_has_its_short_words() -> None:
    assert tuple(common.REASONS_SHORT) == REASONS


@pytest.mark.parametrize(
    "query", [Query("early_education", "ward", sector="public"), Query("healthy_birth", "district"), Query("child_health", "ward")]
)
def test_the_panel_says_one_sentence_for_every_reason(query: Query) -> None:
    scene = loading.load()
    scores = score_areas(scene.model, query)
    for area, codes in scores["reasons"].items():
        told = reasons_part(scene, query, str(area), scores)
        # One sentence on need, and one to say that there is no reason.
        assert told.count("<li>") == 1 + max(1, len(codes))
