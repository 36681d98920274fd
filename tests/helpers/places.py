"""Where things lie: this repository, and beside it the files as their publishers wrote them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
CONFIG: Final = ROOT / "config.toml"
# Not part of the repository; GAPMAP_RAW names another place.
REAL: Final = Path(os.environ.get("GAPMAP_RAW") or ROOT.parent / "shared" / "real")
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the folder of published files is not at hand (../shared/real)")
