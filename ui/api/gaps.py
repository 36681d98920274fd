"""The gap list for programs: the bytes of ``python -m geo gaps``, and the outlines as the pages give them away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.export.tables import to_csv, to_json
from ui.gap_list import formats, narrowed, notes
from ui.view.state import LISTED

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View

PARAMETERS: Final = LISTED

stem = notes.file_stem


def make(scene: Scene, view: View, ending: str) -> bytes:
    """Make the file of a view; parameters as `ui.api.register.Address` says."""
    if ending == "csv":
        # Programs take a byte order mark for a part of the first column's name.
        return to_csv(narrowed.listed(scene, view), bom=False)
    if ending == "json":
        return to_json(narrowed.listed(scene, view)).encode()
    return formats.made(ending, scene, view, link="")
