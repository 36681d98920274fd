"""Whether the figures can be trusted, said in figures that the core gives too; the pages in their groups."""

from __future__ import annotations

import pytest

from geo.analysis.agreement_access import validate_access
from geo.analysis.providers import answering
from geo.method.gaps import Query, gap_list
from tests.helpers.screens import html_of, open_page, words
from ui.scene import loading
from ui.words import closures as closures_words
from ui.words import clusters as clusters_words
from ui.words import common, pages
from ui.words import filters as filters_words
from ui.words import trust as trust_words

FENLAND = "E07000010"


@pytest.fixture(scope="module")
def shown():
    return words(open_page(pages.TRUST.path, outcome="school_readiness", district=FENLAND))


def test_it_counts_providers_of_the_area_and_names_what_is_missing(shown):
    scene = loading.load()
    inside = scene.atlas.providers[scene.atlas.providers["district_code"].isin(scene.model.areas["district"].index)]
    counting = int(inside["service_type"].isin(answering(scene.settings)).sum())
    assert 0 < counting < len(inside), "hospitals and schools without a nursery class count for nothing"
    assert f"hold {counting:,} providers {common.COUNTING}" in shown
    missing = [kind.plural for key, kind in scene.settings.services.items() if key not in set(inside["service_type"])]
    assert missing
    assert all(plural in shown for plural in missing)
    assumed = inside.loc[inside["places_basis"] == "assumed", "places"].sum()
    assert f"{assumed:,.0f} of {inside['places'].sum():,.0f} places are assumed" in shown


def test_it_says_how_many_rows_of_the_same_list_are_certain(shown):
    listed = gap_list(loading.load().model, Query("school_readiness", districts=(FENLAND,)))
    priority = listed[listed["gap_class"] == "priority"]
    certain = int((priority["how_sure"] == "certain").sum())
    assert 0 < certain < len(priority)
    assert f"{certain} of the {len(priority)} neighbourhoods with priority" in shown


def test_it_says_how_many_neighbourhoods_a_published_figure_sees_otherwise(shown):
    result = validate_access(loading.load().model)
    assert f"{int(result.areas['outlier'].sum())} neighbourhoods differ much" in shown
    assert trust_words.NO_NOTES in shown


def test_each_answer_leads_on_and_every_section_is_reached(shown):
    app = open_page(pages.TRUST.path, outcome="school_readiness")
    links = [link.proto for link in app.main.get("page_link")]
    assert {link.page for link in links} >= {page.address for page in pages.sections(pages.TRUST)}
    assert all("outcome=school_readiness" in link.query_string for link in links)
    assert all(title in shown for title in trust_words.TITLES)


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.title)
def test_every_page_is_listed_or_is_a_section_of_one_that_is(page):
    listed = [one for group in pages.GROUPS for one in pages.listed(group)]
    assert (page in listed) != page.is_section
    assert not page.is_section or page in pages.sections(pages.TRUST)
    assert len(pages.sections(page)) == (7 if page.group == "trust" else 0)


@pytest.mark.parametrize(
    ("sector", "services", "said"),
    [
        ("all", [], ""),
        ("public", [], "Public provision only"),
        ("all", ["family hubs"], "Family hubs only"),
        ("public", ["family hubs", "libraries"], "Public family hubs and libraries only"),
    ],
)
def test_services_that_are_asked_for_are_a_question_and_no_change_of_settings(sector, services, said):
    assert filters_words.only(sector, services) == said


def test_a_list_of_one_service_is_not_called_a_change_of_the_settings():
    app = open_page(pages.GAP_LIST.path, outcome="child_health", service="family_hub")
    shown, printed = words(app), html_of(app)
    assert "Family hubs and children's centres only" in shown
    assert filters_words.CHANGED_TITLE not in shown + printed
    assert "Family hubs and children&#39;s centres only" in printed


@pytest.mark.parametrize(("tipping", "leaving", "said"), [(0, 0, "No single closure"), (1, 0, "Nobody would be left"), (1, 1, "hang on")])
def test_the_verdict_on_closures_follows_what_they_would_do(tipping, leaving, said):
    assert said in closures_words.verdict(tipping, leaving)


@pytest.mark.parametrize(("groups", "coarse", "said"), [(0, False, "No:"), (2, False, "Yes,"), (0, True, "cannot tell")])
def test_the_verdict_on_hot_spots_never_takes_too_few_shuffles_for_an_all_clear(groups, coarse, said):
    assert said in clusters_words.verdict("gap", groups, coarse=coarse)
