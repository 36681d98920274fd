"""The part of ``config.toml`` that says how large a brought file may be and how long reading it may take."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from geo.base.errors import DataError, Problem

Whole = Annotated[int, Field(gt=0)]
# The csv module refuses longer cells by itself; a longer limit would be a promise that is not kept.
LONGEST_CELL = 131_072
DAMAGED = "is damaged. Download it again, or open and save it again."
WAY_OUT = "Bring a smaller extract, or raise {key} under [limits] in config.toml (now {now:,})."


class Limits(BaseModel):
    """What a brought file may ask of the computer; the defaults suit the largest files that English publishers offer for councils.

    Parameters
    ----------
    file_mb : int
        Size of the file, in MB of 1,000,000 bytes.
    unpacked_mb : int
        Size of everything in a zip archive or workbook after unpacking, in MB.
    rows, columns : int
        Rows with content and columns of one table.
    cell_characters : int
        Characters in one cell.
    vertices : int
        Corners of all shapes of a map file together.
    cells : int
        Cells of all tables of a file together.
    seconds : int
        Time for reading one file.
    notes : int
        Entries of local knowledge that hold at the same time.
    notes_per_file : int
        Entries of local knowledge in one file.
    readers : int
        Files that one server reads at the same time; others wait for their turn.
    wait_seconds : int
        Longest wait for a turn.
    visit_mb : int
        What one visit holds in memory of the files that it has brought, on their way, in its upload field and in use together, in MB; once
        a file has been read, its rows count in the place of its bytes.
    server_mb : int
        The same of all visits together.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file_mb: Whole = 150
    unpacked_mb: Whole = 600
    rows: Whole = 500_000
    columns: Whole = 1_000
    cell_characters: Annotated[int, Field(gt=0, lt=LONGEST_CELL)] = 10_000
    vertices: Whole = 4_000_000
    cells: Whole = 30_000_000
    seconds: Whole = 60
    notes: Whole = 5_000
    notes_per_file: Whole = 1_000
    readers: Whole = 2
    wait_seconds: Whole = 300
    visit_mb: Whole = 300
    server_mb: Whole = 1_000

    @property
    def memory_bytes(self) -> int:
        """Memory that the reading process may take: its programme, and each unpacked byte a few times over."""
        return (1_000 + 3 * self.unpacked_mb) * 1_000_000

    @property
    def written_bytes(self) -> int:
        """Largest file that the reading process may write, and largest answer that is taken from it."""
        return 2 * self.unpacked_mb * 1_000_000

    def exceeded(self, key: str, file: str, size: str, row: int | None = None) -> DataError:
        """Return the error that says which limit a file goes over, and how to go on."""
        return refusal(file, f"{size} {WAY_OUT.format(key=key, now=getattr(self, key))}", row)


def refusal(file: str, message: str, row: int | None = None) -> DataError:
    """Return the error for a file that cannot be read, for the one reason given."""
    return DataError([Problem(file, message, row)])
