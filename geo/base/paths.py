"""Where the product lies on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
# The settings that are used where nobody names others.
CONFIG: Final = ROOT / "config.toml"
