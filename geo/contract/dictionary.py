"""The data dictionary: every column of every table with its type, its meaning and what it may hold."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.contract.columns import KEYS, TABLES
from geo.contract.rules import SCHEMAS

if TYPE_CHECKING:
    import pandera.pandas as pa

_MEANINGS: Final = Path(__file__).with_name("meanings.toml")
_TYPES: Final = {"text": "text", "whole": "whole number", "number": "number"}


def data_dictionary() -> pd.DataFrame:
    """Describe the tables of the data folder.

    Returns
    -------
    DataFrame of str
        One row a column, in the order of the files: file, column, type, key (part of the key), may_be_empty, meaning, rule.
    """
    meanings = tomllib.loads(_MEANINGS.read_text(encoding="utf-8"))
    rows = []
    for file, columns in TABLES.items():
        own = meanings["all"] | meanings.get(file, meanings["providers"])
        for column, kind in columns.items():
            rule = SCHEMAS[file].columns.get(column)
            words = {"meaning": own[column], "rule": "" if rule is None else _rule(rule)}
            empty = "yes" if rule is None or rule.nullable else "no"
            key = "yes" if column in KEYS[file] else "no"
            rows.append({"file": file, "column": column, "type": _TYPES[kind], "key": key, "may_be_empty": empty} | words)
    return pd.DataFrame(rows)


def _rule(column: pa.Column) -> str:
    """Give the sentences of the checks, without their way out of a fault."""
    return "; ".join(str(check.error).partition(". ")[0].removeprefix("is outside Britain: ") for check in column.checks)
