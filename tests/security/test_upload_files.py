"""A brought file reads no file of the server, asks no address, runs nothing and learns no secret."""

from __future__ import annotations

import ast
import http.server
import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from geo.base.errors import DataError
from geo.intake.reading.files import read_sheets
from geo.intake.reading.map_sheet import read_any
from geo.intake.reading.shapes import read_shapes
from geo.settings.limits import Limits
from tests.helpers.places import ROOT
from tests.security.seeds import maps, workbook, zipped

LIMITS = Limits(seconds=20)
PLANTED = "planted-words-of-the-server"
SQUARE = [[[0.0, 52.0], [0.1, 52.0], [0.1, 52.1], [0.0, 52.1], [0.0, 52.0]]]
# https://gdal.org/en/stable/user/virtual_file_systems.html
VSI = (
    "vsimem", "vsicurl", "vsicurl_streaming", "vsis3", "vsis3_streaming", "vsigs", "vsiaz", "vsiadls", "vsioss", "vsiswift", "vsihdfs",
    "vsiwebhdfs", "vsizip", "vsigzip", "vsitar", "vsi7z", "vsirar", "vsistdin", "vsistdout", "vsisubfile", "vsisparse", "vsicrypt",
    "vsicached",
    "vsipmtiles", "vsifile",
)  # fmt: skip


