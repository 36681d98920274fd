"""A shapefile, by the one format that is still read with GDAL; every other of its drivers is taken away first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import pyogrio.core

from geo.intake.inside.features import LONGEST_SYSTEM, Features, of_words

if TYPE_CHECKING:
    from pathlib import Path

DRIVER = "ESRI Shapefile"
# The part that names the encoding of the cells: "UTF-8", "1252", "ISO-8859-1".
ENCODING = re.compile(rb"\s*[A-Za-z0-9 _-]{1,20}\s*")


def only_driver() -> None:
    """Leave GDAL no choice: it may know shapefiles and nothing else, whatever a file says that it is."""
    others = [name for name in pyogrio.list_drivers() if name != DRIVER]
    pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join(others)})
    pyogrio.core._register_drivers()  # noqa: SLF001 - GDAL drops what is to be skipped when it registers drivers; nothing public asks it to
    if set(pyogrio.list_drivers()) != {DRIVER}:
        raise RuntimeError(f"GDAL still knows {sorted(pyogrio.list_drivers())}")


def read(path: Path, *, names_only: bool = False) -> Features:
    """Read a shapefile whose parts lie beside each other under a name of our own.

    Raises
    ------
    pyogrio.errors.DataSourceError, ValueError
        It is damaged.
    """
    # GDAL looks at neither: a coordinate system can name a file, and an encoding a converter.
    system = path.with_suffix(".prj")
    crs = of_words(system.read_bytes()[: LONGEST_SYSTEM + 1].decode("utf-8", "replace")) if system.is_file() else None
    system.unlink(missing_ok=True)
    encoding = path.with_suffix(".cpg")
    if encoding.is_file() and not ENCODING.fullmatch(encoding.read_bytes()[:100]):
        encoding.unlink()
    only_driver()
    if names_only:
        names = [str(name) for name in pyogrio.read_info(path)["fields"]]
        return Features(names, [[] for _ in names], np.array([], dtype=object), crs)
    frame = pyogrio.read_dataframe(path)
    table = frame.drop(columns=frame.geometry.name)
    cells = [table.iloc[:, place].astype("string").fillna("").tolist() for place in range(table.shape[1])]
    return Features([str(name) for name in table.columns], cells, np.asarray(frame.geometry.to_numpy(), dtype=object), crs)
