"""The pages Hot spots and What works, their map layer and their parts of the panel, by Streamlit's own test harness."""

from __future__ import annotations

import itertools
import re
from html import unescape

import numpy as np
import pandas as pd
import pytest

from geo.analysis.clusters import CLUSTERS, MEASURES, MIN_AREAS, WORST_FIRST, find_clusters
from geo.analysis.evidence import evidence_for, services_in_reach
from geo.method.gaps import Query, score_areas
from geo.method.scale import survives
from tests.helpers.colour import oklab
from tests.helpers.places import ROOT
from tests.helpers.screens import html_of, open_page, words
from ui.kit import theme
from ui.map import paint
from ui.panel.evidence import evidence_part
from ui.panel.firmness import scale_part
from ui.scene import loading
from ui.words import clusters as clusters_words
from ui.words import common
from ui.words import filters as filters_words
from ui.words import panel as panel_words
from ui.words import what_works as what_works_words

HOT_SPOTS, WHAT_WORKS, GAP_MAP = "pages/4_Hot_spots.py", "pages/7_What_works.py", "pages/1_Gap_map.py"


@pytest.fixture(scope="module")
def scene():
    return loading.load()


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("level", ["lsoa", "ward"])
def test_hot_spots_says_how_many_areas_and_children_are_in_the_worrying_groups(scene, level, measure):
    query = Query("school_readiness", level)
    app = open_page(HOT_SPOTS, outcome=query.outcome, level=level, measure=measure)
    assert not app.exception
    found = find_clusters(scene.model, query, measure)
    worst = found.areas["cluster"] == WORST_FIRST[measure][0]
    children = score_areas(scene.model, query)["children_0_4"][worst].sum()
    assert worst.any()
    shown = words(app)
    assert common.areas_of(level, int(worst.sum())) in shown
    assert common.people(children) in shown
    assert f"likeness of neighbours {found.global_i:.2f}" in shown
    assert clusters_words.LEGEND_TITLE[measure] in html_of(app)


def test_hot_spots_of_one_district_list_only_what_reaches_into_it(scene):
    district = scene.atlas.at("district").index[2]
    app = open_page(HOT_SPOTS, outcome="child_health", level="lsoa", district=district)
    assert not app.exception
    assert str(scene.atlas.areas.at[district, "name"]) in words(app)


def test_a_chosen_area_shows_its_panel_beside_the_map(scene):
    area = str(scene.model.areas["ward"].index[3])
    app = open_page(HOT_SPOTS, outcome="child_health", level="ward", area=area)
    assert not app.exception
    assert scene.atlas.areas.at[area, "label"] in [part.value for part in app.header]
    assert what_works_words.PANEL_TITLE in html_of(app)


def test_districts_are_refused_with_the_reason(scene):
    app = open_page(HOT_SPOTS, level="district")
    assert not app.exception
    assert filters_words.no_clusters_at("district", len(scene.atlas.at("district")), MIN_AREAS) in app.info[0].value
    offered = open_page(GAP_MAP, level="district")
    assert filters_words.COLOUR_NAMES["clusters"] not in offered.selectbox(key="filter_colour").options
    assert "Clusters are not offered for 6 districts" in words(offered)


def test_a_service_without_providers_is_missing_data_and_no_hot_spot():
    app = open_page(HOT_SPOTS, outcome="school_readiness", level="ward", service="library")
    assert not app.exception
    if app.info:
        assert "No data yet" in app.info[0].value


def test_where_nothing_stands_out_the_page_says_so_plainly():
    said = clusters_words.none_found("gap", "Here", "Outcome", 20, "ward")
    assert said.startswith("No hot spots for *outcome* in Here")
    assert "20 wards" in said


