"""A server that somebody reads from watches no folder: a watcher of all packages would take a core after every burst of changes there."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import start_server
from tests.security.serving import run, socket

LONGEST_S = 60


def watched(pid: int) -> list[str]:
    """What the kernel watches for a process."""
    lines = [line for told in Path(f"/proc/{pid}/fdinfo").iterdir() for line in told.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line.startswith("inotify")]


@pytest.mark.skipif(sys.platform != "linux", reason="what a process watches is read from the kernel of Linux")
@pytest.mark.usefixtures("tiny_app")
def test_a_server_with_a_reader_watches_no_folder() -> None:
    server, address = start_server()
    try:
        with socket(urlsplit(address).netloc) as opened:
            opened.send(run("outcome=school_readiness", "Gap_list"))
            deadline, finished = time.monotonic() + LONGEST_S, False
            while not finished:
                assert time.monotonic() < deadline
                told = ForwardMsg.FromString(opened.recv(timeout=LONGEST_S))
                finished = told.HasField("script_finished")
            assert watched(server.pid) == []
    finally:
        server.terminate()
        server.wait(timeout=20)
