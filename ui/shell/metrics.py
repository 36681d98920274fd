"""Figures about the server for Prometheus, on a port of their own; the package for it is imported only where the settings name a port.

Processes of one council have the same settings: the first takes the port, each further one the next that is free.
"""

from __future__ import annotations

import errno
import logging
from typing import TYPE_CHECKING, Final

from geo.base.optional_packages import SERVER
from ui.kit import watch, work

if TYPE_CHECKING:
    from geo.settings.watching import Metrics
    from ui.kit.watch import Done

MS_PER_S: Final = 1000
BUCKETS_S: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
BROKEN: Final = ("broken", "503")
# More processes than that no computer of a council runs.
PORTS: Final = 16
HIGHEST_PORT: Final = 65_535
_LOG: Final = logging.getLogger(__name__)


def serve(metrics: Metrics) -> None:
    """Count and measure from now on, and answer on the port or, if it is taken, one behind it; a want of ports does not stop the server.

    Raises
    ------
    GapMapError
        The package for it is not installed.
    """
    with SERVER.needed():
        from prometheus_client import (  # noqa: PLC0415 - an install without metrics has no package for them
            CollectorRegistry,
            Counter,
            Gauge,
            Histogram,
            ProcessCollector,
            start_http_server,
        )
    registry = CollectorRegistry()
    # Memory, processor time and open files of the process.
    ProcessCollector(registry=registry)
    runs = Counter("gapmap_runs", "Runs of pages and requests of programs.", ["kind", "page", "status"], registry=registry)
    seconds = Histogram("gapmap_run_seconds", "How long they took.", ["kind", "page"], buckets=BUCKETS_S, registry=registry)
    broken = Counter("gapmap_store_errors", "Those for which settings, data or workspace could not be used.", registry=registry)
    Gauge("gapmap_sessions", "Visits that are open.", registry=registry).set_function(watch.visits)
    Gauge("gapmap_work_waiting", "New questions that wait for their turn.", registry=registry).set_function(lambda: work.line()[1])
    Gauge("gapmap_work_running", "New questions that are worked out.", registry=registry).set_function(lambda: work.line()[0])

    def listener(done: Done) -> None:
        runs.labels(done.kind, done.page, done.status).inc()
        seconds.labels(done.kind, done.page).observe(done.ms / MS_PER_S)
        broken.inc(done.status in BROKEN)

    for port in range(metrics.port, min(metrics.port + PORTS, HIGHEST_PORT + 1)):
        try:
            start_http_server(port, metrics.address, registry)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                _LOG.warning("No metrics: port %d of %s cannot be used (%s)", port, metrics.address, error.strerror)
                return
        else:
            watch.listen(listener)
            return
    _LOG.warning("No metrics: port %d of %s and those behind it are taken", metrics.port, metrics.address)
