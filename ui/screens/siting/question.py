"""The question that the link asks: what it cannot mean is at its default, so every link opens a form that can be read."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from geo.siting.question import MOST_TOTAL, NEAR, OBJECTIVES, PEOPLE, SiteLimits, Siting, can_open, default_siting
from ui.view import finds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.base.vocabulary import Sector
    from geo.method.query import Query
    from geo.siting.question import Near, Objective, People
    from geo.whatif.scene import Scene
    from ui.scene.local import LedgerToday
    from ui.screens.siting.own import OwnSites
    from ui.view.state import View

FIELDS: Final = tuple(name for name in finds.NAMES if name.startswith("site_"))
# Stands for an empty list of kinds; without a word for it the link would mean the kinds of the settings.
NO_KIND: Final = "none"
SECTORS: Final[tuple[Sector, ...]] = ("public", "pvi")
# Sites are judged by these, whatever the page shows beside them.
LEVEL: Final = "lsoa"
MOST_ADD: Final = 30
MOST_WITHIN: Final = 240.0
# So many sites can be named in a link, beside all else that it holds.
MOST_NAMED: Final = 10


@dataclass(frozen=True)
class SiteQuestion:
    """A question with what its answers depend on; known by its key (`ui.scene.memo`).

    Parameters
    ----------
    scene : Scene
        Data and model, under a scenario if there is one.
    query : Query
        Whose need, and which provision; of neighbourhoods.
    siting : Siting
        What to open.
    own : OwnSites, optional
        A list that the reader has brought.
    known : LedgerToday
        Local knowledge, which can refuse a site.
    year : int, optional
        A later year, of which the scene then is; empty for today.
    """

    scene: Scene
    query: Query
    siting: Siting
    own: OwnSites | None
    known: LedgerToday
    year: int | None = None

    @property
    def key(self) -> str:
        """Tells questions apart."""
        return repr((self.scene.key, self.query, self.siting, self.own and self.own.key, self.known.key))

    @property
    def in_places(self) -> bool:
        """Whether the outcome area counts places, not sites."""
        return self.scene.settings.outcomes[self.query.outcome].access == "places"

    @property
    def decimals(self) -> int:
        """Decimals of what is gained or closed: a tenth of a place can still be seen, of sites there are few for all children."""
        return 2 if self.siting.by_access and not self.in_places else 1

    @property
    def lasting_key(self) -> str | None:
        """The same in every process; None with a list of one visit, or with local knowledge, which nothing beyond this process keeps."""
        scene = self.scene.lasting_key
        if scene is None or self.own is not None or len(self.known.entries) or self.known.problems:
            return None
        return repr((scene, self.query, self.siting))


def is_asked(view: View) -> bool:
    """Whether the link asks for an answer."""
    return finds.one(view.find, "site_asked") == "yes"


def year_of(view: View, years: Iterable[int]) -> int | None:
    """Read the year that a link asks for; None for today, and where it is none of those that can be asked for."""
    return next((year for year in years if f"{year}" == finds.one(view.find, "site_year")), None)


def of_view(scene: Scene, view: View, own: OwnSites | None) -> Siting:
    """Read the question of a link.

    Parameters
    ----------
    scene : Scene
        Districts, service types and the defaults.
    view : View
        The link.
    own : OwnSites, optional
        With a list of costs there can be a budget.
    """
    query, settings = replace(view.query, level=LEVEL), scene.settings
    start = default_siting(settings, query)
    said = {name: finds.one(view.find, name) for name in FIELDS}
    kinds = finds.several(view.find, "site_kind")
    known_kinds = tuple(kind for kind in kinds if kind in settings.services)
    sectors = SECTORS if query.sector == "all" else (query.sector,)
    return Siting(
        opens=_word(said["site_opens"], can_open(settings, query), start.opens),
        kinds=known_kinds if kinds and (known_kinds or NO_KIND in kinds) else start.kinds,
        objective=cast("Objective", _word(said["site_aim"], OBJECTIVES, start.objective)),
        sector=cast("Sector", _word(said["site_sector"], sectors, start.sector)),
        unit=_whole(said["site_places"], 1, MOST_TOTAL, start.unit),
        add=_whole(said["site_add"], 1, MOST_ADD, start.add),
        within_minutes=_number(said["site_within"], 1, MOST_WITHIN, start.within_minutes),
        people=cast("People", _word(said["site_people"], PEOPLE, start.people)),
        near=cast("Near", _word(said["site_near"], NEAR, start.near)),
        limits=_limits(scene, view, said, own),
    )


def _limits(scene: Scene, view: View, said: dict[str, str], own: OwnSites | None) -> SiteLimits:
    in_places = scene.settings.outcomes[view.query.outcome].access == "places"
    total = _whole(said["site_total"], 1, MOST_TOTAL, 0) if in_places else 0
    unit = _whole(said["site_places"], 1, MOST_TOTAL, scene.settings.siting.places)
    cap = _whole(said["site_cap"], 1, MOST_TOTAL, scene.settings.siting.most_per_site)
    budget = _number(said["site_budget"], 0, math.inf, -1.0)
    must = tuple(finds.several(view.find, "site_must"))[:MOST_NAMED]
    return SiteLimits(
        places=total or None,
        most_per_site=max(cap, unit) if total else None,
        budget=budget if budget >= 0 and own is not None and own.has_costs else None,
        at_least=_pairs(finds.several(view.find, "site_least"), scene),
        at_most=_pairs(finds.several(view.find, "site_most"), scene),
        must=must,
        never=tuple(code for code in finds.several(view.find, "site_never") if code not in must)[:MOST_NAMED],
        apart_km=_number(said["site_apart"], 0, 100, 0.0),
    )


def with_limits_in(view: View, scene: Scene) -> list[str]:
    """Give the districts for which a number is asked, or is about to be."""
    named = finds.several(view.find, "site_in")
    pairs = (*finds.several(view.find, "site_least"), *finds.several(view.find, "site_most"))
    codes = dict.fromkeys([*named, *(pair.partition("=")[0] for pair in pairs)])
    return [code for code in codes if code in scene.model.areas["district"].index]


def _pairs(written: Iterable[str], scene: Scene) -> tuple[tuple[str, int], ...]:
    """Read ``CODE=N``, of each district once."""
    read = {}
    for pair in written:
        code, _, number = pair.partition("=")
        if code in scene.model.areas["district"].index and number.isdecimal() and number.isascii() and int(number) <= MOST_TOTAL:
            read[code] = int(number)
    return tuple(sorted(read.items()))


def _word(given: str, words: Iterable[str], default: str) -> str:
    return given if given in tuple(words) else default


def _whole(given: str, low: int, high: int, default: int) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < len("100000") and low <= int(given) <= high else default


def _number(given: str, low: float, high: float, default: float) -> float:
    try:
        number = float(given)
    except ValueError:
        return default
    return number if math.isfinite(number) and low <= number <= high else default
