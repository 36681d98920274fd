"""Nothing that people do here grows without bound: words, notes, versions, logs, drafts and temporary folders."""

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import date, timedelta
from typing import ClassVar

import pandas as pd
import pytest
from streamlit.runtime.caching.cache_resource_api import clear_session_cache

from geo.base import scratch as scratch_module
from geo.base.errors import DataError
from geo.base.scratch import Scratch, sweep
from geo.intake.merging.ledger import read_entries
from geo.publishers import registry
from geo.settings.limits import Limits
from geo.settings.model import load_settings
from geo.store.folder import FolderStore
from geo.store.ledger import Ledger
from geo.store.ledger_entry import COLUMNS, WORDS, Entry
from geo.store.workspace import Workspace
from geo.store.workspace_log import TAIL_BYTES, Step, append
from tests.helpers.places import ROOT
from tests.helpers.screens import open_page
from tests.helpers.tiny import with_workspace
from tests.ui.screens.test_your_data_page import SITES, bring, press, visit
from ui.kit import visit_end
from ui.scene import own_data
from ui.screens import warm
from ui.words import your_data as your_data_words

DAY = date(2026, 11, 23)
NOTE = Entry("area", "L1", "outreach", "Fortnightly", "A Lead", "2026-11-01")


@pytest.fixture
def kept(tmp_path):
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "0.txt").write_text("0", encoding="utf-8")
    workspace = Workspace(tmp_path / "kept", shipped, keep_versions=3)
    workspace.create()
    return workspace


def versions(workspace):
    return sorted(int(path.name) for path in (workspace.root / "versions").iterdir())


# --- who and why -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "who", "why"), [("why", "A", "x" * 20_000_000), ("who", "x" * 20_000_000, "why"), ("why", "A", "x" * 1001)]
)
def test_a_name_or_reason_without_end_is_refused(kept, column, who, why):
    kept.keep(shutil.copytree, "A", "one")
    for change in (
        lambda: kept.keep(shutil.copytree, who, why),
        lambda: kept.undo(who, why, seen=1),
    ):
        with pytest.raises(DataError) as caught:
            change()
        assert [problem.column for problem in caught.value.problems] == [column]
    assert kept.state().version == 1


def test_the_pointer_stays_small_however_much_was_done(kept):
    kept.keep(shutil.copytree, "A" * 100, "x" * 1000)
    before = (kept.root / "current.json").stat().st_size
    for _ in range(30):
        kept.keep(shutil.copytree, "A" * 100, "x" * 1000)
    assert (kept.root / "current.json").stat().st_size < before + 100
    assert [step.number for step in kept.log(1000).steps] == list(range(1, 32))


def old_pointer(kept, reasons):
    """A pointer file as it was written when it held the log."""
    kept.keep(shutil.copytree, "A", "first")
    (kept.root / "log.jsonl").unlink(missing_ok=True)
    log = [
        {"action": "keep", "version": 1, "who": "A", "why": why, "when": f"2026-11-0{day}T10:00:00+00:00"}
        for day, why in enumerate(reasons, 1)
    ]
    (kept.root / "current.json").write_text(json.dumps({"way": [0, 1], "place": 1, "log": log}), encoding="utf-8")
    return [(step["why"], step["when"]) for step in log]


@pytest.mark.parametrize("move", [lambda kept: kept.tidy(), lambda kept: kept.undo("B", "back", seen=1)])
def test_a_pointer_of_an_older_version_hands_its_log_over_without_loss(kept, move):
    told = old_pointer(kept, ["one", "two", "three"])
    assert kept.state().version == 1
    assert [(step.why, step.when) for step in kept.log().steps] == told
    move(kept)
    assert [(step.why, step.when) for step in kept.log().steps][:3] == told
    assert "log" not in json.loads((kept.root / "current.json").read_text(encoding="utf-8"))


