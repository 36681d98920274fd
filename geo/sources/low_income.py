"""Children in low income families by ward (Department for Work and Pensions)."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import DataError, Problem
from geo.sources.tables import HEADER_SEARCH_LINES, numbers

if TYPE_CHECKING:
    from pathlib import Path

# The authority's and the ward's.
CODE_COLUMNS = 2
# "Number of children FYE 2025" and "Percentage of children FYE 2025 (%) [note 3]".
_MEASURE = re.compile(r"(number|percentage) of children fye (\d{4})", re.IGNORECASE)


def read_low_income(path: Path) -> pd.DataFrame:
    """Read children under 16 in relative low income families after housing costs.

    Parameters
    ----------
    path : Path
        DWP, Children in low income families, table 4 "Relative, after housing costs, ward", saved as CSV. The column
        "Area Code" stands in it twice; the ward's is the one after "Ward".

    Returns
    -------
    DataFrame
        Columns ``area_code`` (ward), ``district_code``, ``period`` (``FYE 2025``), ``value`` (per cent), ``numerator`` (children), ``flag``
        (the publisher's symbol where a figure is withheld); sorted.

    Raises
    ------
    DataError
        The file is missing or its header is not found.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except FileNotFoundError:
        raise DataError([Problem(path.name, f"is missing. Put the publisher's file at {path}.")]) from None
    line, district_place, code_place, measures = _find_header(path.name, rows)
    body = [row for row in rows[line + 1 :] if len(row) > code_place and re.fullmatch(r"[ENSW]\d{8}", row[code_place].strip())]
    periods = sorted({year for _, year in measures})
    parts = []
    for year in periods:
        value = pd.Series([row[measures["percentage", year]].strip() for row in body], dtype="str")
        count = pd.Series([row[measures["number", year]].strip() for row in body], dtype="str")
        part = pd.DataFrame(
            {
                "area_code": [row[code_place].strip() for row in body],
                "district_code": [row[district_place].strip() for row in body],
                "period": f"FYE {year}",
            }
        )
        parts.append(part.assign(value=numbers(value), numerator=numbers(count), flag=value.where(numbers(value).isna(), "")))
    return pd.concat(parts).sort_values(["area_code", "period"], ignore_index=True)


def _find_header(file: str, rows: list[list[str]]) -> tuple[int, int, int, dict[tuple[str, str], int]]:
    for line, row in enumerate(rows[:HEADER_SEARCH_LINES]):
        cells = [" ".join(cell.split()).casefold() for cell in row]
        codes = [place for place, cell in enumerate(cells) if cell == "area code"]
        found = {(m[1].lower(), m[2]): place for place, cell in enumerate(cells) if (m := _MEASURE.match(cell))}
        complete = found and all((kind, year) in found for _, year in found for kind in ("number", "percentage"))
        if complete and len(codes) == CODE_COLUMNS and cells[codes[1] - 1].startswith("ward"):
            return line, codes[0], codes[1], found
    wanted = "Area Code (of the authority); Ward; Area Code (of the ward); Number of children FYE ...; Percentage of children FYE ..."
    raise DataError([Problem(file, f"has no header line with all the columns it needs: {wanted}.", row=1)])
