"""Ten thousand spoilt files: whatever is in one, it is read or refused with a sentence, and nothing else happens."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from geo.errors import DataError
from geo.intake.limits import Limits
from geo.intake.reading import read_sheets
from geo.intake.shapes import read_shapes
from geo.intake.sheet import Sheet
from tests.test_reading import NEEDS, workbook, zipped

SEED = 20261123
# Small limits, so that a mutation that makes a file grow meets them, too.
LIMITS = Limits(file_mb=1, unpacked_mb=50, rows=200, columns=60, cell_characters=500, vertices=1_000, seconds=20)
# 10,000 in all: what starts a process of its own takes a hundred times as long as a CSV.
CSV_FILES, HYPOTHESIS_FILES, ARCHIVES, WORKBOOKS, MAPS = 8_600, 1_000, 300, 70, 30

LOW_INCOME = (
    '\ufeff"Table 4: Number of Children, Ward",,,\r\nBack to Contents,,,\r\n"Source: ""somebody"", FYE",,,\r\n'
    'Local Authority [note 2],Area Code,Ward,"Number of children \nFYE 2024"\r\nHartlepool,E06000001,Burn,"18,511"\r\nX,E2,Y,36.7%\r\n'
)
SCHOOLS = (
    '"URN","LA (name)","EstablishmentName","Postcode","OpenDate"\r\n"100000","Camden","St Anne\u2019s École","N1 1AA","01-09-2025"\r\n'
)
STATISTICS = (
    "time_period,geographic_level,Area Code,Value\n202425,National,E92000001,68.3\n202425,Local authority,E06000001,c\n202425,x,z,low\n"
)
LIST = "Area Code;Value;Name\n" + "".join(f"E0100{number:04};{number / 7:.2f};Nursery {number}\n" for number in range(40))
SEEDS = (
    LOW_INCOME.encode(),
    SCHOOLS.encode("cp1252"),
    STATISTICS.encode(),
    STATISTICS.encode("utf-16"),
    LIST.encode(),
    LIST.replace(";", "\t").encode("utf-16-le"),
    b"Area Code,Value\n",
)
# Bytes that mean something to one of the readers.
TOKENS = (
    b"\0", b'"', b'""', b",", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\x81", b"PK\x03\x04", b"PAR1",
    b"=1+1", b"nan", b"1e999", b"-", b"<script>", b"</row>", b"&x;", b'"' * 501, b"x" * 600, b"\xe2\x80\xae", b"{", b"[",
)  # fmt: skip


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Spoil a file in one to four places: bytes flipped, cut, repeated, moved, or put in."""
    data = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(data) + 1)
        end = min(len(data), place + dice.choice((1, 2, 8, 64, 512)))
        match dice.randrange(7):
            case 0 if place < len(data):
                data[place] ^= 1 << dice.randrange(8)
            case 1:
                del data[place:end]
            case 2:
                data[place:place] = data[place:end] * dice.choice((1, 3, 40))
            case 3:
                data[place:place] = dice.choice(TOKENS)
            case 4:
                del data[place:]
            case 5:
                data[place:end] = dice.randbytes(end - place)
            case _:
                cut = data[place:end]
                del data[place:end]
                to = dice.randrange(len(data) + 1)
                data[to:to] = cut
    return bytes(data)


def harmless(content: bytes, name: str, read: Callable[..., object] = read_sheets) -> bool:
    """Read a file; return whether it could be read. Only `DataError`, with a sentence a problem, may come out of it."""
    try:
        found = read(content, name, LIMITS, NEEDS) if read is read_sheets else read(content, name, LIMITS)
    except DataError as error:
        problems = error.problems
    else:
        check_sheets(found if isinstance(found, tuple) else ())
        return True
    assert problems
    assert all(problem.file and problem.message.endswith((".", ").")) for problem in problems)
    return False


def check_sheets(sheets: tuple[Sheet, ...]) -> None:
    """What has been read must be as every layout expects it."""
    for sheet in sheets:
        assert sheet.frame.columns.is_unique
        assert sheet.frame.index.is_unique
        assert len(sheet.frame) <= LIMITS.rows
        assert all(isinstance(cell, str) for cell in sheet.frame.to_numpy().ravel())


def many(seeds: tuple[bytes, ...], count: int, name: str, read: Callable[..., object] = read_sheets) -> int:
    """Return how many of the spoilt files could still be read; a mutator that breaks all or none tests little."""
    dice = random.Random(SEED)  # noqa: S311 - no secret
    return sum(harmless(mutated(dice.choice(seeds), dice), name, read) for _ in range(count))


def test_seeds_are_good_files() -> None:
    assert [harmless(seed, "seed.csv") for seed in SEEDS] == [True] * (len(SEEDS) - 1) + [False]


def test_spoilt_tables() -> None:
    read = many(SEEDS, CSV_FILES, "table.csv")
    assert CSV_FILES * 0.2 < read < CSV_FILES * 0.9


@settings(max_examples=HYPOTHESIS_FILES, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(alphabet='a1,;\t|"\r\n \0é=.-<', max_size=200).map(str.encode)))
def test_any_bytes(content: bytes) -> None:
    harmless(content, "any.csv")


def test_spoilt_archives() -> None:
    seeds = (zipped(a__csv=STATISTICS.encode(), b__csv=SEEDS[1]), zipped(x__txt=b"hello"), zipped(a__csv=b"0" * 40_000))
    read = many(seeds, ARCHIVES, "tables.zip")
    assert 0 < read < ARCHIVES


def ods(rows: str) -> bytes:
    """Return an OpenDocument spreadsheet with these rows."""
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"' for key in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="D1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return target.getvalue()


def words(*cells: str) -> str:
    inner = "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells)
    return f"<table:table-row>{inner}</table:table-row>"


def test_open_document_is_read() -> None:
    (sheet,) = read_sheets(ods(words("A title") + words("Area Code", "Value") + words("E1", "5")), "t.ods", LIMITS, NEEDS)
    assert sheet.name == "D1"
    assert sheet.frame.loc[3].to_dict() == {"Area Code": "E1", "Value": "5"}
    repeated = '<table:table-row table:number-rows-repeated="2000000000">' + words("a", "b").partition(">")[2]
    assert not harmless(ods(words("Area Code", "Value") + repeated), "t.ods")


def test_spoilt_workbooks() -> None:
    excel = workbook(["Area Code", "Value"], *([f"E{number}", number / 3] for number in range(9)))
    unpacked = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(excel)) as old, zipfile.ZipFile(unpacked, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    seeds = (excel, unpacked.getvalue(), ods(words("Area Code", "Value") + words("E1", "5") * 5))
    many(seeds, WORKBOOKS, "book.xlsx")


def test_spoilt_map_files(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"code": ["A", "B"]}, geometry=[box(500_000, 300_000, 501_000, 301_000), box(5e5, 2e5, 6e5, 3e5)], crs=27700)
    frame.to_file(tmp_path / "map.gpkg")
    frame.to_parquet(tmp_path / "map.parquet")
    frame.to_file(tmp_path / "map.shp")
    parts = {f"map__{ending}": (tmp_path / f"map.{ending}").read_bytes() for ending in ("shp", "shx", "dbf", "prj")}
    seeds = (frame.to_json().encode(), (tmp_path / "map.gpkg").read_bytes(), (tmp_path / "map.parquet").read_bytes(), zipped(**parts))
    assert all(harmless(seed, "map", read_shapes) for seed in seeds)
    many(seeds, MAPS, "map", read_shapes)
