"""Data that one reader has brought and that only this reader sees, until they are kept or the visit ends."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.intake.merge import merge, read_tables, write_folder
from ui import uploads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.intake.result import Intake
    from geo.settings import Settings

KEY = "own_data"
GONE = "own_data_gone"
PREFIX = "gap-map-visit-"
KEEP_HOURS = 12


class OwnData:
    """A data folder of one visit, in a place that no other account of the computer can open.

    Parameters
    ----------
    base : Path
        Data folder that the files are merged into.
    intakes : sequence of Intake
        What was brought during this visit, oldest first.
    settings : Settings
        The contract depends on them.

    Raises
    ------
    DataError
        The result breaks the contract; nothing is left behind.
    """

    def __init__(self, base: Path, intakes: Sequence[Intake], settings: Settings) -> None:
        _sweep()
        root = Path(tempfile.mkdtemp(prefix=PREFIX))
        # The folder goes when the session does, for nothing else holds this object.
        weakref.finalize(self, shutil.rmtree, root, ignore_errors=True)
        self.base, self.intakes, self.folder = base, tuple(intakes), root / "data"
        write_folder(base, merge(read_tables(base), self.intakes), self.folder, settings)

    @property
    def files(self) -> list[str]:
        """Names of the files, each once."""
        return list(dict.fromkeys(intake.file for intake in self.intakes))


def current() -> OwnData | None:
    """Find the data of this visit; None outside a visit, or if the reader uses the shared data."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    own: OwnData | None = st.session_state.get(KEY)
    if own is not None and not own.folder.is_dir():
        drop()
        st.session_state[GONE] = True
        return None
    return own


def use(base: Path, intakes: Sequence[Intake], settings: Settings) -> None:
    """Show data with these files to this visit only; files that it uses already stay.

    Raises
    ------
    DataError
        The result breaks the contract; what the reader sees has not changed.
    """
    before = current()
    if before is not None:
        base, intakes = before.base, (*before.intakes, *intakes)
    st.session_state[KEY] = OwnData(base, intakes, settings)


def drop() -> None:
    """Go back to the shared data."""
    st.session_state.pop(KEY, None)
    uploads.no_longer_used()


def _sweep() -> None:
    """Remove what visits left whose server was killed."""
    limit = time.time() - KEEP_HOURS * 3600
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)
