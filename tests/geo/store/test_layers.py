"""Map layers in a database, as a GIS opens them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest

from geo.store.kept import place_of
from tests.helpers.postgres import REQUIRED
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import LSOAS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.settings.database import DatabaseAddress
    from tests.helpers.postgres import Server
    from tests.helpers.running import Run
    from tests.helpers.tiny import Tiny

GDAL_MISSING = "GDAL's commands (Debian: apt-get install gdal-bin) are not at hand"


@pytest.fixture
def address(tiny: Tiny, new_database: Callable[[], DatabaseAddress], monkeypatch: pytest.MonkeyPatch, run_tiny: Run) -> DatabaseAddress:
    """Let the tiny atlas keep in a database, and write its layers."""
    made = new_database()
    monkeypatch.setenv("GAPMAP_WORKSPACE", made.uri)
    assert run_tiny("workspace", "create").code == 0
    done = run_tiny("workspace", "layers")
    # Two districts, three wards, six neighbourhoods; seven providers; all areas for each of three outcome areas.
    assert (done.code, done.out.split()) == (0, [b"areas", b"11", b"providers", b"7", b"gaps", b"33"])
    assert tiny.settings.data.workspace == made
    return made


def as_gis(address: DatabaseAddress, layer: str, folder: Path) -> dict[str, list[dict[str, object]]]:
    """Read a layer as Debian's ogr2ogr does."""
    if shutil.which("ogr2ogr") is None:
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(GDAL_MISSING)
    out = folder / f"{layer}.geojson"
    parts = urlsplit(address.uri)
    login = f"user={parts.username} password={unquote(address.password)}"
    source = f"PG:host={parts.hostname} port={parts.port} dbname={parts.path[1:]} {login} schemas=gap_map_layers"
    subprocess.run(["ogr2ogr", "-f", "GeoJSON", out, source, layer, "-t_srs", "EPSG:4326"], check=True, capture_output=True)
    return json.loads(out.read_text(encoding="utf-8"))["features"]


def figures(postgres: Server, address: DatabaseAddress, question: str) -> list[tuple[object, ...]]:
    return postgres.run("SET search_path = gap_map_layers, public", question, database=address.uri.rpartition("/")[2])


def test_gaps_are_those_of_the_command(address: DatabaseAddress, run_tiny: Run, tmp_path: Path) -> None:
    shown = pd.DataFrame([one["properties"] for one in as_gis(address, "gaps", tmp_path)])
    done = run_tiny("gaps", "--outcome", "school_readiness", "--level", "lsoa", "-o", tmp_path / "gaps.csv")
    assert done.code == 0
    listed = pd.read_csv(tmp_path / "gaps.csv", dtype="str", keep_default_na=False)
    here = shown[(shown["outcome"] == "school_readiness") & (shown["level"] == "lsoa")].sort_values("rank")
    assert here["area_code"].tolist() == listed["area_code"].tolist()
    assert set(listed.columns) <= set(here.columns)
    for column in ("rank", "need_score", "access", "gap_score", "shortfall_places", "rank_low", "rank_high"):
        assert here[column].astype(float).tolist() == pd.to_numeric(listed[column]).tolist(), column
    assert here["reasons"].fillna("").tolist() == listed["reasons"].tolist()


def test_areas_and_providers_lie_where_they_are(postgres: Server, address: DatabaseAddress, tmp_path: Path) -> None:
    areas = as_gis(address, "areas", tmp_path)
    assert {one["properties"]["area_code"] for one in areas} >= set(LSOAS)
    assert {one["geometry"]["type"] for one in areas} == {"MultiPolygon"}
    providers = {one["properties"]["provider_id"]: one for one in as_gis(address, "providers", tmp_path)}
    assert providers["n-1"]["properties"]["name"] == "Provider n-1"
    # Six neighbourhoods of 2 km by 2 km, whose corners are written to about a metre; districts are their unions.
    sizes = dict(figures(postgres, address, "SELECT level, sum(ST_Area(geom)) FROM areas GROUP BY level"))
    assert sizes == {level: pytest.approx(24e6, rel=1e-3) for level in ("district", "ward", "lsoa")}
    inside = "SELECT provider_id, p.lsoa_code, a.area_code FROM providers p JOIN areas a ON ST_Within(p.geom, a.geom) AND a.level = 'lsoa'"
    placed = figures(postgres, address, inside)
    assert len(placed) >= 5
    assert [(name, told) for name, told, found in placed if told != found] == []


def test_layers_of_another_version_are_not_shown(postgres: Server, tiny: Tiny, address: DatabaseAddress, run_tiny: Run) -> None:
    place = place_of(tiny.settings)
    assert place is not None
    place.versions.keep(shutil.copytree, "A", "why")
    assert figures(postgres, address, "SELECT count(*) FROM gaps") == [(0,)]
    assert run_tiny("workspace", "layers").code == 0
    assert figures(postgres, address, "SELECT count(*) FROM gaps") == [(33,)]
    place.versions.undo("A", "why", seen=1)
    assert figures(postgres, address, "SELECT count(*) FROM areas") == [(0,)]


def test_a_reader_of_layers_sees_nothing_else(postgres: Server, address: DatabaseAddress, run_tiny: Run) -> None:
    name = address.uri.rpartition("/")[2]
    grants = "ALTER DEFAULT PRIVILEGES FOR ROLE officer IN SCHEMA gap_map_layers GRANT SELECT ON TABLES TO gis_reader"
    postgres.run("CREATE ROLE gis_reader", "GRANT USAGE ON SCHEMA gap_map_layers TO gis_reader", grants, database=name)
    assert run_tiny("workspace", "layers").code == 0
    read = (
        "SELECT has_table_privilege('gis_reader', 'gap_map_layers.gaps', 'SELECT'), has_schema_privilege('gis_reader', 'gap_map', 'USAGE')"
    )
    assert postgres.run(read, database=name) == [(True, False)]
    assert postgres.run("SET ROLE gis_reader", "SELECT count(*) FROM gap_map_layers.gaps", database=name) == [(33,)]
    postgres.run("DROP OWNED BY gis_reader", "DROP ROLE gis_reader", database=name)


def test_without_postgis_it_says_what_to_ask_for(postgres: Server, address: DatabaseAddress, run_tiny: Run) -> None:
    postgres.run("DROP EXTENSION postgis CASCADE", database=address.uri.rpartition("/")[2])
    done = run_tiny("workspace", "layers")
    assert done.code == 1
    assert "CREATE EXTENSION postgis" in done.err


def test_a_folder_has_files_for_that(tiny: Tiny, run_tiny: Run) -> None:
    with_workspace(tiny)
    done = run_tiny("workspace", "layers")
    assert done.code == 1
    assert "python -m geo export" in done.err
