"""Words of the data and of the browser that look like templates: none is evaluated, all are shown as they are."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest

from geo.gaps import Query, score_areas
from geo.model import build_model
from geo.store import load_atlas
from ui import formats, hover, map_view, paint
from ui.page import Loaded
from ui.publish import publish
from ui.state import View

ROOT = Path(__file__).resolve().parents[2]
QUERY = Query("school_readiness", "ward")
VIEW = View(QUERY, "gap", None, None, show_providers=True, show_sites=False)
LINK = "https://gapmap.example.org/Gap_map?outcome=school_readiness"
WAYS = {
    "command": "{{ cycler.__init__.__globals__.os.mkdir(cycler.__init__.__globals__.os.environ.MARK_OF_THE_ATTACK) }}",
    "quoted": "{{ cycler.__init__.__globals__.os.popen('mkdir $MARK_OF_THE_ATTACK').read() }}",
    "sum": "{{ 7 * 191 }}",
    "statement": "{% for each in ().__class__.__base__.__subclasses__() %}{{ each }}{% endfor %}",
    "comment": "{# hidden #}shown",
    "broken": "{{ {% }} %}",
    "format": "{0.__class__} %(a)s %s ${HOME}",
}


@pytest.fixture
def loaded(tiny):
    atlas = load_atlas(tiny.settings)
    # Each has a stamp of its own: what is worked out once for a stamp is kept.
    return Loaded(atlas, build_model(atlas, tiny.settings), str(tiny.data), str(tiny.data))


@pytest.fixture
def mark(tmp_path, monkeypatch):
    """Folder that an evaluated template makes."""
    monkeypatch.setenv("MARK_OF_THE_ATTACK", str(tmp_path / "ran"))
    return tmp_path / "ran"


def spoilt(loaded: Loaded, words: str) -> Loaded:
    """Put the words wherever a brought file can put words."""
    atlas = loaded.atlas
    changed = dataclasses.replace(
        atlas,
        areas=atlas.areas.assign(label=words, name=words),
        sources=atlas.sources.assign(title=words, publisher=words, attribution=words),
        indicators=atlas.indicators.assign(name=words, unit=words),
        providers=atlas.providers.assign(name=words),
    )
    stamp = f"{loaded.stamp} {words}"
    return Loaded(changed, build_model(changed, loaded.settings), stamp, stamp)


@pytest.mark.parametrize("way", WAYS)
def test_names_in_the_data_are_never_evaluated_by_the_map_in_one_file(loaded, mark, way):
    words = WAYS[way]
    page = formats.made("html", spoilt(loaded, words), VIEW, LINK).decode()
    assert not mark.exists(), "a command ran"
    shown = html.unescape(re.sub("<[^>]*>", " ", page))
    assert words in shown
    assert "1337" not in page


@pytest.mark.parametrize("way", WAYS)
def test_the_address_that_a_browser_reports_is_never_evaluated_by_the_map_in_one_file(loaded, mark, way):
    words = WAYS[way]
    page = formats.made("html", loaded, VIEW, f"https://gapmap.example.org/{words}").decode()
    assert not mark.exists(), "a command ran"
    assert words in html.unescape(page)


@pytest.mark.parametrize("way", WAYS)
def test_names_in_the_data_are_never_evaluated_by_the_simple_map(loaded, mark, tmp_path, way):
    from streamlit_folium import _get_feature_group_string  # noqa: PLC0415 - what the page does with a layer

    from ui import leaflet_map, simple_map  # noqa: PLC0415 - folium is slow to import

    words = WAYS[way]
    scores = score_areas(loaded.model, QUERY)
    painted = paint.paint_scores(scores, "gap", np.ones(len(scores), bool))
    painting = map_view.Painting(painted, hover.pack(scores), hover.words(scores, words), [words] * len(scores))
    files = publish(loaded.atlas, loaded.settings, tmp_path)
    spec = leaflet_map.spec(files, "ward", painting, (), None, (-1, 52, 1, 53), "light", words)
    base = simple_map.BaseMap()
    base.render()
    script = _get_feature_group_string(simple_map.ViewLayer(spec), base)
    base.get_root().render()
    assert not mark.exists(), "a command ran"
    packed = re.search(r"gapMap\.read\('([A-Za-z0-9+/=]*)'\)", script)[1]
    assert json.loads(b64decode(packed)) == json.loads(json.dumps(spec))
