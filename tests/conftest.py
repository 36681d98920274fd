"""Fixtures that several test files share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from geo.cli.main import main
from tests.helpers.deployed import deployed
from tests.helpers.norwich import NORWICH, write_raw
from tests.helpers.postgres import new_database, postgres
from tests.helpers.running import Done, Run
from tests.helpers.tiny import Tiny, write_tiny

# Fixtures that are written elsewhere.
__all__ = ["deployed", "new_database", "postgres"]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session", autouse=True)
def _cache_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let servers that tests start keep their answers among the tests' own files, and not in those of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """Write a fresh copy of the tiny atlas, free to be broken."""
    return write_tiny(tmp_path)


@pytest.fixture(scope="session")
def raw_norwich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the two files that ``init`` needs."""
    folder = tmp_path_factory.mktemp("raw")
    write_raw(folder)
    return folder


@pytest.fixture(scope="session")
def norwich(raw_norwich: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a new authority with ``init``."""
    out = tmp_path_factory.mktemp("made") / "norwich"
    assert main(["init", "--lad", NORWICH, "--raw", str(raw_norwich), "--out", str(out)]) == 0
    return out


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
