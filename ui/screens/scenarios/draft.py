"""The change that is being written: what the link says of it, with sensible values for what it does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.base.vocabulary import NURSERY_CLASS, SECTORS
from geo.whatif.scenario.acts import EVERYWHERE as WHOLE_AREA
from geo.whatif.scenario.acts import KINDS, OF_CHILDREN
from ui.screens.scenarios import offered
from ui.view import finds
from ui.words import change_form as words

if TYPE_CHECKING:
    from geo.settings.model import Settings
    from geo.whatif.scene import Scene
    from ui.view.state import View

# One class of a school; a small site.
CLASS_PLACES: Final = 26
HOMES: Final = 300
CHILDREN: Final = 20
PERCENT: Final = 80
# Ages that children may be of; all where nothing is said.
AGES: Final = ("", "0", "1", "2", "3", "4", "3-4")
# Providers of the whole area, though the filters name one district.
EVERYWHERE: Final = "all"
# What the form takes; which of these can be is checked with the change.
FIRST_YEAR, LAST_YEAR = 2000, 2100
FIELDS: Final = tuple(name for name in finds.NAMES if name == "act" or name.startswith("act_"))


@dataclass(frozen=True)
class Draft:
    """A change as the form shows it.

    Parameters
    ----------
    kind : str
        Of `geo.whatif.scenario.acts.KINDS`.
    inside, whose : str
        Ward or district (empty for all) and sector that narrow the list of providers.
    provider : str or None
        ``provider_id`` of what closes, moves or changes size.
    service, sector, ages : str
        Of what opens.
    places, homes : int
        Numbers.
    per_100 : float
        Children under five in 100 homes.
    year : int or None
        From when the homes or children are there, or take-up is another.
    children : int
        So many more children, or fewer.
    age : str
        Of which age they are; or at which take-up is another.
    percent : int
        Take-up.
    entitlement, district : str
        Of which funded hours and where; empty for all.
    by : {"at", "place", "postcode", "area"}
        How the place is said.
    at, area : str or None
        The provider whose address it is; the neighbourhood.
    place, near : str or None
        The town, village or ward that is chosen by its name, and which of its neighbourhoods is meant.
    postcode : str
        The postcode.
    """

    kind: str
    inside: str
    whose: str
    provider: str | None
    service: str
    sector: str
    ages: str
    places: int
    homes: int
    per_100: float
    year: int | None
    children: int
    age: str
    percent: int
    entitlement: str
    district: str
    by: str
    at: str | None
    area: str | None
    place: str | None
    near: str | None
    postcode: str

    @property
    def where(self) -> str:
        """The place as a file of changes has it; empty where nothing is chosen."""
        return {"at": self.at or "", "place": self.near or "", "postcode": self.postcode.strip(), "area": self.area or ""}[self.by]

    def row(self) -> dict[str, str]:
        """Write the draft as the row of a file of changes."""
        if self.kind == "open":
            site = {"service_type": self.service, "sector": self.sector, "places": f"{self.places}", "ages": self.ages.strip()}
            return {"kind": self.kind, **site, "where": self.where}
        year = {} if self.year is None else {"from_year": f"{self.year}"}
        if self.kind == "homes":
            return {"kind": self.kind, "target": self.where, "homes": f"{self.homes}", "yield_0_4": f"{self.per_100:g}", **year}
        if self.kind == "children":
            return {"kind": self.kind, "target": self.where, "children": f"{self.children}", "ages": self.age, **year}
        if self.kind == "take_up":
            whose = {"target": self.district or WHOLE_AREA, "ages": self.age, "entitlement": self.entitlement}
            return {"kind": self.kind, "percent": f"{self.percent}", **whose, **year}
        more = {"move": {"where": self.where}, "resize": {"places": f"{self.places}"}}.get(self.kind, {})
        return {"kind": self.kind, "target": self.provider or "", **more}

    @property
    def lacks(self) -> str:
        """What is to be chosen first; empty where nothing is missing."""
        if self.kind in {"close", "move", "resize"} and not self.provider:
            return words.CHOOSE_PROVIDER
        if self.kind == "take_up" and not self.age:
            return words.NO_TAKE_UP
        return words.CHOOSE_PLACE if self.kind in {"open", "move", "homes", "children"} and not self.where else ""


def read(ground: Scene, view: View) -> Draft:
    """Read the change that the link is about; what it cannot mean is at its default."""
    said = {name.removeprefix("act_"): finds.one(view.find, name) for name in FIELDS}
    settings, known = ground.settings, offered.labels(ground)
    kind = said["act"] if said["act"] in KINDS else KINDS[0]
    provider = said["provider"] if said["provider"] in known else None
    bys, near, ages = ways(kind), offered.around(ground, said["place"]), ages_of_kind(ground, kind)
    service = said["service"] if said["service"] in services(settings, view.query.outcome) else first_service(settings, view.query.outcome)
    return Draft(
        kind=kind,
        inside=_inside(ground, view, said["inside"]),
        whose=said["whose"] if said["whose"] in SECTORS else SECTORS[0],
        provider=provider,
        service=service,
        sector=said["sector"] if said["sector"] in SECTORS[1:] else SECTORS[1],
        ages=said["ages"],
        places=_whole(said["places"], settings.scenario.most_places, _places_now(ground, kind, provider)),
        homes=_whole(said["homes"], settings.scenario.most_homes, HOMES),
        per_100=_share(said["yield"], settings.scenario.yield_per_100_homes),
        year=_year(said["year"]),
        children=_signed(said["children"], settings.scenario.most_homes),
        age=said["age"] if said["age"] in ages else next(iter(ages), ""),
        percent=_whole(said["percent"], 100, PERCENT),
        entitlement=said["entitlement"] if said["entitlement"] in settings.demand.entitlements else "",
        district=said["district"] if said["district"] in ground.atlas.at("district").index else "",
        by=said["by"] if said["by"] in bys else bys[0],
        at=said["at"] if said["at"] in known else None,
        area=said["area"] if said["area"] in offered.neighbourhoods(ground) else None,
        place=said["place"] if near else None,
        # A link may name one beside the place.
        near=said["near"] if near and said["near"] in offered.neighbourhoods(ground) else next(iter(near), None),
        postcode=said["postcode"],
    )


def ways(kind: str) -> list[str]:
    """List how the place of a change can be said: homes are built, and children live, at nobody's address."""
    return [by for by in words.BYS if kind not in OF_CHILDREN or by != "at"]