def test_too_few_shuffles_are_no_all_clear(tmp_path, monkeypatch):
    written = (ROOT / "config.toml").read_text(encoding="utf-8")
    fewer = re.sub(r"permutations = \d+", "permutations = 99", written).replace('folder = "data"', f'folder = "{ROOT / "data"}"')
    (tmp_path / "config.toml").write_text(fewer, encoding="utf-8")
    monkeypatch.setenv("GAPMAP_CONFIG", str(tmp_path / "config.toml"))
    app = open_page(HOT_SPOTS, outcome="family_security", level="ward")
    # No p is below 0.02 then: half of all wards would have to be there.
    assert "can be told from chance with 99 shuffles" in words(app)
    assert "this is no all-clear" in words(app)
    assert "too few to mark any area" in html_of(app)


def test_the_measure_is_part_of_the_link():
    app = open_page(HOT_SPOTS, level="ward", measure="need")
    assert app.query_params["measure"] in ("need", ["need"])
    assert not app.warning
    assert "measure=nope" in open_page(HOT_SPOTS, measure="nope").warning[0].value


def test_the_map_can_be_coloured_by_clusters():
    app = open_page(GAP_MAP, outcome="child_health", colour="clusters")
    assert not app.exception
    assert clusters_words.MARKS["gap"]["hot"] in html_of(app)


def test_cluster_paint_gives_the_worst_kind_the_darkest_colour():
    kinds = [*CLUSTERS, ""]
    for measure in MEASURES:
        painted = paint.paint_clusters(pd.Series(kinds), measure, "note", np.ones(len(kinds), bool))
        shown = dict(zip(kinds, (painted.colours[number] for number in painted.classes), strict=True))
        assert shown[WORST_FIRST[measure][0]] == theme.rgba(theme.CLUSTERS[0])
        assert shown["none"] == theme.rgba(theme.CLUSTERS[-1])
        assert shown[""] == theme.rgba(theme.NO_DATA)
        assert [words for _, words in painted.legend.keys] == [
            *[clusters_words.MARKS[measure][kind] for kind in WORST_FIRST[measure]],
            clusters_words.NOT_TESTED,
        ]


def test_cluster_colours_stay_apart_on_a_grey_print():
    lightness = [oklab(colour)[0] for colour in theme.CLUSTERS]
    assert min(abs(one - other) for one, other in itertools.combinations(lightness, 2)) > 10
    assert min(lightness) == lightness[0]


# --- what works ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["healthy_birth", "school_readiness", "safe_supported"])
def test_what_works_shows_every_finding_with_its_rating_and_source(scene, outcome):
    app = open_page(WHAT_WORKS, outcome=outcome)
    assert not app.exception
    shown = unescape(html_of(app))
    found = evidence_for(scene.atlas, outcome)
    for row in found.itertuples():
        assert row.finding in shown
        assert row.evidence_rating in shown
        assert f'href="{row.address}"' in shown
    assert f"{len(found)} findings" in words(app)
    # The sentence counts as many service types as the choice below it marks with findings.
    answering, on = loading.load().settings.outcomes[outcome].services, set(found["service_types"].explode())
    told = sum(service in on for service in answering)
    assert f"on {f'all {told}' if told == len(answering) else f'{told} of the {len(answering)}'} service types that answer it" in words(app)
    others = [kind.plural for service, kind in loading.load().settings.services.items() if service in on and service not in answering]
    assert ("which do not count towards it" in words(app)) == bool(others)
    assert all(plural in words(app) for plural in others)


def test_service_types_filter_the_findings(scene):
    app = open_page(WHAT_WORKS, outcome="school_readiness")
    app.pills(key="evidence_services_school_readiness").set_value(["library"]).run()
    shown = unescape(html_of(app))
    for code, row in evidence_for(scene.atlas, "school_readiness").iterrows():
        assert (row["finding"] in shown) == ("library" in row["service_types"]), code


