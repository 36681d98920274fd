"""Colours of the map in both themes: on a dark page the worst stands out, and what is faded is neither a class nor the land."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.helpers.colour import VISION, oklab
from ui.kit import theme
from ui.map import legend, paint

# Two colours so far apart are told apart side by side (OKLab, hundredths; 2 is just noticeable).
APART = 3
PALETTES = {
    **theme.SEQUENTIAL,
    "both": theme.flat(theme.BIVARIATE),
    "deserts": theme.DESERTS,
    "difference": theme.DIVERGING,
    "clusters": theme.CLUSTERS,
}


def shown(colour, mode, alpha=255):
    return "#" + bytes(theme.on_screen(theme.rgba(colour, alpha), mode)[:3]).hex()


def contrast(one, other):
    """Contrast of WCAG."""
    encoded = np.array([theme.rgba(colour)[:3] for colour in (one, other)]) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]
    return (linear.max() + 0.05) / (linear.min() + 0.05)


def test_every_class_has_a_dark_twin_and_is_itself_on_a_light_page():
    for colour in {*itertools.chain.from_iterable(PALETTES.values()), theme.PLAIN, theme.NO_DATA, theme.SUPPRESSED}:
        assert shown(colour, "light") == colour
        assert shown(colour, "dark") == theme.DARK[colour]


@pytest.mark.parametrize("palette", ["gap", "need", "access", "indicator"])
def test_on_a_dark_page_the_most_is_the_brightest_in_even_steps_and_stands_out_from_the_ground(palette):
    dark = [shown(colour, "dark") for colour in theme.SEQUENTIAL[palette]]
    steps = np.diff([oklab(colour)[0] for colour in dark])
    assert steps.min() > 0
    assert steps.max() / steps.min() < 1.25
    ground = theme.MAP["dark"].land
    assert contrast(dark[-1], ground) > 7
    assert contrast(dark[-1], ground) > 3 * contrast(dark[0], ground)


@pytest.mark.parametrize(("palette", "worst"), [("both", -1), ("deserts", 0), ("clusters", 0)])
def test_on_a_dark_page_the_worst_is_the_brightest_of_named_classes(palette, worst):
    dark = [shown(colour, "dark") for colour in PALETTES[palette]]
    assert max(dark, key=lambda colour: oklab(colour)[0]) == dark[worst]


@pytest.mark.parametrize("mode", theme.MAP)
def test_the_outline_of_priority_stands_out_inside_the_areas_that_can_have_it(mode):
    line = "#" + bytes(theme.MAP[mode].priority_line[:3]).hex()
    for colour in (*theme.SEQUENTIAL["gap"][-2:], theme.BIVARIATE[-1][-1]):
        assert contrast(line, shown(colour, mode)) > 3


def test_hot_spots_do_not_glare_and_no_pattern_is_near_the_ground():
    dark = [shown(colour, "dark") for colour in theme.CLUSTERS]
    assert oklab(dark[0])[0] < 75
    assert contrast(dark[-1], theme.MAP["dark"].land) < 2


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("palette", PALETTES)
def test_dark_classes_stay_apart_for_every_kind_of_colour_vision(palette, vision):
    dark = [shown(colour, "dark") for colour in PALETTES[palette]]
    assert min(np.linalg.norm(oklab(one, vision) - oklab(other, vision)) for one, other in itertools.combinations(dark, 2)) > 8


@pytest.mark.parametrize("mode", theme.MAP)
@pytest.mark.parametrize("palette", [*theme.SEQUENTIAL, "difference", "clusters"])
def test_lowest_class_faded_areas_and_land_are_told_apart(palette, mode):
    ground = theme.MAP[mode]
    lowest = min(PALETTES[palette], key=lambda colour: contrast(shown(colour, mode), ground.land))
    kinds = [shown(lowest, mode), shown(lowest, mode, theme.FADED_ALPHA), ground.land, ground.sea]
    distances = [np.linalg.norm(oklab(one) - oklab(other)) for one, other in itertools.combinations(kinds, 2)]
    assert min(distances) > APART


@pytest.mark.parametrize("mode", theme.MAP)
def test_the_legend_has_the_colours_of_the_map_and_knows_them_by_their_light_name(mode):
    about = paint.Legend("title", ((theme.SEQUENTIAL["gap"][4], "80 to 100"),), "note", grid=True)
    page = str(legend.written(about, [], faded=False, beyond=False, mode=mode))
    assert f'data-colour="{theme.SEQUENTIAL["gap"][4]}"' in page
    assert f"background:{shown(theme.SEQUENTIAL['gap'][4], mode)}ff" in page
    assert legend.said(about)[theme.BIVARIATE[2][2]] == "high need, low access"
