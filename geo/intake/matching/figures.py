"""Published figures by area -> an intake: matched to the areas of their level, withheld ones kept with the publisher's symbol, counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import Problem
from geo.contract.columns import INDICATOR_VALUES, INDICATORS
from geo.contract.definitions import INDICATOR_FILE, read_definitions
from geo.contract.references import ENGLAND
from geo.intake.matching.carry import carry, year_problems
from geo.intake.matching.register import Rejects
from geo.intake.matching.result import Counts, Intake
from geo.intake.matching.twice import TWICE, told_apart
from geo.intake.matching.years import refuse_other_years, ward_note
from geo.intake.reading.cells import to_number
from geo.intake.reading.sheet import ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet

FIGURES: Final = ("value", "lower", "upper", "numerator", "denominator")
CODE: Final = r"[ENSWK]\d{8}"
# If more of the areas of a level than this have no row, the file is of another place or of other borders.
MOST_ABSENT: Final = 0.5
OLD_CODES: Final = {
    "lsoa": "LSOAs that changed in 2021 have other codes in older files",
    "ward": "wards are renumbered when their borders change",
    "district": "districts were reorganised in 2019, 2020, 2021 and 2023",
    "county": "counties were reorganised in 2019, 2020, 2021 and 2023",
}


@dataclass(frozen=True)
class Figures:
    """Figures as a layout has read them.

    Parameters
    ----------
    layout : str
        Identifier of the layout.
    source : mapping of str to str
        Row of ``sources.csv``.
    cells : DataFrame of str
        One row a figure, index = row number in the file (may repeat): ``indicator_id``, ``area_code``, ``period`` and `FIGURES` as
        published (``value`` always). With ``district_code`` where the file has it, codes of another year are told from other places.
    levels : mapping of str to str
        Level at which each indicator is published: lsoa, ward, district or county.
    indicators : DataFrame, optional
        Rows of ``indicators.csv`` for indicators that the data do not know.
    notes : tuple of str
        What a careful reader has to know.
    problems : tuple of Problem
        What the layout itself found to stand in the way.
    """

    layout: str
    source: Mapping[str, str]
    cells: pd.DataFrame
    levels: Mapping[str, str]
    indicators: pd.DataFrame | None = None
    notes: tuple[str, ...] = field(default=())
    problems: tuple[Problem, ...] = field(default=())


def to_intake(sheet: Sheet, setting: Setting, figures: Figures) -> Intake:
    """Match figures to the atlas.

    Parameters
    ----------
    sheet : Sheet
        The table as brought.
    setting : Setting
        Atlas and settings.
    figures : Figures
        What the layout made of it.

    Returns
    -------
    Intake
        A row of the file counts as matched when one of its figures entered, as suppressed when all of its figures are withheld.
    """
    names = ["indicator_id", "area_code", "period", *FIGURES, *(["district_code"] if "district_code" in figures.cells else [])]
    cells, rejects = figures.cells.reindex(columns=names).astype("object").fillna("").astype("str"), Rejects()
    of_lsoas = cells.loc[cells["indicator_id"].map(figures.levels) == "lsoa", "area_code"]
    years = year_problems(sheet, of_lsoas, setting.atlas) if "lsoa" in figures.levels.values() else ()
    cells, carried = carry(cells, figures.levels, setting.atlas, rejects)
    known = {level: codes_of(setting, level) for level in set(figures.levels.values())}
    level = cells["indicator_id"].map(figures.levels).astype("str")
    ours = pd.Series(
        [code in known[level_name] for level_name, code in zip(level, cells["area_code"], strict=True)], index=cells.index, dtype="bool"
    )
    if not years:
        refuse_other_years(cells, level, ours, setting.atlas, rejects)
    good = _values(sheet, cells[ours], rejects)
    tables = {"indicator_values.csv": good[list(INDICATOR_VALUES)], "sources.csv": pd.DataFrame([figures.source])}
    new = _definitions(figures, setting)
    if not new.empty:
        tables["indicators.csv"] = new
    absent, missing = _absent(sheet.file, figures, good, known, rejects)
    wards = ward_note(sheet.frame.columns, setting.atlas) if "ward" in known else ()
    return Intake(
        layout=figures.layout,
        file=sheet.file,
        tables=tables,
        replaces={},
        counts=_counts(len(sheet.frame), good, rejects),
        rejected=rejects.table(),
        problems=(*years, *figures.problems) or missing,
        notes=(*figures.notes, *wards, *carried, *absent),
    )


def _values(sheet: Sheet, cells: pd.DataFrame, rejects: Rejects) -> pd.DataFrame:
    """Read the figures of areas of the atlas; those that are wrong or there twice are refused. Index: row number in the file."""
    here = cells.reset_index(names="row")
    faulty, withheld = (pd.Series(data=False, index=here.index) for _ in range(2))
    values = here[["indicator_id", "area_code", "period"]].copy()
    for name in FIGURES:
        read = to_number(here[name])
        values[name], wrong = read.value, read.wrong | ((here[name] == "") & (name == "value"))
        rejects.add(here.loc[wrong].set_index("row")[name], name, "is not a figure. Correct the cell, or write the publisher's symbol.")
        faulty |= wrong
        withheld |= read.suppressed & (name == "value")
    values["flag"] = here["value"].where(withheld, "").str.strip("[] ")
    twice = values.duplicated(["indicator_id", "area_code", "period"], keep=False)
    doubled = here.loc[twice & ~faulty].set_index("row")
    rejects.add(doubled["area_code"], "area_code", TWICE + told_apart(sheet, doubled))
    return values.set_axis(pd.Index(here["row"], name=ROW))[(~faulty & ~twice).to_numpy()]


def _counts(rows: int, good: pd.DataFrame, rejects: Rejects) -> Counts:
    entered, bad = set(good.index[good["value"].notna()]), {row for row, *_ in rejects.rows}
    hidden = len(set(good.index) - entered - bad)
    matched = len(entered - bad)
    return Counts(rows, matched, hidden, rows - matched - hidden - len(bad), len(bad))


def product_definitions() -> dict[str, dict[str, str]]:
    """Return the indicators that the product knows: id -> columns of ``indicators.csv``, and ``column``, the publisher's name."""
    return read_definitions(INDICATOR_FILE)


