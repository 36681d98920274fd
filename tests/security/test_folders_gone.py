"""Folders and files that go while people look: said in words, never other figures in silence, and mended without a restart."""

from __future__ import annotations

import asyncio
import shutil
from types import SimpleNamespace

import pytest
import streamlit as st
from starlette.applications import Starlette

from geo.base.errors import DataError
from geo.publishers import registry
from geo.settings.model import load_settings
from geo.store.kept import of_today, workspace_of
from tests.helpers.screens import open_page, words
from tests.helpers.tiny import with_workspace
from tests.ui.screens.test_your_data_page import VALUES, sign, tables, using
from tests.ui.screens.test_your_data_page import go as go_to
from ui.map import publish
from ui.map.shelf import shelf_routes
from ui.scene import loading
from ui.shell.shelves import fill
from ui.words import common, pages
from ui.words import local as local_words
from ui.words import your_data as your_words

STALE = "have been broken since"


@pytest.fixture
def app_of(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    return tiny


@pytest.fixture
def workspace(app_of):
    kept = with_workspace(app_of)
    kept.keep(shutil.copytree, "A Lead", "as it is")
    return kept


# --- the workspace ---------------------------------------------------------------------------------------------------


def unmount(workspace):
    """A share that is not connected leaves an empty folder, its mount point."""
    workspace.root.rename(workspace.root.with_name("elsewhere"))
    workspace.root.mkdir()


def remove(workspace):
    workspace.root.rename(workspace.root.with_name("elsewhere"))


@pytest.mark.parametrize("go", [unmount, remove])
@pytest.mark.parametrize("page", ["app.py", "pages/2_Gap_list.py", "pages/14_Your_data.py"])
def test_a_workspace_that_is_gone_is_never_replaced_by_the_shipped_data(workspace, go, page):
    app = open_page(page)
    assert app.title[0].value != common.BROKEN_TITLE
    go(workspace)
    app.run()
    assert not app.exception
    assert app.title[0].value == common.BROKEN_TITLE
    told = app.table[0].value.to_string()
    assert "connect it" in told
    assert "python -m geo workspace create" in told
    shutil.rmtree(workspace.root, ignore_errors=True)
    workspace.root.with_name("elsewhere").rename(workspace.root)
    assert app.run().title[0].value != common.BROKEN_TITLE


def test_no_command_takes_an_empty_place_for_a_new_workspace(workspace, run_tiny, tmp_path):
    unmount(workspace)
    for command in (["check"], ["import", tmp_path / "any.csv"], ["gaps", "--outcome", "school_readiness"], ["workspace"]):
        done = run_tiny(*command)
        assert done.code == 1, command
        assert "connect it" in done.err, command
        assert "Traceback" not in done.err
    assert list(workspace.root.iterdir()) == []


def test_a_workspace_is_set_up_by_name_and_only_once(app_of, run_tiny):
    app_of.edit_text("config.toml", 'folder = "data"', 'folder = "data"\nworkspace = "new"')
    with pytest.raises(DataError, match="set it up once"):
        of_today(load_settings(app_of.config))
    done = run_tiny("workspace", "create")
    assert (done.code, done.out) == (0, b"in use: shipped data\nkept: shipped data\n")
    assert of_today(load_settings(app_of.config)).data.folder == app_of.data
    again = run_tiny("workspace", "create")
    assert again.code == 1
    assert "already" in again.err


def test_a_lost_pointer_can_be_begun_anew_without_losing_versions(workspace):
    (workspace.root / "current.json").unlink()
    with pytest.raises(DataError):
        workspace.state()
    workspace.create("B Lead")
    assert workspace.state().version == 0
    assert workspace.folder(1).is_dir()
    assert workspace.keep(shutil.copytree, "A", "again").version == 2


def test_after_a_lost_pointer_old_steps_keep_their_names_and_numbers(workspace):
    for number in (2, 3):
        workspace.keep(shutil.copytree, "A Lead", f"old {number}")
    (workspace.root / "current.json").unlink()
    workspace.create("B Lead")
    # The third step stood in the pointer alone.
    before = [(1, "A Lead", "as it is"), (2, "A Lead", "old 2")]
    assert [(step.number, step.who, step.why) for step in workspace.log().steps][:2] == before
    for number in range(2):
        workspace.keep(shutil.copytree, "C", f"new {number}")
        steps = workspace.log().steps
        assert [(step.number, step.who, step.why) for step in steps][:2] == before
        assert [(step.number, step.action) for step in steps][2:] == [(3, "create"), *((4 + one, "keep") for one in range(number + 1))]


def test_what_the_pointer_says_was_done_last_goes_before_what_the_log_holds(workspace):
    """As when the pointer was restored from a backup of another day."""
    pointer = (workspace.root / "current.json").read_bytes()
    workspace.keep(shutil.copytree, "A Lead", "lost with the backup")
    workspace.keep(shutil.copytree, "A Lead", "lost, too")
    (workspace.root / "current.json").write_bytes(pointer)
    workspace.keep(shutil.copytree, "B", "after it")
    assert [(step.number, step.who, step.why) for step in workspace.log().steps] == [(1, "A Lead", "as it is"), (2, "B", "after it")]


@pytest.mark.parametrize("go", [unmount, remove])
def test_a_visit_with_files_of_its_own_goes_on_without_the_workspace_and_says_so(workspace, go, monkeypatch):
    """Its data are its own; versions and notes are in the workspace, and their absence must not look like there being none."""
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])
    app = using(("visits.csv", VALUES))
    assert not app.warning
    go(workspace)
    app.run()
    assert not app.exception
    assert your_words.KEPT_UNREADABLE in [one.value for one in app.error]
    assert "connect it" in tables(app)
    assert local_words.UNREADABLE in words(app)
    sign(app, "keep", your_words.KEEP)
    assert your_words.NOT_DONE in [one.value for one in app.error]
    assert your_words.BROKEN not in [one.value for one in app.error]
    assert local_words.UNREADABLE in words(go_to(app, "pages/2_Gap_list.py"))
    shutil.rmtree(workspace.root, ignore_errors=True)
    workspace.root.with_name("elsewhere").rename(workspace.root)
    assert not go_to(app, pages.YOUR_DATA.path).error
    assert local_words.UNREADABLE not in words(app)


