"""The atlas: typed, sorted, read only from a folder that keeps the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.base.errors import DataError
from geo.contract import check_folder
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.folder import FolderStore
from tests.helpers.places import CONFIG
from tests.helpers.tiny_content import ALDER, BOURNE, LSOAS

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny

CHILDREN = {
    "Cambridge": 6347,
    "East Cambridgeshire": 4519,
    "Fenland": 5172,
    "Huntingdonshire": 9660,
    "Peterborough": 14163,
    "South Cambridgeshire": 8772,
}


def test_levels_are_sorted_and_typed(tiny: Tiny) -> None:
    atlas = load_atlas(tiny.settings)
    assert list(atlas.at("district").index) == [ALDER, BOURNE]
    assert list(atlas.at("lsoa").index) == list(LSOAS)
    assert atlas.areas.index.is_monotonic_increasing
    assert atlas.areas["children_0_4"].dtype == "int64"
    assert atlas.areas["centroid_e"].dtype == "float64"
    assert atlas.at("lsoa")["children_0_4"].sum() == atlas.at("district")["children_0_4"].sum() == 425
    assert atlas.store == FolderStore(tiny.data)


def test_empty_cells_are_missing_not_zero(tiny: Tiny) -> None:
    atlas = load_atlas(tiny.settings)
    assert pd.isna(atlas.providers.loc["n-4", "places"])
    assert pd.isna(atlas.providers.loc["n-5", "lsoa_code"])
    assert pd.isna(atlas.areas.loc[ALDER, "ward_code"])
    suppressed = atlas.indicator_values[atlas.indicator_values["flag"] == "c"]
    assert suppressed["value"].isna().all()
    assert len(suppressed) == 1


def test_words_such_as_none_and_na_are_text(tiny: Tiny) -> None:
    tiny.edit_text("providers.csv", "Provider n-1", "NA")
    tiny.edit_text("providers.csv", "Provider n-2", "None")
    names = load_atlas(tiny.settings).providers["name"]
    assert (names["n-1"], names["n-2"]) == ("NA", "None")


def test_both_provider_files_make_one_table(tiny: Tiny) -> None:
    atlas = load_atlas(tiny.settings)
    assert list(atlas.providers.index) == ["hub-1", "n-1", "n-2", "n-3", "n-4", "n-5", "osm-1"]
    assert atlas.providers.loc["osm-1", "source_id"] == "osm"


def test_order_of_rows_does_not_matter(tiny: Tiny) -> None:
    before = load_atlas(tiny.settings)
    for name in ("areas.csv", "providers.csv", "indicator_values.csv"):
        path = tiny.data / name
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join([header, *reversed(rows)]), encoding="utf-8")
    after = load_atlas(tiny.settings)
    pd.testing.assert_frame_equal(after.areas, before.areas)
    pd.testing.assert_frame_equal(after.providers, before.providers)
    pd.testing.assert_frame_equal(after.indicator_values, before.indicator_values)


def test_broken_data_raises_everything_at_once(tiny: Tiny) -> None:
    (tiny.data / "evidence.csv").unlink()
    tiny.set_cell("providers.csv", 3, "sector", "private")
    tiny.edit_text("boundaries/lsoa.geojson", '"Polygon"', '"Point"')
    with pytest.raises(DataError) as caught:
        load_atlas(tiny.settings)
    files = [problem.file for problem in caught.value.problems]
    assert files == ["data/providers.csv", "data/evidence.csv", "data/boundaries/lsoa.geojson"]
    assert len(str(caught.value).splitlines()) == 3


def test_embedded_data_keep_the_contract_and_the_published_totals() -> None:
    settings = load_settings(CONFIG)
    report = check_folder(settings)
    assert [str(problem) for problem in report.problems] == []
    assert report.warnings == ()
    assert [report.counts[level] for level in ("district", "ward", "lsoa")] == [6, 120, 516]
    atlas = load_atlas(settings)
    districts = atlas.at("district")
    assert dict(zip(districts["name"], districts["children_0_4"], strict=True)) == CHILDREN
    nurseries = atlas.providers[atlas.providers["service_type"].isin(["day_nursery", "preschool"])]
    inside = nurseries["lsoa_code"].notna()
    assert inside.sum() == 357
    assert (~inside).sum() == 353
    assert nurseries.loc[inside, "places"].sum() == 16_850
    assert nurseries.loc[inside, "places"].isna().sum() == 24


def test_embedded_providers_of_every_kind_are_there() -> None:
    atlas = load_atlas(load_settings(CONFIG))
    inside = atlas.providers[atlas.providers["lsoa_code"].notna()]
    numbers = inside["service_type"].value_counts()
    assert numbers["nursery_school"] == 8
    assert numbers["school_nursery"] == 65
    assert numbers["family_hub"] == 35
    classes = inside[inside["service_type"] == "school_nursery"]
    assert set(classes["places_basis"]) == {"assumed"}
    assert set(classes["places"]) == {26}


def test_each_outcome_has_two_scored_indicators_and_one_below_district_level() -> None:
    settings = load_settings(CONFIG)
    atlas = load_atlas(settings)
    valued = set(atlas.indicator_values.dropna(subset="value")["indicator_id"])
    for outcome in settings.outcomes.values():
        scored = [name for name, use in outcome.indicators.items() if use.role != "context" and name in valued]
        assert len(scored) >= 2
        assert set(atlas.indicators.loc[scored, "published_level"]) & {"ward", "lsoa"}
