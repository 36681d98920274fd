"""What can go wrong, in words that say where it is and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a file.

    Parameters
    ----------
    file : str
        The file, as its reader knows it (``data/providers.csv``).
    message : str
        What is wrong and how to mend it, one sentence each.
    row : int, optional
        Line number in the file; the header is line 1.
    column : str, optional
        Column or key.
    """

    file: str
    message: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """Say where and what, in one line."""
        where = [self.file]
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column is not None:
            where.append(f"column {self.column}")
        return f"{', '.join(where)}: {self.message}"


class GapMapError(Exception):
    """Base of every error that this package raises on purpose."""


class ProblemsError(GapMapError, ValueError):
    """Files or settings that break their contract; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ConfigError(ProblemsError):
    """``config.toml`` is missing, broken or contradicts itself."""


class DataError(ProblemsError):
    """A file in the data folder is missing, broken or breaks the data contract."""


class ContractError(DataError):
    """Brought rows break the data contract together with the rest of the data; no other cause, such as a full disk, is told by this."""


class UnknownIdError(GapMapError, LookupError):
    """An identifier that does not exist; the message lists those that do."""

    def __init__(self, kind: str, given: str, valid: Iterable[str]) -> None:
        self.kind, self.given, self.valid = kind, given, tuple(valid)
        super().__init__(f"Unknown {kind} '{given}'. Valid: {', '.join(self.valid)}.")


class TooFewAreasError(GapMapError, ValueError):
    """A statistic that compares areas with their neighbours was asked for a level that has too few of them."""

    def __init__(self, level: str, count: int, least: int) -> None:
        self.level, self.count, self.least = level, count, least
        super().__init__(f"Level '{level}' has {count} areas; a test for clusters needs at least {least} to mean anything.")