def test_every_scale_of_the_embedded_evidence_is_explained(scene):
    scales = set(scene.atlas.evidence["evidence_scale"])
    assert [scale for scale in scales if what_works_words.scale_words(scale) == what_works_words.NO_SCALE] == []
    assert what_works_words.scale_words("A scale of our own") == what_works_words.NO_SCALE


def test_a_service_type_without_evidence_says_so(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page(WHAT_WORKS, outcome="school_readiness")
    assert not app.exception
    assert "No finding in the data on school nursery classes and libraries" in app.info[0].value
    none = open_page(WHAT_WORKS, outcome="family_security")
    assert not none.exception
    assert "No finding on *family security* is in the data yet" in words(none)
    assert "advice sites" in none.info[0].value


def test_findings_are_escaped(tiny, monkeypatch):
    tiny.set_cell("evidence.csv", 2, "finding", "<script>alert(1)</script>")
    tiny.set_cell("evidence.csv", 2, "address", 'https://example.org/"onclick="alert(1)')
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page(WHAT_WORKS, outcome="school_readiness")
    raw = "\n".join(str(part.proto.body) for part in app.get("html"))
    assert "<script>alert" not in raw
    assert '"onclick="' not in raw


@pytest.mark.parametrize("page", [HOT_SPOTS, WHAT_WORKS])
def test_pages_open_on_another_authority(page, tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page(page)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("page", [HOT_SPOTS, WHAT_WORKS])
def test_broken_data_is_listed_on_one_plain_page(page, tiny, monkeypatch):
    tiny.set_cell("evidence.csv", 2, "outcome_id", "nope")
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page(page)
    assert app.title[0].value == common.BROKEN_TITLE
    assert app.table[0].value.reset_index()["File"].tolist() == ["data/evidence.csv"]


# --- parts of the panel ----------------------------------------------------------------------------------------------


def test_the_panel_names_every_service_with_what_is_in_reach_and_what_is_known(scene):
    query = Query("school_readiness")
    area = str(scene.model.areas["lsoa"].index[0])
    shown = unescape(evidence_part(scene, query, area))
    catchment = common.catchment(scene.settings)
    for service, count in services_in_reach(scene.model, query, area).items():
        name = scene.settings.services[service].name
        assert f"{name}: {what_works_words.in_reach(count, catchment)}" in shown
    assert 'href="What_works?outcome=school_readiness"' in shown


def test_the_panel_says_at_which_scales_the_gap_shows(scene):
    query = Query("school_readiness")
    marks = survives(scene.model, query)
    for mark, sentence in {
        "lsoa;ward;district": "It is a priority gap at every scale",
        "": "It is not a priority gap at any scale",
        "lsoa": "At ward level it is not among the priority gaps",
    }.items():
        area = str(marks.index[marks == mark][0])
        shown = unescape(scale_part(scene, query, area))
        assert sentence in shown
        assert f"of {len(marks):,}" in shown
    assert scale_part(scene, Query("school_readiness", "district"), str(scene.model.areas["district"].index[0])) == ""


def test_the_verdict_says_why_a_gap_vanishes():
    said = panel_words.verdict([("lsoa", "priority"), ("ward", "high_need_mid_access"), ("district", "low_need_high_access")])
    assert said == [
        "At ward level it is not among the priority gaps: the ward as a whole has more provision (access in the middle third).",
        (
            "At district level it is not among the priority gaps: need in the district as a whole is among the lowest third and "
            "the district as a whole has more provision (access among the highest third)."
        ),
    ]
    assert panel_words.verdict([("lsoa", "mid_need_low_access"), ("ward", "priority")]) == [
        "By itself it is not a priority gap, but the ward that holds it is one."
    ]


def test_measures_that_need_counts_only_at_larger_scales_are_named_once():
    said = panel_words.other_need({"ward": ["Low income"], "district": ["Low income", "GLD"]})
    assert said.count("Low income") == 1
    assert "for wards need also counts Low income; for districts also GLD" in said
    assert "same measures in every row" in panel_words.other_need({})
