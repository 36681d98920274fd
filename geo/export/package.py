"""A list that leaves the app as a Tabular Data Package: its columns, licences and sources for anybody's tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.contract.datapackage import PROFILE, as_json, licences

if TYPE_CHECKING:
    from collections.abc import Mapping


def list_package(frame: pd.DataFrame, meanings: Mapping[str, str], file: str, title: str, sources: pd.DataFrame) -> bytes:
    """Describe a table that is written by `geo.export.tables.to_csv` with a byte order mark.

    Parameters
    ----------
    frame : DataFrame
        The table.
    meanings : mapping of str to str
        Column -> what it means.
    file : str
        Name of the CSV beside the description.
    title : str
        What the list is.
    sources : DataFrame
        Rows of ``sources.csv`` that it rests on.

    Returns
    -------
    bytes
        ``datapackage.json``.
    """
    fields = [{"name": name, "type": _kind(frame[name]), "description": meanings[name]} for name in frame.columns]
    resource = {
        "profile": "tabular-data-resource",
        "name": "gap-list",
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": {"fields": fields, "missingValues": [""], "primaryKey": ["area_code"]},
    }
    rows = sources[["title", "url", "licence"]].fillna("").to_dict("records")
    package: dict[str, Any] = {
        "profile": PROFILE,
        "name": "gap-list",
        "title": title,
        "licenses": licences(str(row["licence"]) for row in rows),
        "sources": [{"title": row["title"], **({"path": row["url"]} if row["url"] else {})} for row in rows],
        "resources": [resource],
    }
    return as_json(package)


def _kind(column: pd.Series[Any]) -> str:
    """Name the type of a column as Table Schema does."""
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_numeric_dtype(column) else "string"
