"""Real processes behind a real nginx, with the files that are shipped for a server: ports and names filled in, nothing else."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

REQUIRED = "GAPMAP_NGINX_REQUIRED"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
UNIT = (ROOT / "deploy" / "gapmap@.service").read_text(encoding="utf-8")
CONF = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
COUNCIL, NAME, PORTS = "north", "gapmap.example.gov.uk", ("8501", "8502", "8503")
PER_COUNCIL = "# Once for each council"
LONGEST_S = 60


def free_port() -> int:
    """Find a port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(
    config: Path, port: int, python: str = sys.executable, starter: str = "streamlit run app.py", **other: object
) -> subprocess.Popen[bytes]:
    """Start a process as the unit does, on a port; another module can stand in the place of Streamlit."""
    (options,) = re.findall(r"^ExecStart=\S*/streamlit run app.py (.*)$", UNIT, re.MULTILINE)
    given = {"env": {**os.environ, "GAPMAP_CONFIG": str(config)}, "cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [python, "-m", *starter.split(), *options.replace("${PORT}", str(port)).split()]
    return subprocess.Popen(command, **{**given, **other})  # type: ignore[call-overload, no-any-return]


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + LONGEST_S
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < deadline, f"nobody listens to {port}"
        time.sleep(0.05)


@contextmanager
def nginx_before(folder: Path, councils: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Stand before the processes of councils, each under its name, such as ``north.localhost``; gives the port."""
    if NGINX is None:
        missing = "nginx is not installed (Debian: apt-get install nginx-light)"
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(missing)
    port = free_port()
    common, one = CONF.split(PER_COUNCIL)
    one = re.sub(r" *ssl_.*\n", "", one).replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    text = common + "\n".join("#" + _of_council(one, name, ports) for name, ports in councils.items())
    folders = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    log = f'log_format sent "$upstream_addr $status $request"; access_log {folder}/sent.log sent;'
    # Its workers write files that are brought into the folder, which may be closed to all but whoever runs the tests.
    user = "user root;" if os.geteuid() == 0 else ""
    whole = f"{user} pid {folder}/pid; error_log stderr; events {{}} http {{ {log} {folders}\n{text}}}"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    nginx = subprocess.Popen(
        [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"], stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield port
    finally:
        nginx.terminate()
        nginx.wait(timeout=LONGEST_S)


def _of_council(text: str, name: str, ports: Sequence[int]) -> str:
    """Fill in one council's name and ports."""
    assert text.count(NAME) == 1
    text = text.replace(NAME, f"{name}.localhost").replace(f"gapmap_{COUNCIL}", f"gapmap_{name}")
    for shipped, here in zip(PORTS, ports, strict=False):
        assert len(re.findall(rf"\b{shipped}\b", text)) == len(("key", "value", "server"))
        text = re.sub(rf"\b{shipped}\b", str(here), text)
    first = str(ports[0])
    for further in ports[len(PORTS) :]:
        lines = [[line, line.replace(first, str(further))] if first in line else [line] for line in text.splitlines()]
        text = "\n".join(line for group in lines for line in group)
    # Lines of processes that are not there.
    return "\n".join(line for line in text.splitlines() if not any(port in line for port in PORTS)) + "\n"
