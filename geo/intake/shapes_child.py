"""Turn a map file into one GeoParquet; run as a process of its own, so that a hostile file can be stopped.

Called as ``python -I shapes_child.py FILE RESULT MEMORY_BYTES VERTICES``. Imports nothing of this product.
"""

from __future__ import annotations

import resource
import sys

import geopandas
import pyogrio
import shapely

PARQUET = b"PAR1"


def main(file: str, result: str, memory_bytes: str, vertices: str) -> int:
    """Write the first layer that has shapes; return 2 if the file cannot be read, 4 with too many corners, 5 without memory."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_bytes), int(memory_bytes)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(memory_bytes), int(memory_bytes)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
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


def read(file: str) -> geopandas.GeoDataFrame:
    """Read a file of any of the formats that are taken."""
    with open(file, "rb") as stream:  # noqa: PTH123 - one import less to wait for
        if stream.read(len(PARQUET)) == PARQUET:
            return geopandas.read_parquet(file)
    layers = pyogrio.list_layers(file)
    shaped = [name for name, kind in layers if kind is not None]
    return pyogrio.read_dataframe(file, layer=shaped[0])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
