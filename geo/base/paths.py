"""Where the product lies on the disk."""

from __future__ import annotations

import functools
import hashlib
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


@functools.cache
def program_stamp(root: Path = ROOT) -> str:
    """Hash the code that makes answers: the same for the same code, wherever it lies."""
    digest = hashlib.sha256()
    for path in sorted(path for room in ("geo", "ui") for path in (root / room).rglob("*") if path.suffix in {".py", ".toml"}):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
