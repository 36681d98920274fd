"""Market mix: the part of the panel that sets public beside PVI provision, and what a gap list says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.market import YES, low_income_pvi_only, mix_profile
from geo.supply import choose_supply
from ui import describe, html, market_text, panel_text

if TYPE_CHECKING:
    from geo.query import Query
    from ui.page import Loaded

COLUMNS = ("area", "district", "atlas")


def market_part(loaded: Loaded, query: Query, area: str, scores: pd.DataFrame) -> str:
    """Set the access of all sectors, public only and PVI only side by side, here, in the district and in the atlas.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    query : Query
        What is asked.
    area : str
        The area.
    scores : DataFrame
        `geo.gaps.score_areas` of the query.

    Returns
    -------
    str
        HTML; empty where no provider of the chosen kind is in the data.
    """
    if pd.isna(scores.at[area, "access_public"]):
        return ""
    supply = choose_supply(loaded.model, query)
    sectors = set(loaded.model.sectors[supply.of_services].tolist())
    if len(sectors) == 1:
        return html.heading(market_text.TITLE) + html.paragraph(market_text.one_sector(sectors.pop()))
    mix = mix_profile(loaded.model, query.level, area, scores)
    unit, capacity = str(scores.at[area, "access_unit"]), loaded.settings.outcomes[query.outcome].access
    rows = []
    for key, name in market_text.ROW_NAMES.items():
        share = key == "public_share"
        cells = [market_text.percent(mix.at[key, column]) if share else html.number(mix.at[key, column], 1) for column in COLUMNS]
        rows.append((html.cell(name, "" if share else unit), *cells))
    shares = [None if pd.isna(mix.at["public_share", column]) else float(mix.at["public_share", column]) for column in ("area", "atlas")]
    # What a lead must not miss stands outside the part that is folded away.
    told = scores.at[area, "low_income_pvi_only"] == YES
    warning = html.paragraph(market_text.pvi_only_here(_indicator(loaded), query.level)) if told else ""
    table = html.table(panel_text.FIGURE_COLUMNS, rows) + html.paragraph(market_text.NOTE, "bsg-quiet")
    return warning + html.details(market_text.TITLE, html.paragraph(market_text.share_sentence(*shares, capacity)) + table)


def pvi_only_sentence(loaded: Loaded, query: Query, ranked: pd.DataFrame) -> str:
    """Say in how many areas of a gap list low-income families reach PVI provision only; empty where nothing can be said.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    query : Query
        What is asked.
    ranked : DataFrame
        `geo.gaps.gap_list` of the query.
    """
    if not ranked["low_income_pvi_only"].astype(bool).any():
        return ""
    found = low_income_pvi_only(ranked)
    where = describe.where(loaded, query)
    return market_text.pvi_only_list(len(found), float(found["children_0_4"].sum()), query.level, where, _indicator(loaded))


def _indicator(loaded: Loaded) -> str:
    return str(loaded.atlas.indicators.at[loaded.settings.market.low_income_indicator, "name"])
