"""Tables of one file: CSV, a workbook, or a zip of these."""

from __future__ import annotations

import io
import tempfile
from typing import TYPE_CHECKING, BinaryIO

from geo.base.errors import DataError, Problem
from geo.intake.inside.archive import is_nested, opened_archive, unpacked
from geo.intake.inside.doing import note
from geo.intake.inside.kind import is_workbook, kind_of
from geo.intake.inside.table import ArrowTable, Budget, read_separated_values
from geo.intake.inside.workbook import write_sheets
from geo.intake.reading import arrows, endings
from geo.intake.reading.job import Answer, Read
from geo.intake.reading.names import listed, shown_name
from geo.settings.limits import refusal

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from geo.intake.reading.job import Job
    from geo.settings.limits import Limits

SHAPEFILE = (".shp", ".dbf", ".shx", ".prj")
A_PART = "is one part of a shapefile. Zip all files of the same name together and bring the zip."
NO_TABLE = "has no table: no header with rows below it. Bring the file that has the figures."
NO_TABLES = "Not read, because they hold no table: {names}."
A_MAP = "is a map file, not a table. Bring it as boundaries."


def is_map(stream: BinaryIO, file: str, limits: Limits) -> bool:
    """Whether a file is a map file, by its content.

    Raises
    ------
    DataError
        It is of a kind that has neither table nor map.
    """
    if file.lower().endswith(SHAPEFILE):
        raise refusal(file, A_PART)
    kind = kind_of(stream, file)
    if kind != "archive":
        return kind in {"json", "geopackage", "parquet"}
    with opened_archive(stream, file, limits) as archive:
        names = [member.lower() for member in archive.namelist()]
    shapefile = any(member.endswith(endings.SHAPEFILE) for member in names)
    single = any(member.endswith(endings.MAPS) for member in names)
    return shapefile or (single and not any(member.endswith(endings.TABLES) for member in names))


def write_tables(stream: BinaryIO, job: Job, folder: Path) -> Answer:
    """Write the cells of every table of a file; give their names."""
    tables: list[Read] = []
    reader = _Reader(job, folder)
    for table in reader.tables(stream, job.file):
        arrows.write(folder / f"cells_{len(tables)}.arrow", table.numbers, table.cells)
        tables.append(Read(file=table.file, name=table.sheet, columns=table.columns, notes=list(table.notes), above=table.above))
    if not tables:
        raise refusal(job.file, NO_TABLE)
    if reader.others:
        tables[0].notes.append(NO_TABLES.format(names=listed(reader.others)))
    return Answer(tables=tables)


class _Reader:
    """What all tables of one file have in common."""

    def __init__(self, job: Job, folder: Path) -> None:
        self.limits, self.needs, self.folder, self.budget = job.limits, job.needs, folder, Budget(job.limits.cells)
        # Members of an archive in which there is no table.
        self.others: list[str] = []

    def tables(self, stream: BinaryIO, file: str) -> Iterator[ArrowTable]:
        kind = kind_of(stream, file)
        if kind == "text":
            table = read_separated_values(stream, file, "", self.limits, self.needs, self.budget)
            yield from [table] if table else []
        elif kind == "archive":
            with opened_archive(stream, file, self.limits) as archive:
                workbook = is_workbook(archive)
                if not workbook:
                    yield from self._members(archive, file)
            if workbook:
                yield from self._workbook(stream, file)
        elif kind == "parquet":
            raise refusal(file, "is a Parquet file. Bring a table as CSV or Excel, or bring it as boundaries if it holds shapes.")
        else:
            raise refusal(file, A_MAP)

    def _members(self, archive: zipfile.ZipFile, file: str) -> Iterator[ArrowTable]:
        """Read every table of an archive; all problems of all of them are told together."""
        members = [member for member in archive.infolist() if not member.is_dir() and not member.filename.startswith("__MACOSX/")]
        if any(is_nested(member) for member in members):
            raise refusal(file, "holds another archive. Unpack it and bring the files inside.")
        tables = [member for member in members if member.filename.lower().endswith(endings.TABLES)]
        others = [shown_name(member.filename) for member in members if member not in tables]
        if not tables:
            held = f" It holds: {listed(others)}." if others else ""
            raise refusal(file, f"holds no CSV, Excel or OpenDocument file.{held} Bring the file that has the figures.")
        problems: list[Problem] = []
        self.others += others
        for member in tables:
            inner, is_empty = f"{shown_name(member.filename)} in {file}", True
            try:
                with unpacked(archive, member, inner, self.limits) as stream:
                    for table in self._member(stream, inner):
                        is_empty = False
                        yield table
            except DataError as error:
                problems += error.problems
                continue
            self.others += [shown_name(member.filename)] if is_empty else []
        if problems:
            raise DataError(problems)

    def _member(self, stream: BinaryIO, inner: str) -> Iterator[ArrowTable]:
        if kind_of(stream, inner) == "archive":
            with opened_archive(stream, inner, self.limits) as archive:
                if not is_workbook(archive):
                    raise refusal(inner, "is an archive in an archive. Unpack it and bring the files inside.")
        yield from self.tables(stream, inner)

    def _workbook(self, stream: BinaryIO, file: str) -> Iterator[ArrowTable]:
        """Turn the sheets of a workbook into CSV, and read that."""
        note(self.folder, "workbook")
        stream.seek(0)
        with tempfile.TemporaryDirectory(dir=self.folder) as held:
            for path, name in write_sheets(io.BytesIO(stream.read()), held, file):
                with path.open("rb") as text:
                    table = read_separated_values(text, file, name, self.limits, self.needs, self.budget)
                path.unlink()
                if table:
                    yield table
