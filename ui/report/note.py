"""The note on a scenario, on one page: what changes, what that does, who loses and gains most, and where."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import geopandas as gpd

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.export.paper_map import draw_place
from geo.method.gaps import DECIMALS, data_as_at
from geo.places.nearest_town import nearest_towns
from geo.whatif.scenario.acts import OF_CHILDREN, OF_PROVIDER
from ui.gap_list.notes import method, used_sources
from ui.kit import cells
from ui.map.scenario_marks import change_painting, marks
from ui.panel import place_answer
from ui.report.content import PaperTable, Report
from ui.scene import effects, places, scenario
from ui.view import describe, finds
from ui.view.scenario_sentence import sentence
from ui.words import common, figures, pages
from ui.words import filters as filters_words
from ui.words import maps as maps_words
from ui.words import report as report_words
from ui.words import scenario_note as words
from ui.words import what_if as what_if_words
from ui.words.plain import bare

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from geo.base.vocabulary import Level
    from geo.export.paper_map import PaperMap
    from geo.method.query import Query
    from geo.whatif.scenario.acts import Act
    from geo.whatif.scene import Scene
    from ui.view.state import View

WIDTH_MM: Final = 180.0
# Height of the map, and how many areas that lose and that gain are listed: the first of these that leaves all on one page is taken.
Size = tuple[float, int, int]
LIST: Final = (words.LOSING, words.GAINING)
SHORT: Final[Size] = (34.0, 6, 3)
SIZES: Final[tuple[Size, ...]] = (*((height_mm, *LIST) for height_mm in (84.0, 70.0, 58.0, 46.0, 34.0, 22.0)), SHORT)
# On a printed page of the dashboard nobody counts pages: beside so many rows and letters the map has this height, and each row and line
# more takes some of it.
USUAL_ROWS, USUAL_MM, ROW_MM, FEW_CHANGES = 10, 56.0, 5.0, 2
USUAL_LETTERS, LINE_LETTERS, LINE_MM, LEAST_MM = 800, 100, 5.0, 22.0


def compose(scene: Scene, view: View, made: date, size: Size, home: str = "") -> Report:
    """Work out what the note on a scenario says.

    Parameters
    ----------
    scene : Scene
        Data and model under the scenario.
    view : View
        What is asked.
    made : date
        Day to put on it.
    size : (float, int, int)
        Greatest height of the map, and how many areas of each side are listed at most.
    home : str
        As `ui.report.content.Report` has it.
    """
    query = view.query
    hit = _listed(scene, query, size)
    lead = words.changes(changes(scene), fresh=view.fresh)
    today = describe.changed(scenario.before(scene), replace(view, do=(), fresh=False))
    paint = change_painting(scene, query).paint
    sheet = _sheet(scene, query, hit, size[0])
    return Report(
        product=report_words.dated(common.PRODUCT, made),
        title=words.title(scenario.told(scene)),
        headline=bare(sentence(scene, query)),
        remarks=(
            _remark(scene, view),
            *report_words.remarks(describe.only(scene, query), today),
        ),
        figures=(),
        sheet=sheet,
        paint=paint,
        alt=words.alt(paint.legend.title, lead),
        map_title=words.MAP_TITLE,
        map_note=f"{words.map_note(sheet.kinds, roads=bool(sheet.lines), faded=bool(query.districts))} {_towns(scene)}".strip(),
        table=_table(scene, view, hit),
        reasons_title="",
        reasons=(),
        first=(),
        blocks=((words.CAVEAT_TITLE, (_caveat(scene, query),)),),
        sources=(),
        about=tuple(_about(scene, view, made)),
        link=f"{pages.WHAT_IF.address}?{urlencode(replace(view, find=finds.also(view.find, about='')).params(), doseq=True)}",
        home=home,
    )


def printed(scene: Scene, view: View, made: date, home: str = "") -> Report:
    """Give the note with a map that leaves all on one printed page of the dashboard; the arguments are those of `compose`."""
    losing, gaining = effects.hit(scene, view.query)
    rows = min(len(losing), words.LOSING) + min(len(gaining), words.GAINING)
    said = "".join((bare(sentence(scene, view.query)), _remark(scene, view), _caveat(scene, view.query)))
    lines = math.ceil(max(len(said) - USUAL_LETTERS, 0) / LINE_LETTERS) + len(view.do) - 1
    height_mm = USUAL_MM - (rows - USUAL_ROWS) * ROW_MM - lines * LINE_MM
    has_room = height_mm >= LEAST_MM and len(view.do) <= FEW_CHANGES
    return compose(scene, view, made, (min(height_mm, SIZES[0][0]), *LIST) if has_room else SHORT, home)


def _remark(scene: Scene, view: View) -> str:
    """Say what changes, who falls below the target, and who is left."""
    lead = words.changes(changes(scene), fresh=view.fresh)
    return " ".join([lead, *_falling(scene, view.query), *_left(scene, view.query)])


def _caveat(scene: Scene, query: Query) -> str:
    """Say what the figures mean and what they cannot say."""
    return " ".join([*_meaning(scene, query), bare(what_if_words.LIMITS)])


def _listed(scene: Scene, query: Query, size: Size) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the areas that lose and those that gain, as many as are listed."""
    losing, gaining = effects.hit(scene, query)
    return losing.head(size[1]), gaining.head(size[2])


