"""OHID, Fingertips: indicators with their confidence limits, as the site lets people download them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from geo.intake.matching.figures import Figures, codes_of, level_of, product_definitions, to_intake
from geo.intake.matching.layout import Layout
from geo.publishers.licences import OGL
from geo.publishers.own_figures import slug

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet

# As the site writes them, and as the package fingertipsR does.
NEEDS: Final = {
    "indicator": ("Indicator ID", "IndicatorID"),
    "name": ("Indicator Name", "IndicatorName"),
    "area_code": ("Area Code", "AreaCode"),
    "sex": ("Sex",),
    "category": ("Category",),
    "period": ("Time period", "Timeperiod"),
    "value": ("Value",),
    "lower": ("Lower CI 95.0 limit", "LowerCI95.0limit", "Lower CI limit"),
    "upper": ("Upper CI 95.0 limit", "UpperCI95.0limit", "Upper CI limit"),
    "numerator": ("Count",),
    "denominator": ("Denominator",),
}
OPTIONAL: Final = {
    "age": ("Age",),
    "value_note": ("Value note", "Valuenote"),
    "area_type": ("Area Type", "AreaType"),
}
# What R writes for an empty cell.
NO_CELL: Final = "NA"
# How the site's types of areas begin -> our level. England stands beside counties; unitary authorities are in both lists.
AREA_TYPES: Final = {
    "england": "county",
    "count": "county",
    "upper tier": "county",
    "utla": "county",
    "district": "district",
    "lower tier": "district",
    "ltla": "district",
    "ward": "ward",
    "lsoa": "lsoa",
}
# Which sex stands for everybody, best first.
SEXES: Final = ("Persons", "Not applicable", "", "Female", "Male")


class KnownIndicator(NamedTuple):
    """An indicator of Fingertips whose meaning is known here: our own name of it at a level, or its direction."""

    polarity: str
    unit: str
    ours: str = ""
    level: str = ""


KNOWN: Final = {
    "93085": KnownIndicator("higher_is_worse", "per cent of mothers known at delivery"),
    "20101": KnownIndicator("higher_is_worse", "per cent of live births at term", "low_birth_weight", "district"),
    "92517": KnownIndicator("higher_is_better", "per cent of infants at 6 to 8 weeks"),
    "90631": KnownIndicator("higher_is_better", "per cent of children", "gld", "county"),
    "93563": KnownIndicator("higher_is_worse", "per cent of children aged 5 who were examined"),
}
NEW: Final = "New indicators are shown and never scored until somebody says which way is worse and gives them a weight in config.toml."
JOINED: Final = "Indicator {number} is the measure '{ours}' here: its figures join those that are there."
OTHER_TYPES: Final = "Rows of other types of areas are left out: {kinds}."
BREAKDOWNS: Final = "{count:,} rows are breakdowns by a category (such as deprivation), or by sex where everybody is there too: not read."


def read_fingertips(sheet: Sheet, setting: Setting) -> Intake:
    """Read totals; an indicator that the data know joins it, another is new."""
    rows = sheet.pick({**NEEDS, **OPTIONAL}).replace(NO_CELL, "")
    rows = rows[rows["indicator"].str.fullmatch(r"\d+")]
    totals = _for_everybody(rows[rows["category"] == ""])
    left_out = len(rows) - len(totals)
    cells = totals.assign(value=_withheld(totals), indicator_id="fingertips_" + totals["indicator"] + _ages(totals))
    levels = {str(indicator_id): level_of(own["area_code"], setting) for indicator_id, own in cells.groupby("indicator_id")}
    cells, others = _of_level(cells, levels, setting)
    ours = {indicator_id: _ours(indicator_id, level) for indicator_id, level in levels.items()}
    first = {row["indicator_id"]: row for row in cells.drop_duplicates("indicator_id").to_dict("records")}
    new = [
        _definition(indicator_id, first[indicator_id], levels[indicator_id])
        for indicator_id in levels
        if ours[indicator_id] == indicator_id
    ]
    cells = cells.assign(indicator_id=cells["indicator_id"].map(ours))
    # The same place can be there twice, as a district and as a unitary authority, with the same figure.
    cells = cells[~cells.duplicated(["indicator_id", "area_code", "period", "value"])]
    source = {
        "source_id": "ohid_fingertips",
        "title": "Public health profiles (Fingertips)",
        "publisher": "Office for Health Improvement and Disparities",
        "url": "https://fingertips.phe.org.uk/",
        "period": str(max(cells["period"], default="")),
        **OGL,
    }
    names = {indicator_id: row["name"] for indicator_id, row in product_definitions().items()}
    joined = [
        JOINED.format(number=indicator_id.removeprefix("fingertips_"), ours=names[ours[indicator_id]])
        for indicator_id in levels
        if ours[indicator_id] != indicator_id
    ]
    notes = joined + others + ([BREAKDOWNS.format(count=left_out)] if left_out else []) + ([NEW] if new else [])
    own = pd.DataFrame(new) if new else None
    return to_intake(
        sheet,
        setting,
        Figures("fingertips", source, cells, {ours[indicator_id]: levels[indicator_id] for indicator_id in ours}, own, tuple(notes)),
    )


def _for_everybody(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one sex of each indicator: everybody, or the only one that there is."""
    order = rows["sex"].map(dict(zip(SEXES, range(len(SEXES)), strict=True)))
    return rows[order.notna() & (order == order.groupby(rows["indicator"]).transform("min"))]


