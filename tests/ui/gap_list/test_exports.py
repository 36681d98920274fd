"""The gap list as files for other programs: read back by other libraries, the same figures as the CSV, nothing that runs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import io
import json
import re
from html.parser import HTMLParser

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.export.maps import LAYER, NOTES_LAYER, to_geojson, to_geopackage
from geo.export.tables import to_csv
from geo.export.workbook import to_xlsx
from geo.method.gaps import COLUMNS, Query, gap_list
from geo.method.model import build_model
from geo.whatif.scene import Scene
from tests.helpers import grids
from ui.gap_list import formats, notes
from ui.scene import loading
from ui.view import describe
from ui.view.state import View
from ui.words import gap_list as gap_list_words
from ui.words import share as share_words

LINK = "https://example.org/Gap_map?outcome=school_readiness&level=ward"
QUERY = Query("school_readiness", "ward")


@pytest.fixture(scope="module")
def scene():
    return loading.load()


@pytest.fixture(scope="module")
def view():
    return View(QUERY, "gap", None, None, show_providers=True, show_sites=False)


@pytest.fixture(scope="module")
def csv(scene):
    return pd.read_csv(io.BytesIO(to_csv(gap_list(scene.model, QUERY), bom=True)))


def same_as_csv(found, csv):
    """Compare values, whatever types a format reads back as; a CSV cannot tell an empty text from a missing one."""
    plain = [frame.astype(object).where(frame.notna() & (frame != ""), None) for frame in (found[list(COLUMNS)], csv)]
    pd.testing.assert_frame_equal(*plain, check_dtype=False, check_exact=True)


# --- XLSX ------------------------------------------------------------------------------------------------------------


def workbook(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_workbook_holds_the_figures_of_the_csv_as_numbers(scene, view, csv):
    data = formats.made("xlsx", scene, view, LINK)
    same_as_csv(pd.read_excel(io.BytesIO(data), sheet_name=share_words.LIST_SHEET, engine="openpyxl"), csv)
    sheet = workbook(data)[share_words.LIST_SHEET]
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


def test_the_workbook_says_what_the_notes_of_the_zip_say(scene, view):
    data = formats.made("xlsx", scene, view, LINK)
    cells = {cell for row in workbook(data)[share_words.NOTES_SHEET].iter_rows(values_only=True) for cell in row if cell}
    told = notes.blocks(scene, view, gap_list(scene.model, QUERY))
    assert {line for _, lines in told for line in lines} <= cells
    assert gap_list_words.NOTES_TITLE in cells
    assert formats.made("xlsx", scene, view, LINK) == data, "the same bytes each time"


def test_the_days_of_the_sources_are_dates(scene, view):
    sheet = workbook(formats.made("xlsx", scene, view, LINK))[share_words.SOURCES_SHEET]
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


def test_the_geopackage_holds_the_areas_on_the_british_grid_with_typed_columns(scene, view, csv, tmp_path):
    path = tmp_path / "list.gpkg"
    path.write_bytes(formats.made("gpkg", scene, view, LINK))
    assert {tuple(layer) for layer in pyogrio.list_layers(path)} == {(LAYER, "MultiPolygon"), (NOTES_LAYER, None)}
    areas = gpd.read_file(path, layer=LAYER)
    assert areas.crs.to_epsg() == 27700
    assert areas.geometry.is_valid.all()
    same_as_csv(areas, csv)
    assert areas["rank"].dtype.kind == "i"
    assert areas["gap_score"].dtype.kind == "f"
    # Every ward's own point of the data lies inside the ward that the file draws.
    points = scene.atlas.areas.loc[areas["area_code"], ["centroid_e", "centroid_n"]].to_numpy()
    assert shapely.contains_xy(shapely.convex_hull(areas.geometry.to_numpy()), points[:, 0], points[:, 1]).mean() > 0.98
    about = pyogrio.read_info(path, layer=LAYER)["layer_metadata"]
    assert about["method_version"] == csv["method_version"].iloc[0]
    assert "Open Government Licence" in about["attribution"]
    told = gpd.read_file(path, layer=NOTES_LAYER)
    assert set(gap_list_words.KNOWN_LIMITS) <= set(told["note"])


def test_the_geojson_holds_the_areas_in_longitude_and_latitude_with_all_columns(scene, view, csv):
    data = formats.made("geojson", scene, view, LINK)
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


def test_both_files_hold_only_the_listed_districts(scene):
    district = scene.atlas.at("district").index[0]
    few = gap_list(scene.model, Query("school_readiness", "ward", (district,)))
    plain = json.loads(to_geojson(scene.atlas, few, {}))
    assert [one["id"] for one in plain["features"]] == few["area_code"].tolist()
    assert 0 < len(few) < len(gap_list(scene.model, QUERY))


def test_a_list_without_places_and_without_key_providers_keeps_its_columns(scene, tmp_path):
    ranked = gap_list(scene.model, Query("family_security", "district"))
    ranked["key_provider"] = None
    path = tmp_path / "list.gpkg"
    path.write_bytes(to_geopackage(scene.atlas, ranked, {}, [("a", "b")]))
    assert list(gpd.read_file(path, layer=LAYER).columns) == [*COLUMNS, "geometry"]


def test_a_name_like_a_formula_reaches_every_file_as_it_is():
    line = grids.atlas(providers=[grids.provider("P1", 0, 60, name='=cmd|"/c calc"!A1')])
    ranked = gap_list(grids.model(line), Query("school"))
    sheet = workbook(to_xlsx({"List": ranked}, [], "Notes"))["List"]
    column = [cell.value for cell in sheet[1]].index("nearest_provider")
    assert {row[column].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}


# --- the map in one file ---------------------------------------------------------------------------------------------


def addresses(page):
    """What a page would load, and where its links lead."""
    found = {"load": [], "link": []}

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            given = dict(attrs)
            found["link" if tag == "a" else "load"] += [given[name] for name in ("src", "href", "data", "action") if name in given]

    Reader().feed(page)
    return found


def rows_of(page):
    """Cells of the page's table, header first."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [[html.unescape(re.sub("<[^>]*>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


