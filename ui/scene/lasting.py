"""Answers that take long, kept on the disk beyond this process: under which key, and where.

A key is made of what an answer depends on and of nothing else: the program, the function, what the data and settings say, every change of
them, and the query. So it is the same in every process and after a start, and another one as soon as anything differs.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.base.errors import ConfigError
from geo.base.paths import ROOT
from geo.method.query import Query
from geo.store.folder import store_of
from geo.whatif.scene import Scene
from ui.kit import work
from ui.kit.keep import Keep
from ui.scene import loading

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.settings.model import Settings

_LOG: Final = logging.getLogger(__name__)
NAME: Final = "best-start-gap-map"
KEY_LETTERS: Final = 16
MB: Final = 1_000_000
PLAIN: Final = (str, int, float, bool, type(None), Query)

# The one place, or none: the command line, and whatever starts no server, keeps nothing.
_places: Final[list[Keep]] = []


def start() -> None:
    """Keep answers from now on, where the settings say so; what stands in the way is told in the log."""
    stop()
    try:
        settings = loading.shared_settings()
        if settings.server.cache_mb:
            _places.append(Keep(folder_of(settings), settings.server.cache_mb * MB))
    # Without a home, the system knows no cache folder.
    except (ConfigError, OSError, RuntimeError) as error:
        _LOG.warning("No answers are kept on the disk: %s", error)


def stop() -> None:
    """Keep no more answers."""
    _places.clear()


def is_on() -> bool:
    """Whether answers are kept."""
    return bool(_places)


def kept(key: str) -> bytes | None:
    """Give the answer that is kept under a key; None if there is none."""
    return next((place.read(key) for place in _places), None)


def keep(key: str, work_out: Callable[[], bytes]) -> bytes:
    """Work an answer out and keep it, unless another process has done so meanwhile."""
    for place in _places:
        with place.turn(key, work.leave_if_gone):
            content = place.read(key)
            if content is None:
                content = work_out()
                place.write(key, content)
            return content
    return work_out()


def folder_of(settings: Settings) -> Path:
    """Give the folder of one council: of the same data and the same place of what people keep."""
    named = settings.server.cache_folder
    whose = hashlib.sha256(f"{store_of(settings).as_folder()} {settings.data.workspace}".encode()).hexdigest()[:KEY_LETTERS]
    return (loading.config_path().parent.resolve() / named if named else _of_user() / NAME) / whose


def _of_user() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def key_of(function: Callable[..., object], args: tuple[object, ...]) -> str | None:
    """Give the key of an answer; None where it must not outlive this process, or where nobody can tell what it depends on."""
    parts = [_part(value) for value in args]
    if None in parts:
        return None
    return hashlib.sha256(repr((_program(), function.__module__, function.__qualname__, parts)).encode()).hexdigest()


@functools.cache
def _program() -> str:
    """Hash the code that works answers out: ours as it lies on the disk, and the versions of all packages."""
    found = hashlib.sha256(repr((sys.version, sorted((each.name, each.version) for each in distributions()))).encode())
    for path in sorted(path for room in ("geo", "ui") for kind in ("*.py", "*.toml") for path in (ROOT / room).rglob(kind)):
        found.update(f"{path.relative_to(ROOT).as_posix()} ".encode() + path.read_bytes())
    return found.hexdigest()


def _part(value: Any) -> str | None:  # noqa: ANN401 - whatever a function is asked with
    if isinstance(value, Scene):
        return value.lasting_key
    if isinstance(value, np.ndarray):
        return None if value.dtype.hasobject else repr((value.dtype.str, value.shape, hashlib.sha256(value.tobytes()).hexdigest()))
    if isinstance(value, PLAIN):
        return repr(value)
    # A question that is made of several says itself how.
    lasting: str | None = getattr(value, "lasting_key", None)
    return lasting
