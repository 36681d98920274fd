"""A data folder as a Tabular Data Package: what every table and column is, made from the contract, for anybody's tools.

Walsh, P. and Pollock, R. (2018), Tabular Data Package (Frictionless Data), version 1.
"""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, Final

from geo.base.files import write_bytes
from geo.contract.columns import ALL_TABLES, KEYS
from geo.contract.definitions import column_meanings
from geo.contract.rules import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pandera.pandas import Check

    from geo.contract.columns import Kind

PACKAGE: Final = "datapackage.json"
PROFILE: Final = "tabular-data-package"
TYPES: Final[dict[Kind, str]] = {"text": "string", "whole": "integer", "number": "number"}
# Table -> column -> the table whose key of one column it names.
REFERENCES: Final = {
    "indicators.csv": {"source_id": "sources.csv"},
    "indicator_values.csv": {"indicator_id": "indicators.csv"},
    "providers.csv": {"source_id": "sources.csv", "lsoa_code": "areas.csv"},
    "providers_osm.csv": {"source_id": "sources.csv", "lsoa_code": "areas.csv"},
    "travel_times.csv": {"source_id": "sources.csv"},
    "benchmark_measures.csv": {"source_id": "sources.csv"},
    "benchmarks.csv": {"measure_id": "benchmark_measures.csv", "area_number": "benchmark_areas.csv"},
    "childminders.csv": {"source_id": "sources.csv"},
    "map_places.csv": {"source_id": "sources.csv"},
    "area_names.csv": {"lsoa_code": "areas.csv", "source_id": "sources.csv"},
    "map_lines.csv": {"source_id": "sources.csv"},
    "map_labels.csv": {"source_id": "sources.csv"},
    "children_projection.csv": {"source_id": "sources.csv"},
    "homes.csv": {"lsoa_code": "areas.csv", "source_id": "sources.csv"},
    "yields.csv": {"source_id": "sources.csv"},
    "take_up.csv": {"source_id": "sources.csv"},
    "children_counts.csv": {"area_code": "areas.csv", "source_id": "sources.csv"},
}
# As sources.csv calls them -> their names and addresses in the Open Definition's list.
LICENCES: Final = {
    "Open Government Licence v3.0": (
        "OGL-UK-3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    ),
    "Creative Commons Attribution 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "Open Database License (ODbL) 1.0": ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}  # fmt: skip


def described(folder: Path, title: str) -> bytes:
    """Describe the tables of a data folder.

    Parameters
    ----------
    folder : Path
        Data folder; optional tables are described where they are there.
    title : str
        What the data are about.

    Returns
    -------
    bytes
        ``datapackage.json``: the same tables and sources give the same bytes, whatever their rows are.
    """
    tables = [name for name in ALL_TABLES if (folder / name).is_file()]
    sources = _sources(folder / "sources.csv")
    resources = [_resource(name, tables, _licences_of(folder / name, sources)) for name in tables]
    listed = [{"title": row["title"], **({"path": row["url"]} if row["url"] else {})} for row in sources.values()]
    package = {
        "profile": PROFILE,
        "name": "best-start-gap-map",
        "title": title,
        "licenses": licences(row["licence"] for row in sources.values()),
        "sources": listed,
        "resources": resources,
    }
    return as_json(package)


def write_package(folder: Path, title: str) -> None:
    """Write ``datapackage.json`` into a data folder, in the place of an older one."""
    write_bytes(described(folder, title), folder / PACKAGE)


def licences(names: Iterable[str]) -> list[dict[str, str]]:
    """Write licences once each, those of the Open Definition by their names and addresses."""
    unique = dict.fromkeys(name for name in names if name)
    return [
        {"name": LICENCES[name][0], "path": LICENCES[name][1], "title": name} if name in LICENCES else {"name": _slug(name), "title": name}
        for name in unique
    ]


def as_json(package: Mapping[str, Any]) -> bytes:
    """Write a package as UTF-8."""
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(name: str, tables: list[str], used: list[str]) -> dict[str, Any]:
    columns, meanings, rules = ALL_TABLES[name], column_meanings(name), SCHEMAS[name].columns
    fields = []
    for column, kind in columns.items():
        field: dict[str, Any] = {"name": column, "type": TYPES[kind], "description": meanings[column]}
        limits = _constraints(rules[column].checks) if column in rules else {}
        if column in rules and not rules[column].nullable:
            limits["required"] = True
        fields.append(field | ({"constraints": limits} if limits else {}))
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": list(KEYS[name])}
    foreign = [
        {"fields": [column], "reference": {"resource": _stem(other), "fields": list(KEYS[other])}}
        for column, other in REFERENCES.get(name, {}).items()
        if other in tables
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    resource = {
        "profile": "tabular-data-resource",
        "name": _stem(name),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
    return resource | ({"licenses": licences(used)} if used else {})


def _constraints(checks: Iterable[Check]) -> dict[str, Any]:
    """Say the rules of a column that Table Schema can say; the others stay with `geo.contract.check`."""
    limits: dict[str, Any] = {}
    for check in checks:
        told = check.statistics or {}
        if "allowed_values" in told:
            limits["enum"] = sorted(told["allowed_values"])
        if "pattern" in told:
            pattern = told["pattern"]
            limits["pattern"] = pattern if isinstance(pattern, str) else pattern.pattern
        if "min_value" in told:
            limits["minimum"] = told["min_value"]
        if "max_value" in told:
            limits["maximum"] = told["max_value"]
    return limits


def _sources(path: Path) -> dict[str, dict[str, str]]:
    """Read what a package says of sources; a folder without them has a package without them."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{name: cell or "" for name, cell in row.items()} for row in csv.DictReader(file)]
    wanted = ("title", "url", "licence")
    return {row["source_id"]: {name: row.get(name, "") for name in wanted} for row in rows if row.get("source_id")}


def _licences_of(path: Path, sources: dict[str, dict[str, str]]) -> list[str]:
    """Name the licences of the sources that the rows of a table name."""
    if "source_id" not in ALL_TABLES[path.name] or path.name == "sources.csv":
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        named = dict.fromkeys(row.get("source_id") or "" for row in csv.DictReader(file))
    return sorted({sources[source]["licence"] for source in named if source in sources})


def _stem(name: str) -> str:
    return name.removesuffix(".csv")


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
