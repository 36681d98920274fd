"""The gap list as files for other programs: read back by other libraries, the same figures as the CSV, nothing that runs."""

from __future__ import annotations

import datetime as dt
import io
import json

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.export import to_csv
from geo.export_geo import LAYER, NOTES_LAYER, to_geojson, to_geopackage
from geo.export_xlsx import to_xlsx
from geo.gaps import COLUMNS, Query, gap_list
from tests import grids
from ui import cache, formats, notes, notes_text, share_text
from ui.page import Loaded
from ui.state import View

QUERY = Query("school_readiness", "ward")


@pytest.fixture(scope="module")
def loaded():
    _, atlas, model, stamp = cache.load()
    return Loaded(atlas, model, stamp, stamp)


@pytest.fixture(scope="module")
def view():
    return View(QUERY, "gap", None, None, show_providers=True, show_sites=False)


@pytest.fixture(scope="module")
def csv(loaded):
    return pd.read_csv(io.BytesIO(to_csv(gap_list(loaded.model, QUERY), bom=True)))


def same_as_csv(found, csv):
    """Compare values, whatever types a format reads back as; a CSV cannot tell an empty text from a missing one."""
    plain = [frame.astype(object).where(frame.notna() & (frame != ""), None) for frame in (found[list(COLUMNS)], csv)]
    pd.testing.assert_frame_equal(*plain, check_dtype=False, check_exact=True)


# --- XLSX ------------------------------------------------------------------------------------------------------------


def workbook(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_workbook_holds_the_figures_of_the_csv_as_numbers(loaded, view, csv):
    data = formats.made("xlsx", loaded, view)
    same_as_csv(pd.read_excel(io.BytesIO(data), sheet_name=share_text.LIST_SHEET, engine="openpyxl"), csv)
    sheet = workbook(data)[share_text.LIST_SHEET]
    kinds = dict(zip([cell.value for cell in sheet[1]], [cell.data_type for cell in sheet[2]], strict=True))
    assert {name: kinds[name] for name in ("rank", "need_score", "children_0_4", "area_code", "district")} == {
        "rank": "n",
        "need_score": "n",
        "children_0_4": "n",
        "area_code": "s",
        "district": "s",
    }
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(len(COLUMNS))}{len(csv) + 1}"
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width


def test_the_workbook_says_what_the_notes_of_the_zip_say(loaded, view):
    data = formats.made("xlsx", loaded, view)
    cells = {cell for row in workbook(data)[share_text.NOTES_SHEET].iter_rows(values_only=True) for cell in row if cell}
    told = notes.blocks(loaded, view, gap_list(loaded.model, QUERY))
    assert {line for _, lines in told for line in lines} <= cells
    assert notes_text.TITLE in cells
    assert formats.made("xlsx", loaded, view) == data, "the same bytes each time"


def test_the_days_of_the_sources_are_dates(loaded, view):
    sheet = workbook(formats.made("xlsx", loaded, view))[share_text.SOURCES_SHEET]
    header = [cell.value for cell in sheet[1]]
    days = [row[header.index("retrieved_on")] for row in sheet.iter_rows(min_row=2)]
    assert days
    assert all(isinstance(cell.value, dt.datetime) and cell.number_format == "yyyy-mm-dd" for cell in days)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_text_that_looks_like_a_formula_stays_text(start):
    words = f'{start}HYPERLINK("http://x")'
    sheet = workbook(to_xlsx({"List": pd.DataFrame({"name": [words, "12", "http://y"], "n": [1.5, None, 3]})}, [("A", [words])], "Notes"))
    for cell in (sheet["List"]["A2"], sheet["Notes"]["B1"]):
        assert (cell.data_type, cell.value) == ("s", words)
    assert sheet["List"]["A2"].quotePrefix, "it stays text when somebody edits it"
    assert (sheet["List"]["A3"].value, sheet["List"]["A3"].data_type) == ("12", "s")
    assert sheet["List"]["A4"].hyperlink is None
    assert [sheet["List"][f"B{row}"].value for row in (2, 3, 4)] == [1.5, None, 3]


