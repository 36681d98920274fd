"""Readers who ask for ever-new combinations: each is worked out once, few at a time, in full, and whoever waits is told so kindly."""

from __future__ import annotations

import re
import threading
import time
from itertools import count

import pandas as pd
import pytest
import streamlit as st
from pydantic import ValidationError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from geo.method.gaps import Query, gap_list
from geo.settings.server import Server
from geo.whatif.scene import Choices
from geo.whatif.tuning import Tuning, tune
from tests.helpers.places import ROOT
from tests.helpers.screens import open_page
from tests.security.serving import message, run, serving, socket
from tests.security.test_socket import answers, drawn_s
from ui.kit import work
from ui.kit.bucket import Bucket, Buckets, Together
from ui.scene import answers as ui_answers
from ui.scene import loading, memo
from ui.words import guard as guard_words

PATIENCE_S = 30


@pytest.fixture
def limits():
    """Set how much may be asked, for one test."""
    yield lambda **values: work.limit(Server(**values))
    work.limit(Server())


def together(*calls):
    """Run calls at the same time, each in a thread as a visit has one; what they gave, in order."""
    given, threads = {}, []
    for number, call in enumerate(calls):
        threads.append(threading.Thread(target=lambda number=number, call=call: given.setdefault(number, call()), daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join(PATIENCE_S)
        assert not thread.is_alive(), "somebody waits for ever"
    return [given[number] for number in range(len(calls))]


def heavy(name, body):
    """A heavy function with a name of its own, for Streamlit keeps results by name."""

    def function(key):
        return body(key)

    function.__qualname__ = f"{name}_{next(NUMBER)}"
    return memo.shared(heavy=True)(function)


NUMBER = count()


class Busy:
    """Counts who works at the same time."""

    def __init__(self, work_s=0.05):
        self.now = self.most = self.times = 0
        self._lock, self._work_s = threading.Lock(), work_s

    def __call__(self, key):
        with self._lock:
            self.now += 1
            self.times += 1
            self.most = max(self.most, self.now)
        time.sleep(self._work_s)
        with self._lock:
            self.now -= 1
        return key


def test_all_who_ask_the_same_at_once_wait_for_one_answer(limits):
    limits(work_at_once=4)
    busy = Busy()
    asked = heavy("same", busy)
    assert together(*[lambda: asked("a")] * 8) == ["a"] * 8
    assert busy.times == 1


@pytest.mark.parametrize("at_once", [1, 2])
def test_of_many_new_questions_few_are_worked_out_at_once(limits, at_once):
    limits(work_at_once=at_once)
    busy = Busy()
    asked = heavy("many", busy)
    assert together(*[lambda key=key: asked(key) for key in range(8)]) == list(range(8))
    assert busy.most == at_once


def test_what_is_known_already_never_waits(limits):
    limits(work_at_once=1)
    begun, go_on = threading.Event(), threading.Event()

    def body(key):
        if key == "slow":
            begun.set()
            go_on.wait(PATIENCE_S)
        return key

    asked = heavy("known", body)
    asked("known")
    slow = threading.Thread(target=asked, args=("slow",), daemon=True)
    slow.start()
    assert begun.wait(PATIENCE_S)
    assert together(lambda: asked("known")) == ["known"]
    assert slow.is_alive()
    go_on.set()
    slow.join(PATIENCE_S)


def test_functions_inside_each_other_wait_for_nobody_who_waits_for_them(limits):
    limits(work_at_once=1)
    inner = heavy("inner", Busy(0.01))

    @memo.shared()
    def outer(key):
        return inner(key)

    both = heavy("both", lambda key: (outer(key), inner(key + 100)))
    asked = [lambda key=key: outer(key) for key in range(6)] + [lambda key=key: both(key) for key in range(6)]
    assert together(*asked) == [*range(6), *((key, key + 100) for key in range(6))]


def test_whoever_has_asked_for_least_is_next():
    line, order, go_on = work.Line(1), [], threading.Event()
    used = {name: Bucket(0.1, 60) for name in ("much", "more", "none")}
    used["more"].take(50)
    used["much"].take(30)

    def work_as(name):
        with line.turn(used[name], lambda: None):
            order.append(name)

    with line.turn(Bucket(0.1, 60), lambda: None):
        threads = [threading.Thread(target=work_as, args=(name,), daemon=True) for name in ("more", "much", "none")]
        for thread in threads:
            thread.start()
            time.sleep(0.05)
        go_on.set()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert order == ["none", "much", "more"]


def test_a_new_visit_for_each_question_overtakes_nobody():
    addresses = Buckets(0.5, 300)
    for _ in range(10):
        Together(Bucket(0.05, 30), addresses.of("192.0.2.1")).take(20)
    asks_again, asks_first = (Together(Bucket(0.05, 30), addresses.of(f"192.0.2.{one}")) for one in (1, 2))
    assert asks_again.share < 0.4
    assert asks_first.share == 1
    assert not asks_again.wait_s
    Together(Bucket(0.05, 30), addresses.of("192.0.2.1")).take(101)
    assert asks_again.wait_s > 1
    assert not asks_first.wait_s
    assert Together().share > asks_first.share


def test_whoever_leaves_the_line_or_fails_holds_up_nobody():
    line = work.Line(1)

    def leave():
        raise InterruptedError

    with line.turn(Bucket(1, 1), lambda: None), pytest.raises(InterruptedError), line.turn(Bucket(1, 1), leave):
        pytest.fail("two at once")
    with pytest.raises(ZeroDivisionError), line.turn(Bucket(1, 1), lambda: None):
        _ = 1 / 0
    with line.turn(Bucket(1, 1), leave):
        pass


def test_an_allowance_fills_up_again():
    bucket = Bucket(rate=50.0, most=2.0)
    assert bucket.full
    bucket.take(3.0)
    assert 0 < bucket.wait_s <= 1 / 50
    time.sleep(0.1)
    assert bucket.wait_s == 0
    assert bucket.left == 2.0


def script():
    from ui.kit import work  # noqa: PLC0415 - AppTest runs this function's text alone

    with work.turn():
        total = sum(range(2_000_000))
    st.write(f"done {total}")


def test_a_visit_that_used_up_its_allowance_waits_a_moment_and_is_answered_in_full(limits):
    limits(work_burst_s=0.001, work_share=0.02)
    app = AppTest.from_string("import streamlit as st\nfrom tests.security.test_load import script\nscript()", default_timeout=PATIENCE_S)
    app.run()
    used = app.session_state[work.KEY]
    assert used.left < 0
    start, wait_s = time.monotonic(), used.wait_s
    app.run()
    assert time.monotonic() - start >= wait_s * 0.9
    assert [told.value for told in app.markdown] == ["done 1999999000000"]


def test_figures_do_not_depend_on_how_long_somebody_waited(limits):
    limits(work_burst_s=0.001, work_share=1.0)
    scene = loading.load()
    settings, model = scene.settings, scene.model
    indicator = next(key for key, use in settings.outcomes["child_health"].indicators.items() if use.role != "context")
    app = open_page("pages/2_Gap_list.py", outcome="child_health", weight=f"{indicator}:1.7")
    assert not app.exception
    tuning, query = Tuning(((indicator, 1.7),)), Query("child_health")
    known = ui_answers.listed(ui_answers.chosen(scene, Choices(outcome="child_health", tuning=tuning)), query)
    pd.testing.assert_frame_equal(known, gap_list(tune(model, "child_health", tuning), query))


def test_whatever_is_kept_is_kept_by_the_functions_that_know_of_turns():
    kept = re.compile(r"st\.cache_(data|resource)")
    sources = [path for folder in ("ui", "pages") for path in (ROOT / folder).rglob("*.py")]
    # The last one keeps nothing: it asks to be told when a visit ends.
    assert {path.name for path in sources if kept.search(path.read_text(encoding="utf-8"))} == {"loading.py", "memo.py", "visit_end.py"}


def test_the_words_say_what_happens_and_when():
    assert "worked out in 12 seconds, by itself" in guard_words.rest(12.3)
    assert "worked out in 1 second, by itself" in guard_words.rest(0.2)


@pytest.mark.parametrize(
    "wrong", [{"work_at_once": 0}, {"work_share": 0}, {"work_share": 2}, {"work_burst_s": -1}, {"client_work_share": 0}, {"sockets": 0}]
)
def test_no_setting_can_make_everybody_wait_for_ever(wrong):
    with pytest.raises(ValidationError):
        Server(**wrong)


def test_the_page_says_that_it_waits_and_then_shows_the_list(tmp_path):
    with serving(tmp_path, work_burst_s=0.05, work_share=0.3) as netloc, socket(netloc) as greedy, socket(netloc) as reader:
        drawn_s(reader)
        indicator = "gld"
        told = []
        # Weights come in steps of a quarter: others would be rounded to one that is known.
        for weight in (0.25, 0.5):
            greedy.send(run(f"outcome=school_readiness&weight={indicator}:{weight}", "Gap_list"))
            told += answers(greedy, "script_finished")
        shown = [str(said.delta) for said in told if said.HasField("delta")]
        assert any("Many new combinations were asked for" in one for one in shown)
        assert "dataframe" in {said.delta.new_element.WhichOneof("type") for said in told}
        greedy.send(run(f"outcome=school_readiness&weight={indicator}:0.75", "Gap_list"))
        greedy.send(message(app_heartbeat=True))
        # Meanwhile a reader of what is known waits for nothing.
        assert min(drawn_s(reader) for _ in range(3)) < 5
        answers(greedy, "script_finished")


def test_all_visits_from_one_address_share_an_allowance(tmp_path, monkeypatch):
    """The address is the one that a proxy passes on which is believed, as SECURITY.md says."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1,::ffff:127.0.0.1")
    # One question takes 1 to 6 seconds of computing, as busy as the machine is: one must fit, and forty must not.
    with serving(tmp_path, client_work_burst_s=8, client_work_share=0.01) as netloc:

        def waits(address, number):
            """Whether the page says so; what it would show after that is not waited for. Each number is a question that nobody asked."""
            # Weights come in steps of a quarter: others would be rounded to one that is known.
            weights = f"weight=gld:{number % 8 / 4}&weight=idaci:{(2 + number // 8) / 4}"
            with socket(netloc, **{"X-Forwarded-For": address}) as visit:
                visit.send(run(f"outcome=school_readiness&{weights}", "Gap_list"))
                said = ForwardMsg()
                while said.WhichOneof("type") != "script_finished":
                    said.ParseFromString(visit.recv(timeout=PATIENCE_S))
                    if said.HasField("delta") and "Many new combinations were asked for" in str(said.delta):
                        return True
            return False

        assert any(waits("192.0.2.1", number) for number in range(40)), "a new visit for each question is never limited"
        assert not waits("192.0.2.2", 40)


@pytest.mark.parametrize(
    ("address", "here"), [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("::ffff:192.0.2.1", False), ("192.0.2.1", False)]
)
def test_a_proxy_on_this_computer_that_names_nobody_is_no_address(address, here):
    """Else all readers would share what one may use."""
    assert work.is_here(address) == here
