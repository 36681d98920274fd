"""The app with a clock in it: each run of a page's script prints its time. Only for benchmarks."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import streamlit.runtime.scriptrunner.script_runner as runner
from streamlit.web.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = "script-ms"
_run = runner.exec_func_with_error_handling


def _timed(script: Callable[[], Any], context: Any) -> Any:  # noqa: ANN401 - passed through as Streamlit gives it
    wall, cpu = time.perf_counter(), time.thread_time()
    result = _run(script, context)
    print(MARK, 1000 * (time.perf_counter() - wall), 1000 * (time.thread_time() - cpu), flush=True)
    return result


if __name__ == "__main__":
    runner.exec_func_with_error_handling = _timed
    sys.argv = ["streamlit", "run", "app.py", *sys.argv[1:]]
    main()
