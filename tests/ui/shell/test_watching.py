"""What the server tells whoever watches it: when, which page, how long, and keys; never a name, an address or what was typed."""

from __future__ import annotations

import json
import re
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from geo.settings.watching import Logs
from tests.browser.conftest import start_server
from tests.helpers.asking import Asker
from tests.helpers.screens import open_page
from tests.security.serving import ask, run, socket
from ui.kit import watch
from ui.kit.watch import Done
from ui.shell import watching

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.tiny import Tiny

KEY = re.compile(r"[0-9a-f]{12}")
TYPED = "quentin unusual"
LONGEST_S = 60


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Done]:
    """Listen as the log does."""
    heard: list[Done] = []
    monkeypatch.setattr(watch, "_listeners", [heard.append])
    return heard


def test_each_run_of_a_page_is_told_with_keys_of_what_was_asked(tiny_app: Tiny, told: list[Done]) -> None:
    assert tiny_app.config.is_file()
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness")
    app.run()
    open_page("pages/2_Gap_list.py", outcome="child_health")
    first, again, other = told
    assert (first.kind, first.page, first.status) == ("page", "/Gap_list", "ok")
    assert first.ms > 0
    assert all(KEY.fullmatch(given) for given in (first.who, first.scene, first.question))
    assert (again.scene, again.question, again.who) == (first.scene, first.question, first.who)
    assert other.scene == first.scene
    assert other.question != first.question


def test_a_page_without_data_says_so(tiny_app: Tiny, told: list[Done]) -> None:
    (tiny_app.data / "areas.csv").write_text("nothing\n", encoding="utf-8")
    open_page("pages/2_Gap_list.py")
    assert [(done.status, done.scene, done.question) for done in told] == [("broken", "", "")]


def test_each_request_of_a_program_is_told_and_what_it_typed_is_not(tiny_app: Tiny, told: list[Done]) -> None:
    assert tiny_app.config.is_file()
    asker = Asker()
    for path in ("/api/providers.csv?find=words:quentin+unusual", "/api/gaps.csv?level=quentin", "/api/quentin.csv", "/api/"):
        asker.get(path, client=("192.0.2.7", 1))
    assert [(done.kind, done.page, done.status) for done in told] == [
        ("address", "/api/providers.csv", "200"),
        ("address", "/api/gaps.csv", "400"),
        ("address", "/api/?", "404"),
        ("address", "/api/", "200"),
    ]
    assert "quentin" not in repr(told)
    assert "192.0.2.7" not in repr(told)
    assert len({done.who for done in told}) == 1


def test_slow_ones_are_written_in_any_case_and_others_where_the_settings_say_so() -> None:
    quick, slow = Done("page", "/Gap_map", ms=1999, status="ok"), Done("page", "/Gap_map", scene="a", question="b", ms=2000, status="ok")
    for logs, marks in ((Logs(slow_s=2), [True]), (Logs(lines=True, slow_s=2), [False, True]), (Logs(lines=True), [False, False])):
        written: list[str] = []
        listener = watching.lines(logs, written.append)
        listener(quick)
        listener(slow)
        assert [json.loads(line)["slow"] for line in written] == marks
        assert (json.loads(written[-1])["scene"], json.loads(written[-1])["question"]) == ("a", "b")


def test_a_run_that_fails_is_told_and_goes_on_failing(told: list[Done]) -> None:
    with pytest.raises(ZeroDivisionError), watch.timed("page", "/Gap_map", "visit"):
        _ = 1 / 0
    assert [done.status for done in told] == ["failed"]


def test_the_real_server_writes_lines_of_json(tiny_app: Tiny, tmp_path: Path) -> None:
    with tiny_app.config.open("a", encoding="utf-8") as config:
        config.write("\n[logs]\nlines = true\n")
    log = tmp_path / "log"
    command = f'exec "{sys.executable}" -m streamlit run app.py "$@" 2>"{log}"'
    server, address = start_server(["sh", "-c", command, "sh"])
    try:
        netloc = urlsplit(address).netloc
        assert ask(netloc, f"/api/providers.csv?find=words:{TYPED.replace(' ', '+')}").status == 200
        with socket(netloc) as opened:
            opened.send(run(f"outcome=school_readiness&find=words:{TYPED.replace(' ', '+')}", "Gap_list"))
            deadline = time.monotonic() + LONGEST_S
            while '"page"' not in (text := log.read_text(encoding="utf-8")) or '"kind": "page"' not in text:
                assert time.monotonic() < deadline, text
                opened.recv(timeout=LONGEST_S)
    finally:
        server.terminate()
        server.wait(timeout=20)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    assert [(line["kind"], line["page"], line["status"]) for line in lines[:2]] == [
        ("address", "/api/providers.csv", "200"),
        ("page", "/Gap_list", "ok"),
    ]
    assert set(lines[0]) == {"when", "kind", "page", "who", "scene", "question", "status", "ms", "slow"}
    assert "quentin" not in log.read_text(encoding="utf-8")
    assert "127.0.0.1" not in "".join(map(str, lines))
