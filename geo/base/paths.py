"""Where the product lies on the disk."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
# The settings that are used where nobody names others.
CONFIG: Final = ROOT / "config.toml"


@functools.cache
def product_version() -> str:
    """Give the version of the product, as its one description has it."""
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(described["project"]["version"])
