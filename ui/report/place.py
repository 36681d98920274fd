"""The brief on one place, on one or two pages: what it is, why, who is near, how sure, and what to do next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from geo.analysis.profile import providers_in_reach
from geo.export.paper_map import draw_place
from geo.method.gaps import DECIMALS, data_as_at
from ui.gap_list import caution
from ui.gap_list.notes import source_lines
from ui.kit import cells
from ui.map.paint import paint_scores
from ui.panel.beside import beside_sentences, is_approximate, row_of
from ui.panel.firmness import sure_sentence
from ui.panel.reasons import reason_sentences
from ui.report.content import PaperTable, Report
from ui.scene import answers, local
from ui.view import describe, finds
from ui.words import common, figures, pages
from ui.words import local as local_words
from ui.words import panel as panel_words
from ui.words import place_brief as words
from ui.words import report as report_words
from ui.words.plain import bare

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.view.state import View

MAP_MM: Final = (180.0, 84.0)
LOCAL_SHOWN, ASKED_FIRST = 3, 2


def compose(scene: Scene, view: View, area: str, made: date, home: str = "") -> Report:
    """Work out what the brief on a place says.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked.
    area : str
        Code of the place, of the query's level.
    made : date
        Day to put on it.
    home : str
        As `ui.report.content.Report` has it.
    """
    query = replace(view.query, districts=())
    scores, row = answers.scores(scene, query), row_of(scene, query, area)
    label, outcome = str(scene.atlas.areas.at[area, "label"]), scene.settings.outcomes[query.outcome].name
    near = providers_in_reach(scene.model, query, area)
    shown = near.head(words.SHOWN)
    sites_m, sectors = shown[["easting", "northing"]].to_numpy(dtype=float), [str(sector) for sector in shown["sector"]]
    # The place stands out; what is around it is faint.
    paint = paint_scores(scores, "gap", (scores.index == area))
    sheet = draw_place(scene.atlas, query.level, [area], sites_m, sectors, *MAP_MM)
    return Report(
        product=report_words.dated(common.PRODUCT, made),
        title=words.title(label, outcome),
        headline=words.headline(common.LEVEL_ONE[query.level], describe.parents(scene, area), str(row["gap_class"])),
        remarks=tuple(report_words.remarks(describe.only(scene, query), describe.changed(scene, view))),
        figures=tuple(_figures(scene, query, row)),
        sheet=sheet,
        paint=paint,
        alt=words.alt(label, len(shown)),
        map_title=words.MAP_TITLE,
        map_note=f"{words.MAP_NOTE} {words.ROADS_NOTE}" if sheet.lines else words.MAP_NOTE,
        table=_providers(scene, query, near),
        reasons_title=words.WHY_TITLE,
        reasons=(("", tuple(reason_sentences(scene, query, area, scores)[: words.REASONS])),),
        first=_before_acting(scene, query, area, near),
        blocks=_local(scene, query, area),
        sources=tuple(source_lines(scene, view)),
        about=tuple(_about(scene, view, row, made)),
        link=f"{pages.PROFILE.address}?{urlencode(replace(view, find=finds.also(view.find, about='')).params(), doseq=True)}",
        home=home,
    )


def _figures(scene: Scene, query: Query, row: cells.Row) -> list[tuple[str, str]]:
    unit = str(row["access_unit"])
    rank = cells.number_or_none(row["rank"])
    near = cells.number_or_none(row["nearest_minutes"])
    told = [
        (words.NO_RANK if rank is None else f"{rank:,.0f} of {len(scene.model.areas[query.level]):,}", words.ranked(query.level)),
        (_figure(row["need_score"], DECIMALS["need_score"]), words.NEED),
        (_figure(row["access"], common.access_decimals(unit)), words.within_reach(unit)),
        (f"{'about ' if is_approximate(row) else ''}{row['children_0_4']:,.0f}", words.CHILDREN),
    ]
    if near is not None:
        told.insert(3, (figures.minutes(near), words.nearest(int(cells.number(row["providers_in_reach"])))))
    return told


def _figure(value: object, decimals: int) -> str:
    return figures.NONE if cells.is_missing(value) else f"{value:.{decimals}f}"


def _providers(scene: Scene, query: Query, near: pd.DataFrame) -> PaperTable:
    services = scene.settings.services
    rows = tuple(
        (
            str(number),
            services[row["service_type"]].name if cells.is_missing(row["name"]) else str(row["name"]),
            services[row["service_type"]].name,
            common.SECTOR_NAMES[row["sector"]],
            panel_words.places(None if cells.is_missing(row["places"]) else row["places"], row["places_basis"]),
            _figure(row["minutes"], 0),
        )
        for number, row in enumerate(near.head(words.SHOWN).to_dict("records"), start=1)
    )
    note = words.rest(len(near), describe.catchment(scene, query))
    return PaperTable(
        words.TABLE_TITLE, words.COLUMNS, words.WIDTHS, words.ALIGN, rows, f"{note}{assumed_note(scene, near.head(words.SHOWN))}"
    )


def assumed_note(scene: Scene, listed: pd.DataFrame) -> str:
    """Explain places that are assumed, to stand behind another sentence; nothing where none of the listed providers has such."""
    some = (listed["places_basis"] == "assumed").any()
    return f" {common.assumed_note(scene.settings.provision.assumed_nursery_class_places)}" if some else ""


def _before_acting(scene: Scene, query: Query, area: str, near: pd.DataFrame) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """How sure it is, one caveat, the next step."""
    district = replace(query, districts=(str(scene.atlas.areas.at[area, "district_code"]),))
    caveats = [bare(caution.disagreement(scene, district)), *beside_sentences(scene, query, area), *describe.known_limits(scene)]
    names = [str(name) for name in near["name"].head(ASKED_FIRST) if not cells.is_missing(name)]
    in_places = scene.settings.outcomes[query.outcome].access == "places"
    priority = row_of(scene, query, area)["gap_class"] == "priority"
    blocks = [
        (words.SURE_TITLE, tuple(filter(None, [sure_sentence(scene, query, area)]))),
        (words.CAVEAT_TITLE, tuple(filter(None, caveats))[:1]),
        (words.NEXT_TITLE, (words.next_step(names, in_places=in_places, priority=priority),)),
    ]
    nothing = [] if len(near) else [(words.TABLE_TITLE, (words.none(describe.catchment(scene, query)),))]
    return tuple(block for block in [*nothing, *blocks] if block[1])


def _local(scene: Scene, query: Query, area: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    known = local.sentences(scene, query.level, area)[:LOCAL_SHOWN]
    return ((local_words.PANEL_TITLE, tuple(known)),) if known else ()


def _about(scene: Scene, view: View, row: cells.Row, made: date) -> list[tuple[str, str]]:
    return [
        (report_words.ABOUT["data"], data_as_at(scene.model, view.query)),
        (report_words.ABOUT["method"], str(row["method_version"])),
        (report_words.ABOUT["made"], report_words.made_on(made)),
    ]
