"""What whoever runs the server does to all that is kept: a place is made, or filled from another one; its audit log tells of either."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.store.audit import WORKSPACE, Deed, next_line
from geo.store.stocktaking import holdings_of
from geo.store.workspace_pointer import version_name

if TYPE_CHECKING:
    from geo.store.backend import KeptPlace
    from geo.store.holdings import Holdings
    from geo.store.permission import Person


def create(place: KeptPlace, person: Person, who: str = "") -> None:
    """Make a place, as `geo.store.backend.Versions.create`; the line comes after, because there is no log before."""
    place.versions.create(who)
    with place.audit.writing(person, who, Deed("create", WORKSPACE, after=version_name(place.versions.state().version))):
        pass


def move(source: KeptPlace, target: KeptPlace, person: Person) -> Holdings:
    """Copy everything to a place that is new or empty, while nobody writes to the old one, which stays as it is.

    Returns
    -------
    Holdings
        What was copied; the new place has a line of the audit log more, which tells of that.
    """
    with source.hold():
        holdings = holdings_of(source)
        line = next_line(holdings.lines, person, Deed("move", WORKSPACE, before=source.name, after=target.name))
        target.fill(replace(holdings, lines=(*holdings.lines, line)))
    return holdings
