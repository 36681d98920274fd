"""A full disk, a kill at any moment, and two people at once: the old version goes on, whole, and everybody is told in words."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import sys
import threading
import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from geo.base import disk
from geo.base.errors import DataError
from geo.cli.main import main
from geo.contract.check import check_folder
from geo.publishers import registry
from geo.settings.model import load_settings
from geo.store.folder import FolderStore
from geo.store.kept import of_today, workspace_of
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from geo.store.workspace import Workspace
from tests.geo.cli.test_refresh import Quiet
from tests.helpers.screens import open_page, words
from tests.helpers.small_disk import fill, small_disk_at
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import LSOAS
from tests.ui.screens.test_your_data_page import MARK, SITES, bring, press, sign, tables, visit
from ui.scene import own_data
from ui.words import your_data as your_words

SMALL_MB = 3
KILLS = 8
FULL = "the disk is full"
VISITS = "LSOA code,year,value\n" + "".join(f"{code},2026,{place}\n" for place, code in enumerate(LSOAS))
ENTRY = Entry("area", "L1", "outreach", "Fortnightly", "A Lead", "2026-11-01")


@pytest.fixture(autouse=True)
def own_layouts(monkeypatch):
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])


@pytest.fixture
def small_disk(tmp_path):
    """A real disk of few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    with small_disk_at(place, SMALL_MB):
        yield place


@pytest.fixture
def kept(small_disk, tiny, monkeypatch):
    """A workspace on the small disk with one version, and the product's settings pointing to it."""
    monkeypatch.setattr(disk, "MARGIN_MB", 0)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    workspace = with_workspace(tiny, str(small_disk / "kept"))
    workspace.keep(shutil.copytree, "A", "first")
    return workspace


def everything(workspace):
    return {path.relative_to(workspace.root): path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}


def whole(workspace):
    """The version in use keeps the contract, and nothing half-written lies about."""
    state = workspace.state()
    settings = load_settings(workspace.shipped.parent / "config.toml")
    assert check_folder(of_today(settings)).ok
    assert not list(workspace.root.glob(".draft-*"))
    return state


# --- a full disk -----------------------------------------------------------------------------------------------------


def test_space_is_looked_at_before_anything_is_written(kept, monkeypatch):
    monkeypatch.setattr(disk, "MARGIN_MB", SMALL_MB + 1)
    before = everything(kept)
    with pytest.raises(DataError, match=r"needs \d+ MB on the disk and \d+ MB are free. Nothing has changed"):
        kept.keep(lambda _old, _new: pytest.fail("nothing may be written"), "A", "second")
    assert everything(kept) == before


def test_a_disk_that_fills_up_while_a_version_is_kept(kept, small_disk):
    before = everything(kept)

    def make(old, new):
        fill(small_disk)
        shutil.copytree(old, new)

    with pytest.raises(DataError, match=FULL):
        kept.keep(make, "A", "second")
    assert everything(kept) == before
    assert whole(kept).version == 1
    (small_disk / "filler").unlink()
    assert kept.keep(shutil.copytree, "A", "second").version == 2


def test_a_disk_that_is_full_once_a_version_is_in_its_place(kept, small_disk, monkeypatch):
    before = everything(kept)
    real = Path.rename

    def moved(path, target):
        real(path, target)
        fill(small_disk)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", moved)
        with pytest.raises(DataError, match=FULL):
            kept.keep(shutil.copytree, "A", "second")
    assert everything(kept) == {**before, Path("log.jsonl"): b""}, "no version stays that no pointer names"
    (small_disk / "filler").unlink()
    assert kept.keep(shutil.copytree, "A", "second").version == 2


@pytest.mark.parametrize("move", ["undo", "redo"])
def test_a_full_disk_while_going_back_or_forward(kept, small_disk, move):
    if move == "redo":
        kept.undo("A", "back", seen=1)
    in_use = kept.state().version
    fill(small_disk)
    with pytest.raises(DataError, match=FULL):
        getattr(kept, move)("A", "why", seen=in_use)
    assert whole(kept).version == in_use
    (small_disk / "filler").unlink()
    getattr(kept, move)("A", "why", seen=in_use)
    assert [step.action for step in kept.log().steps][-1] == move


def test_pages_and_notes_are_read_from_a_full_disk_and_nothing_is_added(kept, small_disk):
    ledger = Ledger(kept.root / "ledger.sqlite")
    ledger.add([ENTRY])
    fill(small_disk)
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness")
    assert not app.exception
    assert not app.warning
    with pytest.raises(DataError, match="full"):
        ledger.add([Entry(**{**vars(ENTRY), "note": "x" * 900})] * 500)
    assert len(ledger.entries()) == 1


