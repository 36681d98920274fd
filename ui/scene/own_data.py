"""Data that one reader has brought and that only this reader sees, until they are kept or the visit ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.base.disk import check_space, tree_bytes, writing
from geo.base.scratch import Scratch, sweep
from geo.intake.merging.merge import merge, read_tables, write_folder
from ui.kit.visit_end import close_at_end
from ui.scene.snapshot import are_there, files_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.intake.matching.result import Intake
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from ui.kit.quota import Part

KEY = "own_data"
GONE = "own_data_gone"
PREFIX = "gap-map-visit-"
FILES = "your files"


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
    atlas : Atlas, optional
        What was read from ``base``: held, because a copy of the server's data goes with the last who uses it.
    parts : sequence of Part
        What counts the rows in the quota: held, because they are.

    Raises
    ------
    DataError
        The result breaks the contract, or the disk is full; nothing is left behind.
    """

    def __init__(
        self, base: Path, intakes: Sequence[Intake], settings: Settings, atlas: Atlas | None = None, parts: Sequence[Part] = ()
    ) -> None:
        self.base, self.intakes, self.atlas, self.parts = base, tuple(intakes), atlas, tuple(parts)
        with writing(FILES):
            # The folder goes with this object, and when the visit ends (`ui.kit.visit_end`).
            self.scratch = Scratch(PREFIX)
            try:
                self.folder = self.scratch.folder / "data"
                check_space(self.scratch.folder, 2 * tree_bytes(base), FILES)
                write_folder(base, merge(read_tables(base), self.intakes), self.folder, settings)
                self._files = (*files_in(base), *files_in(self.folder))
            except BaseException:
                self.scratch.close()
                raise

    def is_whole(self) -> bool:
        """Whether no file was swept away, of these data or of those that they were merged into."""
        return are_there(self._files)

    @property
    def files(self) -> list[str]:
        """Names of the files, each once."""
        return list(dict.fromkeys(intake.file for intake in self.intakes))


def current() -> OwnData | None:
    """Find the data of this visit; None outside a visit, or if the reader uses the shared data."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    own: OwnData | None = st.session_state.get(KEY)
    if own is not None and not own.is_whole():
        drop()
        st.session_state[GONE] = True
        return None
    if own is not None:
        close_at_end(own.scratch)
    return own


def use(atlas: Atlas, intakes: Sequence[Intake], settings: Settings, parts: Sequence[Part] = ()) -> None:
    """Show data with these files to this visit only; files that it uses already stay.

    Parameters
    ----------
    atlas : Atlas
        What this visit sees now.
    intakes : sequence of Intake
        What is brought.
    settings : Settings
        The contract depends on them.
    parts : sequence of Part
        What counts the rows in the quota.

    Raises
    ------
    DataError
        The result breaks the contract; what the reader sees has not changed.
    """
    before = current()
    if before is None:
        st.session_state[KEY] = OwnData(atlas.folder, intakes, settings, atlas, parts)
    else:
        st.session_state[KEY] = OwnData(before.base, (*before.intakes, *intakes), settings, before.atlas, (*before.parts, *parts))


def drop() -> None:
    """Go back to the shared data."""
    st.session_state.pop(KEY, None)


def clear_left() -> None:
    """Remove what visits left whose server was killed."""
    sweep(PREFIX)
