"""A link that names a kept scenario, ``scenario=ID``: its changes take the place of the name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.base.errors import UnknownIdError
from geo.store.kept import scenarios_of
from ui.scene import loading
from ui.view.state import FRESH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.store.saved_scenario import SavedScenario
    from ui.view.state import Params

NAME: Final = "scenario"
# No id is as long; a longer one is not shown whole.
LONGEST: Final = 100


@dataclass(frozen=True)
class Opened:
    """A link with the changes of the scenario that it names.

    Parameters
    ----------
    given : mapping
        The parameters, without the name; changes that the link adds stand behind those of the scenario.
    saved : SavedScenario, optional
        The scenario; None where the link names none, or one that is not there.
    problem : str
        Why it cannot be opened; empty if it was.
    """

    given: Params
    saved: SavedScenario | None = None
    problem: str = ""


def opened(given: Mapping[str, str | list[str]]) -> Opened:
    """Open the scenario that a link names; without a name everything stays as it is."""
    rest = {name: value for name, value in given.items() if name != NAME}
    if NAME not in given:
        return Opened(rest)
    written = given[NAME]
    wanted = str(written if isinstance(written, str) else written[-1])[:LONGEST]
    place = scenarios_of(loading.shared_settings())
    if place is None:
        return Opened(rest, problem=str(UnknownIdError(NAME, wanted, ["config.toml names no workspace, so none is kept"])))
    try:
        saved = place.get(wanted)
    except UnknownIdError as error:
        return Opened(rest, problem=str(error))
    own = rest.get("do", [])
    more: Params = {"do": [*saved.do, *([own] if isinstance(own, str) else own)]}
    return Opened(rest | more | ({"scale": FRESH} if saved.fresh else {}), saved)
