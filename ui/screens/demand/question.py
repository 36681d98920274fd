"""What the page is asked for besides the filters: the year, how new homes are counted, and who shares the places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from geo.demand.children import VARIANTS
from ui.view import finds
from ui.view.widgets import follow_default, follow_option
from ui.words import demand as words

if TYPE_CHECKING:
    from geo.demand.children import Variant
    from geo.demand.outlook import Counted, Outlook
    from ui.view.state import View


@dataclass(frozen=True)
class YearAsked:
    """One picture of a look ahead.

    Parameters
    ----------
    year : int
        The year that is shown.
    variant, counted : str
        How new homes and demand are counted.
    held : bool
        Whether anything of the years to come is held.
    """

    year: int
    variant: Variant
    counted: Counted
    held: bool


def of_view(view: View, outlook: Outlook) -> YearAsked:
    """Read what a link asks for; what cannot be is at its default: the last year, homes on top, every child."""
    year, held = finds.one(view.find, "ahead_year"), outlook.anything_held
    years = {str(one): one for one in outlook.years}
    variant = finds.one(view.find, "ahead_homes")
    users = finds.one(view.find, "ahead_shared") == "expected_users" and outlook.use is not None
    return YearAsked(
        years.get(year, outlook.years[-1]) if held else outlook.years[0],
        next((one for one in VARIANTS if one == variant), VARIANTS[0]),
        "expected_users" if users else "every_child",
        held,
    )


def controls(asked: YearAsked, outlook: Outlook) -> None:
    """Draw the choices; those that change nothing are left out."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="ahead_controls"):
        if asked.held:
            years = [str(year) for year in outlook.years]
            given = follow_option("ahead_year", str(asked.year), years, lambda new: finds.keep("ahead_year", new))
            st.selectbox(words.YEAR, years, help=words.YEAR_HELP, width=140, **given)
        if len(outlook.sites.lsoa):
            kept = follow_default("ahead_homes", asked.variant, lambda new: finds.keep("ahead_homes", new))
            st.segmented_control(
                words.HOMES, list(words.VARIANTS), format_func=words.VARIANTS.__getitem__, required=True, help=words.HOMES_HELP, **kept
            )
        if outlook.use is not None:
            shared = follow_default("ahead_shared", asked.counted, lambda new: finds.keep("ahead_shared", new))
            st.segmented_control(
                words.SHARED, list(words.COUNTED), format_func=words.COUNTED.__getitem__, required=True, help=words.SHARED_HELP, **shared
            )
