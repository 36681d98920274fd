"""The shipped files for a server: two real processes, started as the unit starts them, behind a real nginx."""

from __future__ import annotations

import re
import shlex
import shutil
import socket as sockets
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import start_server
from tests.helpers.places import ROOT
from tests.security.serving import ask, run, socket

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.helpers.tiny import Tiny

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
UNIT = (ROOT / "deploy" / "gapmap@.service").read_text(encoding="utf-8")
LONGEST_S = 20


def test_the_unit_binds_to_this_computer_and_writes_its_state_alone() -> None:
    (command,) = re.findall(r"^ExecStart=\S*/(streamlit .*)$", UNIT, re.MULTILINE)
    assert shlex.split(command)[:3] == ["streamlit", "run", "app.py"]
    assert "--server.address 127.0.0.1" in command
    assert {"ProtectSystem=strict", "NoNewPrivileges=true", "StateDirectory=gapmap", "User=gapmap"} <= set(UNIT.splitlines())


@pytest.fixture
def proxied(tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, dict[str, subprocess.Popen], Path]]:
    """Serve two processes behind the shipped example; gives its address, the processes by address, and the log of who was sent where."""
    if NGINX is None:
        pytest.skip("nginx is not installed (Debian: apt-get install nginx-light)")
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "127.0.0.1"]
    processes = {address.removeprefix("http://"): server for server, address in (start_server(command), start_server(command))}
    with sockets.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "sent.log"
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r" *ssl_.*\n", "", text).replace("listen 443 ssl;", f"listen 127.0.0.1:{port}; access_log {log} sent;")
    for shipped, here in zip(("127.0.0.1:8501", "127.0.0.1:8502"), processes, strict=True):
        assert text.count(shipped) == 1
        text = text.replace(shipped, here)
    folders = "".join(f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ log_format sent $upstream_addr; {folders}\n{text}}}"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    nginx = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off;"])
    try:
        deadline = time.monotonic() + LONGEST_S
        while True:
            with sockets.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert time.monotonic() < deadline
        yield f"127.0.0.1:{port}", processes, log
    finally:
        for process in (nginx, *processes.values()):
            process.terminate()
            process.wait(timeout=LONGEST_S)


def test_a_browser_stays_with_its_process_and_comes_to_the_other_if_it_goes(
    proxied: tuple[str, dict[str, subprocess.Popen], Path],
) -> None:
    netloc, processes, log = proxied
    cookies = [ask(netloc, "/readyz").headers["set-cookie"].partition(";")[0] for _ in range(12)]
    assert set(log.read_text(encoding="utf-8").split()) == set(processes), "both are used"
    first = log.read_text(encoding="utf-8").split()[0]
    log.write_text("", encoding="utf-8")
    for path in ("/", "/Gap_list", "/api/gaps.csv"):
        answer = ask(netloc, path, Cookie=cookies[0])
        assert answer.status == 200
        assert "set-cookie" not in answer.headers or "gapmap=" not in answer.headers["set-cookie"]
    with socket(netloc, Cookie=cookies[0]) as opened:
        opened.send(run("outcome=school_readiness", "Gap_list"))
        assert opened.recv(timeout=LONGEST_S)
    assert set(log.read_text(encoding="utf-8").split()) <= {first}
    processes[first].kill()
    processes[first].wait(timeout=LONGEST_S)
    assert ask(netloc, "/Gap_list", Cookie=cookies[0]).status == 200
