"""Possible sites of an own list: any spreadsheet with an id, a name, and a postcode or a point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from geo.base.errors import DataError, Problem
from geo.base.plain_text import one_line, restored
from geo.intake.reading.cells import to_number
from geo.intake.reading.files import read_sheets
from geo.intake.reading.names import shown_name
from geo.siting.candidates import COLUMNS, FIGURES
from geo.siting.question import MOST_TOTAL
from geo.store.gazetteer import BY_POSTCODE, load_gazetteer

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.reading.sheet import Sheet
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from geo.store.gazetteer import Gazetteer

NEEDS: Final = {"site_id": ("site_id", "site id", "id", "reference"), "name": ("name", "site", "site name")}
OPTIONAL: Final = {
    "postcode": ("postcode", "post code", "pcd"),
    "easting": ("easting", "x"),
    "northing": ("northing", "y"),
    "kind": ("kind", "type"),
    "min_places": ("min_places", "min places", "least places"),
    "max_places": ("max_places", "max places", "most places"),
    "cost": ("cost", "cost_gbp", "cost gbp"),
    "must": ("must",),
    "never": ("never",),
    "note": ("note", "notes"),
}
YES: Final = frozenset({"yes", "y", "true", "1", "x"})
NO: Final = frozenset({"no", "n", "false", "0", ""})
LONGEST: Final = {"site_id": 100, "name": 200, "kind": 100, "note": 1000}
MOST_SITES: Final = 5_000
OWN_KIND: Final = "own_site"
MOST_COST: Final = 1e9

Faults = list[tuple[int, str, str]]


def read_sites(content: Path | bytes, name: str, atlas: Atlas, settings: Settings) -> pd.DataFrame:
    """Read an own list of possible sites.

    Parameters
    ----------
    content : Path or bytes
        CSV, Excel or OpenDocument.
    name : str
        Its name as the reader knows it.
    atlas : Atlas
        The area. A ``site_id`` that is a ``provider_id`` stands for that provider: it needs no place, and keeps its measured times.
    settings : Settings
        Limits of files, and how far beyond the area a site may lie.

    Returns
    -------
    DataFrame
        Index ``site_id``, `geo.siting.candidates.COLUMNS`.

    Raises
    ------
    DataError
        The file cannot be read, or rows of it cannot be used: every fault, with row, column and way out. Nothing is taken then.
    """
    sheet = max(read_sheets(content, name, settings.limits, [NEEDS]), key=lambda sheet: len(sheet.frame) if sheet.has(NEEDS) else -1)
    file = shown_name(name)
    missing = [column for column, aliases in NEEDS.items() if not sheet.header(column, aliases)]
    if missing:
        message = f"has no column {' and none '.join(missing)}. A list of sites has site_id, name, and postcode or easting and northing."
        raise DataError([Problem(file, message)])
    rows = _cells(sheet)
    if not 0 < len(rows) <= MOST_SITES:
        message = f"holds {len(rows):,} sites; it must hold between 1 and {MOST_SITES:,}."
        raise DataError([Problem(file, message)])
    faults: Faults = []
    table = _checked(rows, faults)
    table = _at_providers(table, atlas)
    table = _placed(table, rows, load_gazetteer(atlas), settings.scenario.most_outside_km, faults)
    if faults:
        raise DataError([Problem(file, message, row=row, column=column) for row, column, message in sorted(faults)])
    return table.set_index("site_id")[list(COLUMNS)]


def _cells(sheet: Sheet) -> pd.DataFrame:
    """Cells as plain text under our names, without empty rows; an absent column is empty."""
    rows = sheet.pick({**NEEDS, **OPTIONAL}).reindex(columns=[*NEEDS, *OPTIONAL], fill_value="").fillna("").astype("str")
    cells = rows.map(lambda cell: one_line(restored(cell)).strip())
    return cells[(cells != "").any(axis=1)]


def _checked(rows: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Take the cells as what they are, and note every fault."""
    for column, most in LONGEST.items():
        faults += [
            (int(row), column, f"is longer than {most:,} characters. Shorten it.") for row in rows.index[rows[column].str.len() > most]
        ]
    for column in NEEDS:
        faults += [(int(row), column, "is empty. Fill it in.") for row in rows.index[rows[column] == ""]]
    first = pd.Series(rows.index, rows.index).groupby(rows["site_id"]).transform("min")
    twice = (rows["site_id"] != "") & (first != rows.index)
    faults += [
        (int(row), "site_id", f"found '{rows['site_id'][row]}', which row {first[row]} has too. Give each site its own.")
        for row in rows.index[twice]
    ]
    table = rows[["site_id", "postcode", "note"]].assign(site=rows["name"], kind=rows["kind"].where(rows["kind"] != "", OWN_KIND))
    for column in FIGURES:
        table[column] = _figures(rows[column], column, faults)
    for column in ("must", "never"):
        table[column] = _words(rows[column], column, faults)
    over = table["min_places"] > table["max_places"]
    faults += [(int(row), "min_places", "is more than max_places. Mend one of them.") for row in rows.index[over]]
    both = table["must"] & table["never"]
    faults += [(int(row), "must", "and never are both yes. Take one of them back.") for row in rows.index[both]]
    return table.assign(marks="")


