"""Every cached thing in one place: what is loaded once a server, and again when a file changes."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import weakref
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import streamlit as st

from geo.borders import model_within
from geo.gaps import Query, gap_list, priority_children, score_areas
from geo.model import Model, build_model
from geo.settings import LEVELS, Level, Settings, load_settings
from geo.store import Atlas, load_atlas
from geo.tuning import Tuning, tune
from geo.workspace import of_today, with_folder
from ui import own_data, work
from ui.last_good import LastGood, Trouble
from ui.snapshot import are_there, files_in, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).resolve().parent.parent
CONFIG_VARIABLE = "GAPMAP_CONFIG"


def config_path() -> Path:
    """Find the settings: ``GAPMAP_CONFIG`` in the environment, else ``config.toml`` beside the app."""
    return Path(os.environ.get(CONFIG_VARIABLE) or ROOT / "config.toml")


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


Stamp = str


def shared(
    max_entries: int, busy: str = "", *, heavy: bool = False, is_good: Callable[[Any], bool] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Work a thing out once for all sessions. Nobody may write to what comes back: every session holds the same object.

    Parameters
    ----------
    max_entries : int
        How many results to keep; the oldest goes first.
    busy : str
        What to say while it is worked out.
    heavy : bool
        Whether it takes so long that others must not wait for it: it is worked out in turn (`ui.work`).
    is_good : callable, optional
        Whether a result can still be used; if not, it is worked out again.
    """

    def keep(function: Callable[P, R]) -> Callable[P, R]:
        cached = st.cache_resource(max_entries=max_entries, show_spinner=busy or False, validate=is_good)
        return work.asked(cached(work.needs_turn(function) if heavy else function))

    return keep


