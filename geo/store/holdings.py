"""Everything that a place holds, as it is taken to another place, and compared there row by row."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.base.errors import DataError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from geo.store.audit import AuditLine
    from geo.store.ledger_entry import Entry
    from geo.store.saved_scenario import SavedScenario
    from geo.store.token import Token
    from geo.store.workspace_log import Step
    from geo.store.workspace_pointer import State

SHOWN: Final = 5
NOT_EMPTY: Final = "is not empty. Nothing was moved: name a place that is new, or an empty one."


@dataclass(frozen=True)
class Holdings:
    """What a place holds.

    Parameters
    ----------
    state : State
        Which version is in use, and the way there.
    steps : tuple of Step
        The whole log, oldest first.
    versions : tuple of int
        Numbers of the versions that are there.
    folder : callable
        Gives the data folder of a version, which is good until the next one is asked for.
    entries : mapping of int to Entry
        Local knowledge by its number.
    scenarios : tuple of SavedScenario
        Withdrawn ones too.
    tokens : tuple of Token
        What lets programs in, by name.
    lines : tuple of AuditLine
        Who has done what, the oldest first.
    """

    state: State
    steps: tuple[Step, ...]
    versions: tuple[int, ...]
    folder: Callable[[int], Path]
    entries: Mapping[int, Entry]
    scenarios: tuple[SavedScenario, ...]
    tokens: tuple[Token, ...]
    lines: tuple[AuditLine, ...]

    def rows(self) -> dict[str, str]:
        """Hash everything, row by row and file by file; SHA-256 by what it is the hash of."""
        rows = {"which version is in use": _hash([self.state.way, self.state.place, self.state.newest])}
        rows |= {f"step {step.number} of the log": _hash(asdict(step)) for step in self.steps}
        rows |= {f"entry {number} of local knowledge": _hash(asdict(entry)) for number, entry in self.entries.items()}
        rows |= {f"scenario {one.scenario_id}": _hash(asdict(one)) for one in self.scenarios}
        rows |= {f"token {token.name}": _hash(asdict(token)) for token in self.tokens}
        rows |= {f"line {line.number} of the audit log": _hash(asdict(line)) for line in self.lines}
        for version in self.versions:
            rows |= {
                f"{name} of version {version}": hashlib.sha256(content).hexdigest() for name, content in files_of(self.folder(version))
            }
        return rows

    def check(self, place: str, taken: Holdings) -> None:
        """Make sure that another place holds the same; raises `DataError` where a row is missing, is one too many or differs."""
        here, there = self.rows(), taken.rows()
        wrong = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
        if wrong:
            message = f"would not hold the same: {', '.join(wrong[:SHOWN])}" + (f" and {len(wrong) - SHOWN} more" if wrong[SHOWN:] else "")
            raise DataError([Problem(place, f"{message}. Nothing was moved.")])


def files_of(folder: Path) -> list[tuple[str, bytes]]:
    """Read every file in a folder and the folders in it, by its path within."""
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]


def _hash(content: Any) -> str:  # noqa: ANN401 - anything that JSON takes
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
