"""The command that lists providers."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest

from geo.analysis.providers import answering
from geo.export.points import to_points
from geo.store.atlas import load_atlas
from tests.helpers.running import assert_plain
from tests.helpers.tiny_content import ALDER


def test_every_provider_that_answers_an_outcome_area_is_listed_with_its_ward_and_district(run_tiny, tiny):
    done = run_tiny("providers")
    assert done.code == 0
    listed = pd.read_csv(io.BytesIO(done.out))
    providers = load_atlas(tiny.settings).providers
    expected = providers[providers["lsoa_code"].notna() & providers["service_type"].isin(answering(tiny.settings))]
    assert sorted(listed["provider_id"]) == sorted(expected.index)
    assert listed.groupby("district_code")["district"].unique().map(list).to_dict()[ALDER] == ["Alder"]


def test_the_forms_hold_the_same_rows(run_tiny):
    rows = pd.read_csv(io.BytesIO(run_tiny("providers", "--sector", "public").out))
    records = json.loads(run_tiny("providers", "--sector", "public", "--json").out)
    points = json.loads(run_tiny("providers", "--sector", "public", "--format", "geojson").out)
    assert [record["provider_id"] for record in records] == rows["provider_id"].tolist()
    assert [feature["properties"] for feature in points["features"]] == records
    assert points["attribution"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--service", "castle"], "Unknown service 'castle'. Valid: nursery_school (Nursery school)"),
        (["--sector", "church"], "Unknown sector 'church'. Valid: all, public, pvi."),
        (["--district", "E1"], "Unknown district 'E1'. Valid: E07000901 (Alder)"),
        (["--inspection", "9"], "Unknown inspection '9'. Valid: 1, 2, 3, 4, report_card, none."),
        (["--basis", "guessed"], "Unknown basis 'guessed'. Valid: registered, assumed, unknown, none."),
        (["--format", "xlsx"], "Unknown format 'xlsx'. Valid: csv, json, geojson."),
        (["--borders", "x"], "Unknown borders 'x'."),
        (["--least-places", "many"], "argument --least-places: invalid int value: 'many'"),
    ],
)
def test_what_does_not_exist_is_told_in_one_line(run_tiny, options, told):
    done = run_tiny("providers", *options)
    assert done.code == 2
    assert told in done.err
    assert_plain(done, 1)


def test_a_provider_without_a_place_has_no_point_and_is_listed(tiny):
    atlas = load_atlas(tiny.settings)
    one = atlas.providers.head(1).assign(lon=float("nan")).reset_index()
    (feature,) = json.loads(to_points(atlas, one))["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["lon"] is None