@pytest.fixture(scope="module")
def map_file(scene, view):
    return formats.made("html", scene, view, LINK).decode()


def test_the_map_file_loads_nothing_and_links_only_to_its_view(map_file):
    found = addresses(map_file)
    assert found == {"load": [], "link": [LINK]}
    assert "default-src 'none'" in html.unescape(map_file)
    assert "unsafe-inline" not in html.unescape(map_file).partition("script-src")[2].partition(";")[0]
    styles = "".join(re.findall(r"<style>(.*?)</style>", map_file, re.DOTALL))
    assert "url(" not in styles
    assert "@import" not in styles
    assert len(map_file) < 2_000_000, "small enough for a mailbox"


def test_the_map_file_says_what_when_and_whence(map_file, scene, view, csv):
    told = html.unescape(re.sub("<[^>]*>", " ", map_file))
    finding = describe.finding(scene, QUERY, gap_list(scene.model, QUERY)).replace("*", "")
    for part in (
        finding,
        csv["data_as_at"].iloc[0],
        csv["method_version"].iloc[0],
        *notes.source_lines(scene, view),
        *gap_list_words.KNOWN_LIMITS,
    ):
        assert part in told


def test_no_word_of_the_data_can_run_in_the_map_file(scene, view):
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    atlas = dataclasses.replace(scene.atlas, areas=scene.atlas.areas.assign(label=evil))
    model = build_model(atlas, scene.settings)
    page = formats.made("html", Scene(model, "evil"), view, LINK).decode()
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert addresses(page) == {"load": [], "link": [LINK]}


def test_the_map_file_never_holds_the_background_of_another_host(scene, view):
    tiles = scene.settings.map.model_copy(update={"tile_url": "https://tiles.example/{z}/{x}/{y}.png", "tile_attribution": "Example"})
    settings = scene.settings.model_copy(update={"map": tiles})
    model = dataclasses.replace(scene.model, settings=settings)
    assert "tiles.example" not in formats.made("html", Scene(model, "tiles"), view, LINK).decode()


def test_the_map_file_holds_every_row_of_the_list_with_its_figures(map_file, csv):
    table = rows_of(map_file)
    assert [row[0] for row in table[1:]] == csv["area_label"].tolist()
    place = {
        name: table[0].index(name)
        for name in ("Rank", "Need (0-100)", "Gap (0-100)", "Access (places per 100 children, without childminders)")
    }
    for row, exact in zip(table[1:], csv.to_dict("records"), strict=True):
        assert row[place["Rank"]] == f"{exact['rank']}"
        assert row[place["Need (0-100)"]] == f"{exact['need_score']:.0f}"
        assert row[place["Gap (0-100)"]] == f"{exact['gap_score']:.0f}"
        assert row[place["Access (places per 100 children, without childminders)"]] == f"{exact['access']:.1f}"
