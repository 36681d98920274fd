"""The report: its figures are those of the CSV in both files, nothing is fetched or run, and the same view gives the same bytes."""

from __future__ import annotations

import io
import json
import re
import struct
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from streamlit.testing.v1 import AppTest

from geo.analysis.brief import brief
from geo.export.paper_map import MARK_CLEAR_MM, draw_sheet
from geo.export.tables import to_csv
from geo.method.gaps import Query
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from tests.helpers.running import Run, assert_plain, run_process
from tests.helpers.screens import open_page
from tests.helpers.tiny import Tiny, with_workspace
from tests.helpers.tiny_content import ALDER, LSOAS
from ui.report import content, pdf, web_page
from ui.report.make import file_stem, make
from ui.scene import answers, loading
from ui.view.state import View
from ui.words import common, figures, pages
from ui.words import report as report_words
from ui.words import sure as sure_words

if TYPE_CHECKING:
    from pathlib import Path

    from geo.whatif.scene import Scene

DAY = date(2026, 3, 1)
# How a PDF writes what its own marks would hide.
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def load() -> Scene:
    loading.without_session()
    return loading.load()


@pytest.fixture
def tiny_loaded(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    return load()


def view(*query) -> View:
    return View(Query(*query), "gap", None, None, show_providers=True, show_sites=False)


def csv_of(scene: Scene, asked: View) -> pd.DataFrame:
    """Rows of the CSV of a view, as a spreadsheet has them."""
    listed = answers.listed(scene, asked.query)
    return pd.read_csv(io.BytesIO(to_csv(listed, bom=True)), encoding="utf-8-sig", dtype=str, keep_default_na=False)


class Page(HTMLParser):
    """Words of a page, cells of its table, and what it would fetch or run."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.rows, self.words, self.tags, self.addresses, self.open = [], [], [], [], []
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in {"src", "href", "srcset", "action", "data", "xlink:href"}]
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.words.append(data)
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] += data


def paper_words(report: content.Report) -> str:
    """Words of the PDF in order, read back by way of its own tables of characters; feet, which may stand in a sentence, are left out."""
    raw, pages_written = pdf.write(report, DAY, compressed=False)
    tables = [
        {int(code, 16): bytes.fromhex(sign.decode()).decode("utf-16-be") for code, sign in re.findall(rb"<(\w{4})> <(\w+)>", part)}
        for part in re.findall(rb"beginbfchar(.*?)endbfchar", raw, re.DOTALL)
    ]
    words, font = [], 0
    for name, shown in re.findall(rb"/F(\d) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", raw, re.DOTALL):
        if name:
            font = int(name) - 1
            continue
        codes = re.sub(rb"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), shown, flags=re.DOTALL)
        words.append("".join(tables[font].get(code, "?") for code in struct.unpack(f">{len(codes) // 2}H", codes)))
    text = " ".join(" ".join(words).split())
    for number in range(pages_written, 0, -1):
        text = text.replace(" ".join(report_words.page_of(common.PRODUCT, report.title, str(number)).split()), " ")
    return " ".join(text.split())


def figures_of(row: pd.Series) -> list[str]:
    """Figures of a row of the CSV in the columns of the report, from the rank and the number of children to the rank on foot."""
    decimals = {"need_score": 1, "access": 2, "gap_score": 1}
    exact = {name: f"{float(row[name]):.{places}f}" if row[name] else figures.NONE for name, places in decimals.items()}
    # Written from the text of the CSV, so that a figure of more digits there would be seen.
    for name, written in exact.items():
        assert not row[name] or float(row[name]) == float(written)
    spread = f"{int(row['rank_low']):,} to {int(row['rank_high']):,}" if row["rank_low"] else figures.NONE
    need, access, gap = exact.values()
    near = f"{figures.minutes(float(row['nearest_minutes']))}; {int(row['providers_in_reach']):,} in reach"
    children = f"{'about ' if row['children_basis'] == 'approximate' else ''}{int(row['children_0_4']):,}"
    return [f"{int(row['rank']):,}", children, need, access, near, gap, spread, f"{int(row['walk_rank']):,}"]


VIEWS = [
    ("early_education", "lsoa", 3),
    ("school_readiness", "lsoa", None),
    ("family_security", "ward", 0),
    ("healthy_birth", "lsoa", 2),
    ("school_readiness", "district", None),
]


@pytest.fixture(params=VIEWS, ids=lambda one: "-".join(map(str, one)))
def composed(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, content.Report]:
    """CSV and report of a view of the embedded data."""
    scene = load()
    outcome, level, district = request.param
    codes = scene.atlas.at("district").index
    asked = view(outcome, level, () if district is None else (str(codes[district]),))
    listed = answers.listed(scene, asked.query)
    return csv_of(scene, asked), content.compose(scene, asked, listed, DAY)


# --- figures ------------------------------------------------------------------------------------------------------------


def place_of(rows: pd.DataFrame, row: dict[str, object]) -> str:
    """The CSV's label; without its district where the report is on one district only."""
    return str(row["area_label"]).replace(f"({row['district']} ", "(") if len(set(rows["district"])) == 1 else str(row["area_label"])


def test_the_table_of_the_page_has_the_figures_of_the_csv(composed) -> None:
    rows, report = composed
    header, *cells = Page(web_page.write(report)).rows
    assert tuple(header) == report_words.COLUMNS
    assert len(cells) == min(len(rows), report_words.SHOWN)
    for row, (rank, place, *shown) in zip(rows.to_dict("records"), cells, strict=False):
        assert place == place_of(rows, row)
        assert [rank, *shown[:7]] == figures_of(row)
        assert shown[7].startswith(sure_words.WORDS[row["how_sure"]])
        assert ("(border)" in shown[7]) == bool(row["border"] and row["how_sure"] == "check_first")


def test_the_table_of_the_pdf_has_the_figures_of_the_csv(composed) -> None:
    rows, report = composed
    words = paper_words(report)
    table = words[words.index(report_words.LIST_TITLE) : words.index(report_words.SURE_TITLE)]
    for row in rows.head(report_words.SHOWN).to_dict("records"):
        rank, *figures = figures_of(row)
        line = f"{rank} {place_of(rows, row)} {' '.join(figures)} "
        assert line in table
        table = table[table.index(line) + len(line) :]


def test_headline_and_key_figures_can_be_added_up_from_the_csv(composed) -> None:
    rows, report = composed
    priority = rows[rows["gap_class"] == "priority"]
    children = rows["children_0_4"].astype(int)
    inside = children[priority.index].sum()
    shown = [figure for figure, _ in report.figures]
    assert shown[:2] == [f"{len(priority):,} of {len(rows):,}", f"{inside:,} of {children.sum():,}"]
    access = np.average(rows["access"].astype(float), weights=children)
    # The CSV rounds each row to hundredths.
    assert float(shown[2]) == pytest.approx(access, abs=0.06)
    minutes = np.average(rows["nearest_minutes"].astype(float), weights=children)
    assert shown[3] in (figures.minutes(minutes - 0.06), figures.minutes(minutes + 0.06))
    assert not any("short of" in what for _, what in report.figures), "shortfall is never added up"
    if len(priority) > 1:
        assert report.headline.startswith(f"{len(priority):,} of {len(rows):,} ")
    words, page = paper_words(report), " ".join(Page(web_page.write(report)).words)
    for told in [report.title, report.headline, *shown, *(line for _, line in report.lines)]:
        assert told in words
        assert told in page


def test_a_brief_by_hand() -> None:
    listed = pd.DataFrame(
        {
            "gap_class": ["priority", "priority", "mid_need_low_access"],
            "children_0_4": [10, 30, 60],
            "how_sure": ["certain", "likely", "not_worst"],
            "providers_in_reach": [0, 2, 5],
            "nearest_minutes": [20.0, 10.0, 5.0],
            "access": [0.0, 10.0, 20.0],
            "access_public": [0.0, 10.0, 5.0],
            "access_pvi": [0.0, 0.0, 15.0],
        }
    )
    found = brief(listed, listed.iloc[1:])
    assert (found.areas, found.priority_areas, found.children, found.children_in_priority) == (3, 2, 100, 40)
    assert (found.none_in_reach, found.certain, found.likely) == (1, 1, 1)
    assert (found.nearest_minutes, found.providers_in_reach) == pytest.approx(((200 + 300 + 300) / 100, (60 + 300) / 100))
    # (30 x 10 + 60 x 20) / 100 here, / 90 in the atlas; public (30 x 10 + 60 x 5) / 100 = 6 of 15.
    assert found.access == pytest.approx(15.0)
    assert found.access_atlas == pytest.approx(1500 / 90)
    assert found.public_share == pytest.approx(0.4)


# --- what a report is -----------------------------------------------------------------------------------------------------


def test_nothing_is_fetched_and_nothing_runs(composed) -> None:
    _, report = composed
    raw = web_page.write(report)
    page = Page(raw)
    assert page.addresses == []
    assert not {"script", "link", "img", "iframe", "object", "embed"} & set(page.tags)
    assert b"url(" not in raw
    assert b"@import" not in raw


def test_every_report_has_two_to_four_pages_and_the_same_bytes_twice(composed) -> None:
    _, report = composed
    paper, pages = pdf.write(report, DAY)
    assert 2 <= pages <= 4
    assert paper.count(b"/Type /Page\n") == pages
    assert pdf.write(report, DAY) == (paper, pages)
    assert web_page.write(report) == web_page.write(report)


def test_the_brief_on_one_district_is_four_pages_at_most() -> None:
    scene, asked = load(), view("early_education", "lsoa", ("E07000010",))
    listed = answers.listed(scene, asked.query)
    assert pdf.write(content.compose(scene, asked, listed, DAY), DAY)[1] <= 4


def test_it_says_where_from_when_and_how(composed) -> None:
    rows, report = composed
    words, page = paper_words(report), " ".join(Page(web_page.write(report)).words)
    told = [rows["method_version"].iloc[0], rows["data_as_at"].iloc[0], "1 March 2026", report_words.MAP_SOURCE, report.paint.legend.title]
    told += [title for title, _ in report.blocks] + [line for _, line in report.paint.legend.keys]
    for one in [*told, *report.sources, *(line for _, lines in report.reasons for line in lines)]:
        assert one in words
        assert " ".join(one.split()) in " ".join(page.split())
    assert f"{report.sheet.scale_km:g} km" in words


# --- names from the data --------------------------------------------------------------------------------------------------


def test_names_from_the_data_are_text_and_never_markup(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "<script>alert(1)</script>"
    for table, column in (("areas.csv", "label"), ("areas.csv", "name"), ("providers.csv", "name"), ("sources.csv", "title")):
        path = tiny.data / table
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        frame[column] = [f"{evil} {number}" for number in range(len(frame))]
        frame.to_csv(path, index=False)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    scene = load()
    asked = view("school_readiness", "lsoa", (ALDER,))
    report = content.compose(scene, asked, answers.listed(scene, asked.query), DAY)
    raw = web_page.write(report).decode()
    assert "<script" not in raw
    assert raw.count("&lt;script&gt;") > 10
    assert evil in paper_words(report)


# --- the map --------------------------------------------------------------------------------------------------------------


def test_marks_keep_apart_and_names_keep_off_them() -> None:
    scene = load()
    asked = Query("school_readiness")
    first = answers.listed(scene, asked)["area_code"].head(15).tolist()
    sheet = draw_sheet(scene.atlas, "lsoa", (), first, 180, 138)
    marks = np.array([mark for mark, _ in sheet.marks])
    apart = np.hypot(*(marks[:, None] - marks[None]).transpose(2, 0, 1))
    assert apart[np.triu_indices(len(marks), 1)].min() > 4.5
    middles = np.array([middle for _, middle in sheet.names])
    assert len(middles) >= 4
    assert np.hypot(*(middles[:, None] - marks[None]).transpose(2, 0, 1)).min() >= MARK_CLEAR_MM
    assert ((marks > 0) & (marks < [sheet.width_mm, sheet.height_mm])).all()


def test_the_scale_bar_is_true() -> None:
    scene = load()
    codes = scene.atlas.at("lsoa").index[[0, 300]].tolist()
    sheet = draw_sheet(scene.atlas, "lsoa", (), codes, 180, 138)
    first, second = (np.array(meant) for _, meant in sheet.marks)
    drawn_km = np.hypot(*(first - second)) / sheet.scale_mm * sheet.scale_km
    places = scene.atlas.areas.loc[codes, ["centroid_e", "centroid_n"]].to_numpy(dtype=float)
    # A mark stands inside its area, not at the centre of its people.
    assert drawn_km == pytest.approx(np.hypot(*(places[0] - places[1])) / 1000, rel=0.1)


@pytest.mark.parametrize(("land", "parts"), [("two", 2), ("far", 0)])
def test_land_in_several_parts_is_drawn_and_land_that_is_not_seen_breaks_nothing(tiny: Tiny, monkeypatch, land: str, parts: int) -> None:
    """As for an authority in a peninsula or on an island: an outline of several parts was drawn as none, and a PDF takes no empty path."""
    west, south, east, north = gpd.read_file(tiny.data / "boundaries" / "district.geojson").total_bounds
    middle = (west + east) / 2
    two = shapely.MultiPolygon([shapely.box(west, south, middle - 0.01, north), shapely.box(middle + 0.01, south, east, north)])
    shape = two if land == "two" else shapely.transform(two, lambda points: points + 1)
    feature = {"type": "Feature", "properties": {"area_code": "land"}, "geometry": shapely.geometry.mapping(shape)}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (tiny.data / "boundaries" / "land.geojson").write_text(content, encoding="utf-8")
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    scene = load()
    assert draw_sheet(scene.atlas, "lsoa", (), (), 180, 138).land.count("M") == parts
    assert make(scene, view("school_readiness"), DAY, lambda *_: None).pdf.startswith(b"%PDF-")


# --- the command line -----------------------------------------------------------------------------------------------------


def test_the_command_writes_what_the_button_gives(run_tiny: Run, tiny_loaded: Scene, tmp_path: Path) -> None:
    asked = view("school_readiness", "ward", (ALDER,))
    made = make(tiny_loaded, asked, datetime.now().astimezone().date(), lambda *_: None)
    for ending, expected in ((".html", made.html), (".pdf", made.pdf)):
        target = tmp_path / f"report{ending}"
        done = run_tiny("report", "--outcome", "school_readiness", "--level", "ward", "--district", ALDER, "-o", target)
        assert (done.code, done.out) == (0, b"")
        assert [line.strip().partition("  ")[2] for line in done.err.splitlines()] == list(report_words.STEPS)
        assert target.read_bytes() == expected
    assert file_stem(tiny_loaded, asked) == "report_school_readiness_ward_alder"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--district", "Nowhere", "-o", "r.pdf"), "Unknown district 'Nowhere'. Valid: E07000901 (Alder), E07000902 (Bourne)."),
        (("-o", "r.doc"), "Unknown ending of the file's name '.doc'. Valid: .pdf (to print), .html (one web page)."),
    ],
)
def test_what_the_command_does_not_know_ends_in_one_line(run_tiny: Run, arguments: tuple[str, ...], line: str) -> None:
    done = run_tiny("report", "--outcome", "school_readiness", *arguments)
    assert (done.code, done.out, done.err.splitlines()) == (2, b"", [line])


