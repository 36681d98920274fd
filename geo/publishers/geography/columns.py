"""The names of columns of codes and names in the files of ONS Open Geography, in all the years and spellings seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.base.vocabulary import Level

YEARS: Final = tuple(range(30, 11, -1))
# Wards and districts of 2024 are those of the atlas; a lookup of another year is taken where it has no others.
LOOKUP_YEARS: Final = (24, 25, 26, 23, 22)
_WARD: Final = ("ward{}_code", "WD{}CD")
_DISTRICT: Final = ("ltla{}_code", "LAD{}CD")
LSOA11: Final = ("LSOA11CD", "lsoa11_code", "F_LSOA11CD")
LSOA21: Final = ("LSOA21CD", "lsoa21_code")


def of_years(patterns: Iterable[str], years: Iterable[int] = YEARS) -> tuple[str, ...]:
    """Write column names with each of the years, the years in their order."""
    return tuple(pattern.format(year) for year in years for pattern in patterns)


def names_of(codes: Iterable[str]) -> tuple[str, ...]:
    """Write the columns of names that stand beside columns of codes."""
    return tuple(re.sub("CD$", "NM", code).replace("code", "name") for code in codes)


CODES: Final[dict[Level, tuple[str, ...]]] = {
    "lsoa": ("lsoa_code", "LSOA21CD", "lsoa21_code", "LSOA11CD", "lsoa11_code"),
    "ward": ("ward_code", *of_years(("WD{}CD", "ward{}_code"))),
    "district": ("district_code", *of_years(("LAD{}CD", "ltla{}_code", "LTLA{}CD"))),
}
NAMES: Final[dict[Level, tuple[str, ...]]] = {level: names_of(codes) for level, codes in CODES.items()}
LSOA_CHANGES: Final = {"lsoa11_code": LSOA11, "lsoa_code": LSOA21, "change_code": ("change_code", "CHGIND", "CHNGIND")}
LSOA_WARDS: Final = {
    "lsoa_code": LSOA21,
    "lsoa_name": names_of(LSOA21),
    "ward_code": of_years(_WARD, LOOKUP_YEARS),
    "ward_name": names_of(of_years(_WARD, LOOKUP_YEARS)),
    "district_code": of_years(_DISTRICT, LOOKUP_YEARS),
    "district_name": names_of(of_years(_DISTRICT, LOOKUP_YEARS)),
}
RURAL_URBAN: Final = {"lsoa_code": LSOA21, "rural_urban": ("ruc", "Urban_rural_flag", "RUC21_flag")}
