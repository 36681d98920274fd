"""A row of words as a change, or everything that is wrong with it: the one check of links, files and forms."""

from __future__ import annotations

import difflib
import math
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.base.vocabulary import SECTORS
from geo.contract.demand import ages_of, children_year
from geo.whatif.scenario.acts import EVERYWHERE, KINDS, Act
from geo.whatif.scenario.placing import Places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.settings.model import Settings
    from geo.store.atlas import Atlas

AGES: Final = re.compile(r"(\d{1,3})-(\d{1,3})")
OLDEST_MONTHS: Final = 216
YEARS_OF_AGE: Final = re.compile(r"[0-4]|([0-4])-([0-4])")
LATEST_YEAR: Final = 2100
MOST_PER_100: Final = 100
MOST_PERCENT: Final = 100
# So many providers are named beside one that does not exist.
NEAREST: Final = 3


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value of a row, and the way out."""

    column: str
    message: str


class Checker:
    """Reads rows against one atlas.

    Parameters
    ----------
    atlas : Atlas
        Providers and neighbourhoods that exist.
    settings : Settings
        Service types that exist, and how far a scenario may go.
    """

    def __init__(self, atlas: Atlas, settings: Settings) -> None:
        self.atlas, self.settings, self.limits = atlas, settings, settings.scenario
        self.places = Places(atlas, settings.scenario.most_outside_km)

    def read(self, row: Mapping[str, str], change_id: str) -> Act | list[Fault]:
        """Give the change that a row says, or all that is wrong with it.

        Parameters
        ----------
        row : mapping
            Text by the columns of a changes file; what is missing is empty.
        change_id : str
            What to call it where the row does not say.
        """
        words = {name: (row.get(name) or "").strip() for name in (*COLUMNS,)}
        kind = words["kind"]
        if kind not in KINDS:
            return [Fault("kind", f"found '{kind}'; it must be one of {', '.join(KINDS)}.")]
        act = Act(kind, note=words["note"], change_id=words["change_id"] or change_id)
        faults: list[Fault] = []
        year = self._year(words["from_year"], faults)
        act = replace(act, from_year=year)
        readers = {"open": self._open, "homes": self._homes, "children": self._children, "take_up": self._take_up}
        act = readers.get(kind, self._provider)(act, words, faults)
        return faults or act

    def _open(self, act: Act, words: Mapping[str, str], faults: list[Fault]) -> Act:
        services, service, sector = self.settings.services, words["service_type"], words["sector"]
        if service not in services:
            faults.append(Fault("service_type", f"found '{service}'; it must be one of {', '.join(services)}."))
        if sector not in SECTORS[1:]:
            faults.append(Fault("sector", f"found '{sector}'; it must be one of {', '.join(SECTORS[1:])}."))
        in_places = service in services and services[service].capacity == "places"
        places = self._places(words["places"], faults) if in_places or words["places"] else None
        ages = words["ages"]
        months = AGES.fullmatch(ages)
        if ages and not (months and int(months[1]) < int(months[2]) <= OLDEST_MONTHS):
            faults.append(Fault("ages", f"found '{ages}'; write months such as 36-60, the younger first."))
        act = replace(act, service_type=service, sector=sector, places=places if in_places else None, ages=ages)
        return self._placed(act, words["where"], faults)

    def _provider(self, act: Act, words: Mapping[str, str], faults: list[Fault]) -> Act:
        target, providers = words["target"], self.atlas.providers
        if target not in providers.index:
            faults.append(Fault("target", f"no provider '{target}' in the data. {self._nearest(target)}"))
        elif act.kind == "resize" and self.settings.services[str(providers.at[target, "service_type"])].capacity != "places":
            faults.append(Fault("target", f"'{target}' is counted as a site, whatever its size: close it or open another."))
        act = replace(act, target=target)
        if act.kind == "resize":
            return replace(act, places=self._places(words["places"], faults))
        return self._placed(act, words["where"], faults) if act.kind == "move" else act

    def _homes(self, act: Act, words: Mapping[str, str], faults: list[Fault]) -> Act:
        target, homes, most = words["target"] or words["where"], words["homes"], self.limits.most_homes
        count = int(homes) if re.fullmatch(r"\d{1,9}", homes) else 0
        if not 0 < count <= most:
            faults.append(Fault("homes", f"found '{homes}'; it must be a whole number from 1 to {most:,}."))
        per_100 = _number(words["yield_0_4"]) if words["yield_0_4"] else self.limits.yield_per_100_homes
        if not 0 <= per_100 <= MOST_PER_100:
            faults.append(
                Fault("yield_0_4", f"found '{words['yield_0_4']}'; children under five in 100 homes are a number from 0 to {MOST_PER_100}.")
            )
        return replace(act, target=self._neighbourhood(target, faults), homes=count, yield_0_4=per_100)

    def _children(self, act: Act, words: Mapping[str, str], faults: list[Fault]) -> Act:
        written, most = words["children"], self.limits.most_homes
        count = int(written) if re.fullmatch(r"[+-]?\d{1,9}", written) else 0
        if not 0 < abs(count) <= most:
            faults.append(Fault("children", f"found '{written}'; it must be a whole number to {most:,}, below 0 for fewer, and not 0."))
        act = replace(act, target=self._neighbourhood(words["target"] or words["where"], faults), more=count)
        act = replace(act, ages=_ages(words["ages"], faults))
        here = self.atlas.at("lsoa")
        if not faults and act.target in here.index:
            columns = [f"children_{age}" for age in act.years_of_age] if act.ages else ["children_0_4"]
            now = int(here.loc[[act.target], columns].to_numpy(dtype=float).sum())
            if now + count < 0:
                faults.append(Fault("children", f"found '{written}'; only {now:,} such children live in {here['label'][act.target]}."))
        return act

    def _take_up(self, act: Act, words: Mapping[str, str], faults: list[Fault]) -> Act:
        target, entitlement, areas = words["target"] or EVERYWHERE, words["entitlement"], self.atlas.areas
        if target != EVERYWHERE and (target not in areas.index or areas.at[target, "level"] != "district"):
            faults.append(Fault("target", f"found '{target}'; it must be '{EVERYWHERE}' or the code of a district."))
        percent = _number(words["percent"])
        if not 0 <= percent <= MOST_PERCENT:
            faults.append(Fault("percent", f"found '{words['percent']}'; it must be a number from 0 to {MOST_PERCENT}."))
        ages, known = _ages(words["ages"], faults, needed=True), self.settings.demand.entitlements
        if entitlement and entitlement not in known:
            faults.append(Fault("entitlement", f"found '{entitlement}'; it must be one of {', '.join(known)}, or empty for all."))
        act = replace(act, target=target, ages=ages, percent=percent, entitlement=entitlement)
        if not faults:
            faults += [Fault("ages", problem) for problem in not_held(self.atlas, act)]
        return act

    def _neighbourhood(self, target: str, faults: list[Fault]) -> str:
        """Find the LSOA that a code, a postcode or a point names."""
        areas = self.atlas.areas
        if target in areas.index and areas.at[target, "level"] != "lsoa":
            inside = areas[(areas["ward_code"] == target) | (areas["district_code"] == target)]
            codes = [str(code) for code in inside.index[inside["level"] == "lsoa"]]
            faults.append(Fault("target", f"'{target}' is larger than a neighbourhood. Say which of its: {', '.join(codes[:10])} ..."))
            return target
        place = self.places.find(target) if target else ""
        if isinstance(place, str):
            faults.append(Fault("target", place or "is empty. Name a neighbourhood (LSOA code) or a postcode in it."))
            return target
        if not place.lsoa_code:
            faults.append(Fault("target", f"'{target}' lies outside the area. Name a neighbourhood of it."))
        return place.lsoa_code

    def _placed(self, act: Act, where: str, faults: list[Fault]) -> Act:
        place = self.places.find(where) if where else "is empty. Give a postcode, 'easting northing', an LSOA code or a provider_id."
        if isinstance(place, str):
            faults.append(Fault("where", place))
            return replace(act, where=where)
        return replace(act, where=where, place=place)

    def _places(self, written: str, faults: list[Fault]) -> float:
        places, most = _number(written), self.limits.most_places
        if not 0 <= places <= most:
            faults.append(Fault("places", f"found '{written}'; it must be a number from 0 to {most:,}."))
        return places

    def _year(self, written: str, faults: list[Fault]) -> int | None:
        if not written:
            return None
        first = children_year(self.atlas.sources["period"], self.settings)
        if re.fullmatch(r"\d{4}", written) and first <= int(written) <= LATEST_YEAR:
            return int(written)
        faults.append(Fault("from_year", f"found '{written}'; it must be a year from {first}, the year of the data, to {LATEST_YEAR}."))
        return None

    def _nearest(self, wanted: str) -> str:
        names = self.atlas.providers["name"].fillna("").astype(str)
        known = {**{code.lower(): code for code in names.index}, **{name.lower(): code for code, name in names.items()}}
        near = dict.fromkeys(known[word] for word in difflib.get_close_matches(wanted.lower(), known, 2 * NEAREST, 0.0))
        return "Nearest: " + "; ".join(f"{code} ({names[code]})" for code in list(near)[:NEAREST]) + "."


COLUMNS: Final = (
    "change_id", "kind", "target", "service_type", "sector", "places", "ages", "where", "homes", "yield_0_4", "from_year", "note",
    "children", "entitlement", "percent",
)  # fmt: skip


def contradictions(acts: Sequence[Act]) -> dict[str, list[Act]]:
    """Give what more than one change is made to (`Act.subject`), with these changes: one of them must be chosen."""
    by_subject = defaultdict(list)
    for act in acts:
        if act.subject:
            by_subject[act.subject].append(act)
    return {subject: several for subject, several in by_subject.items() if len(several) > 1}


NO_TAKE_UP: Final = (
    "the data hold no take-up of funded hours here. Bring take_up.csv with `python -m geo import`, or on the page Your data. "
    "What published figures tell of whole authorities is on the page Demand, and in `python -m geo forecast --take-up`."
)


def not_held(atlas: Atlas, act: Act) -> list[str]:
    """Say why a change of take-up cannot be worked out: nothing is held of these ages, or not how many are entitled."""
    rows = atlas.demand.take_up
    if act.target != EVERYWHERE and len(rows):
        # As expected users are counted: a district by its own figures, else by those of its county.
        codes = [act.target, *atlas.at("lsoa").query("district_code == @act.target")["utla_code"].unique()]
        rows = rows[rows["area_code"].isin(codes[:1] if act.target in set(rows["area_code"]) else codes)]
    if rows.empty:
        return [NO_TAKE_UP]
    spans = {str(age): ages_of(str(age)) for age in rows["age"].unique()}
    mine = rows[rows["age"].map(lambda age: bool(set(spans[str(age)]) & set(act.years_of_age)))]
    if act.entitlement:
        mine = mine[mine["entitlement"] == act.entitlement]
    if mine["eligible"].notna().any():
        return []
    known = ", ".join(sorted({str(age) for age in rows.loc[rows["eligible"].notna(), "age"]}))
    what = f"take-up of the age {act.ages}" + (f" and '{act.entitlement}'" if act.entitlement else "")
    return [f"the data hold no {what} with how many are entitled. " + (f"Held are the ages {known}." if known else "Held is none.")]


def _ages(written: str, faults: list[Fault], *, needed: bool = False) -> str:
    """Read single years of age: one, or the first and the last."""
    found = YEARS_OF_AGE.fullmatch(written)
    if (needed or written) and not (found and (not found[1] or found[1] < found[2])):
        faults.append(Fault("ages", f"found '{written}'; write years of age from 0 to 4, such as 2 or 3-4."))
    return written


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return math.nan