def ages_of_kind(ground: Scene, kind: str) -> tuple[str, ...]:
    """List the ages that a change can be of: take-up of those at which it is known how many are entitled."""
    if kind != "take_up":
        return AGES
    rows = ground.model.atlas.demand.take_up
    return tuple(sorted({str(age) for age in rows.loc[rows["eligible"].notna(), "age"]}))


def counted(settings: Settings, outcome: str) -> list[str]:
    """List the service types that count for an outcome area."""
    return [key for key in settings.outcomes[outcome].services if settings.services[key].capacity == settings.outcomes[outcome].access]


def services(settings: Settings, outcome: str) -> list[str]:
    """List the service types that can be opened: first those that count for an outcome area, then those that count for another one."""
    return list(dict.fromkeys([*counted(settings, outcome), *offered.changeable(settings, in_places=False)]))


def first_service(settings: Settings, outcome: str) -> str:
    """Choose what opens unless somebody says otherwise: a school's nursery class where that counts, else the first service type."""
    here = counted(settings, outcome)
    return NURSERY_CLASS if NURSERY_CLASS in here else here[0]


def _inside(ground: Scene, view: View, said: str) -> str:
    """Give the place whose providers are offered: the one district of the filters, unless the link says otherwise."""
    places = offered.whereabouts(ground)
    if said in places or said == EVERYWHERE or len(view.query.districts) != 1:
        return said if said in places else ""
    return view.query.districts[0] if view.query.districts[0] in places else ""


def _places_now(ground: Scene, kind: str, provider: str | None) -> int:
    """Start at the size that a provider has."""
    if kind != "resize" or provider is None:
        return CLASS_PLACES
    now = ground.model.atlas.providers["places"].get(provider)
    return CLASS_PLACES if now is None or now != now else int(now)  # noqa: PLR0124 - missing is not itself


def _whole(said: str, most: int, otherwise: int) -> int:
    return min(int(said), most) if said.isascii() and said.isdigit() else otherwise


def _signed(said: str, most: int) -> int:
    number = _whole(said.removeprefix("-"), most, 0)
    return (-number if said.startswith("-") else number) or CHILDREN


def _year(said: str) -> int | None:
    year = _whole(said, LAST_YEAR, 0)
    return year if year >= FIRST_YEAR else None


def _share(said: str, otherwise: float) -> float:
    try:
        number = float(said)
    except ValueError:
        return otherwise
    return number if 0 <= number <= 100 else otherwise  # noqa: PLR2004 - of 100 homes
