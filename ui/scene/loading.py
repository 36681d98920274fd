"""The data and settings as they are: read once a server, and again when a file changes."""

from __future__ import annotations

import contextlib
import logging
import os
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.paths import CONFIG
from geo.method.model import build_model
from geo.settings.model import Settings, load_settings
from geo.store.atlas import load_atlas
from geo.store.folder import store_of
from geo.store.kept import of_today, version_folder
from geo.store.version import data_stamp, data_version, files_version
from geo.store.workspace import with_folder
from geo.whatif.scene import Scene
from ui.kit import work
from ui.scene import own_data
from ui.scene.last_good import LastGood, Trouble
from ui.scene.snapshot import are_there, files_in, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator


CONFIG_VARIABLE = "GAPMAP_CONFIG"


def config_path() -> Path:
    """Find the settings: ``GAPMAP_CONFIG`` in the environment, else ``config.toml`` beside the app."""
    return Path(os.environ.get(CONFIG_VARIABLE) or CONFIG)


@contextlib.contextmanager
def using_config(path: Path) -> Iterator[None]:
    """Let everything here use other settings for a while: the command line names its own."""
    before = os.environ.get(CONFIG_VARIABLE)
    os.environ[CONFIG_VARIABLE] = str(path)
    try:
        yield
    finally:
        del os.environ[CONFIG_VARIABLE]
        if before is not None:
            os.environ[CONFIG_VARIABLE] = before


@dataclass(frozen=True)
class _Reading:
    """Data that were read, and the copy that they were read from.

    Parameters
    ----------
    scene : Scene
        The data, and the model that scores them. It knows its reading: nothing that was worked out from one is taken for another's, whose
        copy is another.
    copied : tuple of Path
        Files of the copy.
    """

    scene: Scene
    copied: tuple[Path, ...]

    def is_whole(self) -> bool:
        """Whether what pages read later is still there."""
        return are_there(self.copied)


@st.cache_resource(max_entries=2, show_spinner="Reading and checking the data …", validate=_Reading.is_whole)
def _shared(_settings: Settings, version: str) -> _Reading:
    """Read the data from a copy of their own: what pages read later, such as outlines, is then of the same version, whatever happens."""
    folder = store_of(_settings).as_folder()
    copy = snapshot(folder)
    if copy is None:
        return _Reading(scene_of(_settings, version), ())
    copied = copy.folder / folder.name
    scene = scene_of(with_folder(_settings, copied), f"{version}|{copy.folder.name}", lasts=True)
    # The copy goes with the last atlas that reads from it.
    weakref.finalize(scene.atlas.store, copy.close)
    return _Reading(scene, files_in(copied))


@work.asked
@st.cache_resource(max_entries=4, ttl="2h", show_spinner="Reading and checking your data …")
@work.needs_turn
def _beside(_settings: Settings, version: str) -> Scene:
    """Read data that few look at. They never push the shared data out; the oldest are dropped, and read again when they are needed."""
    return scene_of(_settings, version)


def scene_of(settings: Settings, reading: str, *, lasts: bool = False) -> Scene:
    """Read the data that the settings name, without any change; the reading, and whether what comes of it lasts, is the caller's to say."""
    atlas = load_atlas(settings)
    return Scene(build_model(atlas, settings), data_stamp(settings, atlas.store), reading=reading, lasts=lasts)


def of_version(number: int) -> Scene:
    """Give an earlier version of the data with the recommended settings of today.

    Raises
    ------
    UnknownIdError, DataError
        No such version is kept, or it cannot be used with these settings.
    """
    settings = shared_settings()
    then = with_folder(settings, version_folder(settings, number))
    return _beside(then, _version(then))


def shared_settings() -> Settings:
    """Give the settings of this server; their data folder is the shipped one. While the file is broken, those read before."""
    return _settings_in_use()


_GOOD_SETTINGS: LastGood[Settings] = LastGood()
_GOOD_DATA: LastGood[_Reading] = LastGood(_Reading.is_whole)


@dataclass(frozen=True)
class _Edition:
    """A file as it is at one time."""

    path: Path
    version: str


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={_Edition: lambda edition: edition.version})
def _settings(edition: _Edition) -> Settings:
    return load_settings(edition.path)


def _settings_in_use() -> Settings:
    path = config_path()
    version = files_version(path)
    return _GOOD_SETTINGS.use(path, version, lambda: _settings(_Edition(path, version)))


def _version(settings: Settings) -> str:
    return data_version(config_path(), store_of(settings))


def troubles() -> list[Trouble]:
    """Say why the data of an earlier time are shown; nothing while they are those of the files."""
    path = config_path()
    return [trouble for good in (_GOOD_SETTINGS, _GOOD_DATA) if (trouble := good.trouble(path)) is not None]


def without_session() -> None:
    """Be silent about work outside a reader's session: what the server does when it starts, and the command line."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)


def load() -> Scene:
    """Give the data with the recommended settings and model, read again only when a file has changed.

    The data are those of this visit if the reader brought some, else the version of the workspace in use, else the shipped ones. While
    their files are broken, or half copied, those read before (`troubles`).

    Raises
    ------
    ConfigError, DataError
        As `geo.settings.model.load_settings` and `geo.store.atlas.load_atlas` raise them.
    """
    settings = shared_settings()
    own = own_data.current()
    if own is not None:
        own_settings = with_folder(settings, own.store.as_folder())
        return _beside(own_settings, _version(own_settings))
    # A workspace that is not there stops everything: the shipped data in its place would be other figures.
    settings = of_today(settings)
    version = _version(settings)
    return _GOOD_DATA.use(config_path(), version, lambda: _shared(settings, version)).scene
