"""Reading in a process of its own, with an end to its time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from geo.intake.limits import Limits, refusal

PASSWORD = 3
TOO_FINE = 4
OUT_OF_MEMORY = 5


def run(script: str, arguments: list[str], file: str, limits: Limits, seconds: float, kind: str) -> None:
    """Run a script of this folder on a file and wait for it.

    Parameters
    ----------
    script : str
        Name of the script; it exits with 0, 3 (has a password), 4 (too many corners; it prints how many) or 5
        (out of memory); with anything else when the file is not readable.
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
    if done.returncode == TOO_FINE:
        raise limits.exceeded("vertices", file, f"has {done.stdout.decode()} corners; bring generalised boundaries (BGC or BSC).")
    # Below zero: stopped by the system, which is how the libraries' own code ends when it gets no more memory.
    if done.returncode == OUT_OF_MEMORY or done.returncode < 0:
        raise limits.exceeded("unpacked_mb", file, f"is damaged, or needs more memory to read than a {kind} may have.")
    if done.returncode:
        raise refusal(file, f"is damaged or is not a {kind} that can be read. Download it again, or open and save it again.")
