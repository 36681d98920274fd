"""Sentences that a busy reader must not misread."""

from __future__ import annotations

from types import SimpleNamespace
from typing import get_args

import pytest

from geo.analysis.agreement_access import validate_access
from geo.base.vocabulary import Sure
from geo.cli.questions import NOTHING
from geo.method.gaps import Query
from geo.method.missing import what_is_missing
from geo.whatif.tuning import Tuning, tune
from tests.helpers import grids
from tests.helpers.screens import open_page, words
from ui.gap_list import caution
from ui.scene import loading
from ui.view import describe
from ui.words import agreement as agreement_words
from ui.words import common
from ui.words import districts as districts_words
from ui.words import sure as sure_words


@pytest.fixture
def scene():
    return loading.load()


def test_the_list_warns_where_published_figures_order_neighbourhoods_otherwise(scene) -> None:
    table = validate_access(scene.model).table
    poor = table[(table["part"] == "district") & (table["spearman"] < caution.AGREES_FROM)]
    good = table[(table["part"] == "district") & (table["spearman"] >= caution.AGREES_FROM)]
    assert len(poor)
    assert len(good)
    codes = scene.atlas.at("district").reset_index().set_index("name")["area_code"]
    name = poor["name"].iloc[0]
    told = words(open_page("pages/2_Gap_list.py", outcome="school_readiness", district=codes[name]))
    assert f"Check on the ground before you act in {name}:" in told
    fine = words(open_page("pages/2_Gap_list.py", outcome="school_readiness", district=codes[good["name"].iloc[0]]))
    assert "Check on the ground" not in fine
    everywhere = caution.disagreement(scene, Query("school_readiness"))
    assert all(one in everywhere for one in poor["name"])


def test_nothing_is_compared_where_sites_are_counted_and_not_places(scene) -> None:
    assert caution.disagreement(scene, Query("child_health")) == ""


def test_missing_need_is_not_called_missing_provision() -> None:
    figures = [row for row in grids.LINE_VALUES if row["indicator_id"] in ("low_income", "asq")]
    model = grids.model(grids.atlas(indicator_values=figures))
    assert "need for school" in describe.no_data(SimpleNamespace(model=model, settings=model.settings), Query("school"))
    no_providers = grids.model(grids.atlas(providers=[grids.provider("P1", 0, service="gp", sector="public")]))
    told = describe.no_data(SimpleNamespace(model=no_providers, settings=no_providers.settings), Query("school"))
    assert "no provider of this type" in told


def test_measures_that_count_for_nothing_are_not_called_missing(run) -> None:
    # Measures of counties and of children of today keep their weights, but say nothing about neighbourhoods.
    here = ("children_young_people", "idaci", "adult_skills", "low_income_ahc")
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness", weight=[f"{measure}:0" for measure in here])
    name = loading.shared_settings().outcomes["school_readiness"].name
    assert [told.value for told in app.info] == [common.no_weight_here(name, "lsoa")]
    done = run("gaps", "--outcome", "school_readiness", "--weight", *(f"{measure}=0" for measure in here))
    assert done.err == f"{NOTHING['weights']}\n"
    done = run("gaps", "--outcome", "school_readiness", "--weight", *(f"{measure}=0" for measure in here[1:]))
    assert done.err == ""


def test_a_sector_without_providers_is_not_called_missing_data() -> None:
    figures = [row for row in grids.LINE_VALUES if row["indicator_id"] in ("low_income", "asq")]
    model = grids.model(grids.atlas(indicator_values=figures, providers=[grids.provider("P1", 0, 40)]))
    assert what_is_missing(model, Query("school", sector="public")) == "sector"
    assert what_is_missing(tune(grids.model(), "school", Tuning((("idaci", 0.0),))), Query("school")) == "weights"


@pytest.mark.parametrize(("here", "there", "better"), [(1.0, 3.0, "Birch"), (3.0, 1.0, "Ash")])
def test_a_comparison_names_the_better_served_whichever_was_asked_first(here, there, better) -> None:
    row = {"first": here, "second": there, "low": here - there - 0.5, "high": here - there + 0.5, "sure": "firm", "draws": 500}
    row |= {"share_more": float(here > there), "share_less": float(here < there), "unit": "places per 100 children"}
    row |= {"compared_assumed_share": 0.0, "sites_disagree": "no"}
    told = districts_words.answer(row, "Ash", "Birch", "School")
    assert told.startswith(f"**{better} is better served**")
    assert "all 500 runs under other reasonable settings" in told
    assert "In nine of ten of them it has 1.50 to 2.50 " in told


