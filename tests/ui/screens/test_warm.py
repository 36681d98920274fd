"""What most readers ask for first is ready after a start, and nobody waits for it to be made."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
import streamlit as st

from geo.base.errors import ConfigError
from tests.helpers.screens import open_page
from ui.kit import watch
from ui.scene import lasting, loading
from ui.screens import warm
from ui.words import pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.helpers.tiny import Tiny

PATIENCE_S = 60.0


@pytest.fixture
def kept(tiny_app: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep answers of the tiny atlas; give the folder that they are kept in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lasting.start()
    yield lasting.folder_of(tiny_app.settings)
    lasting.stop()


def files(folder: Path) -> set[str]:
    """Name the answers that are kept."""
    return {path.name for path in folder.glob("*.answer")}


def test_the_first_readers_of_the_common_pages_wait_for_no_heavy_answer(kept: Path) -> None:
    warm.make_common()
    ready = files(kept)
    # A list and the districts side by side, for each outcome area.
    outcomes = list(loading.load().settings.outcomes)
    assert len(ready) == 2 * len(outcomes)
    for outcome in outcomes:
        for page in (pages.HOME, pages.GAP_MAP, pages.GAP_LIST):
            assert not open_page(page.path, outcome=outcome).exception
    assert files(kept) == ready
    # What two districts have in common depends on which two: that is short work.
    for outcome in outcomes:
        assert not open_page(pages.DISTRICTS.path, outcome=outcome).exception
    assert len(files(kept)) - len(ready) <= len(outcomes)


def test_after_a_start_they_are_read_and_not_worked_out(kept: Path) -> None:
    warm.make_common()
    written = {path: path.read_bytes() for path in kept.glob("*.answer")}
    for path in kept.glob("*.lock"):
        path.unlink()
    st.cache_resource.clear()
    warm.make_common()
    assert {path: path.read_bytes() for path in kept.glob("*.answer")} == written
    # Whoever works one out takes a lock.
    assert not list(kept.glob("*.lock"))


def test_readers_go_first(kept: Path) -> None:
    ready = threading.Thread(target=warm.make_common)
    with watch.timed("page", "/Gap_list", "somebody"):
        assert watch.at_work()
        ready.start()
        time.sleep(10 * warm.WAIT_S)
        assert ready.is_alive()
        assert not files(kept)
    assert not watch.at_work()
    ready.join(PATIENCE_S)
    assert files(kept)


def test_settings_that_cannot_be_read_stop_nothing(tiny_app: Tiny) -> None:
    tiny_app.config.write_text("nonsense", encoding="utf-8")
    warm.make_common()
    with pytest.raises(ConfigError):
        loading.load()
