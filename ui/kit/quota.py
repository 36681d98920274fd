"""How much memory visits hold: files that have arrived, files on their way, and the tables that were read from them."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Literal, get_args
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.runtime.uploaded_file_manager import UploadedFileRec

    from geo.settings.limits import Limits

    # What Streamlit's file manager holds: visit -> file -> record.
    Stored = Mapping[str, Mapping[str, UploadedFileRec]]

Reason = Literal["visit_mb", "server_mb"]
REASONS: tuple[Reason, ...] = get_args(Reason)

MB = 1_000_000
# What a file takes even if it is empty.
RECORD_BYTES = 1_000


class OverQuotaError(Exception):
    """There would be too much; ``reason`` is the limit that stands in the way."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Part:
    """Something that a visit holds besides files that have arrived. It counts for as long as somebody holds this object."""

    def __init__(self, visit: str) -> None:
        self.visit, self.size = visit, 0


class Quota:
    """What may be held. It keeps no books: it adds up what is there, whenever somebody wants more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: WeakSet[Part] = WeakSet()

    def part(self, visit: str) -> Part:
        """Begin something that counts, with nothing in it yet."""
        part = Part(visit)
        with self._lock:
            self._parts.add(part)
        return part

    def check(self, visit: str, more: int, limits: Limits, stored: Stored) -> None:
        """Raise `OverQuotaError` if a visit had too much with so many bytes more, or all visits together."""
        with self._lock:
            self._check(visit, more, limits, stored)

    def resize(self, part: Part, size: int, limits: Limits, stored: Stored) -> None:
        """Count so many bytes for a part; raise `OverQuotaError`, and count what it was, if that would be too much."""
        with self._lock:
            self._check(part.visit, size - part.size, limits, stored)
            part.size = size

    def _check(self, visit: str, more: int, limits: Limits, stored: Stored) -> None:
        held = Counter({name: sum(map(_size, list(files.values()))) for name, files in dict(stored).items()})
        for part in self._parts:
            held[part.visit] += part.size
        if held[visit] + more > limits.visit_mb * MB:
            raise OverQuotaError("visit_mb")
        if held.total() + more > limits.server_mb * MB:
            raise OverQuotaError("server_mb")


def _size(record: UploadedFileRec) -> int:
    return RECORD_BYTES + len(record.name) + len(record.type) + len(record.data)


QUOTA = Quota()