def test_an_import_on_a_full_disk_says_so_in_one_sentence(kept, small_disk, run_tiny, tmp_path):
    (tmp_path / "visits.csv").write_text(VISITS, encoding="utf-8")
    fill(small_disk)
    done = run_tiny("import", tmp_path / "visits.csv", "--who", "A", "--why", "b")
    assert done.code == 1
    assert "Free some space and try again" in done.err
    assert "Traceback" not in done.err
    assert whole(kept).version == 1


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "command", [["import", "visits.csv", "--out", "disk/new"], ["export", "--out", "disk/all.zip"], ["export", "--out", "disk/all"]]
)
def test_what_is_written_elsewhere_is_whole_or_not_there(small_disk, run_tiny, tmp_path, command, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "visits.csv").write_text(VISITS, encoding="utf-8")
    fill(small_disk)
    done = run_tiny(*command)
    assert done.code == 1
    assert "Free some space and try again" in done.err
    assert "Traceback" not in done.err
    assert sorted(path.name for path in small_disk.iterdir()) == ["filler", "kept"]


@pytest.mark.usefixtures("kept")
def test_files_of_a_visit_on_a_full_disk_are_refused_in_words(small_disk, monkeypatch):
    app = bring(visit(), ("sites.csv", SITES))
    monkeypatch.setattr("tempfile.tempdir", str(small_disk))
    fill(small_disk)
    press(app, your_words.USE)
    assert [error.value for error in app.error] == [your_words.NOT_DONE]
    assert "Free some space and try again" in tables(app)
    assert own_data.KEY not in app.session_state
    assert not list(small_disk.glob(f"{own_data.PREFIX}*"))
    assert MARK not in words(app)


# --- the same without the right to mount: a process in which no file can grow -----------------------------------------


