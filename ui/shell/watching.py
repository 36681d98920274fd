"""What the server tells whoever watches it, as the settings ask when it starts: lines of JSON on standard error, figures for Prometheus."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from geo.base.errors import GapMapError
from geo.settings.model import load_section
from geo.settings.watching import Logs, Metrics
from geo.store.workspace_log import now
from ui.kit import watch
from ui.scene import loading
from ui.shell.metrics import serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.kit.watch import Done

MS_PER_S: Final = 1000
_LOG: Final = logging.getLogger(__name__)


def start() -> None:
    """Begin to tell, if the settings ask for it. Other faults in them are told elsewhere."""
    logs = load_section(loading.config_path(), "logs", Logs)
    if logs is not None and (logs.lines or logs.slow_s):
        watch.listen(lines(logs, lambda line: print(line, file=sys.stderr, flush=True)))  # noqa: T201 - the log of a service
    metrics = load_section(loading.config_path(), "metrics", Metrics)
    if metrics is not None and metrics.port:
        try:
            serve(metrics)
        except GapMapError as error:
            # Readers are not kept out for want of figures.
            _LOG.warning("No metrics: %s", error)


def lines(logs: Logs, write: Callable[[str], object]) -> Callable[[Done], None]:
    """Give a listener that writes a line of JSON for what the settings ask for."""

    def listener(done: Done) -> None:
        is_slow = 0 < logs.slow_s * MS_PER_S <= done.ms
        if logs.lines or is_slow:
            write(json.dumps({"when": now(), **asdict(done), "slow": is_slow}))

    return listener
