"""Demand and supply by age: children, who uses a place by which hours, and who takes children of that age, as far as that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.contract.demand import ages_of
from geo.demand.basis import basis_of
from geo.demand.children import VARIANTS
from geo.method.reasons import FACTS, TAKES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from geo.demand.children import Variant
    from geo.demand.outlook import Outlook
    from geo.demand.supply import Era

# Under one, one, two, three and four: a place for a baby is another than one for a child of three, and hours are funded by these ages.
BANDS: Final = ("0", "1", "2", "3-4")
FIGURES: Final = (
    "children", "expected_users", "places_needed", "providers_taking", "places_taking", "providers_ages_unknown", "places_ages_unknown",
    "children_no_place", "children_place_unknown",
)  # fmt: skip
KEYS: Final = ("area_code", "area_label", "level", "district", "year", "variant", "age")
UNKNOWN: Final = FACTS.index("ages_unknown_in_reach")
# What `geo.method.reasons.provider_facts` says of each year of age.
TAKEN: Final = tuple(FACTS.index(name) for name in TAKES)
OF_ENTITLEMENT: Final = "places_"


def ages_list(outlook: Outlook, variants: Sequence[Variant] = VARIANTS) -> pd.DataFrame:
    """List every area of the question in every year by age.

    Parameters
    ----------
    outlook : Outlook
        The look ahead.
    variants : sequence of str
        How new homes are counted.

    Returns
    -------
    DataFrame
        One row an area, year, variant and age of `BANDS`: `KEYS`, `FIGURES`, ``places_`` with each entitlement that ``take_up.csv``
        names (places that its hours fill), and ``basis``. ``places_taking`` are all places of providers in reach that are known to take
        the age: a provider that takes several ages is counted at each, for nobody publishes how it shares its places out. Providers
        whose ages are not known stand apart, on every row. ``children_no_place`` live where no provider in reach takes their age (the
        reason ``age_gap``); ``children_place_unknown`` where none is known to, but some provider's ages are not known.
    """
    model, level = outlook.model, outlook.query.level
    areas, members = model.areas[level], model.members[level]["lsoa"]
    names = pd.DataFrame(
        {
            "area_code": areas.index,
            "area_label": areas["label"].to_numpy(),
            "level": level,
            "district": model.parents[level]["district"].to_numpy(),
        }
    )
    parts = []
    for variant in variants:
        for at, year in enumerate(outlook.years):
            for age, figures in _of_year(outlook, variant, members, at).items():
                parts.append(names.assign(year=year, variant=variant, age=age, **figures, basis=basis_of(outlook, variant)))
    table = pd.concat(parts, ignore_index=True)
    if outlook.query.districts:
        inside = areas.index[areas["district_code"].isin(outlook.query.districts)]
        table = table[table["area_code"].isin(inside)]
    order = {variant: place for place, variant in enumerate(VARIANTS)}
    return table.sort_values(["area_code", "variant", "year", "age"], key=lambda one: one.map(order) if one.name == "variant" else one,
                             kind="stable", ignore_index=True).round(1)  # fmt: skip


def ages_of_all(outlook: Outlook, variant: Variant, year: int) -> pd.DataFrame:
    """Add the areas of the question up in one year, each provider counted once at an age.

    Returns
    -------
    DataFrame
        Index `BANDS`; the figures of `ages_list`.
    """
    lsoas = outlook.model.areas["lsoa"]
    inside = lsoas["district_code"].isin(outlook.query.districts or lsoas["district_code"]).to_numpy(dtype=float)
    found = _of_year(outlook, variant, inside[None, :], outlook.years.index(year))
    return pd.DataFrame({age: {name: values[0] for name, values in figures.items()} for age, figures in found.items()}).T.round(1)


def _of_year(
    outlook: Outlook, variant: Variant, members: sparse.csr_array | NDArray[np.float64], at: int
) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Give the figures of each age for some sets of neighbourhoods; arrays of shape (sets,)."""
    era = next(era for era in outlook.eras if at in era.at)
    in_places = outlook.model.settings.outcomes[outlook.query.outcome].access == "places"
    children, found = outlook.children(variant)[:, :, at], {}
    for age in BANDS:
        span = list(ages_of(age))
        found[age] = {
            "children": members @ children[:, span].sum(axis=1),
            **_used(outlook, children, members, span, at),
            **_supply(era, members, span, children[:, span].sum(axis=1), in_places=in_places),
        }
    return found


def _used(
    outlook: Outlook, children: NDArray[np.float64], members: sparse.csr_array | NDArray[np.float64], span: list[int], at: int
) -> dict[str, NDArray[np.float64]]:
    """Count users and the places that they fill, by entitlement too; missing where no take-up is held, or not of these ages."""
    use, sets = outlook.use, members.shape[0]
    if use is None or not set(span) & set(use.ages):
        return dict.fromkeys(("expected_users", "places_needed"), np.full(sets, np.nan))
    counted = {"expected_users": use.users, "places_needed": use.places}
    counted |= {f"{OF_ENTITLEMENT}{name}": places for name, places in use.by_entitlement.items()}
    return {name: members @ (shares[:, span, at] * children[:, span]).sum(axis=1) for name, shares in counted.items()}


def _supply(
    era: Era,
    members: sparse.csr_array | NDArray[np.float64],
    span: list[int],
    children: NDArray[np.float64],
    *,
    in_places: bool,
) -> dict[str, NDArray[np.float64]]:
    """Count who takes children of some ages, and the children who find nobody."""
    facts, capacity = era.model.facts, era.supply.capacity
    unknown = (facts[:, UNKNOWN] > 0) & (capacity > 0)
    takes = (facts[:, [TAKEN[age] for age in span]] > 0).any(axis=1) & (capacity > 0) & ~unknown
    here = era.model.inside.astype(bool).astype(np.int32)
    near = ((members @ here) > 0).astype(np.int32)
    has, perhaps = (here @ takes.astype(np.int32)) > 0, (here @ unknown.astype(np.int32)) > 0
    counts = {"providers_taking": takes, "providers_ages_unknown": unknown}
    found = {name: (near @ flags.astype(np.int32)).astype(float) for name, flags in counts.items()}
    missing = np.full(members.shape[0], np.nan)
    found |= {name.replace("providers", "places"): near @ (flags * capacity) if in_places else missing for name, flags in counts.items()}
    without = {"children_no_place": ~has & ~perhaps, "children_place_unknown": ~has & perhaps}
    return found | {name: members @ (children * flags) for name, flags in without.items()}
