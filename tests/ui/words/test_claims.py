"""Sentences that claim no more than the figure beside them."""

from __future__ import annotations

import re

import pytest

from geo.analysis.cluster_groups import SHARED_CATCHMENTS
from geo.analysis.clusters import MEASURES
from geo.settings.model import load_settings
from tests.helpers.places import CONFIG, ROOT
from ui.words import clusters as clusters_words
from ui.words import common, methods
from ui.words import measures_page as measures_words

# What a reader was promised once, and what the figures do not hold.
PROMISES = re.compile(
    r"bring (an|the|this) area up to|more to reach the target|main reason|the chief one|is the honest one|steadily over the years|How sure:"
    r"|Kendall's rank correlation, 5%|the true level lies in this range",
    re.IGNORECASE,
)
TEXTS = [*sorted((ROOT / "ui").rglob("*.py")), *sorted((ROOT / "geo").rglob("*.py")), ROOT / "config.toml", ROOT / "docs" / "validation.md"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_text_promises_more_than_its_figure(path) -> None:
    assert PROMISES.findall(re.sub(r'"\s*\n\s*f?"', "", path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("measure", MEASURES)
def test_clusters_that_overlapping_catchments_make_are_said_to_be_expected(measure) -> None:
    settings = load_settings(CONFIG).clusters
    aside = clusters_words.by_construction(measure)
    assert (aside == "") == (measure == "need") == (SHARED_CATCHMENTS[measure] == "no")
    assert clusters_words.legend_note(settings, measure, coarse=False).endswith(aside or "by chance.")
    assert clusters_words.SMOOTH in clusters_words.what_it_is(measure, "lsoa", settings)


def test_a_sum_of_shortfalls_names_its_level() -> None:
    for level in ("lsoa", "ward", "district"):
        assert common.LEVEL_NAMES[level].lower() in common.shortfall_total(level)
        assert "never add the levels" in common.shortfall_total(level)


def test_ranges_say_what_is_not_in_them() -> None:
    told = methods.draws(load_settings(CONFIG))
    assert methods.NOT_VARIED in told
    assert "not how near it is to the truth" in methods.NOT_VARIED


def test_the_note_of_a_funnel_says_what_its_limits_hold() -> None:
    few = measures_words.funnel_note(float("nan"), 0.0, "per cent of children", 6, corrected=False)
    assert "limits are of chance in the counts alone" in few
    assert "nan" not in few
    alike = measures_words.funnel_note(0.9, 0.0, "per cent of children", 120, corrected=True)
    assert "no more than chance" in alike
    spread = measures_words.funnel_note(60.14, 8.49, "per cent of children", 120, corrected=True)
    assert "phi = 60.1" in spread
    assert "8.49 percentage points" in spread
