"""The list under a scenario for programs: the bytes of ``scenario_areas.csv`` that ``python -m geo scenario`` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.export.tables import to_csv
from geo.whatif.scenario.effects import scenario_areas
from ui.gap_list import notes
from ui.scene import memo, scenario
from ui.view.state import ASKED

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.view.state import View

PARAMETERS: Final = ASKED

stem = notes.file_stem


def make(scene: Scene, view: View, _ending: str) -> bytes:
    """Make the file of a view; parameters as `ui.api.register.Address` says."""
    return _areas(scene, view.query)


@memo.shared(heavy=True)
def _areas(scene: Scene, query: Query) -> bytes:
    return to_csv(scenario_areas(scenario.before(scene).model, scene.model, query, scenario.acts_of(scene)), bom=False)
