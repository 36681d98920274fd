"""All tables of today as files to take away, with a dictionary of their columns."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, GapMapError, Problem
from geo.base.files import replacing
from geo.base.plain_text import neutralise, restored
from geo.contract.columns import ALL_TABLES
from geo.contract.datapackage import PACKAGE
from geo.contract.definitions import column_meanings
from geo.contract.reading import plain_number
from geo.export.tables import to_csv
from geo.store.dictionary import data_dictionary

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

DICTIONARY: Final = "data_dictionary.csv"
# One date for all entries: the same data give the same bytes.
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)


def export_files(folder: Path) -> dict[str, bytes]:
    """Collect the tables, boundaries, other borders, readme and package description of a data folder, and the data dictionary, by path.

    Parameters
    ----------
    folder : Path
        Data folder.

    Returns
    -------
    dict of str to bytes
        The tables hold the same bytes as the folder, so that what is exported can be used as a data folder. Only text that a spreadsheet
        would run has an apostrophe before it, which is taken away again wherever a data folder is read.
    """
    patterns = (*ALL_TABLES, "README.md", PACKAGE, "boundaries/*.geojson", "borders/*.csv")
    paths = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    files = {path.relative_to(folder).as_posix(): _harmless(path) for path in paths}
    return files | {DICTIONARY: to_csv(explained_dictionary(), bom=False)}


def _harmless(path: Path) -> bytes:
    """Read a file; in a table, what a spreadsheet would run is neutralised, broken numbers and headings too, and every other byte stays."""
    raw = path.read_bytes()
    if path.suffix != ".csv":
        return raw
    try:
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    except (csv.Error, ValueError):
        raise DataError([Problem(f"{path.parent.name}/{path.name}", "cannot be read. Run `python -m geo check`.")]) from None
    kinds = ALL_TABLES.get(path.name, {})
    numbers = {place for place, name in enumerate(rows[0] if rows else ()) if kinds.get(name, "text") != "text"}
    safe = [
        [cell if place in numbers and plain_number(cell) is not None else neutralise(restored(cell)) for place, cell in enumerate(row)]
        for row in rows
    ]
    if safe == rows:
        return raw
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(safe)
    return written.getvalue().encode()


def explained_dictionary() -> pd.DataFrame:
    """`geo.store.dictionary.data_dictionary` with what each column means: column ``meaning``."""
    words = data_dictionary()
    of_table = {table: column_meanings(table) for table in ALL_TABLES}
    return words.assign(meaning=[of_table[table][column] for table, column in zip(words["table"], words["column"], strict=True)])


def as_zip(files: dict[str, bytes]) -> bytes:
    """Pack files; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def write_export(folder: Path, target: Path) -> int:
    """Write an export as a zip file, if the target's name ends in ``.zip``, or as a new folder.

    Parameters
    ----------
    folder : Path
        Data folder.
    target : Path
        File or folder to write. A folder must not be there yet, or be empty.

    Returns
    -------
    int
        Number of files in the export.

    Raises
    ------
    GapMapError
        The target folder holds something.
    """
    files = export_files(folder)
    if target.suffix.casefold() == ".zip":
        with replacing(target) as draft:
            draft.write_bytes(as_zip(files))
        return len(files)
    new_folder(target)
    with replacing(target) as draft:
        for name, content in files.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_bytes(content)
    return len(files)


def new_folder(target: Path) -> None:
    """Make sure that a folder can be moved to this place without losing anything.

    Raises
    ------
    GapMapError
        Something is there.
    """
    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()
    if target.exists():
        raise GapMapError(f"{target} holds something already. Name a folder that is not there yet.")
    target.parent.mkdir(parents=True, exist_ok=True)
