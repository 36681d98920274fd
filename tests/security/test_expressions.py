"""Names that the detailed map would evaluate or fill in: no word of the data stands in its description or in its cards' template."""

from __future__ import annotations

import dataclasses
import json
import re

import numpy as np
import pytest

from geo.base.vocabulary import LEVELS
from geo.method.gaps import Query, score_areas
from geo.method.model import build_model
from geo.store.atlas import load_atlas
from geo.whatif.scene import Scene
from ui.kit import theme
from ui.map import detailed, hover, paint
from ui.map.choose import clicked_code
from ui.map.publish import provider_points, publish
from ui.screens.providers import points_map
from ui.view.state import View

NAMES = ("@@=((((", "@@=i", "@@#a.b", "{d} {i} {k}", "<img src=x onerror=alert(1)>", '"}],"layers":[]')
FIT = (-1.0, 52.0, 1.0, 53.0)
# A palette and one number an area; a property that we named ourselves.
EXPRESSION = re.compile(r"@@=(\(\[[0-9.,\[\]]*\]\)\[\(('\d*'|\[[0-9,]*\])\)\[properties\.i\]\]|[spt])")
OUR_WORDS = re.compile(r"[A-Za-z0-9 :/._?=-]*|#[0-9a-f]+|system-ui, .*")


@pytest.fixture
def spoilt(tiny):
    """The tiny atlas with a name that is an expression, a pattern or HTML wherever there is a name."""
    atlas = load_atlas(tiny.settings)

    def named(count):
        return np.resize(np.array(NAMES), count)

    areas = atlas.areas.assign(name=named(len(atlas.areas)), label=named(len(atlas.areas)))
    providers = atlas.providers.assign(name=named(len(atlas.providers)))
    changed = dataclasses.replace(atlas, areas=areas, providers=providers)
    return Scene(build_model(changed, tiny.settings), str(tiny.data))


@pytest.fixture
def files(spoilt):
    return publish(spoilt.atlas, spoilt.settings)


def texts(value):
    """Every text of a description, names of its parts too."""
    if isinstance(value, dict):
        return [*value, *(text for one in value.values() for text in texts(one))]
    return [text for one in value for text in texts(one)] if isinstance(value, list) else [value] if isinstance(value, str) else []


def assert_ours(deck):
    for text in texts(json.loads(deck.json)):
        assert EXPRESSION.fullmatch(text) or (OUR_WORDS.fullmatch(text) and not text.startswith("@@")) or text == "@@type", text


def notes():
    return [{"k": "n", "i": number, "s": "note", "p": [0.1, 52.1], "t": name, "d": name} for number, name in enumerate(NAMES)]


@pytest.mark.parametrize("level", LEVELS)
def test_the_description_of_the_map_holds_no_word_of_the_data(spoilt, files, level):
    scores = score_areas(spoilt.model, Query("school_readiness", level))
    painted = paint.paint_scores(scores, "gap", np.ones(len(scores), bool))
    chosen = files.codes[level][0]
    deck = detailed.build_deck(files, level, painted, sorted(files.groups), chosen, FIT, "light", notes=notes())
    assert_ours(deck)
    assert [card["t"] for card in deck.cards[-1]] == list(NAMES), "the cards have them"


def test_the_map_of_providers_holds_no_word_of_the_data(spoilt, files, monkeypatch):
    points = provider_points(spoilt.atlas, spoilt.settings)
    view = View(Query("school_readiness", "district"), "gap", None, None, show_providers=True, show_sites=False)
    scores = score_areas(spoilt.model, view.query)
    plain_paint = paint.Paint((0,) * len(scores), (theme.rgba(theme.PLAIN),), paint.Legend("a", (), "b"))
    monkeypatch.setattr(points_map, "published", lambda _: files)
    deck = points_map._deck(spoilt, plain_paint, points, points[0], FIT)
    assert_ours(deck)
    drawn = {layer["id"]: layer for layer in json.loads(deck.json)["layers"]}["providers-found"]["data"]
    assert [point["i"] for point in drawn] == list(range(len(points)))
    assert [card["t"] for card in deck.cards[-1]] == [point["t"] for point in points]


def test_the_template_of_the_cards_takes_a_kind_and_a_number_only(spoilt, files):
    assert set(re.findall(r"{(.*?)}", detailed.CARD)) == {"k", "i"}
    records = [*provider_points(spoilt.atlas, spoilt.settings), *notes()]
    for level in LEVELS:
        records += [feature["properties"] for feature in json.loads(files.read(f"{level}.json"))["features"]]
    for record in records:
        assert re.fullmatch(r"[apn]", record["k"])
        assert isinstance(record["i"], int)


def test_a_ring_of_local_knowledge_chooses_no_area_of_a_provider_that_has_its_number(files):
    view = View(Query("school_readiness"), "gap", None, None, show_providers=True, show_sites=False)
    number = next(number for number, home in enumerate(files.homes) if home)
    assert clicked_code({"providers-x": [{"i": number}]}, files, view) == files.homes[number]["lsoa"]
    assert clicked_code({"notes": [{"i": number}]}, files, view) is None


def test_what_the_script_of_the_cards_is_sent_is_what_it_shows_and_what_it_finds_that_by():
    assert set(hover.TOLD) == {"k", "i", "t", "d"}
    script = (theme.STATIC / "hover.js").read_text(encoding="utf-8")
    assert "innerHTML" not in script
    assert "insertAdjacentHTML" not in script
