"""The atlas: the tables of a store, read once and never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import DataError
from geo.contract.columns import (
    ALL_TABLES,
    BENCHMARK_AREAS,
    BENCHMARK_MEASURES,
    BENCHMARKS,
    CHILDMINDERS,
    CHILDREN_COUNTS,
    CHILDREN_PROJECTION,
    HOMES,
    KEYS,
    MAP_LABELS,
    MAP_LINES,
    MAP_PLACES,
    TAKE_UP,
    TRAVEL_TIMES,
    YIELDS,
)
from geo.store.folder import store_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.base.vocabulary import Level
    from geo.settings.model import Settings
    from geo.store.backend import Store


NO_TRAVEL_TIMES: Final = pd.DataFrame(columns=list(TRAVEL_TIMES))


@dataclass(frozen=True)
class UpperTier:
    """What is known of counties and unitary authorities alone; tables without rows where the store has none.

    Parameters
    ----------
    measures : pandas.DataFrame
        ``benchmark_measures.csv``, index ``measure_id``.
    areas : pandas.DataFrame
        ``benchmark_areas.csv``, index ``area_number``: England, regions, authorities.
    figures : pandas.DataFrame
        ``benchmarks.csv``: one row a measure, area and period.
    childminders : pandas.DataFrame
        ``childminders.csv``: counts by authority and parliamentary constituency.
    """

    measures: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(BENCHMARK_MEASURES)).set_index("measure_id"))
    areas: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(BENCHMARK_AREAS)).set_index("area_number"))
    figures: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(BENCHMARKS)))
    childminders: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CHILDMINDERS)))


@dataclass(frozen=True)
class Basemap:
    """What maps are drawn with and nothing is measured by; tables without rows where the store has none.

    Parameters
    ----------
    places : pandas.DataFrame
        ``map_places.csv``, index ``place_id``: names of settlements and stations, EPSG:27700.
    lines : pandas.DataFrame
        ``map_lines.csv``: points of schematic roads, rivers and county borders, WGS84.
    labels : pandas.DataFrame
        ``map_labels.csv``, index ``label_id``: settlements with their residents, and counties, WGS84.
    """

    places: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(MAP_PLACES)).set_index("place_id"))
    lines: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(MAP_LINES)))
    labels: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(MAP_LABELS)).set_index("label_id"))


@dataclass(frozen=True)
class DemandTables:
    """What is known of the years to come; tables without rows where the store has none.

    Parameters
    ----------
    projection : pandas.DataFrame
        ``children_projection.csv``: children of each district by single year of age and year.
    homes : pandas.DataFrame
        ``homes.csv``: homes to be built, by site and year.
    yields : pandas.DataFrame
        ``yields.csv``: children under five in one new home.
    take_up : pandas.DataFrame
        ``take_up.csv``: who is entitled to funded hours, and who takes them.
    counts : pandas.DataFrame
        ``children_counts.csv``: children of the neighbourhoods in several years.
    """

    projection: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CHILDREN_PROJECTION)))
    homes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(HOMES)))
    yields: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(YIELDS)))
    take_up: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(TAKE_UP)))
    counts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CHILDREN_COUNTS)))


@dataclass(frozen=True)
class Atlas:
    """Every table of a store. Share it, never write to it.

    Parameters
    ----------
    areas : pandas.DataFrame
        Index ``area_code``, sorted; districts, wards and LSOAs together (column ``level``). Centroids in metres,
        EPSG:27700; ``children_*`` in persons.
    indicators : pandas.DataFrame
        Index ``indicator_id``.
    indicator_values : pandas.DataFrame
        One row an indicator, area and period.
    providers : pandas.DataFrame
        Index ``provider_id``; ``providers.csv`` followed by ``providers_osm.csv``. Rows beyond the border have no ``lsoa_code``.
    surroundings : pandas.DataFrame
        Index ``area_code``; LSOAs around the atlas with the children who share its places.
    evidence : pandas.DataFrame
        Index ``evidence_id``.
    sources : pandas.DataFrame
        Index ``source_id``.
    grouping : pandas.Series, optional
        Group by LSOA code where other borders stand in the place of the districts (`geo.whatif.borders`).
    travel_times : pandas.DataFrame
        ``travel_times.csv``, if the folder has one: measured minutes that replace the estimates (`geo.travel.times`).
    upper_tier : UpperTier
        Figures of counties and unitary authorities that say nothing about smaller areas.
    basemap : Basemap
        What maps are drawn with.
    demand : DemandTables
        What is known of the years to come.
    store : Store
        What the tables were read from; keeps what is read later, such as outlines.
    """

    areas: pd.DataFrame
    indicators: pd.DataFrame
    indicator_values: pd.DataFrame
    providers: pd.DataFrame
    surroundings: pd.DataFrame
    evidence: pd.DataFrame
    sources: pd.DataFrame
    store: Store
    grouping: pd.Series[str] | None = None
    travel_times: pd.DataFrame = field(default_factory=NO_TRAVEL_TIMES.copy)
    upper_tier: UpperTier = field(default_factory=UpperTier)
    basemap: Basemap = field(default_factory=Basemap)
    demand: DemandTables = field(default_factory=DemandTables)

    def at(self, level: Level) -> pd.DataFrame:
        """Areas of one level, sorted by ``area_code``."""
        return self.areas[self.areas["level"] == level]


def load_atlas(settings: Settings) -> Atlas:
    """Read and check the data that the settings name, boundaries included.

    Parameters
    ----------
    settings : Settings
        ``data.folder`` says where they are (`geo.store.folder.store_of`).

    Returns
    -------
    Atlas
        Tables in which an empty cell is missing (NaN).

    Raises
    ------
    DataError
        A file is missing or breaks the data contract; carries every problem found.
    """
    store = store_of(settings)
    tables, report = store.tables(settings)
    if report.problems:
        raise DataError(report.problems)
    indexed = {name: _indexed(name, table.frame) for name, table in tables.items()}
    return Atlas(
        areas=_as_people_say(indexed["areas.csv"], indexed.get("area_names.csv"), settings.area.names),
        indicators=indexed["indicators.csv"],
        indicator_values=indexed["indicator_values.csv"],
        providers=pd.concat([indexed["providers.csv"], indexed["providers_osm.csv"]]).sort_index(),
        surroundings=indexed["surroundings.csv"],
        evidence=indexed["evidence.csv"],
        sources=indexed["sources.csv"],
        store=store,
        travel_times=indexed.get("travel_times.csv", NO_TRAVEL_TIMES),
        upper_tier=UpperTier(**_given(indexed, UPPER_TIER)),
        basemap=Basemap(**_given(indexed, BASEMAP)),
        demand=DemandTables(**_given(indexed, DEMAND)),
    )


def _as_people_say(areas: pd.DataFrame, names: pd.DataFrame | None, own: Mapping[str, str]) -> pd.DataFrame:
    """Give neighbourhoods the labels that people use: the council's own first, then those of ``area_names.csv``, where there are any."""
    said = {} if names is None else dict(names["name"])
    said |= own
    return areas.assign(label=[said.get(code, label) for code, label in areas["label"].items()])


UPPER_TIER: Final = {
    "measures": "benchmark_measures.csv",
    "areas": "benchmark_areas.csv",
    "figures": "benchmarks.csv",
    "childminders": "childminders.csv",
}
DEMAND: Final = {
    "projection": "children_projection.csv",
    "homes": "homes.csv",
    "yields": "yields.csv",
    "take_up": "take_up.csv",
    "counts": "children_counts.csv",
}
BASEMAP: Final = {"places": "map_places.csv", "lines": "map_lines.csv", "labels": "map_labels.csv"}


def _given(indexed: dict[str, pd.DataFrame], files: dict[str, str]) -> dict[str, pd.DataFrame]:
    """Give those of the optional tables that are there."""
    return {name: indexed[file] for name, file in files.items() if file in indexed}


def _indexed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give whole numbers their type and put the key, if it is one column, in a sorted index."""
    whole = [column for column, kind in ALL_TABLES[name].items() if kind == "whole"]
    typed = frame.astype(dict.fromkeys(whole, "int64"))
    key = KEYS[name]
    return typed.set_index(key[0]).sort_index() if len(key) == 1 else typed.sort_values(list(key), ignore_index=True)
