"""A row of words as a change, or everything that is wrong with it: the one check of links, files and forms."""

from __future__ import annotations

import difflib
import math
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.base.vocabulary import SECTORS
from geo.contract.demand import children_year
from geo.whatif.scenario.acts import KINDS, OF_PROVIDER, Act
from geo.whatif.scenario.placing import Places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.settings.model import Settings
    from geo.store.atlas import Atlas

AGES: Final = re.compile(r"(\d{1,3})-(\d{1,3})")
OLDEST_MONTHS: Final = 216
LATEST_YEAR: Final = 2100
MOST_PER_100: Final = 100
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
        if kind == "open":
            act = self._open(act, words, faults)
        elif kind == "homes":
            act = self._homes(act, words, faults)
        else:
            act = self._provider(act, words, faults)
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
)  # fmt: skip


def contradictions(acts: Sequence[Act]) -> dict[str, list[Act]]:
    """Give the providers that more than one change is made to, with these changes: one of them must be chosen."""
    by_target = defaultdict(list)
    for act in acts:
        if act.kind in OF_PROVIDER:
            by_target[act.target].append(act)
    return {target: several for target, several in by_target.items() if len(several) > 1}


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return math.nan
