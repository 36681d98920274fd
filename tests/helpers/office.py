"""Files opened by the real LibreOffice, as readers of a council without Word do."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

REQUIRED = "GAPMAP_LIBREOFFICE_REQUIRED"
OFFICE = shutil.which("soffice")
LONGEST_S = 180


def as_pdf(path: Path, folder: Path) -> Path:
    """Let LibreOffice open a file and print it: what it cannot read, or has to repair, it does not print without asking."""
    if OFFICE is None:
        missing = "LibreOffice is not installed (Debian: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui)"
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(missing)
    # A profile of its own: another office that is open would take the file over.
    command = [str(OFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=LONGEST_S)
    return folder / f"{path.stem}.pdf"
