"""The sufficiency report as a Word document: real headings, tables whose headings repeat, pictures with words for who cannot see them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from geo.base.plain_text import visible
from geo.sufficiency import labels
from geo.sufficiency.content import ReportFigure, ReportHeading, ReportMap, ReportSentence, ReportTable
from ui.kit import theme
from ui.report.sufficiency.drawn import MAP_MM, as_png
from ui.words import common
from ui.words import maps as maps_words
from ui.words import report as report_words
from ui.words import sufficiency as words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    from geo.sufficiency.content import ReportPart, SufficiencyReport
    from ui.map.paint import Legend
    from ui.report.sufficiency.drawn import DrawnMap

FONT: Final = "Arial"
INK, QUIET, ACCENT = RGBColor(22, 28, 36), RGBColor(57, 66, 76), RGBColor(70, 57, 140)
RULE, SHADE = "C9CCD0", "ECEAF6"
PAPER_MM, SIDE_MM, TOP_MM = (210, 297), 18, 18
BODY_PT, TABLE_PT, SMALL_PT = 10, 8.5, 8
# A table of so many rows stands on one page.
WHOLE_ROWS: Final = 12
HEADINGS_PT: Final = {"Title": 26, "Heading 1": 16, "Heading 2": 12}
NOTE: Final = "Source note"
# A document that is made again on the same day has the same bytes.
STAMP: Final = (1980, 1, 1, 0, 0, 0)
# As wide as a key of a legend; its ground has the colour.
KEY: Final = "\N{NO-BREAK SPACE}" * 4


def write(report: SufficiencyReport, made: date, draw: Callable[[ReportMap], DrawnMap]) -> bytes:
    """Write the document.

    Parameters
    ----------
    report : SufficiencyReport
        What it says.
    made : date
        Day of its making.
    draw : callable
        Lays out a map.
    """
    document = Document()
    _prepare(document, report, made)
    _paragraph(document, report_words.dated(common.PRODUCT, made), NOTE)
    _paragraph(document, report.title, "Title")
    for number, sentence in enumerate(report.cover):
        _paragraph(document, sentence.text, "Normal" if number else "Subtitle")
    for part in report.parts:
        _write_part(document, report, part, draw)
    written = io.BytesIO()
    document.save(written)
    return _stamped(written.getvalue())


def _write_part(document: WordDocument, report: SufficiencyReport, part: ReportPart, draw: Callable[[ReportMap], DrawnMap]) -> None:
    heading = document.add_heading(visible(part.heading), 1)
    heading.paragraph_format.page_break_before = part.of_district
    for block in part.blocks:
        match block:
            case ReportHeading():
                document.add_heading(visible(block.text), 2)
            case ReportSentence():
                _paragraph(document, block.text)
            case ReportTable():
                _write_table(document, block)
                note = " ".join(filter(None, (block.provenance(report.numbers), block.note)))
                _paragraph(document, note, NOTE)
            case ReportMap():
                _write_map(document, block, draw(block))


def _paragraph(document: WordDocument, text: str, style: str = "Normal") -> Paragraph:
    """Write a paragraph; what the council has to write is marked as with a pen."""
    before, marker, after = visible(text).partition(labels.TO_WRITE)
    paragraph = document.add_paragraph(before, style)
    if marker:
        paragraph.add_run(marker).font.highlight_color = WD_COLOR_INDEX.YELLOW
        paragraph.add_run(after)
    return paragraph


# --- the look ---------------------------------------------------------------------------------------------------------


def _prepare(document: WordDocument, report: SufficiencyReport, made: date) -> None:
    """Set title, language, paper, styles and the foot of each page."""
    day = datetime.combine(made, time())
    about = document.core_properties
    about.title, about.subject, about.author, about.language = report.title, report.area, common.PRODUCT, words.LANGUAGE
    about.created, about.modified, about.last_modified_by, about.comments = day, day, common.PRODUCT, ""
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(length) for length in PAPER_MM)
    section.left_margin = section.right_margin = Mm(SIDE_MM)
    section.top_margin = section.bottom_margin = Mm(TOP_MM)
    styles = document.styles
    styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH)
    for name in ("Normal", NOTE, "Title", "Subtitle", "Heading 1", "Heading 2", "Caption"):
        _set_style(styles[name], HEADINGS_PT.get(name, SMALL_PT if name == NOTE else BODY_PT))
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), words.LANGUAGE)
    foot = section.footer.paragraphs[0]
    foot.style = styles[NOTE]
    foot.add_run(f"{report.title} \N{MIDDLE DOT} {words.PAGE} ")
    _field(foot, "PAGE")
    foot.add_run(f" {words.OF} ")
    _field(foot, "NUMPAGES")


def _set_style(style: ParagraphStyle, size_pt: float) -> None:
    font, paragraph = style.font, style.paragraph_format
    font.name, font.size, font.italic = FONT, Pt(size_pt), False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The theme's typeface goes before a name.
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
    is_heading = style.name in HEADINGS_PT
    font.color.rgb = ACCENT if is_heading else QUIET if style.name == NOTE else INK
    font.bold = is_heading or style.name in ("Subtitle", "Caption")
    paragraph.space_after = Pt(6 if style.name != "Caption" else 3)
    if style.name == NOTE:
        paragraph.space_before = Pt(3)
    if is_heading or style.name == "Caption":
        paragraph.keep_with_next = True
        paragraph.space_before = Pt(14 if style.name == "Heading 1" else 6)


def _field(paragraph: Paragraph, code: str) -> None:
    """Put in a number that Word works out itself."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001 - the library has no call for fields


