"""The light map: it says what the detailed map says, asks nothing of other hosts, and stays in the link."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64decode

import numpy as np
import pandas as pd
import pytest

from geo.method.gaps import Query, score_areas
from tests.helpers.places import ROOT
from tests.helpers.screens import open_page
from ui.kit import theme
from ui.map import choose, detailed, folium_frame, folium_map, hover, paint, simple
from ui.map.publish import publish
from ui.scene import loading
from ui.view.state import View
from ui.words import maps as maps_words

GAP_MAP = "pages/1_Gap_map.py"


@pytest.fixture(scope="module")
def embedded():
    scene = loading.load()
    settings, atlas, model = scene.settings, scene.atlas, scene.model
    return settings, atlas, model


@pytest.fixture
def files(embedded):
    settings, atlas, _ = embedded
    return publish(atlas, settings)


@pytest.fixture(scope="module")
def painting(embedded):
    settings, _, model = embedded
    scores = score_areas(model, Query(next(iter(settings.outcomes))))
    painted = paint.paint_scores(scores, "gap", np.ones(len(scores), bool))
    return paint.Painting(painted, hover.pack(scores), hover.words(scores, None), None)


def colours_of_the_detailed_map(files, painting):
    """Colour of each area, read from what deck.gl is given."""
    deck = detailed.build_deck(files, "lsoa", painting.paint, [], None, (-1, 52, 1, 53), "light")
    fill = json.loads(deck.json)["layers"][0]["_subLayerProps"]["polygons-fill"]["getFillColor"]
    palette, places = re.fullmatch(r"@@=\((\[.*\])\)\[\('(\d+)'\)\[properties\.i\]\]", fill).groups()
    return [tuple(json.loads(palette)[int(place)]) for place in places]


def view_of(area=None):
    return View(Query("school_readiness"), "gap", None, area, show_providers=True, show_sites=False)


def test_every_area_has_the_class_and_outline_of_the_detailed_map(files, painting):
    spec = simple.spec(files, "lsoa", painting, sorted(files.groups), 3, (-1.0, 52.0, 1.0, 53.0), "light", "alt")
    classes = [int(digit, 36) for digit in spec["classes"]]
    assert tuple(classes) == painting.paint.classes
    shown = [spec["colours"][number] for number in classes]
    assert shown == ["#" + bytes(colour).hex() for colour in colours_of_the_detailed_map(files, painting)]
    assert [number in spec["outlined"] for number in range(len(shown))] == list(painting.paint.outlined)
    assert spec["fit"] == [[52.0, -1.0], [53.0, 1.0]]
    assert len(spec["points"]) == len(files.groups)
    look = json.loads(files.read("context-light.json"))["look"]
    assert set(look["marks"]) == set(maps_words.SYMBOLS)


@pytest.mark.parametrize("mode", theme.MAP)
def test_all_that_the_map_loads_comes_from_this_server(files, painting, mode):
    spec = simple.spec(files, "ward", painting, sorted(files.groups), None, (-1, 52, 1, 53), mode, "alt")
    linked = [theme.static_url(file) for file in (*simple.SCRIPTS, simple.STYLE)]
    fetched = [spec["context"], spec["areas"], spec["districts"], spec["names"], spec["hover"], *spec["points"]]
    assert all(address.startswith(("/app/static/", "/published/")) for address in linked + fetched)
    assert all((theme.STATIC / address.split("?")[0].removeprefix("/app/static/")).is_file() for address in linked)


def test_a_change_of_a_filter_sends_few_bytes(files, painting):
    spec = simple.spec(files, "lsoa", painting, sorted(files.groups), None, (-1, 52, 1, 53), "light", "alt")
    assert len(json.dumps(spec, separators=(",", ":"))) < 10_000


def test_a_click_chooses_an_area_by_its_number_and_a_second_click_lets_go(files, embedded, monkeypatch):
    chosen = []
    monkeypatch.setattr(choose, "choose_area", chosen.append)
    code = files.codes["lsoa"][12]
    choose.clicked_simple("a12", files, view_of())
    choose.clicked_simple("a12", files, view_of(code))
    _, atlas, _ = embedded
    inside = int(np.flatnonzero(atlas.providers["lsoa_code"].notna())[0])
    beyond = int(np.flatnonzero(atlas.providers["lsoa_code"].isna())[0])
    choose.clicked_simple(f"p{inside}", files, view_of())
    choose.clicked_simple(f"p{beyond}", files, view_of())
    assert chosen == [code, None, atlas.providers["lsoa_code"].iloc[inside]]


def test_the_light_map_is_the_first_and_another_choice_stays_in_the_link():
    app = open_page(GAP_MAP, outcome="school_readiness", map="simple")
    assert not app.exception
    assert app.selectbox(key="filter_map").value == "simple"
    assert "map" not in app.query_params
    app.selectbox(key="filter_map").set_value("detailed").run()
    assert app.query_params["map"] == "detailed"
    assert app.session_state["map_chosen"]


@pytest.mark.parametrize("found", ["", "a", "a-1", "a1.0", "a٣", "a99999", "p99999", "a99999999", "n0", "x1", "None", "a1\n"])
def test_what_names_nothing_on_the_map_chooses_nothing(files, monkeypatch, found):
    chosen = []
    monkeypatch.setattr(choose, "choose_area", chosen.append)
    choose.clicked_simple(found, files, view_of())
    choose.clicked_slowly(found, files, view_of())
    assert chosen == []


@pytest.mark.parametrize("told", [None, [], "a1", {}, {"last_active_drawing": "a1"}, {"last_active_drawing": {"at": 1}}])
def test_any_answer_of_the_frame_is_taken_without_a_fault(files, monkeypatch, told):
    chosen = []
    monkeypatch.setattr(choose, "choose_area", chosen.append)
    monkeypatch.setattr(folium_frame.st, "session_state", {folium_frame.KEY: told})
    folium_frame.clicked(lambda found: choose.clicked_simple(found, files, view_of()))
    assert chosen == []


@pytest.mark.parametrize("drawing", ["detailed", "folium"])
def test_a_link_opens_the_map_it_names(drawing):
    app = open_page(GAP_MAP, outcome="school_readiness", map=drawing)
    assert not app.exception
    assert app.query_params["map"] == drawing
    assert app.selectbox(key="filter_map").value == drawing


def test_without_webgl_the_map_of_the_settings_stands_in_for_the_detailed_one_alone(tiny, monkeypatch):
    tiny.edit_text("config.toml", 'tile_url = ""', 'tile_url = ""\nsimple = "folium"')
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    for asked, shown in ({"map": "detailed"}, "folium"), ({}, "simple"):
        app = open_page("app.py")
        app.session_state["map_blank"] = True
        for name, value in asked.items():
            app.query_params[name] = value
        app.switch_page(GAP_MAP).run()
        assert app.selectbox(key="filter_map").value == shown


def test_without_webgl_the_light_map_stands_in_and_says_so_unless_the_reader_chose():
    app = open_page("app.py")
    app.session_state["map_blank"] = True
    app.query_params["map"] = "detailed"
    app.switch_page(GAP_MAP).run()
    assert app.selectbox(key="filter_map").value == "simple"
    assert maps_words.STANDS_IN in [told.value for told in app.info]
    app.selectbox(key="filter_map").set_value("detailed").run()
    assert app.query_params["map"] == "detailed"
    assert maps_words.STANDS_IN not in [told.value for told in app.info]


@pytest.mark.parametrize("page", ["pages/4_Hot_spots.py", "pages/8_How_good_is_this.py"])
@pytest.mark.parametrize("drawing", ["simple", "detailed", "folium"])
@pytest.mark.parametrize("borders", ["today", None], ids=["today", "other"])
def test_every_page_with_a_map_has_each_kind(page, drawing, borders, embedded):
    settings, *_ = embedded
    app = open_page(page, map=drawing, borders=borders or next(iter(settings.borders)))
    assert not app.exception
    assert app.selectbox(key="filter_map").value == drawing


def test_folium_is_loaded_only_where_it_draws():
    program = (
        "import sys; from tests.helpers.screens import open_page; app = open_page('pages/1_Gap_map.py'); assert not app.exception;"
        "open_page('pages/1_Gap_map.py', map='simple'); assert 'folium' not in sys.modules;"
        "app = open_page('pages/1_Gap_map.py', map='folium'); assert not app.exception; assert 'streamlit_folium' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True)


def test_missing_values_reach_the_hover_card_as_null(files, painting):
    values = [None if pd.isna(value) else value for value in ["1.2", None]]
    other = paint.Painting(painting.paint, painting.packed, painting.words, values)
    spec = simple.spec(files, "lsoa", other, [], None, (-1, 52, 1, 53), "light", "alt")
    assert json.loads(b64decode(folium_map.ViewLayer(spec).packed))["values"] == ["1.2", None]


def test_what_is_compared_is_shown_at_one_scale_around_its_own_middle():
    wide, high = choose.as_large([(0.0, 52.0, 1.0, 52.2), (3.0, 53.0, 3.4, 53.6)])
    assert wide == pytest.approx((0.0, 51.8, 1.0, 52.4))
    assert high == pytest.approx((2.7, 53.0, 3.7, 53.6))
    assert choose.as_large([(0.0, 52.0, 1.0, 52.2)] * 2) == [(0.0, 52.0, 1.0, 52.2)] * 2
