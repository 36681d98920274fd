"""Where this repository lies. Imports no package that only tests have: the run-time environment imports it too."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
CONFIG: Final = ROOT / "config.toml"
