"""The Local Authority Interactive Tool (DfE): measures of counties and unitary authorities, with England, regions and neighbours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.contract.columns import BENCHMARK_MEASURES
from geo.intake.matching.layout import Layout
from geo.intake.matching.register import Rejects
from geo.intake.matching.result import Counts, Intake
from geo.intake.reading.cells import to_number
from geo.intake.reading.sheet import ROW
from geo.publishers.authorities import upper_codes
from geo.publishers.licences import OGL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet

SOURCE: Final = {
    "source_id": "dfe_lait",
    "title": "Local authority interactive tool (LAIT)",
    "publisher": "Department for Education",
    "url": "https://www.gov.uk/government/publications/local-authority-interactive-tool-lait",
    **OGL,
}
AREA: Final = {"area_number": ("la_number", "LA Number"), "area_name": ("area_name", "LA and Regions")}
# One row a measure, area and year.
LONG: Final = {
    **AREA,
    "measure": ("measure", "Measure"),
    "short": ("measure_short", "Measure_short", "Short Desc"),
    "period": ("period", "Years"),
    "value": ("value", "Values"),
}
LONG_KNOWS: Final = {
    "topic": ("topic", "Topic"),
    "unit": ("unit", "y_axis_name"),
    "polarity": ("polarity", "Polarity"),
    "region": ("region", "Region"),
}
# The table that the tool lets people make: one row a measure and area, one column a year.
WIDE: Final = {**AREA, "region": ("Region",), "topic": ("Topic",), "measure": ("Measure",)}
DICTIONARY: Final = {
    "short": ("Measure_short",),
    "measure": ("Measure",),
    "topic": ("Topic",),
    "polarity": ("Polarity",),
    "unit": ("y_axis_name",),
    "year_type": ("Year_Type",),
    "definition": ("Description",),
}
DICTIONARY_KNOWS: Final = {"updated_on": ("Last Update",)}
NEIGHBOURS: Final = {
    "number": ("LA num", "LA number"),
    "name": ("LA Name",),
    "region": ("GOReg",),
    **{f"n{i}": (f"SN{i}",) for i in range(1, 11)},
}
YEAR: Final = r"(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)?"
ENGLAND: Final = "970"
# The tool's numbers of regions (980 to 990 and the two parts of London).
REGION: Final = r"98\d|99\d"
POLARITY: Final = {"high": "higher_is_better", "low": "higher_is_worse"}
# Take-up can be a little over 100 per cent, because children and residents are counted apart; ten times as much is another unit.
MOST_PER_CENT: Final = 110.0
NOT_PER_CENT: Final = "number (the publisher writes '{unit}', but gives up to {most:,.0f})"
DECIMALS: Final = 6
# A lone minus would be a formula to some spreadsheets.
NOT_AVAILABLE: Final = "x"
NO_NUMBER: Final = "is not a figure, and not the publisher's sign for none (-). Correct it."
NO_YEAR: Final = "is not a year such as 2025 or 2020-22. Correct it."
TWICE: Final = "stands in the file more than once for this measure, area and year. Leave one row of it."
UNKNOWN_MEASURE: Final = (
    "is no measure that is known here. Bring the tool's data dictionary, or its file with one row a year, first: they say what it is."
)
ALONE: Final = (
    "No statistical neighbours are known for {names}: bring the tool's table of statistical neighbours first, and these rows again, to "
    "have them beside it."
)


def measure_id(short: str) -> str:
    """Write the tool's short name of a measure as an identifier (``%_2yr_olds`` -> ``lait_pct_2yr_olds``)."""
    word = re.sub(r"[^a-z0-9]+", "_", short.casefold().replace("%", "pct_")).strip("_")
    return f"lait_{word}"


