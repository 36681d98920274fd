"""An authority of which nothing is at hand but the two files that ``init`` needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd

from geo.publishers.geography.boundaries import read_lsoa11_names

if TYPE_CHECKING:
    from pathlib import Path

NORWICH = "E07000148"
IDACI = "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived)"
CHILDREN = "Dependent Children aged 0-15: mid 2015 (excluding prisoners)"


def write_raw(folder: Path) -> None:
    """Write both, in the publishers' columns, with made-up figures for every LSOA 2011 of England; one is split."""
    lsoa11 = read_lsoa11_names()
    pd.DataFrame({"LSOA code (2011)": lsoa11.index, CHILDREN: 100}).to_csv(folder / "six.csv", index=False)
    city = lsoa11[lsoa11.str.startswith("Norwich ")]
    split, kept = city.index[0], city.iloc[1:]
    rows = [(code, name, NORWICH, "Norwich") for code, name in kept.items()]
    stem = city[split][:-1]
    rows += [("E01099998", f"{stem}Y", NORWICH, "Norwich"), ("E01099999", f"{stem}Z", NORWICH, "Norwich")]
    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    sheet = book.create_sheet("IDACI")
    codes = ["Local Authority District code (2024)", "Local Authority District name (2024)"]
    sheet.append(["LSOA code (2021)", "LSOA name (2021)", *codes, IDACI])
    for place, row in enumerate(rows):
        sheet.append([*row, place + 1])
    book.save(folder / "three.xlsx")
