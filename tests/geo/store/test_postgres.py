"""A workspace in PostgreSQL: what stands in the way is said in one sentence without a password, and figures are those of a folder."""

from __future__ import annotations

import shutil
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from geo.base.errors import DataError, GapMapError
from geo.cli.main import main
from geo.settings.database import DatabaseAddress
from geo.store.backend import Keeping
from geo.store.kept import of_today, place_at, place_of
from tests.helpers.kept import contents, numbered, save
from tests.helpers.postgres import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.store.backend import KeptPlace
    from tests.helpers.postgres import Server
    from tests.helpers.running import Run
    from tests.helpers.tiny import Tiny


@pytest.fixture
def address(new_database: Callable[[], DatabaseAddress]) -> DatabaseAddress:
    return new_database()


@pytest.fixture
def kept(address: DatabaseAddress, shipped: Path) -> KeptPlace:
    place = place_at(address, Keeping(shipped))
    place.versions.create()
    return place


def refusal(ask: Callable[[], object]) -> str:
    """Ask for what must be refused; gives what is said, and makes sure that no trace of it holds the password."""
    with pytest.raises(DataError) as caught:
        ask()
    trace = "".join(traceback.format_exception(caught.value)) + repr(caught.value.problems)
    assert PASSWORD not in trace
    assert unquote(PASSWORD) not in trace
    (problem,) = caught.value.problems
    return str(problem)


