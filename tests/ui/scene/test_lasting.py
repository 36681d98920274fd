"""Answers kept beyond a start: the same content has the same key anywhere, other content never; nothing of a visit gets out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from geo.method.query import Query
from geo.siting.question import default_siting
from geo.store.folder import FolderStore
from geo.whatif.scenario.acts import Act
from geo.whatif.scene import Choices, changed
from geo.whatif.tuning import Tuning
from tests.helpers.screens import open_page
from tests.helpers.tiny import with_workspace, write_tiny
from ui.scene import answers, lasting, loading, memo, own_data
from ui.scene.local import LedgerToday
from ui.screens.closures import closed
from ui.screens.siting.own import OwnSites
from ui.screens.siting.question import SiteQuestion
from ui.words import pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.whatif.scene import Scene
    from tests.helpers.tiny import Tiny

QUERY = Query("school_readiness")


@pytest.fixture
def kept(tiny_app: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep answers of the tiny atlas; give the folder that they are kept in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lasting.start()
    yield lasting.folder_of(tiny_app.settings)
    lasting.stop()


def read(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Read an atlas as a server does."""
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    return loading.load()


def started_anew() -> None:
    """Forget all that a process remembers."""
    st.cache_resource.clear()


def files(folder: Path) -> set[str]:
    """Name the answers that are kept."""
    return {path.name for path in folder.glob("*.answer")}


def test_an_answer_is_there_after_a_start_and_is_the_same(kept: Path) -> None:
    worked_out: list[str] = []

    @memo.shared(heavy=True, lasts=True)
    def counted(scene: Scene, query: Query) -> pd.DataFrame:
        worked_out.append(query.outcome)
        return answers.ranked(scene, query)

    first = counted(loading.load(), QUERY)
    started_anew()
    again = counted(loading.load(), QUERY)
    assert worked_out == [QUERY.outcome]
    pd.testing.assert_frame_equal(again, first, check_exact=True)
    (written,) = files(kept)
    (kept / written).write_bytes(b"torn")
    started_anew()
    pd.testing.assert_frame_equal(counted(loading.load(), QUERY), first, check_exact=True)
    assert len(worked_out) == 2


@pytest.mark.usefixtures("kept")
def test_the_same_content_has_the_same_key_wherever_and_whenever_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (read(write_tiny(tmp_path / name), monkeypatch) for name in ("here", "there"))
    assert first.key != second.key
    assert lasting.key_of(closed, (first, QUERY)) == lasting.key_of(closed, (second, QUERY))
    started_anew()
    assert loading.load().lasting_key == second.lasting_key


