"""A CSV for people, taken apart again: what stands above its rows, the rows, and what stands below."""

from __future__ import annotations

import io

import pandas as pd

from geo.export.tables import BOM


def taken_apart(content: bytes) -> tuple[str, pd.DataFrame, str]:
    """Give the words above, the table and the words below."""
    assert content.startswith(BOM)
    above, rows, below = content.decode("utf-8-sig").split("\n\n", 2)
    return above, pd.read_csv(io.StringIO(rows)), below