def test_an_installation_without_the_packages_says_how_to_get_them(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("geo.store.in_postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(GapMapError, match=r"Install it: pip install --require-hashes -r requirements-server\.lock"):
        place_at(DatabaseAddress.of("postgresql://officer@localhost/gaps"), Keeping(shipped))


# --- out of reach ----------------------------------------------------------------------------------------------------


def test_a_server_that_cannot_be_reached_is_named_with_whom_to_ask(postgres: Server, shipped: Path) -> None:
    place = place_at(postgres.address("gone", port=1), Keeping(shipped))
    told = refusal(place.versions.state)
    assert told.startswith("postgresql://officer@127.0.0.1:1/gone: cannot be reached (")
    assert "Connection refused" in told
    assert "Ask whoever looks after the database server" in told
    for ask in (place.notes.entries, place.scenarios.all, place.versions.tidy, lambda: place.versions.keep(numbered, "A", "why")):
        assert refusal(ask) == told
    assert place.notes.version() == "postgresql://officer@127.0.0.1:1/gone out of reach"


def test_nobody_waits_for_a_server_that_has_just_not_answered(shipped: Path) -> None:
    """An address that drops what is sent to it (RFC 5737); where there is no network at all it is refused at once."""
    place = place_at(DatabaseAddress.of("postgresql://officer@192.0.2.1/gaps"), Keeping(shipped))
    refusal(place.versions.state)
    began = time.monotonic()
    for _ in range(5):
        refusal(place.versions.state)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(("database", "password"), [("postgres", "wrong"), ("nowhere", PASSWORD)])
def test_a_wrong_password_or_name_is_told_as_the_server_says_it(postgres: Server, shipped: Path, database: str, password: str) -> None:
    place = place_at(postgres.address(database, password=password), Keeping(shipped))
    told = refusal(place.versions.create)
    assert 'password authentication failed for user "officer"' in told or 'database "nowhere" does not exist' in told
    assert "wrong" not in told


def test_connections_that_the_server_has_cut_are_made_anew(postgres: Server, kept: KeptPlace, address: DatabaseAddress) -> None:
    name = address.uri.rpartition("/")[2]
    for _ in range(3):
        assert kept.versions.state().version == 0
        postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


def test_many_readers_share_few_connections(postgres: Server, kept: KeptPlace, address: DatabaseAddress) -> None:
    name = address.uri.rpartition("/")[2]
    with ThreadPoolExecutor(30) as pool:
        asked = [pool.submit(kept.versions.state) for _ in range(300)]
        ((most,),) = postgres.run(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'")
        assert {one.result().version for one in asked} == {0}
    assert 1 <= int(str(most)) <= 8


# --- tables ----------------------------------------------------------------------------------------------------------


def test_a_database_without_tables_is_no_workspace(address: DatabaseAddress, shipped: Path) -> None:
    place = place_at(address, Keeping(shipped))
    for ask in (place.versions.state, place.notes.entries, place.scenarios.all, lambda: save(place.scenarios)):
        assert "set it up once with `python -m geo workspace create`" in refusal(ask)


def test_tables_of_a_newer_version_of_the_product_are_left_alone(
    postgres: Server, kept: KeptPlace, address: DatabaseAddress, shipped: Path
) -> None:
    assert kept.versions.state().version == 0
    postgres.run("UPDATE gap_map.alembic_version SET version_num = '9999'", database=address.uri.rpartition("/")[2])
    # Another process, which has not looked yet.
    other = place_at(DatabaseAddress.of(f"{address.uri}?sslmode=prefer"), Keeping(shipped)).versions
    assert "newer version" in refusal(other.state)
    assert "newer version" in refusal(other.create)


def test_tables_of_an_older_version_of_the_product_are_brought_up_to_date(
    postgres: Server, kept: KeptPlace, address: DatabaseAddress, shipped: Path
) -> None:
    kept.versions.keep(numbered, "A", "why")
    later = "DROP TABLE gap_map.audit, gap_map.tokens; DROP FUNCTION gap_map.no_line_changes"
    as_before = (later, "DROP SCHEMA gap_map_layers", "DELETE FROM gap_map.subjects WHERE subject IN ('layers', 'audit', 'tokens')")
    older = "UPDATE gap_map.alembic_version SET version_num = '0001'"
    postgres.run(*as_before, older, database=address.uri.rpartition("/")[2])
    other = place_at(DatabaseAddress.of(f"{address.uri}?sslmode=prefer"), Keeping(shipped)).versions
    assert "Bring them up to date with `python -m geo workspace create`" in refusal(other.state)
    other.create()
    assert other.state().way == (0, 1)
    assert "is a workspace already" in refusal(other.create)


def test_tables_that_are_dropped_under_a_server_are_missed(postgres: Server, kept: KeptPlace, address: DatabaseAddress) -> None:
    assert kept.versions.state().version == 0
    postgres.run("DROP SCHEMA gap_map CASCADE", database=address.uri.rpartition("/")[2])
    assert "is no workspace yet" in refusal(kept.versions.state)


# --- versions --------------------------------------------------------------------------------------------------------


def test_files_that_versions_share_are_there_once(postgres: Server, kept: KeptPlace, address: DatabaseAddress) -> None:
    def one_more(old: Path, new: Path) -> None:
        shutil.copytree(old, new)
        (new / "0.txt").write_text(f"{time.monotonic_ns()}", encoding="utf-8")

    for why in "abc":
        kept.versions.keep(one_more, "A", why)
    ((files, different),) = postgres.run(
        "SELECT count(*), count(DISTINCT sha256) FROM gap_map.version_files", database=address.uri.rpartition("/")[2]
    )
    # Eleven files that say 0, which is one content, and one of its own a version.
    assert (files, different) == (36, 4)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE gap_map.contents SET content = 'another'",
        "UPDATE gap_map.version_files SET path = '../../' || path",
        "UPDATE gap_map.version_files SET path = '/tmp/' || path",
    ],
)
def test_files_that_are_not_what_was_kept_are_not_used(postgres: Server, kept: KeptPlace, address: DatabaseAddress, harm: str) -> None:
    kept.versions.keep(numbered, "A", "why")
    postgres.run(harm, database=address.uri.rpartition("/")[2])
    assert "that is not what was kept" in refusal(lambda: contents(kept.versions))


def test_a_copy_that_was_swept_away_is_made_again(kept: KeptPlace) -> None:
    kept.versions.keep(numbered, "A", "why")
    folder = kept.versions.folder(1)
    (folder / "3.txt").unlink()
    assert len(contents(kept.versions)) == 12
    shutil.rmtree(folder.parent)
    assert len(contents(kept.versions)) == 12


# --- the product on it -----------------------------------------------------------------------------------------------


@pytest.fixture
def workspace(tiny: Tiny, address: DatabaseAddress, monkeypatch: pytest.MonkeyPatch) -> KeptPlace:
    """Let the tiny atlas keep in a database that the environment names."""
    monkeypatch.setenv("GAPMAP_WORKSPACE", address.uri)
    assert main(["--config", str(tiny.config), "workspace", "create"]) == 0
    place = place_of(tiny.settings)
    assert place is not None
    return place


def test_the_command_line_answers_as_from_a_folder(tiny: Tiny, workspace: KeptPlace, run_tiny: Run) -> None:
    question = ("gaps", "--outcome", "school_readiness")
    before = run_tiny(*question)
    assert before.code == 0

    def fewer(old: Path, new: Path) -> None:
        shutil.copytree(old, new)
        table = (new / "providers.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        (new / "providers.csv").write_text("".join(line for line in table if not line.startswith("n-1,")), encoding="utf-8")

    workspace.versions.keep(fewer, "A Lead", "n-1 has closed")
    here = run_tiny(*question)
    shutil.copytree(of_today(tiny.settings).data.folder, tiny.config.parent / "as-folder")
    tiny.edit_text("config.toml", 'folder = "data"', 'folder = "as-folder"')
    with pytest.MonkeyPatch.context() as without:
        without.delenv("GAPMAP_WORKSPACE")
        assert here == run_tiny(*question)
    assert here.out != before.out
    saved = save(workspace.scenarios, do=("close:n-2",))
    assert run_tiny(*question, "--scenario", saved.scenario_id).out == run_tiny(*question, "--do", "close:n-2").out


def test_the_command_line_goes_back(workspace: KeptPlace, run_tiny: Run) -> None:
    workspace.versions.keep(shutil.copytree, "A", "wrong file")
    done = run_tiny("workspace", "undo", "--version", "1", "--why", "wrong file", "--who", "B Lead")
    assert (done.code, done.err) == (0, "")
    assert b"in use: shipped data\nkept: shipped data, version 1\n" in done.out
    assert b"B Lead: wrong file" in done.out