@pytest.mark.usefixtures("kept")
def test_other_content_has_another_key(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [read(tiny, monkeypatch).lasting_key]
    with_workspace(tiny)
    # Where data and what people keep lie changes no figure.
    assert read(tiny, monkeypatch).lasting_key == seen[0]
    tiny.edit_text("config.toml", "[gap]", "[server]\nkept_answers = 7\n\n[gap]")
    assert read(tiny, monkeypatch).lasting_key == seen[0]
    tiny.set_cell("providers.csv", tiny.line_of("providers.csv", "n-3"), "places", "41")
    seen.append(read(tiny, monkeypatch).lasting_key)
    tiny.edit_text("config.toml", "catchment_minutes = 15.0", "catchment_minutes = 16.0")
    seen.append(read(tiny, monkeypatch).lasting_key)
    outline = tiny.data / "boundaries" / "ward.geojson"
    outline.write_text(outline.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    seen.append(read(tiny, monkeypatch).lasting_key)
    assert None not in seen
    assert len(set(seen)) == len(seen)


@pytest.mark.usefixtures("kept")
def test_each_change_and_each_question_has_a_key_of_its_own() -> None:
    scene = loading.load()
    choices = [
        Choices(),
        Choices(left_out=("n-3",)),
        Choices(left_out=("n-4",)),
        Choices(outcome="school_readiness", tuning=Tuning(weights=(("gld", 2.0),))),
        Choices(acts=(Act("close", "n-1"),)),
        Choices(acts=(Act("close", "n-1"),), fresh=True),
        Choices(left_out=("n-3",), acts=(Act("close", "n-1"),)),
    ]
    scenes = [changed(scene, choice) for choice in choices]
    asked = [(each, replace(QUERY, level=level)) for each in scenes for level in ("lsoa", "ward")]
    asked += [(scene, replace(QUERY, districts=("E07000901",))), (scene, replace(QUERY, sector="public"))]
    keys = [lasting.key_of(function, pair) for pair in asked for function in (closed, answers.listed)]
    assert None not in keys
    assert len(set(keys)) == len(keys)


@pytest.mark.usefixtures("kept")
def test_arrays_are_told_apart_by_all_they_hold() -> None:
    scene, plan = loading.load(), np.zeros(5000, dtype=np.int64)
    plans = [plan, plan.astype(np.int32), plan.reshape(50, 100), np.where(np.arange(5000) == 2500, 1, plan)]
    keys = {lasting.key_of(closed, (scene, each)) for each in plans}
    assert len(keys) == len(plans)
    assert None not in keys
    assert lasting.key_of(closed, (scene, np.array(["a", None], dtype=object))) is None
    assert lasting.key_of(closed, (scene, object())) is None


@pytest.mark.usefixtures("kept")
def test_a_question_with_a_list_of_one_visit_or_with_local_knowledge_is_not_kept() -> None:
    scene = loading.load()
    nothing, some = LedgerToday(pd.DataFrame()), LedgerToday(pd.DataFrame({"note": ["A hall that nobody knows"]}))
    plain = SiteQuestion(scene, QUERY, default_siting(scene.settings, QUERY), None, nothing)
    assert lasting.key_of(closed, (plain,)) is not None
    own = replace(plain, own=OwnSites("sites.csv", "1", pd.DataFrame()))
    keys = [lasting.key_of(closed, (question,)) for question in (own, replace(plain, known=some))]
    assert keys == [None, None]


def test_data_of_one_visit_leave_nothing(kept: Path, tiny: Tiny, tmp_path: Path) -> None:
    folder = tmp_path / "visit" / "data"
    shutil.copytree(tiny.data, folder)
    app = open_page(pages.GAP_LIST.path, outcome="school_readiness")
    before = files(kept)
    assert before
    app.session_state[own_data.KEY] = own_data.OwnData(FolderStore(folder), [], tiny.settings)
    for page in (pages.GAP_LIST, pages.HOT_SPOTS, pages.CLOSURES, pages.DISTRICTS):
        app.switch_page(page.path).run()
        assert not app.exception
    assert files(kept) == before


def test_each_council_has_a_folder_of_its_own(tmp_path: Path) -> None:
    north, south = (write_tiny(tmp_path / name) for name in ("north", "south"))
    folders = {lasting.folder_of(tiny.settings) for tiny in (north, south)}
    with_workspace(north)
    folders.add(lasting.folder_of(north.settings))
    assert len(folders) == 3
    # A second process of the same council, with a copy of its settings, has the same one.
    copy = north.config.with_name("second.toml")
    copy.write_text(north.config.read_text(encoding="utf-8") + "\n[metrics]\nport = 9102\n", encoding="utf-8")
    assert lasting.folder_of(replace(north, config=copy).settings) in folders


def test_a_folder_can_be_named_and_none_be_wanted(tiny_app: Tiny, tmp_path: Path) -> None:
    tiny_app.edit_text("config.toml", "[gap]", '[server]\ncache_folder = "answers"\n\n[gap]')
    try:
        lasting.start()
        assert lasting.folder_of(tiny_app.settings).parent == tmp_path / "answers"
        closed(loading.load(), QUERY)
        assert files(lasting.folder_of(tiny_app.settings))
        tiny_app.edit_text("config.toml", "[gap]", "cache_mb = 0\n[gap]")
        tiny_app.edit_text("config.toml", 'cache_folder = "answers"\n\ncache_mb = 0', 'cache_folder = "none"\ncache_mb = 0\n')
        lasting.start()
        assert not (tmp_path / "none").exists()
        assert not lasting.is_on()
    finally:
        lasting.stop()


def test_a_place_that_cannot_be_written_is_a_line_in_the_log(tiny_app: Tiny, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    tiny_app.edit_text("config.toml", "[gap]", '[server]\ncache_folder = "file"\n\n[gap]')
    lasting.start()
    assert "No answers are kept on the disk" in caplog.text
    assert len(closed(loading.load(), QUERY))
