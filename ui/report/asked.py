"""The brief on a place that was asked for by its name: the answer of the search, with every provider on a map and in a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from geo.base.errors import GapMapError
from geo.export.paper_map import draw_place
from geo.method.gaps import data_as_at
from geo.method.query import Query
from geo.places.answer import places_in
from ui.gap_list import caution
from ui.gap_list.notes import method, source_lines
from ui.kit import cells
from ui.map.paint import paint_scores
from ui.panel import place_answer
from ui.report.content import PaperTable, Report
from ui.report.place import MAP_MM, assumed_note
from ui.scene import answers, places
from ui.view import describe
from ui.words import ask as ask_words
from ui.words import common, pages
from ui.words import panel as panel_words
from ui.words import place_brief as words
from ui.words import report as report_words
from ui.words.plain import bare

if TYPE_CHECKING:
    from datetime import date

    from geo.places.answer import PlaceAnswer
    from geo.whatif.scene import Scene
    from ui.view.state import View


def told_of(scene: Scene, view: View) -> PlaceAnswer | None:
    """Give what is known of the place that a view asks for; None where it may mean several, and where nothing of it is in the data."""
    told = places.answered(scene, view.ask, (view.query.outcome,)) if view.ask else None
    return told if told is not None and told.lsoas else None


def compose(scene: Scene, view: View, made: date) -> Report:
    """Work out what the brief says.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked: the place by its name, and the outcome area.
    made : date
        Day to put on it.

    Raises
    ------
    GapMapError
        The name may mean several places, or none.
    """
    told, entry = told_of(scene, view), places.found(scene, view.ask).chosen
    if told is None or entry is None:
        raise GapMapError(bare(ask_words.nothing(view.ask)))
    query = Query(view.query.outcome)
    scores, outcome = answers.scores(scene, query), scene.settings.outcomes[query.outcome].name
    shown = _shown(told.providers)
    at = scene.model.atlas.providers.loc[shown.index, ["easting", "northing"]].to_numpy(dtype=float)
    sheet = draw_place(scene.atlas, "lsoa", told.lsoas, at, [str(sector) for sector in shown["sector"]], *MAP_MM)
    names, labels = scene.atlas.areas["name"], scene.atlas.areas["label"]
    wards, inside = ([str(column[code]) for code in codes] for column, codes in ((names, told.wards), (labels, told.lsoas)))
    nearest = place_answer.nearest(scene, told, query.outcome)
    sure = place_answer.sure_of(scene, told, query.outcome)
    return Report(
        product=report_words.dated(common.PRODUCT, made),
        title=words.title(entry.name, outcome),
        headline=words.asked_headline(entry.what, wards, sorted(inside)),
        remarks=tuple(report_words.remarks("", describe.changed(scene, view))),
        figures=tuple(_figures(told, query)),
        sheet=sheet,
        paint=paint_scores(scores, "gap", np.isin(scores.index, told.lsoas)),
        alt=words.alt(entry.name, len(shown)),
        map_title=words.MAP_TITLE,
        map_note=f"{words.MAP_NOTE} {words.ROADS_NOTE}" if sheet.lines else words.MAP_NOTE,
        table=_table(scene, told, shown),
        reasons_title=words.SHORT_TITLE,
        reasons=(
            (
                "",
                tuple(
                    filter(
                        None,
                        [
                            place_answer.part(scene, told),
                            place_answer.here(scene, told),
                            place_answer.outside(scene, entry.code),
                            nearest,
                            place_answer.missing(scene, told, query.outcome),
                        ],
                    )
                ),
            ),
        ),
        first=(
            (words.SURE_TITLE, (sure,)),
            *((words.CAVEAT_TITLE, (doubt,)) for doubt in [_doubt(scene, told, query)] if doubt),
            (words.NEXT_TITLE, (_next_step(scene, told, query),)),
        ),
        blocks=(),
        sources=tuple(source_lines(scene, replace(view, query=query))),
        about=tuple(_about(scene, view, made)),
        link=f"{pages.REPORT.address}?{urlencode(view.link(), doseq=True)}",
    )


def _shown(providers: pd.DataFrame) -> pd.DataFrame:
    """Give the providers that are listed: all of them, or of each sector the nearest, in the order of the search."""
    if len(providers) <= words.LISTED:
        return providers
    counts = providers["sector"].value_counts()
    # What one sector does not fill is the other's.
    room = {sector: words.LISTED - min(int(counts.drop(sector).sum()), words.LISTED // 2) for sector in counts.index}
    return pd.concat([rows.head(room[sector]) for sector, rows in providers.groupby("sector", sort=False)])


def _figures(told: PlaceAnswer, query: Query) -> list[tuple[str, str]]:
    lack, listed = told.lacks[query.outcome], told.providers
    where = words.where(0 if told.whole else len(told.wards))
    sectors = [(common.SECTOR_NAMES[sector], places_in(listed[listed["sector"] == sector])) for sector in ("public", "pvi")]
    inside = [] if told.whole else [words.inside(len(told.lsoas), places_in(listed[listed["inside"]]))]
    return [
        *((f"{here.count:,}", words.of_sector(name, where, here)) for name, here in sectors),
        (f"{told.children_around:,}", words.children(where)),
        (f"{len(lack.priority):,} of {lack.scored:,}", words.PRIORITY),
        *((f"{told.children:,}", what) for what in inside),
    ]


def _table(scene: Scene, told: PlaceAnswer, shown: pd.DataFrame) -> PaperTable:
    services = scene.settings.services
    rows = tuple(
        (
            str(number),
            place_answer.called(scene, row),
            services[str(row["service_type"])].name,
            common.SECTOR_NAMES[str(row["sector"])],
            panel_words.places(cells.number_or_none(row["places"]), str(row["places_basis"])),
            ask_words.minutes_cell(cells.number(row["minutes"])),
        )
        for number, row in enumerate(cells.records(shown), start=1)
    )
    note = words.asked_rest(len(told.providers), len(shown), scene.settings.access.mode)
    return PaperTable(words.HERE_TITLE, words.COLUMNS, words.WIDTHS, words.ALIGN, rows, f"{note}{assumed_note(scene, shown)}")


def _doubt(scene: Scene, told: PlaceAnswer, query: Query) -> str:
    return bare(caution.disagreement(scene, replace(query, districts=told.districts)))


def _next_step(scene: Scene, told: PlaceAnswer, query: Query) -> str:
    names = [str(name) for name in told.nearest["name"] if not cells.is_missing(name)]
    in_places = scene.settings.outcomes[query.outcome].access == "places"
    return words.next_step(names, in_places=in_places, priority=bool(told.lacks[query.outcome].priority))


def _about(scene: Scene, view: View, made: date) -> list[tuple[str, str]]:
    return [
        (report_words.ABOUT["data"], data_as_at(scene.model, view.query)),
        (report_words.ABOUT["method"], method(scene, view)),
        (report_words.ABOUT["made"], report_words.made_on(made)),
    ]
