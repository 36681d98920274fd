"""Changes as a link has them, ``do=close:PROVIDER``: read as the row of a file would be, and written.

::

    open:SERVICE:SECTOR:PLACES:WHERE       ages in months may follow, :36-60; PLACES is empty where sites are counted
    close:PROVIDER
    resize:PROVIDER:PLACES
    move:PROVIDER:WHERE
    homes:LSOA:HOMES                       children in 100 homes may follow, :30, and the year, :2031
    children:LSOA:CHILDREN                 below 0 for fewer; ages in years may follow, :2 or :3-4, and the year
    take_up:all:AGES:PERCENT               or a district for all; an entitlement may follow, and the year
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from geo.whatif.scenario.acts import Act

SHAPES: Final[dict[str, tuple[str, ...]]] = {
    "open": ("service_type", "sector", "places", "where", "ages"),
    "close": ("target",),
    "resize": ("target", "places"),
    "move": ("target", "where"),
    "homes": ("target", "homes", "yield_0_4", "from_year"),
    "children": ("target", "children", "ages", "from_year"),
    "take_up": ("target", "ages", "percent", "entitlement", "from_year"),
}
OPTIONAL: Final = {"open": 1, "homes": 2, "children": 2, "take_up": 2}


def row_of(written: str) -> dict[str, str] | None:
    """Part one ``do`` into the columns of a changes file; None where it has another shape."""
    kind, *parts = written.split(":")
    names = SHAPES.get(kind)
    if names is None or not len(names) - OPTIONAL.get(kind, 0) <= len(parts) <= len(names):
        return None
    return {"kind": kind, **dict(zip(names, (part.strip() for part in parts), strict=False))}


def written(act: Act) -> str:
    """Write a change as a link has it; what a link leaves out is at its default."""
    values = [_text(getattr(act, name)) for name in SHAPES[act.kind]]
    least = len(values) - OPTIONAL.get(act.kind, 0)
    while len(values) > least and not values[-1]:
        values.pop()
    return ":".join([act.kind, *values])


def _text(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    # What parts a link cannot stand within a part.
    return re.sub(r"\s*:\s*", " ", text)
