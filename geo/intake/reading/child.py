"""One brought file goes to a process of its own, which has an end to its time, memory and disk and nothing of the server's."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from geo.base.disk import check_space, writing
from geo.base.disk import refusal as not_written
from geo.base.errors import DataError
from geo.base.scratch import Scratch, sweep
from geo.intake.reading.job import ANSWER, DISK_FULL, DOING, JOB, LONGEST_ANSWER, OUT_OF_MEMORY, SOURCE, TOO_LARGE, Answer, Job
from geo.intake.reading.turns import PULSE_S, tell, turn
from geo.settings.limits import DAMAGED, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAIN = Path(__file__).parents[1] / "inside" / "main.py"
PREFIX = "gap-map-file-"
COPIED_BYTES = 1 << 20
# All that the process gets of the server's environment; passwords and keys stand in others.
PASSED = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "TZ")
# No address has this port open; whatever would ask the network in spite of everything asks here.
NOWHERE = "127.0.0.1:9"
FIXED = {
    # One thread and the plain allocator: others reserve memory that they never use, and the bound would hit honest files.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "GDAL_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "PYTHONWARNINGS": "ignore",
    # No library may ask the network, load more code, or follow a name to another file.
    "http_proxy": NOWHERE,
    "https_proxy": NOWHERE,
    "GDAL_HTTP_PROXY": NOWHERE,
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_DRIVER_PATH": "disable",
    "CPL_CURL_ENABLE_VSIMEM": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "/none",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "PROJ_NETWORK": "OFF",
}
LOG = logging.getLogger(__name__)
LOGGED = 2_000
HOLDS_MORE = "holds more than a file may."


@contextlib.contextmanager
def answered(job: Job, content: Path | bytes | None, prepare: Callable[[Path], None] | None = None) -> Iterator[tuple[Answer, Path]]:
    """Let the limited process do a job; show its answer, and the folder with the tables that belong to it.

    Parameters
    ----------
    job : Job
        What to do.
    content : Path or bytes, optional
        The file that was brought.
    prepare : callable, optional
        Writes what the job needs besides into the folder.

    Raises
    ------
    DataError
        The file cannot be read, takes too long or needs too much memory, or its turn does not come.
    """
    _check_system(job.file)
    with turn(job.file, job.limits), contextlib.ExitStack() as held:
        with writing(job.file):
            folder = held.enter_context(Scratch(PREFIX))
            if content is not None:
                _hand_over(content, folder, job)
            if prepare is not None:
                prepare(folder)
            (folder / JOB).write_text(job.model_dump_json(), encoding="utf-8")
        _refuse(_run(folder, job), folder, job)
        yield _answer(folder, job), folder


def clear_left() -> None:
    """Remove what readers left whose server was killed."""
    sweep(PREFIX)


def _check_system(file: str) -> None:
    """Refuse where the process could not be held within limits."""
    try:
        import resource  # noqa: F401, PLC0415 - not on Windows
    except ImportError:
        message = "cannot be read on this system, which sets no limits to the process that reads brought files. Run the app on Linux or "
        raise refusal(file, f"{message}macOS, or in the Windows Subsystem for Linux (WSL), and bring it there.") from None


def _hand_over(content: Path | bytes, folder: Path, job: Job) -> None:
    """Put the file into the folder; one that is too large is not even copied."""
    file, limits = job.file, job.limits
    if isinstance(content, Path) and content.is_dir():
        raise refusal(file, "is a folder. Bring the files in it.")
    try:
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
    except OSError:
        raise refusal(file, "cannot be found. Look at its name and folder.") from None
    if size > limits.file_mb * 1_000_000:
        raise limits.exceeded("file_mb", file, f"has {size / 1e6:,.0f} MB.")
    if isinstance(content, Path) and not content.is_file():
        raise refusal(file, "is not a file. Bring a file.")
    check_space(folder, size, file)
    with (folder / SOURCE).open("wb") as target:
        target.writelines([content] if isinstance(content, bytes) else _pieces(content, file))


def _pieces(content: Path, file: str) -> Iterator[bytes]:
    """Read a file piece by piece: what goes wrong here is no fault of the disk that is written to."""
    try:
        with content.open("rb") as source:
            while piece := source.read(COPIED_BYTES):
                yield piece
    except OSError:
        raise refusal(file, "cannot be opened. Close it in other programmes and try again.") from None


def _run(folder: Path, job: Job) -> int | None:
    """Start the process in its folder and wait; return how it ended, None when its time was up."""
    environment = {name: os.environ[name] for name in PASSED if name in os.environ} | FIXED
    environment |= dict.fromkeys(("HOME", "TMPDIR", "TMP", "TEMP"), str(folder))
    end = time.monotonic() + job.limits.seconds
    with writing(job.file), (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-I", "-B", str(MAIN), str(folder)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
    try:
        while time.monotonic() < end:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(min(PULSE_S, max(end - time.monotonic(), 0.01)))
            tell("")
        return None
    finally:
        # The whole group, also when whoever waited has gone away.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _refuse(code: int | None, folder: Path, job: Job) -> None:
    """Say why there is no answer."""
    if code == 0:
        return
    file, limits = job.file, job.limits
    if code is None:
        raise limits.exceeded("seconds", file, f"takes longer to read than {limits.seconds} seconds.")
    if code == DISK_FULL:
        raise refusal(file, not_written(OSError(errno.ENOSPC, "")))
    if code == TOO_LARGE:
        raise limits.exceeded("unpacked_mb", file, HOLDS_MORE)
    with contextlib.suppress(OSError), (folder / "stderr").open("rb") as errors:
        said = errors.read()[-LOGGED:]
        LOG.error("reading of %r ended with %s: %r", file, code, said)
    kind = "table"
    with contextlib.suppress(OSError), (folder / DOING).open("rb") as doing:
        kind = {b"workbook": "workbook", b"map file": "map file"}.get(doing.read(20), kind)
    # Below zero: stopped by the system, which is how the libraries' own code ends when it gets no more memory.
    if code == OUT_OF_MEMORY or code < 0:
        raise limits.exceeded("unpacked_mb", file, f"is damaged, or needs more memory to read than a {kind} may have.")
    raise refusal(file, f"is damaged or is not a {kind} that can be read. Download it again, or open and save it again.")


def _answer(folder: Path, job: Job) -> Answer:
    """Take the answer, if it is no larger than it may be and says nothing else than it should."""
    with os.scandir(folder) as entries:
        sizes = [entry.stat(follow_symlinks=False).st_size for entry in entries if entry.name.endswith(".arrow")]
    try:
        with (folder / ANSWER).open("rb") as stream:
            said = stream.read(LONGEST_ANSWER + 1)
        if len(said) > LONGEST_ANSWER or sum(sizes) > job.limits.written_bytes:
            raise job.limits.exceeded("unpacked_mb", job.file, HOLDS_MORE)
        answer = Answer.model_validate_json(said)
    except (OSError, ValidationError):
        raise refusal(job.file, DAMAGED) from None
    if answer.problems:
        raise DataError(answer.problems)
    return answer