def test_a_forged_reason_of_20_mb_is_read_once_and_never_again(kept):
    old_pointer(kept, ["x" * 20_000_000, "y" * 20_000_000])
    kept.tidy()
    assert (kept.root / "current.json").stat().st_size < 10_000
    lines = (kept.root / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert [len(json.loads(line)["why"]) for line in lines] == [20_000_000] * 2, "nothing is lost"
    assert sum(len(step.why) for step in kept.log().steps) <= TAIL_BYTES
    kept.undo("A", "back", seen=1)
    assert kept.log().steps[-1].why == "back"


def test_a_log_that_is_broken_or_gone_breaks_nothing(kept):
    for number in range(3):
        kept.keep(shutil.copytree, "A", str(number))
    log = kept.root / "log.jsonl"
    with log.open("ab") as file:
        file.write(b'{"number": 9, "action"')
    assert [step.why for step in kept.log().steps] == ["0", "1", "2"]
    append(log, [Step("keep", 9, "A", "after a torn line", "2026-11-01", 99)])
    assert [step.why for step in kept.log().steps] == ["0", "1", "2"], "a step that no pointer named did not happen"
    kept.undo("A", "back", seen=3)
    assert [step.why for step in kept.log().steps] == ["0", "1", "2", "back"]
    log.unlink()
    assert not kept.log().readable
    log.mkdir()
    assert not kept.log().readable
    assert kept.log().steps[-1].why == "back"


# --- versions --------------------------------------------------------------------------------------------------------


def test_only_so_many_versions_stay_and_those_can_be_gone_back_to(kept):
    for number in range(1, 8):
        kept.keep(shutil.copytree, "A", str(number))
        assert len(versions(kept)) <= 3
    assert versions(kept) == [5, 6, 7]
    kept.undo("A", "back", seen=7)
    kept.undo("A", "back", seen=6)
    with pytest.raises(DataError, match="nothing to undo"):
        kept.undo("A", "back", seen=5)
    kept.redo("A", "forward", seen=5)
    assert kept.state().version == 6
    assert len(kept.log().steps) == 10, "the log outlives the versions"


def test_the_number_in_the_settings_says_how_many(tiny):
    tiny.edit_text("config.toml", 'folder = "data"', 'folder = "data"\nkeep_versions = 2')
    workspace = with_workspace(tiny)
    assert workspace.keep_versions == 2
    for number in range(4):
        workspace.keep(shutil.copytree, "A", str(number))
    assert versions(workspace) == [3, 4]


def test_what_the_dead_left_is_removed_at_the_start_of_the_server(tiny, monkeypatch):
    workspace = with_workspace(tiny)
    workspace.keep(shutil.copytree, "A", "one")
    for orphan in (".draft-abc", "versions/0002", "versions/0094"):
        shutil.copytree(tiny.data, workspace.root / orphan)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    warm.preload()
    assert versions(workspace) == [1]
    assert not list(workspace.root.glob(".draft-*"))
    step = workspace.keep(shutil.copytree, "A", "two")
    assert step.version == 2


# --- notes -----------------------------------------------------------------------------------------------------------


def exported(entries):
    table = pd.DataFrame([[getattr(entry, name) for name in COLUMNS] for entry in entries], columns=list(COLUMNS))
    return table.to_csv(index=False).encode()


def test_a_file_of_forged_notes_is_refused_before_any_is_kept():
    forged = io.BytesIO()
    forged.write((",".join(WORDS) + "\n").encode() + b"area,L1,outreach,forged,A Lead,1999-01-01,\n" * 30_000)
    with pytest.raises(DataError, match=r"30,000 entries.*notes_per_file under \[limits\]"):
        read_entries(forged.getvalue(), "forged.csv", Limits(), DAY)


@pytest.mark.parametrize(("limit", "most"), [("rows", 1), ("cell_characters", 5), ("columns", 3)])
def test_the_limits_of_every_file_hold_for_notes_too(limit, most):
    with pytest.raises(DataError, match=rf"{limit} under \[limits\]"):
        read_entries(exported([NOTE, NOTE]), "notes.csv", Limits(**{limit: most}), DAY)


@pytest.mark.parametrize("made_on", ["1999-01-01", "2016-11-22", "2026-11-24", "2999-01-01"])
def test_an_entry_of_a_day_to_come_or_of_long_ago_is_refused(made_on):
    entry = Entry(**{**vars(NOTE), "made_on": made_on})
    with pytest.raises(DataError) as caught:
        read_entries(exported([NOTE, entry]), "notes.csv", Limits(), DAY)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (3, "made_on")
    assert read_entries(exported([NOTE]), "notes.csv", Limits(), DAY) == [NOTE]


@pytest.mark.parametrize("made_on", ["20261101", "2026-W45-1"])
def test_a_date_written_in_another_way_is_refused_for_it_would_be_compared_wrongly(tmp_path, made_on):
    with pytest.raises(DataError, match="must be a date"):
        Ledger(tmp_path / "ledger.sqlite").add([Entry(**{**vars(NOTE), "made_on": made_on})])


def test_a_ledger_holds_so_many_entries_and_no_more(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite", most=3)
    ledger.add([NOTE, NOTE])
    with pytest.raises(DataError, match="may hold 3"):
        ledger.add([NOTE, NOTE])
    ledger.add([NOTE])
    assert len(ledger.entries()) == 3


def test_what_something_else_has_written_is_read_within_the_limit(tmp_path):
    Ledger(tmp_path / "ledger.sqlite").add([NOTE] * 9)
    fewer = Ledger(tmp_path / "ledger.sqlite", most=2)
    assert len(fewer.entries(DAY)) == 8, "two that hold, and six that have ended"
    assert fewer.unusable() == 1


def test_entries_that_have_ended_take_no_room_from_others(tmp_path):
    """Whoever adds and takes back all day long neither fills the ledger nor the disk."""
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path, most=3)
    ledger.add([NOTE])
    for _ in range(20):
        ledger.add([NOTE])
        ledger.withdraw(int(ledger.entries(DAY).index[0]), DAY)
    ledger.add([NOTE, NOTE])
    assert len(ledger.entries(DAY)) == 3
    assert 1 in ledger.entries(DAY).index, "what holds is never removed"
    assert len(ledger.entries()) == 3 + 3 * 3
    with pytest.raises(DataError, match="holds 3 entries in force"):
        ledger.add([NOTE])


def test_entries_that_ended_years_ago_are_removed(tmp_path):
    path = tmp_path / "ledger.sqlite"
    ended = [{"withdrawn_on": "2024-11-22"}, {"withdrawn_on": "2024-11-24"}, {"expires_on": "2024-11-22"}, {"expires_on": "2024-11-24"}]
    old = {**vars(NOTE), "made_on": "2020-01-01"}
    Ledger(path, ended_years=50).add([Entry(**old), *(Entry(**{**old, **one}) for one in ended)])
    ledger = Ledger(path, ended_years=2)
    ledger.forget_ended(date(2024, 11, 30))
    assert len(ledger.entries()) == 5
    ledger.forget_ended(date(2026, 11, 23))
    assert sorted(ledger.entries().index) == [1, 3, 5]


def test_nothing_is_written_at_a_start_where_nothing_has_to_go(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.forget_ended(DAY)
    assert list(tmp_path.iterdir()) == []
    ledger.add([NOTE])
    before = ledger.version()
    ledger.forget_ended(DAY)
    assert ledger.version() == before


def test_old_entries_go_at_the_start_of_a_server(tiny, monkeypatch):
    workspace = with_workspace(tiny)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    path = workspace.root / "ledger.sqlite"
    Ledger(path, ended_years=50).add([NOTE, Entry(**{**vars(NOTE), "made_on": "2019-01-01", "withdrawn_on": "2019-02-01"})])
    warm.preload()
    assert len(Ledger(path).entries()) == 1


# --- temporary folders -----------------------------------------------------------------------------------------------

MAKES_ONE = "import time; from geo.base.scratch import Scratch; made = Scratch('bound-', {parent!r}); print(made.folder, flush=True)\n"
MAKES_ONE += "time.sleep(60)"


def test_a_folder_of_a_killed_maker_goes_and_that_of_a_living_one_stays(tmp_path):
    code = "from pathlib import Path; " + MAKES_ONE.replace("{parent!r}", f"Path({str(tmp_path)!r})")
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as maker:
        folder = maker.stdout.readline().strip()
        sweep("bound-", tmp_path)
        assert os.path.isdir(folder)  # noqa: PTH112 - as it was printed
        maker.send_signal(signal.SIGKILL)
        maker.wait()
    with Scratch("bound-", tmp_path) as mine:
        assert [path.name for path in tmp_path.iterdir()] == [mine.name]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_swept_before_it_is_locked_stays(tmp_path, monkeypatch):
    """Another server may begin at any moment: here just before the lock is taken."""
    real, asked = scratch_module.locked, []

    def locked(handle):
        asked.append(handle)
        if len(asked) == 1:
            sweep("bound-", tmp_path)
        return real(handle)

    monkeypatch.setattr(scratch_module, "locked", locked)
    with Scratch("bound-", tmp_path) as folder:
        assert len(asked) > 1
        assert folder.is_dir()
        sweep("bound-", tmp_path)
        assert folder.is_dir()


def test_a_lock_that_a_sweep_holds_for_a_moment_is_waited_for(tmp_path, monkeypatch):
    real, asked = scratch_module.locked, []
    monkeypatch.setattr(scratch_module, "locked", lambda handle: asked.append(handle) or (len(asked) > 3 and real(handle)))
    with Scratch("bound-", tmp_path) as folder:
        monkeypatch.undo()
        sweep("bound-", tmp_path)
        assert folder.is_dir()


def test_a_folder_that_cannot_be_locked_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(scratch_module, "WAIT_S", 0.01)
    monkeypatch.setattr(scratch_module, "locked", lambda _handle: False)
    with pytest.raises(OSError, match="lock"):
        Scratch("bound-", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_folders_of_visits_whose_server_was_killed_go_at_the_start(tiny, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    old, young = scratch / f"{own_data.PREFIX}old", scratch / f"{own_data.PREFIX}young"
    for folder in (old, young):
        folder.mkdir()
    long_ago = time.time() - timedelta(days=1).total_seconds()
    os.utime(old, (long_ago, long_ago))
    own = own_data.OwnData(FolderStore(tiny.data), [], tiny.settings)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    warm.preload()
    assert not old.exists()
    assert young.exists(), "made a moment ago, it may not have its lock yet"
    assert own.store.as_folder().exists()


def test_the_folder_of_a_visit_goes_soon_after_the_visit_has_ended(tiny, monkeypatch):
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    monkeypatch.setattr(visit_end, "LATER_S", 0.01)
    app = press(bring(visit(), ("sites.csv", SITES)), your_data_words.USE)
    folder = app.session_state[own_data.KEY].store.as_folder()
    assert folder.is_dir()
    clear_session_cache("test session id")
    deadline = time.monotonic() + 30
    while folder.parent.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not folder.parent.exists()


class Later(threading.Timer):
    """A timer whose time comes when the test says so."""

    begun: ClassVar[list[Later]] = []

    def start(self):
        Later.begun.append(self)

    def fire(self):
        if not self.finished.is_set():
            self.function(*self.args)


def test_a_visit_that_came_back_and_left_again_has_all_its_time(tiny, monkeypatch):
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    monkeypatch.setattr(threading, "Timer", Later)
    app = press(bring(visit(), ("sites.csv", SITES)), your_data_words.USE)
    folder = app.session_state[own_data.KEY].store.as_folder()
    clear_session_cache("test session id")
    app.run()
    clear_session_cache("test session id")
    first, *_, last = [timer for timer in Later.begun if timer.function is visit_end._close]
    assert first is not last
    first.fire()
    assert folder.is_dir()
    last.fire()
    assert not folder.parent.exists()


def test_the_copy_of_the_data_goes_when_nobody_uses_it_any_more(tiny, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    for number in range(5):
        tiny.edit_text("config.toml", f"surroundings_km = {20 + number}", f"surroundings_km = {21 + number}")
        assert not open_page("app.py").exception
    gc.collect()  # what is done with may be part of a circle
    assert len(list(scratch.glob("gap-map-data-*"))) <= 3
    assert load_settings(tiny.config).area.surroundings_km == 25
