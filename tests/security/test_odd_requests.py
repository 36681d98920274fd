"""Requests that no browser makes, byte by byte, straight and through nginx: each has one answer, and nobody reads what is behind it."""

from __future__ import annotations

import re
from contextlib import suppress
from socket import create_connection

import pytest

from tests.security.serving import ask, name_of

BEHIND = "GET /healthz?smuggled HTTP/1.1\r\nHost: {host}\r\n\r\n"
WAYS_OUT = (
    "/app/static/../../config.toml",
    "/app/static/%2e%2e/%2e%2e/config.toml",
    "/app/static/..%2f..%2fconfig.toml",
    "/app/static/..%5c..%5cconfig.toml",
    "//etc/passwd",
    "/app/static//etc/passwd",
    "/media/../config.toml",
    "/own/../../config.toml",
)


def told(netloc, *lines, body=""):
    """Write a request as it is, and read until the server hangs up or says no more."""
    cookie = getattr(netloc, "headers", {}).get("Cookie", "none=1")
    text = "\r\n".join([*lines, f"Host: {name_of(netloc)}", f"Cookie: {cookie}", "", body])
    host, port = netloc.split(":")
    with create_connection((host, int(port)), timeout=30) as stream:
        stream.sendall(text.encode("latin-1"))
        heard = b""
        with suppress(TimeoutError, ConnectionResetError):
            while part := stream.recv(65_536):
                heard += part
                stream.settimeout(1)
    return heard.decode("latin-1")


def statuses(heard):
    return [int(status) for status in re.findall(r"(?m)^HTTP/1\.1 (\d+)", heard)]


@pytest.mark.parametrize(
    "lengths",
    [
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Content-Length: 5", "Content-Length: 6"),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding: xchunked",),
        ("Content-Length: 5, 6",),
        ("Content-Length: -1",),
    ],
)
def test_a_request_of_two_lengths_is_refused_and_nothing_is_read_behind_it(netloc, lengths):
    body = "0\r\n\r\n" + BEHIND.format(host=name_of(netloc))
    heard = told(netloc, "POST /_stcore/upload_file/a/b HTTP/1.1", *lengths, body=body)
    first, *others = statuses(heard)
    assert first >= 400
    assert 200 not in others
    assert '"status"' not in heard


def test_a_request_for_another_protocol_is_answered_as_a_page_and_opens_no_way_past_the_proxy(netloc):
    heard = told(
        netloc, "GET / HTTP/1.1", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"
    )
    assert 101 not in statuses(heard)
    assert statuses(heard)[0] in {200, 400, 426}


@pytest.mark.parametrize("header", ["X-Long: " + "x" * 100_000, "\r\n".join(f"X-{number}: {'x' * 900}" for number in range(120))])
def test_headers_without_end_are_refused_by_the_proxy(deployed, header):
    # A process by itself takes them: that is for one computer, and nothing else may reach it (SECURITY.md).
    assert statuses(told(deployed.signed_in(deployed.ports[0]), "GET / HTTP/1.1", header)) == [400]


@pytest.mark.parametrize("path", WAYS_OUT)
def test_no_address_leads_out_of_the_folder_of_files(netloc, path):
    answer = ask(netloc, path)
    assert "[people]" not in answer.text
    assert "root:" not in answer.text


def test_a_file_larger_than_any_may_be_is_refused_before_it_is_sent(deployed):
    heard = told(deployed.signed_in(deployed.ports[0]), "PUT /_stcore/upload_file/a/b HTTP/1.1", "Content-Length: 200000000")
    assert statuses(heard) == [413]
    assert "nginx/" not in heard
