"""Rows of one measure, area and date: what tells them apart, if the file has a column for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.intake.reading.cells import to_number

if TYPE_CHECKING:
    import pandas as pd

    from geo.intake.reading.sheet import Sheet

TWICE: Final = "stands in the file more than once for the same date."
LEAVE_ONE: Final = " Leave one row of it."
APART: Final = (
    " The rows differ in the column '{column}': {kinds} stand under one name. Leave the rows of one, or give each a name of its own in the "
    "column that names the measure."
)
KEY: Final = ["indicator_id", "area_code", "period"]
NAMED: Final = 5


def told_apart(sheet: Sheet, rows: pd.DataFrame) -> str:
    """Say what rows of the same measure, area and date are, and the way out.

    Parameters
    ----------
    sheet : Sheet
        The table as brought.
    rows : DataFrame of str
        The rows that stand there more than once, index = row number; columns `KEY`.
    """
    if rows.empty:
        return LEAVE_ONE
    groups = [rows[name].to_numpy() for name in KEY]
    cells = sheet.frame.loc[rows.index]
    for column in cells.columns:
        words = cells[column]
        is_text = to_number(words).value.isna().all()
        kinds_of_each = words.groupby(groups).nunique()
        if is_text and kinds_of_each.min() > 1:
            kinds = [f"'{word}'" for word in words.unique()]
            shown = f"{', '.join(kinds[:-1])} and {kinds[-1]}" if len(kinds) <= NAMED else f"{', '.join(kinds[:NAMED])} and others"
            return APART.format(column=column, kinds=shown)
    return LEAVE_ONE
