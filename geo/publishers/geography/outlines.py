"""Outlines of areas as ONS Open Geography publishes them: known by their column of codes, checked against the areas of the atlas."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.intake.matching.layout import Layout
from geo.intake.matching.result import Counts, Intake
from geo.intake.merging.fitting import compared
from geo.intake.reading.map_sheet import MapSheet
from geo.intake.reading.sheet import REJECTED
from geo.publishers.geography.columns import CODES, NAMES
from geo.publishers.geography.outline_years import WORDS, missing_problem, year_note, year_problem
from geo.publishers.licences import OGL

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.base.vocabulary import Level
    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Outlines
    from geo.intake.reading.sheet import Sheet

TITLES: Final[dict[Level, str]] = {
    "lsoa": "ONS Open Geography, outlines of LSOAs (map file)",
    "ward": "ONS Open Geography, outlines of wards (map file)",
    "district": "ONS Open Geography, outlines of local authority districts (map file)",
}
DETAIL: Final = {"BFE": "full", "BFC": "full", "BGC": "generalised", "BSC": "super-generalised", "BUC": "ultra-generalised"}
ATTRIBUTION: Final = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data (c) Crown copyright and "
    "database right."
)
# With less of the land of today inside outlines of the same codes, the file is of another place.
SAME_PLACE_SHARE: Final = 0.5
COARSE: Final = "BUC"
COARSE_NOTE: Final = (
    "These outlines are ultra-generalised, for maps of the whole country: up to half a kilometre off. BGC or BSC suit this atlas."
)
OVERLAP_KM2: Final = 0.1
NAMED: Final = 5

NOT_A_MAP: Final = "has no outlines. Bring a map file: GeoJSON, GeoPackage, GeoParquet or a zipped shapefile."
NO_CODE: Final = "has no code. Give the feature the code of its area."
ELSEWHERE: Final = (
    "has the codes of the areas here, but only {share:.0%} of their land lies inside these outlines. Look at the coordinate system of the "
    "file (EPSG:27700 or EPSG:4326), and whether each code stands beside its own outline."
)
SWALLOWED: Final = "has outlines that lie under others, so that nothing is left of: {codes}. Bring a file in which areas do not overlap."
FITTED: Final[dict[Level, str]] = {
    "lsoa": "Districts are drawn again as the union of their LSOAs; wards are cut off, and filled up, at the new border of their district.",
    "district": "LSOAs and wards at the edge of a district are cut off, and filled up, at its new border.",
    "ward": "Wards are cut off, and filled up, at the border of their district as it is drawn here.",
}
UNTOUCHED: Final = "Outlines alone change: children, figures, providers and scores stay, for they go by code and by where families live."


def read_outline_file(sheet: Sheet, setting: Setting, level: Level) -> Intake:
    """Read the outlines of one level; nothing is taken unless every area of the level is there."""
    layout = layout_id(level)
    if not isinstance(sheet, MapSheet):
        nothing = Counts(len(sheet.frame), 0, 0, 0, len(sheet.frame))
        return Intake(layout, sheet.file, {}, {}, nothing, problems=(Problem(sheet.file, NOT_A_MAP),))
    areas = setting.atlas.at(level)
    cells = sheet.pick({_code(level): CODES[level], "name": NAMES[level]})
    codes = cells[_code(level)].str.strip().str.upper()
    ours = codes.isin(list(areas.index))
    shapes, rejected = _usable(sheet, codes, ours)
    taken = int((ours & ~ours.index.isin(rejected["row"])).sum())
    counts = Counts(len(codes), taken, 0, len(codes) - taken - len(rejected), len(rejected))
    column = sheet.header(_code(level), CODES[level])
    problem = year_problem(level, column, codes, setting.atlas) or missing_problem(level, column, codes, shapes.index, setting.atlas)
    if problem:
        message, of_column = problem
        return Intake(layout, sheet.file, {}, {}, counts, rejected, (Problem(sheet.file, message, column=of_column),))
    outlines, notes, problems = _fitted(level, shapes, sheet.file, setting)
    notes += _joined(codes[ours & ~ours.index.isin(rejected["row"])]) + _renamed(cells.get("name"), codes, areas["name"])
    notes += year_note(level, column, setting.atlas) + ((COARSE_NOTE,) if _detail(sheet.file) == COARSE else ())
    tables = {"sources.csv": pd.DataFrame([_source(level, column, sheet.file)])}
    notes = (*_mended(sheet, codes, ours), *notes, FITTED[level], UNTOUCHED)
    return Intake(layout, sheet.file, tables, {}, counts, rejected, problems, notes, outlines)


def _code(level: Level) -> str:
    """Our name of the column of codes."""
    return f"{level}_code"


def layout_id(level: Level) -> str:
    """Name the layout of a level's outlines."""
    return f"outlines_{level}"


