"""An answer of several tables: as files of one folder, as JSON, and in a few numbers."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pandas as pd

from geo.base.errors import GapMapError
from geo.base.files import replacing
from geo.export.tables import to_csv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write tables as CSV files of a folder, which is made; raises `GapMapError` where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            with replacing(folder / name) as draft:
                draft.write_bytes(to_csv(table, bom=False))
    except OSError as error:
        raise GapMapError(f"Cannot write {folder}: {error.strerror}. Choose another folder with -o.") from None


def say_json(found: Mapping[str, object]) -> None:
    """Print an answer as JSON."""
    sys.stdout.write(json.dumps(_finite(found), ensure_ascii=False, indent=2) + "\n")


def say_facts(facts: Mapping[str, object]) -> None:
    """Print numbers with their names, one a line."""
    wide = max(len(name) for name in facts) + 2
    for name, number in facts.items():
        sys.stdout.write(f"{name:<{wide}}{number if isinstance(number, str) else f'{number:,.10g}':>12}\n")


def _finite(value: object) -> object:
    """Write what is missing as JSON does."""
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and pd.isna(value) else value
