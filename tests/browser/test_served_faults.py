"""What goes wrong under a council's server: the database stops, a disk is full, one process is killed, or all. Somebody is told in words.

Each of it mends itself when what was wrong is put right; no process is started anew for it but those that were killed.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, said, settle, wait_until
from tests.browser.test_replicas import FIGURES, STATE
from tests.browser.test_your_data import bring, files, opened
from tests.helpers.small_disk import fill, small_disk_at
from tests.helpers.writer import Writer
from tests.security.serving import ask
from tests.security.test_people import page_of
from ui.words import your_data as text

# A fixture that is written there.
__all__ = ["files"]

pytestmark = pytest.mark.browser

LIST = "Gap_list?outcome=school_readiness&level=ward"
LONGEST_S = 60
WHOM_TO_ASK = "Ask whoever looks after the database server"


def until(condition):
    """Wait until something holds."""
    end = time.monotonic() + LONGEST_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def ready(deployed):
    """What each process says of itself: whether it is ready, and why not."""
    answers = [deployed.answers("/readyz", port) for port in deployed.ports]
    return [(answer.status, json.loads(answer.text).get("why", "")) for answer in answers]


def test_while_the_database_is_stopped_pages_say_so_and_then_go_on(deployed, postgres):
    ann = deployed.signed_in(deployed.ports[0])
    assert WHOM_TO_ASK not in page_of(ann, "Gap_list")
    postgres.stop()
    try:
        for page in ("Gap_list", "Your_data", "Local_knowledge", ""):
            shown = page_of(ann, page)
            assert WHOM_TO_ASK in shown, page
            assert "Traceback" not in shown
            answer = ask(ann, "/api/gaps.csv?level=district")
        assert (answer.status, WHOM_TO_ASK in json.loads(answer.text)["error"]) == (503, True)
        until(lambda: all(status == 503 and why and "127.0.0.1" not in why for status, why in ready(deployed)))
        assert [deployed.answers("/healthz", port).status for port in deployed.ports] == [200] * 3
    finally:
        postgres.start()
    until(lambda: ready(deployed) == [(200, "")] * 3)
    for port in deployed.ports:
        assert WHOM_TO_ASK not in page_of(deployed.signed_in(port), "Gap_list")
    note = f"written after {time.monotonic()}"
    with Writer(ann) as writer:
        writer.add(note)
    with Writer(deployed.signed_in(deployed.ports[1]), note):
        pass


@contextmanager
def on_a_full_disk(postgres, database):
    """Let the files of versions lie on a disk that has no room for one more."""
    place = postgres.folder / "small"
    place.mkdir(exist_ok=True)
    with small_disk_at(place, 8, "postgres"):
        postgres.run(f"CREATE TABLESPACE small LOCATION '{place}'")
        postgres.run("ALTER TABLE gap_map.contents SET TABLESPACE small", database=database)
        fill(place)
        try:
            yield
        finally:
            postgres.run("ALTER TABLE gap_map.contents SET TABLESPACE pg_default", "CHECKPOINT", database=database)
            postgres.run("DROP TABLESPACE small")


@contextmanager
def where_no_step_is_written(postgres, database):
    """Let whoever keeps a version wait in the middle: all its files are written, and the step of the log is not."""
    import psycopg  # noqa: PLC0415 - not everywhere

    with psycopg.connect(host=str(postgres.folder), port=postgres.port, user="postgres", dbname=database) as held:
        held.execute("LOCK TABLE gap_map.steps IN EXCLUSIVE MODE")
        yield lambda: postgres.run(f"SELECT pid FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock'")


def use(page, origin, file):
    """Bring a file and use it."""
    opened(page, origin)
    bring(page, file)
    expect(said(page, "Recognised as Sites of the tests")).to_be_visible(timeout=READY_MS)
    page.get_by_role("button", name=text.USE).click()
    expect(page.get_by_role("button", name=text.BACK)).to_be_visible(timeout=READY_MS)


def keep(page):
    """Keep what is in use for everybody."""
    page.get_by_label(text.WHY).fill("new list of advice")
    page.get_by_role("button", name=text.KEEP, exact=True).click()


def test_whoever_keeps_data_on_a_full_disk_or_in_a_process_that_is_killed_has_changed_nothing(browser, deployed, postgres, files):
    place, victim = deployed.place, deployed.ports[0]
    before, lines = place.versions.state(), len(place.audit.lines())
    page = browser.new_context().new_page()
    origin = deployed.let_in(page.context, victim)
    use(page, origin, files[0])
    with on_a_full_disk(postgres, deployed.database):
        keep(page)
        expect(said(page, "No space left on device")).to_be_visible(timeout=READY_MS)
        expect(page.get_by_text("Traceback")).to_have_count(0)
        assert (place.versions.state(), len(place.audit.lines())) == (before, lines)
    with where_no_step_is_written(postgres, deployed.database) as waiting:
        keep(page)
        until(waiting)
        deployed.kill(victim)
    wait_until(page, f"{STATE} !== 'CONNECTED'", READY_MS)
    wait_until(page, f"{STATE} === 'CONNECTED'", READY_MS)
    assert (place.versions.state(), len(place.audit.lines())) == (before, lines)
    # What was brought for the visit has gone with the process; brought again, it is kept by another one.
    use(page, origin, files[0])
    keep(page)
    expect(said(page, f"Everybody now sees version {before.newest + 1}")).to_be_visible(timeout=READY_MS)
    newest = place.audit.lines()[0]
    assert (newest.who, newest.how, newest.act, newest.stage) == ("ann.lee@example.gov.uk", "signed in", "keep", "done")
    deployed.start()
    place.versions.undo("Ann", "as it was", place.versions.state().version)
    page.context.close()


def test_while_no_process_is_there_readers_are_told_so_and_come_back_by_themselves(browser, deployed):
    page = browser.new_context().new_page()
    origin = deployed.let_in(page.context, deployed.ports[0])
    page.goto(f"{origin}/{LIST}")
    settle(page)
    before = page.evaluate(FIGURES)
    deployed.kill(*deployed.ports)
    for path in ("/", f"/{LIST}", "/api/gaps.csv", "/_stcore/stream"):
        answer = deployed.through(path)
        assert (answer.status, answer.headers["retry-after"], answer.headers["content-type"]) == (503, "30", "text/html; charset=utf-8")
        assert "The dashboard is not there just now" in answer.text
        assert "nginx" not in answer.text
        assert "set-cookie" not in answer.headers
    wait_until(page, f"{STATE} !== 'CONNECTED'", READY_MS)
    # What somebody was reading stays on the page.
    assert page.evaluate(FIGURES) == before
    deployed.start()
    wait_until(page, f"{STATE} === 'CONNECTED'", READY_MS)
    settle(page)
    assert page.evaluate(FIGURES) == before
    page.context.close()
