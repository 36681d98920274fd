"""Tables of a file as its publisher wrote it, within limits: CSV, Excel, OpenDocument, or a zip of these."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from geo.errors import DataError, Problem
from geo.intake.archive import is_nested, opened_archive, unpacked
from geo.intake.child import run
from geo.intake.kind import is_workbook, kind_of
from geo.intake.limits import Limits, refusal
from geo.intake.sheet import Sheet
from geo.intake.table import Deadline, Needs, read_table

TABLES = (".csv", ".tsv", ".xlsx", ".ods", ".xlsm")
LONGEST_NAME = 120
NO_TABLE = "has no table: no header with rows below it. Bring the file that has the figures."
A_MAP = "is a map file, not a table. Bring it as boundaries."


def read_sheets(content: Path | bytes, name: str, limits: Limits, needs: Needs) -> tuple[Sheet, ...]:
    """Read all tables of a file.

    Parameters
    ----------
    content : Path or bytes
        The file, or what is in it.
    name : str
        Its name as the reader knows it. What the file is, is told by its content.
    limits : Limits
        Largest size, rows, columns, cell and time.
    needs : sequence of mapping
        Columns of each known layout, by which a header is found; a table of no known layout gets the row that looks most like one.

    Returns
    -------
    tuple of Sheet
        At least one; in the order of the file.

    Raises
    ------
    DataError
        The file is not what it claims to be, has no table, or goes over a limit.
    """
    file = shown_name(name)
    with opened(content, file, limits) as stream:
        sheets = tuple(_sheets(stream, file, limits, needs, Deadline(file, limits)))
    if not sheets:
        raise refusal(file, NO_TABLE)
    return sheets


def shown_name(name: str) -> str:
    """Return a file's name without folders and control characters, and no longer than a line."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:] or "file"


@contextlib.contextmanager
def opened(content: Path | bytes, file: str, limits: Limits) -> Iterator[BinaryIO]:
    """Open a file whose size is within limits.

    Raises
    ------
    DataError
        It is missing, a folder, not readable, or too large.
    """
    if isinstance(content, Path) and content.is_dir():
        raise refusal(file, "is a folder. Bring the files in it.")
    try:
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
    except OSError:
        raise refusal(file, "cannot be found. Look at its name and folder.") from None
    if size > limits.file_mb * 1_000_000:
        raise limits.exceeded("file_mb", file, f"has {size / 1e6:,.0f} MB.")
    try:
        stream: BinaryIO = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
    except OSError:
        raise refusal(file, "cannot be opened. Close it in other programmes and try again.") from None
    with stream:
        yield stream


def _sheets(stream: BinaryIO, file: str, limits: Limits, needs: Needs, deadline: Deadline) -> Iterator[Sheet]:
    kind = kind_of(stream, file)
    if kind == "text":
        sheet = read_table(stream, file, "", limits, needs, deadline)
        yield from [sheet] if sheet else []
    elif kind == "archive":
        with opened_archive(stream, file, limits) as archive:
            if is_workbook(archive):
                yield from _workbook(stream, file, limits, needs, deadline)
            else:
                yield from _members(archive, file, limits, needs, deadline)
    elif kind == "parquet":
        raise refusal(file, "is a Parquet file. Bring a table as CSV or Excel, or bring it as boundaries if it holds shapes.")
    else:
        raise refusal(file, A_MAP)


def _members(archive: zipfile.ZipFile, file: str, limits: Limits, needs: Needs, deadline: Deadline) -> Iterator[Sheet]:
    """Read every table of an archive; all problems of all of them are told together."""
    members = [member for member in archive.infolist() if not member.is_dir() and not member.filename.startswith("__MACOSX/")]
    if any(is_nested(member) for member in members):
        raise refusal(file, "holds another archive. Unpack it and bring the files inside.")
    tables = [member for member in members if member.filename.lower().endswith(TABLES)]
    if not tables:
        raise refusal(file, "holds no CSV, Excel or OpenDocument file. Bring the file that has the figures.")
    problems: list[Problem] = []
    for member in tables:
        inner = f"{shown_name(member.filename)} in {file}"
        try:
            with unpacked(archive, member, inner, limits) as stream:
                yield from _member(stream, inner, limits, needs, deadline)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)


def _member(stream: BinaryIO, inner: str, limits: Limits, needs: Needs, deadline: Deadline) -> Iterator[Sheet]:
    if kind_of(stream, inner) == "archive":
        with opened_archive(stream, inner, limits) as archive:
            if not is_workbook(archive):
                raise refusal(inner, "is an archive in an archive. Unpack it and bring the files inside.")
    yield from _sheets(stream, inner, limits, needs, deadline)


def _workbook(stream: BinaryIO, file: str, limits: Limits, needs: Needs, deadline: Deadline) -> Iterator[Sheet]:
    """Let a process of its own turn the workbook into CSV, and read that."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        stream.seek(0)
        with book.open("wb") as target:
            shutil.copyfileobj(stream, target)
        run("workbook_child.py", [str(book), folder, str(limits.memory_bytes)], file, limits, deadline.left(), "workbook")
        for position, name in enumerate(json.loads((Path(folder) / "names.json").read_text(encoding="utf-8"))):
            with (Path(folder) / f"{position}.csv").open("rb") as table:
                sheet = read_table(table, file, name, limits, needs, deadline)
            if sheet:
                yield sheet