def test_nothing_to_report_on_writes_no_file(run_tiny: Run, tmp_path: Path) -> None:
    done = run_tiny("report", "--outcome", "family_security", "-o", tmp_path / "r.pdf")
    assert (done.code, done.out) == (1, b"")
    assert len(done.err.splitlines()) == 1
    assert not (tmp_path / "r.pdf").exists()


def test_own_settings_are_named_in_the_report(run_tiny: Run, tmp_path: Path) -> None:
    run_tiny("report", "--outcome", "school_readiness", "--target", "12", "--sector", "public", "-o", tmp_path / "r.html")
    assert report_words.CHANGED in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_command_prints_no_warning_of_the_screen(tmp_path: Path, tiny: Tiny) -> None:
    done = run_process("--config", tiny.config, "report", "--outcome", "school_readiness", "-o", tmp_path / "r.pdf")
    assert done.code == 0
    assert_plain(done, lines=len(report_words.STEPS))


# --- the page -------------------------------------------------------------------------------------------------------------


def words_of(app: AppTest) -> str:
    return "\n".join(str(part.value) for part in [*app.title, *app.header, *app.markdown, *app.info, *app.success])


def test_the_page_makes_a_report_and_says_when_it_is_stale() -> None:
    code = str(load().atlas.at("district").index[0])
    app = open_page(pages.REPORT.path, outcome="early_education", district=code)
    assert not app.exception
    assert not app.get("download_button")
    app.button[0].click().run()
    assert not app.exception
    assert [button.proto.label for button in app.get("download_button")] == [report_words.DOWNLOAD_PDF, report_words.DOWNLOAD_HTML]
    assert report_words.READY in words_of(app)
    app.selectbox(key="filter_level").set_value("ward").run()
    assert not app.get("download_button")
    assert report_words.STALE in words_of(app)


