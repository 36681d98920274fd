"""Files as publishers publish them: encodings, delimiters, headers, workbooks, archives, figures and dates."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon, box

from geo.base.errors import DataError
from geo.intake.inside.work import do
from geo.intake.reading.cells import to_date, to_number
from geo.intake.reading.files import needed, read_sheets, sheets
from geo.intake.reading.job import ANSWER, SOURCE, Answer, Job
from geo.intake.reading.shapes import read_shapes
from geo.settings.limits import Limits
from tests.helpers.published import published

LIMITS = Limits()
NEEDS = ({"code": ("Area Code", "area_code"), "value": ("Value", "Number")},)
PLAIN = "Area Code,Value\nE01000001,5\nE01000002,7\n"


def only(content: bytes | Path, name: str = "table.csv", needs: tuple = NEEDS) -> pd.DataFrame:
    (sheet,) = read_sheets(content, name, LIMITS, needs)
    return sheet.frame


def in_this_process(content: bytes, name: str = "table.csv") -> pd.DataFrame:
    """Read as `only` does, by the same code, but without a process of its own for each of many files."""
    job = Job(task="tables", file=name, limits=LIMITS, needs=needed(NEEDS))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / SOURCE).write_bytes(content)
        do(job, folder)
        (sheet,) = sheets(Answer.model_validate_json((folder / ANSWER).read_bytes()), folder, LIMITS)
    return sheet.frame


def zipped(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return target.getvalue()


def workbook(*rows: list[object], title: str = "Data") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# --- Text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_letters_come_out_right_in_every_encoding(encoding: str) -> None:
    frame = only("Area Code,Value,Name\nE1,5,Café £3\n".encode(encoding))
    assert frame.loc[2].tolist() == ["E1", "5", "Café £3"]
    assert list(frame.columns) == ["Area Code", "Value", "Name"]


def test_another_encoding_is_told() -> None:
    (sheet,) = read_sheets("Area Code,Value\nÉ1,5\n".encode("cp1252"), "t.csv", LIMITS, NEEDS)
    assert "Windows-1252" in sheet.notes[0]
    (sheet,) = read_sheets(PLAIN.encode(), "t.csv", LIMITS, NEEDS)
    assert sheet.notes == ()


def test_two_encodings_in_one_file_are_refused_rather_than_spoilt() -> None:
    with pytest.raises(DataError, match="mixes UTF-8 with another encoding"):
        only("Area Code,Value\nCafé,5\n".encode() + "Café,6\n".encode("cp1252"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("needs", [NEEDS, ()])
def test_delimiters_and_line_ends(delimiter: str, end: str, needs: tuple) -> None:
    text = PLAIN.replace(",", delimiter).replace("\n", end)
    assert only(text.encode(), needs=needs)["Value"].to_dict() == {2: "5", 3: "7"}


def test_mixed_line_ends_and_empty_lines_keep_the_row_numbers_of_a_spreadsheet() -> None:
    frame = only(b"Area Code,Value\r\nE1,5\n\n,\nE2,7\rE3,9")
    assert frame["Value"].to_dict() == {2: "5", 5: "7", 6: "9"}


def test_header_is_found_by_its_columns_below_lines_of_notes() -> None:
    text = '"Table 4: Children, by ward",,\nSource: somebody,,\nNotes,Name,Place\n"Area\n Code",Name,"Value"\nE1,x,"18,511"\n'
    assert only(text.encode()).to_dict("index") == {5: {"Area Code": "E1", "Name": "x", "Value": "18,511"}}


def test_unknown_table_gets_the_row_that_looks_like_a_header() -> None:
    frame = only(b"A title\n\nward,children,share\nNorth,12,3.4\nSouth,9,2.2\n", needs=())
    assert list(frame.columns) == ["ward", "children", "share"]
    assert frame.index.tolist() == [4, 5]


def test_repeated_and_missing_names_of_columns() -> None:
    frame = only(b"Area Code,,Value,area code,Area Code,,\na,b,c,d,e,,\nf,g,h,i,j,,\n")
    assert list(frame.columns) == ["Area Code", "Column 2", "Value", "area code (2)", "Area Code (3)"]
    assert frame.loc[3].tolist() == list("fghij")


def test_rows_of_another_length_lose_nothing_and_are_told() -> None:
    (sheet,) = read_sheets(b"Area Code,Value\nE1\nE2,7,more\n", "t.csv", LIMITS, NEEDS)
    assert sheet.frame.to_dict("index") == {
        2: {"Area Code": "E1", "Value": "", "Column 3": ""},
        3: {"Area Code": "E2", "Value": "7", "Column 3": "more"},
    }
    assert "more cells than the 2 columns of the header" in sheet.notes[0]
    assert "row 3" in sheet.notes[0]


def test_text_that_looks_like_a_formula_or_a_page_stays_text() -> None:
    frame = only(b"Area Code,Value\n=1+1,<script>alert(1)</script>\nnan,inf\n")
    assert frame.to_numpy().tolist() == [["=1+1", "<script>alert(1)</script>"], ["nan", "inf"]]


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8), min_size=3, max_size=3),
        min_size=1,
        max_size=20,
    )
)
def test_what_pandas_writes_is_read_again(rows: list[list[str]]) -> None:
    written = pd.DataFrame(rows, columns=["Area Code", "Value", "Name"], dtype="str")
    assert in_this_process(written.to_csv(index=False).encode()).to_numpy().tolist() == rows


# --- Workbooks and archives ------------------------------------------------------------------------------------------


def test_workbook_cells_are_as_printed() -> None:
    day = datetime(2025, 12, 31, tzinfo=UTC).replace(tzinfo=None)
    rows = (["A title"], [], [None, "Area Code", "Value"], [None, "E1", 29199.0], [None, "E2", 0.1 + 0.2], [None, day, True])
    frame = only(workbook(*rows), "t.xlsx")
    assert frame["Value"].to_dict() == {4: "29199", 5: "0.3", 6: "TRUE"}
    assert frame.loc[6, "Area Code"] == "2025-12-31"


def test_every_sheet_with_a_table_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(["Only a title"])
    for title in ("One", "Two"):
        sheet = book.create_sheet(title)
        sheet.append(["Area Code", "Value"])
        sheet.append([title, 1])
    target = io.BytesIO()
    book.save(target)
    sheets = read_sheets(target.getvalue(), "t.xlsx", LIMITS, NEEDS)
    assert [(sheet.file, sheet.name, sheet.frame.iloc[0, 0]) for sheet in sheets] == [("t.xlsx", "One", "One"), ("t.xlsx", "Two", "Two")]


def test_content_decides_and_not_the_name() -> None:
    assert only(workbook(["Area Code", "Value"], ["E1", 5]), "wrong.csv").loc[2, "Value"] == "5"
    assert only(PLAIN.encode(), "wrong.xlsx").loc[2, "Value"] == "5"


def test_archive_with_several_tables() -> None:
    content = zipped(a__csv=PLAIN.encode(), b__xlsx=workbook(["Area Code", "Value"], ["E9", 3]), readme__txt=b"Hello")
    sheets = read_sheets(content, "folder/all.zip", LIMITS, NEEDS)
    assert [(sheet.file, len(sheet.frame)) for sheet in sheets] == [("a.csv in all.zip", 2), ("b.xlsx in all.zip", 1)]


def test_file_on_disk_and_in_memory_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(PLAIN, encoding="utf-8")
    pd.testing.assert_frame_equal(only(path), only(PLAIN.encode()))


# --- Figures and dates -----------------------------------------------------------------------------------------------


def test_figures_as_publishers_write_them() -> None:
    cells = pd.Series(["18,511", "36.7%", "29199.00", " -1.5 ", "\u22122", "£1,200", "12.3 [p]", "7 [note 2]", "1e3", ""], dtype="str")
    read = to_number(cells)
    assert read.value.tolist()[:-1] == [18511, 36.7, 29199, -1.5, -2, 1200, 12.3, 7, 1000]
    assert read.value.isna().tolist() == [False] * 9 + [True]
    assert not read.wrong.any()
    assert not read.suppressed.any()


@pytest.mark.parametrize("sign", ["c", "low", "u", "z", "x", ":", "*", "-", "..", "[c]", "[x]", "[low]", "C", "NULL"])
def test_signs_in_the_place_of_a_figure(sign: str) -> None:
    read = to_number(pd.Series([sign, "1"], dtype="str"))
    assert read.suppressed.tolist() == [True, False]
    assert read.wrong.tolist() == [False, False]


@pytest.mark.parametrize("cell", ["nan", "inf", "-Infinity", "1e308", "1e999", "1,5", "1.2.3", "12abc", "0x10", "1_000", "%", "٣"])
def test_what_is_no_figure_is_told(cell: str) -> None:
    read = to_number(pd.Series([cell], dtype="str"))
    assert read.wrong.tolist() == [True]
    assert read.value.isna().all()


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), max_size=30))
def test_every_cell_is_one_thing(cells: list[str]) -> None:
    series = pd.Series(cells, dtype="str")
    read = to_number(series)
    empty = series.str.strip() == ""
    assert (read.value.notna().astype(int) + read.suppressed.astype(int) + read.wrong.astype(int) + empty.astype(int) == 1).all()
    dates = to_date(series)
    assert not (dates.wrong & (dates.value != "")).any()


def test_dates_in_the_forms_that_publishers_use() -> None:
    cells = ["2025-12-31", "31/12/2025", "31-12-2025", "31 December 2025", "31/12/2025 00:00", "2025-12-31 10:00:00", "NULL", ""]
    read = to_date(pd.Series(cells, dtype="str"))
    assert read.value.tolist() == ["2025-12-31"] * 6 + ["", ""]
    assert not read.wrong.any()
    assert to_date(pd.Series(["01/02/2025"], dtype="str")).value.tolist() == ["2025-02-01"]
    assert to_date(pd.Series(["12/31/2025", "31/02/2025", "soon", "9999-01-01"], dtype="str")).wrong.all()


# --- Shapes ----------------------------------------------------------------------------------------------------------

SQUARES = gpd.GeoDataFrame(
    {"code": ["A", "B"]}, geometry=[box(500_000, 300_000, 501_000, 301_000), box(501_000, 300_000, 502_000, 301_000)], crs=27700
)


def map_file(frame: gpd.GeoDataFrame, folder: Path, ending: str) -> Path:
    path = folder / f"map{ending}"
    if ending == ".parquet":
        frame.to_parquet(path)
    elif ending == ".zip":
        frame.to_file(folder / "map.shp")
        with zipfile.ZipFile(path, "w") as archive:
            for part in folder.glob("map.*"):
                if part != path:
                    archive.write(part, f"inside/{part.name}")
    else:
        frame.to_file(path)
    return path


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".zip", ".parquet"])
def test_map_files_of_every_format(tmp_path: Path, ending: str) -> None:
    shapes = read_shapes(map_file(SQUARES, tmp_path, ending), f"map{ending}", LIMITS)
    assert shapes.frame.crs.to_epsg() == 27700
    assert shapes.frame["code"].to_dict() == {1: "A", 2: "B"}
    assert shapes.frame.area.tolist() == pytest.approx([1e6, 1e6], rel=1e-4)
    assert shapes.notes == ()
    assert len(shapes.mended) + len(shapes.rejected) == 0


@pytest.mark.parametrize("true", [27700, 4326, 3857])
@pytest.mark.parametrize("said", [None, 27700, 4326])
def test_coordinates_tell_a_wrong_or_missing_system(tmp_path: Path, true: int, said: int | None) -> None:
    frame = SQUARES.to_crs(true).set_crs(said, allow_override=True)
    shapes = read_shapes(map_file(frame, tmp_path, ".parquet"), "map.parquet", LIMITS)
    assert shapes.frame.area.tolist() == pytest.approx([1e6, 1e6], rel=1e-3)
    assert len(shapes.notes) == (said != true)


def test_shapes_are_mended_or_set_aside_and_each_is_told(tmp_path: Path) -> None:
    bow = Polygon([(500_000, 300_000), (501_000, 301_000), (501_000, 300_000), (500_000, 301_000)])
    line = Polygon([(500_000, 300_000), (500_100, 300_000), (500_000, 300_000)])
    kinds = [SQUARES.geometry[0], bow, None, Polygon(), Point(500_000, 300_000), line]
    frame = gpd.GeoDataFrame({"name": ["<b>x</b>"] * len(kinds)}, geometry=kinds, crs=27700)
    shapes = read_shapes(map_file(frame, tmp_path, ".parquet"), "map.parquet", LIMITS)
    # Two triangles of 1,000 m by 500 m each.
    assert shapes.frame.area.round(3).to_dict() == {1: 1e6, 2: 5e5}
    assert shapes.frame.is_valid.all()
    assert shapes.mended["row"].tolist() == [2]
    assert sorted(shapes.rejected["row"]) == [3, 4, 5, 6]
    assert shapes.rejected["reason"].str.len().gt(0).all()
    assert shapes.frame["name"].tolist() == ["<b>x</b>"] * 2


# --- Real files ------------------------------------------------------------------------------------------------------


def test_every_real_table_is_read_whole() -> None:
    for path in sorted(published().rglob("*.csv")):
        (sheet,) = read_sheets(path, path.name, LIMITS, ())
        assert sheet.frame.columns.is_unique, path.name
        assert len(sheet.frame) > 1, path.name
        assert "\ufffd" not in "".join(sheet.frame.iloc[:, 0]), path.name


def test_real_ward_table_has_its_header_below_ten_lines() -> None:
    path = published("poverty/4_AHC_Relative_Ward.csv")
    needs = ({"authority": ("Local Authority [note 2]",), "ward": ("Area Code (2)", "Area Code")},)
    frame = only(path, path.name, needs)
    assert frame.shape == (8381, 8)
    assert frame.columns[:4].tolist() == ["Local Authority [note 2]", "Area Code", "Ward [note 2]", "Area Code (2)"]
    assert frame.columns[4] == "Number of children FYE 2024"


def test_real_workbook_equals_what_another_library_reads() -> None:
    path = published("deprivation/File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx")
    sheets = {sheet.name: sheet.frame for sheet in read_sheets(path, path.name, LIMITS, ())}
    frame = sheets["IMD25"]
    book = openpyxl.load_workbook(path, read_only=True)
    expected = list(book["IMD25"].iter_rows(min_row=2, max_row=200, values_only=True))
    assert frame.iloc[:199].to_numpy().tolist() == [[str(cell) for cell in row] for row in expected]
    book.close()


def test_real_boundaries_are_read() -> None:
    shapes = read_shapes(published("boundaries/lad_2024_area.geojson"), "lad.geojson", LIMITS)
    assert len(shapes.frame) == 6
    assert shapes.frame.is_valid.all()
