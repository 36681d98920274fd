"""Spoilt files of every format through the limited process; run as ``python -m tests.security.fuzz --files 10000``.

A process that has imported the readers once is forked for each file: the same code, the same limits, and no start-up time.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from geo.base.errors import DataError
from geo.intake.inside import maps, outlines, work
from geo.intake.inside.main import main as read_one
from geo.intake.reading.child import FIXED, _answer, _refuse
from geo.intake.reading.files import sheets
from geo.intake.reading.job import JOB, SOURCE, Job
from geo.intake.reading.shapes import shapes_of
from geo.settings.limits import Limits
from tests.security.seeds import NEEDS, seeds, spoilt

if TYPE_CHECKING:
    import pandas as pd

# Small limits, so that a mutation that makes a file grow meets them, too.
LIMITS = Limits(file_mb=2, unpacked_mb=50, rows=200, columns=60, cell_characters=500, vertices=1_000, cells=12_000, seconds=20)
SEED = 20261123
PRELOADED = (maps, outlines, work)


def in_a_fork(folder: Path) -> int | None:
    """Let a fork do the job in a folder as `geo.intake.reading.child` lets a new process do it; None when its time was up."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setsid()
            os.environ.update(dict.fromkeys(("HOME", "TMPDIR"), str(folder)))
            tempfile.tempdir = str(folder)
            os.chdir(folder)
            with (folder / "stderr").open("w", encoding="utf-8") as told:
                os.dup2(told.fileno(), 2)
                os.dup2(told.fileno(), 1)
                try:
                    code = read_one(folder)
                except BaseException:  # noqa: BLE001 - what would end the process is written where it would be written
                    traceback.print_exc(file=told)
        finally:
            os._exit(code)
    end = time.monotonic() + LIMITS.seconds
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def outcome(content: bytes, name: str) -> tuple[str, str]:
    """Read a file and say what became of it: ``read`` or ``refused``, or what must not happen; with the words that were said."""
    job = Job(task="any", file=name, limits=LIMITS, needs=NEEDS)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / SOURCE).write_bytes(content)
        (folder / JOB).write_text(job.model_dump_json(), encoding="utf-8")
        code = in_a_fork(folder)
        said = (folder / "stderr").read_text(encoding="utf-8", errors="replace")
        if code == 1 and "PanicException" not in said:
            return "traceback", said
        try:
            _refuse(code, folder, job)
            answer = _answer(folder, job)
            if any(one.is_map for one in answer.tables):
                check(shapes_of(answer, folder, job).cells)
            else:
                for sheet in sheets(answer, folder, LIMITS):
                    check(sheet.frame)
        except DataError as error:
            told = [problem.message for problem in error.problems]
            good = told and all(message.endswith((".", ").")) for message in told)
            stopped = "out of time" if code is None else "stopped" if code else "refused"
            return (stopped if good else "no sentence"), "; ".join(told)
    return "read", ""


def check(frame: pd.DataFrame) -> None:
    """What has been read must be as every layout expects it."""
    assert frame.index.is_unique
    assert len(frame) <= LIMITS.rows
    assert all(isinstance(cell, str) for cell in frame.to_numpy().ravel())


# A library that never ends on some file is ended; how often that is, the counts say.
GOOD = ("read", "refused", "stopped", "out of time")


def good_files() -> dict[str, tuple[bytes, ...]]:
    """Make the good files in a process of its own: a fork takes the memory of this one along, and a limit is on both together."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(seeds).result()


def check_good(by_format: dict[str, tuple[bytes, ...]]) -> None:
    """Raise if the good file of a format is not read: then what became of spoilt ones says nothing."""
    for name, good in by_format.items():
        end, said = outcome(good[0], f"file.{name}")
        if end != "read":
            raise RuntimeError(f"the good {name} ended with {end}: {said}")


def fuzz(files: int, seed: int, save: Path | None) -> dict[str, dict[str, int]]:
    """Count the outcomes of spoilt files by format; keep those that end as none may."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    by_format = good_files()
    check_good(by_format)
    counts: dict[str, Counter[str]] = {name: Counter() for name in by_format}
    for number in range(files):
        name = list(by_format)[number % len(by_format)]
        content = spoilt(dice.choice(by_format[name]), dice)
        end, said = outcome(content, f"file.{name}")
        counts[name][end] += 1
        if end not in GOOD:
            sys.stderr.write(f"{name} number {number} with seed {seed}: {end}\n{said[-2000:]}\n")
            if save is not None:
                (save / f"{seed}-{number}.{name}").write_bytes(content)
    # Once more: had this process grown too large for its forks, all would have been refused for nothing.
    check_good(by_format)
    return {name: dict(sorted(found.items())) for name, found in counts.items()}


def main() -> int:
    """Print the counts as JSON; 1 if a file ended as none may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--save", type=Path, help="folder for files that end as none may")
    given = parser.parse_args()
    if not FIXED.items() <= os.environ.items():
        # As the limited process is started: the libraries read their settings, such as how they take memory, when they are scene.
        os.execve(sys.executable, [sys.executable, "-m", "tests.security.fuzz", *sys.argv[1:]], os.environ | FIXED)  # noqa: S606
    found = fuzz(given.files, given.seed, given.save)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return int(any(end not in GOOD for counts in found.values() for end in counts))


if __name__ == "__main__":
    sys.exit(main())
