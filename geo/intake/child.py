"""Reading in a process of its own, with an end to its time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from geo.intake.limits import Limits, refusal

UNREADABLE = 2
PASSWORD = 3


def run(script: str, arguments: list[str], file: str, limits: Limits, seconds: float, kind: str) -> None:
    """Run a script of this folder on a file and wait for it.

    Parameters
    ----------
    script : str
        Name of the script; it exits with 0, 2 (not readable) or 3 (has a password).
    arguments : list of str
        What it is given.
    file : str
        Name of the file, for messages.
    limits : Limits
        Its bounds.
    seconds : float
        Time that is left.
    kind : str
        What the file claims to be, such as ``workbook``.

    Raises
    ------
    DataError
        The script takes too long, needs too much memory, or cannot read the file.
    """
    command = [sys.executable, "-I", str(Path(__file__).with_name(script)), *arguments]
    # One thread and the plain allocator: others reserve memory that they never use, and the bound would hit honest files.
    env = {
        **os.environ,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "PYTHONWARNINGS": "ignore",
    }
    try:
        done = subprocess.run(command, capture_output=True, timeout=max(seconds, 1), check=False, env=env)  # noqa: S603 - our own script
    except subprocess.TimeoutExpired:
        raise limits.exceeded("seconds", file, f"takes longer to read than {limits.seconds} seconds.") from None
    if done.returncode == PASSWORD:
        raise refusal(file, "is protected by a password. Remove the password and save it again.")
    if done.returncode == UNREADABLE:
        raise refusal(file, f"is damaged or is not a {kind} that can be read. Download it again, or open and save it again.")
    if done.returncode:
        raise limits.exceeded("unpacked_mb", file, f"needs more memory to read than a {kind} may have.")
