"""The place that a command is asked about: by the code of an area, or by what people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.base.errors import UnknownIdError
from geo.places.entries import place_index
from geo.places.find import find

if TYPE_CHECKING:
    from geo.method.model import Model
    from geo.method.query import Query


def place_asked(model: Model, query: Query, text: str) -> tuple[str | None, str]:
    """Tell a code from a name.

    Returns
    -------
    str or None, str
        The code of an area of the query's level; or, of a place that is asked for by its name, what `geo.places.find.find` finds it by.

    Raises
    ------
    UnknownIdError
        It is neither, or may mean several places; these are named.
    """
    codes = model.areas[query.level].index
    if text in codes:
        return text, ""
    found = find(place_index(model.atlas, model.settings), text)
    if found.chosen is None or not found.chosen.lsoas:
        # Hundreds of codes would bury the message.
        offered = [f"'{entry.title}'" for entry in found.entries]
        raise UnknownIdError("area", text, [f"the {len(codes)} codes of level '{query.level}' in areas.csv", *offered])
    return None, found.chosen.name if found.chosen.kind == "postcode" else found.chosen.title
