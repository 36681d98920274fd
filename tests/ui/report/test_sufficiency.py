"""The sufficiency report as files: every number of each is in the CSV of the same report, and a document is one that everybody can use."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pandas as pd
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from PIL import Image

from geo.export.paper_map import PaperMap
from geo.sufficiency import labels
from geo.sufficiency.material import query_of
from tests.helpers.office import as_pdf
from tests.helpers.places import ROOT
from tests.helpers.tiny import write_tiny
from tests.helpers.tiny_content import ALDER, BOURNE, COUNTY
from ui.map.paint import Legend, Paint
from ui.report.sufficiency.drawn import DOTS_MM, DrawnMap, as_png
from ui.report.sufficiency.make import KINDS, file_of
from ui.scene import loading
from ui.words import sufficiency as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

YEAR, DAY = 2026, "2026-11-28"
# A number as the report writes it; those within words, such as E2SFCA, are part of these.
NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?!\w)")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All files of a report with projections and take-up, of the tiny atlas."""
    tiny = write_tiny(tmp_path_factory.mktemp("sufficiency"))
    rows = "".join(
        f"{code},{year},{80 + year % 7},90,90,90,{year - 1930},official\n" for code in (ALDER, BOURNE) for year in range(2026, 2033)
    )
    (tiny.data / "children_projection.csv").write_text("area_code,year,age_0,age_1,age_2,age_3,age_4,source_id\n" + rows, encoding="utf-8")
    (tiny.data / "take_up.csv").write_text(
        f"area_code,age,entitlement,eligible,registered,source_id\n{COUNTY},3-4,universal,170,151,official\n", encoding="utf-8"
    )
    loading.without_session()
    with loading.using_config(tiny.config):
        scene = loading.load()
        return {kind: file_of(scene, query_of(scene.settings), YEAR, DAY, kind) for kind in KINDS}


def numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in NUMBER.findall(text)}


def texts(document) -> Iterator[str]:
    """Everything that is written in a document, its foot as well."""
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    yield from (paragraph.text for section in document.sections for paragraph in section.footer.paragraphs)


def known(made: dict[str, bytes]) -> tuple[set[str], set[str]]:
    """Give the numbers that stand anywhere in the table of figures, and those that are figures."""
    table = pd.read_csv(io.BytesIO(made["csv"]), dtype="str", keep_default_na=False)
    return numbers(" ".join(table.to_numpy().ravel())), numbers(" ".join(table["written"]))


# --- numbers -----------------------------------------------------------------------------------------------------------


def test_every_number_of_the_document_is_in_the_csv(made: dict[str, bytes]) -> None:
    anywhere, figures = known(made)
    document = Document(io.BytesIO(made["docx"]))
    # The scale of gaps is that of the legend of every map.
    scale = {"0", "20", "40", "60", "80", "100"}
    assert numbers(" ".join(texts(document))) - anywhere - scale == set()
    # What stands alone in a cell is a figure, not a number of a name or a date.
    cells = {cell.text for table in document.tables for row in table.rows[1:] for cell in row.cells}
    alone = {cell.replace(",", "") for cell in cells if NUMBER.fullmatch(cell)}
    assert len(alone) > 40
    assert alone - figures == set()


def test_every_number_of_the_workbook_is_in_the_csv(made: dict[str, bytes]) -> None:
    anywhere, figures = known(made)
    book = load_workbook(io.BytesIO(made["xlsx"]))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {float(cell) for cell in cells if isinstance(cell, int | float)} - {float(figure) for figure in figures} == set()
    assert numbers(" ".join(cell for cell in cells if isinstance(cell, str))) - anywhere == set()


def test_every_number_of_the_pdf_is_in_the_csv(made: dict[str, bytes]) -> None:
    anywhere, _ = known(made)
    pages = pypdf.PdfReader(io.BytesIO(made["pdf"])).pages
    text = " ".join(page.extract_text() for page in pages)
    of_pages = {str(number + 1) for number in range(len(pages))}
    of_maps = {"0", "20", "40", "60", "80", "100"} | {str(number) for number in (0.5, 1, 2, 5, 10)}
    assert numbers(text.replace("\n", " ")) - anywhere - of_pages - of_maps == set()
    for heading in labels.PARTS.values():
        assert heading in text