def _usable(sheet: MapSheet, codes: pd.Series[str], ours: pd.Series[bool]) -> tuple[gpd.GeoSeries, pd.DataFrame]:
    """Give the outlines of areas of the atlas by code, and the features that should have been among them."""
    broken = sheet.shapes.rejected
    broken = broken[broken["row"].map(ours | (codes == "")).astype(bool)]
    frame = sheet.shapes.frame
    nameless = pd.Index(codes.index[codes == ""]).intersection(frame.index)
    without = pd.DataFrame({"row": nameless, "column": "code", "found": "", "reason": NO_CODE}, columns=list(REJECTED))
    inside = frame.geometry[ours.reindex(frame.index)]
    shapes = inside.set_axis(pd.Index(codes.reindex(inside.index), dtype="str"))
    return shapes, pd.concat([broken, without]).sort_values("row", ignore_index=True)


def _fitted(
    level: Level, shapes: gpd.GeoSeries, file: str, setting: Setting
) -> tuple[Outlines | None, tuple[str, ...], tuple[Problem, ...]]:
    """Fit the outlines to those of today; say what overlapped, and refuse what is of another place or leaves nothing of an area."""
    try:
        fit = compared(level, shapes, setting.atlas.areas, setting.atlas.store.as_folder(), file, setting.settings.limits)
    except DataError as error:
        return None, (), error.problems
    note = f"Outlines of neighbours overlapped by {fit.overlap_km2:.1f} km2; one of them has the land now."
    notes = (note,) if fit.overlap_km2 > OVERLAP_KM2 else ()
    if fit.same_share is not None and fit.same_share < SAME_PLACE_SHARE:
        return None, notes, (Problem(file, ELSEWHERE.format(share=fit.same_share)),)
    if fit.lost:
        return None, notes, (Problem(file, SWALLOWED.format(codes=", ".join(fit.lost))),)
    return fit.outlines, notes, ()


def _mended(sheet: MapSheet, codes: pd.Series[str], ours: pd.Series[bool]) -> tuple[str, ...]:
    mended = codes[ours & codes.index.isin(sheet.shapes.mended["row"])]
    if mended.empty:
        return ()
    return (f"Outlines that crossed themselves, or mixed areas with lines, were mended; look at them: {', '.join(mended)}.",)


def _joined(codes: pd.Series[str]) -> tuple[str, ...]:
    several = sorted(set(codes[codes.duplicated()]))
    return (f"Areas that stand in several features were joined: {', '.join(several)}.",) if several else ()


def _renamed(names: pd.Series[str] | None, codes: pd.Series[str], ours: pd.Series[str]) -> tuple[str, ...]:
    """Report names that differ; those of the atlas stay."""
    if names is None:
        return ()
    theirs = names.set_axis(codes.to_numpy())
    theirs = theirs[theirs.index.isin(ours.index) & ~theirs.index.duplicated() & (theirs != "")]
    differ = theirs[theirs.str.casefold() != ours.reindex(theirs.index).str.casefold()]
    if differ.empty:
        return ()
    pairs = zip(differ.index[:NAMED], ours.reindex(differ.index), differ, strict=False)
    some = "; ".join(f"{code} is '{here}' here and '{there}' in the file" for code, here, there in pairs)
    more = f"; and {len(differ) - NAMED} more" if len(differ) > NAMED else ""
    return (f"Names that differ, which are not changed: {some}{more}.",)


def _detail(file: str) -> str:
    """Tell from its name how far a file is generalised; ONS writes it there and nowhere else."""
    said = re.search("(?<![A-Z])(" + "|".join(DETAIL) + ")(?![A-Z])", file.upper())
    return said[1] if said else ""


def _source(level: Level, column: str, file: str) -> dict[str, str]:
    year = re.search(r"\d\d", column)
    detail = _detail(file)
    of_year = f" ({2000 + int(year[0])})" if year else ""
    return {
        "source_id": layout_id(level),
        "title": f"Outlines of {WORDS[level]}{of_year}{f', {DETAIL[detail]} ({detail})' if detail else ''}",
        "publisher": "Office for National Statistics",
        "url": "https://geoportal.statistics.gov.uk/",
        "licence": OGL["licence"],
        "attribution": ATTRIBUTION,
        "period": f"{2000 + int(year[0])}" if year else "",
        "notes": f"Brought as {file}; fitted to the other levels of the atlas.",
    }


def _known(level: Level) -> dict[str, tuple[str, ...]]:
    """Columns beside the code: names, and codes of larger areas, so that a ward file with its district is a ward file."""
    order: list[Level] = ["lsoa", "ward", "district"]
    larger = order[order.index(level) + 1 :]
    return (
        {f"name_{level}": NAMES[level]}
        | {level_above: CODES[level_above] for level_above in larger}
        | {f"name_{level_above}": NAMES[level_above] for level_above in larger}
    )


LAYOUTS: Final = tuple(
    Layout(
        layout_id(level),
        TITLES[level],
        {_code(level): CODES[level]},
        partial(read_outline_file, level=level),
        knows=_known(level),
        outlines=True,
    )
    for level in CODES
)