def changes(scene: Scene) -> tuple[str, ...]:
    """Say each change of a scenario in words, with its ward and district; of one alone whose it is too, for which many leave no room."""
    acts = scenario.acts_of(scene)
    where = ((_whose(scene, act) if len(acts) == 1 else "", *_lies(scene, act)) for act in acts)
    return tuple(words.in_place(told, *place) for told, place in zip(scenario.told(scene), where, strict=True))


def _whose(scene: Scene, act: Act) -> str:
    """Give the sector of the provider that a change is of; of what opens the change says it."""
    sectors = scenario.before(scene).model.atlas.providers["sector"]
    return str(sectors[act.target]) if act.kind in OF_PROVIDER else ""


def _lies(scene: Scene, act: Act) -> tuple[str, str]:
    """Give ward and district of a change; nothing of what lies outside the atlas."""
    atlas = scenario.before(scene).model.atlas
    lsoas = atlas.at("lsoa")
    if act.kind == "take_up":
        return "", ""
    lsoa = act.place.lsoa_code if act.place else act.target if act.kind in OF_CHILDREN else str(atlas.providers.at[act.target, "lsoa_code"])
    if lsoa not in lsoas.index:
        return "", ""
    named = [atlas.areas["name"].get(lsoas.at[lsoa, column], "") for column in ("ward_code", "district_code")]
    return str(named[0]), str(named[1])


def _table(scene: Scene, view: View, hit: tuple[pd.DataFrame, pd.DataFrame]) -> PaperTable:
    query, (losing, gaining) = view.query, hit
    every = effects.hit(scene, query)
    unit = next((str(unit) for table in hit for unit in table["access_unit"].dropna()), "")
    outcome, where = scene.settings.outcomes[query.outcome].name, describe.where(scene, query)
    return PaperTable(
        words.table_title(outcome, where, lose=len(losing) > 0, gain=len(gaining) > 0),
        words.columns(query.level),
        words.WIDTHS,
        words.ALIGN,
        tuple(_row(scene, row, query.level) for table in hit for row in cells.records(table)),
        f"{words.table_note(unit, query.level, len(every[0]) - len(losing), len(every[1]) - len(gaining))} {_sources(scene, view)}",
    )


