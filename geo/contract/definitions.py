"""What is said of indicators and columns, as files beside this one."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any, Final

INDICATOR_FILE: Final = "indicators.toml"
MEANING_FILE: Final = "meanings.toml"


def read_definitions(name: str) -> dict[str, Any]:
    """Read one of the files: `INDICATOR_FILE` by indicator id, `MEANING_FILE` by column."""
    return tomllib.loads((files("geo.contract") / name).read_text(encoding="utf-8"))
