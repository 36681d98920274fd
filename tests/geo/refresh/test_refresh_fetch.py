"""Fetching a file from a server of our own that misbehaves as real ones do: breaks off, lies, moves, is slow, or has gone."""

from __future__ import annotations

import hashlib
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geo.base.errors import UnknownIdError
from geo.refresh.addresses import known_downloads, locate
from geo.refresh.fetch import DownloadError, Rules, download
from geo.settings.downloads import Download

CONTENT = b"area_code,period,value\n" + b"".join(f"E0100{n:04d},2025,{n}\n".encode() for n in range(9000))
PAGE = (
    b'<html><a href="/about">About</a> <a href="/files/old_list.txt">x</a> <a href="http://[/File_3_IoD2025.csv">y</a> '
    b'<a href="/files/File_3_IoD2025&amp;v=2.csv">now</a></html>'
)
QUICK = Rules(connect_s=2, read_s=1, total_s=20, tries=4, wait_s=0.01, most_mb=5, redirects=3)
BREAK_AT = 70_000


class Publisher(BaseHTTPRequestHandler):
    """A publisher's server: what it does is the first part of the path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("Range")))
        getattr(self, "do_" + self.path.split("/")[1].split("?")[0])()

    def send(self, content, status=200, cut=None, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content if cut is None else content[:cut])
        if cut is not None:
            self.close_connection = True

    def do_whole(self):
        self.send(CONTENT, ETag='"one"', Last_Modified="Mon, 02 Nov 2026 09:30:00 GMT")

    def do_breaks(self):
        """Breaks off the first time; then gives the rest, if asked for the rest of the same version."""
        start = self.headers.get("Range")
        if not start:
            self.send(CONTENT, cut=BREAK_AT, ETag='"one"')
        elif self.headers.get("If-Range") == '"one"':
            at = int(start.removeprefix("bytes=").removesuffix("-"))
            self.send(CONTENT[at:], 206, Content_Range=f"bytes {at}-{len(CONTENT) - 1}/{len(CONTENT)}", ETag='"one"')

    def do_replaced(self):
        """Breaks off the first time; by the second the publisher has put up a new version."""
        first = len(self.server.asked) == 1
        self.send(CONTENT if first else CONTENT.replace(b"2025", b"2026"), cut=BREAK_AT if first else None, ETag=f'"{first}"')

    def do_always(self):
        self.send(CONTENT, cut=100)

    def do_gone(self):
        self.send(b"<html>Not found</html>", 404)

    def do_busy(self):
        self.send(b"", 503) if len(self.server.asked) < 3 else self.do_whole()

    def do_webpage(self):
        self.send(b"<!DOCTYPE html><html>We have moved</html>", Content_Type="text/csv")

    def do_packed(self):
        self.send(b"PK\x03\x04" + b"0" * 100)

    def do_empty(self):
        self.send(b"")

    def do_slow(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"area")
        self.wfile.flush()
        time.sleep(3)

    def do_trickle(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"a" * 10)
            self.wfile.flush()
            time.sleep(0.05)

    def do_large(self):
        self.send(b"a" * 6_000_000)

    def do_endless(self):
        """Does not say how much will come."""
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"a" * 100_000)
        self.close_connection = True

    def do_moved(self):
        self.send(b"", 302, Location="/whole/file.csv")

    def do_circle(self):
        self.send(b"", 302, Location="/circle")

    def do_page(self):
        self.send(PAGE)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    made.asked, made.address, made.daemon_threads = [], f"http://127.0.0.1:{made.server_port}", True
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_whole_file_comes_with_its_fingerprint_and_progress(server, tmp_path):
    told = []
    got = download(f"{server.address}/whole/x.csv", tmp_path / "x.csv", "csv", QUICK, lambda come, whole: told.append((come, whole)))
    assert (tmp_path / "x.csv").read_bytes() == CONTENT
    assert (got.sha256, got.size) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert got.changed_on == "Mon, 02 Nov 2026 09:30:00 GMT"
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert left(tmp_path) == ["x.csv"]


def test_a_broken_download_goes_on_where_it_stopped(server, tmp_path):
    download(f"{server.address}/breaks", tmp_path / "x.csv", "csv", QUICK)
    assert (tmp_path / "x.csv").read_bytes() == CONTENT
    assert [asked for _, asked in server.asked] == [None, f"bytes={BREAK_AT}-"]


def test_a_later_call_goes_on_too(server, tmp_path):
    with pytest.raises(DownloadError, match=r"broke off. Tried 1 times; what came so far is kept"):
        download(f"{server.address}/breaks", tmp_path / "x.csv", "csv", Rules(**{**QUICK.__dict__, "tries": 1}))
    assert not (tmp_path / "x.csv").exists()
    download(f"{server.address}/breaks", tmp_path / "x.csv", "csv", QUICK)
    assert (tmp_path / "x.csv").read_bytes() == CONTENT
    assert server.asked[-1][1] == f"bytes={BREAK_AT}-"


def test_two_versions_are_never_put_together(server, tmp_path):
    download(f"{server.address}/replaced", tmp_path / "x.csv", "csv", QUICK)
    assert (tmp_path / "x.csv").read_bytes() == CONTENT.replace(b"2025", b"2026")


def test_a_busy_server_is_asked_again(server, tmp_path):
    download(f"{server.address}/busy", tmp_path / "x.csv", "csv", QUICK)
    assert len(server.asked) == 3


def test_a_file_that_has_moved_is_followed(server, tmp_path):
    assert download(f"{server.address}/moved", tmp_path / "x.csv", "csv", QUICK).address.endswith("/whole/file.csv")


@pytest.mark.parametrize(
    ("path", "kind", "said"),
    [
        ("gone", "csv", "no such file .status 404"),
        ("webpage", "csv", "a web page and not the file"),
        ("packed", "csv", "packed file where a CSV"),
        ("whole", "xlsx", "no xlsx file"),
        ("empty", "csv", "empty file"),
        ("always", "csv", "broke off. Tried 4 times"),
        ("slow", "csv", "did not answer in time|broke off|no connection"),
        ("large", "csv", "6 MB is more than the limit of 5 MB"),
        ("endless", "csv", "more than the limit of 5 MB"),
        ("circle", "csv", "without end"),
    ],
)
def test_what_is_not_the_file_is_refused_in_words_and_leaves_the_old_one(server, tmp_path, path, kind, said):
    target = tmp_path / "x.csv"
    target.write_bytes(b"old")
    rules = Rules(**{**QUICK.__dict__, "tries": 2}) if path == "slow" else QUICK
    with pytest.raises(DownloadError, match=said):
        download(f"{server.address}/{path}", target, kind, rules)
    assert target.read_bytes() == b"old"


def test_a_server_that_drips_is_left_after_the_time_limit(server, tmp_path):
    began = time.monotonic()
    with pytest.raises(DownloadError, match="took longer than 1 s"):
        download(f"{server.address}/trickle", tmp_path / "x.csv", "csv", Rules(**{**QUICK.__dict__, "total_s": 1}))
    assert time.monotonic() - began < 30


def test_nobody_there(tmp_path):
    with pytest.raises(DownloadError, match="allowed to reach the internet"):
        download("http://127.0.0.1:9/x.csv", tmp_path / "x.csv", "csv", QUICK)
    assert left(tmp_path) == []


def test_the_file_is_found_on_its_page(server):
    own = {"iod": Download(page=f"{server.address}/page", link="(?i)file_3.*csv", kind="csv")}
    address, name = locate("iod", own, date(2026, 11, 23), QUICK)
    assert address == f"{server.address}/files/File_3_IoD2025&v=2.csv"
    assert name == "iod.csv"


def test_a_page_without_the_link_says_what_to_do(server):
    own = {"iod": Download(page=f"{server.address}/page", link="file_9", kind="csv")}
    with pytest.raises(DownloadError, match=r"no link to a file like 'file_9'.*config.toml"):
        locate("iod", own, date(2026, 11, 23), QUICK)


def test_own_addresses_come_first_and_may_carry_the_day():
    own = {"gias_schools": Download(address="http://127.0.0.1:9/all{today:%Y%m%d}.csv", kind="csv")}
    found = locate("gias_schools", known_downloads(own), date(2026, 11, 3), QUICK)
    assert found == ("http://127.0.0.1:9/all20261103.csv", "gias_schools.csv")
    with pytest.raises(UnknownIdError, match=r"Valid: .*gias_schools"):
        locate("nonsense", known_downloads({}), date(2026, 11, 3), QUICK)


def test_every_shipped_address_is_of_a_public_body():
    for name, entry in known_downloads({}).items():
        place = (entry.address or entry.page).split("/")[2]
        assert place.endswith((".gov.uk", ".azurewebsites.net")), name
        assert (entry.address or entry.page).startswith("https://"), name
