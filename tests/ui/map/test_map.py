"""The map's pure parts: palettes, classes, colours, the description for the browser, hover cards, published files, the legend."""

from __future__ import annotations

import base64
import itertools
import json
import re

import numpy as np
import pandas as pd
import pytest

from geo.base.vocabulary import LEVELS
from geo.numeric.classes import class_of, fifths
from geo.store.atlas import load_atlas
from tests.helpers.colour import VISION, oklab
from ui.kit import theme
from ui.map import detailed, hover, legend, paint
from ui.map.publish import publish
from ui.scene import loading
from ui.words import figures
from ui.words import maps as maps_words
from ui.words import what_if as what_if_words

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.


@pytest.fixture(scope="module")
def embedded():
    scene = loading.load()
    settings, atlas = scene.settings, scene.atlas
    return settings, atlas


@pytest.fixture
def files(embedded):
    settings, atlas = embedded
    return publish(atlas, settings)


def scores(count=5):
    """Made-up scores of `count` areas; the last has no value."""
    frame = pd.DataFrame(
        {
            "need_score": np.linspace(0, 100, count),
            "access": np.linspace(60, 0, count),
            "access_unit": "places per 100 children",
            "gap_score": np.linspace(0, 100, count),
            "need_class": ["low", "mid", "high", "high", ""][:count],
            "access_class": ["high", "mid", "low", "high", ""][:count],
            "gap_class": ["low_need_high_access", "mid_need_mid_access", "priority", "high_need_high_access", "no_data"][:count],
            "nearest_minutes": [0.4, 1.6, 12.0, 300.0, np.nan][:count],
            "providers_in_reach": [12.0, 3.0, 1.0, 0.0, np.nan][:count],
            "reasons": [(), ("few_places",), ("none_in_reach", "no_public"), ("single_provider",), ()][:count],
        }
    )
    frame.loc[count - 1, ["need_score", "access", "gap_score"]] = np.nan
    return frame


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("palette", [*theme.SEQUENTIAL.values(), theme.flat(theme.BIVARIATE)], ids=[*theme.SEQUENTIAL, "both"])
def test_the_classes_of_a_palette_stay_apart_for_every_kind_of_colour_vision(palette, vision):
    distances = [np.linalg.norm(oklab(a, vision) - oklab(b, vision)) for a, b in itertools.combinations(palette, 2)]
    assert min(distances) > 10


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("palette", [theme.DESERTS, theme.DIVERGING, theme.CLUSTERS], ids=["deserts", "difference", "clusters"])
def test_named_classes_stay_apart_for_every_kind_of_colour_vision(palette, vision):
    distances = [np.linalg.norm(oklab(a, vision) - oklab(b, vision)) for a, b in itertools.combinations(palette, 2)]
    assert min(distances) > 10


@pytest.mark.parametrize("palette", [theme.DESERTS, theme.DIVERGING[:3], theme.DIVERGING[2:]], ids=["deserts", "below", "above"])
def test_neighbouring_classes_stay_apart_on_a_grey_print(palette):
    assert np.abs(np.diff([oklab(colour)[0] for colour in palette])).min() > 10


def test_a_change_is_painted_with_zero_in_the_middle_and_its_limit_in_the_legend():
    # Of eight that change, two lie beyond the upper quartile of 1, 1, 1, 2, 2, 2, 8, 10: between 2 and 8, a quarter of the way.
    change = np.array([-10.0, -1, 0, 1, 8, 1, -2, 2, 2, 0, np.nan])
    painted = paint.paint_change(change, "places per 100 children", np.array([True] * 10 + [False]))
    assert painted.classes == (0, 1, 2, 3, 4, 3, 1, 3, 3, 2, 5 + 6)
    assert painted.colours[2] == theme.rgba(theme.DIVERGING[2], theme.PAINT_ALPHA)
    assert [words for _, words in painted.legend.keys[:5]] == what_if_words.change_labels(3.5)
    assert "places per 100 children" in painted.legend.title
    assert painted.legend.keys[-1][1] == figures.NO_DATA


