"""Spoilt tables: whatever is in one, it is read or refused with a sentence, and nothing else happens.

Here the readers run in this process, thousands of times; `tests.security.test_fuzz` sends files of every format through the limited one.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.base.errors import DataError
from geo.intake.inside.work import do
from geo.intake.reading.child import _answer
from geo.intake.reading.files import read_sheets, sheets
from geo.intake.reading.job import SOURCE, Job
from geo.settings.limits import Limits
from tests.security.seeds import NEEDS, STATISTICS, TABLES, mutated, ods, ods_row, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.reading.sheet import Sheet

SEED = 20261123
# Small limits, so that a mutation that makes a file grow meets them, too.
LIMITS = Limits(file_mb=1, unpacked_mb=50, rows=200, columns=60, cell_characters=500, cells=12_000, seconds=20)
CSV_FILES, HYPOTHESIS_FILES, ARCHIVES = 1_500, 500, 200


def harmless(content: bytes, folder: Path) -> bool:
    """Read a file; return whether it could be read. Only `DataError`, with a sentence a problem, may come out of it."""
    (folder / SOURCE).write_bytes(content)
    job = Job(task="tables", file="table.csv", limits=LIMITS, needs=NEEDS)
    do(job, folder)
    try:
        check_sheets(sheets(_answer(folder, job), folder, LIMITS))
        problems = None
    except DataError as error:
        problems = error.problems
    assert problems is None or problems
    assert all(problem.file and problem.message.endswith((".", ").")) for problem in problems or ())
    return problems is None


def check_sheets(found: list[Sheet]) -> None:
    """What has been read must be as every layout expects it."""
    for sheet in found:
        assert sheet.frame.columns.is_unique
        assert sheet.frame.index.is_unique
        assert len(sheet.frame) <= LIMITS.rows
        assert all(isinstance(cell, str) for cell in sheet.frame.to_numpy().ravel())


def many(seeds: tuple[bytes, ...], count: int, folder: Path) -> int:
    """Return how many of the spoilt files could still be read; a mutator that breaks all or none tests little."""
    dice = random.Random(SEED)  # noqa: S311 - no secret
    return sum(harmless(mutated(dice.choice(seeds), dice), folder) for _ in range(count))


def test_spoilt_tables(tmp_path: Path) -> None:
    read = many(TABLES, CSV_FILES, tmp_path)
    assert CSV_FILES * 0.2 < read < CSV_FILES * 0.9


@settings(max_examples=HYPOTHESIS_FILES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=400), st.text(alphabet='a1,;\t|"\r\n \0é=.-<', max_size=200).map(str.encode)))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    harmless(content, tmp_path)


def test_spoilt_archives(tmp_path: Path) -> None:
    seeds = (zipped({"a.csv": STATISTICS.encode(), "b.csv": TABLES[1]}), zipped({"x.txt": b"hello"}), zipped({"a.csv": b"0" * 40_000}))
    read = many(seeds, ARCHIVES, tmp_path)
    assert 0 < read < ARCHIVES


def test_open_document_is_read() -> None:
    rows = ods_row("A title") + ods_row("Area Code", "Value") + ods_row("E1", "5")
    (sheet,) = read_sheets(ods(rows), "t.ods", LIMITS, NEEDS)
    assert sheet.name == "D1"
    assert sheet.frame.loc[3].to_dict() == {"Area Code": "E1", "Value": "5"}
    with pytest.raises(DataError, match=r"needs more memory|has more than 800 lines"):
        read_sheets(ods(ods_row("Area Code", "Value") + ods_row("a", "b", rows=2_000_000_000)), "t.ods", LIMITS, NEEDS)