# --- tables -----------------------------------------------------------------------------------------------------------


def _write_table(document: WordDocument, given: ReportTable) -> None:
    _paragraph(document, given.title, "Caption")
    table = document.add_table(0, len(given.columns))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _describe(table, given.title)
    room_mm = PAPER_MM[0] - 2 * SIDE_MM
    widths = [Mm(room_mm * share / sum(given.widths)) for share in given.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    of_numbers = given.of_numbers
    rows = [given.columns, *given.rows]
    for number, row in enumerate(rows):
        line = table.add_row()
        _mark_row(line._tr, is_head=number == 0)  # noqa: SLF001 - the library has no call for it
        for cell, value, width, is_number in zip(line.cells, row, widths, of_numbers, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(visible(str(value)))
            run.font.size, run.font.bold = Pt(TABLE_PT), number == 0 or _is_lead(row, value)
            paragraph.paragraph_format.space_after = Pt(0)
            # Neither does the head of a table stand alone at the foot of a page, nor what stands below it at the top of the next.
            paragraph.paragraph_format.keep_with_next = len(rows) <= WHOLE_ROWS or number < 2 or number >= len(rows) - 2  # noqa: PLR2004
            if is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if number == 0:
                _shade(cell._tc)  # noqa: SLF001 - as above


def _is_lead(row: tuple[ReportFigure | str, ...], value: ReportFigure | str) -> bool:
    return row[0] is value and isinstance(value, str)


def _describe(table: Table, title: str) -> None:
    """Name a table for screen readers, and rule it with thin lines."""
    properties = table._tbl.tblPr  # noqa: SLF001 - as above
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=RULE))
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(_element(f"w:{side}", w="40" if side in ("top", "bottom") else "70", type="dxa"))
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)
    properties.append(_element("w:tblCaption", val=visible(title)))


def _mark_row(row: Any, *, is_head: bool) -> None:  # noqa: ANN401 - an element of the library
    """Keep a row on one page; let the first come again on each."""
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _shade(cell: Any) -> None:  # noqa: ANN401 - as above
    cell.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=SHADE))


def _element(name: str, **attributes: str) -> Any:  # noqa: ANN401 - as above
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


# --- maps -------------------------------------------------------------------------------------------------------------


def _write_map(document: WordDocument, wanted: ReportMap, drawing: DrawnMap) -> None:
    _paragraph(document, wanted.title, "Caption")
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(as_png(drawing)), width=Mm(MAP_MM[0]))
    inline = shape._inline  # noqa: SLF001 - as above
    # Without these some programs leave room around a picture.
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    named = inline.docPr
    named.set("descr", visible(wanted.alt))
    named.set("title", visible(wanted.title))
    _legend(document, drawing.paint.legend)


def _legend(document: WordDocument, legend: Legend) -> None:
    paragraph = document.add_paragraph(style=NOTE)
    paragraph.add_run(f"{legend.title}: ").bold = True
    keys = [(RULE, colour, label) for colour, label in legend.keys]
    for border, fill, label in [*keys, *([(theme.PRIORITY, "#ffffff", maps_words.PRIORITY)] if legend.priority else [])]:
        look = paragraph.add_run(KEY)._r.get_or_add_rPr()  # noqa: SLF001 - as above
        look.append(_element("w:bdr", val="single", sz="8", space="0", color=border.removeprefix("#")))
        look.append(_element("w:shd", val="clear", color="auto", fill=fill.removeprefix("#")))
        paragraph.add_run(f" {label}   ")


def _stamped(content: bytes) -> bytes:
    """Write the parts of a document anew, each with the same time."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as anew:
        for name in parts.namelist():
            anew.writestr(zipfile.ZipInfo(name, STAMP), parts.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
