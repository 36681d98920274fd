"""Of which year outlines are, against the areas of the atlas: what is refused, and which file is wanted in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.intake.matching.years import ward_years
from geo.store.vintage import abolished_districts, codes_of_one_year, read_changes

if TYPE_CHECKING:
    import pandas as pd

    from geo.base.vocabulary import Level
    from geo.store.atlas import Atlas

# Message, and the column that it is about.
Refused = tuple[str, str]

WANTED_LSOA: Final = (
    "the areas here are LSOAs of 2021. Bring 'Lower layer Super Output Areas (December 2021) Boundaries EW', BGC or BSC, from the ONS Open "
    "Geography Portal; the lookup 'LSOA (2011) to LSOA (2021)' says which became which."
)
OLD_LSOA: Final = "has outlines of LSOAs of 2011 (column {column}), and " + WANTED_LSOA
OLD_CODES: Final = "has LSOAs that existed in 2011 only ({codes}), and " + WANTED_LSOA
NONE: Final = (
    "has none of the {count} {areas} of the atlas. Bring the outlines of this area: the file of England, or a part of it that holds {some}."
)
MISSING: Final = "lacks {number} of the {count} {areas} of the atlas, and outlines are changed together or not at all: {codes}.{advice}"
NO_SHAPE: Final = " Without a usable shape (see the features that were not taken): {codes}."
MORE: Final = " Bring a file that holds them all."
OTHER_WARDS: Final = (
    " The file is of wards of {file}, and the wards here are those of {atlas}: a ward whose border changes gets another code. Bring 'Wards "
    "(December {atlas}) Boundaries', or make a new data folder with the lookup 'LSOA (2021) to ward ({file})' (`python -m geo init`)."
)
OLD_DISTRICTS: Final = (
    " The file is from before {year}, when {old} became {new}. Bring 'Local Authority Districts' of {year} or later, BGC or BSC, from the "
    "ONS Open Geography Portal."
)
NEW_DISTRICTS: Final = (
    " {gone} was abolished in {year} and is part of {new}, but this atlas has the districts of before. Bring outlines from before {year}."
)
SAME_WARDS: Final = (
    "The file is of wards of {file}, the wards here are those of {atlas}; all their codes are in the file, so their borders did not change."
)
WORDS: Final[dict[Level, str]] = {"lsoa": "LSOAs", "ward": "wards", "district": "districts"}
SOME: Final = 3


def year_problem(level: Level, column: str, codes: pd.Series[str], atlas: Atlas) -> Refused | None:
    """Refuse LSOAs of 2011: by the name of the column, or by codes that no LSOA of 2021 has."""
    if level != "lsoa":
        return None
    if "11" in column:
        return OLD_LSOA.format(column=column), column
    old, _ = codes_of_one_year(codes, read_changes(atlas))
    missing = set(atlas.at("lsoa").index) - set(codes)
    return (OLD_CODES.format(codes=", ".join(sorted(old)[:SOME])), column) if old and missing else None


def missing_problem(level: Level, column: str, codes: pd.Series[str], usable: pd.Index[str], atlas: Atlas) -> Refused | None:
    """Refuse a file that lacks areas of the atlas; all of them are named, with what a file of another year explains."""
    areas, words, present = atlas.at(level), WORDS[level], set(codes)
    missing = sorted(set(areas.index) - set(usable))
    if not missing:
        return None
    absent = [code for code in missing if code not in present]
    advice = _other_year(level, column, absent, present, atlas) if absent else ""
    if len(absent) == len(areas) and not advice:
        return NONE.format(count=len(areas), areas=words, some=areas.index[0]), column
    shapeless = [code for code in missing if code in present]
    advice += NO_SHAPE.format(codes=", ".join(shapeless)) if shapeless else ""
    return MISSING.format(number=len(missing), count=len(areas), areas=words, codes=", ".join(missing), advice=advice or MORE), column


def _other_year(level: Level, column: str, absent: list[str], present: set[str], atlas: Atlas) -> str:
    """Say which year is wanted if the file is of another one."""
    if level == "ward":
        file, ours = ward_years([column], atlas)
        return OTHER_WARDS.format(file=file, atlas=ours) if file and ours and file != ours else ""
    if level == "lsoa":
        return ""
    steps = abolished_districts()
    for code in absent:
        before = sorted(old for old, (new, _) in steps.items() if new == code and old in present)
        if before:
            return OLD_DISTRICTS.format(year=steps[before[0]][1], old=", ".join(before), new=code)
        new, year = steps.get(code, ("", ""))
        if new in present:
            return NEW_DISTRICTS.format(gone=code, year=year, new=new)
    return ""


def year_note(level: Level, column: str, atlas: Atlas) -> tuple[str, ...]:
    """Say that wards of another year were taken, because none of those here changed."""
    file, ours = ward_years([column], atlas)
    return (SAME_WARDS.format(file=file, atlas=ours),) if level == "ward" and file and ours and file != ours else ()
