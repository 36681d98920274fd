"""Three processes of one council behind the shipped nginx are one service, also while one of them is killed."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from contextlib import suppress
from itertools import count

import pytest
from websockets.exceptions import WebSocketException

from geo.settings.model import WORKSPACE_VARIABLE, load_settings
from geo.store.kept import ledger_of, workspace_of
from tests.browser.conftest import READY_MS, settle, wait_until
from tests.browser.test_journeys import choose
from tests.helpers.behind_nginx import LONGEST_S
from tests.helpers.service import Service

pytestmark = pytest.mark.browser
LINK = "Gap_map?outcome=school_readiness&level=ward"
# Two seconds and one on a machine that does nothing else; tests share theirs.
SEEN_S, BACK_S, MORE = 10.0, 30.0, 6
STATE = "document.querySelector('[data-testid=stApp]')?.dataset.testConnectionState"
FIGURES = "document.querySelector('[data-testid=stMain]').innerText"


@pytest.fixture(params=["folder", "postgresql"])
def service(request, tiny, tmp_path, monkeypatch):
    where = str(tmp_path / "kept") if request.param == "folder" else request.getfixturevalue("new_database")().uri
    monkeypatch.setenv(WORKSPACE_VARIABLE, where)
    tiny.edit_text("config.toml", "[gap]", "[people]\nopen_to_all = true\n\n[gap]")
    workspace_of(tiny.settings).create()
    with Service(tmp_path, tiny.config) as three:
        three.start()
        yield three


def stays(service):
    """A browser stays with the process that its cookie names, and new ones come to all."""
    cookies = {service.through("/readyz").headers["set-cookie"].partition(";")[0] for _ in range(6)}
    assert cookies == {f"gapmap={port}" for port in service.ports}
    for port in service.ports:
        paths = ("/", "/Gap_list", "/readyz", "/app/static/app.css")
        for path in paths:
            answer = service.through(f"{path}?stays={port}", Cookie=f"gapmap={port}")
            assert answer.status == 200
            assert "gapmap=" not in answer.headers.get("set-cookie", "")
        assert set(service.sent_to(f"?stays={port}", len(paths))) == {str(port)}
    assert service.through("/", Cookie="gapmap=22").status == 200, "a made-up cookie leads to none but our processes"


def all_name_the_data_alike(service, ports):
    """Data stamp and tag are those of the data, whichever process has read them, and a program that has the answer of one asks no other."""
    address = "/api/gaps.csv?level=district"
    stamps = {json.loads(service.answers("/readyz", port).text)["data"] for port in ports}
    tags = {service.answers(address, port).headers["etag"] for port in ports}
    assert (len(stamps), len(tags)) == (1, 1)
    (tag,) = tags
    assert [service.answers(address, port, **{"If-None-Match": tag}).status for port in ports] == [304] * len(ports)
    return stamps.pop(), tag


def kept_data_are_seen(service):
    """Whatever is asked after something was kept is answered with it, by each process; gives the seconds that the slowest answer took."""

    def renamed(old, new):
        shutil.copytree(old, new)
        table = new / "areas.csv"
        table.write_text(table.read_text(encoding="utf-8").replace("Alder", "Elder"), encoding="utf-8")

    workspace_of(load_settings(service.config)).keep(renamed, "Ann", "To see")
    took_s = []
    for port in service.ports:
        begun_s = time.monotonic()
        assert "Elder" in service.answers("/api/gaps.csv?level=district", port).text
        took_s.append(time.monotonic() - begun_s)
    first, *others = service.ports
    with service.writer(first) as writer:
        writer.add("A playgroup in the hall")
    for port in others:
        with service.writer(port, "A playgroup in the hall"):
            pass
    assert max(took_s) < SEEN_S
    return max(took_s)


def until_more(told):
    """Wait until some more notes are kept."""
    wanted, end = len(told) + MORE, time.monotonic() + LONGEST_S
    while len(told) < wanted:
        assert time.monotonic() < end
        time.sleep(0.05)


def one_killed_under_load(service, page, link, victim):
    """Nobody loses a note that the page has said is kept, and a reader comes back; gives the notes, and the seconds until then."""
    told, stop, numbers = [], threading.Event(), count()

    def write(port):
        while not stop.is_set():
            with suppress(OSError, WebSocketException), service.writer(port) as writer:
                while not stop.is_set():
                    note = f"note {next(numbers)} of many"
                    writer.add(note)
                    told.append(note)

    threads = [threading.Thread(target=write, args=(port,), daemon=True) for port in service.ports]
    for thread in threads:
        thread.start()
    until_more(told)
    before = page.evaluate(FIGURES)
    service.kill(victim)
    killed_s, at_kill = time.monotonic(), len(told)
    wait_until(page, f"{STATE} !== 'CONNECTED'", READY_MS)
    wait_until(page, f"{STATE} === 'CONNECTED'", READY_MS)
    back_s = time.monotonic() - killed_s
    until_more(told)
    stop.set()
    for thread in threads:
        thread.join(LONGEST_S)
    kept = ledger_of(load_settings(service.config)).entries()["note"].tolist()
    assert 0 < at_kill < len(told)
    assert set(told) <= set(kept)
    assert len(set(told)) == len(told)
    (cookie,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "gapmap"]
    assert cookie in {str(port) for port in service.ports if port != victim}, "named anew as soon as the page was back"
    settle(page)
    assert page.evaluate(FIGURES) == before
    # The page goes on where it was, without being loaded anew, and its link shows the same.
    choose(page, "Outcome area", "Child health")
    wait_until(page, "location.search.includes('outcome=child_health')", READY_MS)
    settle(page)
    assert page.evaluate(FIGURES) != before
    for shown in (page.evaluate(FIGURES), before):
        page.goto(page.url if shown != before else link)
        settle(page)
        assert page.evaluate(FIGURES) == shown
    return len(told), back_s


def test_three_processes_are_one_service(service, browser, record_property):
    stays(service)
    shipped = all_name_the_data_alike(service, service.ports)
    seen_s = kept_data_are_seen(service)
    kept = all_name_the_data_alike(service, service.ports)
    assert not set(shipped) & set(kept)
    record_property("seen_s", seen_s)
    victim = service.ports[0]
    link = f"http://north.localhost:{service.netloc.partition(':')[2]}/{LINK}"
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "gapmap", "value": str(victim), "domain": "north.localhost", "path": "/"}])
    page, files = context.new_page(), []
    page.on("request", lambda request: files.append(request.url) if "/published/" in request.url else None)
    page.goto(link)
    settle(page)
    assert set(service.sent_to("GET /published/")) == {str(victim)}
    paths = {re.sub(r"^http://[^/]+", "", url) for url in files}
    assert len(paths) > 3
    for path in paths:
        same = {service.answers(path, port).text for port in service.ports}
        assert len(same) == 1
        assert same != {""}
    notes, back_s = one_killed_under_load(service, page, link, victim)
    record_property("notes", notes)
    record_property("back_s", back_s)
    assert back_s < BACK_S
    service.start()
    assert all_name_the_data_alike(service, (victim,)) == kept
    context.close()