def _of_level(cells: pd.DataFrame, levels: Mapping[str, str], setting: Setting) -> tuple[pd.DataFrame, list[str]]:
    """Where an area stands in several lists, keep its row of the list of its indicator's level; also say which lists were left out.

    One download holds England, regions, counties and districts, and a unitary authority stands there twice, as a county and as a district.
    """
    if "area_type" not in cells:
        return cells, []
    words = {
        kind: [level for word, level in AREA_TYPES.items() if kind.casefold().startswith(word)] for kind in cells["area_type"].unique()
    }
    own = cells["area_type"].map({kind: (known or [""])[0] for kind, known in words.items()}) == cells["indicator_id"].map(levels)
    key = pd.MultiIndex.from_frame(cells[["indicator_id", "area_code", "period"]])
    kept = own | ~key.isin(key[own])
    known = {indicator_id: codes_of(setting, level) for indicator_id, level in levels.items()}
    pairs = zip(cells["indicator_id"], cells["area_code"], strict=True)
    ours = pd.Series([code in known[indicator_id] for indicator_id, code in pairs], index=cells.index, dtype="bool")
    counts = cells.loc[~own & ~(kept & ours) & (cells["area_type"] != ""), "area_type"].value_counts()
    listed = ", ".join(f"{kind} {count:,}" for kind, count in counts.items())
    return cells[kept], [OTHER_TYPES.format(kinds=listed)] if listed else []


def _withheld(rows: pd.DataFrame) -> pd.Series[str]:
    """Put a sign where the publisher gives no value: c if the note says that it is suppressed, x otherwise."""
    if "value_note" not in rows:
        return rows["value"].where(rows["value"] != "", "x")
    sign = pd.Series("x", index=rows.index).mask(rows["value_note"].str.contains("suppress|disclosure|small", case=False, regex=True), "c")
    return rows["value"].where(rows["value"] != "", sign)


def _ages(rows: pd.DataFrame) -> pd.Series[str]:
    """Tell ages apart where an indicator has several."""
    if "age" not in rows or rows.empty:
        return pd.Series("", index=rows.index, dtype="str")
    several = rows.groupby("indicator")["age"].transform("nunique") > 1
    return ("_" + rows["age"].map(slug).str.removeprefix("table_")).where(several, "")


def _ours(indicator_id: str, level: str) -> str:
    known = KNOWN.get(indicator_id.removeprefix("fingertips_"))
    return known.ours if known is not None and known.level == level else indicator_id


def _definition(indicator_id: str, row: Mapping[Hashable, Any], level: str) -> dict[str, str]:
    known = KNOWN.get(str(row["indicator"]), KnownIndicator("context", "as published on Fingertips"))
    name = str(row["name"]) if indicator_id == f"fingertips_{row['indicator']}" else f"{row['name']} ({row['age']})"
    return {
        "indicator_id": indicator_id,
        "name": name,
        "definition": f"{name}, as published on Fingertips (indicator {row['indicator']}).",
        "unit": known.unit,
        "polarity": known.polarity,
        "published_level": level,
        "basis": "residence",
        "kind": "observed",
        "source_id": "ohid_fingertips",
    }


LAYOUTS: Final = (Layout("fingertips", "OHID, Fingertips", NEEDS, read_fingertips),)
