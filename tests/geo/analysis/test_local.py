"""Local knowledge in place: where entries lie, and scores without marked providers, by hand and against a smaller atlas."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.analysis.local_knowledge import count_by_area, entries_of, placed_entries
from geo.method.gaps import Query, gap_list, score_areas
from geo.method.model import build_model
from geo.store.ledger_entry import COLUMNS, Entry
from geo.whatif.left_out import leave_out
from tests.helpers import grids


def table(*entries):
    return pd.DataFrame([entry.__dict__ for entry in entries], columns=list(COLUMNS)).rename_axis("entry_id")


def entry(kind, target, mark="other"):
    return Entry(kind, target, mark, "note", "A Lead", "2026-11-01")


@pytest.fixture(scope="module")
def model():
    return grids.model()


@pytest.fixture(scope="module")
def placed(model):
    home = {"lsoa_code": "L2", "ward_code": model.atlas.areas.at["L2", "ward_code"], "district_code": "D1", "lon": 0.1, "lat": 52.2}
    atlas = replace(model.atlas, providers=model.atlas.providers.assign(**home))
    provider = str(atlas.providers.index[0])
    entries = table(entry("provider", provider), entry("area", "L4"), entry("area", "D1"), entry("provider", "unheard-of"))
    return placed_entries(entries, atlas)


def test_entries_lie_where_their_provider_or_area_lies(placed):
    assert placed.index.tolist() == [0, 1, 2]
    assert placed["lsoa_code"].fillna("").tolist() == ["L2", "L4", ""]
    assert placed["district_code"].tolist() == ["D1", "D2", "D1"]
    assert placed.loc[0, ["lon", "lat"]].tolist() == [0.1, 52.2]


@pytest.mark.parametrize(
    ("level", "area", "found"),
    [("lsoa", "L2", [0]), ("lsoa", "L4", [1]), ("lsoa", "L1", []), ("district", "D1", [0, 2]), ("district", "D2", [1])],
)
def test_an_area_has_the_entries_about_it_and_about_what_is_inside(placed, level, area, found):
    assert entries_of(placed, level, area).index.tolist() == found


def test_counts_by_area(placed):
    assert count_by_area(placed, "district") == {"D1": 2, "D2": 1}
    assert count_by_area(placed, "lsoa") == {"L2": 1, "L4": 1}


def test_without_a_provider_the_scores_are_those_of_an_atlas_without_it(model):
    gone = model.atlas.providers.index[0]
    smaller = replace(model.atlas, providers=model.atlas.providers.drop(index=gone))
    expected = score_areas(build_model(smaller, model.settings), Query("school"))
    left = leave_out(model, [gone, "unheard-of"])
    pd.testing.assert_frame_equal(score_areas(left, Query("school")), expected)
    assert not expected["access"].equals(score_areas(model, Query("school"))["access"])
    assert "local knowledge leaves out 1" in gap_list(left, Query("school"))["method_version"].iloc[0]
    assert leave_out(model, ["unheard-of"]) is model
