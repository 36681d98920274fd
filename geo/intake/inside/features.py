"""The features of a map file as they were read, before anything is made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyproj
import pyproj.exceptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

# A coordinate system given as a list of words in brackets, which is all that is taken: other forms can name files and addresses.
WELL_KNOWN = re.compile(r"\s*[A-Z_]+\s*\[", re.IGNORECASE)
LONGEST_SYSTEM = 20_000


@dataclass(frozen=True)
class Features:
    """Features of a map file.

    Parameters
    ----------
    names : list of str
        Names of the columns.
    cells : sequence of sequence of str
        One list a column, one cell a feature.
    shapes : array of Geometry
        One a feature; None where there is none.
    crs : str, optional
        Coordinate system that the file says it is in, such as ``EPSG:27700``.
    """

    names: list[str]
    cells: Sequence[Sequence[str]]
    shapes: npt.NDArray[np.object_]
    crs: str | None


def known(code: object) -> str | None:
    """Return the name of the coordinate system of an EPSG code, such as ``EPSG:27700``; None if none is known by that code."""
    try:
        epsg = pyproj.CRS.from_epsg(int(str(code))).to_epsg()
    except (ValueError, pyproj.exceptions.CRSError):
        return None
    return f"EPSG:{epsg}" if epsg else None


def of_words(text: str) -> str | None:
    """Return the name of a coordinate system in well-known text; None for any other text."""
    if len(text) > LONGEST_SYSTEM or not WELL_KNOWN.match(text):
        return None
    try:
        return known(pyproj.CRS.from_wkt(text).to_epsg())
    except pyproj.exceptions.CRSError:
        return None


def of_json(system: dict[str, Any]) -> str | None:
    """Return the name of a coordinate system in PROJ's JSON."""
    try:
        return known(pyproj.CRS.from_json_dict(system).to_epsg())
    except (pyproj.exceptions.CRSError, TypeError, ValueError):
        return None