def measures_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Write what a file says about its measures as rows of ``benchmark_measures.csv``, one a measure.

    Parameters
    ----------
    rows : DataFrame of str
        ``short``, ``measure``, and as many of ``topic``, ``unit``, ``polarity``, ``year_type``, ``definition``, ``updated_on``
        as there are.
    """
    first = rows[rows["short"] != ""].drop_duplicates("short")
    empty = pd.Series("", index=first.index, dtype="str")
    table = first.assign(
        measure_id=first["short"].map(measure_id),
        name=first["measure"].map(_one_line),
        polarity=_looked_up(first.get("polarity", empty).str.casefold(), POLARITY).replace("", "context"),
        definition=first.get("definition", empty).map(_one_line),
        source_id=SOURCE["source_id"],
    )
    known = table.reindex(columns=list(BENCHMARK_MEASURES), fill_value="")
    known["unit"] = known["unit"].where(known["unit"] != "", "as published")
    known["topic"] = known["topic"].where(known["topic"] != "", "Other")
    return known.sort_values("measure_id").drop_duplicates("measure_id")


def corrected_units(measures: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Say of measures whose figures cannot be the percentages that their unit promises that they are numbers."""
    most = values.groupby("measure_id")["value"].max().reindex(measures["measure_id"]).set_axis(measures.index)
    wrong = measures["unit"].str.startswith("%") & (most > MOST_PER_CENT)
    unit = [NOT_PER_CENT.format(unit=unit, most=high) for unit, high in zip(measures.loc[wrong, "unit"], most[wrong], strict=True)]
    return measures.assign(unit=measures["unit"].mask(wrong, pd.Series(unit, index=measures.index[wrong], dtype="str")))


