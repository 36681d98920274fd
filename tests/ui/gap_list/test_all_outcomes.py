"""All outcome areas in one file: the rows of the single lists, one after the other, on the page and on the command line."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from geo.cli.main import main
from geo.export.tables import to_csv
from tests.helpers.screens import open_page, words
from tests.helpers.told_csv import taken_apart
from tests.ui.gap_list.test_narrowed import view
from ui.gap_list import all_outcomes, formats, narrowed
from ui.scene import loading
from ui.words import gap_list as text
from ui.words import share as share_words
from ui.words import sure as sure_words


@pytest.fixture(scope="module")
def scene():
    return loading.load()


@pytest.fixture
def asked(scene):
    """A district with priority wards in some outcome areas and none in others."""
    return next(
        one
        for one in (view(districts=(district,)) for district in scene.atlas.at("district").index)
        if 1 < all_outcomes.rows(scene, one)["outcome"].nunique() < len(scene.settings.outcomes)
    )


def single(asked, outcome):
    return replace(asked, query=replace(asked.query, outcome=outcome))


@pytest.mark.parametrize("priority_only", [True, False])
def test_the_file_of_all_is_the_single_files_below_each_other(scene, asked, priority_only, capfdbinary):
    asked = replace(asked, priority_only=priority_only)
    files = [formats.made("csv", scene, single(asked, outcome), "").decode("utf-8-sig").splitlines() for outcome in scene.settings.outcomes]
    whole = all_outcomes.made("csv", scene, asked).decode("utf-8-sig").splitlines()
    assert whole == [files[0][0], *(line for lines in files for line in lines[1:])]
    options = ["--level", asked.query.level, "--district", *asked.query.districts, *["--priority"] * priority_only]
    assert main(["gaps", "--outcome", "all", *options]) == 0
    assert capfdbinary.readouterr().out.decode().splitlines() == whole


def test_the_workbook_of_all_has_the_words_and_figures_of_each_list(scene, asked):
    content = io.BytesIO(all_outcomes.made("xlsx", scene, asked))
    listed = pd.read_excel(content, sheet_name=share_words.LIST_SHEET, engine="openpyxl")
    start = 0
    first = openpyxl.load_workbook(content)[text.EXPLAINED_SHEET]
    for key, outcome in scene.settings.outcomes.items():
        own = narrowed.listed(scene, single(asked, key))
        part = listed.iloc[start : start + len(own)]
        start += len(own)
        assert set(part[text.HEADINGS["outcome"]]) <= {outcome.name}
        for name in ("rank", "area_label", "need_score", "access", "gap_score", "rank_low", "confidence"):
            assert part[text.HEADINGS[name]].tolist() == own[name].tolist()
        assert f"{outcome.name}: {len(own)}" in first["A2"].value
    assert start == len(listed) > 0
    assert listed[sure_words.COLUMN].str.contains("; here ").all()


def test_the_explained_csv_of_all_has_the_words_of_the_workbook(scene, asked):
    content = all_outcomes.made("explained_csv", scene, asked)
    book = pd.read_excel(io.BytesIO(all_outcomes.made("xlsx", scene, asked)), sheet_name=share_words.LIST_SHEET, engine="openpyxl")
    above, listed, below = taken_apart(content)
    pd.testing.assert_frame_equal(listed, book, check_dtype=False)
    assert text.EXPLAINED_BELOW in above
    assert text.HEADINGS["gap_class"] in below
    assert set(listed[text.HEADINGS["outcome"]]) <= {outcome.name for outcome in scene.settings.outcomes.values()}


def test_the_page_offers_it_and_says_where_it_cannot(scene, asked):
    told = share_words.all_outcomes(str(scene.atlas.areas.at[asked.query.districts[0], "name"]), priority_only=True)
    page = open_page("pages/2_Gap_list.py", **asked.params())
    page.session_state["unfolded"] = {"list_formats": True}
    page.run()
    assert told in words(page)
    own = open_page("pages/2_Gap_list.py", **{**asked.params(), "target": "20"})
    own.session_state["unfolded"] = {"list_formats": True}
    own.run()
    assert share_words.ALL_NOT_OWN in words(own)


def test_an_option_of_one_outcome_area_is_refused_for_all(capsys):
    assert main(["gaps", "--outcome", "all", "--level", "ward", "--target", "20"]) == 2
    assert "--target" in capsys.readouterr().err


def test_nothing_anywhere_gives_headings_alone(scene):
    empty = all_outcomes.every_outcome(
        view().query, scene.settings.outcomes, lambda query: narrowed.rows(scene, query, priority_only=True).head(0)
    )
    assert to_csv(empty, bom=False) == to_csv(narrowed.listed(scene, view()).head(0), bom=False)
