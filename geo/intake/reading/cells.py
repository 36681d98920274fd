"""Figures and dates as publishers write them, and the signs that they put in the place of a figure."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

# Government Statistical Service (2021) and DfE: confidential, low, unreliable, not applicable, not available; and what older files have.
SUPPRESSED = frozenset(
    (
        "c",
        "low",
        "u",
        "z",
        "x",
        "w",
        "k",
        "s",
        "*",
        "**",
        "-",
        "--",
        "\u2013",
        "\u2014",
        ".",
        "..",
        "...",
        "…",
        ":",
        "~",
        "#",
        "null",
        "n/a",
        "na",
        "#n/a",
    )
)
# "[c]", "[low]" and the like alone; the same after a figure is a note on it ("12.3 [p]", "18,511 [note 2]").
IN_BRACKETS = r"\[\s*([a-z]+)\s*\]"
NOTE_BEHIND = r"\s*\[[A-Za-z0-9 ,]+\]$"
# "18,511", "36.7%", "29199.00", "-1.5e3", "£1,200". A comma stands between thousands only: "1,5" is not a figure here.
FIGURE = r"[+-]?£?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d{1,4})?\s*%?"
# No count, score or share is larger; what is, has lost its decimal point or was made to overflow.
LARGEST = 1e15
DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d-%m-%Y",
    "%d %B %Y",
    "%d %b %Y",
)
FIRST_YEAR, LAST_YEAR = 1800, 2200


class Numbers(NamedTuple):
    """Cells read as figures; an empty cell is NaN and in neither mask.

    Parameters
    ----------
    value : Series of float
        NaN where there is no figure. A share stays as printed: ``36.7%`` is 36.7.
    suppressed : Series of bool
        The publisher put a sign in the place of the figure.
    wrong : Series of bool
        Something else stands there.
    """

    value: pd.Series
    suppressed: pd.Series
    wrong: pd.Series


class Dates(NamedTuple):
    """Cells read as dates; an empty cell is empty text and not wrong.

    Parameters
    ----------
    value : Series of str
        ``2025-12-31``; empty where there is none.
    wrong : Series of bool
        Something stands there that is no date.
    """

    value: pd.Series
    wrong: pd.Series


def to_number(cells: pd.Series) -> Numbers:
    """Read figures.

    Parameters
    ----------
    cells : Series of str
        As in `geo.intake.reading.sheet.Sheet`.

    Returns
    -------
    Numbers
        With the index of cells. Never raises.

    References
    ----------
    Government Statistical Service (2021). Symbols in tables: definitions and help.
    """
    text = cells.astype("str").fillna("").str.strip().str.replace("\u2212", "-", regex=False)
    plain = text.str.lower().str.replace(f"^{IN_BRACKETS}$", r"\1", regex=True)
    suppressed = plain.isin(SUPPRESSED) | text.str.lower().str.fullmatch(IN_BRACKETS)
    figure = text.str.replace(NOTE_BEHIND, "", regex=True)
    shaped = figure.str.fullmatch(FIGURE) & figure.str.contains(r"\d", regex=True) & ~suppressed
    bare = figure.where(shaped, "").str.replace(r"[,£%\s]", "", regex=True)
    values = pd.to_numeric(bare.where(bare != ""), errors="coerce").astype("float64")
    values = values.where(values.abs() < LARGEST)
    wrong = (text != "") & ~suppressed & values.isna()
    return Numbers(values, suppressed.astype(bool), wrong.astype(bool))


def to_date(cells: pd.Series) -> Dates:
    """Read dates: 2025-12-31, 31/12/2025, 31-12-2025, 31 December 2025, with or without a time. The day comes before the month.

    Parameters
    ----------
    cells : Series of str
        As in `geo.intake.reading.sheet.Sheet`; signs for "none" (``NULL``, ``-``) count as empty.

    Returns
    -------
    Dates
        With the index of cells. Never raises.
    """
    text = cells.astype("str").fillna("").str.strip()
    text = text.where(~text.str.lower().isin(SUPPRESSED), "")
    dates = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    for form in DATE_FORMATS:
        left = dates.isna() & (text != "")
        if not left.any():
            break
        dates[left] = pd.to_datetime(text[left], format=form, errors="coerce").astype("datetime64[us]")
    dates = dates.where(dates.dt.year.between(FIRST_YEAR, LAST_YEAR))
    return Dates(dates.dt.strftime("%Y-%m-%d").fillna("").astype("str"), ((text != "") & dates.isna()).astype(bool))
