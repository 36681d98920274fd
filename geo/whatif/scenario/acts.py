"""One change of a scenario."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from geo.contract.demand import ages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ActKind = Literal["open", "close", "move", "resize", "homes", "children", "take_up"]
KINDS: Final[tuple[ActKind, ...]] = get_args(ActKind)
# What these do, they do to a provider that is there.
OF_PROVIDER: Final = ("close", "move", "resize")
# What these do, they do to provision: all but the last three.
OF_PROVISION: Final = ("open", *OF_PROVIDER)
# These bring children to a neighbourhood, or take them away.
OF_CHILDREN: Final = ("homes", "children")
# Every area that take-up is held for.
EVERYWHERE: Final = "all"
SOURCE_ID: Final = "scenario"
PLANNED: Final = "planned"


@dataclass(frozen=True)
class Act:
    """One thing done to the baseline, and where.

    Parameters
    ----------
    kind : {"open", "close", "move", "resize", "homes", "children", "take_up"}
        What is done.
    target : str
        ``provider_id`` of what is closed, moved or resized; code of the LSOA in which homes are built, or that has more or fewer children;
        code of the district in which take-up is another, or `EVERYWHERE`; else empty.
    service_type, sector : str
        What is opened; else empty.
    places : float, optional
        Places of what is opened or resized; None where sites are counted.
    ages : str
        Ages in months of what is opened, ``36-60``; of children and of take-up in years, ``2`` or ``3-4``; empty where nothing is said.
    where : str
        Where something is opened or moved to, as it was written: postcode, ``easting northing``, LSOA or ``provider_id``.
    homes : int
        How many homes are built.
    yield_0_4 : float
        Children under five in 100 of them.
    more : int
        So many more children under five, or fewer where below 0.
    entitlement : str
        Whose take-up is another; empty for all at these ages.
    percent : float
        So many per cent of those who are entitled take it up.
    from_year : int, optional
        From when it holds.
    note : str
        Whatever somebody wants to say.
    change_id : str
        What it is called in tables.
    place : Place, optional
        Where it happens, for what is opened or moved.
    """

    kind: ActKind
    target: str = ""
    service_type: str = ""
    sector: str = ""
    places: float | None = None
    ages: str = ""
    where: str = ""
    homes: int = 0
    yield_0_4: float = 0.0
    more: int = 0
    entitlement: str = ""
    percent: float = 0.0
    from_year: int | None = None
    note: str = ""
    change_id: str = ""
    place: Place | None = None

    @property
    def children(self) -> int:
        """Children under five who come, in whole children; below 0 where they go."""
        return self.more if self.kind == "children" else round(self.homes * self.yield_0_4 / 100)

    @property
    def subject(self) -> str:
        """What can be changed only once: a provider, or take-up of the same children from the same year on; empty for all else."""
        if self.kind == "take_up":
            return ":".join([self.kind, self.target, self.ages, self.entitlement, f"{self.from_year or ''}"])
        return self.target if self.kind in OF_PROVIDER else ""

    @property
    def years_of_age(self) -> tuple[int, ...]:
        """Single years of age that children or take-up are of; all where nothing is said."""
        return ages_of(self.ages or "0-4")


@dataclass(frozen=True)
class Place:
    """Where a provider is opened or moved to.

    Parameters
    ----------
    easting, northing : float
        Metres, EPSG:27700.
    lon, lat : float
        Degrees.
    postcode, lsoa_code : str
        Empty where not known, or beyond the border.
    at : str
        ``provider_id`` of the provider whose address it is; empty if nobody's.
    name : str
        What to call it: name of the provider, postcode, or label of the neighbourhood.
    """

    easting: float
    northing: float
    lon: float
    lat: float
    postcode: str = ""
    lsoa_code: str = ""
    at: str = ""
    name: str = ""


def opened_ids(acts: Sequence[Act]) -> dict[int, str]:
    """Name the providers that are opened, by the position of the change; the same change is named alike whatever stands before it."""
    ids: dict[int, str] = {}
    alike: Counter[str] = Counter()
    for position, act in enumerate(acts):
        if act.kind == "open":
            words = (act.service_type, act.sector, f"{act.places}", act.ages, act.where)
            name = f"opened-{zlib.crc32(':'.join(words).encode()):08x}"
            alike[name] += 1
            ids[position] = name if alike[name] == 1 else f"{name}-{alike[name]}"
    return ids