def test_where_nothing_changes_every_area_is_in_the_middle():
    assert set(paint.paint_change(np.zeros(3), "", np.ones(3, dtype=bool)).classes) == {2}


def test_the_worst_cluster_is_the_darkest_on_a_grey_print_and_no_pattern_the_lightest():
    lightness = [oklab(colour)[0] for colour in theme.CLUSTERS]
    assert lightness[0] == min(lightness)
    assert lightness[-1] == max(lightness)


@pytest.mark.parametrize("vision", VISION)
def test_groups_side_by_side_stay_apart_for_every_kind_of_colour_vision(vision):
    distances = [np.linalg.norm(oklab(a, vision) - oklab(b, vision)) for a, b in itertools.combinations(theme.CATEGORIES, 2)]
    assert min(distances) > 10


def luminance(colour):
    encoded = np.array(theme.rgba(colour)[:3]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("page", ["#ffffff", "#12181f"], ids=["light", "dark"])
def test_marks_of_groups_stand_out_from_the_page_three_to_one(page):
    for colour in theme.CATEGORIES:
        lighter, darker = sorted([luminance(colour), luminance(page)], reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 3


@pytest.mark.parametrize("palette", theme.SEQUENTIAL.values(), ids=theme.SEQUENTIAL)
def test_sequential_palettes_get_darker_in_even_steps(palette):
    steps = -np.diff([oklab(colour)[0] for colour in palette])
    assert steps.min() > 0
    assert steps.max() / steps.min() < 1.25


def test_fifths_are_rounded_edges_and_a_value_on_an_edge_belongs_above_it():
    values = np.array([0.0, 1, 2, 3, 4, 5, 6, 7, 8, 9, np.nan])
    edges = fifths(values)
    assert edges == (1.8, 3.6, 5.4, 7.2)
    assert class_of(values, edges).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, -1]
    assert class_of(np.array([3.6]), edges).tolist() == [2]


def test_equal_values_make_one_class_and_ties_never_make_an_empty_one():
    assert fifths(np.full(4, 7.0)) == ()
    assert fifths(np.array([np.nan])) == ()
    assert fifths(np.array([0.0, 0, 0, 0, 0, 0, 0, 0, 5, 9])) == (1.0,)
    assert maps_words.class_labels(()) == ["All areas"]


def test_the_legend_names_each_class_by_its_edges():
    assert maps_words.class_labels((20, 40, 60, 80), top=100) == [
        "0 to under 20",
        "20 to under 40",
        "40 to under 60",
        "60 to under 80",
        "80 to 100",
    ]
    assert maps_words.class_labels((1.5, 1200.0)) == ["under 1.5", "1.5 to under 1,200", "1,200 and over"]


def test_gap_paint_has_the_colours_of_its_legend_fades_other_districts_and_outlines_priority_areas():
    inside = np.array([True, True, True, False, True])
    painted = paint.paint_scores(scores(), "gap", inside)
    shown = [painted.colours[number] for number in painted.classes]
    assert shown[0] == theme.rgba(theme.SEQUENTIAL["gap"][0])
    assert shown[2] == theme.rgba(theme.SEQUENTIAL["gap"][2])
    assert shown[3] == theme.rgba(theme.SEQUENTIAL["gap"][3], theme.FADED_ALPHA)
    assert shown[4] == theme.rgba(theme.NO_DATA)
    assert painted.outlined == (False, False, True, False, False)
    assert painted.legend.keys[-1] == (theme.NO_DATA, maps_words.NO_DATA)


def test_need_and_access_together_put_priority_into_the_darkest_corner():
    painted = paint.paint_scores(scores(), "both", np.ones(5, bool))
    shown = [painted.colours[number] for number in painted.classes]
    corner = theme.BIVARIATE[2][2]
    assert shown[2] == theme.rgba(corner)
    assert shown[0] == theme.rgba(theme.BIVARIATE[0][0])
    assert shown[3] == theme.rgba(theme.BIVARIATE[2][0])
    assert shown[4] == theme.rgba(theme.NO_DATA)
    assert min(theme.flat(theme.BIVARIATE), key=lambda colour: oklab(colour)[0]) == corner


def test_a_suppressed_figure_is_a_class_of_its_own():
    values = pd.DataFrame({"value": [1.0, 2, 3, np.nan, np.nan], "flag": [np.nan, np.nan, np.nan, "c", np.nan]})
    painted = paint.paint_indicator(values, "Name: unit", "note", np.ones(5, bool))
    shown = [painted.colours[number] for number in painted.classes]
    assert shown[3] == theme.rgba(theme.SUPPRESSED)
    assert shown[4] == theme.rgba(theme.NO_DATA)
    assert [words for _, words in painted.legend.keys][-2:] == [maps_words.NO_DATA, maps_words.SUPPRESSED]


@pytest.mark.parametrize("count", [3, 10, 12])
def test_the_colour_expression_gives_every_feature_the_colour_of_its_class(count):
    colours = [(number, 2 * number, 3 * number, 255) for number in range(count + 4)]
    classes = [number % count + 2 for number in range(40)]
    expression = detailed._lookup(colours, classes)
    palette, numbers = re.fullmatch(r"@@=\((\[.*\])\)\[\((.*)\)\[properties\.i\]\]", expression).groups()
    places = list(map(int, numbers.strip("'"))) if numbers.startswith("'") else json.loads(numbers)
    assert [tuple(json.loads(palette)[place]) for place in places] == [colours[number] for number in classes]


def test_the_view_frames_the_bounds_and_does_not_depend_on_colours():
    view = detailed.view_state((-1.0, 52.0, 1.0, 53.0))
    assert view["longitude"] == 0
    assert 52.4 < view["latitude"] < 52.6
    assert 2 / 360 * 512 * 2 ** view["zoom"] <= detailed.FIT_PX[0] + 1


def test_hover_figures_survive_packing():
    frame = scores()
    records = np.frombuffer(base64.b64decode(hover.pack(frame)), dtype=hover.RECORD)
    assert records["need"].tolist() == [0, 25, 50, 75, 255]
    assert records["access"].tolist() == [6000, 4500, 3000, 1500, 65535]
    assert records["nearest_minutes"].tolist() == [0, 2, 12, 254, 255]
    assert records["providers_in_reach"].tolist() == [12, 3, 1, 0, 65535]
    given = [tuple(code for bit, code in enumerate(hover.REASONS) if number & (1 << bit)) for number in records["reasons"]]
    assert [set(codes) for codes in given] == [set(codes) for codes in frame["reasons"]]
    assert [hover.CLASSES[number] for number in records["gap_class"]] == frame["gap_class"].tolist()


def test_published_outlines_follow_the_order_of_the_scores_and_name_nothing_twice(files, embedded):
    _, atlas = embedded
    for level in LEVELS:
        features = json.loads(files.read(f"{level}.json"))["features"]
        assert [feature["properties"]["c"] for feature in features] == atlas.at(level).index.tolist() == files.codes[level]
        assert [feature["properties"]["i"] for feature in features] == list(range(len(features)))


def test_every_provider_is_published_once_in_the_file_of_its_kind(files, embedded):
    _, atlas = embedded
    points = [point for name in files.shelf.files if name.startswith("providers-") for point in json.loads(files.read(name))]
    assert sorted(point["i"] for point in points) == list(range(len(atlas.providers)))
    beyond = atlas.providers["lsoa_code"].isna().to_numpy()
    assert all(point["s"].endswith("-beyond") == beyond[point["i"]] for point in points)
    dated = atlas.sources["period"].reindex(atlas.providers["source_id"]).notna().to_numpy()
    assert all(point["d"].splitlines()[-1].startswith("As at ") == dated[point["i"]] for point in points)


def test_the_map_style_asks_no_other_host_unless_tiles_are_set(files, embedded):
    settings, atlas = embedded
    for mode in theme.MAP:
        assert "http" not in files.read(f"style-{mode}.json").decode()
    tiles = settings.map.model_copy(update={"tile_url": "https://tiles.example.gov.uk/{z}/{x}/{y}.png"})
    other = publish(atlas, settings.model_copy(update={"map": tiles}))
    assert other.url("lsoa.json") != files.url("lsoa.json")
    assert "tiles.example.gov.uk" in other.read("style-light.json").decode()


def test_the_same_data_have_the_same_address_and_those_of_a_visit_one_that_nobody_can_guess(files, embedded):
    settings, atlas = embedded
    assert publish(atlas, settings).url("lsoa.json") == files.url("lsoa.json")
    own = {publish(atlas, settings, shared=False).url("lsoa.json") for _ in range(2)}
    assert len(own) == 2
    assert all(url.startswith("/own/") for url in own)


def test_a_filter_change_sends_few_bytes(files, embedded):
    _, atlas = embedded
    rng = np.random.default_rng(1)
    count = len(atlas.at("lsoa"))
    frame = pd.concat([scores(4)] * (count // 4), ignore_index=True).assign(gap_score=rng.uniform(0, 100, count))
    painted = paint.paint_scores(frame, "gap", np.ones(count, bool))
    deck = detailed.build_deck(files, "lsoa", painted, sorted(files.groups)[:4], None, (-1, 52, 1, 53), "light")
    assert len(deck.to_json()) + len(hover.pack(frame)) < 11_000


def test_every_line_and_colour_is_drawn_anew_when_its_classes_change(files, embedded):
    """Streamlit keeps no update trigger of a layer but that of its fill, so all stand with the parts of a layer."""
    _, atlas = embedded
    inside = np.ones(len(atlas.at("district")), bool)
    one, other = (np.resize(np.array(kinds), len(inside)) for kinds in (["priority", "no_data"], ["no_data", "priority"]))
    described = []
    for kinds in (one, other):
        frame = pd.DataFrame({"gap_score": np.where(kinds == "priority", 90.0, 10.0), "gap_class": kinds})
        deck = detailed.build_deck(files, "district", paint.paint_scores(frame, "gap", inside), [], None, (-1, 52, 1, 53), "light")
        described.append({layer["id"]: layer for layer in json.loads(deck.json)["layers"]})
    for before, after in zip(*(layers.values() for layers in described), strict=True):
        assert "updateTriggers" not in before
        triggers = [
            [part.get("updateTriggers") for part in layer.get("_subLayerProps", {}).values() if "updateTriggers" in part]
            for layer in (before, after)
        ]
        changed = {key for key in before if before[key] != after[key]}
        assert not changed or triggers[0] != triggers[1], before["id"]
    assert described[0]["borders-district"]["getLineColor"] != described[1]["borders-district"]["getLineColor"]


def test_the_legend_escapes_what_comes_from_data():
    page = legend.written(paint.Legend("<script>", (("#000000", "a & b"),), "note"), ["public", "pvi"], faded=True, beyond=True)
    assert "<script>" not in page
    assert "a &amp; b" in page
    assert maps_words.SYMBOLS["pvi"] in page
    assert maps_words.FADED in page
    assert maps_words.BEYOND in page
    assert maps_words.BEYOND not in legend.written(paint.Legend("title", (), "note"), ["public"], faded=False, beyond=False)


def test_dates_read_as_people_write_them():
    assert figures.date_words("2025-12-31") == "31 December 2025"
    assert figures.date_words("2026-02") == "February 2026"
    assert figures.date_words("2018/19") == "2018/19"
    assert figures.date_words("2026-13-40") == "2026-13-40"


def test_the_tiny_atlas_can_be_published(tiny):
    atlas = load_atlas(tiny.settings)
    files = publish(atlas, tiny.settings)
    assert {len(files.codes[level]) for level in LEVELS} == {2, 3, 6}
