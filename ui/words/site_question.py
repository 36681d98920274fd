"""What the page Where to put it says before anything is asked, and of an outcome area that a type of site leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words.figures import listed
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

EMPTY: Final = (
    "Nothing is asked yet. Say where and what, then press a question, or write your own below. The answer names the sites that do it "
    "best, how sure that is, and who is there already."
)
WHERE: Final = "Where"
WHERE_HELP: Final = "Where sites are looked for, and whose families count. The same as *Districts* in the sidebar, which can take several."
FIND: Final = "Find the sites"


def _for(outcome: str) -> str:
    """Name the outcome area where a question leads to another one than is chosen."""
    return f" (for {outcome})" if outcome else ""


def ask_one(service: str, places: int | None, where: str, outcome: str = "") -> str:
    """Ask where one more helps most."""
    return f"Where in {where} does one more {service}{'' if places is None else f' of {places:,} places'} help most?{_for(outcome)}"


def ask_several(count: int, services: str, where: str) -> str:
    """Ask where several help most."""
    return f"Where in {where} do {count:,} {services} help most?"


def ask_everybody(several: str, minutes: float, where: str, outcome: str = "") -> str:
    """Ask how many until everybody is near."""
    return f"How many more {several} until every family in {where} is within {minutes:g} minutes, and where?{_for(outcome)}"


def several(count: int) -> str:
    """Name more districts than one, which are chosen in the sidebar."""
    return f"{count:,} districts"


def counts_for(service: str, outcomes: Sequence[str], asked: str) -> str:
    """Explain the outcome area behind a question: for which ones the kind counts, and that the answer is for one of them."""
    return f"{service} counts for {listed(list(outcomes))}. The answer is for one of them, {asked} here; the others stand below it."


# --- types of another outcome area ------------------------------------------------------------------------------------


def elsewhere(service: str, outcomes: Sequence[str]) -> str:
    """Name a type of site that counts for other outcome areas only."""
    more = f" and {len(outcomes) - 1} more" if len(outcomes) > 1 else ""
    return f"{service} (for {outcomes[0]}{more})"


def moved(service: str, here: str, there: str) -> str:
    """Say that the outcome area was changed, since what is to open does not count for the one before."""
    return f"Asked for *{plain(there)}*: **{plain(service)}** does not count for *{plain(here)}*."


def also(outcomes: Sequence[str]) -> str:
    """Name the other outcome areas for which a type counts."""
    named = listed([f"*{plain(name)}*" for name in outcomes])
    return f"The need of the outcome area decides. It counts for {named} too; press one to ask for its need instead."


OTHERS: Final = "Ask for another outcome area instead"


def lifted(service: str) -> str:
    """Say that a filter was taken away, since it kept out what is to open."""
    return f"**{plain(service)}** was not among the chosen service types. All of them count now."


YEAR, TODAY = "For the demand of", "Today"
YEAR_HELP = (
    "Children of that year: those that are projected, with new homes of the data and of a scenario on top. They share what is open then; "
    "need and target stay those of today. See the page *Demand*."
)


def of_year(year: int, said: str) -> str:
    """Say of which year an answer is, before the answer itself."""
    return f"**For {year}:** the children of that year share what is open then; need and target stay those of today. {said}"


def lacks(where: str, outcome: str, *, in_places: bool) -> str:
    """Say of what there is too little: of everything that counts for an outcome area, not of what opens alone."""
    return f"{plain(where)} lacks in {'places' if in_places else 'sites'} for {plain(outcome)}"


def headline(where: Sequence[str], year: int | None) -> str:
    """Say of a site where it lies, and of which year its figures are where they are not of today."""
    return ", ".join(where) if year is None else f"{', '.join(where)}. For the demand of {year}; need and target of today"


def without_sites(year: int) -> str:
    """Name the state of a year in which nothing of the answer is open."""
    return f"{year}, without the sites"
