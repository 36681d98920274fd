"""Rows of a register of providers -> an intake: placed, counted, and put in the place of the rows that they renew."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.contract.columns import PROVIDERS
from geo.intake.matching.result import Counts, Intake
from geo.intake.reading.sheet import REJECTED, ROW
from geo.store.gazetteer import BY_POINT, ELSEWHERE, UNKNOWN, load_gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet

# What providers that are renewed keep if the new file does not say it.
KEPT: Final = ("quality_scheme", "quality", "inspection_date")
UNPLACED: Final = (
    "is not a postcode that is known around this area. Correct it, or give easting and northing; if it is new, rebuild postcodes.csv."
)


@dataclass
class Rejects:
    """Rows that should have entered and did not."""

    rows: list[tuple[object, str, object, str]] = field(default_factory=list)

    def add(self, cells: pd.Series[str], column: str, reason: str) -> None:
        """Note the cells of a column that are wrong; the index is the row number."""
        self.rows += [(row, column, cell, reason) for row, cell in cells.items()]

    def table(self) -> pd.DataFrame:
        """Give them in the order of the file."""
        return pd.DataFrame(self.rows, columns=list(REJECTED)).sort_values("row", kind="stable", ignore_index=True)

    @property
    def count(self) -> int:
        """Number of rows; one row may be wrong in several columns."""
        return len({row for row, *_ in self.rows})

    def most_of(self) -> str:
        """Say why most of the rows were refused, with the first of these; there must be one."""
        reasons = Counter(reason for *_, reason in self.rows)
        reason, _ = reasons.most_common(1)[0]
        row, column, cell, _ = next(one for one in self.rows if one[3] == reason)
        rows = "1 row was" if self.count == 1 else f"{self.count:,} rows were"
        return f"{rows} not taken, the first of them row {row}, column {column}, found '{cell}', which {reason}"


@dataclass(frozen=True)
class Register:
    """A register as a layout has read it.

    Parameters
    ----------
    layout : str
        Identifier of the layout.
    source : mapping of str to str
        Row of ``sources.csv``.
    service_types : tuple of str
        Service types that the register renews: old rows of these are replaced.
    taken : DataFrame
        Providers, index = row number: columns of ``providers.csv`` that are known, ``postcode``, and a point where the file has one.
    outside : int
        Rows that have no place in the atlas by what they are.
    rejects : Rejects
        Rows that are wrong.
    notes : tuple of str
        What a careful reader has to know.
    inside_only : tuple of str
        Service types that are of no use beyond the border.
    replaces : mapping, optional
        As in `geo.intake.matching.result.Intake`; default: all rows of the service types.
    """

    layout: str
    source: Mapping[str, str]
    service_types: tuple[str, ...]
    taken: pd.DataFrame
    outside: int
    rejects: Rejects
    notes: tuple[str, ...] = ()
    inside_only: tuple[str, ...] = ()
    replaces: Mapping[str, tuple[str, ...]] | None = None


def to_intake(sheet: Sheet, setting: Setting, register: Register) -> Intake:
    """Place the providers of a register.

    Parameters
    ----------
    sheet : Sheet
        The table as brought.
    setting : Setting
        Atlas and settings.
    register : Register
        What the layout made of it.
    """
    taken, rejects = register.taken, register.rejects
    placed = load_gazetteer(setting.atlas).place(taken)
    rejects.add(taken.loc[placed["how"] == UNKNOWN, "postcode"], "postcode", UNPLACED)
    useless = placed["lsoa_code"].isna() & taken["service_type"].isin(register.inside_only)
    away = (placed["how"] == ELSEWHERE) | (useless & (placed["how"] != UNKNOWN))
    good = ~away & (placed["how"] != UNKNOWN)
    twice = good & taken["provider_id"].duplicated(keep=False)
    rejects.add(taken.loc[twice, "provider_id"], "URN", "stands in the file more than once. Leave one row of it.")
    good &= ~twice
    rows = taken.drop(columns=[name for name in placed.columns if name in taken]).join(placed.drop(columns="how"))[good]
    rows = _with_old_inspections(rows, setting.atlas.providers).assign(status="open", source_id=register.source["source_id"])
    by_point = int((placed.loc[good, "how"] == BY_POINT).sum())
    beyond = int(rows["lsoa_code"].isna().sum())
    notes = (
        *register.notes,
        f"{len(rows) - beyond:,} providers inside the area, {beyond:,} beyond its border that families inside can reach.",
        *([f"{by_point:,} were placed by their coordinates, because their postcode is not known here."] if by_point else []),
    )
    counts = Counts(len(sheet.frame), len(rows), 0, register.outside + int(away.sum()), rejects.count)
    return Intake(
        layout=register.layout,
        file=sheet.file,
        tables={"providers.csv": rows.reindex(columns=list(PROVIDERS)).rename_axis(ROW), "sources.csv": pd.DataFrame([register.source])},
        replaces={"providers.csv": register.replaces or {"service_type": register.service_types}},
        counts=counts,
        rejected=rejects.table(),
        notes=notes,
    )


def _with_old_inspections(rows: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Keep the last inspection of a provider that the data know already, where the new file has no word on inspections."""
    if set(KEPT) <= set(rows.columns):
        return rows
    known = old[list(KEPT)].reindex(rows["provider_id"]).set_axis(rows.index)
    return rows.assign(**{name: known[name] for name in KEPT})
