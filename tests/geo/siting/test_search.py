"""The search in a process of its own: the same answer, one that can be stopped, and nothing left behind."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geo.base.scratch import sweep
from geo.siting import search
from geo.siting.child import NICE
from geo.siting.exact import Found, best, best_of_one
from geo.siting.frontier import frontier
from geo.siting.greedy import greedy
from geo.siting.prepare import Prepared, prepare
from geo.siting.search import SiteSearch, greedy_found, slices, up_to
from tests.helpers.places import ROOT
from tests.helpers.towns import HEALTH, SCHOOL, asked, asked_hubs, town, town_model

SECONDS, NEAR = 20.0, 0.01


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def question(objective: str = "need") -> Prepared:
    if objective == "travel":
        return prepare(town_model(), HEALTH, asked_hubs(objective=objective))
    return prepare(town_model(), SCHOOL, asked(objective=objective))


def started(prepared: Prepared, count: int, *seconds: float) -> SiteSearch:
    begun = greedy(prepared.instance, count).plan(count, prepared.instance.sites)
    return SiteSearch(prepared.instance, count, begun, seconds or (SECONDS,), NEAR)


@pytest.mark.parametrize("objective", ["need", "places", "worst_fifth", "travel", "within", "longest"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_best_of_one_by_trying_all_is_what_the_solver_proves(objective: str, seed: int) -> None:
    sites = objective in {"travel", "within", "longest"}
    model, query = town_model(town(seed)), HEALTH if sites else SCHOOL
    prepared = prepare(model, query, (asked_hubs if sites else asked)(objective=objective))
    begun = greedy(prepared.instance, 1).plan(1, prepared.instance.sites)
    expected = best(prepared.instance, 1, SECONDS, begun, NEAR)
    # From whichever site it begins.
    for site in range(0, prepared.instance.sites, 5):
        single = np.eye(prepared.instance.sites, dtype=np.int64)[site]
        found = best_of_one(prepared.instance, 1, single)
        assert found is not None
        assert found.status == expected.status == "proven"
        assert found.value == pytest.approx(expected.value, rel=1e-9)


def test_more_sites_than_one_or_none_are_not_proven_by_trying() -> None:
    prepared = question()
    begun = greedy(prepared.instance, 2).plan(2, prepared.instance.sites)
    assert best_of_one(prepared.instance, 2, begun) is None
    assert best_of_one(prepared.instance, 1, np.zeros_like(begun)) is None
    everybody = prepare(town_model(), HEALTH, asked_hubs(objective="everybody"))
    assert best_of_one(everybody.instance, 1, np.eye(everybody.instance.sites, dtype=np.int64)[0]) is None


def test_a_single_site_that_must_be_is_the_best_of_those_that_may() -> None:
    prepared = question()
    last = prepared.instance.sites - 1
    must = replace(prepared.instance.bounds, must=np.arange(prepared.instance.sites) == last)
    begun = np.eye(prepared.instance.sites, dtype=np.int64)[last]
    found = best_of_one(replace(prepared.instance, bounds=must), 1, begun)
    assert found is not None
    assert (found.plan == begun).all()


@pytest.mark.parametrize("objective", ["need", "travel"])
def test_the_process_finds_what_a_search_here_finds(objective: str, own_folder: Path) -> None:
    prepared = question(objective)
    begun = greedy(prepared.instance, 3).plan(3, prepared.instance.sites)
    expected = best(prepared.instance, 3, SECONDS, begun, NEAR)
    found = started(prepared, 3).wait()
    assert (found.plan == expected.plan).all()
    assert (found.status, found.seconds) == ("proven", SECONDS)
    # Sums are made in another order where arrays lie otherwise in memory.
    assert (found.value, found.bound) == pytest.approx((expected.value, expected.bound), rel=1e-12)
    assert list(own_folder.iterdir()) == []


def test_a_search_that_is_stopped_keeps_the_greedy_answer(own_folder: Path) -> None:
    prepared = question()
    begun = greedy(prepared.instance, 3)
    going = started(prepared, 3)
    assert going.running
    assert going.poll().status == "greedy"
    found = going.stop()
    assert not going.running
    assert found.status in {"greedy", "proven"}
    assert found.value >= begun.worth[3] - 1e-9
    assert list(own_folder.iterdir()) == []
    sweep(search.PREFIX)


def test_a_search_outlives_the_thread_that_asked_for_it() -> None:
    begun: list[SiteSearch] = []

    def visiting() -> None:
        begun.append(started(question(), 3))
        # Long enough for the process to bind itself to whoever began it, and too short for it to load its libraries.
        time.sleep(0.3)

    visit = threading.Thread(target=visiting)
    visit.start()
    visit.join()
    assert begun[0].wait().status == "proven"


def left_alone() -> tuple[int, Path]:
    """Start a search that would take minutes, and hold it no longer."""
    prepared = prepare(town_model(town(sites=120, nurseries=2)), SCHOOL, asked(objective="worst_fifth"))
    going = started(prepared, 20, 60.0, 60.0)
    assert going.running
    return going._process.pid, going._scratch.folder


def test_a_search_that_nobody_holds_any_more_ends_and_leaves_nothing() -> None:
    process, folder = left_alone()
    gc.collect()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert not folder.exists()


def test_a_search_that_goes_on_holds_nobody_up_who_ends() -> None:
    code = (
        "from tests.geo.siting.test_search import *\n"
        "prepared = prepare(town_model(town(sites=120, nurseries=2)), SCHOOL, asked(objective='worst_fifth'))\n"
        "going = started(prepared, 20, 60.0, 60.0)\n"
        "print(going._process.pid, going._scratch.folder, flush=True)\n"
    )
    done = subprocess.run([sys.executable, "-X", "dev", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=50, check=False)
    process, folder = done.stdout.split()
    assert (done.returncode, "still running" in done.stderr) == (0, False), done.stderr
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)
    assert not Path(folder).exists()


def test_a_search_gives_way_to_visits() -> None:
    going = started(prepare(town_model(town(sites=120, nurseries=2)), SCHOOL, asked(objective="worst_fifth")), 20, 60.0)
    deadline = time.monotonic() + 20
    while os.getpriority(os.PRIO_PROCESS, going._process.pid) < NICE and time.monotonic() < deadline:
        time.sleep(0.05)
    assert os.getpriority(os.PRIO_PROCESS, going._process.pid) >= NICE
    going.stop()


def test_a_search_that_is_stopped_keeps_what_a_slice_has_found() -> None:
    prepared = prepare(town_model(town(sites=120, nurseries=2)), SCHOOL, asked(objective="worst_fifth"))
    going = started(prepared, 20, 0.5, 60.0)
    deadline = time.monotonic() + 40
    while going.poll().status == "greedy" and going.running and time.monotonic() < deadline:
        time.sleep(0.05)
    assert going.running
    found = going.stop()
    assert found.status in {"near", "stopped"}
    assert found.seconds == 0.5
    assert found.bound >= found.value >= greedy(prepared.instance, 20).worth[20] - 1e-9


def test_a_process_that_somebody_else_kills_is_told_of(own_folder: Path) -> None:
    going = started(question(), 3)
    going._process.kill()
    going._process.wait()
    with pytest.raises(ArithmeticError, match="no reason given"):
        going.wait()
    assert list(own_folder.iterdir()) == []


def test_a_process_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "GRACE_S", -1e9)
    going = started(question(), 3)
    assert not going.running
    assert going.wait().status in {"greedy", "proven"}


def test_a_process_that_fails_says_so(monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> None:
    monkeypatch.setattr(search, "ASKED", "elsewhere")
    with pytest.raises(ArithmeticError, match="The search for the best answer failed: FileNotFoundError"):
        started(question(), 3).wait()
    assert list(own_folder.iterdir()) == []


def test_slices_end_with_the_first_that_proves_the_best() -> None:
    prepared = question()
    begun = greedy(prepared.instance, 3).plan(3, prepared.instance.sites)
    assert [found.status for found in slices(prepared.instance, 3, begun, (10.0, 20.0, 30.0), NEAR)] == ["proven"]


def test_a_search_without_time_still_has_an_answer_and_says_how_far_it_may_be_from_the_best() -> None:
    prepared = prepare(town_model(town(sites=120, nurseries=2)), SCHOOL, asked(objective="worst_fifth"))
    count = 8
    begun = greedy(prepared.instance, count)
    found = best(prepared.instance, count, 0.05, begun.plan(count, prepared.instance.sites), NEAR)
    assert found.value >= begun.worth[count] - 1e-9
    assert found.bound >= found.value
    assert (found.status == "proven") == (found.gap <= 1e-6)


def test_slices_are_cut_at_the_longest_search_that_is_asked_for() -> None:
    assert up_to((1.0, 5.0, 30.0), 30.0) == (1.0, 5.0, 30.0)
    assert up_to((1.0, 5.0, 30.0), 3.0) == (1.0, 3.0)
    assert up_to((1.0, 5.0, 30.0), 60.0) == (1.0, 5.0, 30.0, 60.0)
    assert up_to((1.0, 5.0, 30.0), 0.5) == (0.5,)


def test_of_a_greedy_answer_nothing_is_known() -> None:
    for objective in ("need", "travel"):
        prepared = question(objective)
        found: Found = greedy_found(prepared.instance, frontier(prepared).begun(2))
        assert (found.status, found.gap) == ("greedy", np.inf)
