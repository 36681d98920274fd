"""One change of a scenario."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Sequence

ActKind = Literal["open", "close", "move", "resize", "homes"]
KINDS: Final[tuple[ActKind, ...]] = get_args(ActKind)
# What these do, they do to a provider that is there.
OF_PROVIDER: Final = ("close", "move", "resize")
SOURCE_ID: Final = "scenario"
PLANNED: Final = "planned"


@dataclass(frozen=True)
class Act:
    """One thing done to the baseline, and where.

    Parameters
    ----------
    kind : {"open", "close", "move", "resize", "homes"}
        What is done.
    target : str
        ``provider_id`` of what is closed, moved or resized; code of the LSOA in which homes are built; else empty.
    service_type, sector : str
        What is opened; else empty.
    places : float, optional
        Places of what is opened or resized; None where sites are counted.
    ages : str
        Ages in months of what is opened, ``36-60``; empty where nothing is said.
    where : str
        Where something is opened or moved to, as it was written: postcode, ``easting northing``, LSOA or ``provider_id``.
    homes : int
        How many homes are built.
    yield_0_4 : float
        Children under five in 100 of them.
    from_year : int, optional
        When they are there.
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
    from_year: int | None = None
    note: str = ""
    change_id: str = ""
    place: Place | None = None

    @property
    def children(self) -> int:
        """Children under five who come with the homes, in whole children."""
        return round(self.homes * self.yield_0_4 / 100)


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
