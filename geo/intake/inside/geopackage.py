"""GeoPackage, read as plain SQLite tables: no view, trigger, virtual table or function of the file is ever run."""

from __future__ import annotations

import sqlite3
import string
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.intake.inside.features import Features, known, of_words
from geo.settings.limits import refusal

if TYPE_CHECKING:
    from pathlib import Path

    from geo.settings.limits import Limits

MAGIC = b"GP"
HEADER_BYTES = 8
# Bytes of the envelope by its code in bits 1 to 3 of the flags (OGC 12-128r18, 2.1.3).
ENVELOPE_BYTES = (0, 32, 48, 48, 64)
EXTENDED = 0x20
NAMES_OF_SHAPES, NAMES_OF_SYSTEMS = "gpkg_geometry_columns", "gpkg_spatial_ref_sys"
# How SQLite itself writes down a plain table; a virtual one is a program.
PLAIN = "CREATE TABLE "
# SQLite takes large and small letters of ASCII alone for the same; any other folding would check one table and read another.
SMALL = {ord(letter): letter.lower() for letter in string.ascii_uppercase}
ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ))
A_VIEW = "has its shapes in a view, which is a program and is not run. Export the layer to a new GeoPackage and bring that."
NO_SHAPES = "has no layer with shapes. Export the layer of areas to a new GeoPackage and bring that."


def read(path: Path, file: str, limits: Limits, *, names_only: bool = False) -> Features:
    """Read the first layer that has shapes.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name, for messages.
    limits : Limits
        ``rows`` and ``columns``.
    names_only : bool
        Whether to leave the features out.

    Raises
    ------
    DataError
        It has no such layer in a table, or too many features.
    sqlite3.Error, ValueError
        It is damaged.
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as base:
        base.execute("PRAGMA trusted_schema = OFF")
        base.execute("PRAGMA cell_size_check = ON")
        # From here on nothing but tables are read.
        base.set_authorizer(_authorised)
        tables = _tables(base)
        layer, shapes, system = _layer(base, tables, file)
        described = base.execute(f"PRAGMA table_info({_quoted(layer)})").fetchall()
        names = [name for _, name, kind, _, _, key in described if name != shapes and not (key and kind.upper() == "INTEGER")]
        if len(names) > limits.columns:
            raise limits.exceeded("columns", file, f"has {len(names):,} columns.")
        wanted = ", ".join(map(_quoted, [shapes, *names]))
        # The names are quoted, and come from the file's own list of tables and columns.
        query = f"SELECT {wanted} FROM {_quoted(layer)} LIMIT {0 if names_only else limits.rows + 1}"  # noqa: S608
        rows = base.execute(query).fetchall()
        if len(rows) > limits.rows:
            raise limits.exceeded("rows", file, f"has more than {limits.rows:,} features.")
        columns = list(zip(*rows, strict=True)) or [() for _ in range(len(names) + 1)]
        geometries = shapely.from_wkb(np.array([_wkb(blob) for blob in columns[0]], dtype=object))
        cells = [[_text(cell) for cell in column] for column in columns[1:]]
        return Features(names, cells, np.asarray(geometries, dtype=object), _crs(base, tables, system))


def _authorised(action: int, first_argument: str | None, _two: str | None, _base: str | None, source: str | None) -> int:
    """Allow reading of tables and of the names of their columns; what a view or trigger asks for comes with its name."""
    is_reading = action in ALLOWED or (action == sqlite3.SQLITE_PRAGMA and first_argument == "table_info")
    return sqlite3.SQLITE_OK if is_reading and source is None else sqlite3.SQLITE_DENY


def _tables(base: sqlite3.Connection) -> dict[str, str]:
    """Names of plain tables, by their name in lower case."""
    listed = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return {_small(name): name for name, sql in listed if isinstance(name, str) and str(sql).startswith(PLAIN)}


def _small(name: str) -> str:
    return name.translate(SMALL)


def _layer(base: sqlite3.Connection, tables: dict[str, str], file: str) -> tuple[str, str, object]:
    """Return the table, its column of shapes and its coordinate system."""
    if NAMES_OF_SHAPES not in tables:
        raise refusal(file, NO_SHAPES)
    query = f"SELECT table_name, column_name, srs_id FROM {NAMES_OF_SHAPES} ORDER BY rowid LIMIT 100"  # noqa: S608 - a name of our own
    listed = [(str(table), str(column), system) for table, column, system in base.execute(query)]
    for table, column, system in listed:
        if _small(table) in tables:
            return tables[_small(table)], column, system
    raise refusal(file, A_VIEW if listed else NO_SHAPES)


def _crs(base: sqlite3.Connection, tables: dict[str, str], system: object) -> str | None:
    if NAMES_OF_SYSTEMS not in tables:
        return None
    query = f"SELECT organization, organization_coordsys_id, definition FROM {NAMES_OF_SYSTEMS} WHERE srs_id = ?"  # noqa: S608 - as above
    for organisation, code, definition in base.execute(query, (system,)):
        return known(code) if str(organisation).upper() == "EPSG" else of_words(str(definition))
    return None


def _wkb(blob: object) -> bytes | None:
    """Take the well-known binary out of a GeoPackage's own wrapping."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < HEADER_BYTES or not blob.startswith(MAGIC) or blob[3] & EXTENDED:
        raise ValueError("geometry")
    envelope = blob[3] >> 1 & 7
    if envelope >= len(ENVELOPE_BYTES):
        raise ValueError("envelope")
    return blob[HEADER_BYTES + ENVELOPE_BYTES[envelope] :]


def _text(cell: object) -> str:
    return "" if cell is None or isinstance(cell, bytes) else str(cell)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
