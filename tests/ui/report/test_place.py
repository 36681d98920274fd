"""The brief on one place: figures of the list, providers in reach, on one or two pages, the same from page and command line."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import parse_qs

import numpy as np
import pytest

from geo.analysis.profile import providers_in_reach
from geo.export.paper_map import draw_place
from geo.method.gaps import DECIMALS
from geo.method.query import Query
from tests.helpers.screens import open_page, words
from tests.helpers.tiny_content import ALDER, ASH, LSOAS
from ui.report import pdf, place, web_page
from ui.report.make import make, on_place
from ui.scene import answers, loading
from ui.view.state import View
from ui.words import place_brief as text
from ui.words import report as report_words

DAY = date(2026, 3, 1)
REPORT, PROFILE = "pages/13_Report.py", "pages/9_Area_profile.py"


@pytest.fixture(scope="module")
def scene():
    loading.without_session()
    return loading.load()


def view(area, level="lsoa", outcome="early_education"):
    return on_place(View(Query(outcome, level), "gap", None, None, show_providers=True, show_sites=False), area)


def brief(scene, area, level="lsoa", outcome="early_education"):
    return place.compose(scene, view(area, level, outcome), area, DAY)


def first(scene, level, outcome="early_education"):
    return str(answers.listed(scene, Query(outcome, level))["area_code"].iloc[0])


def test_a_brief_made_on_the_page_names_the_whole_address_of_its_view(scene):
    area, home = first(scene, "ward"), "https://maps.example/early-years/"
    asked = view(area, "ward")
    assert dict(place.compose(scene, asked, area, DAY, home).lines)["Same view on the screen"].startswith(f"{home}Area_profile?")
    assert "followed by Area_profile?" in dict(place.compose(scene, asked, area, DAY).lines)["Same view on the screen"]


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_the_figures_are_those_of_the_list_and_it_fits_on_two_pages(scene, level):
    area = first(scene, level)
    row = answers.listed(scene, Query("early_education", level)).set_index("area_code").loc[area]
    report = brief(scene, area, level)
    told = [figure for figure, _ in report.figures]
    assert told[0] == f"{row['rank']} of {len(scene.model.areas[level]):,}"
    assert float(told[1]) == round(row["need_score"], DECIMALS["need_score"])
    assert told[-1].removeprefix("about ") == f"{row['children_0_4']:,}"
    paper, pages = pdf.write(report, DAY)
    assert paper == pdf.write(report, DAY)[0]
    assert pages <= 2


def test_it_has_two_reasons_one_caveat_and_one_next_step(scene):
    report = brief(scene, first(scene, "lsoa"))
    ((nobody, reasons),) = report.reasons
    assert nobody == ""
    assert len(reasons) == text.REASONS
    blocks = dict(report.first)
    assert len(blocks[text.CAVEAT_TITLE]) == len(blocks[text.NEXT_TITLE]) == 1
    page = web_page.write(report).decode()
    places = [page.index(title) for title in (text.MAP_TITLE, f"<h2>{text.WHY_TITLE}", text.CAVEAT_TITLE, text.NEXT_TITLE)]
    assert places == sorted(places)


def test_the_providers_are_the_nearest_in_reach_and_numbered_on_the_map(scene):
    area = first(scene, "lsoa", "school_readiness")
    report, near = brief(scene, area, outcome="school_readiness"), providers_in_reach(scene.model, Query("school_readiness"), area)
    assert len(near) > 0
    shown = near.head(text.SHOWN)
    assert [row[0] for row in report.table.rows] == [str(number) for number in range(1, len(shown) + 1)]
    names = [name for name in shown["name"] if isinstance(name, str)]
    assert [row[1] for row in report.table.rows if row[1] in names] == names
    assert list(report.sheet.kinds) == shown["sector"].tolist()
    sheet = report.sheet
    assert len(sheet.marks) == len(shown)
    assert all(0 <= x <= sheet.width_mm and 0 <= y <= sheet.height_mm for _, (x, y) in sheet.marks)


def test_distances_on_the_map_are_those_of_the_scale_bar(scene):
    area = first(scene, "lsoa")
    row = scene.atlas.areas.loc[area]
    middle = row[["centroid_e", "centroid_n"]].to_numpy(dtype=float)
    sites = middle + np.array([[0.0, 0.0], [1000.0, 0.0], [0.0, 1000.0]])
    sheet = draw_place(scene.atlas, "lsoa", [area], sites, ["public", "pvi", "pvi"], 180, 84)
    (start, east, north) = [np.array(meant) for _, meant in sheet.marks]
    km_mm = sheet.scale_mm / sheet.scale_km
    assert east - start == pytest.approx((km_mm, 0), abs=0.05)
    assert north - start == pytest.approx((0, -km_mm), abs=0.05)


def test_roads_and_names_that_are_drawn_lie_on_the_sheet_and_no_name_on_another(scene):
    sheet = brief(scene, first(scene, "lsoa")).sheet
    assert sheet.lines
    points = np.array([pair.split() for path in sheet.lines for pair in re.split("[ML]", path)[1:]], dtype=float)
    assert points.min() >= -0.01
    assert (points[:, 0] <= sheet.width_mm + 0.01).all()
    assert (points[:, 1] <= sheet.height_mm + 0.01).all()
    assert sheet.names
    for number, (name, (x, y)) in enumerate(sheet.names):
        for other, (left, top) in sheet.names[:number]:
            assert abs(y - top) > 3 or abs(x - left) > 0.9 * (len(name) + len(other)) / 2


@pytest.mark.usefixtures("tiny_app")
def test_a_folder_without_a_basemap_has_the_brief_without_roads():
    tiny = loading.load()
    report = brief(tiny, LSOAS[0], outcome="school_readiness")
    assert report.sheet.lines == ()
    assert pdf.write(report, DAY)[1] <= 2


@pytest.mark.usefixtures("tiny_app")
def test_the_command_writes_what_the_page_gives(run_tiny, tmp_path):
    tiny = loading.load()
    made = make(tiny, view(ASH, "ward", "school_readiness"), datetime.now().astimezone().date(), lambda *_: None)
    assert made.stem == "place_ash_school_readiness"
    target = tmp_path / "brief.pdf"
    asked = ("report", "--outcome", "school_readiness", "--level", "ward", "-o", target)
    assert run_tiny(*asked, "--area", ASH).code == 0
    assert target.read_bytes() == made.pdf
    refused = run_tiny(*asked, "--area", ALDER)
    assert refused.code != 0
    assert f"Unknown area '{ALDER}'" in refused.err


@pytest.mark.usefixtures("tiny_app")
def test_the_page_of_a_place_prints_the_place_and_its_district_is_one_press_away():
    profile = open_page(PROFILE, outcome="school_readiness", level="ward", area=ASH)
    link = next(link.proto for link in profile.get("page_link") if link.proto.label == report_words.TO_REPORT)
    given = parse_qs(link.query_string)
    assert given["area"] == [ASH]
    assert given["find"] == ["about:place"]
    report = open_page(REPORT, **given)
    assert "What Ash is" in words(report)
    assert report_words.LEAD_PLACE in words(report)
    assert "district" not in report_words.LEAD_PLACE
    listed = report.radio(key="report_about").set_value("list").run()
    assert "What Ash is" not in words(listed)
    assert report_words.LEAD in words(listed)
    assert "find" not in listed.query_params
    assert "What Ash is" not in words(open_page(REPORT, outcome="school_readiness", level="ward", area=ASH)), "links of before"
