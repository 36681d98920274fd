"""Turn a map file into one GeoParquet; run as a process of its own, so that a hostile file can be stopped.

Called as ``python -I shapes_child.py FILE RESULT MEMORY_BYTES VERTICES``; with ``columns`` for VERTICES it writes the names of the columns
alone, as JSON. Imports nothing of this product.
"""

from __future__ import annotations

import json
import resource
import sys

import geopandas
import pyogrio
import shapely
from pyarrow import parquet

PARQUET = b"PAR1"


def main(file: str, result: str, memory_bytes: str, vertices: str) -> int:
    """Write the first layer that has shapes; return 2 if the file cannot be read, 4 with too many corners, 5 without memory."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_bytes), int(memory_bytes)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(memory_bytes), int(memory_bytes)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        if vertices == "columns":
            with open(result, "w", encoding="utf-8") as target:  # noqa: PTH123 - one import less to wait for
                json.dump(columns(file), target)
            return 0
        frame = read(file)
        if frame.geometry.name != "geometry":
            frame = frame.rename_geometry("geometry")
        corners = int(shapely.get_num_coordinates(frame.geometry.to_numpy()).sum())
        if corners > int(vertices):
            sys.stdout.write(f"{corners:,}")
            return 4
        # Text alone: what a column means is told later, by its name.
        for column in frame.columns.drop(frame.geometry.name):
            frame[column] = frame[column].astype("string").fillna("").astype("str")
        frame.columns = [str(column) for column in frame.columns]
        frame.to_parquet(result)
    except MemoryError:
        return 5
    except Exception:  # noqa: BLE001 - the libraries raise many kinds for bytes that are no map file
        return 2
    return 0


def columns(file: str) -> list[str]:
    """Name the columns of a file without reading its shapes."""
    if is_parquet(file):
        return [str(name) for name in parquet.read_schema(file).names]
    return [str(name) for name in pyogrio.read_info(file, layer=first_layer(file))["fields"]]


def is_parquet(file: str) -> bool:
    """Whether a file is GeoParquet, or a Parquet table without shapes."""
    with open(file, "rb") as stream:  # noqa: PTH123 - one import less to wait for
        return stream.read(len(PARQUET)) == PARQUET


def first_layer(file: str) -> str:
    """Name the first layer that has shapes."""
    return str(next(name for name, kind in pyogrio.list_layers(file) if kind is not None))


def read(file: str) -> geopandas.GeoDataFrame:
    """Read a file of any of the formats that are taken."""
    return geopandas.read_parquet(file) if is_parquet(file) else pyogrio.read_dataframe(file, layer=first_layer(file))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
