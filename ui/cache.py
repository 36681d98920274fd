"""Every cached thing in one place: what is loaded once a server, and again when a file changes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geo.gaps import Query, gap_list, priority_children, score_areas
from geo.model import Model, build_model
from geo.settings import Settings, load_settings
from geo.store import Atlas, load_atlas

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).resolve().parent.parent


def config_path() -> Path:
    """Find the settings: ``GAPMAP_CONFIG`` in the environment, else ``config.toml`` beside the app."""
    return Path(os.environ.get("GAPMAP_CONFIG", ROOT / "config.toml"))


Stamp = tuple[tuple[str, int, int], ...]


def _stamp(*paths: Path) -> Stamp:
    """Tell file versions apart by size and modification time, so that a swapped file is noticed without a restart."""
    stats = [(path, path.stat()) for path in sorted(paths) if path.is_file()]
    return tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats)


def data_stamp(folder: Path) -> Stamp:
    """Stamp of everything that the atlas is read from."""
    return _stamp(config_path(), *folder.glob("*.csv"), *folder.glob("boundaries/*.geojson"))


@st.cache_resource(max_entries=2, show_spinner=False)
def _settings(_path: Path, stamp: Stamp) -> Settings:  # noqa: ARG001 - the stamp is the cache key
    return load_settings(_path)


@st.cache_resource(max_entries=2, show_spinner="Reading and checking the data …")
def _atlas(_settings: Settings, stamp: Stamp) -> tuple[Atlas, Model]:  # noqa: ARG001 - the stamp is the cache key
    atlas = load_atlas(_settings)
    return atlas, build_model(atlas, _settings)


def load() -> tuple[Settings, Atlas, Model, Stamp]:
    """Give the settings, data and scoring model of this server, read again only when a file has changed.

    Raises
    ------
    ConfigError, DataError
        As `geo.settings.load_settings` and `geo.store.load_atlas` raise them.
    """
    path = config_path()
    settings = _settings(path, _stamp(path))
    stamp = data_stamp(settings.data.folder)
    return settings, *_atlas(settings, stamp), stamp


@st.cache_resource(max_entries=256, show_spinner=False)
def scores(_model: Model, stamp: Stamp, query: Query) -> pd.DataFrame:  # noqa: ARG001 - the stamp is part of the cache key
    """`geo.gaps.score_areas`, once for each query. Read only: every session shares the frame."""
    return score_areas(_model, query)


@st.cache_resource(max_entries=256, show_spinner=False)
def ranked(_model: Model, stamp: Stamp, query: Query) -> pd.DataFrame:
    """`geo.gaps.gap_list`, once for each query. Read only: every session shares the frame."""
    return gap_list(_model, query, scores(_model, stamp, query))


@st.cache_resource(max_entries=64, show_spinner=False)
def priority(_model: Model, stamp: Stamp, query: Query) -> pd.DataFrame:
    """`geo.gaps.priority_children`, once for each query. Read only: every session shares the frame."""
    return priority_children(_model, query, scores(_model, stamp, query))
