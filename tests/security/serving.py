"""The real server, with settings of its own, and strangers who ask it what no browser would."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
from socket import create_connection
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.conftest import start_server
from tests.helpers.places import ROOT

# Longer than a machine with two cores takes that starts databases and servers for other tests at the same time.
PATIENCE_S = 90


class Reached(str):
    """Host and port of a server, and what whoever asks there sends with each request unless a test says otherwise."""

    __slots__ = ("headers",)

    def __new__(cls, netloc, **headers):
        made = super().__new__(cls, netloc)
        made.headers = headers
        return made


def config_of(folder, **settings):
    """Write the product's settings with other values of these; gives the file."""
    written = (ROOT / "config.toml").read_text(encoding="utf-8").replace('folder = "data"', f'folder = "{ROOT / "data"}"', 1)
    for name, value in settings.items():
        written, found = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", written)
        assert found == 1, name
    config = folder / "config.toml"
    config.write_text(written, encoding="utf-8")
    return config


@contextlib.contextmanager
def serving(folder, **settings):
    """Serve the product with these settings; gives host and port."""
    config = config_of(folder, **settings)
    before = os.environ.get("GAPMAP_CONFIG")
    os.environ["GAPMAP_CONFIG"] = str(config)
    try:
        server, address = start_server()
    finally:
        del os.environ["GAPMAP_CONFIG"]
        if before is not None:
            os.environ["GAPMAP_CONFIG"] = before
    try:
        yield urlsplit(address).netloc
    finally:
        server.terminate()
        server.wait(timeout=20)


class Answer:
    """What came back."""

    def __init__(self, answer):
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.text = answer.read().decode("utf-8", "replace")


def ask(netloc, path, method="GET", **headers):
    """Ask as a stranger does: the Host header is whatever they like."""
    headers = _sent(netloc, headers)
    connection = http.client.HTTPConnection(netloc, timeout=PATIENCE_S)
    try:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        return Answer(connection.getresponse())
    finally:
        connection.close()


def name_of(netloc):
    """Name and port that a browser has in its address line."""
    return _sent(netloc, {}).get("Host", netloc)


def _sent(netloc, headers):
    """Headers of a request: those of whoever asks there, and what a test says otherwise."""
    return getattr(netloc, "headers", {}) | headers


def socket(netloc, **headers):
    """Open the socket that a page's browser opens."""
    headers = _sent(netloc, headers)
    # A name in the request, and another place that it goes to: as with a name that was bound anew.
    host, (here, port) = headers.pop("Host", netloc), netloc.split(":")
    return connect(
        f"ws://{host}/_stcore/stream",
        sock=create_connection((here, int(port)), timeout=PATIENCE_S),
        additional_headers=headers,
        subprotocols=["streamlit"],
        max_size=None,
        # A server that has just been started listens a while before it answers.
        open_timeout=PATIENCE_S,
    )


def is_refused(netloc, **headers):
    """Whether the socket is not opened at all."""
    try:
        with socket(netloc, **headers):
            return False
    except InvalidStatus as refused:
        return refused.response.status_code == 403


def message(**fields):
    """One message of a browser, or of somebody who is none."""
    return BackMsg(**fields).SerializeToString()


def run(query, page=""):
    """Ask for a view by its address."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.page_name = page
    return asked.SerializeToString()
