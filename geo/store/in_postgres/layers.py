"""Map layers in a database: tables that are made of what they hold, and views of them for QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from sqlalchemy import text

from geo.base.errors import DataError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from sqlalchemy import Connection

    from geo.store.in_postgres.database import Database

SUBJECT: Final = "layers"
# Who may see these need not see anything else.
VIEWS: Final = "gap_map_layers"
GEOMETRY: Final = "geometry"
TYPES: Final = {"i": "bigint", "u": "bigint", "f": "double precision", "b": "boolean"}
NO_POSTGIS: Final = (
    "has no PostGIS. Ask whoever looks after the database server to run, in this database: CREATE EXTENSION postgis. Nothing has changed."
)
IN_USE: Final = "SELECT way[place + 1] FROM pointer"


def write_layers(database: Database, layers: Mapping[str, GeoDataFrame], version: int) -> None:
    """Write layers in the place of those that are there, all at once.

    Parameters
    ----------
    database : Database
        Where to.
    layers : mapping of str to GeoDataFrame
        By their names; columns have names of letters, digits and underscores.
    version : int
        Of the data that they are made of; while another one is in use, the views are empty.

    Raises
    ------
    DataError
        There is no PostGIS, or the database cannot be written. Nothing has changed.
    """
    if not database.ask("SELECT FROM pg_extension WHERE extname = 'postgis'"):
        raise DataError([Problem(database.name, NO_POSTGIS)])
    with database.writing(SUBJECT, "the command that writes layers") as opened:
        for name, frame in layers.items():
            _write_layer(opened, name, frame, version)


def _write_layer(opened: Connection, name: str, frame: GeoDataFrame, version: int) -> None:
    data = pd.DataFrame(frame.drop(columns=GEOMETRY))
    names = [str(column) for column in data]
    shape = "Point" if set(frame.geom_type) == {"Point"} else "MultiPolygon"
    typed = [f"{column} {TYPES.get(values.dtype.kind, 'text')}" for column, values in data.items()]
    columns = ", ".join(["id integer PRIMARY KEY", "version integer NOT NULL", *typed, f"geom geometry({shape}, {frame.crs.to_epsg()})"])
    for statement in (
        f"DROP VIEW IF EXISTS {VIEWS}.{name}",
        f"DROP TABLE IF EXISTS layer_{name}",
        f"CREATE TABLE layer_{name} ({columns})",
        f"CREATE INDEX ON layer_{name} USING gist (geom)",
        f"CREATE VIEW {VIEWS}.{name} AS SELECT id, {', '.join(names)}, geom FROM layer_{name} WHERE version = ({IN_USE})",
    ):
        opened.execute(text(statement))
    made = "ST_GeomFromWKB(:geom, :srid)" if shape == "Point" else "ST_Multi(ST_GeomFromWKB(:geom, :srid))"
    insert = f"INSERT INTO layer_{name} VALUES (:id, :version, {', '.join(f':{column}' for column in names)}, {made})"
    same = {"version": version, "srid": frame.crs.to_epsg()}
    rows = zip(_rows(data), frame.geometry.to_wkb(), strict=True)
    opened.execute(text(insert), [{"id": number, **same, **row, "geom": geom} for number, (row, geom) in enumerate(rows, start=1)])


def _rows(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows of plain values; missing is None."""
    plain = data.astype("object")
    names = [str(column) for column in data]
    return [dict(zip(names, row, strict=True)) for row in plain.where(plain.notna(), None).itertuples(index=False, name=None)]
