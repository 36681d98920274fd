"""The sufficiency report as a PDF, set with the parts of every other report."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from geo.sufficiency.content import ReportHeading, ReportMap, ReportSentence, ReportTable
from ui.report import pdf
from ui.words import common
from ui.words import report as report_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from geo.sufficiency.content import SufficiencyReport
    from ui.report.sufficiency.drawn import DrawnMap

TITLE_PT, SUBTITLE_PT, PART_MM = 22, 12, 40
# Head and note of a table, and a row; one of so many rows stands on one page, of a longer one the beginning stays together.
HEAD_MM, ROW_MM, WHOLE_ROWS, FIRST_ROWS = 20.0, 6.0, 12, 3


def write(report: SufficiencyReport, made: date, draw: Callable[[ReportMap], DrawnMap], *, compressed: bool = True) -> bytes:
    """Write the PDF; parameters as for `ui.report.sufficiency.word.write`, and whether the pages are compressed."""
    pages = pdf.ReportPdf(report.title)
    pages.set_creation_date(datetime.combine(made, time(), UTC))
    pages.set_subject(report.area)
    pages.set_compression(compressed)
    pages.write_words(report_words.dated(common.PRODUCT, made), pdf.BODY_PT, "B", pdf.QUIET, after_mm=1)
    pages.write_words(report.title, TITLE_PT, "B", after_mm=1.5)
    for number, sentence in enumerate(report.cover):
        pages.write_words(sentence.text, pdf.BODY_PT if number else SUBTITLE_PT, "" if number else "B", after_mm=2)
    for part in report.parts:
        if part.of_district:
            pages.add_page()
        pages.heading(part.heading, PART_MM)
        for block in part.blocks:
            match block:
                case ReportHeading():
                    pages.write_words(block.text, pdf.BODY_PT + 1, "B", after_mm=0.6)
                case ReportSentence():
                    pages.write_words(block.text, after_mm=1.5)
                case ReportTable():
                    _table(pages, report, block)
                case ReportMap():
                    drawing = draw(block)
                    pdf.draw_map(pages, drawing.sheet, drawing.paint, block.alt, "", block.title)
    return bytes(pages.output())


ALIGN: Final = {True: "RIGHT", False: "LEFT"}


def _table(pages: pdf.ReportPdf, report: SufficiencyReport, given: ReportTable) -> None:
    together = len(given.rows) if len(given.rows) <= WHOLE_ROWS else FIRST_ROWS
    if pages.will_page_break(HEAD_MM + together * ROW_MM):
        pages.add_page()
    pages.write_words(given.title, pdf.BODY_PT, "B", after_mm=0.6)
    rows = [list(given.columns), *([str(cell) for cell in row] for row in given.rows)]
    pdf.set_table(pages, rows, given.widths, [ALIGN[is_number] for is_number in given.of_numbers])
    note = " ".join(filter(None, (given.provenance(report.numbers), given.note)))
    pages.write_words(note, pdf.SMALL_PT, colour=pdf.QUIET, after_mm=2)
