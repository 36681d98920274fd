"""The providers of a place as a list, by sector: with what each is, its places and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.kit import cells, html
from ui.panel import place_answer
from ui.words import ask as words
from ui.words import common
from ui.words.maps import SECTOR_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from geo.places.answer import PlaceAnswer
    from geo.whatif.scene import Scene

# A longer list is folded.
OPENED = 40


def listed(scene: Scene, told: PlaceAnswer, *, opened: bool = True, marks: Mapping[str, str] | None = None) -> Markup:
    """List every provider by sector; nothing where there is none.

    Parameters
    ----------
    scene : Scene
        Names of the service types.
    told : PlaceAnswer
        What is at the place.
    opened : bool
        Whether a short list is open.
    marks : mapping of str to str, optional
        What is said beside the kind of some providers, by id.
    """
    if told.providers.empty:
        return html.NOTHING
    parts = []
    for sector in SECTOR_WORDS:
        own = told.providers[told.providers["sector"] == sector]
        rows = [
            (
                html.cell(
                    place_answer.called(scene, row),
                    words.marked(scene.settings.services[str(row["service_type"])].name, (marks or {}).get(str(code), "")),
                ),
                place_answer.places_words(row),
                words.minutes_cell(cells.number(row["minutes"])),
            )
            for code, row in zip(own.index, cells.records(own), strict=True)
        ]
        if rows:
            parts.append(html.table((words.table_title(sector, len(rows)), *words.TABLE_COLUMNS[1:]), rows))
    if (told.providers["places_basis"] == "assumed").any():
        parts.append(html.paragraph(common.assumed_note(scene.settings.provision.assumed_nursery_class_places), "bsg-quiet"))
    return html.details(words.all_providers(len(told.providers)), html.join(parts), opened=opened and len(told.providers) <= OPENED)