def _figures(cells: pd.Series[str], column: str, faults: Faults) -> pd.Series[float]:
    read = to_number(cells)
    value: pd.Series[float] = read.value
    wrong = read.wrong | (read.suppressed & (cells != ""))
    least, most = (1.0, float(MOST_TOTAL)) if column.endswith("places") else (0.0, MOST_COST)
    beyond = value.notna() & ~value.between(least, most)
    if column.endswith("places"):
        beyond |= value.notna() & (value % 1 != 0)
    what = "a whole number from 1 to 1,000" if column.endswith("places") else "a number that is not negative"
    faults += [(int(row), column, f"found '{cells[row]}'; it must be {what}, or empty.") for row in cells.index[wrong | beyond]]
    return value


def _words(cells: pd.Series[str], column: str, faults: Faults) -> pd.Series[bool]:
    word = cells.str.casefold()
    faults += [(int(row), column, f"found '{cells[row]}'; it must be yes or no.") for row in cells.index[~word.isin(YES | NO)]]
    return word.isin(YES)


def _at_providers(table: pd.DataFrame, atlas: Atlas) -> pd.DataFrame:
    """Give the place of a provider to a site that is named by its id and says none of its own."""
    at = atlas.providers.index.get_indexer(pd.Index(table["site_id"]))
    found = at >= 0
    own = table["easting"].notna() | table["northing"].notna() | (table["postcode"] != "")
    for column in ("easting", "northing"):
        there = np.where(found, atlas.providers[column].to_numpy(float)[at], np.nan)
        table[column] = table[column].where(own, there)
    here = (found & ~own).tolist()
    ids = [code if there else None for code, there in zip(table["site_id"], here, strict=True)]
    return table.assign(provider_id=pd.Series(ids, table.index, dtype="object"))


def _placed(table: pd.DataFrame, rows: pd.DataFrame, gazetteer: Gazetteer, beyond_km: float, faults: Faults) -> pd.DataFrame:
    """Place every site by its postcode, else by its point; note those that cannot be placed or lie too far away."""
    half = table["easting"].isna() != table["northing"].isna()
    without = table["easting"].isna() & table["northing"].isna() & (table["postcode"] == "")
    noted = {(row, column) for row, column, _ in faults}
    for row in rows.index[half]:
        column = "easting" if table["easting"].isna()[row] else "northing"
        if (int(row), column) not in noted:
            faults.append((int(row), column, "is empty beside its other half. Fill in both, or give a postcode."))
    faults += [
        (int(row), "postcode", "is empty and there is no point. Give a postcode, or easting and northing.")
        for row in rows.index[without]
        if not {(int(row), "easting"), (int(row), "northing")} & noted
    ]
    spot = table.assign(**{name: table[name].mask(half) for name in ("easting", "northing")})
    placed = gazetteer.place(spot)
    known = placed["how"] == BY_POSTCODE
    lost = (table["postcode"] != "") & ~known & spot["easting"].isna()
    faults += [
        (int(row), "postcode", f"found '{rows['postcode'][row]}', which is not known in or near the area. Mend it, or give a point.")
        for row in rows.index[lost]
    ]
    away_km = _beyond_km(placed, gazetteer)
    faults += [
        (
            int(row),
            "easting",
            f"lies {away_km[row]:,.0f} km beyond the area; a site may lie {beyond_km:g} km beyond it. Mend or leave it out.",
        )
        for row in rows.index[away_km > beyond_km]
    ]
    columns = ("postcode", "easting", "northing", "lsoa_code", "ward_code", "district_code")
    return table.assign(**{name: placed[name] for name in columns})


def _beyond_km(placed: pd.DataFrame, gazetteer: Gazetteer) -> pd.Series[float]:
    """Kilometres from each point to the nearest neighbourhood; 0 within one, missing without a point."""
    away = pd.Series(np.nan, index=placed.index)
    there = placed["easting"].notna() & placed["northing"].notna()
    points = shapely.points(placed.loc[there, "easting"].to_numpy(float), placed.loc[there, "northing"].to_numpy(float))
    tree = shapely.STRtree(gazetteer.lsoas.geometry.to_numpy())
    _, metres = tree.query_nearest(points, return_distance=True, all_matches=False)
    away[there] = metres / 1000
    return away
