"""ONS lookups between areas: they hold no figures, so nothing is imported; said what they are, and where they are used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from geo.base.errors import Problem
from geo.intake.matching.layout import Layout
from geo.intake.matching.result import Counts, Intake
from geo.publishers.geography.columns import CODES, LSOA11, LSOA21, LSOA_CHANGES, NAMES

if TYPE_CHECKING:
    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet

ID: Final = "lookup"
KINDS: Final = {"lsoa11": LSOA11, "lsoa21": LSOA21, "ward": CODES["ward"], "district": CODES["district"]}
# Columns of lookups that are neither codes nor names of these areas: how areas changed, and what the portal adds to every table.
BESIDE: Final = (*LSOA_CHANGES["change_code"], "F_LSOA11NM")
# Codes and names of any area of any year (OA21CD, MSOA21NM, LAD22NMW, LEP21CD1, LADCD), and what the portal's software counts.
ALSO: Final = re.compile(
    r"[a-z]{2,6}(\d\d)?(cd|nm|nmw|cdo|cdh)\d?|[a-z]{2,6}\d\d_(code|name|name_welsh)|(object|global)_?id|o?id|f?id|shape_*(area|length|len)|"
    r"(bng|os)_?[en]|lat|long|(obs_?)?status|date_?(from|to|of_.*)?|column \d+",
    re.IGNORECASE,
)
FEWEST: Final = 2
INIT: Final = "put it into the folder of downloads and run `python -m geo init` (docs/another-authority.md), which makes a new data folder."
WANTED: Final = "'LSOA (2021) to Electoral Ward to LAD Best Fit Lookup'"
BORDERS: Final = (
    "To compare with other borders only, write a file with the columns lsoa_code and group, and name it in a section [borders.NAME] of "
    "config.toml."
)
CHANGES: Final = (
    "is the ONS lookup from LSOAs of 2011 to those of 2021, without figures. This data folder carries figures of 2011 by its own copy "
    f"(lsoa_changes.csv). To use this one, {INIT}"
)
OLD: Final = (
    "is a lookup of LSOAs of 2011{years}, without figures; the areas here are LSOAs of 2021, so it is of no use. For wards and districts "
    f"bring the ONS lookup {WANTED}."
)
AREAS: Final = "is the ONS lookup from LSOAs of 2021 to {areas}{years}, without figures. {found} To draw the atlas by it, {init} {borders}"
SAME: Final = "Its {areas} are those of this atlas already."
DIFFER: Final = "In it {number:,} of the {count:,} LSOAs here are in another {area}."
NONE: Final = "It has none of the {count:,} LSOAs of this atlas."
UPPER: Final = (
    f"is a lookup from wards to districts{{years}}, without figures and without LSOAs. To draw the atlas by other wards or districts, take "
    f"the ONS lookup {WANTED}: {INIT}"
)
CODES_ALONE: Final = "is a list of areas without figures. Bring the file that has the figures, or, for outlines, the map file."


def read_lookup(sheet: Sheet, setting: Setting) -> Intake:
    """Say which lookup it is, how it differs from the atlas, and where it is used; nothing of it enters the tables."""
    rows = len(sheet.frame)
    return Intake(ID, sheet.file, {}, {}, Counts(rows, 0, 0, rows, 0), problems=(Problem(sheet.file, _message(sheet, setting)),))


def _message(sheet: Sheet, setting: Setting) -> str:
    kinds = set(sheet.pick(KINDS).columns)
    years = _years(sheet)
    if len(kinds) < FEWEST:
        return CODES_ALONE
    if {"lsoa11", "lsoa21"} <= kinds:
        return CHANGES
    if "lsoa11" in kinds:
        return OLD.format(years=years)
    return _against_atlas(sheet, setting, years) if "lsoa21" in kinds else UPPER.format(years=years)


def _years(sheet: Sheet) -> str:
    """Say of which years the wards and districts are, by the names of their columns."""
    said = []
    for kind, words in (("ward", "wards"), ("district", "districts")):
        aliases = {alias.casefold() for alias in KINDS[kind]}
        column = next((str(name) for name in sheet.frame.columns if str(name).casefold() in aliases), "")
        said += [f"{words} of 20{year[0]}" for year in [re.search(r"\d\d", column)] if year]
    return f" ({' and '.join(said)})" if said else ""


def _against_atlas(sheet: Sheet, setting: Setting, years: str) -> str:
    lsoas = setting.atlas.at("lsoa")
    rows = sheet.pick({kind: KINDS[kind] for kind in ("lsoa21", "ward", "district")}).drop_duplicates("lsoa21").set_index("lsoa21")
    areas = " and ".join(f"{level}s" for level in rows.columns)
    rows = rows[rows.index.isin(list(lsoas.index))]
    differ = {level: int((rows[level] != lsoas[f"{level}_code"].reindex(rows.index)).sum()) for level in rows.columns}
    differences = [DIFFER.format(number=number, count=len(lsoas), area=level) for level, number in differ.items() if number]
    compared = NONE.format(count=len(lsoas)) if rows.empty else " ".join(differences) or SAME.format(areas=areas)
    return AREAS.format(areas=areas, years=years, found=compared, init=INIT, borders=BORDERS)


LAYOUTS: Final = (
    Layout(
        ID,
        "ONS lookups between areas (no figures; the answer says where they are used)",
        {"code": tuple(alias for aliases in KINDS.values() for alias in aliases)},
        read_lookup,
        knows={"names": tuple(alias for aliases in NAMES.values() for alias in aliases), "beside": BESIDE},
        whole=True,
        also=ALSO,
    ),
)
