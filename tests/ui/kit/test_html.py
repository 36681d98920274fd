"""HTML is a type of its own: every other text is escaped, whichever way it goes in."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from markupsafe import Markup

from ui.kit import cells, html, pictures, strips

ATTACK = "<img src=x onerror=alert('1')>\""
SQUARE = [[(0.0, 52.0), (0.1, 52.0), (0.1, 52.1), (0.0, 52.0)]]


@pytest.mark.parametrize(
    "made",
    [
        html.heading(ATTACK),
        html.paragraph(ATTACK, ATTACK),
        html.bullets([ATTACK]),
        html.details(ATTACK, html.paragraph(ATTACK)),
        html.cell(ATTACK, ATTACK),
        html.region(html.chip(ATTACK), ATTACK),
        html.link(ATTACK, ATTACK),
        html.definitions({ATTACK: ATTACK}),
        html.table([ATTACK], [[ATTACK, ATTACK]], [ATTACK]),
        html.join([ATTACK, html.small(ATTACK)]),
        strips.key([("circle", "red", ATTACK)]),
        strips.region(ATTACK, html.NOTHING),
        strips.bars([(ATTACK, 1.0, ATTACK)], [ATTACK]),
        pictures.locator({"a": SQUARE}, SQUARE, ATTACK, (100, 100), ATTACK),
    ],
)
def test_no_text_becomes_html(made):
    assert isinstance(made, Markup)
    assert "<img src=x" not in made
    assert "alert('1')" not in made


def test_what_is_html_is_not_escaped_again():
    assert html.table(["a"], [[html.cell("b & c")]]) == (
        '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><th scope="row">b &amp; c</th></tr></tbody></table>'
    )
    assert html.join([html.heading("a"), "<b>"]) == "<h3>a</h3>&lt;b&gt;"


def test_html_stays_html_when_it_is_kept():
    assert isinstance(pickle.loads(pickle.dumps(html.heading("a"))), Markup)  # noqa: S301 - written one line above


def test_cells_are_plain_values():
    table = pd.DataFrame({"name": ["b", "a", "b"], "count": [1, np.nan, 3]}, index=["x", "y", "z"])
    assert cells.counts(table["name"]) == {"b": 2, "a": 1}
    assert cells.texts(table["name"]) == {"x": "b", "y": "a", "z": "b"}
    assert cells.record(table, "z") == {"name": "b", "count": 3.0}
    assert [cells.number_or_none(value) for value in table["count"]] == [1.0, None, 3.0]
    assert all(cells.is_missing(value) for value in (None, np.nan, pd.NA, pd.NaT, np.float32("nan")))
    assert not any(cells.is_missing(value) for value in (0, "", False, [], np.float64(0)))
    with pytest.raises(TypeError):
        cells.number("3")
    with pytest.raises(TypeError):
        cells.words("abc")
