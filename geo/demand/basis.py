"""What a look ahead rests on, in a few words for the table: what is counted, projected, assumed, and not held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.method.gaps import children_period, data_as_at
from geo.whatif.scenario.acts import EVERYWHERE, OF_PROVISION

if TYPE_CHECKING:
    from geo.demand.children import Variant
    from geo.demand.outlook import Outlook
    from geo.whatif.scenario.acts import Act

NOTHING: Final = "no projection, homes or scenario: the children and places of today in every year"
HOMES: Final[dict[Variant, str]] = {
    "on_top": "on top of the projection",
    "within": "within the projection",
    "neither": "left out",
}


def basis_of(outlook: Outlook, variant: Variant) -> str:
    """Say what the rows of one variant rest on; parts are set apart by semicolons."""
    parts = [_children(outlook), _homes(outlook, variant)] if outlook.anything_held else [NOTHING]
    parts += [_more(outlook), _take_up(outlook), _places(outlook), "children beyond the border: as counted"]
    return "; ".join(part for part in parts if part)


def _children(outlook: Outlook) -> str:
    counted = f"children: counted {children_period(outlook.model)}"
    projection = outlook.model.atlas.demand.projection
    if projection.empty:
        return f"{counted}, no projection held"
    sources = ", ".join(sorted(projection["source_id"].unique()))
    lacking = sorted(set(_districts(outlook)) - set(projection["area_code"]))
    without = f"; no projection of {', '.join(lacking)}" if lacking else ""
    return f"{counted}, scaled to {sources} from {projection['year'].min()} on{without}"


def _districts(outlook: Outlook) -> list[str]:
    lsoas = outlook.model.areas["lsoa"]
    return [str(code) for code in lsoas.get("former_district_code", lsoas["district_code"]).unique()]


def _homes(outlook: Outlook, variant: Variant) -> str:
    count = int(outlook.sites.homes.sum())
    if not count:
        return "homes: none held"
    usual = outlook.model.settings.scenario.yield_per_100_homes
    assumed = f", {usual:g} children in 100 homes assumed where no yield is held" if outlook.sites.assumed else ""
    return f"homes: {count} {HOMES[variant]}{assumed}"


def _take_up(outlook: Outlook) -> str:
    if outlook.use is None:
        return "take-up: not held, so no expected users"
    ages = ", ".join(str(age) for age in outlook.use.ages)
    codes, hours = ", ".join(outlook.use.codes), outlook.model.settings.demand.hours_a_place
    told = [act for act in outlook.acts if act.kind == "take_up"]
    changed = f", but {' and '.join(_what_if(act) for act in told)} in the scenario" if told else ""
    return f"take-up: ages {ages} as counted in {codes}, the same in all of each{changed}; {hours:g} hours a place assumed"


def _what_if(act: Act) -> str:
    where = "" if act.target == EVERYWHERE else f" in {act.target}"
    entitlement = f" of {act.entitlement}" if act.entitlement else ""
    return f"{act.percent:g}% at {act.ages}{entitlement}{where}{f' from {act.from_year}' if act.from_year else ''}"


def _more(outlook: Outlook) -> str:
    told = [act.more for act in outlook.acts if act.kind == "children"]
    return f"children of the scenario without homes: {' and '.join(f'{more:+,}' for more in told)} in every variant" if told else ""


def _places(outlook: Outlook) -> str:
    moving = sum(act.kind in OF_PROVISION for act in outlook.acts)
    changed = f", with {moving} changes of a scenario" if moving else ""
    return f"places: as today in every year{changed} ({data_as_at(outlook.model, outlook.query).split(';')[0]})"
