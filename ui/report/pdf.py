"""The report as a PDF of a few A4 pages: real text in an embedded typeface, and the map as lines."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from fpdf import FPDF, FontFace
from fpdf.enums import TableBordersLayout, TextMode
from fpdf.fonts import TTFFont

from geo.base.plain_text import named
from ui.kit import theme
from ui.report import map_svg
from ui.words import common
from ui.words import maps as maps_words
from ui.words import report as report_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.export.paper_map import PaperMap
    from ui.map.paint import Legend, Paint
    from ui.report.content import Block, Report

FONTS = Path(__file__).parent / "fonts"
FONT, ARABIC = "Source Sans", "Noto Sans Arabic"
INK, QUIET, RULE, ACCENT = (22, 28, 36), (57, 66, 76), (201, 204, 208), (89, 74, 172)
SIDE_MM, TOP_MM, FOOT_MM = 15, 14, 16
BODY_PT, SMALL_PT, TABLE_PT = 9.5, 8, 8
LINE = 1.3
FINE_PRINT = (report_words.HOW_TITLE, report_words.LIMITS_TITLE)
MM_PER_PT = 25.4 / 72
SOURCE_MM = 9.0
KEY_MM, GAP_MM = 4.4, 3.0
# Stands for a letter that none of the typefaces has.
NO_LETTER = "\N{WHITE SQUARE}"
FROM_THE_RIGHT = frozenset({"R", "AL"})


class ReportPdf(FPDF):
    """A4 pages with the product and the page number at the foot."""

    def __init__(self, title: str) -> None:
        super().__init__("P", "mm", "A4")
        self.report_title = title
        # Words begin where the lines and the map do.
        self.c_margin = 0
        # Nothing in a name stands for the number of pages.
        self.alias_nb_pages(None)  # type: ignore[arg-type]  # the library says in words that None is right
        self.set_title(title)
        self.set_author(common.PRODUCT)
        self.set_lang("en-GB")
        self.set_margins(SIDE_MM, TOP_MM, SIDE_MM)
        self.set_auto_page_break(auto=True, margin=FOOT_MM)
        self.add_font(FONT, "", FONTS / "SourceSans3_400Regular.ttf")
        self.add_font(FONT, "B", FONTS / "SourceSans3_600SemiBold.ttf")
        self.add_font(ARABIC, "", FONTS / "NotoSansArabic_400Regular.ttf")
        self.set_fallback_fonts([ARABIC], exact_match=False)
        self._letters = {chr(code) for font in self.fonts.values() if isinstance(font, TTFFont) for code in font.cmap} | {"\n"}
        self.not_drawn: set[str] = set()
        self.add_page()

    def normalize_text(self, text: str) -> str:
        """Prepare the words of one call: letters that no typeface has become a mark and are noted, Arabic letters are joined."""
        words = unicodedata.normalize("NFC", text)
        missing = set(words) - self._letters
        self.not_drawn |= missing
        # Set for this call alone: joining moves every letter, and other words do not need it.
        self.set_text_shaping(any(unicodedata.bidirectional(letter) in FROM_THE_RIGHT for letter in words), direction="ltr")
        return super().normalize_text(words.translate({ord(letter): NO_LETTER for letter in missing}))

    def footer(self) -> None:
        """Write the foot of a page."""
        self.set_y(-FOOT_MM + 4)
        self.write_words(report_words.page_of(common.PRODUCT, self.report_title, str(self.page_no())), SMALL_PT, colour=QUIET)

    def write_words(
        self, words: str, size: float = BODY_PT, style: str = "", colour: tuple[int, int, int] = INK, after_mm: float = 0
    ) -> None:
        """Write a paragraph over the whole width."""
        self.set_font(FONT, style, size)
        self.set_text_color(*colour)
        self.multi_cell(self.epw, size * MM_PER_PT * LINE, words, align="LEFT", new_x="LMARGIN", new_y="NEXT")
        self.set_y(self.get_y() + after_mm)

    def heading(self, words: str, needs_mm: float = 24) -> None:
        """Write a heading that has room for what follows; it is a bookmark too."""
        if self.will_page_break(needs_mm):
            self.add_page()
        self.set_y(self.get_y() + 2.4)
        self.set_font(FONT, "B", 12)
        self.start_section(words)
        self.write_words(words, 12, "B", after_mm=0.6)

    def points(self, sentences: Sequence[str], size: float = BODY_PT) -> None:
        """Write sentences as a list, or as a paragraph if there is one."""
        for sentence in sentences:
            self.write_words(f"\N{BULLET} {sentence}" if len(sentences) > 1 else sentence, size, after_mm=0.6)


def write(report: Report, made: date, *, compressed: bool = True) -> tuple[bytes, int]:
    """Write the PDF.

    Parameters
    ----------
    report : Report
        What it says.
    made : date
        Day of its making; the same report of the same day has the same bytes.
    compressed : bool
        Whether the pages are compressed.

    Returns
    -------
    bytes, int
        The file, and how many pages it has.
    """
    pdf = ReportPdf(report.title)
    pdf.set_creation_date(datetime.combine(made, time(), UTC))
    pdf.set_subject(report.headline)
    pdf.set_compression(compressed)
    pdf.write_words(report.product, BODY_PT, "B", QUIET, after_mm=1)
    pdf.write_words(report.title, 19, "B", after_mm=1.5)
    pdf.write_words(report.headline, 12, after_mm=2)
    for remark in report.remarks:
        pdf.write_words(remark, BODY_PT, "B", after_mm=2)
    _figures(pdf, report.figures)
    draw_map(pdf, report.sheet, report.paint, report.alt, f"{report.map_note} {report_words.MAP_SOURCE}", report.map_title)
    _reasons(pdf, report)
    # The message fills the first page, what stands behind it the second.
    _blocks(pdf, report.first)
    if report.table.rows:
        pdf.heading(report.table.title, 60)
        set_table(pdf, [report.table.columns, *report.table.rows], report.table.widths, report.table.align)
        pdf.write_words(report.table.note, SMALL_PT, colour=QUIET)
    _blocks(pdf, report.blocks)
    _sources(pdf, report.sources)
    pdf.heading(report_words.ABOUT_TITLE, 16)
    pdf.write_words(" \N{MIDDLE DOT} ".join(f"{name}: {value}" for name, value in report.lines), SMALL_PT)
    if pdf.not_drawn:
        pdf.write_words(report_words.not_drawn([named(letter) for letter in sorted(pdf.not_drawn)], NO_LETTER), SMALL_PT, "B")
    return bytes(pdf.output()), pdf.pages_count


def _reasons(pdf: ReportPdf, report: Report) -> None:
    """Write why places are gaps; nothing where none is told."""
    if report.reasons:
        pdf.heading(report.reasons_title)
    for place, sentences in report.reasons:
        if place:
            pdf.write_words(place, BODY_PT, "B")
        pdf.points(sentences)


def _blocks(pdf: ReportPdf, blocks: Sequence[Block]) -> None:
    for title, sentences in blocks:
        pdf.heading(title)
        pdf.points(sentences, SMALL_PT if title in FINE_PRINT else BODY_PT)


def _sources(pdf: ReportPdf, sources: Sequence[str]) -> None:
    if sources:
        pdf.heading(report_words.SOURCES_TITLE)
    for line in sources:
        # An attribution stays whole on its page.
        if pdf.will_page_break(SOURCE_MM):
            pdf.add_page()
        pdf.write_words(line, SMALL_PT, after_mm=0.4)


def _figures(pdf: ReportPdf, figures: Sequence[tuple[str, str]]) -> None:
    """Set the key figures side by side, each under a rule."""
    if not figures:
        return
    width = (pdf.epw - GAP_MM * (len(figures) - 1)) / len(figures)
    top, lowest = pdf.get_y(), pdf.get_y()
    for number, (figure, what) in enumerate(figures):
        left = pdf.l_margin + number * (width + GAP_MM)
        pdf.set_draw_color(*ACCENT)
        pdf.set_line_width(0.7)
        pdf.line(left, top, left + width, top)
        pdf.set_text_color(*INK)
        for words, size, style, offset in ((figure, 14, "B", 1.2), (what, SMALL_PT, "", 8)):
            pdf.set_xy(left, top + offset)
            pdf.set_font(FONT, style, size)
            pdf.multi_cell(width, size * MM_PER_PT * 1.2, words, align="LEFT", padding=0, new_x="LEFT", new_y="NEXT")
        lowest = max(lowest, pdf.get_y())
    pdf.set_xy(pdf.l_margin, lowest + 2)


def draw_map(pdf: ReportPdf, sheet: PaperMap, paint: Paint, alt: str, note: str, title: str = report_words.MAP_TITLE) -> None:
    """Draw a map with its legend.

    Parameters
    ----------
    pdf : ReportPdf
        The pages.
    sheet, paint, alt
        The map, its colours with their legend, and what it shows in words.
    note : str
        What its numbers are, and where its outlines are from.
    title : str
        Heading.
    """
    pdf.heading(title, sheet.height_mm + 30)
    top = pdf.get_y()
    drawing = io.BytesIO(map_svg.draw(sheet, paint, alt, words=False).encode())
    pdf.image(drawing, pdf.l_margin, top, sheet.width_mm, sheet.height_mm, alt_text=alt, title=title)
    pdf.set_text_color(*INK)
    for words, (x, y), size, bold in map_svg.captions(sheet):
        pdf.set_font(FONT, "B" if bold else "", size / MM_PER_PT)
        left = pdf.l_margin + x - pdf.get_string_width(words) / 2
        if size == map_svg.NAME_SIZE_MM:
            with pdf.local_context(text_mode=TextMode.STROKE, line_width=map_svg.HALO_MM, draw_color=(255, 255, 255)):
                pdf.text(left, top + y, words)
        pdf.text(left, top + y, words)
    pdf.set_y(top + sheet.height_mm + 1.5)
    _legend(pdf, paint.legend)
    pdf.write_words(note, SMALL_PT, colour=QUIET)


def _legend(pdf: ReportPdf, legend: Legend) -> None:
    pdf.write_words(legend.title, SMALL_PT, "B", after_mm=0.5)
    pdf.set_font(FONT, "", SMALL_PT)
    outline = [(theme.PRIORITY, maps_words.PRIORITY, True)] if legend.priority else []
    keys = [(colour, words, False) for colour, words in legend.keys] + outline
    height = SMALL_PT * MM_PER_PT * LINE
    for colour, words, is_outline in keys:
        width = KEY_MM + 1.5 + pdf.get_string_width(words) + 5
        if pdf.get_x() + width > pdf.w - pdf.r_margin + 5:
            pdf.set_xy(pdf.l_margin, pdf.get_y() + height + 0.6)
        left, top = pdf.get_x(), pdf.get_y()
        pdf.set_draw_color(*(theme.rgba(colour)[:3] if is_outline else QUIET))
        pdf.set_line_width(0.6 if is_outline else 0.15)
        pdf.set_fill_color(*theme.rgba(map_svg.PAPER if is_outline else colour)[:3])
        pdf.rect(left, top + 0.5, KEY_MM, height - 1, style="DF")
        pdf.set_xy(left + KEY_MM + 1.5, top)
        pdf.cell(width - KEY_MM - 1.5, height, words)
    pdf.set_xy(pdf.l_margin, pdf.get_y() + height + 1)


def set_table(pdf: ReportPdf, rows: Sequence[Sequence[str]], widths: Sequence[int], align: Sequence[str]) -> None:
    """Set a table whose headings, the first row, come again on each page.

    Parameters
    ----------
    pdf : ReportPdf
        The pages.
    rows : sequence of sequence of str
        Headings, then rows.
    widths, align : sequence
        Of each column: its share of the width; ``LEFT`` or ``RIGHT``.
    """
    pdf.set_font(FONT, "", TABLE_PT)
    pdf.set_text_color(*INK)
    pdf.set_draw_color(*RULE)
    pdf.set_line_width(0.2)
    # Else the colour of the last key of a legend.
    pdf.set_fill_color(255, 255, 255)
    with pdf.table(
        rows,
        col_widths=tuple(widths),
        text_align=tuple(align),
        headings_style=FontFace(emphasis="BOLD"),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        line_height=TABLE_PT * MM_PER_PT * 1.2,
        padding=(0.8, 1.2),
    ):
        pass
    pdf.set_y(pdf.get_y() + 1)
