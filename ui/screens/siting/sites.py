"""The table of the sites of an answer, with words in the place of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import streamlit as st

from geo.siting.answer import unit_of
from geo.siting.own_list import OWN_KIND
from ui.screens.siting import answers
from ui.screens.siting.gaining import width_px, words_column
from ui.view.grid import as_html, count_or, grid
from ui.view.state import stay
from ui.words import site_question as question_words
from ui.words import siting as words

if TYPE_CHECKING:
    from geo.siting.exact import Found
    from ui.screens.siting.question import SiteQuestion

# For which question and answer it was asked how firm the sites are.
FIRM = "siting_firm"
# Of these 200 settings are asked in half a second; of the others in several.
AT_ONCE = frozenset({"need", "places", "within", "everybody"})
# What fits on paper; the file has all columns.
ON_PAPER = (
    "order",
    "site",
    "ward",
    "district",
    "places",
    "closed_plainly",
    "closed_here",
    "children_gaining",
    "chosen_share",
    "pvi_change_percent",
)
WHOLE = ("order", "places", "children_gaining", "children_lifted", "idaci_decile", "pvi_in_reach")


def firm(asked: SiteQuestion, found: Found) -> bool:
    """Whether it is counted in how many settings each site is chosen: at once where that takes a moment, else when somebody asks."""
    return asked.siting.objective in AT_ONCE or st.session_state.get(FIRM) == (asked.key, int(found.plan.sum()))


def shares(asked: SiteQuestion, found: Found) -> Any:  # noqa: ANN401 - an array, or nothing
    """Give in which share of the settings each site is chosen, if that is counted."""
    return answers.shares(asked, int(found.plan.sum())) if firm(asked, found) else None


def draw(asked: SiteQuestion, found: Found, table: pd.DataFrame) -> None:
    """Draw the table of the sites, and how even access would be.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    found : Found
        The answer.
    table : DataFrame
        `geo.siting.answer.answer_table`.
    """
    title, button = st.columns([5, 2], vertical_alignment="bottom")
    title.header(words.SITES_TITLE, anchor=False)
    key = (asked.key, int(found.plan.sum()))
    if not firm(asked, found):
        button.button(words.FIRM, on_click=_ask, args=(key,), help=words.FIRM_HELP, width="stretch")
    shown = in_words(asked, found, table)
    config = _columns(asked, shown)
    paper = as_html(shown[[name for name in ON_PAPER if name in shown]], config)
    grid(shown, config, "siting_sites", title=words.SITES_TITLE, paper=paper)
    _equity(asked, found)


def in_words(asked: SiteQuestion, found: Found, table: pd.DataFrame) -> pd.DataFrame:
    """Write the table of an answer for people: names of kinds and of sites that are as good; columns without a figure go."""
    services, names = asked.scene.settings.services, answers.prepared(asked).sites["site"]
    kinds = {kind: services[kind].name for kind in services} | {OWN_KIND: words.OWN_KIND}
    shown = table.assign(
        kind=[kinds.get(str(kind), str(kind)) for kind in table["kind"]],
        as_good=[", ".join(str(names[code]) for code in found.split("; ")) if found else "" for found in table["as_good"]],
    )
    # Where an objective weighs places by need, those that are closed stand plainly beside.
    weighs = asked.siting.objective == "need"
    shown["closed_plainly"] = answers.effect(asked, found.plan).closed if weighs else np.nan
    draws = asked.scene.settings.siting.draws
    shown["chosen_share"] = [None if pd.isna(part) else words.share(float(part), draws) for part in table["chosen_share"]]
    shown = shown[list(words.SITES)].dropna(axis="columns", how="all")
    return shown.drop(columns=[name for name in ("as_good",) if (shown[name] == "").all()])


def _columns(asked: SiteQuestion, shown: pd.DataFrame) -> dict[str, Any]:
    column, unit = st.column_config, unit_of(answers.prepared(asked))
    labels = words.site_labels(asked.siting.objective, words.short(in_places=asked.in_places))
    about = {**words.SITES_HELP, "closed_here": words.closed_help(unit), "closed_so_far": words.closed_help(unit)}
    config: dict[str, Any] = {}
    for name in shown.columns:
        tip, label = about.get(str(name)), labels[str(name)]
        if pd.api.types.is_numeric_dtype(shown[name]):
            usual = "%.1f%%" if name == "pvi_change_percent" else count_or(shown[name], f"%.{asked.decimals}f")
            form = "localized" if name in WHOLE else usual
            config[name] = column.NumberColumn(label, format=form, width=width_px([label]), help=tip)
        else:
            config[name] = words_column(label, shown[name], tip)
    return config


def _equity(asked: SiteQuestion, found: Found) -> None:
    table = answers.equity(asked, found.plan)
    labels = words.EQUITY_ROWS if asked.year is None else words.EQUITY_ROWS | {"today": question_words.without_sites(asked.year)}
    rows = table.rename(index=labels).reset_index(names=words.EQUITY_TITLE)
    column = st.column_config
    config: dict[str, Any] = {words.EQUITY_TITLE: column.TextColumn(words.EQUITY_TITLE, width=180)}
    for name, label in words.EQUITY.items():
        config[name] = column.NumberColumn(label, format="%.4f" if name == "gini" else "%.2f", width=150)
    st.caption(words.equity_note(answers.prepared(asked).supply.unit))
    grid(rows, config, "siting_equity", title=words.EQUITY_TITLE)


def _ask(key: object) -> None:
    st.session_state[FIRM] = key
    stay()