# --- the data folder and the settings --------------------------------------------------------------------------------


def half(path):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


BROKEN_FILES = ["data/providers.csv", "data/areas.csv", "data/boundaries/lsoa.geojson", "data/boundaries/land.geojson", "config.toml"]


@pytest.mark.parametrize("file", BROKEN_FILES)
def test_a_half_copied_file_leaves_the_last_good_figures_with_a_banner(app_of, file):
    path = app_of.config.parent / file
    before = open_page("pages/2_Gap_list.py", outcome="school_readiness")
    sound = path.read_bytes()
    half(path)
    if file == "config.toml":
        path.write_bytes(sound[:40])
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness")
    assert not app.exception
    assert app.dataframe[0].value.equals(before.dataframe[0].value)
    (banner,) = [one.value for one in app.warning if STALE in one.value]
    assert file.split("/")[-1] in banner
    since = banner.split(STALE)[1].split(".")[0]
    assert since in "".join(one.value for one in app.run().warning), "since when does not change"
    path.write_bytes(sound)
    assert not app.run().warning, "mended files are taken by themselves"


@pytest.mark.parametrize("page", [page.path for page in pages.PAGES])
def test_every_page_goes_on_while_the_whole_data_folder_is_gone(app_of, page):
    assert not open_page("app.py").exception
    app_of.data.rename(app_of.data.with_name("away"))
    app = open_page(page)
    assert not app.exception
    assert STALE in words(app)
    assert app.title[0].value != common.BROKEN_TITLE


def test_broken_files_are_not_read_again_on_every_run(app_of, monkeypatch):
    open_page("app.py")
    half(app_of.data / "providers.csv")
    app = open_page("app.py")
    read = []
    real = loading.load_atlas
    monkeypatch.setattr(loading, "load_atlas", lambda settings: read.append(settings) or real(settings))
    app.run()
    app.run()
    assert read == []


def test_at_a_start_with_broken_data_there_is_nothing_good_to_show(app_of):
    half(app_of.data / "providers.csv")
    app = open_page("app.py")
    assert app.title[0].value == common.BROKEN_TITLE


def test_newer_good_data_are_taken_and_say_nothing(app_of):
    open_page("app.py")
    line = app_of.line_of("providers.csv", "n-1")
    app_of.set_cell("providers.csv", line, "places", "77")
    app = open_page("app.py")
    assert not app.warning
    assert loading.load().atlas.providers.at["n-1", "places"] == 77


def test_a_version_removed_under_an_open_page_does_not_take_its_outlines_away(workspace):
    atlas = loading.load().atlas
    shutil.rmtree(workspace.folder(1))
    assert (atlas.store.as_folder() / "boundaries" / "lsoa.geojson").is_file()


def get(url):
    """Ask the server's routes for a file, without a server."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": url, "query_string": b"", "headers": [], "root_path": ""}
    asyncio.run(Starlette(routes=shelf_routes(fill))(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return SimpleNamespace(status=sent[0]["status"], headers=headers, body=b"".join(one.get("body", b"") for one in sent))


# --- the map's files -------------------------------------------------------------------------------------------------


def test_the_files_of_the_map_are_on_no_disk_and_are_served_for_as_long_as_the_server_runs(app_of):
    scene = loading.load()
    files = publish.published(scene)
    before = get(files.url("lsoa.json"))
    assert before.status == 200
    assert before.headers["cache-control"] == "private, max-age=604800, immutable"
    shutil.rmtree(app_of.data)
    st.cache_resource.clear()
    assert publish.published(scene).url("lsoa.json") == files.url("lsoa.json"), "an open page finds them again"
    assert get(files.url("lsoa.json")).body == before.body
    assert get("/published/unknown/lsoa.json").status == 404
    assert workspace_of(scene.settings) is None


@pytest.mark.usefixtures("app_of")
def test_files_of_a_visit_are_not_found_at_the_address_of_shared_ones():
    scene = loading.load()
    settings, atlas = scene.settings, scene.atlas
    own = publish.publish(atlas, settings, shared=False)
    assert get(own.url("lsoa.json")).headers["cache-control"] == "private, no-store"
    assert get(f"/published/{own.shelf.token}/lsoa.json").status == 404
