"""The layouts that a brought file can have: every module that knows some exports them as ``LAYOUTS``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from geo.base.errors import UnknownIdError

if TYPE_CHECKING:
    from geo.intake.matching.layout import Layout

# In the order in which a reader is offered them.
MODULES: Final[list[str]] = [
    "geo.publishers.ofsted",
    "geo.publishers.schools",
    "geo.publishers.libraries",
    "geo.publishers.deprivation.files_2025",
    "geo.publishers.deprivation.files_2019",
    "geo.publishers.deprivation.files_older",
    "geo.publishers.deprivation.people",
    "geo.publishers.population",
    "geo.publishers.accessibility",
    "geo.publishers.early_years",
    "geo.publishers.low_income",
    "geo.publishers.fingertips",
    "geo.publishers.lait",
    "geo.publishers.travel_times",
    "geo.publishers.demand",
    "geo.publishers.own_figures",
    "geo.publishers.own_providers",
    "geo.publishers.geography.outlines",
    "geo.publishers.geography.lookup_files",
]


def all_layouts() -> tuple[Layout, ...]:
    """Import the modules and return their layouts in order."""
    # Imported when a file is brought, not when the app starts: some readers cost a second.
    return tuple(layout for module in MODULES for layout in import_module(module).LAYOUTS)


def layout_of(layout_id: str) -> Layout:
    """Find a layout by its id.

    Raises
    ------
    UnknownIdError
        There is none; the message lists those that are.
    """
    known = {layout.id: layout for layout in all_layouts()}
    if layout_id not in known:
        raise UnknownIdError("layout", layout_id, [f"{layout.id} ({layout.title})" for layout in known.values()])
    return known[layout_id]
