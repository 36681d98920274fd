"""The report as one HTML file: style and map are inside, nothing is fetched, no script runs."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from ui.kit import html, theme
from ui.report import map_svg
from ui.words import maps as maps_words
from ui.words import report as report_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.export.paper_map import PaperMap
    from ui.map.paint import Legend, Paint
    from ui.report.content import PaperTable, Report

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
        Markup("<h1>{}</h1>").format(report.title),
        message(report),
        _heading(report_words.ABOUT_TITLE),
        _about(report),
    ]
    style = Markup(STYLE.read_text(encoding="utf-8"))  # noqa: S704 - a file of the product
    head = Markup(
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title><style>{}</style>'
    ).format(report.title, style)
    page = Markup('<!DOCTYPE html>\n<html lang="en-GB"><head>{}</head><body><main>{}</main></body></html>\n')
    return page.format(head, html.join(parts)).encode()


def message(report: Report, *, in_page: bool = False) -> Markup:
    """Write what a report says, without whose it is and how to get it again: what a printed page of the dashboard adds by itself.

    Parameters
    ----------
    report : Report
        What it says.
    in_page : bool
        Whether it stands in a page of the dashboard, whose HTML takes drawings as pictures alone.
    """
    parts = [
        html.paragraph(report.headline, "lead"),
        *(html.paragraph(remark, "changed") for remark in report.remarks),
        _figures(report),
        _map(report, in_page=in_page),
        *_reasons(report),
        *(_heading(title) + _body(sentences) for title, sentences in report.first),
        *_table(report.table),
        *(_heading(title) + _body(sentences) for title, sentences in report.blocks),
        *_sources(report.sources),
    ]
    return html.join(parts)


def _heading(words: str) -> Markup:
    return Markup("<h2>{}</h2>").format(words)


def _body(sentences: Sequence[str]) -> Markup:
    is_list = len(sentences) > 2  # noqa: PLR2004 - two sentences are no list
    return html.bullets(sentences) if is_list else html.join(html.paragraph(sentence) for sentence in sentences)


def _figures(report: Report) -> Markup:
    if not report.figures:
        return html.NOTHING
    entry = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
    entries = html.join(entry.format(what, figure) for figure, what in report.figures)
    return _heading(report_words.KEY_TITLE) + Markup('<dl class="key">{}</dl>').format(entries)


def _map(report: Report, *, in_page: bool) -> Markup:
    draw = picture if in_page else partial(map_svg.draw, words=True)
    drawing = draw(report.sheet, report.paint, report.alt)
    below = Markup("<figcaption>{}<p>{} {}</p></figcaption>")
    caption = below.format(_legend(report.paint.legend), report.map_note, report_words.MAP_SOURCE)
    return _heading(report.map_title) + Markup("<figure>{}{}</figure>").format(drawing, caption)


def picture(sheet: PaperMap, paint: Paint, alt: str) -> Markup:
    """Draw a map as a picture that is in the page itself; the arguments are those of `ui.report.map_svg.draw`."""
    drawing = map_svg.draw(sheet, paint, alt, words=True)
    return Markup('<img src="data:image/svg+xml;base64,{}" alt="{}">').format(b64encode(drawing.encode()).decode(), alt)


def _legend(legend: Legend) -> Markup:
    looks = [(f"background:{colour}", words) for colour, words in legend.keys]
    if legend.priority:
        looks.append((f"border:2px solid {theme.PRIORITY}", maps_words.PRIORITY))
    keys = html.join(Markup('<li><i style="{}"></i>{}</li>').format(style, words) for style, words in looks)
    return Markup('<p><b>{}</b></p><ul class="legend">{}</ul>').format(legend.title, keys)


def _reasons(report: Report) -> list[Markup]:
    if not report.reasons:
        return []
    told = [(html.heading(place) if place else html.NOTHING) + html.bullets(sentences) for place, sentences in report.reasons]
    return [_heading(report.reasons_title), *told]


def _table(table: PaperTable) -> list[Markup]:
    """Table that scrolls sideways where it does not fit; by keyboard too."""
    if not table.rows:
        return []
    region = Markup('<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>')
    return [_heading(table.title), region.format(table.title, html.table(table.columns, table.rows)), html.paragraph(table.note, "note")]


def _sources(sources: Sequence[str]) -> list[Markup]:
    return [_heading(report_words.SOURCES_TITLE), Markup('<div class="sources">{}</div>').format(html.bullets(sources))] if sources else []


def _about(report: Report) -> Markup:
    return Markup('<dl class="about">{}</dl>').format(html.terms(report.lines))
