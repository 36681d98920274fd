"""Plain tables say what the grids say, in words that a screen reader can read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tests.helpers.screens import open_page
from ui.view import grid
from ui.words import figures

FRAME = pd.DataFrame({"rank": [1, 2], "place": ["A & B", "C"], "share": [0.256, None], "gap": [71.26, 8.0], "children": [1234, 5]})
CONFIG = {
    "rank": st.column_config.NumberColumn("Rank"),
    "place": st.column_config.TextColumn("Place"),
    "share": st.column_config.NumberColumn("Public share", format="percent"),
    "gap": st.column_config.NumberColumn("Gap", format="%.1f"),
}


def test_rows_have_the_labels_and_formats_of_the_grid_and_the_place_as_header():
    page = grid.as_html(FRAME, CONFIG)
    heads = [part.split("<")[0] for part in page.split('<th scope="col">')[1:]]
    assert heads == ["Place", "Rank", "Public share", "Gap", "children"]
    assert '<th scope="row">A &amp; B</th><td>1</td><td>26%</td><td>71.3</td><td>1,234</td>' in page
    assert f'<th scope="row">C</th><td>2</td><td>{figures.NONE}</td><td>8.0</td><td>5</td>' in page


def test_a_long_grid_is_cut_after_sixty_rows():
    long = pd.DataFrame({"place": [f"Place {number}" for number in range(80)]})
    assert grid.as_html(long, {}).count('scope="row"') == grid.MOST_ROWS


def test_a_page_offers_its_grid_as_a_plain_table():
    app = open_page("pages/8_How_good_is_this.py")
    app.session_state["plain_agreement"] = True
    assert not app.run().exception
    rows = [page.count('scope="row"') for page in (part.proto.body for part in app.get("html")) if "bsg-plain" in page]
    assert rows == [len(app.dataframe[0].value)]


def test_columns_that_reach_a_thousand_are_whole_with_separators_and_small_ones_keep_their_decimals():
    frame = pd.DataFrame({"place": ["A", "B", "C"], "short": [4233.4, 12.6, None], "gained": [9.94, 999.9, None]})
    config = {name: st.column_config.NumberColumn(name, format="%.1f") for name in ("short", "gained")}
    page = grid.as_html(frame, config)
    assert '<th scope="row">A</th><td>4,233</td><td>9.9</td></tr>' in page
    assert '<th scope="row">B</th><td>13</td><td>999.9</td></tr>' in page
    assert f'<th scope="row">C</th><td>{figures.NONE}</td><td>{figures.NONE}</td></tr>' in page
    # The grid itself gets the same, in the format with which a browser writes separators.
    shown, settings = grid.large_in_whole(frame, config)
    assert shown["short"].dropna().tolist() == [4233, 13]
    assert [settings[name]["type_config"]["format"] for name in ("short", "gained")] == ["localized", "%.1f"]
    assert config["short"]["type_config"]["format"] == "%.1f"


def test_counts_have_no_decimals_whatever_column_they_stand_in():
    assert grid.count_or(pd.Series([4233.0, None, 12.0]), "%.2f") == "localized"
    assert grid.count_or(pd.Series([4233.0, 12.5]), "%.2f") == "%.2f"
    frame = pd.DataFrame({"place": ["A"], "children": [84.0]})
    assert "<td>84</td>" in grid.as_html(frame, {"children": st.column_config.NumberColumn("children", format="localized")})
