"""Figures for Prometheus, asked of the real server; nothing of them is at hand where the settings name no port."""

from __future__ import annotations

import re
import socket as sockets
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from geo.settings.watching import Metrics
from tests.browser.conftest import start_server
from tests.security.serving import ask, run, socket
from ui.shell import metrics, watching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.tiny import Tiny

LONGEST_S = 60


def free_port() -> int:
    with sockets.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def taken_ports(count: int) -> Iterator[int]:
    """Listen to so many ports in a row, as other processes of the same council do, with a free one behind; gives the first."""
    while True:
        first = free_port()
        with ExitStack() as stack:
            try:
                for port in range(first, first + count):
                    stack.enter_context(sockets.create_server(("127.0.0.1", port)))
                sockets.create_server(("127.0.0.1", first + count)).close()
            except OSError:
                continue
            yield first
            return


def test_where_all_ports_are_taken_the_server_goes_on_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("prometheus_client", reason="prometheus-client of requirements-dev.lock is not installed")
    with taken_ports(metrics.PORTS) as port:
        metrics.serve(Metrics(port=port))
    assert f"port {port} of 127.0.0.1 and those behind it are taken" in caplog.text


def value(figures: str, name: str) -> float:
    """Value of one figure; 0 where it is not there."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", figures, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_the_real_server_counts_and_measures(tiny_app: Tiny) -> None:
    pytest.importorskip("prometheus_client", reason="prometheus-client of requirements-dev.lock is not installed")
    # Two processes of the same settings are there already.
    with taken_ports(2) as first, tiny_app.config.open("a", encoding="utf-8") as config:
        config.write(f"\n[metrics]\nport = {first}\n")
        config.flush()
        server, address = start_server()
    port = first + 2

    def figures() -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            read: bytes = answer.read()
            return read.decode()

    try:
        netloc = urlsplit(address).netloc
        assert value(figures(), "gapmap_sessions") == 0
        assert ask(netloc, "/api/gaps.csv").status == 200
        runs = 'gapmap_runs_total{kind="page",page="/Gap_list",status="ok"}'
        with socket(netloc) as opened:
            opened.send(run("outcome=school_readiness", "Gap_list"))
            deadline = time.monotonic() + LONGEST_S
            while value(told := figures(), runs) == 0:
                assert time.monotonic() < deadline, told
                opened.recv(timeout=LONGEST_S)
            assert value(told, "gapmap_sessions") == 1
        assert value(told, 'gapmap_runs_total{kind="address",page="/api/gaps.csv",status="200"}') == 1
        assert value(told, 'gapmap_run_seconds_count{kind="page",page="/Gap_list"}') == value(told, runs)
        assert value(told, "process_resident_memory_bytes") > 50e6
        assert (value(told, "gapmap_work_waiting"), value(told, "gapmap_store_errors_total")) == (0, 0)
        (tiny_app.config.parent / "config.toml").write_text(
            tiny_app.config.read_text(encoding="utf-8").replace('folder = "data"', 'folder = "data"\nworkspace = "gone"'), encoding="utf-8"
        )
        assert ask(netloc, "/api/gaps.csv").status == 503
        # What is told is told when the answer is on its way.
        while value(told := figures(), "gapmap_store_errors_total") == 0:
            assert time.monotonic() < deadline, told
        assert value(told, "gapmap_store_errors_total") == 1
        assert ask(netloc, "/metrics").text.startswith("<"), "the dashboard itself shows its page there, and no figure"
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_without_the_package_the_server_starts_and_says_how_to_get_it(
    tiny_app: Tiny, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    watching.start()
    assert caplog.text == ""
    with tiny_app.config.open("a", encoding="utf-8") as config:
        config.write(f"\n[metrics]\nport = {free_port()}\n")
    watching.start()
    assert "requirements-server.lock" in caplog.text


def test_metrics_stay_on_this_computer_unless_another_address_is_named() -> None:
    assert Metrics(port=9100).address == "127.0.0.1"
    assert Metrics(address="::1").address == "::1"
    for wrong in ("everywhere", "", "127.0.0.1:9100"):
        with pytest.raises(ValidationError, match="not an address in numbers"):
            Metrics(address=wrong)
