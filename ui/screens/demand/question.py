"""What the page is asked for besides the filters: the year, how new homes are counted, and who shares the places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.contract.demand import ages_of
from geo.demand.children import VARIANTS
from geo.demand.users_change import has_take_up
from geo.whatif.scenario.acts import EVERYWHERE, Act
from ui.view import finds
from ui.view.widgets import follow_default, follow_option
from ui.words import demand as words

if TYPE_CHECKING:
    from geo.demand.children import Variant
    from geo.demand.outlook import Counted, Outlook
    from ui.scene.outlooks import TakeUp
    from ui.view.state import View

# Per cent of those who are entitled.
SHARES = (50, 60, 70, 80, 90, 100)


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
    take_up : tuple of Act
        A change of take-up that is tried out here, besides those of a scenario.
    """

    year: int
    variant: Variant
    counted: Counted
    held: bool
    take_up: TakeUp = ()


def of_view(view: View, outlook: Outlook) -> YearAsked:
    """Read what a link asks for; what cannot be is at its default: the last year, homes on top, every child."""
    year, held = finds.one(view.find, "ahead_year"), outlook.anything_held
    years = {str(one): one for one in outlook.years}
    variant = finds.one(view.find, "ahead_homes")
    # Whoever changes take-up asks for those who use a place.
    shared = finds.one(view.find, "ahead_shared") or ("expected_users" if has_take_up(outlook.acts) else "")
    users = shared == "expected_users" and _all_known(outlook)
    return YearAsked(
        years.get(year, outlook.years[-1]) if held else outlook.years[0],
        next((one for one in VARIANTS if one == variant), VARIANTS[0]),
        "expected_users" if users else "every_child",
        held,
        _take_up(finds.one(view.find, "ahead_take_up"), outlook) if _can_change(outlook, users=users) else (),
    )


def _all_known(outlook: Outlook) -> bool:
    """Whether take-up of every age is held, so that users can share the places."""
    return outlook.use is not None and not outlook.use.unknown


def _can_change(outlook: Outlook, *, users: bool) -> bool:
    """Whether another take-up can be tried: where users share the places, and where they never can."""
    return outlook.use is not None and (users or not _all_known(outlook))


def _take_up(written: str, outlook: Outlook) -> TakeUp:
    """Read what take-up is asked to be; what is not offered is as it was counted."""
    return _offered(outlook).get(written, ())


def _offered(outlook: Outlook) -> dict[str, TakeUp]:
    """Offer shares for each age at which it is known how many are entitled; the first is as it was counted."""
    rows = outlook.model.atlas.demand.take_up
    ages = {age for span in rows.loc[rows["eligible"].notna(), "age"] for age in ages_of(str(span))}
    return {"": ()} | {
        f"{age}={share}": (Act("take_up", EVERYWHERE, ages=f"{age}", percent=float(share)),) for age in sorted(ages) for share in SHARES
    }


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
        if _all_known(outlook):
            shared = follow_default("ahead_shared", asked.counted, lambda new: finds.keep("ahead_shared", new))
            st.segmented_control(
                words.SHARED, list(words.COUNTED), format_func=words.COUNTED.__getitem__, required=True, help=words.SHARED_HELP, **shared
            )
        if _can_change(outlook, users=asked.counted == "expected_users"):
            offered = _offered(outlook)
            now = next(name for name, taken in offered.items() if taken == asked.take_up)
            held = follow_option("ahead_take_up", now, list(offered), lambda new: finds.keep("ahead_take_up", new))
            as_it_is = partial(words.take_up_option, in_scenario=has_take_up(outlook.acts))
            st.selectbox(words.TAKE_UP, list(offered), format_func=as_it_is, help=words.TAKE_UP_HELP, width=260, **held)
