"""The log of a workspace: one line of JSON for each step, only added to, but for a name that goes, and read only where it is shown.

The newest step is in the pointer file, so that step and data change together; it is added here before the next one takes its place. A step
may stand here twice after a kill, and a line may be half written: the number tells the first, and the second is passed over.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from geo.base.errors import DataError, Problem
from geo.base.files import replacing
from geo.store.signature import FORGOTTEN, is_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LOG: Final = "log.jsonl"
# Far more than the steps of one page, each within its limits; a file that was tampered with costs no more than this.
TAIL_BYTES: Final = 1 << 20
# More than a line of ordinary words has; the last ones that are shown lie well within the tail.
BYTES_A_STEP: Final = 1_000
MOST_CHARACTERS: Final = {"who": 100, "why": 1000}


@dataclass(frozen=True)
class Step:
    """One thing that was done.

    Parameters
    ----------
    action : {"keep", "undo", "redo", "create"}
        What was done; the last in the place of a pointer that was lost.
    version : int
        Version in use from then on; 0 is the shipped data folder.
    who, why : str
        As given.
    when : str
        UTC, ISO 8601, to the second.
    number : int
        Running number, from 1.
    """

    action: str
    version: int
    who: str
    why: str
    when: str
    number: int = 0


@dataclass(frozen=True)
class History:
    """The newest steps of a log.

    Parameters
    ----------
    steps : tuple of Step
        Oldest first.
    readable : bool
        Whether the file could be read; if not, only the newest step of all is here.
    """

    steps: tuple[Step, ...]
    readable: bool = True


def step_of(raw: dict[str, Any]) -> Step:
    """Take a step from JSON.

    Raises
    ------
    TypeError, ValueError, KeyError
        It is no step.
    """
    words = {name: str(raw[name]) for name in ("action", "who", "why", "when")}
    return Step(version=int(raw["version"]), number=int(raw.get("number", 0)), **words)


def check_signed(who: str, why: str) -> None:
    """Make sure that a step has a name and a reason, neither of them too long.

    Raises
    ------
    DataError
        They are not usable; every fault is listed.
    """
    given = {"who": who, "why": why}
    problems = [
        Problem("log", "is empty. What is kept needs a name and a reason.", column=name)
        for name, words in given.items()
        if not words.strip()
    ]
    problems += [
        Problem("log", f"is longer than {most:,} characters. Shorten it.", column=name)
        for name, most in MOST_CHARACTERS.items()
        if len(given[name].strip()) > most
    ]
    if problems:
        raise DataError(problems)


def now() -> str:
    """Give the time as it is kept: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def cut(step: Step | None) -> Step | None:
    """Cut what an older version of the product let through; the log has it whole."""
    return None if step is None else replace(step, **{name: getattr(step, name)[:most] for name, most in MOST_CHARACTERS.items()})


def append(path: Path, steps: Iterable[Step]) -> None:
    """Add steps at the end of the file and write them through to the disk."""
    with path.open("a+b") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                # Whoever wrote last died in the middle of a line.
                file.write(b"\n")
        for step in steps:
            file.write(json.dumps(asdict(step), ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, last: Step | None, most: int) -> History:
    """Give the newest steps.

    Parameters
    ----------
    path : Path
        The file.
    last : Step, optional
        The newest step, which the pointer file holds.
    most : int
        How many.
    """
    newest = {} if last is None else {last.number: last}
    try:
        steps = {step.number: step for step in _steps(path, max(TAIL_BYTES, most * BYTES_A_STEP))}
        readable = True
    except FileNotFoundError:
        steps, readable = {}, last is None or last.number == 1
    except OSError:
        steps, readable = {}, False
    # A step that no pointer ever named did not happen; what stands in the place of another was written before the pointer was restored.
    known = {number: step for number, step in steps.items() if last is not None and number <= last.number} | newest
    return History(tuple(known[number] for number in sorted(known)[-most:]), readable)


def highest(path: Path) -> int:
    """Give the highest number in the file; 0 where there is no file."""
    try:
        return max((step.number for step in _steps(path)), default=0)
    except FileNotFoundError:
        return 0


def forget(path: Path, name: str) -> set[int]:
    """Write the file anew without a name; gives the numbers of the steps that had it. Lines that are no steps go: they may hold it too."""
    if not path.exists():
        return set()
    steps = list(_steps(path, path.stat().st_size))
    named = {step.number for step in steps if is_name(step.who, name)}
    with replacing(path) as draft:
        append(draft, (replace(step, who=FORGOTTEN) if step.number in named and is_name(step.who, name) else step for step in steps))
    return named


def _steps(path: Path, tail: int = TAIL_BYTES) -> Iterator[Step]:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        start = file.seek(max(0, size - tail))
        lines = file.read(size - start).split(b"\n")
    # Reading may have begun in the middle of a line.
    for line in lines[1:] if start else lines:
        try:
            yield step_of(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue
