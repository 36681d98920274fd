"""What stands straight below the answer: whether the greatest gap is left, who gains, how sure it is, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from geo.base.errors import DataError
from ui.screens.siting import answers, on_list, second, sentence
from ui.screens.siting.opens import outcomes_of
from ui.words import site_effect as effect_words
from ui.words import site_lead as words
from ui.words import siting as siting_words

if TYPE_CHECKING:
    from geo.siting.exact import Found
    from ui.screens.siting.question import SiteQuestion

# Other outcome areas are asked at once only where the quick answer takes a moment.
AT_ONCE: Final = frozenset({"need", "places", "within"})
# Two shares that are written alike are alike.
DECIMALS: Final = 6


def draw(asked: SiteQuestion, found: Found, table: pd.DataFrame, shares: Any) -> None:  # noqa: ANN401 - an array, or nothing
    """Draw it, one line each.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    found : Found
        Its answer.
    table : DataFrame
        The answer as `geo.siting.answer.answer_table`.
    shares : ndarray, optional
        `geo.siting.firmness.chosen_shares`.
    """
    if alone := on_list.without_site(asked, found.plan):
        st.markdown(alone)
    st.markdown(sentence.gains(asked, found))
    st.markdown(sure(asked, found, table, shares))
    for said in (next_best(asked, found, table, shares), elsewhere(asked, found)):
        if said:
            st.markdown(said)
    scope = sentence.scope(asked)
    st.caption(scope if shares is None else f"{scope} {words.settings(asked.scene.settings.siting.draws)}")


def sure(asked: SiteQuestion, found: Found, table: pd.DataFrame, shares: Any) -> str:  # noqa: ANN401 - as above
    """Say in one sentence how good the answer is in the settings as they are, and how firm in others."""
    good = words.best(found.status, found.gap, found.seconds, several=len(table) > 1)
    if shares is None:
        return words.sure(words.NOT_COUNTED, good)
    draws = asked.scene.settings.siting.draws
    of = pd.Series(shares, answers.prepared(asked).sites.index).reindex(table["site_id"]).round(DECIMALS)
    told = [siting_words.share(float(share), draws) for share in of]
    if len(table) == 1:
        return words.sure(words.firm_one(float(of.iloc[0]), told[0]), good)
    few = [(str(name), one) for name, one, share in zip(table["site"], told, of, strict=True) if share < effect_words.FEW]
    return words.sure(words.firm_several(few, float(of.min()), siting_words.share(float(of.min()), draws)), good)


def next_best(asked: SiteQuestion, found: Found, table: pd.DataFrame, shares: Any) -> str:  # noqa: ANN401 - as above
    """Name what would come next in the place of a single site, or how many of several others could stand in for."""
    near = table["as_good"] != ""
    if len(table) > 1:
        return effect_words.hair_several(int(near.sum()), len(table)) if near.any() else ""
    (site,) = answers.why(asked, found.plan, shares)
    if site.as_good:
        return words.next_as_good([second.named(asked, code) for code in site.as_good])
    if said := second.closes(asked, found.plan, site):
        return said
    share = 1 - site.next_best_less / site.adds if site.adds > 0 else np.nan
    if not site.next_best or not np.isfinite(share):
        return ""
    return words.next_best(second.named(asked, site.next_best), max(share, 0.0))


def elsewhere(asked: SiteQuestion, found: Found) -> str:
    """Say for which of the other outcome areas that the kind counts for the quick answer is the same."""
    settings, opens = asked.scene.settings, asked.siting.opens
    if asked.siting.objective not in AT_ONCE or asked.own is not None:
        return ""
    alike, other = [], []
    mine = _sites(asked, found)
    for outcome in outcomes_of(settings)[opens]:
        if outcome == asked.query.outcome:
            continue
        there = replace(asked, query=replace(asked.query, outcome=outcome, services=()))
        try:
            quick = answers.quick(there)
            theirs = _sites(there, quick)
        except DataError:
            # What cannot be asked there is told when it is asked.
            continue
        name = settings.outcomes[outcome].name
        if theirs and set(theirs) == set(mine):
            alike.append(name)
        elif theirs:
            other.append((name, str(answers.table(there, quick.plan)["site"].iloc[0])))
    return words.elsewhere(alike, other, several=len(mine) > 1)


def _sites(asked: SiteQuestion, found: Found) -> list[str]:
    return [str(code) for code in answers.prepared(asked).sites.index[found.plan > 0]]
