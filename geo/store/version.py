"""Which version of the files somebody has read: seen at once by size and time of change, and named for people by what is in them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from geo.settings.model import OF_ONE_SERVER

if TYPE_CHECKING:
    from pathlib import Path

    from geo.settings.model import Settings
    from geo.store.backend import Store


def files_version(*paths: Path) -> str:
    """Hash names, sizes and times of change of some files; those that are not there do not count."""
    stats = [(path, path.stat()) for path in sorted(paths) if path.is_file()]
    versions = [(str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats]
    return hashlib.sha256(repr(versions).encode()).hexdigest()


def data_version(config: Path, store: Store) -> str:
    """Tell whether anything has changed that an atlas and its model are read from, without reading it: the settings, and the data."""
    return hashlib.sha256(f"{files_version(config)} {store.version()}".encode()).hexdigest()


def data_stamp(settings: Settings, store: Store) -> str:
    """Hash what an atlas and its model are made of: the same for the same figures on every server, wherever and whenever they are read.

    Parameters
    ----------
    settings : Settings
        Those of one server alone, such as who may write, do not count.
    store : Store
        The data.
    """
    # In the order of the file, which is the order on the screen.
    written = settings.model_dump_json(exclude=OF_ONE_SERVER)
    return hashlib.sha256(f"{store.stamp()} {written}".encode()).hexdigest()
