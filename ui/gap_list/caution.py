"""Where published figures order neighbourhoods differently: said beside the list, not only on the page that compares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.scene import agreement
from ui.words import agreement as agreement_words

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene

AGREES_FROM = 0.5


def disagreement(scene: Scene, query: Query) -> str:
    """Name the districts of a query where access agrees poorly with the published figures; empty if there are none to name.

    The published figures are of childcare places, so outcome areas that count sites have nothing to be compared with.
    """
    if scene.settings.validation is None or scene.settings.outcomes[query.outcome].access != "places":
        return ""
    result = agreement.access(scene)
    if result is None:
        return ""
    poor = result.table[(result.table["part"] == "district") & (result.table["spearman"] < AGREES_FROM)]
    names = scene.atlas.areas["name"].reindex(query.districts).tolist()
    doubtful = [str(name) for name in poor["name"] if not names or name in names]
    return agreement_words.caution(doubtful) if doubtful else ""
