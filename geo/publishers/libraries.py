"""Public libraries (Arts Council England, Basic dataset for libraries)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.intake.matching.layout import Layout
from geo.intake.matching.register import Register, Rejects, to_intake
from geo.intake.reading.cells import to_number
from geo.publishers.licences import OGL
from geo.publishers.own_figures import slug
from geo.publishers.published_tables import published_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet

# A year's file has a column for each survey; the newest says whether a library is open now.
OPERATION: Final = tuple(f"Operation in {year}" for year in range(2035, 2015, -1))
NEEDS: Final = {
    "authority": ("Reporting service code", "Reporting service"),
    "name": ("Name", "Library name"),
    "type": ("Type", "Type of library"),
    "postcode": ("Postcode",),
    "operation": OPERATION,
}
OPTIONAL: Final = {"closed": ("Year closed",), "easting": ("Easting",), "northing": ("Northing",)}
POINT: Final = {"lon": ("Longitude",), "lat": ("Latitude",)}
OF_ALL: Final = "static library"
SOURCE: Final = {
    "source_id": "ace_libraries",
    "title": "Basic dataset for libraries",
    "publisher": "Arts Council England",
    "url": "https://www.artscouncil.org.uk/supporting-arts-museums-and-libraries/supporting-libraries",
    **OGL,
}


def read_libraries(path: Path) -> tuple[pd.DataFrame, int, list[str]]:
    """Read the libraries that stand in one place and are open.

    Parameters
    ----------
    path : Path
        Basic dataset for libraries, with longitude and latitude (degrees, WGS84).

    Returns
    -------
    (DataFrame, int, list of str)
        As `as_providers`, with ``lat`` and ``lon``, by ``provider_id``; the rows of the file; and how many were left out, by kind.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {**NEEDS, **OPTIONAL, **POINT}
    rows = published_sheet(path, columns).pick(columns)
    wanted = _open(rows)
    degrees = {name: to_number(rows[name]).value for name in POINT}
    libraries = as_providers(rows[wanted]).assign(**{name: column[wanted] for name, column in degrees.items()})
    return libraries.sort_values("provider_id", ignore_index=True), len(rows), _left_out(rows)


def as_providers(rows: pd.DataFrame) -> pd.DataFrame:
    """Write rows of the dataset as providers.

    Parameters
    ----------
    rows : DataFrame of str
        Columns `NEEDS`.

    Returns
    -------
    DataFrame
        Columns of ``providers.csv`` that the dataset knows, under the rows' index. Libraries that a council commissions, or that a
        community runs for it, are public as well.
    """
    named = rows["name"].where(rows["name"].str.contains("library", case=False), rows["name"] + " Library")
    ids = [
        "library-" + slug(f"{authority} {name}").replace("_", "-") for authority, name in zip(rows["authority"], rows["name"], strict=True)
    ]
    return pd.DataFrame(
        {"provider_id": ids, "name": named, "service_type": "library", "sector": "public", "postcode": rows["postcode"]}, index=rows.index
    )


def read_dataset(sheet: Sheet, setting: Setting) -> Intake:
    """Read the libraries that stand in one place and are open; they take the place of all libraries in the data."""
    rows = sheet.pick({**NEEDS, **OPTIONAL})
    empty = pd.Series("", index=rows.index, dtype="str")
    wanted = _open(rows)
    points = {name: to_number(rows.get(name, empty)).value for name in ("easting", "northing")}
    rejects = Rejects()
    nameless = wanted & (rows["name"] == "")
    rejects.add(rows.loc[nameless, "name"], "Name", "is empty. A library needs its name.")
    good = wanted & ~nameless
    register = Register(
        layout="ace_libraries",
        source={**SOURCE, "period": _year(sheet)},
        service_types=("library",),
        taken=as_providers(rows[good]).assign(**{name: column[good] for name, column in points.items()}),
        outside=int((~wanted).sum()),
        rejects=rejects,
        notes=tuple(_left_out(rows)),
    )
    return to_intake(sheet, setting, register)


def _open(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell libraries that stand in one place and are open from all others."""
    closed = rows.get("closed", pd.Series("", index=rows.index, dtype="str"))
    return (rows["type"].str.casefold() == OF_ALL) & (rows["operation"] != "") & (closed == "")


def _left_out(rows: pd.DataFrame) -> list[str]:
    gone = rows[~_open(rows)]
    kinds = gone["type"].mask(gone["type"].str.casefold() == OF_ALL, "closed").value_counts().sort_index()
    return [f"Left out: {', '.join(f'{kind} {count:,}' for kind, count in kinds.items())}."] if len(gone) else []


def _year(sheet: Sheet) -> str:
    """Take the year of the newest column that says who operates a library."""
    there = {str(column).casefold() for column in sheet.frame.columns}
    return next(name for name in OPERATION if name.casefold() in there)[-4:]


LAYOUTS: Final = (Layout("ace_libraries", "Arts Council England, Basic dataset for libraries", NEEDS, read_dataset, knows=OPTIONAL),)
