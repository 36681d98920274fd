"""A list of possible sites that the reader brings: read and checked as a whole, and kept for this visit alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from geo.base.errors import DataError, Problem
from geo.siting.own_list import read_sites
from ui.kit import uploads
from ui.screens.your_data.parts import problem_list
from ui.screens.your_data.read import over_quota
from ui.view import waiting
from ui.view.state import stay
from ui.view.widgets import fold
from ui.words import siting as words

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.typing import UploadedFile

    from geo.whatif.scene import Scene

# What was read; the number of the field, which is a new one once its list is let go.
READ, FIELD = "siting_file", "siting_file_field"


@dataclass(frozen=True)
class OwnSites:
    """A list as it was read, known by its content.

    Parameters
    ----------
    name, key : str
        The file's name; the digest of its bytes.
    table : DataFrame
        `geo.siting.own_list.read_sites`.
    """

    name: str
    key: str
    table: pd.DataFrame

    @property
    def has_costs(self) -> bool:
        """Whether a site says what it costs."""
        return bool(self.table["cost"].notna().any())


@dataclass(frozen=True)
class _Read:
    file_id: str
    data: str
    sites: OwnSites | None
    problems: tuple[Problem, ...] = ()


def in_use(ground: Scene) -> OwnSites | None:
    """Give the list of this visit; one that was read for other data is not used."""
    known: _Read | None = st.session_state.get(READ)
    return known.sites if known is not None and known.data == ground.key else None


def bring(ground: Scene) -> None:
    """Draw the field, and what was read.

    Parameters
    ----------
    ground : Scene
        The area in which sites are placed.
    """
    folded = fold(words.OWN_TITLE, "bring_sites")
    if not folded.open:
        return
    with folded:
        st.caption(words.OWN_HELP)
        key = f"siting_own_file_{st.session_state.setdefault(FIELD, 0)}"
        upload = st.file_uploader(words.OWN, type=["csv", "xlsx", "xls", "ods"], key=key, on_change=_changed, args=(key,))
        is_new = upload is not None and _take(upload, ground)
        known: _Read | None = st.session_state.get(READ)
        if known is None:
            return
        if known.problems:
            problem_list(known.problems, words.BROKEN_FILE)
        elif known.sites is not None:
            st.markdown(words.own_used(known.sites.name, len(known.sites.table)))
            st.button(words.OWN_DROP, on_click=_drop)
    if is_new and known.sites is not None:
        # The answer stands above this field.
        st.rerun()


def _changed(key: str) -> None:
    """Note that a file came, or was taken out of the field; a field that is folded away keeps its list."""
    if st.session_state[key] is None:
        _drop()
    stay()


def _drop() -> None:
    known: _Read | None = st.session_state.pop(READ, None)
    if known is not None:
        uploads.taken_out([known.file_id])
    st.session_state[FIELD] += 1
    stay()


def _take(upload: UploadedFile, ground: Scene) -> bool:
    """Read a file once, and let its bytes go; whether it was read now. One whose bytes are gone is not read for other data."""
    known: _Read | None = st.session_state.get(READ)
    if (known is not None and known.file_id == upload.file_id) or not upload.size:
        return False
    refused, limits = uploads.refused(upload), ground.settings.limits
    if refused is not None:
        read = _Read(upload.file_id, ground.key, None, (over_quota(upload.name, refused, limits),))
    else:
        read = _of_bytes(upload, ground)
    st.session_state[READ] = read
    uploads.let_go(upload)
    return True


def _of_bytes(upload: UploadedFile, ground: Scene) -> _Read:
    content = upload.getvalue()
    try:
        with waiting.told(upload.name):
            table = read_sites(content, upload.name, ground.model.atlas, ground.settings)
    except DataError as error:
        return _Read(upload.file_id, ground.key, None, error.problems)
    return _Read(upload.file_id, ground.key, OwnSites(upload.name, hashlib.sha256(content).hexdigest(), table))
