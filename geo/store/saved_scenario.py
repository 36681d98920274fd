"""One scenario that somebody keeps, with its name and what it was made on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_CHARACTERS: Final = {"name": 100, "who": 100, "why": 1000}


@dataclass(frozen=True)
class SavedScenario:
    """A scenario with its name, and what it was made on.

    Parameters
    ----------
    scenario_id : str
        What a link calls it.
    name, who, why : str
        As given.
    when : str
        UTC, ISO 8601, to the second.
    do : tuple of str
        The changes as a link has them.
    fresh : bool
        Whether it sets a scale of its own.
    data_version, method_version : str
        Of the data and the method that it was made on.
    withdrawn_by, withdrawn_at : str
        Who has taken it off the list, and when (as ``when``); empty while it stands there.
    """

    scenario_id: str
    name: str
    who: str
    why: str
    when: str
    do: tuple[str, ...]
    fresh: bool
    data_version: str
    method_version: str
    withdrawn_by: str = ""
    withdrawn_at: str = ""
