"""Good files of every format that is taken, and how they are spoilt."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import openpyxl
from shapely.geometry import box

if TYPE_CHECKING:
    import random

NEEDS = ({"code": ("Area Code", "area_code"), "value": ("Value", "Number")},)
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
TABLES = (
    LOW_INCOME.encode(),
    SCHOOLS.encode("cp1252"),
    STATISTICS.encode(),
    STATISTICS.encode("utf-16"),
    STATISTICS.encode("utf-32"),
    LIST.encode(),
    LIST.replace(";", "\t").encode("utf-16-le"),
    b"Area Code,Value\n",
)
# Bytes that mean something to one of the readers.
TOKENS = (
    b"\0", b'"', b'""', b",", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\x81", b"PK\x03\x04", b"PAR1",
    b"=1+1", b"nan", b"1e999", b"-", b"<script>", b"</row>", b"&x;", b'"' * 501, b"x" * 600, b"\xe2\x80\xae", b"{", b"[", b"null",
    b"[" * 2000, b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"/vsicurl/http://127.0.0.1:9/", b"CREATE VIEW ", b"PK\x06\x06", b"PK\x06\x07",
)  # fmt: skip


def zipped(files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(*rows: list[object]) -> bytes:
    """Return an Excel workbook with these rows."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def ods(rows: str) -> bytes:
    """Return an OpenDocument spreadsheet with these rows."""
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"' for key in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="D1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})


def ods_row(*cells: str, rows: int = 1, columns: int = 1) -> str:
    """Return a row of an OpenDocument spreadsheet, repeated as told."""
    repeated = f' table:number-columns-repeated="{columns}"' if columns > 1 else ""
    inner = "".join(f'<table:table-cell office:value-type="string"{repeated}><text:p>{cell}</text:p></table:table-cell>' for cell in cells)
    return (
        f'<table:table-row table:number-rows-repeated="{rows}">{inner}</table:table-row>'
        if rows > 1
        else f"<table:table-row>{inner}</table:table-row>"
    )


def maps() -> dict[str, bytes]:
    """Return two squares in every map format."""
    squares = [box(500_000, 300_000, 501_000, 301_000), box(500_000, 200_000, 501_000, 201_000)]
    frame = gpd.GeoDataFrame({"code": ["A", "B"], "count": [1, 2]}, geometry=squares, crs=27700)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        frame.to_file(folder / "map.gpkg")
        frame.to_parquet(folder / "map.parquet")
        frame.to_file(folder / "map.shp")
        parts = {path.name: path.read_bytes() for path in folder.glob("map.*") if path.suffix in {".shp", ".shx", ".dbf", ".prj", ".cpg"}}
        return {
            "geojson": frame.to_json().encode(),
            "gpkg": (folder / "map.gpkg").read_bytes(),
            "parquet": (folder / "map.parquet").read_bytes(),
            "shp.zip": zipped(parts),
        }


def seeds() -> dict[str, tuple[bytes, ...]]:
    """Return good files by format."""
    excel = workbook(["Area Code", "Value"], *([f"E{number}", number / 3] for number in range(9)))
    return {
        "csv": TABLES,
        "xlsx": (excel,),
        "ods": (ods(ods_row("Area Code", "Value") + ods_row("E1", "5") * 5 + ods_row("E2", "6", rows=3)),),
        "zip": (zipped({"a.csv": STATISTICS.encode(), "b.csv": SCHOOLS.encode("cp1252")}), zipped({"x.txt": b"hello"})),
        **{name: (content,) for name, content in maps().items()},
    }


def spoilt(content: bytes, dice: random.Random) -> bytes:
    """Spoil a file, or one of the files that it packs, so that its archive is still whole."""
    if content.startswith(b"PK") and dice.random() < 0.6:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        name = dice.choice(list(files))
        return zipped(files | {name: mutated(files[name], dice)}, dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))
    return mutated(content, dice)


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Spoil bytes in one to four places: flipped, cut, repeated, moved, or put in; or a byte or two where they stand."""
    data = bytearray(content)
    if dice.random() < 0.4:
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] = dice.choice((0, 1, 0x20, 0x30, 0x39, 0x7F, 0x80, 0xFF, dice.randrange(256)))
        return bytes(data)
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
