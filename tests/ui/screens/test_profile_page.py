"""The area profile: neighbours, provision by kind and the overview by hand and against other libraries; the page at every level."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from geo.analysis.clusters import neighbour_graph
from geo.analysis.neighbours import touching
from geo.analysis.overview import area_overview, need_intervals
from geo.analysis.profile import providers_in_reach, reach_by_kind
from geo.base.vocabulary import LEVELS
from geo.method.gaps import Query, gap_list
from geo.store.folder import FolderStore
from tests.helpers import certain, grids
from tests.helpers.screens import html_of, open_page, words
from tests.helpers.tiny_content import LSOAS
from ui.kit import strips
from ui.kit.pictures import Projection
from ui.report import place, web_page
from ui.scene import loading
from ui.view import scenes
from ui.view.state import View
from ui.words import common, pages
from ui.words import over_time as over_time_words
from ui.words import place_brief as brief_words
from ui.words import profile as profile_words

PAGE = "pages/9_Area_profile.py"


@pytest.fixture(scope="module")
def model():
    return certain.real()


# --- neighbours ---------------------------------------------------------------------------------------------------------


def write_grid(folder, size: int) -> list[str]:
    """Squares in rows, named after row and column."""
    (folder / "boundaries").mkdir()
    codes, features = [], []
    for row in range(size):
        for column in range(size):
            corners = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1], [column, row]]
            codes.append(f"A{row}{column}")
            geometry = {"type": "Polygon", "coordinates": [corners]}
            features.append({"type": "Feature", "properties": {"area_code": codes[-1]}, "geometry": geometry})
    written = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "boundaries" / "lsoa.geojson").write_text(written, encoding="utf-8")
    return codes


def test_squares_touch_at_sides_and_corners(tmp_path) -> None:
    write_grid(tmp_path, 3)
    found = touching(replace(grids.atlas(), store=FolderStore(tmp_path)), "lsoa")
    assert found["A00"] == ("A01", "A10", "A11")
    assert len(found["A11"]) == 8


@pytest.mark.parametrize("level", LEVELS)
def test_neighbours_are_those_of_libpysal(model, level) -> None:
    graph = neighbour_graph(model.atlas, level)
    found = touching(model.atlas, level)
    assert {code: set(near) for code, near in found.items()} == {code: set(graph[code].index) for code in found}


def test_groups_of_other_borders_have_neighbours_of_their_own() -> None:
    atlas = scenes.within(loading.load(), "example_two_authorities").atlas
    found = touching(atlas, "district")
    assert len(found) == 2
    assert all(len(near) == 1 for near in found.values())


# --- provision by kind --------------------------------------------------------------------------------------------------


def test_provision_is_counted_by_type_and_sector_by_hand() -> None:
    rows = [("a", "pvi", 30.0, "registered", 2.0), ("a", "pvi", np.nan, "unknown", 1.0), ("a", "public", 26.0, "assumed", 4.0)]
    found = reach_by_kind(pd.DataFrame(rows, columns=["service_type", "sector", "places", "places_basis", "distance_km"]))
    first, second = found.to_dict("records")
    assert first == {
        "service_type": "a", "sector": "pvi", "providers": 2, "places": 30.0, "assumed_places": 0.0, "unknown": 1, "nearest_km": 1.0,
    }  # fmt: skip
    assert (second["places"], second["assumed_places"], second["nearest_km"]) == (26.0, 26.0, 4.0)


def test_kinds_add_up_to_all_providers_in_reach(model) -> None:
    for area in model.areas["lsoa"].index[::60]:
        providers = providers_in_reach(model, Query("early_education"), area)
        found = reach_by_kind(providers)
        assert found["providers"].sum() == len(providers)
        assert found["places"].sum() == providers["places"].sum()
        assert found["nearest_km"].min() == providers["distance_km"].min()


# --- overview -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
def test_the_overview_is_the_gap_list_of_every_outcome_area(model, level) -> None:
    area = model.areas[level].index[2]
    found = area_overview(model, Query("child_health", level), area)
    assert found.index.tolist() == list(model.settings.outcomes)
    for outcome, row in found.iterrows():
        listed = gap_list(model, Query(outcome, level)).set_index("area_code").loc[area]
        assert round(row["need"], 1) == listed["need_score"]
        assert [row[name] for name in ("gap_class", "rank", "rank_low", "rank_high")] == listed[
            ["gap_class", "rank", "rank_low", "rank_high"]
        ].tolist()


def test_need_of_the_district_is_weighted_by_children(model) -> None:
    area = model.areas["lsoa"].index[100]
    row = area_overview(model, Query("child_health"), area).loc["child_health"]
    need, homes = model.need["child_health", "lsoa"].score, model.areas["lsoa"]["district_code"]
    inside = (homes == homes[area]).to_numpy()
    assert row["need_district"] == pytest.approx(np.average(need[inside], weights=model.children[inside]))
    assert row["need_atlas"] == pytest.approx(np.average(need, weights=model.children))


def test_need_without_anything_that_varies_has_no_width() -> None:
    # One indicator at this level, percentiles alone: every draw ranks L4 first and L1 last.
    found = need_intervals(grids.model(), "school", "lsoa")
    assert (found["need_low"] == found["need_high"]).all()
    assert found.at["L4", "need_low"] == 100
    assert need_intervals(grids.model(), "health", "lsoa").isna().all(axis=None)


# --- drawing ------------------------------------------------------------------------------------------------------------


def test_marks_lie_where_their_values_are_and_missing_ones_nowhere() -> None:
    marks = [strips.Mark(25.0, "here"), strips.Mark(float("nan"), "inatlas"), strips.Mark(900.0, "indistrict")]
    drawn = strips.strip(marks, 0, 100, (10.0, 40.0))
    assert "bsg-here" in drawn
    assert "left:25.0%" in drawn
    assert "bsg-inatlas" not in drawn
    assert "left:100.0%" in drawn
    assert "left:10.0%;width:30.0%" in drawn


def test_pictures_keep_their_shape() -> None:
    square = [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]]
    projection = Projection.around([square], 212, 212, margin=6)
    assert (projection.width, projection.height) == (212, 212)
    assert projection.path(square).startswith("M6,206 ")


# --- the page -----------------------------------------------------------------------------------------------------------


def test_without_a_place_the_page_says_how_to_choose_one(model) -> None:
    app = open_page(PAGE, outcome="school_readiness")
    assert not app.exception
    assert profile_words.PURPOSE in words(app)
    assert profile_words.EMPTY in words(app)
    worst = gap_list(model, Query("school_readiness"), evidence=False)["area_label"].iloc[0]
    assert worst in [link.proto.label for link in app.get("page_link")]


@pytest.mark.parametrize("level", LEVELS)
def test_the_page_shows_an_area_of_every_level(model, level) -> None:
    area = str(model.areas[level].index[1])
    app = open_page(PAGE, outcome="school_readiness", level=level, area=area)
    assert not app.exception
    assert app.title[0].value == model.areas[level].at[area, "label"]
    shown = html_of(app)
    for outcome in model.settings.outcomes.values():
        assert outcome.name in shown
    listed = gap_list(model, Query("school_readiness", level))
    rank = int(listed.loc[listed["area_code"] == area, "rank"].iloc[0])
    assert f"{rank:,} of {len(listed):,}" in shown
    assert common.people(int(model.areas[level].at[area, "children_0_4"])) in shown


def test_neighbours_link_to_their_own_profiles_with_the_same_choices(model) -> None:
    area = model.areas["lsoa"].index[0]
    shown = html_of(open_page(PAGE, outcome="child_health", level="lsoa", area=area, sector="public"))
    for code in touching(model.atlas, "lsoa")[area]:
        assert f"{pages.PROFILE.address}?outcome=child_health&amp;sector=public&amp;area={code}" in shown


def test_the_locator_is_a_picture_with_words(model) -> None:
    area = model.areas["lsoa"].index[0]
    shown = html_of(open_page(PAGE, level="lsoa", area=area))
    picture = shown[shown.index("data:image/svg+xml;base64,") :].split('"')[0].partition(",")[2]
    root = ET.fromstring(b64decode(picture))  # noqa: S314 - written by ourselves
    assert len(root.findall(".//{*}path")) == len(model.areas["district"]) + 2
    assert "filled in orange" in shown


@pytest.mark.parametrize("params", [{"borders": "example_two_authorities"}, {"travel": "walk:15", "outcome": "early_education"}])
def test_other_borders_and_own_settings_are_named_above_the_figures(model, params) -> None:
    app = open_page(PAGE, level="lsoa", area=str(model.areas["lsoa"].index[7]), **params)
    assert not app.exception
    assert "Not the recommended settings" in "\n".join(str(info.value) for info in app.info)


def test_another_authority_opens_with_and_without_a_place(tiny, monkeypatch) -> None:
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    assert not open_page(PAGE).exception
    atlas = loading.load().atlas
    for level in LEVELS:
        app = open_page(PAGE, level=level, area=str(atlas.at(level).index[0]))
        assert not app.exception
        assert not app.error


@pytest.mark.usefixtures("tiny_app")
def test_paper_holds_the_brief_that_can_be_sent_in_the_place_of_the_screen():
    app = open_page("pages/9_Area_profile.py", outcome="school_readiness", area=LSOAS[4])
    assert not app.exception
    (paper,) = [body for part in app.get("html") if brief_words.CAVEAT_TITLE in (body := str(part.proto.body))]
    scene = loading.load()
    view = View(Query("school_readiness"), "gap", None, LSOAS[4], show_providers=True, show_sites=False)
    assert str(web_page.message(place.compose(scene, view, LSOAS[4], date(2026, 1, 1)), in_page=True)) in paper


def test_the_years_are_told_with_both_ends_dated_and_whose_figure_each_is():
    app = open_page(PAGE, area="E01015592")
    borders = next(key for key in loading.load().settings.borders if key.startswith("example"))
    assert over_time_words.TITLE in html_of(open_page(PAGE, area="E01015592", borders=borders))
    assert not app.exception
    shown = html_of(app)
    assert over_time_words.TITLE in shown
    for told in (
        "31 March 2020",
        "31 March 2024",
        "FYE 2024",
        "FYE 2025",
        "one figure for all of it",
        "statistical neighbours 69.4, England 71.8",
    ):
        assert told in shown, told
    assert "Accessible childcare places (Ofsted and ONS). This neighbourhood: " in shown
