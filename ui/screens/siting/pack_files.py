"""A site pack as a PDF and as a workbook, each made only when its button is pressed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.export.workbook import to_xlsx
from ui.gap_list.formats import MIME
from ui.kit import work
from ui.kit.cells import is_missing
from ui.screens.siting import pack
from ui.view import share
from ui.view.state import stem
from ui.words import figures as figure_words
from ui.words import report as report_words
from ui.words import site_pack as pack_words
from ui.words import siting as words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import pandas as pd

    from geo.siting.exact import Found
    from ui.report.pdf import ReportPdf
    from ui.screens.siting.pack import SitePack
    from ui.screens.siting.question import SiteQuestion
    from ui.view.state import View

FIGURE_WIDTHS: Final = (19, 42, 36, 34, 24, 39)
PROVIDER_WIDTHS: Final = (46, 32, 14, 12, 13, 15, 19, 19, 14)
GAIN_WIDTHS: Final = (70, 20, 18, 18, 14)
MOST_ROWS: Final = 40


def buttons(asked: SiteQuestion, view: View, found: Found, site_id: str) -> None:
    """Offer the pack of one site."""
    with st.container(horizontal=True):
        for label, ending, mime, write in (
            (pack_words.PDF, "pdf", "application/pdf", as_pdf),
            (pack_words.XLSX, "xlsx", MIME["xlsx"], as_xlsx),
        ):
            st.download_button(
                label,
                data=work.on_press(_made, asked, view, found, site_id, share.home(), write),
                # An own list may call a site anything.
                file_name=f"{stem(view, 'site-pack', view.query.outcome, re.sub(r'[^A-Za-z0-9]+', '-', site_id))}.{ending}",
                mime=mime,
                on_click="ignore",
                help=pack_words.HELP,
                key=f"site_pack_{ending}",
            )


def _made(asked: SiteQuestion, view: View, found: Found, site_id: str, home: str, write: Callable[[SitePack, date], bytes]) -> bytes:
    today = datetime.now().astimezone().date()
    return write(pack.compose(asked, view, found, site_id, today, home), today)


def as_xlsx(made: SitePack, _: date) -> bytes:
    """Write the workbook: figures, providers nearby, who gains, notes."""
    tables = {
        pack_words.SHEETS["figures"]: made.figures.rename(columns=pack_words.FIGURES),
        pack_words.SHEETS["providers"]: made.providers.rename(columns=pack_words.PROVIDERS),
        pack_words.SHEETS["gains"]: made.gains.rename(columns=pack_words.GAINS),
    }
    about = [(made.title, [made.headline, made.dated]), (words.WHY_TITLE, list(made.sentences))]
    return to_xlsx(tables, [*about, *((title, list(lines)) for title, lines in made.notes)], pack_words.SHEETS["notes"])


def as_pdf(made: SitePack, day: date, *, compressed: bool = True) -> bytes:
    """Write the PDF."""
    from ui.report import pdf as paper  # noqa: PLC0415 - costs 0.4 s to import

    pages = paper.ReportPdf(made.title)
    pages.set_creation_date(datetime.combine(day, time(), UTC))
    pages.set_subject(made.headline)
    pages.set_compression(compressed)
    pages.write_words(made.dated, paper.BODY_PT, "B", paper.QUIET, after_mm=1)
    pages.write_words(made.title, 19, "B", after_mm=1.5)
    pages.write_words(made.headline, 12, after_mm=2)
    pages.points(made.sentences)
    paper.draw_map(pages, made.sheet, made.paint, made.alt, f"{pack_words.MAP_NOTE} {report_words.MAP_SOURCE}")
    figures = made.figures.assign(source=made.figures["source"].replace(made.numbers))
    _table(pages, pack_words.FIGURES_TITLE, figures, pack_words.FIGURES, FIGURE_WIDTHS)
    _table(pages, pack_words.PROVIDERS_TITLE, made.providers, pack_words.PROVIDERS, PROVIDER_WIDTHS)
    _table(pages, pack_words.GAINS_TITLE, made.gains, pack_words.GAINS, GAIN_WIDTHS)
    for title, lines in made.notes:
        pages.heading(title, 16)
        pages.points(lines, paper.SMALL_PT)
    return bytes(pages.output())


def _table(pages: ReportPdf, title: str, rows: pd.DataFrame, labels: dict[str, str], widths: Sequence[int]) -> None:
    """Set a table under its heading; a long one is cut, and says so."""
    from ui.report import pdf as paper  # noqa: PLC0415 - costs 0.4 s to import

    if rows.empty:
        return
    pages.heading(title, 40)
    cells = [[written(value) for value in row] for row in rows.head(MOST_ROWS).itertuples(index=False, name=None)]
    align = ["RIGHT" if rows[name].dtype.kind in "if" or name == "value" else "LEFT" for name in labels]
    paper.set_table(pages, [list(labels.values()), *cells], widths, align)
    if len(rows) > MOST_ROWS:
        pages.write_words(pack_words.cut(MOST_ROWS, len(rows)), paper.SMALL_PT, colour=paper.QUIET)


def written(value: object) -> str:
    """Write a cell with all the digits that the files have."""
    if is_missing(value):
        return figure_words.NONE
    return str(value) if isinstance(value, str) else f"{value:,.10g}"
