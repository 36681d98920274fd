"""What lies around the areas of a map: sea, lines and names, from tables that a data folder need not have."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.store.atlas import Basemap, load_atlas
from ui.map.surroundings import surroundings


@pytest.fixture
def atlas(tiny):
    return load_atlas(tiny.settings)


def test_a_folder_without_lines_and_names_gives_a_map_without_them(atlas, tiny):
    around = surroundings(replace(atlas, basemap=Basemap()), tiny.settings.map)
    assert (around["lines"], around["names"], around["credit"], around["tiles"]) == ([], [], "", None)


def test_lines_keep_the_order_of_their_points_and_names_come_by_residents_then_by_kind(atlas, tiny):
    lines = pd.DataFrame(
        [
            ("l2", "river", "Cam", 1, 52.0, 0.1),
            ("l1", "road", "A1", 2, 52.2, 0.2),
            ("l1", "road", "A1", 1, 52.1, 0.3),
            ("l2", "river", "Cam", 2, 52.1, 0.1),
        ],
        columns=["line_id", "kind", "name", "order", "latitude", "longitude"],
    ).assign(source_id="s")  # fmt: skip
    labels = pd.DataFrame(
        [
            ("a", "Small", "settlement", 900, 52.0, 0.0),
            ("b", "Large", "settlement", 90_000, 52.3, 0.3),
            ("c", "Shire", "county", None, 52.4, 0.4),
        ],
        columns=["label_id", "name", "kind", "population", "latitude", "longitude"],
    ).assign(source_id="s").set_index("label_id")  # fmt: skip
    # 537 m east of the Greenwich meridian at about 52.0; the list of villages has Small too.
    places = pd.DataFrame(
        [
            ("p1", "Halt", "station", 537_000, 236_000),
            ("p2", "Small", "village", 537_400, 236_000),
            ("p3", "End", "village", 550_000, 260_000),
        ],
        columns=["place_id", "name", "kind", "easting", "northing"],
    ).assign(source_id="s").set_index("place_id")  # fmt: skip
    around = surroundings(replace(atlas, basemap=Basemap(places, lines, labels)), tiny.settings.map)
    assert [(line["k"], line["t"], line["p"]) for line in around["lines"]] == [
        ("road", "A1", [[52.1, 0.3], [52.2, 0.2]]),
        ("river", "Cam", [[52.0, 0.1], [52.1, 0.1]]),
    ]
    assert [(name["t"], name["k"]) for name in around["names"]] == [
        ("Shire", "county"),
        ("Large", "city"),
        ("Small", "village"),
        ("End", "village"),
        ("Halt", "station"),
    ]
    zooms = [name["z"] for name in around["names"]]
    assert zooms == sorted(zooms)


def test_the_sea_is_what_is_no_land_and_a_tile_server_takes_its_place(atlas, tiny):
    around = surroundings(atlas, tiny.settings.map)
    assert set(around["sea"]) >= {"type"}
    (south, west), (north, east) = around["bounds"]
    assert south < north
    assert west < east
    tiles = tiny.settings.map.model_copy(update={"tile_url": "https://tiles.example.gov.uk/{z}/{x}/{y}.png", "tile_attribution": "OS"})
    assert surroundings(atlas, tiles)["tiles"] == {"url": tiles.tile_url, "attribution": "OS"}
