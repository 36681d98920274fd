"""Data that one reader has brought and that only this reader sees, until they are kept or the visit ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.base.disk import check_space, tree_bytes, writing
from geo.base.scratch import Scratch, sweep
from geo.intake.merging.merge import merge, read_tables, write_folder
from geo.store.folder import store_of
from geo.store.workspace import with_folder
from ui.kit.visit_end import close_at_end
from ui.scene.snapshot import are_there, files_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.intake.matching.result import Intake
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from geo.store.backend import Store
    from ui.kit.quota import Part

KEY = "own_data"
GONE = "own_data_gone"
PREFIX = "gap-map-visit-"
FILES = "your files"


class OwnData:
    """A data folder of one visit, in a place that no other account of the computer can open.

    Parameters
    ----------
    base : Store
        Data that the files are merged into: held, because a copy of the server's data goes with the last who uses it.
    intakes : sequence of Intake
        What was brought during this visit, oldest first.
    settings : Settings
        The contract depends on them.
    parts : sequence of Part
        What counts the rows in the quota: held, because they are.

    Raises
    ------
    DataError
        The result breaks the contract, or the disk is full; nothing is left behind.
    """

    def __init__(self, base: Store, intakes: Sequence[Intake], settings: Settings, parts: Sequence[Part] = ()) -> None:
        self.base, self.intakes, self.parts = base, tuple(intakes), tuple(parts)
        old = base.as_folder()
        with writing(FILES):
            # The folder goes with this object, and when the visit ends (`ui.kit.visit_end`).
            self.scratch = Scratch(PREFIX)
            try:
                folder = self.scratch.folder / "data"
                check_space(self.scratch.folder, 2 * tree_bytes(old), FILES)
                write_folder(old, merge(read_tables(old), self.intakes), folder, settings)
                self._files = (*files_in(old), *files_in(folder))
            except BaseException:
                self.scratch.close()
                raise
        self.store = store_of(with_folder(settings, folder))

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
        st.session_state[KEY] = OwnData(atlas.store, intakes, settings, parts)
    else:
        st.session_state[KEY] = OwnData(before.base, (*before.intakes, *intakes), settings, (*before.parts, *parts))


def drop() -> None:
    """Go back to the shared data."""
    st.session_state.pop(KEY, None)


def clear_left() -> None:
    """Remove what visits left whose server was killed."""
    sweep(PREFIX)
