"""Files as their publishers wrote them: beside this repository and no part of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

from tests.helpers.places import ROOT

# GAPMAP_RAW names another place.
_FOLDER: Final = Path(os.environ.get("GAPMAP_RAW") or ROOT.parent / "shared" / "real")


def published(path: str = "") -> Path:
    """Find a published file, or the folder of all of them; where the folder is not at hand, the test is skipped."""
    if not _FOLDER.is_dir():
        pytest.skip("publishers' files are not at hand (../shared/real, or the folder that GAPMAP_RAW names): not compared with them")
    assert (_FOLDER / path).exists(), f"{path} is missing among the publishers' files"
    return _FOLDER / path
