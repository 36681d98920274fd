"""Files that are made to do harm: each ends in one clear sentence, soon, and without filling the memory."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Polygon

from geo.base.errors import DataError
from geo.intake.reading.files import read_sheets
from geo.intake.reading.shapes import read_shapes
from geo.settings.limits import Limits
from tests.geo.intake.test_reading import PLAIN, workbook, zipped
from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIMITS = Limits()
# What a reader may take for itself besides the limits: Python, pandas, and a map library.
MOST_MB = 1_000
MOST_SECONDS = 30

MEASURED = """
import json, resource, sys, time
from pathlib import Path
from geo.base.errors import DataError
from geo.settings.limits import Limits
from geo.intake.reading.files import read_sheets
from geo.intake.reading.shapes import read_shapes
how, path, limits = sys.argv[1], Path(sys.argv[2]), Limits(**json.loads(sys.argv[3]))
start, message = time.monotonic(), "read"
try:
    read_sheets(path, path.name, limits, ()) if how == "sheets" else read_shapes(path, path.name, limits)
except DataError as error:
    message = str(error)
seconds = time.monotonic() - start
# Not ru_maxrss of this process: on Linux it begins with that of the process that started it.
own = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([message, seconds, own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


def measured(path: Path, how: str = "sheets", **limits: int) -> str:
    """Read a file in a process of its own; return the message after a look at its time and memory."""
    command = [sys.executable, "-c", MEASURED, how, str(path), json.dumps(limits)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    message, seconds, *kilobytes = json.loads(done.stdout)
    assert seconds < min(MOST_SECONDS, limits.get("seconds", MOST_SECONDS) + 5)
    assert max(kilobytes) < MOST_MB * 1000
    assert path.name in message.partition(": ")[0], message
    assert message.count("\n") == 0
    return message


def refused(content: bytes, name: str = "table.csv", limits: Limits = LIMITS) -> str:
    start = time.monotonic()
    with pytest.raises(DataError) as caught:
        read_sheets(content, name, limits, ())
    assert time.monotonic() - start < 60
    (problem,) = caught.value.problems
    assert problem.message.endswith((".", ")."))
    return str(problem)


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def replaced(book: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one part of it changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOOK = workbook(["Area Code", "Value"], ["E1", 5])


# --- Too large -------------------------------------------------------------------------------------------------------


def test_half_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    message = measured(path)
    assert "500 MB" in message
    assert "file_mb under [limits] in config.toml (now 150)" in message


def test_ten_million_rows(tmp_path: Path) -> None:
    path = saved(tmp_path, "long.csv", b"Area Code,Value\n" + b"E0100,5\n" * 10_000_000)
    assert "more than 500,000 rows" in measured(path)


def test_many_columns_and_one_line_without_end(tmp_path: Path) -> None:
    assert "has 5,000 columns" in refused(b",".join([b"a"] * 5000) + b"\n" + b",".join([b"1"] * 5000))
    assert "line of more than" in measured(saved(tmp_path, "wide.csv", b"," * 100_000_000))


def test_cell_of_a_hundred_thousand_characters() -> None:
    message = refused(b"Area Code,Value\nE1,5\nE2," + b"x" * 100_000 + b"\n")
    assert "row 3" in message
    assert "100,000 characters" in message
    assert "more than 131,072" in refused(b"Area Code,Value\nE1," + b"x" * 1_000_000)


def test_quotation_mark_that_is_never_closed() -> None:
    assert "row 2" in refused(b'Area Code,Value\n"E1,5\nE2,6\n')
    assert "never closed" in refused(b'Area Code,Value\n"E1,5\n' + b"E2,6\n" * 100_000)
    assert "row 3" in refused(b'Area Code,Value\nE1,5\n"E2"x,6\n')


def test_time_is_up(tmp_path: Path) -> None:
    path = saved(tmp_path, "slow.csv", b"a,b,c,d,e,f,g,h\n" + b"1,2,3,4,5,6,7,8\n" * 2_000_000)
    assert "longer to read than 1 seconds" in measured(path, seconds=1, rows=5_000_000)


def test_time_is_up_for_a_workbook(tmp_path: Path) -> None:
    cells = "".join('<c t="inlineStr"><is><t>{0}</t></is></c>' for _ in range(20))
    rows = "".join(f"<row>{cells.format(number * 7919 % 1_000_003)}</row>" for number in range(200_000)).encode()
    book = replaced(BOOK, SHEET, lambda content: content.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert "longer to read than 1 seconds" in measured(saved(tmp_path, "slow.xlsx", book), seconds=1)


# --- Archives --------------------------------------------------------------------------------------------------------


def test_zip_bombs_are_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped(a__csv=b"0" * 100_000_000)
    assert "as archives do that are made to do harm" in measured(saved(tmp_path, "bomb.zip", bomb))
    assert "would unpack to 100 MB" in refused(bomb, "bomb.zip", Limits(unpacked_mb=50))
    book = replaced(BOOK, SHEET, lambda content: content.replace(b"<sheetData>", b" " * 200_000_000 + b"<sheetData>"))
    assert "made to do harm" in measured(saved(tmp_path, "bomb.xlsx", book))


def test_directory_that_lies_about_sizes(tmp_path: Path) -> None:
    for name, bomb in (
        ("bomb.zip", zipped(a__csv=b"0" * 200_000_000)),
        ("bomb.xlsx", replaced(BOOK, SHEET, lambda content: content.replace(b"<sheetData>", b" " * 200_000_000 + b"<sheetData>"))),
    ):
        directory = bomb.index(b"PK\x01\x02")
        content = bytearray(bomb)
        while directory >= 0:
            struct.pack_into("<I", content, directory + 24, min(1_000, struct.unpack_from("<I", content, directory + 24)[0]))
            directory = content.find(b"PK\x01\x02", directory + 4)
        message = measured(saved(tmp_path, name, bytes(content)))
        assert "damaged" in message or "more than it says" in message or "has no table" in message


def test_archives_in_archives_and_names_that_lead_outside() -> None:
    assert "holds another archive" in refused(zipped(inner__zip=zipped(a__csv=PLAIN.encode())), "a.zip")
    assert "archive in an archive" in refused(zipped(inner__csv=zipped(a__csv=PLAIN.encode())), "a.zip")
    for name in ("../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv", "..\\evil.csv"):
        assert "points outside the archive" in refused(zipped(**{name.replace(".csv", "__csv"): PLAIN.encode()}), "a.zip")


def test_archive_of_very_many_files() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.csv", b"")
    assert "too many files" in refused(target.getvalue(), "a.zip")


def test_archive_without_a_table_or_with_bad_ones_tells_all() -> None:
    assert "holds no CSV" in refused(zipped(readme__txt=b"x"), "a.zip")
    assert "holds no CSV" in refused(b"PK\x05\x06" + bytes(18), "a.zip")
    with pytest.raises(DataError) as caught:
        read_sheets(zipped(a__csv=b"", b__csv=PLAIN.encode(), c__csv=b"a,b\n1,\0\n"), "a.zip", LIMITS, ())
    assert [problem.file for problem in caught.value.problems] == ["a.csv in a.zip", "c.csv in a.zip"]


# --- Workbooks -------------------------------------------------------------------------------------------------------


def test_entity_bomb_in_a_workbook(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'.encode()
    cell = b'<row><c t="inlineStr"><is><t>&l9;</t></is></c><c><v>1</v></c></row>'
    book = replaced(BOOK, SHEET, lambda content: doctype + content.replace(b"</sheetData>", cell + b"</sheetData>"))
    message = measured(saved(tmp_path, "laughs.xlsx", book))
    assert "damaged" in message or message.endswith(": read")


def test_two_cells_at_opposite_corners(tmp_path: Path) -> None:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    book = replaced(BOOK, SHEET, lambda content: content.replace(b"</sheetData>", cell + b"</sheetData>"))
    assert "needs more memory" in measured(saved(tmp_path, "corners.xlsx", book))


def test_formula_gives_its_last_value_and_never_runs() -> None:
    book = replaced(BOOK, SHEET, lambda content: content.replace(b"<v>5</v>", b"<f>WEBSERVICE(&quot;http://x&quot;)</f><v>9</v>"))
    (sheet,) = read_sheets(book, "t.xlsx", LIMITS, ())
    assert sheet.frame.loc[2, "Value"] == "9"


# --- Not what it claims to be ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"Area Code,Value\n", "has no table"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe", "has no table"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"MZ\x90\x00", "program"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"  <HTML><script>alert(1)</script>", "web page"),
        (b'<?xml version="1.0"?><a/>', "web page"),
        (b'{"type": "FeatureCollection"}', "map file"),
        (b"SQLite format 3\x00", "map file"),
        (b"PAR1....PAR1", "Parquet"),
        (b"PK\x03\x04 nothing behind", "damaged"),
        (b"Area Code,Value\nE1,5\n\x00\x00\x00", "NUL"),
        (b"Area Code,Value\nE1,\x81\x8d\xff\n", "not text"),
        (bytes(range(256)) * 20, "not text"),
    ],
)
def test_every_other_file_is_refused_by_its_content(content: bytes, told: str) -> None:
    assert told in refused(content)


def test_folder_and_missing_file(tmp_path: Path) -> None:
    for path, told in ((tmp_path, "is a folder"), (tmp_path / "none.csv", "cannot be found")):
        with pytest.raises(DataError, match=told):
            read_sheets(path, path.name, LIMITS, ())
        with pytest.raises(DataError, match=told):
            read_shapes(path, path.name, LIMITS)


def test_names_of_files_are_shown_without_folders_and_tricks() -> None:
    assert refused(b"", "../../etc/\x1b[31mpass\u202ewd.csv").startswith("[31mpasswd.csv: ")
    assert len(refused(b"", "x" * 5000)) < 300


# --- Map files -------------------------------------------------------------------------------------------------------


def circle(corners: int) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return Polygon(np.column_stack([500_000 + 9_000 * np.cos(angle), 300_000 + 9_000 * np.sin(angle)]))


def test_five_million_corners(tmp_path: Path) -> None:
    path = tmp_path / "fine.parquet"
    gpd.GeoDataFrame({"code": ["A"]}, geometry=[circle(5_000_000)], crs=27700).to_parquet(path)
    assert "has 5,000,001 corners" in measured(path, "shapes")
    path = tmp_path / "fine.geojson"
    path.write_text(gpd.GeoSeries([circle(400_000)]).to_json(), encoding="utf-8")
    assert "has 400,001 corners" in measured(path, "shapes", vertices=300_000)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "is not a map file"),
        (b'{"type": "FeatureCollection", "features": []}', "no area that can be used"),
        (b'{"type": "FeatureCollection"', "damaged"),
        (b'{"a": 1}', "damaged"),
        (b"[" * 100_000, "damaged"),
        (b"SQLite format 3\x00" + bytes(4000), "damaged"),
        (b"PAR1" + bytes(100) + b"PAR1", "damaged"),
        (zipped(a__csv=b"x"), "holds 0 map files"),
        (zipped(a__shp=b"x", b__shp=b"x"), "holds 2 map files"),
        (zipped(a__shp=b"x"), "lacks the part .shx and .dbf"),
        (zipped(a__shp=b"x", a__shx=b"x", a__dbf=b"x"), "damaged"),
        (zipped(a__zip=b"x"), "holds another archive"),
        (BOOK, "is not a map file"),
    ],
)
def test_map_files_that_are_none(content: bytes, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read_shapes(content, "map.zip", LIMITS)


def test_shapes_elsewhere_on_earth_and_corners_without_a_place() -> None:
    def feature(*corners: tuple[float, float]) -> bytes:
        shape = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
        return json.dumps({"type": "Feature", "properties": {}, "geometry": shape}).encode()

    with pytest.raises(DataError, match="outside Great Britain"):
        read_shapes(feature((100, 10), (101, 10), (101, 11)), "far.geojson", LIMITS)
    with pytest.raises(DataError, match=r"no area that can be used|outside Great Britain"):
        read_shapes(feature((0, 52), (1e308, 52), (1, 1e308)).replace(b"1e+308", b"1e999"), "far.geojson", LIMITS)
