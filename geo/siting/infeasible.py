"""Why no answer keeps to the limits, in sentences that name who and what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.base.errors import Problem
from geo.siting.exact import obstacles, possible
from geo.siting.limits import allowance

if TYPE_CHECKING:
    from geo.siting.prepare import Prepared

NAMED: Final = 5
LIFT: Final = {
    "must": "Fewer sites that must be in the answer would make one possible.",
    "budget": "A greater budget would make an answer possible.",
    "at_least": "Asking for fewer sites in some district would make an answer possible.",
    "at_most": "Letting more sites into some district would make an answer possible.",
    "apart_km": "A smaller least distance would make an answer possible.",
    "add": "More sites or places in all would make an answer possible.",
}
TOGETHER: Final = "No answer keeps to all limits together, and none of them alone stands in the way. Lift several."


def why_none(prepared: Prepared) -> tuple[Problem, ...]:
    """Say why no answer keeps to the limits.

    Returns
    -------
    tuple of Problem
        Every cause that can be named, and what would help; empty where an answer is possible.
    """
    bounds = prepared.instance.bounds
    places = None if prepared.siting.objective == "everybody" else allowance(bounds, prepared.count)
    if possible(bounds, places):
        return ()
    lifts = [(name, LIFT[name]) for name in obstacles(bounds, places)]
    return tuple(Problem(name, message) for name, message in [*_causes(prepared), *(lifts or [("limits", TOGETHER)])])


def _causes(prepared: Prepared) -> list[tuple[str, str]]:
    """Causes that can be told by counting."""
    bounds, sites, limits = prepared.instance.bounds, prepared.sites, prepared.siting.limits
    causes = []
    gone = bounds.must & (bounds.units == 0)
    if gone.any():
        named = ", ".join(f"{code} ({name})" for code, name in sites["site"][gone].items())
        causes.append(("must", f"names {named}, which is left out: never, refused in local knowledge, or too small for what is asked."))
    near = bounds.near[bounds.must[bounds.near].all(axis=1)] if len(bounds.near) else bounds.near
    for first, second in near[:NAMED].tolist():
        names = f"{sites['site'].iloc[first]} and {sites['site'].iloc[second]}"
        causes.append(("apart_km", f"{names} must both be in the answer and lie nearer to each other than {limits.apart_km:g} km."))
    if bounds.cost[bounds.must].sum() > bounds.budget:
        causes.append(("budget", f"is {bounds.budget:,.0f}; the sites that must be there cost {bounds.cost[bounds.must].sum():,.0f}."))
    of_district = prepared.model.areas["district"]["name"]
    for code, least in limits.at_least:
        number = int(((sites["district_code"] == code) & (bounds.units > 0)).sum())
        if number < least:
            causes.append(("at_least", f"asks for {least:,} sites in {of_district[code]}, which has {number:,} possible ones."))
    for code, most in limits.at_most:
        number = int((bounds.must & (sites["district_code"] == code).to_numpy()).sum())
        if number > most:
            causes.append(("at_most", f"allows {most:,} sites in {of_district[code]}, where {number:,} must be."))
    return causes


def unreached_words(prepared: Prepared) -> str:
    """Name the neighbourhoods whose families no site can serve; empty where there are none."""
    away = prepared.unreached
    if away.empty:
        return ""
    children = int(prepared.instance.children[np.isin(prepared.lsoas.index, away.index)].sum())
    some = ", ".join(f"{label} [{code}]" for code, label in away.items())
    count = "1 neighbourhood" if len(away) == 1 else f"{len(away):,} neighbourhoods"
    time = f" within {prepared.siting.within_minutes:g} minutes" if prepared.siting.objective in {"within", "everybody"} else ""
    return f"No possible site and no provider of today reaches {count} with {children:,} children{time}: {some}."