def figures_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Write rows of the tool as rows of ``benchmarks.csv``; where the publisher gives no value (``-``), ``flag`` is x, not available."""
    read = to_number(rows["value"])
    return pd.DataFrame(
        {
            "measure_id": rows["measure_id"],
            "area_number": rows["area_number"],
            "period": rows["period"],
            "value": read.value.round(DECIMALS),
            "flag": read.value.isna().map({True: NOT_AVAILABLE, False: ""}),
        },
        index=rows.index,
    )


def areas_of(rows: pd.DataFrame, codes: dict[str, str]) -> pd.DataFrame:
    """Write the areas of a file as rows of ``benchmark_areas.csv``, without neighbours.

    Parameters
    ----------
    rows : DataFrame of str
        ``area_number``, ``area_name`` and, where the file has it, ``region``.
    codes : dict of str to str
        As `geo.publishers.authorities.upper_codes` gives them.
    """
    first = rows[rows["area_number"] != ""].drop_duplicates("area_number")
    region = first.get("region", pd.Series("", index=first.index, dtype="str")).replace("NA", "")
    kind = pd.Series("authority", index=first.index, dtype="str")
    kind = kind.mask(first["area_number"].str.fullmatch(REGION), "region").mask(first["area_number"] == ENGLAND, "england")
    table = {
        "area_number": first["area_number"],
        "name": first["area_name"],
        "kind": kind,
        "region": region.where(kind == "authority", ""),
        "area_code": _looked_up(first["area_name"], codes),
        "neighbours": "",
    }
    return pd.DataFrame(table).sort_values("area_number", ignore_index=True)


def with_neighbours(areas: pd.DataFrame, neighbours: dict[str, str]) -> pd.DataFrame:
    """Add neighbours, and keep the areas that stand beside an authority of the atlas: England, its region, its neighbours.

    Parameters
    ----------
    areas : DataFrame
        As `areas_of`.
    neighbours : dict of str to str
        Number of an authority -> numbers of its neighbours, joined by ``;``.
    """
    ours = areas["area_code"] != ""
    listed = _looked_up(areas["area_number"], neighbours).where(ours, "")
    beside = {number for cell in listed for number in cell.split(";")}
    regions = set(areas.loc[ours, "region"])
    kept = (
        ours
        | (areas["kind"] == "england")
        | ((areas["kind"] == "region") & areas["name"].isin(regions))
        | areas["area_number"].isin(beside)
    )
    return areas.assign(neighbours=listed)[kept].reset_index(drop=True)


def neighbours_of(rows: pd.DataFrame) -> dict[str, str]:
    """Read the ten neighbours of each authority, the most alike first; a workbook writes 873 as 873.0."""
    numbers = rows[["number", *(f"n{i}" for i in range(1, 11))]].apply(lambda column: column.str.removesuffix(".0"))
    return {row[0]: ";".join(cell for cell in row[1:] if cell) for row in numbers.itertuples(index=False, name=None) if row[0]}


def _looked_up(cells: pd.Series[str], words: Mapping[str, str]) -> pd.Series[str]:
    """Give the word of each cell, empty where there is none."""
    return pd.Series([words.get(cell, "") for cell in cells], index=cells.index, dtype="str")


def _one_line(text: str) -> str:
    return " ".join(text.split())


# --- files that are brought --------------------------------------------------------------------------------------------


def read_long(sheet: Sheet, setting: Setting) -> Intake:
    """Read the file with one row a measure, area and year; what it says about measures that are new here is taken too."""
    rows = sheet.pick({**LONG, **LONG_KNOWS})
    rows = rows.assign(measure_id=rows["short"].map(measure_id).where(rows["short"] != "", ""))
    return _figures(sheet, setting, rows, "lait", measures_of(rows))


def read_wide(sheet: Sheet, setting: Setting) -> Intake:
    """Read a table of the tool, one column a year; its measures are known by their names."""
    years = [column for column in sheet.frame.columns if re.fullmatch(YEAR, str(column).strip())]
    rows = sheet.pick(WIDE)
    known = setting.atlas.upper_tier.measures
    ids = dict(zip(known["name"].map(_one_line), known.index, strict=True))
    rows = rows.assign(measure_id=_looked_up(rows["measure"].map(_one_line), ids))
    figures = [rows.assign(period=year, value=sheet.frame[year]) for year in map(str, years)]
    long = pd.concat(figures) if figures else rows.iloc[:0].assign(period="", value="")
    return _figures(sheet, setting, long, "lait_table", None)


def _figures(sheet: Sheet, setting: Setting, rows: pd.DataFrame, layout: str, measures: pd.DataFrame | None) -> Intake:
    """Sort rows into figures, rows of other areas and rejected ones; a row of the file counts once, whatever its years are."""
    upper = setting.atlas.upper_tier
    rows = rows.assign(area_number=rows["area_number"].str.removesuffix(".0"))
    if "region" not in rows:
        rows = rows.assign(region=_looked_up(rows["area_number"], dict(upper.areas["region"].dropna())))
    every = areas_of(rows, upper_codes(setting.atlas.areas, rows["area_name"].unique()))
    known = {str(number): str(cell) for number, cell in upper.areas["neighbours"].dropna().items()}
    areas = with_neighbours(every, known)
    here = rows["area_number"].isin(areas["area_number"])
    unknown, undated = here & (rows["measure_id"] == ""), here & ~rows["period"].str.fullmatch(YEAR)
    read = to_number(rows["value"])
    wrong = here & ~unknown & ~undated & read.wrong
    key = rows[["measure_id", "area_number", "period"]]
    twice = here & ~unknown & ~undated & ~wrong & key.duplicated(keep=False)
    rejects = Rejects()
    for bad, column, reason in (
        (unknown, "measure", UNKNOWN_MEASURE),
        (undated, "period", NO_YEAR),
        (wrong, "value", NO_NUMBER),
        (twice, "area_name", TWICE),
    ):
        found = rows.loc[bad, column]
        rejects.add(found[~found.index.duplicated()], column, reason)
    # Of a row with one wrong year nothing is taken.
    good = here & ~rows.index.isin(rows.index[unknown | undated | wrong | twice])
    values = figures_of(rows[good])
    file_rows = len(sheet.frame)
    withheld = rows.index[good][values["value"].isna()].difference(rows.index[good][values["value"].notna()])
    outside = rows.index[~here].nunique() if len(rows) else file_rows
    matched = file_rows - rejects.count - outside - len(withheld)
    tables: dict[str, pd.DataFrame] = {}
    notes: list[str] = []
    if len(values):
        latest = str(values["period"].max())
        tables = {
            "benchmarks.csv": values.rename_axis(ROW),
            "benchmark_areas.csv": areas[areas["area_number"].isin(values["area_number"]) | (areas["area_code"] != "")],
            "sources.csv": pd.DataFrame([{**SOURCE, "period": latest}]),
        }
        if measures is not None:
            new = measures[measures["measure_id"].isin(values["measure_id"]) & ~measures["measure_id"].isin(upper.measures.index)]
            tables |= {"benchmark_measures.csv": corrected_units(new, values)} if len(new) else {}
        notes += _notes(areas, outside)
    return Intake(
        layout,
        sheet.file,
        tables,
        {},
        Counts(file_rows, matched, len(withheld), outside, rejects.count),
        rejects.table(),
        notes=tuple(notes),
    )


def _notes(areas: pd.DataFrame, outside: int) -> list[str]:
    ours = areas[areas["area_code"] != ""]
    notes = ["Figures of counties and unitary authorities stay at their level: they are shown beside England and never enter need."]
    alone = ours.loc[ours["neighbours"] == "", "name"].tolist()
    if alone:
        notes.append(ALONE.format(names=", ".join(alone)))
    if outside:
        notes.append(f"{outside:,} rows are of areas that no authority here is compared with.")
    return notes


def read_dictionary(sheet: Sheet, setting: Setting) -> Intake:
    """Read what the measures are; those without figures here are left out."""
    rows = sheet.pick({**DICTIONARY, **DICTIONARY_KNOWS})
    day = rows.get("updated_on", pd.Series("", index=rows.index, dtype="str"))
    rows = rows.assign(updated_on=day.where(day.str.fullmatch(r"\d{4}-\d\d-\d\d"), ""))
    upper = setting.atlas.upper_tier
    table = measures_of(rows)
    if len(upper.figures):
        table = table[table["measure_id"].isin(upper.figures["measure_id"])]
    table = corrected_units(table, upper.figures)
    tables = (
        {"benchmark_measures.csv": table.rename_axis(ROW), "sources.csv": pd.DataFrame([{**SOURCE, "period": _period(setting)}])}
        if len(table)
        else {}
    )
    counts = Counts(len(rows), len(table), 0, len(rows) - len(table), 0)
    return Intake("lait_dictionary", sheet.file, tables, {}, counts)


def read_neighbours(sheet: Sheet, setting: Setting) -> Intake:
    """Read the statistical neighbours of the atlas's authorities."""
    rows = sheet.pick(NEIGHBOURS)
    upper = setting.atlas.upper_tier
    named = rows.assign(area_number=rows["number"].str.removesuffix(".0"), area_name=rows["name"])
    valid = named["area_number"].str.fullmatch(r"\d{3}")
    codes = upper_codes(setting.atlas.areas, named["area_name"].unique())
    every = areas_of(named[valid], codes)
    # Neighbours that stand in the file have their names there; those of an extract must be known already.
    known = upper.areas.reset_index().fillna("")
    every = pd.concat([every, known[~known["area_number"].isin(every["area_number"])]], ignore_index=True)
    table = with_neighbours(every, neighbours_of(rows[valid]))
    own = table[(table["area_code"] != "") & table["area_number"].isin(named.loc[valid, "area_number"])]
    ours = valid & named["area_number"].isin(own["area_number"]) & ~named["area_number"].duplicated()
    tables = {"benchmark_areas.csv": table, "sources.csv": pd.DataFrame([{**SOURCE, "period": _period(setting)}])} if len(own) else {}
    counts = Counts(len(rows), int(ours.sum()), 0, int((~ours).sum()), 0)
    return Intake("lait_neighbours", sheet.file, tables, {}, counts)


def _period(setting: Setting) -> str:
    """Keep the period of the figures: a table about them has none of its own."""
    sources = setting.atlas.sources
    source_id = SOURCE["source_id"]
    return str(sources["period"].fillna("").get(source_id, ""))


LAYOUTS: Final = (
    Layout("lait", "DfE, Local Authority Interactive Tool: figures, one row a year", LONG, read_long, knows=LONG_KNOWS),
    Layout("lait_table", "DfE, Local Authority Interactive Tool: a table that was made there, one column a year", WIDE, read_wide),
    Layout(
        "lait_dictionary", "DfE, Local Authority Interactive Tool: data dictionary", DICTIONARY, read_dictionary, knows=DICTIONARY_KNOWS
    ),
    Layout("lait_neighbours", "DfE, Local Authority Interactive Tool: statistical neighbours", NEIGHBOURS, read_neighbours),
)
