"""Three processes of one council, and the shipped nginx before them."""

from __future__ import annotations

import os
import re
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Self

from tests.helpers.behind_nginx import LONGEST_S, free_port, nginx_before, start, wait_for
from tests.helpers.writer import Writer
from tests.security.serving import Answer, ask

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

NAME = "north.localhost"


def wait_until_answered(port: int) -> None:
    """Wait until a process answers: it listens a while before, all the more where several start at once."""
    wait_for(port)
    with suppress(TimeoutError):
        ask(f"127.0.0.1:{port}", "/healthz")


class Service:
    """Processes that are started when their settings are written; the address of the proxy is known before.

    Parameters
    ----------
    folder : Path
        Where nginx has its files.
    config : Path
        Settings of the processes.
    starter : str
        What starts the product, as ``python -m`` takes it.
    environment : str
        Variables of the processes.
    """

    def __init__(self, folder: Path, config: Path, starter: str = "streamlit run app.py", **environment: str) -> None:
        self.folder, self.config, self._starter, self._environment = folder, config, starter, environment
        self.ports = [free_port() for _ in range(3)]
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Start nginx."""
        self._stack.callback(self._end)
        self.port = self._stack.enter_context(nginx_before(self.folder, {"north": self.ports}))
        self.netloc, self.name = f"127.0.0.1:{self.port}", f"{NAME}:{self.port}"
        return self

    def __exit__(self, *raised: object) -> None:
        """Stop what still runs."""
        self._stack.close()

    def start(self) -> None:
        """Start the processes that are not there, and wait until they answer."""
        gone = [port for port in self.ports if port not in self.processes or self.processes[port].poll() is not None]
        given = {**os.environ, "GAPMAP_CONFIG": str(self.config), **self._environment}
        self.processes |= {port: start(self.config, port, starter=self._starter, env=given) for port in gone}
        for port in gone:
            wait_until_answered(port)

    def kill(self, *ports: int) -> None:
        """Kill processes at once, as the system does that has no memory left."""
        for port in ports:
            self.processes[port].kill()
        for port in ports:
            self.processes[port].wait(timeout=LONGEST_S)

    def answers(self, path: str, port: int, **headers: str) -> Answer:
        """What one process answers."""
        return ask(f"127.0.0.1:{port}", path, **headers)

    def through(self, path: str, **headers: str) -> Answer:
        """What nginx answers."""
        return ask(self.netloc, path, Host=NAME, **headers)

    def writer(self, port: int, seen: str = "") -> Writer:
        """Somebody whom the cookie leads to a process."""
        return Writer(self.netloc, seen, Host=self.name, Cookie=f"gapmap={port}")

    def sent_to(self, asked: str, least: int = 1) -> list[str]:
        """Which processes have answered what was asked, as soon as nginx has noted so many; it does so a moment after the answer."""
        deadline = time.monotonic() + LONGEST_S
        while time.monotonic() < deadline:
            lines = (self.folder / "sent.log").read_text(encoding="utf-8").splitlines()
            ports = [found[1] for line in lines if asked in line and (found := re.search(r":(\d+) \d{3} ", line))]
            if len(ports) >= least:
                return ports
        raise TimeoutError(asked)

    def _end(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(timeout=LONGEST_S)
