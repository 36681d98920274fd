"""Which version of the files somebody has read: by size and time of change, so that a swapped file is noticed without a restart."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from geo.store.backend import Store


def files_version(*paths: Path) -> str:
    """Hash names, sizes and times of change of some files; those that are not there do not count."""
    stats = [(path, path.stat()) for path in sorted(paths) if path.is_file()]
    versions = [(str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats]
    return hashlib.sha256(repr(versions).encode()).hexdigest()


def data_version(config: Path, store: Store) -> str:
    """Hash everything that an atlas and its model are read from: the settings, and the data."""
    return hashlib.sha256(f"{files_version(config)} {store.version()}".encode()).hexdigest()
