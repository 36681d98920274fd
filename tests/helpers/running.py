"""Run the command line from a test, in this process or in one of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: bytes
    err: str


Run = Callable[..., Done]


def run_process(*arguments: str | Path) -> Done:
    """Run the command as a person does: a process of its own (two seconds, so few tests do)."""
    done = subprocess.run([sys.executable, "-m", "geo", *map(str, arguments)], cwd=ROOT, capture_output=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr.decode())


def assert_plain(done: Done, lines: int) -> None:
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == lines, done.err
