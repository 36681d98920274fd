"""Fixtures that several test files share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from geo.cli.main import main
from tests.helpers.running import Done, Run
from tests.helpers.tiny import Tiny, write_tiny

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """Write a fresh copy of the tiny atlas, free to be broken."""
    return write_tiny(tmp_path)


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command in this process."""

    def run_here(*arguments: str | Path) -> Done:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            code = int(str(leaving.code or 0))
        caught = capfdbinary.readouterr()
        return Done(code, caught.out, caught.err.decode())

    return run_here


@pytest.fixture
def run_tiny(run: Run, tiny: Tiny) -> Run:
    """Run the command in this process on the tiny atlas."""
    return partial(run, "--config", tiny.config)
