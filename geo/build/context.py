"""Context for maps: a table of names, which is committed, and faint lines, which every build makes for itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from geo.base.files import write_bytes
from geo.build.postcodes import in_rim
from geo.contract.columns import MAP_PLACES
from geo.publishers.basemap import read_lines, read_places
from geo.publishers.catalogue import source_files

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from geo.build.postcodes import Postcodes
    from geo.build.report import BuildReport

# Layer -> source, and the publisher's property that names a shape.
LINES: Final = {
    "roads": ("os_major_roads", "roadNumber"),
    "rivers": ("natural_earth_rivers", "name"),
    "coast": ("natural_earth_coast", "name"),
    "counties": ("ons_counties", "CTY23NM"),
}
FOLDER: Final = "context"


def build_places(raw: Path, postcodes: Postcodes, report: BuildReport) -> pd.DataFrame:
    """Read names of settlements and stations in the extent of the atlas and the rim around it.

    Parameters
    ----------
    raw : Path
        Folder of files as published.
    postcodes : Postcodes
        With ``lsoa_code`` filled inside the atlas.
    report : BuildReport
        Receives what was read.

    Returns
    -------
    DataFrame
        ``map_places.csv``.

    Raises
    ------
    DataError
        A file or a column is missing.
    """
    files = source_files()
    places = read_places(raw / files["os_open_names"], raw / files["nptg_localities"])
    near = places[in_rim(places, postcodes)]
    for source_id, own in (("os_open_names", True), ("nptg_localities", False)):
        rows, kept = int((places["first"] == own).sum()), int((near["first"] == own).sum())
        report.add(files[source_id], rows, kept, notes=["names of settlements and stations for maps; matched = in the extent of the atlas"])
    named = near.assign(source_id=near["first"].map({True: "os_open_names", False: "nptg_localities"}))
    return named.astype({"easting": "int64", "northing": "int64"})[list(MAP_PLACES)].reset_index(drop=True)


def write_lines(raw: Path, target: Path, report: BuildReport) -> None:
    """Write roads, rivers, coast and counties into ``context`` of a data folder; they are geometry of others and are not committed."""
    files = source_files()
    for layer, (source_id, name) in LINES.items():
        collection = read_lines(raw / files[source_id], name, source_id)
        content = json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n"
        write_bytes(content.encode(), target / FOLDER / f"{layer}.geojson")
        report.wrote(f"{FOLDER}/{layer}.geojson", len(collection["features"]))
