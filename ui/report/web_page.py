"""The report as one HTML file: style and map are inside, nothing is fetched, no script runs."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ui.kit import html, theme
from ui.report import map_svg
from ui.words import maps as maps_words
from ui.words import report as report_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.map.paint import Legend
    from ui.report.content import Report

STYLE = Path(__file__).parent / "page.css"


def write(report: Report) -> bytes:
    """Write the page.

    Parameters
    ----------
    report : Report
        What it says.

    Returns
    -------
    bytes
        HTML in UTF-8.
    """
    parts = [
        html.paragraph(report.product, "product"),
        f"<h1>{escape(report.title)}</h1>",
        html.paragraph(report.headline, "lead"),
        *(html.paragraph(f"{report_words.CHANGED}: {'; '.join(report.changed)}.", "changed") for _ in report.changed[:1]),
        _figures(report),
        _map(report),
        _heading(report_words.LIST_TITLE),
        _list(report),
        html.paragraph(report.list_note, "note"),
        _heading(report_words.WHY_TITLE),
        *(f"<h3>{escape(place)}</h3>{html.bullets(sentences)}" for place, sentences in report.reasons),
        *(_heading(title) + _body(sentences) for title, sentences in report.blocks),
        _heading(report_words.SOURCES_TITLE),
        f'<div class="sources">{html.bullets(report.sources)}</div>',
        _heading(report_words.ABOUT_TITLE),
        _about(report),
    ]
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(report.title)}</title>'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
    )
    return f'<!DOCTYPE html>\n<html lang="en-GB"><head>{head}</head><body><main>{"".join(parts)}</main></body></html>\n'.encode()


def _heading(words: str) -> str:
    return f"<h2>{escape(words)}</h2>"


def _body(sentences: Sequence[str]) -> str:
    return html.bullets(sentences) if len(sentences) > 2 else "".join(html.paragraph(one) for one in sentences)  # noqa: PLR2004 - a list


def _figures(report: Report) -> str:
    entries = "".join(f"<div><dt>{escape(what)}</dt><dd>{escape(figure)}</dd></div>" for figure, what in report.figures)
    return f'{_heading(report_words.KEY_TITLE)}<dl class="key">{entries}</dl>'


def _map(report: Report) -> str:
    drawing = map_svg.draw(report.sheet, report.paint, report.alt, words=True)
    caption = (
        f"<figcaption>{_legend(report.paint.legend)}<p>{escape(report_words.NUMBERED)} {escape(report_words.MAP_SOURCE)}</p></figcaption>"
    )
    return f"{_heading(report_words.MAP_TITLE)}<figure>{drawing}{caption}</figure>"


def _legend(legend: Legend) -> str:
    keys = [f'<li><i style="background:{colour}"></i>{escape(words)}</li>' for colour, words in legend.keys]
    keys.append(f'<li><i style="border:2px solid {theme.PRIORITY}"></i>{escape(maps_words.PRIORITY)}</li>')
    return f'<p><b>{escape(legend.title)}</b></p><ul class="legend">{"".join(keys)}</ul>'


def _list(report: Report) -> str:
    """Table that scrolls sideways where it does not fit; by keyboard too."""
    table = html.table(report_words.COLUMNS, [[escape(cell) for cell in row] for row in report.rows])
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(report_words.LIST_TITLE)}">{table}</div>'


def _about(report: Report) -> str:
    entries = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in report.about)
    return f'<dl class="about">{entries}</dl>'
