"""Turn a workbook into one CSV a sheet; run as a process of its own, so that a hostile workbook can be stopped.

Called as ``python -I workbook_child.py WORKBOOK FOLDER MEMORY_BYTES``. Imports nothing of this product, so it starts quickly.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import resource
import sys
from pathlib import Path

import python_calamine

# Excel itself shows no more digits of a number.
DIGITS = 15


def printed(cell: object) -> str:
    """Return a cell as its publisher would print it: 29199.0 is 29199, dates are year-month-day."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        # Whole numbers such as URNs and codes must not turn into 1.0e+15.
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**DIGITS else f"{cell:.{DIGITS}g}"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return str(cell)


def main(workbook: str, folder: str, memory_bytes: str) -> int:
    """Write ``0.csv``... and ``names.json`` into folder; return 2 if the file is no workbook, 3 with a password, 5 without memory."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory_bytes), int(memory_bytes)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(memory_bytes), int(memory_bytes)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with python_calamine.load_workbook(workbook) as book:
            names = book.sheet_names
            for position in range(len(names)):
                write_sheet(book.get_sheet_by_index(position), Path(folder) / f"{position}.csv")
    except python_calamine.PasswordError:
        return 3
    except python_calamine.CalamineError:
        return 2
    except MemoryError:
        return 5
    (Path(folder) / "names.json").write_text(json.dumps(names), encoding="utf-8")
    return 0


def write_sheet(sheet: python_calamine.CalamineSheet, path: Path) -> None:
    """Write the cells of a sheet at the rows and columns where they stand."""
    above, left = sheet.start or (0, 0)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([] for _ in range(above))
        writer.writerows([""] * left + [printed(cell) for cell in row] for row in sheet.iter_rows())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
