"""A ledger that is broken, locked or tampered with takes no page down, changes no figure in silence, and is told of in words."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from geo.base.errors import DataError
from geo.store import sqlite_file
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from tests.architecture.test_architecture import PRODUCT
from tests.helpers.places import ROOT
from tests.helpers.screens import open_page, words
from tests.helpers.tiny import with_workspace
from ui.scene import local
from ui.words import local as local_words
from ui.words import pages

DAY = date(2026, 11, 23)
NOTE = Entry("provider", "P1", "closing", "Closes at Easter", "A Lead", "2026-11-01")
TODAY = datetime.now(UTC).date().isoformat()


@pytest.fixture
def path(tmp_path):
    kept = tmp_path / "ledger.sqlite"
    Ledger(kept).add([NOTE, NOTE])
    return kept


def sql(path, *statements):
    with closing(sqlite3.connect(path)) as opened, opened:
        for statement in statements:
            opened.execute(statement)


def garbage(path):
    path.write_bytes(b"this is a letter, and not a database at all" * 50)


def truncated(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def wrong_schema(path):
    sql(path, "DROP TABLE entries", "CREATE TABLE entries (entry_id INTEGER, colour TEXT)")


def another_database(path):
    sql(path, "DROP TABLE entries")


def a_folder(path):
    path.unlink()
    path.mkdir()


def empty(path):
    path.write_bytes(b"")


def out_of_reach(path):
    # To root nothing is forbidden; a link that leads to itself can be opened by nobody.
    path.unlink()
    path.symlink_to(path.name)


def leads_nowhere(path):
    # As when the disk behind it is not connected.
    path.unlink()
    path.symlink_to(path.parent / "unmounted" / path.name)


BREAKS = [garbage, truncated, wrong_schema, another_database, a_folder, empty, out_of_reach, leads_nowhere]


@pytest.mark.parametrize("ruin", BREAKS)
def test_every_way_of_breaking_it_is_an_error_in_words_for_reading(path, ruin):
    ruin(path)
    kept = Ledger(path)
    for read in (kept.entries, lambda: kept.entries(DAY), kept.unusable):
        with pytest.raises(DataError, match=r"ledger\.sqlite: cannot be read just now"):
            read()
    assert kept.version() != ""


@pytest.mark.parametrize("ruin", BREAKS)
def test_and_for_writing(path, ruin):
    ruin(path)
    for write in (lambda: Ledger(path).add([NOTE]), lambda: Ledger(path).withdraw(1, DAY)):
        with pytest.raises(DataError, match=r"ledger\.sqlite: cannot be written just now"):
            write()


def test_a_folder_that_is_gone_is_not_made_up(tmp_path):
    with pytest.raises(DataError):
        Ledger(tmp_path / "unmounted" / "ledger.sqlite").add([NOTE])
    assert not (tmp_path / "unmounted").exists()


def test_a_lock_is_told_soon_and_passes_by_itself(path, monkeypatch):
    monkeypatch.setattr(sqlite_file, "WAIT_S", 0.2)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DataError, match="locked"):
            Ledger(path).entries(DAY)
        with pytest.raises(DataError, match="locked"):
            Ledger(path).add([NOTE])
        other.execute("ROLLBACK")
    assert len(Ledger(path).entries(DAY)) == 2


def test_reading_never_writes(path):
    before = path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())
    Ledger(path).entries(DAY)
    Ledger(path).unusable()
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())) == before


DIES_WRITING = """
import os, signal, sqlite3, sys
opened = sqlite3.connect(sys.argv[1], isolation_level=None)
opened.execute("PRAGMA cache_size = 1")
opened.execute("BEGIN IMMEDIATE")
opened.execute("DELETE FROM entries")
for number in range(3000):
    opened.execute(
        "INSERT INTO entries (kind, target, mark, note, author, made_on, expires_on) VALUES ('a', 'b', 'c', ?, '', '', '')", ("x" * 900,)
    )
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_writer_left_is_put_right_by_reading(path):
    done = subprocess.run([sys.executable, "-c", DIES_WRITING, path], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("ledger.sqlite-journal").stat().st_size > 0
    assert len(Ledger(path).entries(DAY)) == 2


def test_a_writer_killed_before_the_first_entry_leaves_no_empty_ledger(tmp_path):
    code = (
        "import os, signal, sqlite3; from pathlib import Path; from geo.store import ledger, sqlite_file;"
        "from geo.store.ledger_entry import Entry;"
        "real = sqlite3.connect;"
        "sqlite_file.sqlite3.connect = lambda *a, **k: (real(*a, **k).execute('BEGIN IMMEDIATE'), os.kill(os.getpid(), signal.SIGKILL));"
        f"ledger.Ledger(Path({str(tmp_path / 'ledger.sqlite')!r})).add([Entry('area', 'L1', 'outreach', '', 'A', '2026-11-01')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert Ledger(tmp_path / "ledger.sqlite").entries().empty
    Ledger(tmp_path / "ledger.sqlite").add([NOTE])
    assert len(Ledger(tmp_path / "ledger.sqlite").entries()) == 1


FORGED = "INSERT INTO entries (kind, target, mark, note, author, made_on, expires_on) VALUES "


@pytest.mark.parametrize(
    "values",
    [
        "('provider', 'P1', 'closing', hex(zeroblob(10000000)), 'A', '2026-11-01', '')",
        "('provider', 'P1', 'closing', 'a' || char(0) || hex(zeroblob(1000000)), 'A', '2026-11-01', '')",
        "('provider', 'P1', 'closing', x'00ff', 'A', '2026-11-01', '')",
        "('provider', 'P1', 'burning', '', 'A', '2026-11-01', '')",
        "('school', 'P1', 'closing', '', 'A', '2026-11-01', '')",
        "('provider', 'P1', 'closing', '', 'A', 'yesterday', '')",
        "('provider', 'P1', 'closing', '', 'A', '2026-11-31', '')",
        "('provider', 'P1', 'closing', '', 'A', '2026-11-01', 'never')",
    ],
)
def test_a_row_that_nobody_can_write_here_is_left_out_and_counted(path, values):
    sql(path, FORGED + values)
    assert Ledger(path).entries(DAY)["note"].tolist() == [NOTE.note] * 2
    assert len(Ledger(path).entries()) == 2
    assert Ledger(path).unusable() == 1


def test_letters_of_another_encoding_hide_no_other_entry(path):
    sql(path, "UPDATE entries SET note = CAST(x'4120ff80' AS TEXT) WHERE entry_id = 1")
    assert Ledger(path).entries(DAY)["note"].tolist() == [NOTE.note, "A \ufffd\ufffd"]


# --- on the screen ---------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(tiny, monkeypatch):
    """The tiny atlas with a workspace and an entry that can take a provider out of the scores."""
    with_workspace(tiny)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    monkeypatch.setattr(local, "AGAIN_S", 1e-3)
    path = tiny.config.parent / "kept" / "ledger.sqlite"
    Ledger(path).add([Entry("provider", "n-1", "closing", "Closes", "A Lead", TODAY)])
    return path


@pytest.mark.parametrize("page", [page.path for page in pages.PAGES])
def test_no_page_goes_down_and_each_says_so_once(kept, page):
    garbage(kept)
    app = open_page(page)
    assert not app.exception
    assert words(app).count(local_words.UNREADABLE) == 1
    assert app.title


@pytest.mark.parametrize("ruin", [truncated, wrong_schema, a_folder, empty, out_of_reach, leads_nowhere])
def test_figures_are_those_without_notes_whatever_is_broken(kept, ruin):
    published = open_page("pages/2_Gap_list.py", outcome="school_readiness").dataframe[0].value
    ruin(kept)
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness")
    assert not app.exception
    assert local_words.FIGURES_STAND in "".join(one.value for one in app.warning)
    assert app.dataframe[0].value["gap_score"].tolist() == published["gap_score"].tolist()


def test_a_choice_that_cannot_be_followed_is_said_loudly_and_stays_in_the_link(kept):
    published = open_page("pages/2_Gap_list.py", outcome="school_readiness").dataframe[0].value
    without = open_page("pages/2_Gap_list.py", outcome="school_readiness", local="yes").dataframe[0].value
    assert without["access"].tolist() != published["access"].tolist()
    sound = kept.read_bytes()
    garbage(kept)
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness", local="yes")
    (told,) = [one.value for one in app.error]
    assert local_words.FIGURES_DIFFER in told
    assert local_words.FIGURES_STAND not in told
    on_its_page = words(open_page(pages.LOCAL.path, outcome="school_readiness", local="yes"))
    assert "these figures differ" in on_its_page
    assert not re.search("do not depend|not touched|stand as they are", on_its_page)
    assert local_words.NOT_LEFT_OUT in words(app)
    assert app.dataframe[0].value["access"].tolist() == published["access"].tolist()
    assert app.query_params["local"] in ("yes", ["yes"])
    kept.write_bytes(sound)
    again = app.run()
    assert not again.error
    assert again.dataframe[0].value["access"].tolist() == without["access"].tolist()


def test_the_command_line_gives_no_figures_that_it_cannot_answer_for(kept, run_tiny):
    garbage(kept)
    done = run_tiny("gaps", "--outcome", "school_readiness", "--without-marked")
    assert (done.code, done.out) == (1, b"")
    assert "ledger.sqlite: cannot be read just now" in done.err
    assert run_tiny("gaps", "--outcome", "school_readiness").code == 0


def test_the_page_of_local_knowledge_says_what_is_wrong_and_what_to_do(kept):
    garbage(kept)
    app = open_page(pages.LOCAL.path)
    assert local_words.WHAT_IS_WRONG in [one.value for one in app.error]
    assert "file is not a database" in " ".join(str(part.value) for part in app.get("html"))


# --- so that it stays so ---------------------------------------------------------------------------------------------


def test_one_file_speaks_to_the_database_and_one_to_the_ledger_on_the_screen():
    """Whoever asks elsewhere would have to think of everything that can be wrong with it once more."""
    says = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PRODUCT}
    # A brought map file may be a database, too; it is read in the limited process.
    asks = {name for name, code in says.items() if "import sqlite3" in code and not name.startswith("geo/intake/inside/")}
    assert asks == {"geo/store/sqlite_file.py"}
    reads = [name for name, code in says.items() if name.startswith(("ui/", "pages/")) and re.search(r"\.(entries|unusable)\(", code)]
    assert sorted(reads) == ["ui/scene/local.py", "ui/screens/local.py"]
