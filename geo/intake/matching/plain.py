"""Text of brought rows as the data folder may hold it: invisible letters go, and the reader is told where they were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.plain_text import HIDDEN, one_line, restored, visible
from geo.contract.columns import ALL_TABLES
from geo.contract.texts import SENTENCES
from geo.intake.reading.sheet import ROW

if TYPE_CHECKING:
    from geo.intake.matching.result import Intake

NAMED_ROWS: Final = 5


def as_plain_text(intake: Intake) -> Intake:
    """Take invisible letters out of the text of an intake, and the apostrophes that an export of ours put there; note the former."""
    tables, lines = {}, list[str]()
    for name, rows in intake.tables.items():
        texts = [column for column, kind in ALL_TABLES[name].items() if kind == "text" and column in rows]
        columns = {column: rows[column].map(lambda cell, column=column: _plain(cell, column)) for column in texts}
        tables[name] = rows.assign(**columns)
        hidden = pd.concat([rows[column].map(_is_hidden) for column in texts], axis=1).any(axis=1) if texts else pd.Series(dtype=bool)
        lines += [str(label) for label in rows.index[hidden.to_numpy(dtype=bool)]] if rows.index.name == ROW else []
    return replace(intake, tables=tables, notes=(*intake.notes, *_note(lines)))


def _plain(cell: object, column: str) -> object:
    if not isinstance(cell, str):
        return cell
    return restored(visible(cell) if column in SENTENCES else one_line(cell))


def _is_hidden(cell: object) -> bool:
    return isinstance(cell, str) and HIDDEN.search(cell) is not None


def _note(lines: list[str]) -> tuple[str, ...]:
    if not lines:
        return ()
    more = f" and {len(lines) - NAMED_ROWS:,} more" if len(lines) > NAMED_ROWS else ""
    return (f"Letters that nobody sees were taken out of names: row {', '.join(lines[:NAMED_ROWS])}{more}.",)
