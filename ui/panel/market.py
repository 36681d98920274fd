"""Market mix: the part of the panel that sets public beside PVI provision, and what a gap list says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.method.market import YES, low_income_pvi_only, mix_profile
from geo.method.supply import choose_supply, lacks_childminders
from ui.kit import cells, html
from ui.view import describe
from ui.words import common
from ui.words import market as market_words
from ui.words import panel as panel_words

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from geo.method.query import Query
    from geo.whatif.scene import Scene

COLUMNS = ("area", "district", "atlas")


def market_part(scene: Scene, query: Query, area: str, scores: pd.DataFrame) -> Markup:
    """Set the access of all sectors, public only and PVI only side by side, here, in the district and in the atlas.

    Parameters
    ----------
    scene : Scene
        Data and model.
    query : Query
        What is asked.
    area : str
        The area.
    scores : DataFrame
        `geo.method.gaps.score_areas` of the query.

    Returns
    -------
    Markup
        HTML; empty where no provider of the chosen kind is in the data.
    """
    if cells.is_missing(scores.at[area, "access_public"]):
        return html.NOTHING
    supply = choose_supply(scene.model, query)
    sectors = set(scene.model.sectors[supply.of_services].tolist())
    if len(sectors) == 1:
        return html.heading(market_words.TITLE) + html.paragraph(market_words.one_sector(sectors.pop()))
    mix = mix_profile(scene.model, query.level, area, scores)
    unit, capacity = str(scores.at[area, "access_unit"]), scene.settings.outcomes[query.outcome].access
    rows = []
    for key, name in market_words.ROW_NAMES.items():
        share = key == "public_share"
        values = [cells.number(mix.at[key, column]) for column in COLUMNS]
        written = [market_words.percent(value) if share else html.number(value, common.access_decimals(unit)) for value in values]
        rows.append((html.cell(name, "" if share else unit), *written))
    here, everywhere = (cells.number_or_none(mix.at["public_share", column]) for column in ("area", "atlas"))
    # What a lead must not miss stands outside the part that is folded away.
    pvi_only = scores.at[area, "low_income_pvi_only"] == YES
    warning = html.paragraph(market_words.pvi_only_here(_indicator(scene), query.level)) if pvi_only else html.NOTHING
    noun = market_words.noun(capacity, complete=not lacks_childminders(scene.model))
    table = html.table(panel_words.FIGURE_COLUMNS, rows) + html.paragraph(market_words.NOTE, "bsg-quiet")
    return warning + html.details(market_words.TITLE, html.paragraph(market_words.share_sentence(here, everywhere, noun)) + table)


def pvi_only_sentence(scene: Scene, query: Query, ranked: pd.DataFrame) -> str:
    """Say in how many areas of a gap list low-income families reach PVI provision only; empty where nothing can be said.

    Parameters
    ----------
    scene : Scene
        Data and model.
    query : Query
        What is asked.
    ranked : DataFrame
        `geo.method.gaps.gap_list` of the query.
    """
    if not ranked["low_income_pvi_only"].astype(bool).any():
        return ""
    count = low_income_pvi_only(ranked)
    where = describe.where(scene, query)
    return market_words.pvi_only_list(len(count), float(count["children_0_4"].sum()), query.level, where, _indicator(scene))


def _indicator(scene: Scene) -> str:
    return str(scene.atlas.indicators.at[scene.settings.market.low_income_indicator, "name"])