def _definitions(figures: Figures, setting: Setting) -> pd.DataFrame:
    """Rows of ``indicators.csv``: those that the layout brings, and those of the product that these data do not have yet."""
    brought = figures.indicators if figures.indicators is not None else pd.DataFrame(columns=list(INDICATORS))
    own = lacking_definitions(set(figures.levels) - set(brought["indicator_id"]), figures.source["source_id"], setting)
    return pd.concat([brought, own])[list(INDICATORS)] if len(own) else brought


def lacking_definitions(indicators: Iterable[str], source_id: str, setting: Setting) -> pd.DataFrame:
    """Rows of ``indicators.csv`` for indicators that the product knows and these data do not have yet."""
    lacking = set(indicators) - set(setting.atlas.indicators.index)
    every = product_definitions() if lacking else {}
    own = [{**every[name], "indicator_id": name, "source_id": source_id} for name in sorted(lacking & set(every))]
    return pd.DataFrame(own, columns=list(INDICATORS))


def codes_of(setting: Setting, level: str) -> frozenset[str]:
    """Codes that figures of a level may have: those of the atlas, and England beside counties."""
    if level == "county":
        return frozenset({*setting.atlas.at("district")["utla_code"], ENGLAND})
    return frozenset(setting.atlas.areas.index[setting.atlas.areas["level"] == level])


def level_of(codes: pd.Series[str], setting: Setting) -> str:
    """Find the level that most of the codes are of; ``lsoa`` if none of them is of the atlas."""
    levels = ("lsoa", "ward", "district", "county")
    counts = {level: int(codes.isin(codes_of(setting, level)).sum()) for level in levels}
    return max(levels, key=lambda level: counts[level])


def _absent(
    file: str, figures: Figures, good: pd.DataFrame, known: Mapping[str, frozenset[str]], rejects: Rejects
) -> tuple[Sequence[str], tuple[Problem, ...]]:
    """Say which areas have no figure; too many are a problem, with the cause that was found."""
    notes, problems = [], []
    for indicator, level in figures.levels.items():
        wanted = known[level] - {ENGLAND}
        missing = sorted(wanted - set(good.loc[good["indicator_id"] == indicator, "area_code"]))
        if len(missing) > MOST_ABSENT * len(wanted):
            # Rows that were refused explain what is missing; only where they do not, the place is in doubt.
            refused = rejects.count >= MOST_ABSENT * len(missing)
            cause = f": {rejects.most_of()}" if refused else f". Is it a file of this place? Note that {OLD_CODES[level]}."
            message = f"has no figure of {indicator} for {len(missing):,} of the {len(wanted):,} areas here ({level}){cause}"
            problems.append(Problem(file, message))
        elif missing:
            listed = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")  # noqa: PLR2004 - enough to know what it is about
            notes.append(f"{indicator}: {len(missing):,} of {len(wanted):,} areas have no figure ({listed}); {OLD_CODES[level]}.")
    return notes, tuple(problems)