def test_the_same_report_of_a_day_has_the_same_bytes(made: dict[str, bytes], tmp_path: Path) -> None:
    # Another time of day, another process.
    tiny = write_tiny(tmp_path)
    for number in (1, 2):
        command = [
            sys.executable,
            "-m",
            "geo",
            "--config",
            str(tiny.config),
            "sufficiency",
            "--year",
            "2026",
            "-o",
            f"{tmp_path}/{number}.docx",
        ]
        subprocess.run(command, cwd=ROOT, check=True)
    assert (tmp_path / "1.docx").read_bytes() == (tmp_path / "2.docx").read_bytes()
    assert made["docx"] != (tmp_path / "1.docx").read_bytes()


# --- a document for everybody ------------------------------------------------------------------------------------------


def test_headings_are_styles_in_the_order_of_the_guidance(made: dict[str, bytes]) -> None:
    document = Document(io.BytesIO(made["docx"]))
    headed = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headed == [*labels.PARTS.values(), "11 Alder", "12 Bourne"]
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Title"] == ["Childcare sufficiency report 2026"]
    pages = [paragraph for paragraph in document.paragraphs if paragraph.paragraph_format.page_break_before]
    assert [page.text for page in pages] == ["11 Alder", "12 Bourne"]


def test_tables_repeat_their_headings_and_pictures_have_words(made: dict[str, bytes]) -> None:
    document = Document(io.BytesIO(made["docx"]))
    assert len(document.tables) > 10
    for table in document.tables:
        heads = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True, *[False] * (len(heads) - 1)]
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        # To a hair: widths are whole twentieths of a point.
        room = document.sections[0].page_width - 2 * document.sections[0].left_margin
        assert sum(column.width for column in table.columns) == pytest.approx(room, rel=0.001)
    shapes = [shape._inline.docPr for shape in document.inline_shapes]
    assert [shape.get("title") for shape in shapes] == ["Gaps in Alder", "Gaps in Bourne"]
    assert all(shape.get("descr").startswith("Map of the neighbourhoods of") for shape in shapes)


def test_title_and_language_are_set_and_the_paper_is_a4(made: dict[str, bytes]) -> None:
    document = Document(io.BytesIO(made["docx"]))
    assert document.core_properties.title == "Childcare sufficiency report 2026"
    assert document.core_properties.language == words.LANGUAGE == "en-GB"
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as parts:
        assert parts.testzip() is None
        foot = next(parts.read(name).decode() for name in parts.namelist() if "footer" in name)
    assert "PAGE" in foot
    assert "NUMPAGES" in foot


def test_names_that_look_like_markup_stay_names(tmp_path: Path) -> None:
    tiny = write_tiny(tmp_path)
    line = tiny.line_of("areas.csv", BOURNE)
    for column in ("name", "label"):
        tiny.set_cell("areas.csv", line, column, "Bourne & <b>Co</b> {0}")
    loading.without_session()
    with loading.using_config(tiny.config):
        scene = loading.load()
        content = file_of(scene, query_of(scene.settings), YEAR, DAY, "docx")
    text = " ".join(texts(Document(io.BytesIO(content))))
    assert "Bourne & <b>Co</b> {0}" in text


def test_the_scale_bar_of_a_map_stands_on_a_plate() -> None:
    # One neighbourhood fills the sheet; the plate makes its colour paler left of the bar, and nothing does beyond the plate.
    whole, dark = "M0 0L100 0L100 60L0 60Z", (40, 40, 120)
    sheet = PaperMap(100.0, 60.0, (whole,), (), whole, (), (), 5.0, 20.0)
    paint = Paint((0,), ((*dark, 255),), Legend("Gap", (), ""))
    picture = Image.open(io.BytesIO(as_png(DrawnMap(sheet, paint)))).convert("RGB")
    beside, beyond = (picture.getpixel((round(x_mm * DOTS_MM), round(50 * DOTS_MM))) for x_mm in (4, 40))
    assert beyond == dark
    assert beside == pytest.approx([0.85 * 255 + 0.15 * part for part in dark], abs=1)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_libreoffice_opens_it(made: dict[str, bytes], tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"report.{kind}"
    path.write_bytes(made[kind])
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(as_pdf(path, tmp_path)).pages)
    written = " ".join(text.split())
    for heading in (*labels.PARTS.values(), "11 Alder", "12 Bourne"):
        assert heading in written, heading
    assert written.count(labels.TO_WRITE) == 3 or kind == "xlsx"


# --- what it costs -----------------------------------------------------------------------------------------------------


def test_nothing_of_documents_is_imported_before_a_report_is_made() -> None:
    modules = "ui.screens.sufficiency, geo.cli.main, ui.report.from_command"
    code = f"import sys, {modules}; print({{'docx', 'lxml', 'fpdf', 'xlsxwriter'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
