"""Programs do not take the server from its readers: how often they ask, what they may use, how many wait, what is kept."""

from __future__ import annotations

import shutil
import threading

import pytest
import streamlit as st

from geo.base.paths import ROOT, program_stamp
from tests.helpers.asking import Asker
from ui.api import kept, serve
from ui.api.kept import Body, Kept
from ui.kit import work
from ui.kit.bucket import Bucket

URL = "/api/gaps.csv"
ELSEWHERE, OTHER = ("192.0.2.7", 1), ("192.0.2.8", 1)
PATIENCE_S = 30


def limited(tiny, **values):
    """Give a server with these lines under [server]."""
    with tiny.config.open("a", encoding="utf-8") as config:
        config.write("\n[server]\n" + "".join(f"{name} = {value}\n" for name, value in values.items()))
    return Asker()


def test_requests_beyond_the_rate_are_told_when_to_ask_again(tiny_app):
    asker = limited(tiny_app, client_requests_per_s=0.01)
    # Ten seconds' worth at once, which is a tenth of one; what there is of one is given.
    assert asker.get(URL, client=ELSEWHERE).status == 200
    refused = asker.get(URL, client=ELSEWHERE)
    assert refused.status == 429
    assert 0 < int(refused.headers["retry-after"]) <= 100
    assert "Ask again" in refused.json["error"]
    assert asker.get("/api/", client=ELSEWHERE).status == 429
    assert asker.get("/api", client=ELSEWHERE).status == 429
    assert asker.get(URL, client=OTHER).status == 200, "others are not held up"
    assert asker.get("/apiary", client=ELSEWHERE).status == 404, "nothing else is counted"


def test_new_questions_are_answered_within_an_allowance_and_known_ones_always(tiny_app):
    asker = limited(tiny_app, work_burst_s=0.0001, work_share=0.001)
    assert asker.get(URL, client=ELSEWHERE).status == 200
    refused = asker.get(f"{URL}?weight=idaci:2", client=ELSEWHERE)
    assert refused.status == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert "Ask again in" in refused.json["error"]
    assert asker.get(URL, client=ELSEWHERE).status == 200, "what was worked out once costs nothing"
    assert asker.get(f"{URL}?weight=idaci:2", client=OTHER).status == 200


def test_an_address_shares_its_allowance_with_its_readers(tiny_app):
    asker = limited(tiny_app, client_work_burst_s=0.0001, client_work_share=0.001)
    assert asker.get(URL, client=ELSEWHERE).status == 200
    with work.for_program(ELSEWHERE[0]):
        assert work.allowance().share < 0
    assert asker.get(f"{URL}?sector=pvi", client=ELSEWHERE).status == 429
    assert asker.get(f"{URL}?sector=pvi").status == 200, "this computer's own programs are no stranger's"


def test_a_thread_that_has_worked_for_a_program_works_for_nobody_afterwards():
    with work.for_program("192.0.2.7"):
        assert work.allowance() is not work._UNLIMITED
    assert work.allowance() is work._UNLIMITED


def test_a_visit_waits_for_its_allowance_and_a_program_does_not():
    work.limit(work.Server(work_burst_s=0.0001, work_share=0.001))
    with work.for_program("192.0.2.7"):
        work.allowance().take(1)
        with pytest.raises(work.RestNeededError) as told, work.turn():
            pass
    assert told.value.wait_s > 100


def test_who_asks_the_same_at_once_waits_for_one_answer(asker):
    replies = asker.several([URL] * 12, client=ELSEWHERE)
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body for reply in replies}) == 1


def test_of_one_address_few_new_questions_wait_at_once(asker):
    """While all turns are taken, new questions wait, in bounded number; what is known is answered."""
    known = asker.get(URL, client=ELSEWHERE)
    begun, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with work.turn(work.Together(Bucket(1, 1))):
            begun.set()
            go_on.wait(PATIENCE_S)

    work.limit(work.Server(work_at_once=1))
    holder = threading.Thread(target=hold, daemon=True)
    holder.start()
    assert begun.wait(PATIENCE_S)
    threading.Timer(0.5, go_on.set).start()
    new = [f"{URL}?target={number}" for number in range(10, 10 + serve.MOST_WAITING + 5)]
    replies = asker.several([URL, *new, URL], client=ELSEWHERE)
    holder.join(PATIENCE_S)
    assert [reply.status for reply in replies[:: len(replies) - 1]] == [200, 200]
    assert replies[0].body == known.body
    statuses = [reply.status for reply in replies[1:-1]]
    assert statuses.count(429) == 5
    assert statuses.count(200) == serve.MOST_WAITING
    assert all(int(reply.headers["retry-after"]) >= 1 for reply in replies if reply.status == 429)


def test_what_is_kept_stays_within_its_memory_and_the_least_used_goes_first():
    shelf, body = Kept(), Body(b"x" * 400_000, b"y" * 100_000)
    for tag in ("a", "b", "c"):
        shelf.put(tag, body, 2)
    assert shelf.get("a") is body
    shelf.put("d", body, 2)
    shelf.put("e", body, 2)
    assert [tag for tag in "abcde" if shelf.get(tag)] == ["a", "c", "d", "e"]
    shelf.put("whole", Body(b"z" * 3_000_000, b""), 2)
    assert [tag for tag in ("a", "c", "d", "e", "whole") if shelf.get(tag)] == []


def test_the_same_file_is_compressed_to_the_same_bytes():
    assert Body.of(b"a,b\n1,2\n" * 50) == Body.of(b"a,b\n1,2\n" * 50)


def test_another_start_of_the_server_has_the_same_tags(asker):
    before = asker.get(URL).headers["etag"]
    st.cache_resource.clear()
    assert Asker().get(URL).headers["etag"] == before


def test_another_program_has_other_tags(asker, monkeypatch, tmp_path):
    """A program that was renewed may give other columns for the same data."""
    before = asker.get(URL).headers["etag"]
    for room in ("geo", "ui"):
        shutil.copytree(ROOT / room, tmp_path / "same" / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(tmp_path / "same", tmp_path / "renewed")
    with (tmp_path / "renewed" / "ui" / "api" / "gaps.py").open("a", encoding="utf-8") as code:
        code.write("# another column\n")
    monkeypatch.setattr(kept, "program_stamp", lambda: program_stamp(tmp_path / "same"))
    assert asker.get(URL).headers["etag"] == before
    monkeypatch.setattr(kept, "program_stamp", lambda: program_stamp(tmp_path / "renewed"))
    assert asker.get(URL).headers["etag"] != before