def test_a_press_with_an_address_from_before_the_last_choice_keeps_the_choice() -> None:
    app = open_page(pages.REPORT.path, outcome="early_education", district=str(load().atlas.at("district").index[0]))
    before = dict(app.query_params)
    app.selectbox(key="filter_level").set_value("ward").run()
    # The browser has not taken the new address yet.
    app.query_params.clear()
    app.query_params.update(before)
    app.button[0].click().run()
    assert app.selectbox(key="filter_level").value == "ward"
    assert app.query_params["level"] in ("ward", ["ward"])
    assert report_words.READY in words_of(app)


def test_a_report_from_before_a_local_note_is_not_offered_as_current(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    with_workspace(tiny)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page(pages.REPORT.path, outcome="school_readiness")
    app.button[0].click().run()
    assert report_words.READY in words_of(app)
    ledger = Ledger(tiny.config.parent / "kept" / "ledger.sqlite")
    ledger.add([Entry("area", LSOAS[0], "other", "A note", "A Lead", datetime.now(UTC).date().isoformat())])
    app.run()
    assert not app.get("download_button")
    assert report_words.STALE in words_of(app)


def test_without_a_district_the_page_reports_on_the_whole_area() -> None:
    area = load().settings.area.name
    assert report_words.WHOLE.format(area=area) in words_of(open_page(pages.REPORT.path, outcome="early_education"))


@pytest.mark.usefixtures("tiny_loaded")
def test_without_a_gap_list_the_page_says_what_to_relax() -> None:
    app = open_page(pages.REPORT.path, outcome="family_security")
    assert not app.exception
    assert report_words.NOTHING in words_of(app)
    assert not app.button


@pytest.mark.parametrize("page", ["pages/2_Gap_list.py", "pages/9_Area_profile.py"])
def test_list_and_profile_lead_to_the_report(page: str) -> None:
    app = open_page(page, outcome="early_education", area=str(load().atlas.at("lsoa").index[0]))
    links = [link.proto for link in app.get("page_link") if link.proto.label == report_words.TO_REPORT]
    assert len(links) == 1
    assert "outcome=early_education" in links[0].query_string
