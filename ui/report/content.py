"""What a report says: every figure and sentence is put into words here once, so that the web page and the PDF cannot differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pandas as pd

from geo.analysis.brief import brief
from geo.export.paper_map import PaperMap, draw_sheet
from geo.method.confidence import rank_ranges
from geo.method.gaps import DECIMALS, children_period, data_as_at
from geo.method.supply import lacks_childminders
from ui.gap_list import caution
from ui.gap_list.notes import source_lines
from ui.gap_list.table import measure_names, why
from ui.kit.cells import is_missing, number, records
from ui.map.paint import Paint, paint_scores
from ui.panel.beside import beside_sentences, is_approximate
from ui.panel.firmness import sure_sentence
from ui.panel.market import pvi_only_sentence
from ui.panel.reasons import reason_sentences
from ui.scene import answers, local
from ui.view import describe
from ui.words import common, figures, pages
from ui.words import filters as filters_words
from ui.words import local as local_words
from ui.words import market as market_words
from ui.words import report as report_words
from ui.words import sure as sure_words
from ui.words.plain import bare

if TYPE_CHECKING:
    from datetime import date

    from geo.analysis.brief import Brief
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.view.state import View

LOCAL_SHOWN = 10
MAP_WIDTH_MM, MAP_HEIGHT_MM = 180.0, 112.0
COLUMN_WIDTHS = (10, 34, 13, 12, 12, 18, 12, 14, 10, 18, 52)
COLUMN_ALIGN = ("RIGHT", "LEFT", *("RIGHT",) * 7, "LEFT", "LEFT")


Block = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class PaperTable:
    """A table of a report.

    Parameters
    ----------
    title : str
        What it holds.
    columns : tuple of str
        Headings.
    widths : tuple of int
        Share of the width of each column on paper.
    align : tuple of str
        ``LEFT`` or ``RIGHT`` for each column.
    rows : tuple of tuple of str
        Cells.
    note : str
        What stands below it.
    """

    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    align: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True)
class Report:
    """Everything that is in a report, in words.

    Parameters
    ----------
    product, title, headline : str
        Whose report of which day it is, what it is about, and what it finds.
    remarks : tuple of str
        Of which provision alone it speaks, and which settings are not the recommended ones.
    figures : tuple of (str, str)
        Key figures and what they are.
    sheet, paint, alt : PaperMap, Paint, str
        The map, its colours with their legend, and what it shows in words.
    map_title, map_note : str
        What the map is of, and what its marks are.
    table : PaperTable
        The first rows of the gap list, or the providers of a place.
    reasons_title : str
        Heading of the reasons.
    reasons : tuple of (str, tuple of str)
        Places and the sentences that say why they are gaps; a report on one place does not name it again.
    first, blocks : tuple of (str, tuple of str)
        Headed paragraphs before and after the table.
    sources : tuple of str
        One line a source, with its attribution.
    about : tuple of (str, str)
        Level, dates, version.
    link : str
        What follows the address of the dashboard, to see the same again.
    home : str, optional
        The address of the dashboard, as `ui.view.share.home` gives it; a command knows none.
    """

    product: str
    title: str
    headline: str
    remarks: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    sheet: PaperMap
    paint: Paint
    alt: str
    map_title: str
    map_note: str
    table: PaperTable
    reasons_title: str
    reasons: tuple[Block, ...]
    first: tuple[Block, ...]
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]
    about: tuple[tuple[str, str], ...]
    link: str
    home: str = ""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Level, dates, version, and where to see the same again."""
        return (*self.about, (report_words.ABOUT["view"], report_words.seen_at(self.home, self.link)))


def compose(scene: Scene, view: View, listed: pd.DataFrame, made: date) -> Report:
    """Work out what the report of a view says.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked.
    listed : DataFrame
        `geo.method.gaps.gap_list` of the view, with its evidence; the CSV of the same view is written from it too.
    made : date
        Day to put on the report.
    """
    query = view.query
    scores = answers.scores(scene, replace(query, districts=()))
    where, outcome = describe.where(scene, query), scene.settings.outcomes[query.outcome].name
    headline = bare(describe.finding(scene, query, listed))
    inside = scene.model.areas[query.level]["district_code"].isin(query.districts or scene.model.areas["district"].index).to_numpy()
    paint = paint_scores(scores, "gap", inside)
    first = listed.head(report_words.SHOWN)
    unit = str(first["access_unit"].iloc[0])
    return Report(
        product=report_words.dated(common.PRODUCT, made),
        title=report_words.report_title(outcome, where),
        headline=headline,
        remarks=tuple(report_words.remarks(describe.only(scene, query), describe.changed(scene, view))),
        figures=tuple(report_words.key_figures(figures := brief(listed, scores), unit, query.level, children_period(scene.model))),
        sheet=draw_sheet(scene.atlas, query.level, query.districts, first["area_code"].tolist(), MAP_WIDTH_MM, MAP_HEIGHT_MM),
        paint=paint,
        alt=report_words.alt(where, paint.legend.title, headline),
        map_title=report_words.MAP_TITLE,
        map_note=report_words.NUMBERED,
        table=_list(scene, query, first, len(listed)),
        reasons_title=report_words.WHY_TITLE,
        reasons=tuple(
            (f"{rank}. {label}", tuple(_explained(scene, replace(query, districts=()), code, scores)))
            for rank, label, code in _to_explain(first)[["rank", "area_label", "area_code"]].itertuples(index=False)
        ),
        first=_mix(scene, query, listed, figures),
        blocks=tuple(_blocks(scene, query, figures)),
        sources=tuple(source_lines(scene, view)),
        about=tuple(_about(scene, view, listed, made)),
        link=f"{pages.GAP_LIST.address}?{urlencode(view.params(), doseq=True)}",
    )


