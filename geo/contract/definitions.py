"""What is said of indicators and columns, as files beside this one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

INDICATOR_FILE: Final = "indicators.toml"
MEANING_FILE: Final = "meanings.toml"


def column_meanings(table: str) -> dict[str, str]:
    """Say what each column of a table of the data folder means; the tables of providers have the same columns."""
    words = read_definitions(MEANING_FILE)
    meanings: dict[str, str] = words["all"] | words.get(table, words["providers"])
    return meanings


def read_definitions(name: str) -> dict[str, Any]:
    """Read one of the files: `INDICATOR_FILE` by indicator id, `MEANING_FILE` by column."""
    return tomllib.loads((files("geo.contract") / name).read_text(encoding="utf-8"))


@cache
def comparable_from() -> dict[str, str]:
    """Return indicator -> the first period of its present definition, where its publisher made it anew; earlier figures are of another."""
    return {name: row["comparable_from"] for name, row in read_definitions(INDICATOR_FILE).items() if "comparable_from" in row}