def _row(scene: Scene, row: cells.Row, level: Level) -> tuple[str, ...]:
    decimals = DECIMALS["access"]
    inside = scene.settings.area.name if level == "district" else row["ward" if level == "lsoa" else "district"]
    return (
        str(row["area_label"]),
        figures.NONE if cells.is_missing(inside) else str(inside),
        f"{row['access_before']:.{decimals}f}",
        f"{row['access']:.{decimals}f}",
        f"{row['access_change']:+.{decimals}f}",
        f"{row['children_0_4']:,}",
    )


def _falling(scene: Scene, query: Query) -> list[str]:
    """Name the neighbourhoods that fall below the target."""
    names = effects.dropped(scene, query) if any(effects.counting(scene, query)) else []
    return [words.falling(names)] if names else []


def _left(scene: Scene, query: Query) -> list[str]:
    """Name the nearest public and the nearest private provider that are left where a single one closes."""
    acts = scenario.acts_of(scene)
    closed = scenario.before(scene).model.atlas.providers["lsoa_code"]
    lsoa = closed[acts[0].target] if len(acts) == 1 and acts[0].kind == "close" else ""
    if lsoa not in scene.atlas.at("lsoa").index or not any(effects.counting(scene, query)):
        return []
    return [place_answer.nearest(scene, places.at_neighbourhood(scene, str(lsoa), (query.outcome,)), query.outcome)]


def _meaning(scene: Scene, query: Query) -> list[str]:
    """Say of a single change what places short are, where the headline counts some; many changes leave no room."""
    counted = (
        len(scenario.acts_of(scene)) == 1
        and scene.settings.outcomes[query.outcome].access == "places"
        and any(effects.counting(scene, query))
    )
    return [what_if_words.PLACES_SHORT] if counted and what_if_words.short(effects.found(scene, query).shortfall_change) else []


def _towns(scene: Scene) -> str:
    """Name the towns nearest to what changes."""
    at = _at(scene)
    return bare(maps_words.nearest_town(nearest_towns(scene.atlas, at)[:1], numbered=False))


def _at(scene: Scene) -> NDArray[np.float64]:
    """Give easting and northing of the marks."""
    lons, lats = ([point["p"][axis] for point in marks(scene)] for axis in (0, 1))
    at: NDArray[np.float64] = (
        gpd.GeoSeries.from_xy(lons, lats, crs=LONGITUDE_LATITUDE).to_crs(BRITISH_GRID).get_coordinates().to_numpy(dtype=float)
    )
    return at


def _sheet(scene: Scene, query: Query, hit: tuple[pd.DataFrame, pd.DataFrame], height_mm: float) -> PaperMap:
    """Lay out the map of the areas that are listed and of the changes; where nobody is hit, of the chosen districts."""
    listed = [str(code) for table in hit for code in table["area_code"]]
    areas = scene.model.areas[query.level]
    inside = areas.index[areas["district_code"].isin(query.districts or areas["district_code"])]
    at, kinds = _at(scene), [str(point["s"]) for point in marks(scene)]
    # What is meant is told by colours: the areas are no place of their own.
    return replace(draw_place(scene.atlas, query.level, listed or list(inside), at, kinds, WIDTH_MM, height_mm), own="")


def _sources(scene: Scene, view: View) -> str:
    used = used_sources(scene, view)
    publishers, attributions = (sorted(set(used[name].dropna().astype(str))) for name in ("publisher", "attribution"))
    # Who published something together with others is named once.
    return words.sources([one for one in publishers if not any(one in other and one != other for other in publishers)], attributions)


def _about(scene: Scene, view: View, made: date) -> list[tuple[str, str]]:
    query, named = view.query, report_words.ABOUT
    asked = (scene.settings.outcomes[query.outcome].name, describe.where(scene, query), common.LEVEL_NAMES[query.level])
    whose = f"{filters_words.FILTER_LABELS['sector']}: {common.SECTOR_NAMES[query.sector]}"
    return [
        (words.QUESTION, "; ".join([*asked, whose])),
        (named["data"], data_as_at(scene.model, query)),
        (named["method"], method(scene, view)),
        (named["made"], report_words.made_on(made)),
    ]
