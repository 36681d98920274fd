"""A data folder of several copies of the area beside each other: what a larger authority, a region or England would weigh. Synthetic."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from pyproj import Transformer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Copies lie so far apart, in degrees, that as many as make up England's neighbourhoods are still inside Britain's bounds. Moved by
# degrees, outlines that fit together still do so.
EAST, NORTH, COLUMNS = 1.03, 0.74, 7
# Published outlines have as many decimals.
DECIMALS = 5
# Above every number that a code of today has.
FIRST_CODE: Final = 500_000
LEVELS: Final = ("district", "ward", "lsoa")
# Columns of tables that hold codes of areas.
CODES: Final = ("area_code", "ward_code", "district_code", "utla_code", "lsoa_code")
OUT: Final = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
BACK: Final = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)


def copies(source: Path, config: Path, target: Path, count: int) -> Path:
    """Write a folder of so many copies of the area; the first is the area itself.

    Parameters
    ----------
    source, config : Path
        Data folder and ``config.toml`` of the area.
    target : Path
        Folder to make.
    count : int
        Copies; names, codes and points of all but the first are made up.

    Returns
    -------
    Path
        ``config.toml`` of what was made.
    """
    shutil.copytree(source, target / "data")
    folder = target / "data"
    areas = _read(folder / "areas.csv")
    renamed = [_renamed(areas["area_code"], number) for number in range(count)]
    _grown(folder / "areas.csv", renamed, lambda frame, number: _moved(frame, "centroid_e", "centroid_n", number))
    _grown(folder / "indicator_values.csv", renamed, lambda frame, _number: frame[frame["area_code"].isin(renamed[0])])
    _grown(folder / "providers.csv", renamed, _providers)
    for level in LEVELS:
        _outlines(folder / "boundaries" / f"{level}.geojson", renamed)
    districts = [codes[code] for codes in renamed for code in areas.loc[areas["level"] == "district", "area_code"]]
    text = re.sub(r"(?m)^districts = \[.*\]$", f"districts = {json.dumps(districts)}", config.read_text(encoding="utf-8"))
    made = target / "config.toml"
    made.write_text(re.sub(r"(?ms)^\[borders\..*?(?=^\[services)", "", text), encoding="utf-8", newline="\n")
    return made


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _renamed(codes: pd.Series[str], number: int) -> dict[str, str]:
    """Give every area of a copy a code of its own, of the same kind."""
    first = FIRST_CODE + number * len(codes)
    return {code: f"{code[:3]}{first + place:06d}" if number else code for place, code in enumerate(codes)}


def _grown(path: Path, renamed: list[dict[str, str]], of_copy: Any) -> None:  # noqa: ANN401 - a function of a table and a number
    frame = _read(path)
    parts = [frame]
    for number, codes in enumerate(renamed[1:], start=1):
        part = of_copy(frame.copy(), number)
        for column in part.columns.intersection(list(CODES)):
            part[column] = part[column].map(lambda code, codes=codes: codes.get(code, code))
        for column in part.columns.intersection(["label", "name"]):
            part[column] = part[column] + f" {number}"
        parts.append(part)
    pd.concat(parts).to_csv(path, index=False, lineterminator="\n")


def _shift(number: int) -> tuple[float, float]:
    """Degrees east and north of the first copy; copies fill rows that go west, each north of the last."""
    row, column = divmod(number, COLUMNS)
    return -column * EAST, row * NORTH


def _moved(frame: pd.DataFrame, east: str, north: str, number: int) -> pd.DataFrame:
    lon, lat = OUT.transform(pd.to_numeric(frame[east]).to_numpy(), pd.to_numeric(frame[north]).to_numpy())
    by_lon, by_lat = _shift(number)
    for column, metres in zip((east, north), BACK.transform(lon + by_lon, lat + by_lat), strict=True):
        frame[column] = np.round(metres, 1).astype(str)
    return frame


def _providers(frame: pd.DataFrame, number: int) -> pd.DataFrame:
    frame = _moved(frame[frame["lsoa_code"] != ""].copy(), "easting", "northing", number)
    east, north = OUT.transform(pd.to_numeric(frame["easting"]).to_numpy(), pd.to_numeric(frame["northing"]).to_numpy())
    frame["lon"], frame["lat"] = np.round(east, DECIMALS).astype(str), np.round(north, DECIMALS).astype(str)
    frame["provider_id"], frame["urn"], frame["postcode"] = frame["provider_id"] + f"-{number}", "", ""
    return frame


def _outlines(path: Path, renamed: list[dict[str, str]]) -> None:
    collection = json.loads(path.read_text(encoding="utf-8"))
    first = collection["features"]
    made = [*first]
    for number, codes in enumerate(renamed[1:], start=1):
        made += [_outline(feature, codes, _shift(number)) for feature in first]
    path.write_text(json.dumps({**collection, "features": made}, separators=(",", ":")), encoding="utf-8")


def _outline(feature: Mapping[str, Any], codes: Mapping[str, str], shift: tuple[float, float]) -> dict[str, Any]:
    geometry = feature["geometry"]
    return {
        "type": "Feature",
        "properties": {"area_code": codes[feature["properties"]["area_code"]]},
        "geometry": {"type": geometry["type"], "coordinates": _rings(geometry["coordinates"], shift)},
    }


def _rings(coordinates: Any, shift: tuple[float, float]) -> Any:  # noqa: ANN401 - nested lists, as GeoJSON has them
    if isinstance(coordinates[0][0], float | int):
        return [[round(lon + shift[0], DECIMALS), round(lat + shift[1], DECIMALS)] for lon, lat in coordinates]
    return [_rings(part, shift) for part in coordinates]
