"""A word on what the process is reading, for the message if the system stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.intake.reading.job import DOING

if TYPE_CHECKING:
    from pathlib import Path


def note(folder: Path, kind: str) -> None:
    """Note what is read from here on: ``workbook`` or ``map file``."""
    (folder / DOING).write_text(kind, encoding="utf-8")
