"""Bytes kept in a folder that the server alone can open: whole or not at all, the oldest going first, deleted at any time without harm."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import stat
import sys
import time
from typing import TYPE_CHECKING, Final

from geo.base.files import locked, replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LOG: Final = logging.getLogger(__name__)
KEPT: Final = ".answer"
LOCK: Final = ".lock"
HASH_BYTES: Final = hashlib.sha256().digest_size
# Whoever waits longer for what another process works out does it too: no wait is without an end.
LONGEST_WAIT_S: Final = 60.0
LOOK_S: Final = 0.1
# What is left of writers that were killed.
LEFT_AFTER_S: Final = 24 * 3600


class Keep:
    """A folder of answers by key.

    Parameters
    ----------
    folder : Path
        Where they are; made if it is not there.
    most_bytes : int
        How much they may take together.

    Raises
    ------
    OSError
        It cannot be made, or somebody else can open it: whoever writes there could make the server run what they like.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise NotADirectoryError(f"{folder} is no folder")
        if sys.platform != "win32" and (found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077):
            raise PermissionError(f"{folder} can be opened by others; it must belong to the server's user alone (chmod 700)")
        self._folder, self._most_bytes = folder, most_bytes

    def read(self, key: str) -> bytes | None:
        """Give what is kept under a key; None if there is nothing, or not as it was written."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            written = path.read_bytes()
            content = written[HASH_BYTES:]
            if hashlib.sha256(content).digest() == written[:HASH_BYTES]:
                # What is asked for is young again.
                os.utime(path)
                return content
            _LOG.warning("%s is damaged and worked out anew", path)
        return None

    def write(self, key: str, content: bytes) -> None:
        """Keep something; where that cannot be done the log says so and nothing else happens."""
        if HASH_BYTES + len(content) > self._most_bytes:
            return
        try:
            with replacing(self._path(key)) as draft:
                draft.write_bytes(hashlib.sha256(content).digest() + content)
            self._tidy()
        except OSError as error:
            _LOG.warning("An answer could not be kept in %s: %s", self._folder, error)

    @contextlib.contextmanager
    def turn(self, key: str, while_waiting: Callable[[], None]) -> Iterator[None]:
        """Let one at a time work out a key, of all processes; the system ends the turn of one that dies.

        Parameters
        ----------
        key : str
            What is worked out.
        while_waiting : callable
            Called now and then, and may raise to leave.
        """
        with contextlib.ExitStack() as held:
            try:
                lock = held.enter_context(self._path(key).with_suffix(LOCK).open("ab", buffering=0))
            except OSError as error:
                _LOG.warning("An answer could not be kept in %s: %s", self._folder, error)
            else:
                until_s = time.monotonic() + LONGEST_WAIT_S
                while not locked(lock.fileno()) and time.monotonic() < until_s:
                    while_waiting()
                    time.sleep(LOOK_S)
            yield

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{KEPT}"

    def _tidy(self) -> None:
        kept, now_s = [], time.time()
        for entry in os.scandir(self._folder):
            # Another process may tidy up too.
            with contextlib.suppress(FileNotFoundError):
                found = entry.stat(follow_symlinks=False)
                if entry.name.endswith(KEPT):
                    kept.append((found.st_mtime, found.st_size, entry.path))
                elif found.st_mtime < now_s - LEFT_AFTER_S:
                    os.unlink(entry.path)  # noqa: PTH108 - as the folder gave it
        too_much = sum(size for _, size, _ in kept) - self._most_bytes
        for _, size, path in sorted(kept):
            if too_much <= 0:
                break
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108 - as the folder gave it
            too_much -= size
