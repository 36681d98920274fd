"""A brought file that is made to be slow or large ends in one sentence, soon, within its memory, and in a process of its own."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from geo.settings.limits import Limits
from tests.geo.intake.test_hostile import replaced
from tests.helpers.places import ROOT
from tests.security.seeds import maps, ods, ods_row, workbook

if TYPE_CHECKING:
    from pathlib import Path

# What the server may spend on any file: waiting, and taking a small answer. The process that reads has its own, larger bounds.
SERVER_CPU_S, SERVER_MB = 2.0, 60

MEASURED = """
import json, resource, sys, time
from pathlib import Path
from geo.base.errors import DataError
from geo.settings.limits import Limits
from geo.intake.reading.map_sheet import read_any
import geopandas
def peak(): return next(int(l.split()[1]) for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("VmHWM"))
path, limits, start, before, message = Path(sys.argv[1]), Limits(**json.loads(sys.argv[2])), time.process_time(), peak(), "read"
begun = time.monotonic()
try:
    read_any(path, path.name, limits, ())
except DataError as error:
    message = str(error)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([message, time.monotonic() - begun, time.process_time() - start, (peak() - before) / 1000, used.ru_maxrss / 1000]))
"""


def measured(folder: Path, name: str, content: bytes, **limits: int) -> str:
    """Bring a file; return what was said, after a look at what it cost the server and the process that read it."""
    path = folder / name
    path.write_bytes(content)
    command = [sys.executable, "-c", MEASURED, str(path), json.dumps(limits)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=200)
    message, seconds, cpu_s, server_mb, reader_mb = json.loads(done.stdout)
    # A process needs time to start where many run at once.
    assert seconds < limits.get("seconds", Limits().seconds) + 20
    assert cpu_s < SERVER_CPU_S
    assert server_mb < SERVER_MB
    assert reader_mb < Limits(**limits).memory_bytes / 1e6
    assert message == "read" or name in message.partition(": ")[0]
    assert message.count("\n") == 0
    assert "Traceback" not in message
    return message


def ring(points: np.ndarray) -> bytes:
    """Return a polygon as GeoJSON, longitude and latitude."""
    corners = [[round(x, 5), round(y, 5)] for x, y in [*points.tolist(), points[0].tolist()]]
    return json.dumps({"type": "Polygon", "coordinates": [corners]}, separators=(",", ":")).encode()


def tangle(corners: int) -> bytes:
    """Return a line that crosses itself as often as it can: from one side to the other and back."""
    dice = np.random.default_rng(1)
    return ring(np.column_stack([dice.uniform(-0.5, 0.5, corners), dice.uniform(52, 53, corners)]))


# --- Work that used to be done in the server ---------------------------------------------------------------------------------


@pytest.mark.parametrize("corners", [1_600, 4_000])
def test_polygons_that_cross_themselves(tmp_path: Path, corners: int) -> None:
    content = tangle(corners)
    assert len(content) < 80_000
    message = measured(tmp_path, "tangle.geojson", content, seconds=6)
    assert "takes longer to read than 6 seconds" in message or "corners" in message or "needs more memory" in message


def test_mending_that_makes_a_million_corners(tmp_path: Path) -> None:
    # A comb across a comb: 2 times 150 teeth cross 22,500 times.
    teeth = np.arange(150)
    one = np.column_stack([np.repeat(teeth, 2) / 300, np.where(np.arange(300) // 2 % 2 == np.arange(300) % 2, 52.0, 52.5)])
    two = np.column_stack([np.where(np.arange(300) // 2 % 2 == np.arange(300) % 2, -0.01, 0.51), 52.0 + np.repeat(teeth, 2) / 310])
    message = measured(tmp_path, "combs.geojson", ring(np.concatenate([one, two])), seconds=30, vertices=10_000)
    assert "corners; bring generalised boundaries" in message


def test_archive_whose_second_directory_contradicts_the_first(tmp_path: Path) -> None:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0) + b"a.csv"
    directory = b"PK\x03\x04" + entry * 2_000_000
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 2_000_000, 2_000_000, len(directory) - 4, 4)
    pointer = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(directory), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 100, 0, 0)
    assert "holds too many files" in measured(tmp_path, "two.zip", directory + record + pointer + end)


def test_archives_of_the_larger_kind_are_still_read(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w", force_zip64=True) as member:
        member.write(b"a,b\n1,2\n")
    content = target.getvalue()
    place = content.rindex(b"PK\x05\x06")
    entries, length, offset = struct.unpack_from("<HLL", content, place + 10)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, length, offset)
    pointer = struct.pack("<4sLQL", b"PK\x06\x07", 0, place, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert measured(tmp_path, "large.zip", content[:place] + record + pointer + end) == "read"


def test_millions_of_empty_lines(tmp_path: Path) -> None:
    message = measured(tmp_path, "empty.csv", b"Area Code,Value\nE1,5\n" + b"\n" * 140_000_000)
    assert "has more than 2,000,000 lines" in message


# --- Bombs ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "columns"), [(600_000, 1), (1_000_000, 1_000), (1, 16_384), (2_000_000_000, 2_000_000_000)])
def test_repeated_cells_of_an_open_document(tmp_path: Path, rows: int, columns: int) -> None:
    book = ods(ods_row("Area Code", "Value") + ods_row("x" * 100, rows=rows, columns=columns))
    message = measured(tmp_path, "repeated.ods", book)
    assert message != "read"


def test_one_shared_string_in_very_many_cells(tmp_path: Path) -> None:
    cells = b'<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' * 400_000
    book = workbook(["a" * 9_000, "b"])
    book = replaced(book, "xl/worksheets/sheet1.xml", lambda old: old.replace(b"</sheetData>", cells + b"</sheetData>"))
    message = measured(tmp_path, "shared.xlsx", book)
    assert "needs more memory" in message or "takes longer" in message or "made to do harm" in message or "than a file may" in message


def parquet_bytes(table: pa.Table, **options: object) -> bytes:
    target = io.BytesIO()
    parquet.write_table(table, target, **options)
    return target.getvalue()


def test_one_word_of_a_dictionary_in_very_many_rows(tmp_path: Path) -> None:
    words = pa.DictionaryArray.from_arrays(pa.array(np.zeros(400_000, "int32")), ["x" * 100_000])
    square = parquet.read_table(io.BytesIO(maps()["parquet"]))
    shapes = pa.array([square["geometry"][0].as_py()] * 400_000)
    table = pa.table({"geometry": shapes, "code": words}).replace_schema_metadata(square.schema.metadata)
    content = parquet_bytes(table, use_dictionary=True, compression="zstd")
    assert len(content) < 5_000_000
    message = measured(tmp_path, "words.parquet", content)
    assert "would unpack to" in message or "needs more memory" in message or "damaged" in message


def test_a_million_columns(tmp_path: Path) -> None:
    table = pa.table({f"{number}": pa.array([1], pa.int8()) for number in range(5_000)})
    assert "columns" in measured(tmp_path, "wide.parquet", parquet_bytes(table, write_statistics=False))
    whole = parquet_bytes(table)
    lied = whole[:-8] + struct.pack("<I", 500_000_000) + b"PAR1"
    assert "has more columns or parts" in measured(tmp_path, "lied.parquet", lied)
    wide = b",".join(b"c%d" % number for number in range(100_000))
    assert "columns" in measured(tmp_path, "wide.csv", wide + b"\n" + wide)
    properties = {f"c{number}": 1 for number in range(100_000)}
    feature = {"type": "Feature", "properties": properties, "geometry": json.loads(tangle(3))}
    assert "has 100,000 columns" in measured(tmp_path, "wide.geojson", json.dumps(feature).encode())


def test_more_cells_than_a_table_of_people_has(tmp_path: Path) -> None:
    header = b",".join(b"c%d" % number for number in range(500))
    content = header + b"\n" + (b"1" + b",1" * 499 + b"\n") * 3_000
    assert "has more than 1,000,000 cells" in measured(tmp_path, "cells.csv", content, cells=1_000_000)


def test_text_in_utf_32(tmp_path: Path) -> None:
    assert "is text in UTF-32" in measured(tmp_path, "wide.csv", "Area Code,Value\nE1,5\n".encode("utf-32"))
    assert "has NUL characters" in measured(tmp_path, "wide.csv", "Area Code,Value\nE1,5\n".encode("utf-32-be"))


@pytest.mark.parametrize(
    "content",
    [
        b'{"type":"FeatureCollection","features":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}",
        b'{"type":"Feature","properties":' + b'{"a":' * 500_000 + b"1" + b"}" * 500_000 + b',"geometry":null}',
        b'{"type":"GeometryCollection","geometries":[' * 900 + b'{"type":"Point","coordinates":[0,52]}' + b"]}" * 900,
        b'{"type":"Polygon","coordinates":' + b"[" * 900 + b"0" + b"]" * 900 + b"}",
        b'{"type":"Polygon","coordinates":[[[' + b"9" * 1_000_000 + b",1],[0,52],[1,52]]]}",
    ],
    ids=["lists", "objects", "collections", "corners", "digits"],
)
def test_deeply_nested_json(tmp_path: Path, content: bytes) -> None:
    message = measured(tmp_path, "deep.geojson", content)
    assert message != "read"


# --- What comes back -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "answer.json").write_text("{"),
        lambda folder: (folder / "answer.json").write_text('{"tables": [{"file": 1, "name": "", "columns": []}]}'),
        lambda folder: (folder / "answer.json").write_text('{"more": 1}'),
        lambda folder: (folder / "answer.json").write_text(" " * 40_000_000),
        lambda folder: (folder / "answer.json").unlink(),
        lambda folder: (folder / "cells_0.arrow").write_bytes(b"ARROW1\0\0" + bytes(100)),
        lambda folder: (folder / "cells_0.arrow").unlink(),
    ],
)
def test_an_answer_that_is_none_is_refused(change, tmp_path: Path) -> None:
    """The process had a hostile file before it: what it says is looked at like one."""
    from geo.base.errors import DataError  # noqa: PLC0415 - beside its only use
    from geo.intake.inside.work import do  # noqa: PLC0415 - as above
    from geo.intake.reading.child import _answer  # noqa: PLC0415 - as above
    from geo.intake.reading.files import sheets  # noqa: PLC0415 - as above
    from geo.intake.reading.job import SOURCE, Job  # noqa: PLC0415 - as above

    job = Job(task="tables", file="a.csv", limits=Limits())
    (tmp_path / SOURCE).write_bytes(b"a,b\n1,2\n")
    do(job, tmp_path)
    assert isinstance(sheets(_answer(tmp_path, job), tmp_path, job.limits)[0].frame, pd.DataFrame)
    change(tmp_path)
    with pytest.raises(DataError, match=r"is damaged|more than a file may"):
        sheets(_answer(tmp_path, job), tmp_path, job.limits)
