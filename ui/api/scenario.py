"""The list under a scenario for programs: the bytes of ``scenario_areas.csv`` that ``python -m geo scenario`` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.export.tables import to_csv
from ui.gap_list import notes
from ui.scene import effects
from ui.view.state import ASKED

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View

PARAMETERS: Final = ASKED

stem = notes.file_stem


def make(scene: Scene, view: View, _ending: str) -> bytes:
    """Make the file of a view; parameters as `ui.api.register.Address` says."""
    return to_csv(effects.whole_areas(scene, view.query), bom=False)
