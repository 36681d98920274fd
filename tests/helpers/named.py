"""The tiny atlas with names: villages on the map, postcodes, and neighbourhoods that are called after places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.tiny_content import LSOAS

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny

# Each neighbourhood is 2 km wide; its middle, metres.
MIDDLES = {code: (541_000 + 2000 * (place % 3), 271_000 + 2000 * (place // 3)) for place, code in enumerate(LSOAS)}
# Two villages are called Oakham, one in each district; King's Elm is written with an apostrophe.
PLACES = (
    ("p1", "Oakham", "village", LSOAS[0]),
    ("p2", "Oakham", "village", LSOAS[2]),
    ("p3", "King's Elm", "suburb", LSOAS[3]),
    ("p4", "Ashford", "town", LSOAS[1]),
    ("p5", "Oakham Halt", "station", LSOAS[0]),
)
NAMES = {LSOAS[3]: "King's Elm north", LSOAS[4]: "King's Elm south", LSOAS[0]: "Oakham", LSOAS[1]: "Ashford and Mill"}


def with_names(tiny: Tiny) -> Tiny:
    """Give the tiny atlas its names."""
    at = {code: f"{east},{north}" for code, (east, north) in MIDDLES.items()}
    places = "".join(f"{key},{name},{kind},{at[home]},official\n" for key, name, kind, home in PLACES)
    _write(tiny, "map_places.csv", f"place_id,name,kind,easting,northing,source_id\n{places}")
    names = "".join(f"{code},{name},place,Official,official,10\n" for code, name in NAMES.items())
    _write(tiny, "area_names.csv", f"lsoa_code,name,basis,official_name,source_id,distance_m\n{names}")
    codes = "".join(f"AB{place}1CD,{at[code]},{code}\n" for place, code in enumerate(LSOAS, start=1))
    _write(tiny, "postcodes.csv", f"postcode,easting,northing,lsoa_code\n{codes}ZZ11AA,530000,271000,\n")
    return tiny


def _write(tiny: Tiny, file: str, content: str) -> None:
    (tiny.data / file).write_text(content, encoding="utf-8", newline="\n")
