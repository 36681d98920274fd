"""Links that ask where to put something: more in the district of a place, or elsewhere what a scenario closes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.siting.question import MOST_TOTAL, can_open, default_siting
from ui.scene import scenario
from ui.view import finds

if TYPE_CHECKING:
    import pandas as pd

    from geo.whatif.scene import Scene
    from ui.view.state import Params, View

# The question begins anew; what the form held before goes.
CLEARED = {name: "" for name in finds.NAMES if name.startswith("site_")}


def more_here(scene: Scene, view: View, area: str) -> Params:
    """Ask where to put more in the district of an area."""
    district = area if view.query.level == "district" else str(scene.model.areas[view.query.level].at[area, "district_code"])
    find = finds.also(view.find, **{**CLEARED, "site_asked": "yes"})
    return replace(view, query=replace(view.query, districts=(district,)), find=find).params()


def afterwards(view: View) -> Params:
    """Ask the question of the settings under the scenario of a view."""
    return replace(view, find=finds.also(view.find, **{**CLEARED, "site_asked": "yes"})).params()


@dataclass(frozen=True)
class Instead:
    """One way of putting back what a scenario closes.

    Parameters
    ----------
    opens, sector : str
        Service type and sector.
    places : int
        Places that close in all; 0 where none are known or sites are counted.
    district : str
        Code of the district in which most of them close, which the site must lie in; empty where it lies beyond the border, or beyond the
        chosen districts.
    link : dict
        Asks for it.
    """

    opens: str
    sector: str
    places: int
    district: str
    link: Params


def instead(scene: Scene, view: View) -> list[Instead]:
    """Ask where one site should go instead of what a scenario closes: as the same kind of service, and as what the settings open.

    Parameters
    ----------
    scene : Scene
        Under the scenario.
    view : View
        Its link.

    Returns
    -------
    list of Instead
        The same kind first; none where the scenario closes nothing that can be opened for the question.
    """
    settings, query = scene.settings, view.query
    offered, start = can_open(settings, query), default_siting(settings, query)
    closed = _closed(scene)
    # What does not count for the question is put back by another one.
    closed = closed[closed["service_type"].isin(offered)]
    if closed.empty:
        return []
    lost, first = min(int(closed["places"].sum()), MOST_TOTAL), closed.iloc[0]
    lost = lost if settings.outcomes[query.outcome].access == "places" else 0
    district = first["district"] if not query.districts or first["district"] in query.districts else ""
    ways = dict.fromkeys([(str(first["service_type"]), str(first["sector"])), (start.opens, str(start.sector))])
    found = []
    for opens, sector in ways:
        if opens not in offered or query.sector not in {"all", sector}:
            continue
        kinds = dict.fromkeys([*start.kinds, *([] if opens == start.opens else [opens])])
        asked = {"site_asked": "yes", "site_add": "1", "site_opens": opens, "site_sector": sector}
        asked |= {"site_places": f"{lost}"} if lost else {}
        asked |= {"site_in": district, "site_least": f"{district}=1"} if district else {}
        find = (*finds.also(view.find, **{**CLEARED, **asked}), *(f"site_kind:{kind}" for kind in kinds))
        found.append(Instead(opens, sector, lost, district, replace(view, find=find).params()))
    return found


def of_places(way: Instead, wanted: int) -> Params:
    """Ask for another number of places than close; of sites there is no number."""
    find = [f"site_places:{wanted}" if entry.startswith("site_places:") else entry for entry in way.link["find"]]
    return {**way.link, "find": find}


def _closed(scene: Scene) -> pd.DataFrame:
    """Give what a scenario closes, the largest first: ``service_type``, ``sector``, ``places``, ``district`` (empty beyond the border)."""
    model = scenario.before(scene).model
    codes = [act.target for act in scenario.acts_of(scene) if act.kind == "close"]
    rows = model.atlas.providers.loc[codes, ["service_type", "sector", "places", "lsoa_code"]]
    district = rows["lsoa_code"].map(model.areas["lsoa"]["district_code"]).fillna("")
    return rows.assign(district=district).sort_values("places", ascending=False, kind="stable")
