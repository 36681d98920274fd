"""Every sentence of the home page. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import common, figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.base.vocabulary import Level

HOME_TITLE = "Where do families need more, and find less?"


def home_intro(area: str) -> str:
    """Say what this is, in two sentences."""
    return (
        f"This map lays public and private early-years provision in {area} beside the needs of families with children under five. "
        "Choose an outcome area to see where high need meets low provision, why, and take the list to your meeting."
    )


HOME_NO_DATA = (
    "**No data yet** on provision or on need for this outcome area, so no gap can be shown. That is missing data, not a good result. "
    "Bring files on the page *Your data*."
)
START_OUTCOME = "What do you want to improve?"
START_DISTRICT = "Where?"
START_EVERYWHERE = "All districts"
START_LIST = "See the list"
START_MAP = "See the map"
OUTCOMES_TITLE = "Where the gaps are"
HOME_BY_DISTRICT = "By district; each opens the map:"


HOME_ALL = "All districts on the map"
HOME_RECOMMENDED = "The figures below are those of the recommended settings. What you have changed holds on the other pages."


def home_headline(children: float, share: float, areas: int, level: Level) -> str:
    """Say how many children live where need is high and access is low."""
    homes = f"live in {common.areas_of(level, areas)} where need is high and provision in reach is low."
    return f"**{common.people(children)}** ({share:.0%}) {homes}"


def home_district(name: str, children: float, share: float) -> str:
    """Label the link to one district."""
    return f"{name}: {children:,.0f} ({share:.0%})"


def home_none(names: Sequence[str]) -> str:
    """Name the districts without a priority area."""
    return f"No priority neighbourhood in {figures.listed(names, last='or')}."


def home_meaning(children: str) -> str:
    """Say once what the figures of all cards are."""
    return f"Children under five ({children}) who live in priority areas; in brackets their share of all children under five there."


def home_notes(ages: str, *, complete: bool) -> str:
    """Say what the headlines count, and how old the data are; ``complete`` if childminders are in it."""
    without = "" if complete else f"; all places are {common.WITHOUT_CHILDMINDERS}"
    return (
        "High need: the third of all neighbourhoods here with the greatest need. Low provision: the third with the lowest access. So there "
        "are always some; the list says beside each where it stands in England. "
        f"Access is modelled from distances; some places at schools are assumed{without}. Data: {ages}."
    )
