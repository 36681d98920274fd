"""One scenario that somebody keeps, with its name and what it was made on; and what holds for all, wherever they are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, Problem, UnknownIdError
from geo.base.plain_text import one_line, visible
from geo.store.workspace_log import now

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MOST_CHARACTERS: Final = {"name": 100, "who": 100, "why": 1000}
ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
MOST_KEPT: Final = 1_000
# A scenario of 200 changes with long notes has far less; a file that was tampered with costs no more than this.
MOST_BYTES: Final = 200_000
LONGEST_SLUG: Final = 40
NOT_THERE: Final = Problem("scenario", "is not there any more. Open the page anew to see which are.")


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

    def checked(self) -> SavedScenario:
        """Give it as it can be kept: words on one line.

        Raises
        ------
        DataError
            Something is missing or too long; every fault is listed.
        """
        words = {name: one_line(getattr(self, name)) for name in MOST_CHARACTERS}
        problems = _faults(words)
        if not self.do:
            problems.append(Problem("scenario", "has no change. Add one first."))
        elif sum(len(change.encode()) for change in self.do) > MOST_BYTES // 2:
            problems.append(Problem("scenario", "is too long to be kept. Take some changes out."))
        if problems:
            raise DataError(problems)
        do = tuple(visible(change) for change in self.do)
        return replace(self, name=words["name"], who=words["who"], why=words["why"], do=do)

    def numbered(self, taken: Collection[str]) -> SavedScenario:
        """Give it an id that is not taken, made of its name; raises `DataError` where too many are kept already."""
        if len(taken) >= MOST_KEPT:
            raise DataError([Problem("scenarios", f"holds {len(taken):,} scenarios, as many as it may. Ask your officer to remove some.")])
        slug = re.sub(r"[^a-z0-9]+", "-", self.name.lower())[:LONGEST_SLUG].strip("-") or "scenario"
        number = next(number for number in range(1, MOST_KEPT + 2) if f"{slug}-{number}" not in taken)
        return replace(self, scenario_id=f"{slug}-{number}", when=now())


def withdrawer(who: str, *, there: bool) -> str:
    """Give the name of whoever withdraws a scenario as it can be kept; raises `DataError` where there is none, or no scenario."""
    name = one_line(who)
    problems = _faults({"who": name}) + ([] if there else [NOT_THERE])
    if problems:
        raise DataError(problems)
    return name


def unknown(scenario_id: str, there: Sequence[SavedScenario]) -> UnknownIdError:
    """Say that there is no scenario of this id, and name the newest that there are."""
    known = [one.scenario_id for one in there[:10]]
    return UnknownIdError("scenario", scenario_id[: MOST_CHARACTERS["name"]], known or ["none is kept yet"])


def _faults(words: dict[str, str]) -> list[Problem]:
    problems = [Problem("scenario", "is empty. Fill it in.", column=name) for name, text in words.items() if not text]
    return problems + [
        Problem("scenario", f"is longer than {MOST_CHARACTERS[name]:,} characters. Shorten it.", column=name)
        for name, text in words.items()
        if len(text) > MOST_CHARACTERS[name]
    ]
