"""What is asked: what to open, how many, to what end, within which limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, get_args

from geo.base.errors import DataError, Problem, UnknownIdError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.base.vocabulary import Capacity, Sector
    from geo.method.query import Query
    from geo.settings.model import Settings

Objective = Literal["need", "places", "worst_fifth", "travel", "within", "everybody", "longest"]
OBJECTIVES: Final[tuple[Objective, ...]] = get_args(Objective)
# Those that count access; the others count journeys.
BY_ACCESS: Final[frozenset[Objective]] = frozenset({"need", "places", "worst_fifth"})
# Of these, less is better: minutes.
LESS_IS_BETTER: Final[frozenset[Objective]] = frozenset({"travel", "longest"})
People = Literal["children", "need", "low_income"]
PEOPLE: Final[tuple[People, ...]] = get_args(People)
Near = Literal["opened", "all"]
NEAR: Final[tuple[Near, ...]] = get_args(Near)
MOST_TOTAL: Final = 1_000


@dataclass(frozen=True)
class SiteLimits:
    """What an answer must keep to, besides its number of sites.

    Parameters
    ----------
    places : int, optional
        Places in all, shared out in units of one site's places; empty: each site has one unit.
    most_per_site : int, optional
        Places of one site at most, where places are shared out.
    budget : float, optional
        What all sites may cost together; a site that names no cost costs nothing.
    at_least, at_most : tuple of (str, int)
        District codes and how many sites.
    must, never : tuple of str
        Sites that are in every answer, and in none.
    apart_km : float
        Least straight-line distance between two new sites.
    """

    places: int | None = None
    most_per_site: int | None = None
    budget: float | None = None
    at_least: tuple[tuple[str, int], ...] = ()
    at_most: tuple[tuple[str, int], ...] = ()
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    apart_km: float = 0.0


@dataclass(frozen=True)
class Siting:
    """Where to open something. It stands beside a `geo.method.query.Query`, which says whose need is meant and what counts as provision.

    The query's districts limit the possible sites and the children that the objective counts; who shares a new site is everybody within
    its reach all the same, beyond the border too.

    Parameters
    ----------
    objective : Objective
        ``need``: close the most places short, each weighted by need (default). ``places``: the same without need.
        ``worst_fifth``: raise the mean access of the worst-served children. ``travel``: shorten journeys, ``within``: bring the most
        children within a time, ``everybody``: bring all of them within it with the fewest sites, ``longest``: shorten the longest journey.
    opens : str
        Service type that is opened; one of the outcome area's that count as its access does.
    sector : {"public", "pvi"}
        Whose it is.
    unit : int
        Places of one site; of no meaning where provision is counted in sites.
    add : int
        Sites; none for ``everybody``, which finds how many. Where places are limited: units that they are shared out in.
    within_minutes : float
        The time of ``within`` and ``everybody``.
    people : {"children", "need", "low_income"}
        What a child counts for in ``travel``, ``within`` and ``everybody``: one; its area's need; its area's low income (0-1 each).
    near : {"opened", "all"}
        To which providers of today the objectives of journeys count a journey: to those of the type that is opened, or to all of the query.
    kinds : tuple of str
        Service types whose providers are possible sites.
    limits : SiteLimits
        Further limits.
    """

    opens: str
    kinds: tuple[str, ...]
    objective: Objective = "need"
    sector: Sector = "public"
    unit: int = 26
    add: int = 5
    within_minutes: float = 15.0
    people: People = "children"
    near: Near = "all"
    limits: SiteLimits = field(default_factory=SiteLimits)

    @property
    def by_access(self) -> bool:
        """Whether the objective counts access, not journeys."""
        return self.objective in BY_ACCESS

    @property
    def less_is_better(self) -> bool:
        """Whether a smaller value is a better one."""
        return self.objective in LESS_IS_BETTER


def default_siting(settings: Settings, query: Query) -> Siting:
    """Start a question from the settings: one unit at each of some sites, to close the most need.

    Where sites are counted a family is near where one of the type that is opened is: a maternity unit is no family hub. Whoever names
    service types has said which count.
    """
    start, access = settings.siting, settings.outcomes[query.outcome].access
    offered = can_open(settings, query)
    wanted = start.opens.get(access, "")
    return Siting(
        opens=wanted if wanted in offered else offered[0],
        kinds=tuple(kind for kind in start.candidates.get(access, ()) if kind in settings.services),
        unit=start.places,
        add=start.add,
        within_minutes=start.within_minutes,
        sector="public" if query.sector == "all" else query.sector,
        near="opened" if access == "presence" and not query.services else "all",
    )


def can_open(settings: Settings, query: Query) -> tuple[str, ...]:
    """Service types that can be opened for a question: those that count for it."""
    outcome = settings.outcomes[query.outcome]
    counted = [service for service in outcome.services if settings.services[service].capacity == outcome.access]
    return tuple(service for service in counted if not query.services or service in query.services)


def check_siting(settings: Settings, query: Query, siting: Siting, districts: Iterable[str]) -> None:
    """Refuse what cannot be asked.

    Raises
    ------
    UnknownIdError
        An id that does not exist, or a service type that does not count here.
    DataError
        A number that makes no sense; all of them are named.
    """
    offered, districts = can_open(settings, query), tuple(districts)
    _known("objective", [siting.objective], OBJECTIVES)
    _known("service to open", [siting.opens], offered)
    _known("sector to open", [siting.sector], ("public", "pvi") if query.sector == "all" else (query.sector,))
    _known("weight of people", [siting.people], PEOPLE)
    _known("what counts as near", [siting.near], NEAR)
    _known("kind of candidate", siting.kinds, settings.services)
    limits = siting.limits
    _known("district", [code for code, _ in (*limits.at_least, *limits.at_most)], districts)
    faults = [Problem(name, message) for name, message in _faults(siting, settings.outcomes[query.outcome].access)]
    if faults:
        raise DataError(faults)


def _faults(siting: Siting, access: Capacity) -> list[tuple[str, str]]:
    limits, faults = siting.limits, []
    if not 0 <= siting.add <= MOST_TOTAL:
        faults.append(("add", f"must lie between 0 and {MOST_TOTAL:,} (found {siting.add:,})."))
    if not 0 < siting.unit <= MOST_TOTAL:
        faults.append(("places", f"of one site must lie between 1 and {MOST_TOTAL:,} (found {siting.unit:,})."))
    if not 0 < siting.within_minutes <= MOST_TOTAL:
        faults.append(("within", f"must lie above 0 and at {MOST_TOTAL:,} minutes at most (found {siting.within_minutes:g})."))
    if access == "presence" and (limits.places is not None or limits.most_per_site is not None):
        faults.append(("add_places", "has no meaning here: this outcome area counts sites. Say how many sites instead."))
    if limits.places is not None and limits.places < 0:
        faults.append(("add_places", f"must be 0 or more (found {limits.places:,})."))
    if limits.most_per_site is not None and limits.most_per_site < siting.unit:
        faults.append(("most_per_site", f"is less than the {siting.unit:,} places of one site. Raise it, or take fewer places."))
    if limits.budget is not None and not limits.budget >= 0:
        faults.append(("budget", "must be 0 or more."))
    if not limits.apart_km >= 0:
        faults.append(("apart_km", "must be 0 or more."))
    both = sorted(set(limits.must) & set(limits.never))
    if both:
        faults.append(("must", f"names {', '.join(both)}, which never names too. Take it out of one of them."))
    return faults


def _known(kind: str, given: Iterable[str], valid: Iterable[str]) -> None:
    valid = tuple(valid)
    for value in given:
        if value not in valid:
            raise UnknownIdError(kind, value, valid)