def where_no_file_can_grow(act):
    """Run ``act(fill)`` in a process of its own and give what it says; after ``fill()`` the system refuses each further byte of a file."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    child = context.Process(target=_without_growth, args=(act, there))
    child.start()
    assert here.poll(60)
    said = here.recv()
    child.join()
    return said


def _without_growth(act, end):
    try:
        act(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
        end.send("done")
    except DataError as error:
        end.send(str(error))
    except BaseException as error:  # noqa: BLE001 - the test says what it expected in its place
        end.send(repr(error))
    os._exit(0)


@pytest.fixture
def undone(tiny, monkeypatch):
    """A workspace with a version that was undone, so that every move is possible, and an entry of local knowledge."""
    monkeypatch.setattr(disk, "MARGIN_MB", 0)
    workspace = with_workspace(tiny)
    for number in (1, 2):
        workspace.keep(shutil.copytree, "A", str(number))
    workspace.undo("A", "back", seen=2)
    Ledger(workspace.root / "ledger.sqlite").add([ENTRY])
    return workspace


def keep_while_it_fills_up(workspace, fill):
    def make(old, new):
        new.mkdir()
        fill()
        shutil.copytree(old, new, dirs_exist_ok=True)

    workspace.keep(make, "A", "third")


def keep_and_fill_up_once_it_is_in_its_place(workspace, fill):
    real = Path.rename
    Path.rename = lambda path, target: (real(path, target), fill())
    workspace.keep(shutil.copytree, "A", "third")


def move(action):
    def moved(workspace, fill):
        fill()
        getattr(workspace, action)("A", "why", seen=1)

    moved.__name__ = action
    return moved


@pytest.mark.parametrize("act", [keep_while_it_fills_up, keep_and_fill_up_once_it_is_in_its_place, move("undo"), move("redo")])
def test_where_no_file_can_grow_nothing_changes_and_that_is_said(undone, act):
    before = everything(undone)
    assert FULL in where_no_file_can_grow(lambda fill: act(undone, fill))
    # The name in the lock is a kindness to whoever waits.
    assert {**everything(undone), Path(".lock"): b""} == {**before, Path(".lock"): b""}
    assert whole(undone).version == 1
    assert undone.keep(shutil.copytree, "A", "third").version == 3


def test_where_no_file_can_grow_notes_are_read_and_none_is_added(undone):
    ledger = Ledger(undone.root / "ledger.sqlite")

    def add(fill):
        fill()
        if len(ledger.entries()) == 1:
            ledger.add([ENTRY])

    assert "ledger.sqlite: cannot be written just now" in where_no_file_can_grow(add)
    assert len(ledger.entries()) == 1


def test_where_no_file_can_grow_data_of_a_visit_leave_nothing_behind(undone, tiny, tmp_path, monkeypatch):
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    said = where_no_file_can_grow(lambda fill: (fill(), own_data.OwnData(FolderStore(undone.folder(1)), [], tiny.settings)))
    assert "Free some space and try again" in said
    assert list(place.iterdir()) == []


# --- a kill at any moment --------------------------------------------------------------------------------------------


def killed_again_and_again(workspace, command, known):
    """Run a command over and over, kill it at random moments, and look at what is there each time; then let it end once."""
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    context = multiprocessing.get_context("fork")

    def run():
        child = context.Process(target=_run, args=(command,))
        child.start()
        return child

    began = time.monotonic()
    child = run()
    child.join()
    assert child.exitcode == 0
    whole_s, last = time.monotonic() - began, workspace.state().version
    for _ in range(KILLS):
        child = run()
        time.sleep(chance.uniform(0.1, 1.0) * whole_s)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        state = workspace.state()
        assert state.version in {last, last + 1}
        assert [step.number for step in workspace.log().steps][-1] == state.last.number
        settings = load_settings(workspace.shipped.parent / "config.toml")
        assert check_folder(of_today(settings)).ok
        assert known(workspace.folder(state.version))
        last = state.version
    child = run()
    child.join()
    assert child.exitcode == 0
    whole(workspace)
    named = {step.version for step in workspace.log(1000).steps}
    there = {int(path.name) for path in (workspace.root / "versions").iterdir()}
    assert there <= named, "no version stays that no pointer ever named"


def _run(command):
    with open(os.devnull, "w", encoding="utf-8") as nothing:  # noqa: PTH123 - a device
        sys.stdout = sys.stderr = nothing
        code = main([str(word) for word in command])
    os._exit(code)


def has_visits(folder):
    return "visits" in (folder / "indicator_values.csv").read_text(encoding="utf-8")


def test_an_import_killed_at_any_moment(tiny, tmp_path):
    workspace = with_workspace(tiny)
    (tmp_path / "visits.csv").write_text(VISITS, encoding="utf-8")
    killed_again_and_again(workspace, ["--config", tiny.config, "import", tmp_path / "visits.csv", "--who", "A", "--why", "b"], has_visits)


def test_a_refresh_killed_at_any_moment(tiny, tmp_path):
    workspace = with_workspace(tiny)
    folder = tmp_path / "publisher"
    folder.mkdir()

    class Changing(Quiet):
        """Gives another file each time, for a file that has not changed is not brought in."""

        def do_GET(self):  # noqa: N802 - the name that the server calls
            (folder / "visits.csv").write_text(VISITS + f"E01000001,2026,{time.monotonic_ns()}\n", encoding="utf-8")
            super().do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Changing, directory=str(folder)))
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True)
    thread.start()
    entry = f'\n[downloads.council]\naddress = "http://127.0.0.1:{server.server_port}/visits.csv"\nkind = "csv"\n'
    tiny.config.write_text(tiny.config.read_text(encoding="utf-8") + entry, encoding="utf-8")
    try:
        killed_again_and_again(workspace, ["--config", tiny.config, "refresh", "council", "--who", "A"], has_visits)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# --- two people at once ----------------------------------------------------------------------------------------------


@pytest.fixture
def three(tiny):
    workspace = with_workspace(tiny)
    for number in range(3):
        workspace.keep(shutil.copytree, "A", str(number))
    return workspace


def _undo(root, shipped, gate, said):
    gate.wait()
    try:
        Workspace(root, shipped).undo("A", "together", seen=3)
        said.put("done")
    except DataError as error:
        said.put(str(error))


def test_two_people_who_press_undo_together_go_back_one_version(three):
    context = multiprocessing.get_context("fork")
    gate, said = context.Event(), context.Queue()
    people = [context.Process(target=_undo, args=(three.root, three.shipped, gate, said)) for _ in range(2)]
    for person in people:
        person.start()
    gate.set()
    told = sorted(said.get(timeout=30) for _ in people)
    for person in people:
        person.join()
    assert three.state().version == 2
    assert told[0] == "done"
    assert "version 2 is in use now, not version 3" in told[1]


def test_and_so_on_the_screen(three, tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    first, second = visit(), visit()
    sign(first, "move", your_words.UNDO)
    assert three.state().version == 2
    sign(second, "move", your_words.UNDO)
    assert three.state().version == 2
    assert [error.value for error in second.error] == [your_words.NOT_DONE]
    assert "version 2 is in use now, not version 3" in tables(second)
    sign(second, "move", your_words.UNDO)
    assert three.state().version == 1, "who has seen what is in use now may go on"


def test_and_so_on_the_command_line(three, run_tiny):
    nameless = run_tiny("workspace", "undo", "--why", "wrong")
    assert nameless.code == 1
    assert "--version 3 is the one in use" in nameless.err
    for number, code in ((3, 0), (3, 1)):
        done = run_tiny("workspace", "undo", "--version", str(number), "--who", "A", "--why", "wrong")
        assert done.code == code
    assert "version 2 is in use now" in done.err
    assert three.state().version == 2
    assert workspace_of(load_settings(three.shipped.parent / "config.toml")).log().steps[-1].why == "wrong"
