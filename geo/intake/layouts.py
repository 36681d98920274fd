"""The layouts that a brought file can have: every module that knows some exports them as ``LAYOUTS``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from geo.errors import UnknownIdError

if TYPE_CHECKING:
    from geo.intake.layout import Layout

# In the order in which a reader is offered them.
MODULES: Final[list[str]] = [
    "geo.sources.ofsted_register",
    "geo.sources.gias",
    "geo.sources.deprivation_files",
    "geo.sources.deprivation_2019",
    "geo.sources.deprivation_people",
    "geo.sources.population_files",
    "geo.sources.figure_files",
    "geo.sources.low_income_files",
    "geo.sources.access_authority",
    "geo.sources.fingertips",
    "geo.sources.travel_times",
    "geo.sources.long_table",
    "geo.sources.provider_list",
    "geo.sources.outline_files",
    "geo.sources.lookup_files",
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
