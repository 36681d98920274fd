"""Why one site is in the answer: three sentences, what stands in for it, and what it may take from private neighbours."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import streamlit as st

from geo.siting.answer import unit_of
from ui.screens.siting import answers, doubts, gaining, second, sites
from ui.view import finds
from ui.view.grid import first_rows, grid
from ui.view.widgets import follow_option
from ui.words import site_effect as effect_words
from ui.words import siting as words
from ui.words.figures import figure
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.siting.exact import Found
    from geo.siting.why import WhySite
    from ui.screens.siting.answers import Plan
    from ui.screens.siting.question import SiteQuestion
    from ui.view.state import View

# A difference below this is none.
SAME = 5e-4


def chosen(view: View, table: pd.DataFrame) -> str:
    """Give the site of an answer that the link asks about; else the first."""
    asked_for, codes = finds.one(view.find, "site_why"), table["site_id"].astype(str).tolist()
    return asked_for if asked_for in codes else codes[0]


def draw(asked: SiteQuestion, view: View, found: Found, table: pd.DataFrame) -> None:
    """Draw the choice of a site and why it is there, and which neighbourhoods gain by it."""
    st.header(words.WHY_TITLE, anchor=False)
    code, names = chosen(view, table), {str(row.site_id): f"{row.order}. {row.site}" for row in table.itertuples()}
    given = follow_option("site_why", code, list(names), partial(finds.keep, "site_why"))
    st.selectbox(words.WHICH, list(names), format_func=names.__getitem__, **given)
    shares = sites.shares(asked, found)
    site = next(site for site in answers.why(asked, found.plan, shares) if site.site_id == code)
    for sentence in sentences(asked, found.plan, site):
        st.markdown(sentence)
    if len(site.as_good) > effect_words.NAMED:
        st.markdown(f"**{words.AS_GOOD_TITLE}:** {plain(', '.join(as_good(asked, site)))}.")
    gaining.draw(asked, site.gaining, f"siting_gaining_{code}")
    st.subheader(words.PRIVATE_TITLE, anchor=False)
    if site.private.empty:
        st.caption(words.no_private(asked.scene.settings.outcomes[asked.query.outcome].name))
        return
    st.caption(words.PRIVATE_NOTE)
    taken = private(site)
    paper = first_rows(taken, _columns(), gaining.ROWS)
    grid(taken, _columns(), f"siting_private_{code}", title=words.PRIVATE_TITLE, rows=gaining.ROWS, paper=paper)


def sentences(asked: SiteQuestion, plan: Plan, site: WhySite) -> tuple[str, ...]:
    """Say how far it hangs by a hair, whom a site lifts, what the next best would do, and what could change the choice."""
    prepared, siting, settings = answers.prepared(asked), asked.siting, asked.scene.settings.siting
    lifted = site.lifted["label"].astype(str).tolist()
    first = words.lifts(
        lifted,
        int(site.lifted["children_0_4"].sum()),
        len(site.gaining),
        by_access=siting.by_access,
        minutes=siting.within_minutes,
    )
    near = len(site.as_good)
    if not site.next_best:
        after = words.NO_NEXT
    elif not np.isfinite(site.next_best_less) or site.next_best_less < SAME:
        after = words.next_as_good(second.named(asked, site.next_best), max(near - 1, 0))
    else:
        less = words.next_best(second.named(asked, site.next_best), figure(site.next_best_less), unit_of(prepared))
        after = second.closes(asked, plan, site) or less
    share = None if np.isnan(site.chosen_share) else site.chosen_share
    # What is chosen in few settings has been said first.
    firm = () if site.chosen_share < effect_words.FEW else (words.could_change(share, settings.draws, near),)
    return (*doubts.of_site(asked, site), first, after, *firm)


def as_good(asked: SiteQuestion, site: WhySite) -> list[str]:
    """Name the sites that are as good in the place of one."""
    return [_name(asked, code) for code in site.as_good]


def private(site: WhySite) -> pd.DataFrame:
    """Give the private neighbours of a site under the names of their columns."""
    return site.private[list(words.PRIVATE)].dropna(axis="columns", how="all")


def _name(asked: SiteQuestion, code: str) -> str:
    return str(answers.prepared(asked).sites["site"][code])


def _columns() -> dict[str, Any]:
    column = st.column_config
    config: dict[str, Any] = {"name": column.TextColumn(words.PRIVATE["name"], width=280)}
    config["places"] = column.NumberColumn(words.PRIVATE["places"], format="localized", width=90)
    for name in ("children_before", "children_after", "change_percent"):
        config[name] = column.NumberColumn(words.PRIVATE[name], format="%.1f", width=170)
    return config
