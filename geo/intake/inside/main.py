"""The limited process that reads one brought file; started by `geo.intake.reading.child` as ``python -I main.py FOLDER``."""

from __future__ import annotations

import ctypes
import errno
import importlib.util
import resource
import signal
import sys
from pathlib import Path

OPEN_FILES = 64
# prctl(2), of Linux alone.
PR_SET_PDEATHSIG = 1


def borrow() -> None:
    """Make this product's package importable, and nothing else of the folder that it lies in."""
    package = Path(__file__).resolve().parents[2]
    spec = importlib.util.spec_from_file_location("geo", package / "__init__.py", submodule_search_locations=[str(package)])
    if spec is None or spec.loader is None:
        raise ImportError(str(package))
    sys.modules["geo"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


def confine(memory_bytes: int, file_bytes: int, seconds: int) -> None:
    """Set an end to memory, file size, time and open files; no further process, no core file, no life after the server's."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    bounds = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_CPU: seconds + 1,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in bounds.items():
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def main(folder: Path) -> int:
    """Do the job that lies in a folder and write the answer beside it; return 0, or what stood in the way (`geo.intake.reading.job`)."""
    from geo.base.disk import is_full  # noqa: PLC0415 - the package has to be found first
    from geo.intake.inside.work import do  # noqa: PLC0415 - as above
    from geo.intake.reading.job import DISK_FULL, JOB, OUT_OF_MEMORY, TOO_LARGE, Job  # noqa: PLC0415 - as above

    job = Job.model_validate_json((folder / JOB).read_bytes())
    confine(job.limits.memory_bytes, job.limits.written_bytes, job.limits.seconds)
    try:
        do(job, folder)
    except MemoryError:
        return OUT_OF_MEMORY
    except OSError as error:
        if not is_full(error):
            raise
        # This process's own limit on the size of a file, or a disk without room.
        return TOO_LARGE if error.errno == errno.EFBIG else DISK_FULL
    return 0


if __name__ == "__main__":
    borrow()
    sys.exit(main(Path(sys.argv[1])))