def _to_explain(first: pd.DataFrame) -> pd.DataFrame:
    """Choose the rows whose reasons are told: the first that are priority gaps, or the very first where none is."""
    priority = first[first["gap_class"] == "priority"]
    return priority.head(report_words.EXPLAINED) if len(priority) else first.head(1)


def _explained(scene: Scene, query: Query, area: str, scores: pd.DataFrame) -> list[str]:
    """Why one place is a gap, how sure that is, and where it would stand otherwise and in England."""
    sure = sure_sentence(scene, query, area)
    return [*reason_sentences(scene, query, area, scores), *filter(None, [sure]), *beside_sentences(scene, query, area)]


def list_rows(listed: pd.DataFrame, scene: Scene) -> list[tuple[str, ...]]:
    """Write rows of a gap list under `ui.words.report.COLUMNS`; figures have the digits of the CSV."""
    ranges, reasons = rank_ranges(listed), why(listed, measure_names(scene))
    is_single = len(set(listed["district"])) == 1
    return [
        (
            _whole(row["rank"]),
            # The title names the only district.
            common.short_label(str(row["area_label"]), str(row["district"])) if is_single else str(row["area_label"]),
            f"{'about ' if is_approximate(row) else ''}{_whole(row['children_0_4'])}",
            _figure(row["need_score"], "need_score"),
            _figure(row["access"], "access"),
            common.nearness(number(row["nearest_minutes"]), number(row["providers_in_reach"])) or figures.NONE,
            _figure(row["gap_score"], "gap_score"),
            figures.NONE if low is None or high is None else f"{low:,} to {high:,}",
            _whole(row["walk_rank"]),
            sure_words.word(sure, border=bool(row["border"])),
            reason,
        )
        for row, (sure, low, high), reason in zip(records(listed), ranges, reasons, strict=True)
    ]


def _whole(value: object) -> str:
    return figures.NONE if is_missing(value) else f"{value:,}"


def _figure(value: object, column: str) -> str:
    return figures.NONE if is_missing(value) else f"{value:.{DECIMALS[column]}f}"


def _list(scene: Scene, query: Query, first: pd.DataFrame, count: int) -> PaperTable:
    """Set the first rows of a gap list of so many."""
    told = [bare(told) for told in (describe.site_weights(scene, query), describe.ranked_by(scene, query)) if told]
    unit, minutes = str(first["access_unit"].iloc[0]), scene.settings.access.on_foot_minutes
    return PaperTable(
        report_words.LIST_TITLE,
        report_words.COLUMNS,
        COLUMN_WIDTHS,
        COLUMN_ALIGN,
        tuple(list_rows(first, scene)),
        report_words.list_note(len(first), count, unit, minutes, told),
    )


def _mix(scene: Scene, query: Query, listed: pd.DataFrame, figures: Brief) -> tuple[Block, ...]:
    """Say how much of the provision is public; nothing where nothing is known of it."""
    settings = scene.settings
    noun = market_words.noun(settings.outcomes[query.outcome].access, complete=not lacks_childminders(scene.model))
    mix = []
    if not pd.isna(figures.public_share):
        mix.append(report_words.mix(market_words.percent(figures.public_share), market_words.percent(figures.public_share_atlas), noun))
    sentence = pvi_only_sentence(scene, query, listed)
    if sentence:
        mix.append(sentence)
    return ((report_words.MIX_TITLE, tuple(mix)),) if mix else ()


def _blocks(scene: Scene, query: Query, figures: Brief) -> list[Block]:
    settings = scene.settings
    sure = f"{report_words.sure(figures, query.level)} {sure_words.explained(settings.confidence)} {report_words.NOT_IN_IT}"
    doubt = bare(caution.disagreement(scene, query))
    blocks = [
        (report_words.SURE_TITLE, tuple(part for part in (sure, doubt) if part)),
        (report_words.HOW_TITLE, (bare(describe.how_made(scene, query)),)),
        (local_words.PANEL_TITLE, tuple(local.sentences_in(scene, query.districts)[:LOCAL_SHOWN])),
        (report_words.LIMITS_TITLE, tuple(describe.known_limits(scene))),
    ]
    return [block for block in blocks if block[1]]


def _about(scene: Scene, view: View, listed: pd.DataFrame, made: date) -> list[tuple[str, str]]:
    words, query = report_words.ABOUT, view.query
    return [
        (
            words["level"],
            f"{common.LEVEL_NAMES[query.level]}; {filters_words.FILTER_LABELS['sector']}: {common.SECTOR_NAMES[query.sector]}",
        ),
        (words["data"], data_as_at(scene.model, query)),
        (words["method"], str(listed["method_version"].iloc[0])),
        (words["made"], report_words.made_on(made)),
    ]