# --- GeoPackage and GeoJSON ------------------------------------------------------------------------------------------


def test_the_geopackage_holds_the_areas_on_the_british_grid_with_typed_columns(loaded, view, csv, tmp_path):
    path = tmp_path / "list.gpkg"
    path.write_bytes(formats.made("gpkg", loaded, view))
    assert {tuple(layer) for layer in pyogrio.list_layers(path)} == {(LAYER, "MultiPolygon"), (NOTES_LAYER, None)}
    areas = gpd.read_file(path, layer=LAYER)
    assert areas.crs.to_epsg() == 27700
    assert areas.geometry.is_valid.all()
    same_as_csv(areas, csv)
    assert areas["rank"].dtype.kind == "i"
    assert areas["gap_score"].dtype.kind == "f"
    # Every ward's own point of the data lies inside the ward that the file draws.
    points = loaded.atlas.areas.loc[areas["area_code"], ["centroid_e", "centroid_n"]].to_numpy()
    assert shapely.contains_xy(shapely.convex_hull(areas.geometry.to_numpy()), points[:, 0], points[:, 1]).mean() > 0.98
    about = pyogrio.read_info(path, layer=LAYER)["layer_metadata"]
    assert about["method_version"] == csv["method_version"].iloc[0]
    assert "Open Government Licence" in about["attribution"]
    told = gpd.read_file(path, layer=NOTES_LAYER)
    assert set(notes_text.KNOWN_LIMITS) <= set(told["note"])


def test_the_geojson_holds_the_areas_in_longitude_and_latitude_with_all_columns(loaded, view, csv):
    data = formats.made("geojson", loaded, view)
    areas = gpd.read_file(io.BytesIO(data))
    assert areas.crs.to_epsg() == 4326
    assert areas.geometry.is_valid.all()
    same_as_csv(areas, csv)
    plain = json.loads(data)
    assert plain["method_version"] == csv["method_version"].iloc[0]
    assert "Open Government Licence" in plain["attribution"]
    assert all(shapely.geometry.shape(one["geometry"]).area > 0 for one in plain["features"])
    ring = next(one["geometry"]["coordinates"][0] for one in plain["features"] if one["geometry"]["type"] == "Polygon")
    assert shapely.is_ccw(shapely.LinearRing(ring)), "RFC 7946: outer rings run against the clock"


def test_both_files_hold_only_the_listed_districts(loaded):
    district = loaded.atlas.at("district").index[0]
    few = gap_list(loaded.model, Query("school_readiness", "ward", (district,)))
    plain = json.loads(to_geojson(loaded.atlas, few, {}))
    assert [one["id"] for one in plain["features"]] == few["area_code"].tolist()
    assert 0 < len(few) < len(gap_list(loaded.model, QUERY))


def test_a_list_without_places_and_without_key_providers_keeps_its_columns(loaded, tmp_path):
    ranked = gap_list(loaded.model, Query("family_security", "district"))
    ranked["key_provider"] = None
    path = tmp_path / "list.gpkg"
    path.write_bytes(to_geopackage(loaded.atlas, ranked, {}, [("a", "b")]))
    assert list(gpd.read_file(path, layer=LAYER).columns) == [*COLUMNS, "geometry"]


def test_a_name_like_a_formula_reaches_every_file_as_it_is():
    line = grids.atlas(providers=[grids.provider("P1", 0, 60, name='=cmd|"/c calc"!A1')])
    ranked = gap_list(grids.model(line), Query("school"))
    sheet = workbook(to_xlsx({"List": ranked}, [], "Notes"))["List"]
    column = [cell.value for cell in sheet[1]].index("nearest_provider")
    assert {row[column].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
