"""Two versions of the data in a few numbers, for the sentence that stands above the tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.method.supply import choose_supply
from geo.whatif.then_now.gaps import PRIORITY_COUNTS, SHORTFALL, area_changes, district_changes
from geo.whatif.then_now.providers import provider_changes
from geo.whatif.then_now.supply import supply_changes

if TYPE_CHECKING:
    import pandas as pd

    from geo.method.query import Query
    from geo.whatif.then_now.gaps import Through


@dataclass(frozen=True)
class Narrowed:
    """What changed between two versions, for one question.

    Parameters
    ----------
    providers_then, opened, closed, providers_now : int
        Providers of the question's types, sector and districts; ``opened`` and ``closed`` do not count those that only have a new number.
    places_then, places_now : int
        Their places, where these are known.
    shortfall_then, by_supply, by_children, by_method, shortfall_now : float
        Places short, added up over neighbourhoods; missing where sites are counted.
    priority_then, priority_still, priority_no_longer, priority_new, priority_now : int
        Priority gaps of the question's level.
    """

    providers_then: int
    opened: int
    closed: int
    providers_now: int
    places_then: int
    places_now: int
    shortfall_then: float
    by_supply: float
    by_children: float
    by_method: float
    shortfall_now: float
    priority_then: int
    priority_still: int
    priority_no_longer: int
    priority_new: int
    priority_now: int


@dataclass(frozen=True)
class ThenNow:
    """Two versions of the data side by side, for one question; `compare` makes it.

    Parameters
    ----------
    providers : DataFrame
        `geo.whatif.then_now.providers.provider_changes`, of the question's types, sector and districts then or now.
    supply : DataFrame
        `geo.whatif.then_now.supply.supply_changes` of these.
    areas : DataFrame
        `geo.whatif.then_now.gaps.area_changes`.
    districts : DataFrame
        `geo.whatif.then_now.gaps.district_changes`, counted by neighbourhood whatever the question's level.
    narrowed : Narrowed
        All of it in a few numbers.
    children_apart : bool
        Whether what children did can be told from what the method did.
    """

    providers: pd.DataFrame
    supply: pd.DataFrame
    areas: pd.DataFrame
    districts: pd.DataFrame
    narrowed: Narrowed
    children_apart: bool

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        return {"providers": self.providers, "supply": self.supply, "areas": self.areas, "districts": self.districts}


def compare(through: Through, query: Query) -> ThenNow:
    """Compare two versions of the data.

    Raises
    ------
    UnknownIdError
        The question names what one version does not have.
    """
    inside = query.districts or tuple(through.now.areas["district"].index.union(through.then.areas["district"].index))
    changes = provider_changes(through.then.atlas, through.now.atlas)
    # A type that only the settings of one version count is still compared.
    types = {*choose_supply(through.now, query).services, *choose_supply(through.then, query).services}
    sectors = ("public", "pvi") if query.sector == "all" else (query.sector,)
    asked = [
        changes[f"service_type{of}"].isin(types) & changes[f"sector{of}"].isin(sectors) & changes[f"district_code{of}"].isin(inside)
        for of in ("", "_before")
    ]
    providers = changes[asked[0] | asked[1]].reset_index(drop=True)
    supply = supply_changes(providers, inside)
    supply = supply[supply["service_type"].isin(types) & supply["sector"].isin(sectors)].reset_index(drop=True)
    areas = area_changes(through, query)
    districts = district_changes(areas if query.level == "lsoa" else area_changes(through, replace(query, level="lsoa")))
    return ThenNow(providers, supply, areas, districts, _in_numbers(supply, areas, districts), through.with_children is not None)


def _in_numbers(supply: pd.DataFrame, areas: pd.DataFrame, districts: pd.DataFrame) -> Narrowed:
    counted = [int(supply[name].sum()) for name in ("providers_then", "opened", "closed", "providers_now", "places_then", "places_now")]
    lacking = [float(districts.iloc[-1][name]) for name in SHORTFALL]
    listed = district_changes(areas).iloc[-1]
    return Narrowed(*counted, *lacking, *(int(listed[name]) for name in PRIORITY_COUNTS))
