"""Zip archives, opened only after their directory says that they are harmless, and watched while they are unpacked."""

from __future__ import annotations

import contextlib
import struct
import tempfile
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from geo.settings.limits import Limits, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_BYTES = 1 << 18
IN_MEMORY_BYTES = 1 << 24
# Tables pack to a tenth, repetitive ones to a fiftieth; what packs better and is large has been made to fill a disk.
HIGHEST_RATIO = 200
HARMLESS_BYTES = 20_000_000
# The directory of an archive with a few thousand files.
DIRECTORY_BYTES = 1_000_000
DIRECTORY_END = b"PK\x05\x06"
DIRECTORY_END_BYTES = 22
# The same for large archives: a pointer to it stands right before, and before that itself. Its figures count, not those above.
POINTER64, POINTER64_BYTES = b"PK\x06\x07", 20
DIRECTORY64_END, DIRECTORY64_END_BYTES = b"PK\x06\x06", 56
LONGEST_COMMENT = 65_535
ENCRYPTED = 1
NESTED = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".zst")
BROKEN = "is a damaged zip archive or workbook. Download it again, or open it and save it again."
# What the standard library raises for bytes that are no archive.
FAULTS = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, struct.error, zlib.error, ValueError, RuntimeError, IndexError)


@contextlib.contextmanager
def opened_archive(stream: BinaryIO, file: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive whose directory promises no more than the limits allow.

    Parameters
    ----------
    stream : binary file
        The archive.
    file : str
        Its name, for messages.
    limits : Limits
        ``unpacked_mb`` is for all files inside together.

    Raises
    ------
    DataError
        It is damaged, has a password, has files outside its own folder, or would unpack to too much.
    """
    _check_directory(stream, file)
    try:
        archive = zipfile.ZipFile(stream)
    except (*FAULTS, UnicodeDecodeError):
        raise refusal(file, BROKEN) from None
    with archive:
        _check_members(archive.infolist(), file, limits)
        yield archive


def _check_directory(stream: BinaryIO, file: str) -> None:
    """Refuse a directory that would fill the memory by its length alone."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - LONGEST_COMMENT - DIRECTORY_END_BYTES - POINTER64_BYTES))
    tail = stream.read()
    stream.seek(0)
    place = tail.rfind(DIRECTORY_END)
    if place < 0 or len(tail) < place + DIRECTORY_END_BYTES:
        raise refusal(file, BROKEN)
    length = struct.unpack_from("<I", tail, place + 12)[0]
    if tail[max(0, place - POINTER64_BYTES) : place].startswith(POINTER64):
        # As the standard library finds it: counted from the end, whatever the pointer says.
        stream.seek(max(0, size - len(tail) + place - POINTER64_BYTES - DIRECTORY64_END_BYTES))
        record = stream.read(DIRECTORY64_END_BYTES)
        stream.seek(0)
        if not record.startswith(DIRECTORY64_END):
            raise refusal(file, BROKEN)
        length = struct.unpack_from("<Q", record, 40)[0]
    if length > DIRECTORY_BYTES:
        raise refusal(file, "holds too many files. Bring only the ones that have tables.")


def _check_members(members: list[zipfile.ZipInfo], file: str, limits: Limits) -> None:
    for member in members:
        if not member.filename:
            raise refusal(file, BROKEN)
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in member.filename[:3]:
            raise refusal(file, "holds a file that points outside the archive, so it is not opened. Ask where it came from.")
        if member.flag_bits & ENCRYPTED:
            raise refusal(file, "is protected by a password. Unpack it and bring the files inside.")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > limits.unpacked_mb * 1_000_000:
        raise limits.exceeded("unpacked_mb", file, f"would unpack to {unpacked / 1e6:,.0f} MB.")
    if unpacked > HARMLESS_BYTES and unpacked > HIGHEST_RATIO * packed:
        message = (
            f"would unpack to {unpacked / max(packed, 1):,.0f} times its size, as archives do that are made to do harm. It is not opened."
        )
        raise refusal(file, message)


def is_nested(member: zipfile.ZipInfo) -> bool:
    """Whether a file in an archive is an archive itself, by its name."""
    return member.filename.lower().endswith(NESTED)


@contextlib.contextmanager
def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str, limits: Limits) -> Iterator[BinaryIO]:
    """Unpack one file of an archive to a temporary file that is gone afterwards.

    Raises
    ------
    DataError
        It holds more than the directory said, or is damaged.
    """
    most = min(member.file_size, limits.unpacked_mb * 1_000_000)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as target:
        written = 0
        # Outside of what reads: a disk that is full is no damaged archive.
        for chunk in _pieces(archive, member, file):
            written += len(chunk)
            if written > most:
                raise limits.exceeded("unpacked_mb", file, "unpacks to more than it says.")
            target.write(chunk)
        target.seek(0)
        yield target  # type: ignore[misc]


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> Iterator[bytes]:
    try:
        with archive.open(member) as source:
            while chunk := source.read(CHUNK_BYTES):
                yield chunk
    except FAULTS:
        raise refusal(file, BROKEN) from None
