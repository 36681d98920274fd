"""A query: outcome area, level, districts, sector and services, checked against those that the data and settings have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.base.vocabulary import Level, Sector


@dataclass(frozen=True)
class Query:
    """One question: which outcome area, which areas, which provision.

    Parameters
    ----------
    outcome : str
        Id of the outcome area.
    level : {"district", "ward", "lsoa"}
        Areas to score.
    districts : tuple of str
        Districts to list; empty means all. Scores always compare with the whole atlas.
    sector : {"all", "public", "pvi"}
        Whose provision counts.
    services : tuple of str
        Service types that count; empty means all of the outcome area.
    include_assumed : bool
        Whether assumed places count.
    """

    outcome: str
    level: Level = "lsoa"
    districts: tuple[str, ...] = ()
    sector: Sector = "all"
    services: tuple[str, ...] = ()
    include_assumed: bool = True
