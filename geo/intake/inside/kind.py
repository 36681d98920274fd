"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Literal

from geo.settings.limits import refusal

if TYPE_CHECKING:
    import zipfile

Kind = Literal["text", "workbook", "archive", "json", "geopackage", "parquet"]

HEAD_BYTES = 2048
# First bytes -> what it is and what to do.
REFUSED = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel file (.xls) or has a password. Open it and save it as .xlsx or CSV, without a password."),
    (b"%PDF", "is a PDF, which has no table to read. Ask its publisher for the CSV or Excel file."),
    (b"\x89PNG", "is a picture. Bring the table that it shows, as CSV or Excel."),
    (b"\xff\xd8\xff", "is a picture. Bring the table that it shows, as CSV or Excel."),
    (b"GIF8", "is a picture. Bring the table that it shows, as CSV or Excel."),
    (b"\x1f\x8b", "is packed with gzip. Unpack it and bring the file inside, or pack it as .zip."),
    (b"7z\xbc\xaf", "is packed with 7-Zip. Unpack it and bring the file inside, or pack it as .zip."),
    (b"Rar!", "is packed with RAR. Unpack it and bring the file inside, or pack it as .zip."),
    (b"BZh", "is packed with bzip2. Unpack it and bring the file inside, or pack it as .zip."),
    (b"MZ", "is a program, not a table. Bring the CSV or Excel file of the publisher."),
    (b"\x7fELF", "is a program, not a table. Bring the CSV or Excel file of the publisher."),
)
PAGES = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
A_PAGE = "is a web page or XML, not a table. Open the publisher's page and save the CSV or Excel file that it links to."


def kind_of(stream: BinaryIO, file: str) -> Kind:
    """Say what a file is by its content.

    Parameters
    ----------
    stream : binary file
        The whole file, seekable; left at its beginning.
    file : str
        Its name, for messages.

    Returns
    -------
    str
        ``text``, ``workbook`` (xlsx, ods), ``archive`` (zip), ``json``, ``geopackage`` or ``parquet``.

    Raises
    ------
    DataError
        It is empty or of a kind that has no table or map to read.
    """
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if not head.removeprefix(b"\xef\xbb\xbf").strip():
        raise refusal(file, "is empty. Download it again, or save it again with its rows.")
    for mark, message in REFUSED:
        if head.startswith(mark):
            raise refusal(file, message)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "archive"
    if head.startswith(b"SQLite format 3\x00"):
        return "geopackage"
    if head.startswith(b"PAR1"):
        return "parquet"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(PAGES):
        raise refusal(file, A_PAGE)
    # A table may start with a bracket in its first header, but not with one followed by a quotation mark or another bracket.
    return "json" if start[:1] in {b"{", b"["} and start[1:].lstrip()[:1] in {b'"', b"{", b"[", b"}", b"]"} else "text"


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether a zip archive is an Excel or OpenDocument workbook."""
    names = set(archive.namelist())
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names
