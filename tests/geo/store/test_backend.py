"""Everything that is read of an atlas comes from its store, and from nowhere else: a store that has no folder gives the same answers."""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from geo.analysis.clusters import neighbour_graph
from geo.base.vocabulary import LEVELS
from geo.export.paper_map import draw_sheet
from geo.method.gaps import gap_list
from geo.method.model import build_model
from geo.method.query import Query
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.folder import FolderStore, store_of
from geo.store.gazetteer import load_gazetteer
from geo.store.outlines import outlines
from geo.store.version import data_stamp, data_version
from geo.store.vintage import read_changes
from geo.whatif.borders import borders_of
from tests.helpers.tiny_content import ALDER, LSOAS

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from geo.base.vocabulary import Level
    from geo.contract.check import CheckReport
    from geo.contract.references import Tables
    from geo.settings.model import Settings
    from geo.store.backend import Store

BORDERS = '[borders.two]\nname = "Two"\nfile = "borders/two.csv"\n\n[data]'
CHANGES = f"lsoa11_code,lsoa_code,change_code\nE01000801,{LSOAS[0]},U\n"
POSTCODES = f"postcode,easting,northing,lsoa_code\nAB11AA,541000,271000,{LSOAS[0]}\nAB11AB,530000,271000,\n"


@dataclass(frozen=True)
class Remembered:
    """A store that holds in memory what another one gave."""

    checked: tuple[Tables, CheckReport]
    shapes: dict[Level, dict[str, dict[str, Any]]]
    around: dict[str, Any]
    places: pd.DataFrame
    changes: pd.DataFrame
    groups: dict[str, pd.Series[str]]

    def tables(self, _settings: Settings) -> tuple[Tables, CheckReport]:
        return self.checked

    def outlines(self, level: Level) -> dict[str, dict[str, Any]]:
        return self.shapes[level]

    def land(self) -> dict[str, Any]:
        return self.around

    def postcodes(self) -> pd.DataFrame:
        return self.places

    def lsoa_changes(self) -> pd.DataFrame:
        return self.changes

    def grouping(self, file: str, _lsoas: Collection[str]) -> pd.Series[str]:
        return self.groups[file]

    def version(self) -> str:
        return "remembered"

    def stamp(self) -> str:
        return "remembered"

    def as_folder(self) -> Path:
        raise AssertionError("no answer needs a folder")


def remembered(store: Store, settings: Settings) -> Store:
    groups = {border.file.as_posix(): store.grouping(border.file.as_posix(), LSOAS) for border in settings.borders.values()}
    shapes = {level: store.outlines(level) for level in LEVELS}
    return Remembered(store.tables(settings), shapes, store.land(), store.postcodes(), store.lsoa_changes(), groups)


@pytest.fixture
def both(tiny):
    """Give the settings and two atlases: read from a folder, and from memory."""
    (tiny.data / "borders").mkdir()
    rows = [f"{code},{'east' if place % 2 else 'west'}" for place, code in enumerate(LSOAS)]
    (tiny.data / "borders" / "two.csv").write_text("\n".join(["lsoa_code,group", *rows, ""]), encoding="utf-8")
    (tiny.data / "lsoa_changes.csv").write_text(CHANGES, encoding="utf-8")
    (tiny.data / "postcodes.csv").write_text(POSTCODES, encoding="utf-8")
    tiny.edit_text("config.toml", "[data]", BORDERS)
    settings = load_settings(tiny.config)
    atlas = load_atlas(settings)
    return settings, atlas, dataclasses.replace(atlas, store=remembered(atlas.store, settings)), tiny.data


def answers(atlas, settings):
    """Ask for everything that an atlas reads after its tables."""
    nowhere = float("nan")
    rows = {"postcode": ["ab1 1aa", "AB1 1AB", ""], "easting": [nowhere, nowhere, 543_000], "northing": [nowhere, nowhere, 273_000]}
    placed = load_gazetteer(atlas).place(pd.DataFrame(rows))
    grouped = borders_of(atlas, settings, "two")
    return {
        "list": gap_list(build_model(atlas, settings), Query("school_readiness")).to_csv(),
        "other borders": gap_list(build_model(grouped, settings), Query("school_readiness", "district")).to_csv(),
        "outlines": [outlines(given, level) for given in (atlas, grouped) for level in LEVELS],
        "neighbours": [neighbour_graph(given, level).adjacency.to_csv() for given in (atlas, grouped) for level in LEVELS],
        "paper": draw_sheet(atlas, "lsoa", (ALDER,), LSOAS[:2], 150, 150),
        "postcodes": placed.to_csv(),
        "changes": read_changes(atlas).to_csv(),
    }


def test_a_store_without_a_folder_gives_the_same_answers(both):
    settings, atlas, in_memory, folder = both
    expected = answers(atlas, settings)
    assert expected["paper"].land
    assert LSOAS[0] in expected["postcodes"]
    assert "E01000801" in expected["changes"]
    shutil.rmtree(folder)
    assert answers(in_memory, settings) == expected


def test_groups_in_the_place_of_districts_have_neighbours_too(both):
    settings, atlas, _, _ = both
    grouped = borders_of(atlas, settings, "two")
    graph = neighbour_graph(grouped, "district")
    assert list(graph.unique_ids) == grouped.at("district").index.tolist()
    assert graph.n_edges == 2


def test_the_version_tells_changes_of_settings_and_of_every_file_apart(both):
    _, atlas, _, folder = both
    config = folder.parent / "config.toml"
    seen = {data_version(config, atlas.store)}
    for path in (config, folder / "areas.csv", folder / "borders" / "two.csv", folder / "boundaries" / "land.geojson"):
        path.write_bytes(path.read_bytes() + b"\n")
        seen.add(data_version(config, atlas.store))
    (folder / "notes.txt").write_text("not read", encoding="utf-8")
    seen.add(data_version(config, atlas.store))
    assert len(seen) == 5


def test_the_stamp_is_of_what_is_in_them_wherever_they_lie(tiny, tmp_path):
    def stamp(config):
        settings = load_settings(config)
        return data_stamp(settings, store_of(settings))

    first = stamp(tiny.config)
    there = tmp_path / "another" / "place"
    shutil.copytree(tiny.data, there / "data")
    written = tiny.config.read_text(encoding="utf-8")
    # Of another server: where what is kept lies, who may write, which port figures for a monitor have.
    own = "[people]\nopen_to_all = true\n\n[metrics]\nport = 9102\n\n[data]\nkeep_versions = 7\nworkspace = 'kept'\n"
    (there / "config.toml").write_text(f"# north\n{written}".replace("[data]\n", own), encoding="utf-8")
    assert stamp(there / "config.toml") == first
    seen = {first}
    for path in (there / "data" / "areas.csv", there / "data" / "boundaries" / "land.geojson"):
        path.write_bytes(path.read_bytes() + b"\n")
        seen.add(stamp(there / "config.toml"))
    (there / "data" / "evidence.csv").rename(there / "data" / "evidences.csv")
    seen.add(stamp(there / "config.toml"))
    for before, after in (("detour = 1.3", "detour = 1.4"), ("[data]", "[data]\nchildren_source = 'other'")):
        assert before in written
        (there / "config.toml").write_text(written.replace(before, after), encoding="utf-8")
        seen.add(stamp(there / "config.toml"))
    assert len(seen) == 6


def test_stores_of_one_place_are_equal(tmp_path):
    assert FolderStore(tmp_path) == FolderStore(tmp_path)
    assert FolderStore(tmp_path) != FolderStore(tmp_path / "other")
