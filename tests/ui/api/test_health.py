"""Whether the server is up and can answer, asked as a balancer asks: by number, often, and while things break."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
import time
import tomllib
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geo.method.gaps import METHOD_VERSION
from tests.browser.conftest import start_server
from tests.helpers.asking import Asker
from tests.helpers.places import ROOT
from tests.helpers.tiny import Tiny, with_workspace
from tests.security.serving import ask
from ui.api import health
from ui.api.health import Lookout, Readiness
from ui.words import health as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_S = 30


@contextmanager
def serving() -> Iterator[str]:
    """Serve the tiny atlas; gives host and port."""
    server, address = start_server()
    try:
        yield urlsplit(address).netloc
    finally:
        server.terminate()
        server.wait(timeout=20)


def until(netloc: str, status: int) -> dict[str, object]:
    """Ask until the status is another."""
    deadline = time.monotonic() + LONGEST_S
    while (answer := ask(netloc, "/readyz")).status != status:
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.2)
    told: dict[str, object] = json.loads(answer.text)
    return told


def assert_tells_nothing(told: dict[str, object], folder: Path) -> None:
    """No path, and one sentence."""
    assert str(folder) not in json.dumps(told)
    assert str(told["why"]).count(". ") == 0


def test_a_server_says_that_it_is_up_and_when_it_can_answer(tiny_app: Tiny) -> None:
    kept = with_workspace(tiny_app)
    with serving() as netloc:
        up, ready = ask(netloc, "/healthz", Host="10.0.0.7"), ask(netloc, "/readyz", Host="balancer.example")
        assert (up.status, json.loads(up.text), up.headers["cache-control"]) == (200, {"up": True}, "no-store")
        assert (ready.status, ready.headers["content-type"]) == (200, "application/json")
        told = json.loads(ready.text)
        assert len(told.pop("data")) == 12
        version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
        assert told == {"ready": True, "why": "", "remarks": [], "product": version, "method": METHOD_VERSION}
        assert ask(netloc, "/readyz", "HEAD").text == ""
        assert ask(netloc, "/readyz", "POST").status == 405

        kept.root.rename(kept.root.with_name("elsewhere"))
        gone = until(netloc, 503)
        assert (gone["ready"], gone["why"], gone["data"]) == (False, words.NO_STORE, "")
        assert_tells_nothing(gone, tiny_app.config.parent)
        assert ask(netloc, "/healthz").status == 200, "the process is up"
        kept.root.with_name("elsewhere").rename(kept.root)
        until(netloc, 200)


def test_data_that_break_while_it_runs_are_a_remark_and_at_a_start_a_reason(tiny_app: Tiny) -> None:
    with serving() as netloc:
        assert until(netloc, 200)["remarks"] == []
        good = (tiny_app.data / "areas.csv").read_bytes()
        (tiny_app.data / "areas.csv").write_text("nothing\n", encoding="utf-8")
        deadline = time.monotonic() + LONGEST_S
        while until(netloc, 200)["remarks"] != [words.AS_BEFORE]:
            assert time.monotonic() < deadline
    with serving() as netloc:
        broken = until(netloc, 503)
        assert broken["why"] == words.NO_DATA
        assert_tells_nothing(broken, tiny_app.config.parent)
        (tiny_app.data / "areas.csv").write_bytes(good)
        assert until(netloc, 200)["remarks"] == []


def test_settings_that_cannot_be_read_are_the_reason(tiny_app: Tiny) -> None:
    tiny_app.config.write_text("[area\n", encoding="utf-8")
    assert health._look() == Readiness(words.NO_SETTINGS)


def test_local_knowledge_that_cannot_be_read_is_a_remark(tiny_app: Tiny) -> None:
    kept = with_workspace(tiny_app)
    kept.keep(shutil.copytree, "A Lead", "as it is")
    (kept.root / "ledger.sqlite").write_bytes(b"no database at all")
    found = health._look()
    assert (found.why, found.remarks) == ("", (words.NO_NOTES,))


def test_whoever_asks_at_once_waits_for_one_look_and_a_slow_look_rests_longer() -> None:
    looks, go_on = [], threading.Event()

    def look() -> Readiness:
        looks.append(time.monotonic())
        go_on.wait(LONGEST_S)
        return Readiness(data=str(len(looks)))

    lookout = Lookout(look, patience_s=0.3)

    async def several() -> list[Readiness]:
        return await asyncio.gather(*(lookout.found() for _ in range(50)))

    assert set(asyncio.run(several())) == {Readiness(words.NO_ANSWER)}, "nobody waits for ever"
    assert set(asyncio.run(several())) == {Readiness(words.NO_ANSWER)}, "and nobody looks beside it"
    go_on.set()
    assert set(asyncio.run(several())) == {Readiness(data="1")}
    # It took more than 0.6 s, so what was found is good for more than six.
    time.sleep(health.GOOD_S + 0.2)
    assert set(asyncio.run(several())) == {Readiness(data="1")}
    assert len(looks) == 1


def test_checks_are_outside_the_allowance_of_addresses(tiny_app: Tiny) -> None:
    with tiny_app.config.open("a", encoding="utf-8") as config:
        config.write("\n[server]\nclient_requests_per_s = 0.01\n")
    asker = Asker()
    elsewhere = ("192.0.2.7", 1)
    assert {reply.status for reply in asker.several(["/healthz", "/readyz"] * 50, client=elsewhere)} == {200}
    assert [asker.get("/api/", client=elsewhere).status for _ in range(2)] == [200, 429]