@pytest.fixture
def planted(tmp_path):
    """A map with a secret, as the server may hold one."""
    path = tmp_path / "planted.geojson"
    feature = {"type": "Feature", "properties": {"LSOA21CD": PLANTED}, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


@pytest.fixture
def asked():
    """A server on this computer, as there may be others beside the product; the requests that it gets."""
    requests: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(self.path)
            body = json.dumps({"type": "Polygon", "coordinates": SQUARE}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the name that the library calls

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", requests
    server.shutdown()
    server.server_close()


def said(content: bytes, name: str) -> str:
    """Everything that anybody gets to see of a file."""
    try:
        found = read_any(content, name, LIMITS, ())
    except DataError as error:
        return str(error)
    return "\n".join(f"{sheet.frame.to_csv()} {sheet.notes} {sheet.above}" for sheet in found)


def hostile(target: str) -> dict[str, bytes]:
    """Files that make GDAL, when it may choose what a file is, open a target."""
    return {
        "streamed.geojson": json.dumps(
            {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {target} ! write --of=stream streamed"}
        ).encode(),
        "topology.geojson": json.dumps({"type": "Topology", "objects": {"a": {"type": "link", "href": target}}}).encode(),
        "esri.geojson": json.dumps({"geometryType": "esriGeometryPolygon", "features": [], "url": target}).encode(),
        "features.geojson": json.dumps({"links": [{"rel": "data", "href": target}], "conformsTo": [target]}).encode(),
        "stac.geojson": json.dumps({"stac_version": "1.0.0", "type": "Catalog", "links": [{"rel": "child", "href": target}]}).encode(),
        "tiles.geojson": json.dumps({"tilejson": "3.0.0", "tiles": [target], "name": "x", "format": "pbf"}).encode(),
        "virtual.gpkg": f'<OGRVRTDataSource><OGRVRTLayer name="planted"><SrcDataSource>{target}</SrcDataSource></OGRVRTLayer>'
        "</OGRVRTDataSource>".encode(),
        "virtual.csv": f"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>{target}</SrcDataSource></OGRVRTLayer>".encode(),
        "wfs.geojson": f"<OGRWFSDataSource><URL>{target}</URL></OGRWFSDataSource>".encode(),
        "name.geojson": target.encode(),
        "driver.geojson": f"GeoJSON:{target}".encode(),
        "virtual.zip": zipped({"a.geojson": f"<OGRVRTDataSource><SrcDataSource>{target}</SrcDataSource></OGRVRTDataSource>".encode()}),
    }


def with_crs(crs: object) -> bytes:
    features = [{"type": "Feature", "properties": {"a": "b"}, "geometry": {"type": "Polygon", "coordinates": SQUARE}}]
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}).encode()


def test_no_file_of_the_server_is_read(planted: Path) -> None:
    for name, content in hostile(str(planted)).items():
        told = said(content, name)
        assert PLANTED not in told, name
        assert told, name


def test_no_address_is_asked(asked) -> None:
    address, requests = asked
    systems = (
        {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}},
        {"type": "url", "properties": {"url": f"{address}/crs"}},
        {"type": "name", "properties": {"name": f"{address}/crs"}},
        {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{address}"}},
        {"type": "OGC", "properties": {"urn": f"{address}/crs"}},
    )
    for name, content in hostile(f"{address}/map").items():
        said(content, name)
    for name in ("streamed.geojson", "virtual.gpkg"):
        said(hostile(f"/vsicurl/{address}/map")[name], name)
    for crs in systems:
        (sheet,) = read_any(with_crs(crs), "map.geojson", LIMITS, ())
        assert "does not say its coordinate system" in sheet.notes[0]
    assert requests == []


@pytest.mark.parametrize("prefix", VSI)
def test_no_virtual_file_system_is_entered(planted: Path, prefix: str) -> None:
    told = said(hostile(f"/{prefix}/{planted}")["streamed.geojson"], "streamed.geojson")
    assert "damaged" in told
    with pytest.raises(DataError, match="cannot be found"):
        read_shapes(Path(f"/{prefix}/{planted}"), f"/{prefix}/{planted}", LIMITS)


def test_systems_of_coordinates_name_no_file(planted: Path, asked) -> None:
    address, requests = asked
    parts = {name: content for name, content in unpacked(maps()["shp.zip"]).items() if not name.endswith(".prj")}
    for text in (f"+init={planted}:1", f"+proj=longlat +nadgrids={planted}", f"{address}/crs", f"init={planted}", f"@{planted}"):
        shapes = read_shapes(zipped(parts | {"map.prj": text.encode(), "map.cpg": f"../../{planted}".encode()}), "map.zip", LIMITS)
        assert len(shapes.frame) == 2
        assert "does not say its coordinate system" in shapes.notes[0]
    assert requests == []


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- GeoPackage ----------------------------------------------------------------------------------------------------------


def changed(folder: Path, *statements: str) -> bytes:
    """Return a GeoPackage on which SQL was run."""
    path = folder / "changed.gpkg"
    path.write_bytes(maps()["gpkg"])
    with closing(sqlite3.connect(path)) as base:
        base.create_function("ST_IsEmpty", 1, lambda _: 0)
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            base.create_function(name, 1, lambda _: 0.0)
        for statement in statements:
            base.execute(statement)
        base.commit()
    return path.read_bytes()


def test_views_of_a_geopackage_are_not_run(tmp_path: Path) -> None:
    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with_view = changed(
        tmp_path,
        f"CREATE VIEW loop AS SELECT *, ({slow}) AS endless FROM map",
        "UPDATE gpkg_geometry_columns SET table_name = 'loop'",
        "UPDATE gpkg_contents SET table_name = 'loop', identifier = 'loop'",
    )
    with pytest.raises(DataError, match="shapes in a view, which is a program and is not run"):
        read_shapes(with_view, "view.gpkg", LIMITS)
    about = changed(
        tmp_path,
        "ALTER TABLE gpkg_geometry_columns RENAME TO hidden",
        f"CREATE VIEW gpkg_geometry_columns AS SELECT *, ({slow}) AS endless FROM hidden",
    )
    with pytest.raises(DataError, match="has no layer with shapes"):
        read_shapes(about, "view.gpkg", LIMITS)
    # Beside a plain table whose name is the same but for a sign that other foldings take for a k.
    beside = changed(
        tmp_path,
        "ALTER TABLE gpkg_geometry_columns RENAME TO hidden",
        f"CREATE VIEW gpkg_geometry_columns AS SELECT *, ({slow}) AS endless FROM hidden WHERE ({slow}) > 0",
        'CREATE TABLE "gp\u212ag_geometry_columns" (a)',
    )
    with pytest.raises(DataError, match="has no layer with shapes"):
        read_shapes(beside, "view.gpkg", LIMITS)
    layer = changed(
        tmp_path,
        "ALTER TABLE map RENAME TO \u212a",
        f"CREATE VIEW k AS SELECT * FROM \u212a WHERE ({slow}) > 0",
        "UPDATE gpkg_geometry_columns SET table_name = 'k'",
    )
    with pytest.raises(DataError, match="shapes in a view"):
        read_shapes(layer, "view.gpkg", LIMITS)


def test_a_plain_table_may_have_the_word_in_a_column_and_be_named_in_large_letters(tmp_path: Path) -> None:
    content = changed(tmp_path, "ALTER TABLE map RENAME COLUMN code TO virtual_ward", "UPDATE gpkg_geometry_columns SET table_name = 'MAP'")
    assert read_shapes(content, "wards.gpkg", LIMITS).cells["virtual_ward"].tolist() == ["A", "B"]


def test_a_virtual_table_that_hides_what_it_is_is_none(tmp_path: Path) -> None:
    content = changed(
        tmp_path,
        "CREATE VIRTUAL TABLE found USING fts5(a)",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = 'CREATE /* */ VIRTUAL TABLE found USING fts5(a)', rootpage = 2 WHERE name = 'found'",
        "UPDATE gpkg_geometry_columns SET table_name = 'found', column_name = 'a'",
    )
    with pytest.raises(DataError, match="shapes in a view"):
        read_shapes(content, "virtual.gpkg", LIMITS)


def test_triggers_and_other_tables_of_a_geopackage_are_left_alone(planted: Path, tmp_path: Path) -> None:
    content = changed(
        tmp_path,
        "CREATE TRIGGER act AFTER INSERT ON map BEGIN SELECT load_extension('evil.so'); END",
        f"CREATE VIEW other AS SELECT gdal_get_pixel_value('{planted}', 1, 'georef', 0, 0) AS x",
        "CREATE TABLE more (a TEXT)",
    )
    shapes = read_shapes(content, "more.gpkg", LIMITS)
    assert shapes.frame["code"].tolist() == ["A", "B"]
    assert list(shapes.cells.columns) == ["code", "count"]


def test_functions_and_virtual_tables_of_a_geopackage_are_not_reached(planted: Path, tmp_path: Path) -> None:
    content = changed(
        tmp_path,
        "CREATE VIRTUAL TABLE found USING fts5(a)",
        "UPDATE gpkg_geometry_columns SET table_name = 'found', column_name = 'a'",
    )
    with pytest.raises(DataError, match="shapes in a view"):
        read_shapes(content, "virtual.gpkg", LIMITS)
    # A column that is worked out by a function which only GDAL knows.
    schema = f"CREATE TABLE bad (fid INTEGER PRIMARY KEY, geom BLOB, x TEXT DEFAULT (readfile('{planted}')))"
    content = changed(tmp_path, schema, "UPDATE gpkg_geometry_columns SET table_name = 'bad'", "INSERT INTO bad (fid, x) VALUES (1, 'y')")
    assert PLANTED not in said(content, "bad.gpkg")


def test_names_in_a_geopackage_are_never_sql(tmp_path: Path) -> None:
    name = 'a" UNION SELECT sql, 1 FROM sqlite_master -- '
    table = 'x"; DROP TABLE map; --'
    content = changed(
        tmp_path,
        f"ALTER TABLE map RENAME COLUMN code TO '{name}'",
        f"ALTER TABLE map RENAME TO '{table}'",
        f"UPDATE gpkg_geometry_columns SET table_name = '{table}'",
    )
    cells = read_shapes(content, "names.gpkg", LIMITS).cells
    assert cells[name].tolist() == ["A", "B"]


# --- Links, paths and processes --------------------------------------------------------------------------------------------


def test_parts_of_a_shapefile_that_are_links_are_not_followed(planted: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in unpacked(maps()["shp.zip"]).items():
            entry = zipfile.ZipInfo(name)
            if name.endswith((".dbf", ".shp")):
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
                content = str(planted).encode()  # noqa: PLW2901 - what a link is in a zip
            archive.writestr(entry, content)
    told = said(target.getvalue(), "links.zip")
    assert "damaged" in told
    assert PLANTED not in told


def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(DataError, match="is not a file"):
            read_sheets(path, path.name, LIMITS, ())


def test_the_process_knows_nothing_of_the_server(tmp_path: Path) -> None:
    """A copy of the process's code writes down what it finds instead of reading."""
    copy = tmp_path / "geo"
    shutil.copytree(ROOT / "geo", copy, ignore=shutil.ignore_patterns("__pycache__"))
    spy = """
import json, os, resource, sys
from pathlib import Path
def do(job, folder):
    about = {"env": dict(os.environ), "path": sys.path, "cwd": os.getcwd(), "files": sorted(os.listdir(folder)), "in": sys.stdin.read(),
             "open": sorted(os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")),
             "limits": {n: resource.getrlimit(getattr(resource, n))[0] for n in dir(resource) if n.startswith("RLIMIT")},
             "group": os.getpgrp()}
    (folder / "answer.json").write_text(json.dumps({"names": [json.dumps(about)]}))
"""
    (copy / "intake" / "inside" / "work.py").write_text(spy, encoding="utf-8")
    ask = (
        "import json, sys; from geo.intake.reading.shapes import map_columns; from geo.settings.limits import Limits;"
        "print(map_columns(b'a,b', 'a.csv', Limits(seconds=20))[0])"
    )
    secrets = {
        "DATABASE_PASSWORD": PLANTED,
        "AWS_SECRET_ACCESS_KEY": PLANTED,
        "PYTHONPATH": str(tmp_path),
        "LD_PRELOAD": "",
        "GDAL_DATA": "/x",
    }
    done = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=tmp_path,
        env=os.environ | secrets,
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.PIPE,
    )
    about = json.loads(done.stdout)
    assert PLANTED not in json.dumps(about)
    assert set(about["env"]) & set(secrets) == set()
    assert str(tmp_path) not in about["path"]
    assert "" not in about["path"]
    assert about["files"] == [".alive", "job.json", "source", "stderr"]
    assert about["env"]["HOME"] == about["cwd"]
    assert not Path(about["cwd"]).exists()
    assert about["in"] == ""
    assert not [path for path in about["open"] if path.startswith(("socket:", "pipe:"))]
    limits = about["limits"]
    assert limits["RLIMIT_AS"] == Limits().memory_bytes
    assert limits["RLIMIT_FSIZE"] == Limits().written_bytes
    assert (limits["RLIMIT_CPU"], limits["RLIMIT_NOFILE"], limits["RLIMIT_NPROC"], limits["RLIMIT_CORE"]) == (21, 64, 0, 0)
    assert about["group"] != os.getpgrp()


@pytest.mark.skipif(os.getuid() != 0 or shutil.which("setpriv") is None, reason="only root can start a process as somebody else")
def test_every_format_is_read_by_somebody_who_may_start_no_process(tmp_path: Path) -> None:
    """Root may start processes in spite of the limit; the account of a real server may not, nor the threads of the libraries."""
    place = tmp_path / "files"
    place.mkdir()
    contents = {
        "a.csv": b"a,b\n1,2\n",
        "a.xlsx": workbook(["a", "b"], [1, 2]),
        **{f"map.{name}": content for name, content in maps().items()},
    }
    for folder in (place, *place.parents[: len(place.parents) - 2]):
        folder.chmod(0o755)
    for name, content in contents.items():
        (place / name).write_bytes(content)
    ask = (
        "import sys, warnings; from pathlib import Path; from geo.intake.reading.map_sheet import read_any\n"
        "from geo.settings.limits import Limits\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()): print(path.name, len(read_any(path, path.name, Limits(), ())[0].frame))"
    )
    # Nobody, who may yet read the interpreter, wherever it is installed.
    nobody = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        "--inh-caps=+dac_read_search",
        "--ambient-caps=+dac_read_search",
    ]
    command = [*nobody, sys.executable, "-B", "-c", ask, str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert dict(line.split() for line in done.stdout.splitlines()) == {name: "1" if name.startswith("a.") else "2" for name in contents}


# --- Guards --------------------------------------------------------------------------------------------------------------


def test_readers_of_files_run_in_the_limited_process_alone() -> None:
    """Nothing outside `geo.intake.inside` imports it, and nothing outside it opens what was brought."""
    readers = {"python_calamine", "zipfile", "sqlite3", "pyogrio"}
    outside = list((ROOT / "geo" / "intake").glob("*.py"))
    outside += [*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py"), *ROOT.glob("*.py")]
    for path in outside:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.startswith("geo.intake.inside")], path
            if path.is_relative_to(ROOT / "geo" / "intake"):
                assert not {name.partition(".")[0] for name in names} & readers, path


def test_gdal_knows_shapefiles_alone() -> None:
    ask = "from geo.intake.inside.shapefile import only_driver; import pyogrio; only_driver(); print(sorted(pyogrio.list_drivers()))"
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['ESRI Shapefile']"
    users = [
        path.name
        for path in (ROOT / "geo" / "intake").rglob("*.py")
        if "pyogrio" in path.read_text(encoding="utf-8") or "read_file(" in path.read_text(encoding="utf-8")
    ]
    assert sorted(users) == ["maps.py", "shapefile.py"]
