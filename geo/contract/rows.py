"""What the cells of one row must say together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from pyproj import Transformer

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE

# Longitude and latitude are stored beside easting and northing; the best free transformation is within 5 m.
POINT_TOLERANCE_M = 200.0

Test = Callable[[pd.DataFrame], "pd.Series[bool]"]


@dataclass(frozen=True)
class RowRule:
    """One rule over several cells of a row: where it fails, ``message`` (filled from the row) is reported at ``column``."""

    column: str
    holds: Test
    message: str


def _of(level: str) -> Test:
    return lambda frame: frame["level"] == level


def _implies(condition: Test, then: Test) -> Test:
    return lambda frame: ~condition(frame) | then(frame)


def _empty(column: str) -> Test:
    return lambda frame: frame[column].isna()


def _filled(column: str) -> Test:
    return lambda frame: frame[column].notna()


def _starts(column: str, prefixes: tuple[str, ...]) -> Test:
    return lambda frame: frame[column].str.startswith(prefixes)


def _same(first: str, second: str) -> Test:
    return lambda frame: frame[first] == frame[second]


def _ordered(low: str, high: str) -> Test:
    """Hold unless both cells are filled and ``low`` is above ``high``."""
    return lambda frame: ~(frame[low] > frame[high])


def _ages_add_up(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["children_0_4"] == frame[[f"children_{age}" for age in range(5)]].sum(axis=1)


@cache
def _to_metres() -> Transformer:
    return Transformer.from_crs(LONGITUDE_LATITUDE, BRITISH_GRID, always_xy=True)


def _points_agree(frame: pd.DataFrame) -> pd.Series[bool]:
    easting, northing = _to_metres().transform(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    distance_m = np.hypot(easting - frame["easting"], northing - frame["northing"])
    return pd.Series(distance_m <= POINT_TOLERANCE_M, index=frame.index)


def _level_code(level: str, *prefixes: str) -> RowRule:
    message = f"'{{area_code}}' is not the code of a {level} ({' or '.join(prefixes)}...). Correct the code or the level."
    return RowRule("area_code", _implies(_of(level), _starts("area_code", prefixes)), message)


def _filled_inside(column: str) -> RowRule:
    return RowRule(column, _implies(_filled("lsoa_code"), _filled(column)), "is empty although lsoa_code is filled. Fill it in.")


_SWAP = "Swap or correct them."

_AREAS = (
    _level_code("district", "E06", "E07", "E08", "E09"),
    _level_code("ward", "E05"),
    _level_code("lsoa", "E01"),
    RowRule("district_code", _implies(_of("district"), _same("district_code", "area_code")), "must be {area_code} in this row."),
    RowRule("ward_code", _implies(_of("ward"), _same("ward_code", "area_code")), "must be {area_code} in this row."),
    RowRule("ward_code", _implies(_of("lsoa"), _filled("ward_code")), "an LSOA row needs the ward that it belongs to. Fill it in."),
    RowRule("ward_code", _implies(_of("district"), _empty("ward_code")), "found '{ward_code}'; must be empty in a district row."),
    RowRule("rural_urban", _implies(_of("lsoa"), _filled("rural_urban")), "an LSOA row needs urban or rural: it sets the travel speed."),
    RowRule(
        "children_0_4",
        _ages_add_up,
        "found {children_0_4:g}, which is not the sum of children_0 to children_4. Correct one of them.",
    ),
)

_FLAGGED = RowRule(
    "value",
    lambda frame: frame["value"].notna() | frame["flag"].notna(),
    "the value is empty without a flag. Give the value, or the publisher's symbol in flag.",
)

_VALUES = (
    _FLAGGED,
    RowRule("lower", _ordered("lower", "value"), "lower {lower} is above value {value}. " + _SWAP),
    RowRule("upper", _ordered("value", "upper"), "upper {upper} is below value {value}. " + _SWAP),
    RowRule("upper", _ordered("lower", "upper"), "upper {upper} is below lower {lower}. " + _SWAP),
)

_PROVIDERS = (
    RowRule(
        "places",
        lambda frame: ~frame["places_basis"].isin(["registered", "assumed"]) | frame["places"].notna(),
        "places is empty but places_basis is {places_basis}. Fill in the number or set the basis to unknown.",
    ),
    RowRule(
        "places_basis",
        lambda frame: frame["places"].isna() | frame["places_basis"].isin(["registered", "assumed"]),
        "found {places_basis}, but places is {places}. Set it to registered or assumed.",
    ),
    RowRule(
        "age_to_months",
        _ordered("age_from_months", "age_to_months"),
        "{age_to_months:g} is below age_from_months, {age_from_months:g}. " + _SWAP,
    ),
    _filled_inside("ward_code"),
    _filled_inside("district_code"),
    RowRule(
        "ward_code",
        _implies(_empty("lsoa_code"), _empty("ward_code")),
        "found '{ward_code}' without an lsoa_code. Fill in lsoa_code or empty this cell.",
    ),
    RowRule(
        "lon",
        _points_agree,
        "lon/lat {lon}, {lat} and easting/northing {easting:g}, {northing:g} are more than "
        f"{POINT_TOLERANCE_M:g} m apart. Correct the wrong pair.",
    ),
)

_HOMES = (
    RowRule(
        "lsoa_code",
        _filled("lsoa_code"),
        "is empty: homes without a place. Fill in the neighbourhood's code; bringing the file (`python -m geo import`) finds it from a "
        "postcode or a point.",
    ),
)

ROW_RULES: Final[dict[str, tuple[RowRule, ...]]] = {
    "areas.csv": _AREAS,
    "indicator_values.csv": _VALUES,
    "benchmarks.csv": (_FLAGGED,),
    "providers.csv": _PROVIDERS,
    "providers_osm.csv": _PROVIDERS,
    "homes.csv": _HOMES,
}
