"""What became of a file that was brought: rows for our tables, rows that were not taken and why, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from geo.intake.reading.sheet import REJECTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from geo.base.errors import Problem
    from geo.base.vocabulary import Level
    from geo.intake.matching.question import Question


@dataclass(frozen=True)
class Counts:
    """Rows of a file: every row read is in exactly one of the others.

    Parameters
    ----------
    read : int
        Data rows.
    matched : int
        Rows that entered our tables.
    suppressed : int
        Rows of areas of the atlas whose value the publisher withholds; they enter our tables without a value.
    outside : int
        Rows of other areas, or of kinds that have no place in the atlas (national totals, clubs for older children).
    rejected : int
        Rows that should have matched and did not; each is in the list of rejected rows.
    """

    read: int
    matched: int
    suppressed: int
    outside: int
    rejected: int


@dataclass(frozen=True)
class Intake:
    """One file, read.

    Parameters
    ----------
    layout : str
        Identifier of the layout, such as ``ofsted_2025``.
    file : str
        Name of the file.
    tables : mapping of str to DataFrame
        File name in the data folder -> rows for it, with the columns of `geo.contract.columns.TABLES`; an index with the name `ROW` says
        which row of the file each came from.
    replaces : mapping of str to mapping of str to tuple of str
        File name -> column -> values whose old rows these rows replace, for example
        ``{"providers.csv": {"service_type": ("day_nursery", "preschool")}}``. Rows with the same key are always replaced.
    counts : Counts
        What became of the rows.
    rejected : DataFrame
        Columns `REJECTED`, one row a reason.
    problems : tuple of Problem
        What stands in the way of using the file at all; empty when it can be used.
    notes : tuple of str
        What a careful reader has to know: vintages found, what was apportioned, counts of what is never placed.
    outlines : Outlines, optional
        What a map file brings.
    questions : tuple of Question
        What the file leaves open. Rows may be used when each has an answer.
    """

    layout: str
    file: str
    tables: Mapping[str, pd.DataFrame]
    replaces: Mapping[str, Mapping[str, tuple[str, ...]]]
    counts: Counts
    rejected: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REJECTED)))
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    outlines: Outlines | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Outlines:
    """Outlines of all areas of one level.

    Parameters
    ----------
    level : {"lsoa", "district", "ward"}
        Which areas.
    shapes : GeoSeries
        Index area_code, every area of the level; EPSG:27700, without gaps and overlaps.
    drawn : GeoSeries
        The same as they would be drawn: EPSG:4326, fitted to the other levels of the data of that day.
    moved : DataFrame
        Index area_code, areas of any level whose outline changes; columns level, district_code, gained_km2, lost_km2, most_km2 (the larger
        of both; where most changes comes first) and shade: how large a part
        of the area that is, 0 (below the first of `PARTS`) to 3.
    """

    level: Level
    shapes: gpd.GeoSeries
    drawn: gpd.GeoSeries
    moved: pd.DataFrame