def of_visit(max_entries: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Work a thing out once for one visit; it is forgotten when the visit ends."""
    return st.cache_resource(max_entries=max_entries, show_spinner=False, scope="session")


def _stamp(*paths: Path) -> Stamp:
    """Tell file versions apart by size and modification time, so that a swapped file is noticed without a restart."""
    stats = [(path, path.stat()) for path in sorted(paths) if path.is_file()]
    versions = [(str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats]
    return hashlib.sha256(repr(versions).encode()).hexdigest()


def data_stamp(folder: Path) -> Stamp:
    """Stamp of everything that the atlas is read from, the settings among it."""
    files = _stamp(*folder.glob("*.csv"), *folder.glob("borders/*.csv"), *folder.glob("boundaries/*.geojson"))
    # One digest of both: pages show how it begins.
    return hashlib.sha256(f"{_settings_in_use()[1]}|{files}".encode()).hexdigest()


@shared(2)
def _settings(_path: Path, stamp: Stamp) -> Settings:
    return load_settings(_path)


@dataclass(frozen=True)
class _Reading:
    """Data that were read, and the copy that they were read from.

    Parameters
    ----------
    atlas, model : Atlas, Model
        The data and the model that scores them.
    stamp : str
        Tells readings apart: nothing that was worked out from one is taken for another's, whose copy is another.
    copied : tuple of Path
        Files of the copy.
    """

    atlas: Atlas
    model: Model
    stamp: Stamp
    copied: tuple[Path, ...]

    def is_whole(self) -> bool:
        """Whether what pages read later is still there."""
        return are_there(self.copied)


@shared(2, "Reading and checking the data …", is_good=_Reading.is_whole)
def _atlas(_settings: Settings, stamp: Stamp) -> _Reading:
    """Read the data from a copy of their own: what pages read later, such as outlines, is then of the same version, whatever happens."""
    copy = snapshot(_settings.data.folder)
    settings = _settings if copy is None else with_folder(_settings, copy.folder / _settings.data.folder.name)
    atlas = load_atlas(settings)
    if copy is None:
        return _Reading(atlas, build_model(atlas, settings), stamp, ())
    weakref.finalize(atlas, copy.close)
    return _Reading(atlas, build_model(atlas, settings), f"{stamp}|{copy.folder.name}", files_in(settings.data.folder))


@work.asked
@st.cache_resource(max_entries=4, ttl="2h", show_spinner="Reading and checking your data …")
@work.needs_turn
def _own_atlas(_settings: Settings, stamp: Stamp) -> tuple[Atlas, Model]:
    """Read data of single visits. They never push the shared data out; the oldest are dropped, and read again when they are needed."""
    atlas = load_atlas(_settings)
    return atlas, build_model(atlas, _settings)


def shared_settings() -> Settings:
    """Give the settings of this server; their data folder is the shipped one. While the file is broken, those read before."""
    return _settings_in_use()[0]


_GOOD_SETTINGS: LastGood[tuple[Settings, Stamp]] = LastGood()
_GOOD_DATA: LastGood[_Reading] = LastGood(_Reading.is_whole)


def _settings_in_use() -> tuple[Settings, Stamp]:
    path = config_path()
    stamp = _stamp(path)
    return _GOOD_SETTINGS.use(path, stamp, lambda: (_settings(path, stamp), stamp))


def troubles() -> list[Trouble]:
    """Say why the data of an earlier time are shown; nothing while they are those of the files."""
    path = config_path()
    return [trouble for good in (_GOOD_SETTINGS, _GOOD_DATA) if (trouble := good.trouble(path)) is not None]


def without_session() -> None:
    """Be silent about work outside a reader's session: what the server does when it starts, and the command line."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)


def load() -> tuple[Settings, Atlas, Model, Stamp]:
    """Give the settings, data and scoring model, read again only when a file has changed.

    The data are those of this visit if the reader brought some, else the version of the workspace in use, else the shipped ones. While
    their files are broken, or half copied, those read before (`troubles`).

    Raises
    ------
    ConfigError, DataError
        As `geo.settings.load_settings` and `geo.store.load_atlas` raise them.
    """
    settings = shared_settings()
    own = own_data.current()
    if own is not None:
        settings = with_folder(settings, own.folder)
        stamp = data_stamp(own.folder)
        return settings, *_own_atlas(settings, stamp), stamp
    # A workspace that is not there stops everything: the shipped data in its place would be other figures.
    settings = of_today(settings)
    stamp = data_stamp(settings.data.folder)
    read = _GOOD_DATA.use(config_path(), stamp, lambda: _atlas(settings, stamp))
    return read.model.settings, read.atlas, read.model, read.stamp


@shared(4, "Drawing the other borders …", heavy=True)
def within_borders(_settings: Settings, _atlas: Atlas, stamp: Stamp, borders: str) -> Model:
    """`geo.borders.model_within`, once for each grouping."""
    return model_within(_atlas, _settings, borders)


@shared(16, heavy=True)
def tuned(_model: Model, stamp: Stamp, outcome: str, tuning: Tuning) -> Model:
    """`geo.tuning.tune`, once for each choice of settings."""
    return tune(_model, outcome, tuning)


@shared(256)
def scores(_model: Model, stamp: Stamp, query: Query) -> pd.DataFrame:
    """`geo.gaps.score_areas`, once for each query."""
    return score_areas(_model, query)


@shared(256)
def ranked(_model: Model, stamp: Stamp, query: Query) -> pd.DataFrame:
    """`geo.gaps.gap_list` without its evidence, once for each query."""
    return gap_list(_model, query, scores(_model, stamp, replace(query, districts=())), evidence=False)


@shared(64, "Working out how firm each rank is …", heavy=True)
def listed(_model: Model, stamp: Stamp, query: Query) -> pd.DataFrame:
    """`geo.gaps.gap_list` with its evidence, once for each query."""
    return gap_list(_model, query, scores(_model, stamp, replace(query, districts=())))


@dataclass(frozen=True)
class Choices:
    """What the filters offer, in the order in which they offer it.

    Parameters
    ----------
    districts : dict of str to str
        Names by code.
    labels : dict of Level to dict of str to str
        Labels by area code, in alphabetical order.
    levels : dict of str to Level
        Level by area code.
    district_of : dict of str to str
        District by area code.
    providers : dict of str to int
        Number of providers by service type.
    assumed : frozenset of str
        Service types with assumed places.
    indicators : dict of str to (str, str)
        Name and published level by indicator.
    """

    districts: dict[str, str]
    labels: dict[Level, dict[str, str]]
    levels: dict[str, Level]
    district_of: dict[str, str]
    providers: dict[str, int]
    assumed: frozenset[str]
    indicators: dict[str, tuple[str, str]]


@shared(6)
def choices(_atlas: Atlas, stamp: Stamp) -> Choices:
    """Plain dictionaries of what can be chosen: looking up a table for every option of every run would be slow."""
    areas, indicators, providers = _atlas.areas, _atlas.indicators, _atlas.providers
    return Choices(
        districts=_atlas.at("district")["name"].to_dict(),
        labels={level: _atlas.at(level)["label"].sort_values().to_dict() for level in LEVELS},
        levels=areas["level"].to_dict(),
        district_of=areas["district_code"].to_dict(),
        providers=providers["service_type"].value_counts().to_dict(),
        assumed=frozenset(providers.loc[providers["places_basis"] == "assumed", "service_type"]),
        indicators=dict(zip(indicators.index, zip(indicators["name"], indicators["published_level"], strict=True), strict=True)),
    )


@shared(64)
def priority(_model: Model, stamp: Stamp, query: Query) -> pd.DataFrame:
    """`geo.gaps.priority_children`, once for each query."""
    return priority_children(_model, query, scores(_model, stamp, query))
