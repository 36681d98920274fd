"""The process of one search; started by `geo.siting.search.SiteSearch` as ``python -I child.py FOLDER``."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import signal
import sys
from pathlib import Path

# prctl(2), of Linux alone.
PR_SET_PDEATHSIG = 1
# Visits go before a search: beside a busy one it gets a tenth of a processor, else all that is free.
NICE = 10


def main(folder: Path) -> None:
    """Do the search that lies in a folder."""
    if sys.platform == "linux":
        # No life after the server's: after the end of the one thread that starts searches, to be exact.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if hasattr(os, "nice"):
        os.nice(NICE)
    package = Path(__file__).resolve().parents[1]
    spec = importlib.util.spec_from_file_location("geo", package / "__init__.py", submodule_search_locations=[str(package)])
    if spec is None or spec.loader is None:
        raise ImportError(str(package))
    sys.modules["geo"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    from geo.siting.search import answer_in  # noqa: PLC0415 - the package has to be found first

    answer_in(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
