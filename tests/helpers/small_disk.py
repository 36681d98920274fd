"""A real disk of few megabytes."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def small_disk_at(place: Path, size_mb: int, owner: str = "root") -> Iterator[None]:
    """Mount one in an empty folder; skips where that is not allowed."""
    options = f"size={size_mb}m,uid={owner},mode=700"
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        if "GAPMAP_SMALL_DISK_REQUIRED" in os.environ:
            pytest.fail(made.stderr.decode())
        pytest.skip("a small disk can be made by root only, and only where mounting is allowed")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def fill(place: Path) -> None:
    """Leave no byte free."""
    with (place / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    assert shutil.disk_usage(place).free == 0