@pytest.mark.parametrize(("sure", "said"), [("unclear", "too close to call"), ("likely", "likely, and not certain")])
def test_a_comparison_that_could_go_either_way_says_so_in_words(sure, said) -> None:
    row = {"first": 0.61, "second": 0.73, "low": -0.27, "high": 0.07, "sure": sure, "draws": 500, "share_more": 0.15, "share_less": 0.85}
    row |= {"unit": "sites per 1,000 children", "compared_assumed_share": 0.0, "sites_disagree": "no"}
    told = districts_words.answer(row, "Ash", "Birch", "School")
    assert told.endswith(f"In nine of ten of them it has anything from 0.27 less to 0.07 more: {said}.")


def test_a_range_without_width_is_one_figure() -> None:
    assert districts_words.spread(-0.131, -0.129) == "about 0.13 less"
    assert districts_words.spread(-0.2, 0.1) == "anything from 0.20 less to 0.10 more"
    assert districts_words.spread(-0.4, -0.2) == "0.20 to 0.40 less"
    assert districts_words.spread(0.0, 0.3) == "0.00 to 0.30 more"


def test_no_row_of_a_list_is_without_a_why() -> None:
    assert common.why_short("none_in_reach;no_public", "priority") == "None in reach; no public provider in reach"
    assert common.why_short("", "high_need_mid_access") == common.gap_class_short("high_need_mid_access") != ""


def test_why_names_what_lifts_need_where_need_is_high() -> None:
    driver = "Children in income-deprived families"
    assert common.why_short("none_in_reach", "priority", driver) == "None in reach; need: children in income-deprived families"
    assert common.why_short("", "low_need_high_access", driver) == "Low need, high access"
    assert common.why_short("few_places", "priority", "", only_here=True).endswith(common.ONLY_HERE)
    assert common.why_short("", "priority", driver, only_here=True).endswith(f"; {common.ONLY_HERE}: children in income-deprived families")


def test_one_scale_of_words_has_one_meaning() -> None:
    limits = loading.load().settings.confidence
    assert set(sure_words.WORDS) == {*get_args(Sure), ""}
    told = sure_words.meaning(limits)
    assert all(word in told for word in sure_words.WORDS.values() if word != common.NO_DATA)
    assert sure_words.BORDER_MEANING in told
    assert sure_words.rank_range("check_first", 1, 12, border=True) == "Check first (border); here 1st to 12th"
    assert sure_words.rank_range("not_worst", 90, 101, border=True) == "Not among the worst of all; here 90th to 101st"
    assert sure_words.rank_range("", None, None, border=False) == common.NO_DATA


def test_a_catchment_says_what_is_farther() -> None:
    settings = loading.load().settings
    assert common.catchment(settings) == "15-minute drive"
    assert common.catchment(settings, ("family_hub", "maternity_unit")) == "15-minute drive (45 minutes for maternity units)"
    assert common.catchment(settings, ("maternity_unit",)) == "45-minute drive"


def test_nearness_is_never_rounded_to_none() -> None:
    assert common.nearness(0.2, 1200) == "under 1 min; 1,200 in reach"
    assert common.nearness(float("nan"), 0) == "0 in reach"
    assert common.nearness(float("nan"), float("nan")) == ""


def test_a_weighted_site_is_explained(scene) -> None:
    told = describe.site_weights(scene, Query("child_health"))
    assert told == "GP surgeries count as a quarter of a site each, all others as one."
    assert describe.site_weights(scene, Query("school_readiness")) == ""


def test_a_list_says_by_what_it_ranks_and_that_levels_do_not_compare(scene) -> None:
    told = describe.ranked_by(scene, Query("school_readiness"))
    assert told.startswith("Compared among 516 neighbourhoods of the whole area, ranked by access and by need, which counts ")
    assert "anked by other measures: do not compare ranks across levels." in told
    assert "other measures" not in describe.ranked_by(scene, Query("school_readiness"), with_others=False)


def test_strengths_of_agreement_and_the_warning_use_one_scale() -> None:
    assert agreement_words.strength(caution.AGREES_FROM) == "in part"
