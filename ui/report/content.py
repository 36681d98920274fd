"""What a report says: every figure and sentence is put into words here once, so that the web page and the PDF cannot differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pandas as pd

from geo.brief import brief
from geo.gaps import DECIMALS, children_period, data_as_at
from geo.ranking import rank_ranges
from geo.sheet import Sheet, draw_sheet
from ui import cache, caution, describe, filter_text, local, local_text, market_text, panel_text, report_text, text
from ui.notes import source_lines
from ui.paint import Paint, paint_scores
from ui.panel_market import pvi_only_sentence
from ui.panel_reasons import reason_sentences
from ui.plain import bare

if TYPE_CHECKING:
    from datetime import date

    from geo.brief import Brief
    from geo.query import Query
    from ui.page import Loaded
    from ui.state import View

LOCAL_SHOWN = 10
MAP_WIDTH_MM, MAP_HEIGHT_MM = 180.0, 112.0

LIST_ADDRESS = "Gap_list"

Block = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Report:
    """Everything that is in a report, in words.

    Parameters
    ----------
    product, title, headline : str
        Whose report of which day it is, what it is about, and what it finds.
    changed : tuple of str
        Settings that are not the recommended ones.
    figures : tuple of (str, str)
        Key figures and what they are.
    sheet, paint, alt : Sheet, Paint, str
        The map, its colours with their legend, and what it shows in words.
    rows : tuple of tuple of str
        The first rows of the gap list under `ui.report_text.COLUMNS`.
    list_note : str
        What the table holds.
    reasons : tuple of (str, tuple of str)
        Places and the sentences that say why they are gaps.
    blocks : tuple of (str, tuple of str)
        Headed paragraphs after the reasons.
    sources : tuple of str
        One line a source, with its attribution.
    about : tuple of (str, str)
        Level, dates, version, and how to get the same again.
    """

    product: str
    title: str
    headline: str
    changed: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    sheet: Sheet
    paint: Paint
    alt: str
    rows: tuple[tuple[str, ...], ...]
    list_note: str
    reasons: tuple[Block, ...]
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]
    about: tuple[tuple[str, str], ...]


def compose(loaded: Loaded, view: View, listed: pd.DataFrame, made: date) -> Report:
    """Work out what the report of a view says.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    view : View
        What is asked.
    listed : DataFrame
        `geo.gaps.gap_list` of the view, with its evidence; the CSV of the same view is written from it too.
    made : date
        Day to put on the report.
    """
    query = view.query
    scores = cache.scores(loaded.model, loaded.stamp, replace(query, districts=()))
    where, outcome = describe.where(loaded, query), loaded.settings.outcomes[query.outcome].name
    headline = bare(describe.finding(loaded, query, listed))
    inside = loaded.model.areas[query.level]["district_code"].isin(query.districts or loaded.model.areas["district"].index).to_numpy()
    paint = paint_scores(scores, "gap", inside)
    first = listed.head(report_text.SHOWN)
    unit = str(first["access_unit"].iloc[0])
    return Report(
        product=report_text.dated(text.PRODUCT, made),
        title=report_text.report_title(outcome, where),
        headline=headline,
        changed=tuple(describe.changed(loaded, view)),
        figures=tuple(
            report_text.key_figures(
                figures := brief(listed, scores, loaded.settings.confidence), unit, query.level, children_period(loaded.model)
            )
        ),
        sheet=draw_sheet(loaded.atlas, query.level, query.districts, first["area_code"].tolist(), MAP_WIDTH_MM, MAP_HEIGHT_MM),
        paint=paint,
        alt=report_text.alt(where, paint.legend.title, headline),
        rows=tuple(list_rows(first, loaded)),
        list_note=report_text.list_note(len(first), len(listed), unit),
        reasons=tuple(
            (f"{rank}. {label}", tuple(reason_sentences(loaded, replace(query, districts=()), code, scores)))
            for rank, label, code in first[["rank", "area_label", "area_code"]].head(report_text.EXPLAINED).itertuples(index=False)
        ),
        blocks=tuple(_blocks(loaded, query, listed, figures)),
        sources=tuple(source_lines(loaded, view)),
        about=tuple(_about(loaded, view, listed, made)),
    )


def list_rows(listed: pd.DataFrame, loaded: Loaded) -> list[tuple[str, ...]]:
    """Write rows of a gap list under `ui.report_text.COLUMNS`; figures have the digits of the CSV."""
    ranges = rank_ranges(listed, loaded.settings.confidence)
    one = len(set(listed["district"])) == 1
    return [
        (
            _whole(row["rank"]),
            # The title names the only district.
            text.short_label(row["area_label"], row["district"]) if one else str(row["area_label"]),
            _whole(row["children_0_4"]),
            _figure(row["need_score"], "need_score"),
            _figure(row["access"], "access"),
            _figure(row["gap_score"], "gap_score"),
            panel_text.NONE if low is None or high is None else f"{low:,} to {high:,}",
            report_text.SURE_WORDS[firmness],
            text.why_short(row["reasons"], row["gap_class"]),
        )
        for row, (firmness, low, high) in zip(listed.to_dict("records"), ranges, strict=True)
    ]


def _whole(value: object) -> str:
    return panel_text.NONE if pd.isna(value) else f"{value:,}"


def _figure(value: float, column: str) -> str:
    return panel_text.NONE if pd.isna(value) else f"{value:.{DECIMALS[column]}f}"


def _blocks(loaded: Loaded, query: Query, listed: pd.DataFrame, figures: Brief) -> list[Block]:
    settings = loaded.settings
    noun = market_text.NOUNS[settings.outcomes[query.outcome].access]
    mix = []
    if not pd.isna(figures.public_share):
        mix.append(report_text.mix(market_text.percent(figures.public_share), market_text.percent(figures.public_share_atlas), noun))
    told = pvi_only_sentence(loaded, query, listed)
    if told:
        mix.append(told)
    sure = report_text.sure(figures, query.level, settings.confidence.draws, f"{settings.confidence.worst_share:.0%}")
    doubt = bare(caution.disagreement(loaded, query))
    blocks = [
        (report_text.MIX_TITLE, tuple(mix)),
        (report_text.SURE_TITLE, tuple(part for part in (f"{sure} {report_text.NOT_IN_IT}", doubt) if part)),
        (report_text.HOW_TITLE, (bare(describe.how_made(loaded, query)),)),
        (local_text.PANEL_TITLE, tuple(local.sentences_in(loaded, query.districts)[:LOCAL_SHOWN])),
        (report_text.LIMITS_TITLE, tuple(describe.known_limits(loaded))),
    ]
    return [block for block in blocks if block[1]]


def _about(loaded: Loaded, view: View, listed: pd.DataFrame, made: date) -> list[tuple[str, str]]:
    words, query = report_text.ABOUT, view.query
    address = f"{LIST_ADDRESS}?{urlencode(view.params(), doseq=True)}"
    return [
        (words["level"], f"{text.LEVEL_NAMES[query.level]}; {filter_text.FILTER_LABELS['sector']}: {text.SECTOR_NAMES[query.sector]}"),
        (words["data"], data_as_at(loaded.model, query)),
        (words["method"], str(listed["method_version"].iloc[0])),
        (words["made"], report_text.made_on(made)),
        (words["view"], report_text.VIEW.format(address=address)),
    ]
