"""A council's own figures: a long table with an area code, a period and a value in each row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.intake.matching.figures import Figures, level_of, to_intake
from geo.intake.matching.layout import Layout
from geo.publishers import ees

if TYPE_CHECKING:
    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet

# As the Office for National Statistics names its codes: LSOA21CD, WD24CD, LAD24CD.
OFFICIAL: Final = ("LSOA11CD", "LSOA21CD", *(f"{kind}{year}CD" for kind in ("WD", "LAD") for year in range(13, 31)))
NEEDS: Final = {
    "area_code": ("area_code", "area code", "code", "lsoa_code", "lsoa code", "ward_code", *OFFICIAL, "district_code"),
    "period": ("period", "year", "date", "time period"),
    "value": ("value", "figure"),
}
OPTIONAL: Final = {
    "indicator": ("indicator", "indicator_id", "measure"),
    "unit": ("unit",),
    "lower": ("lower", "lower limit", "lower ci"),
    "upper": ("upper", "upper limit", "upper ci"),
    "numerator": ("numerator", "count"),
    "denominator": ("denominator", "population"),
    "district_code": ("district_code", *(name for name in OFFICIAL if name.startswith("LAD"))),
}


def read_long_table(sheet: Sheet, setting: Setting) -> Intake:
    """Read own figures.

    An indicator that the data know keeps its definition; another is new and takes its name from the column ``indicator``, or from the
    file. New ones are shown and never scored.
    """
    rows, left_out = _of_own_level(sheet)
    stem = sheet.file.rsplit(".", 1)[0]
    names = rows["indicator"].where(rows["indicator"] != "", stem) if "indicator" in rows else pd.Series(stem, index=rows.index)
    ids = names.map({name: slug(name) for name in names.unique()})
    cells = rows.drop(columns=[name for name in ("indicator", "unit") if name in rows]).assign(indicator_id=ids)
    known = setting.atlas.indicators
    levels, new = {}, []
    for indicator_id in sorted(set(ids)):
        own = rows[ids == indicator_id]
        levels[indicator_id] = (
            str(known.at[indicator_id, "published_level"]) if indicator_id in known.index else level_of(own["area_code"], setting)
        )
        if indicator_id not in known.index:
            unit = own["unit"].iloc[0] if "unit" in own else ""
            new.append(_definition(indicator_id, str(names[ids == indicator_id].iloc[0]), unit, levels[indicator_id], slug(stem)))
    source = {
        "source_id": f"table_{slug(stem)}",
        "title": sheet.file,
        "publisher": "Own figures",
        "period": str(max(rows["period"], default="")),
        "licence": "As its owner allows",
        "attribution": f"Own figures: {sheet.file}",
    }
    note = "New indicators are shown and never scored until somebody says which way is worse and gives them a weight in config.toml."
    indicators = pd.DataFrame(new) if new else None
    return to_intake(sheet, setting, Figures("long_table", source, cells, levels, indicators, (*left_out, *([note] if new else []))))


def _of_own_level(sheet: Sheet) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Pick the columns; in a table of the Department for Education leave out rows whose code is that of a larger area than their own."""
    rows = sheet.pick({**NEEDS, **OPTIONAL})
    places = sheet.pick(ees.COLUMNS)
    if "level" not in places or len(places.columns) == 1:
        return rows, ()
    levels = ees.levels_of(places)
    foreign = (rows["area_code"] != "") & (rows["area_code"].str.strip() != ees.codes_of(places, levels))
    return rows[~foreign], ees.left_out(places[foreign], levels[foreign], ())


def slug(name: str) -> str:
    """Write a name as an identifier: small letters, digits and underscores, beginning with a letter."""
    word = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return word if re.match(r"[a-z]", word) else f"table_{word}".rstrip("_")


def _definition(indicator_id: str, name: str, unit: str, level: str, stem: str) -> dict[str, str]:
    return {
        "indicator_id": indicator_id,
        "name": name,
        "definition": f"{name}, as brought in with {stem}.",
        "unit": unit or "as brought in",
        "polarity": "context",
        "published_level": level,
        "basis": "residence",
        "kind": "observed",
        "source_id": f"table_{stem}",
    }


LAYOUTS: Final = (Layout("long_table", "Own figures (area_code, period, value; lower, upper ...)", NEEDS, read_long_table),)
