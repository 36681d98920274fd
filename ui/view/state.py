"""What is asked, with which settings, and how it is shown: one `View`, written the same way in the URL and in the session.

A widget is drawn from the view (`ui.view.widgets`) and writes what the reader does with `change`, before the page is drawn.
`ui.view.address` reads what is written, in the URL or in the session, and is the only place that does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import streamlit as st

from geo.method.gaps import Query, Sector
from geo.whatif.tuning import RECOMMENDED, Tuning

if TYPE_CHECKING:
    from geo.analysis.clusters import Measure

ColourBy = Literal["gap", "need", "access", "both", "desert", "bands", "clusters", "mix", "indicator"]
COLOURS: tuple[ColourBy, ...] = get_args(ColourBy)
SECTORS: tuple[Sector, ...] = get_args(Sector)
TODAY = "today"
FROZEN, FRESH = "frozen", "fresh"
# The first is drawn unless somebody chooses another one.
Drawing = Literal["simple", "detailed", "folium"]
SIMPLE, DETAILED, FOLIUM = DRAWINGS = get_args(Drawing)

DEFAULTS: dict[str, str | list[str] | None] = {
    "outcome": None,  # the first outcome area of config.toml
    "borders": TODAY,
    "district": [],
    "level": "lsoa",
    "colour": "gap",
    "indicator": None,
    "measure": "gap",
    "sector": "all",
    "service": [],
    "assumed": "yes",
    "providers": "yes",
    "sites": "no",
    "map": SIMPLE,
    "area": None,
    "weight": [],  # indicator:weight
    "travel": None,  # mode:minutes
    "target": None,  # a number, or the word of config.toml
    "form": None,  # of the floating catchment
    "local": "no",  # whether providers that local knowledge marks are left out
    "do": [],  # changes of a scenario, as `geo.whatif.scenario.link` writes them
    "priority": "no",  # whether a list has its priority gaps alone
    "scale": FROZEN,  # whether a scenario keeps the scale and target of before
    "ask": None,  # the place that somebody asked for, as typed; stands in the link to a page, and not in those from it to others
    "find": [],  # what single pages look for and set apart, name:value (`ui.view.finds`)
}
# What decides figures; the others say how they are shown.
ASKED = (
    "outcome", "borders", "district", "level", "sector", "service", "assumed", "weight", "travel", "target", "form", "local", "do", "scale",
)  # fmt: skip


# What decides the rows of a list.
LISTED = (*ASKED, "priority")


@dataclass(frozen=True)
class View:
    """One picture: what is asked (`query`), with which settings and borders, and how it is shown."""

    query: Query
    colour_by: ColourBy
    indicator: str | None
    area: str | None
    show_providers: bool
    show_sites: bool
    measure: Measure = "gap"
    borders: str = TODAY
    tuning: Tuning = RECOMMENDED
    drawing: Drawing = SIMPLE
    find: tuple[str, ...] = ()
    without_marked: bool = False
    do: tuple[str, ...] = ()
    fresh: bool = False
    priority_only: bool = False
    ask: str = ""

    @property
    def simple_map(self) -> bool:
        """Whether the map is one that needs no WebGL."""
        return self.drawing != "detailed"

    def params(self) -> dict[str, str | list[str]]:
        """URL parameters under which other pages show this view; what is at its default is left out, except the outcome area."""
        query, tuning = self.query, self.tuning
        given: dict[str, str | list[str] | None] = {
            "outcome": query.outcome,
            "borders": self.borders,
            "district": list(query.districts),
            "level": query.level,
            "colour": self.colour_by,
            "indicator": self.indicator,
            "measure": self.measure,
            "sector": query.sector,
            "service": list(query.services),
            "assumed": yes(query.include_assumed),
            "providers": yes(self.show_providers),
            "sites": yes(self.show_sites),
            "map": self.drawing,
            "area": self.area,
            "weight": [f"{indicator}:{weight:g}" for indicator, weight in tuning.weights],
            "travel": travel_word(*tuning.travel) if tuning.travel else None,
            "target": f"{tuning.target:g}" if isinstance(tuning.target, float) else tuning.target,
            "form": tuning.form,
            "find": list(self.find),
            "local": yes(self.without_marked),
            "do": list(self.do),
            "scale": FRESH if self.fresh else FROZEN,
            "priority": yes(self.priority_only),
        }
        return {key: value for key, value in given.items() if value and value != DEFAULTS[key]}

    def link(self) -> dict[str, str | list[str]]:
        """URL parameters of this page: those of the view, and the place that was asked for on it."""
        return self.params() | ({"ask": self.ask} if self.ask else {})


def yes(flag: bool) -> str:  # noqa: FBT001 - a converter of one value
    """Write a flag as the URL does."""
    return "yes" if flag else "no"


def travel_word(mode: str, minutes: float) -> str:
    """Write a catchment as the URL does: ``walk:15``."""
    return f"{mode}:{minutes:g}"


def stem(view: View, *parts: str) -> str:
    """Name a file of a view without its ending: of its parts, and whether a scenario made the figures."""
    return "_".join((*parts, "scenario") if view.do else parts)


# --- the session -----------------------------------------------------------------------------------------------------

Params = dict[str, str | list[str]]
CHOSEN, NEWER_THAN = "view", "view_newer_than"


def saved() -> Params:
    """Give what this session has chosen, as the URL writes it; what is not named is at its default."""
    chosen: Params = st.session_state.setdefault(CHOSEN, {})
    return chosen


def change(**given: str | list[str] | None) -> None:
    """Write what a reader has just chosen, by the names of `DEFAULTS`; None takes a choice back. For callbacks of widgets."""
    chosen: dict[str, Any] = {**saved(), **given}
    st.session_state[CHOSEN] = {name: value for name, value in chosen.items() if value not in (None, [], "")}
    stay()


def stay() -> None:
    """Note that a widget caused this run: until the browser has the new address, the old one that it sends along means nothing."""
    st.session_state[NEWER_THAN] = written_in_url()


def written_in_url() -> Params:
    """Give the parameters of the URL."""
    many = {name for name, default in DEFAULTS.items() if isinstance(default, list)}
    return {name: st.query_params.get_all(name) if name in many else st.query_params[name] for name in st.query_params}


def choose_area(code: str | None) -> None:
    """Choose an area for the panel; for callbacks of the map, the select box and the tables."""
    change(area=code)


def choose_map(drawing: str) -> None:
    """Take the reader's choice of map: from now on nothing chooses for them."""
    st.session_state["map_chosen"] = True
    change(map=drawing)


def map_is_blank() -> None:
    """Note that this browser cannot draw the detailed map; one that needs no WebGL stands in."""
    st.session_state["map_blank"] = True
    stay()


def stands_in() -> bool:
    """Whether another map is shown because the browser cannot draw the detailed one, which a link asks for."""
    return bool(st.session_state.get("map_blank")) and not st.session_state.get("map_chosen")
