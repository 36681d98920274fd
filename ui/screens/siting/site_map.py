"""The map of an answer: the sites, numbered in order, over what each neighbourhood gains by them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import streamlit as st
from markupsafe import Markup

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.export.paper_map import draw_place
from geo.method.gaps import DECIMALS
from geo.places.nearest_town import nearest_towns
from geo.siting.neighbours import added_access
from ui.kit import html
from ui.map import choose, draw, hover
from ui.map.paint import Painting, paint_change
from ui.scene import answers as scores
from ui.scene import memo
from ui.screens.siting import answers
from ui.screens.siting.question import LEVEL
from ui.view import describe
from ui.words import maps as maps_words
from ui.words import report as report_words
from ui.words import siting as words
from ui.words import what_if as what_if_words
from ui.words.plain import bare

if TYPE_CHECKING:
    import pandas as pd

    from ui.screens.siting.answers import Plan
    from ui.screens.siting.question import SiteQuestion
    from ui.view.state import View


PAPER_MM: Final = (180.0, 120.0)
# Of so many sites the nearest town is named.
NAMED: Final = 5


def site_map(asked: SiteQuestion, view: View, plan: Plan, table: pd.DataFrame, finding: str) -> None:
    """Draw the map.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    view : View
        Which map, and which points beside the sites.
    plan : ndarray of int
        Units by site.
    table : DataFrame
        `geo.siting.answer.answer_table` of the plan.
    finding : str
        The answer in one sentence, for somebody who cannot see the map.
    """
    st.header(words.MAP_TITLE, anchor=False)
    if towns := _towns(asked, table):
        st.caption(towns)
    with st.container(key="plain_siting_map"):
        _on_screen(asked, view, plan, table, finding)
    # A map to move is wider than paper: its middle would be cut.
    with st.container(key="paper_place"), st.container(key="paper_sites"):
        html.show(_paper(asked, plan, table, bare(finding)))


def _towns(asked: SiteQuestion, table: pd.DataFrame) -> str:
    """Name the towns nearest to the first sites."""
    first = answers.prepared(asked).sites.loc[table["site_id"].tolist()[:NAMED], ["easting", "northing"]].to_numpy(dtype=float)
    return maps_words.nearest_town(nearest_towns(asked.scene.atlas, first), numbered=len(table) > 1)


def _on_screen(asked: SiteQuestion, view: View, plan: Plan, table: pd.DataFrame, finding: str) -> None:
    seen = replace(view, query=asked.query, area=view.area if view.query.level == LEVEL else None)
    painting = painted(asked, plan)
    alt = words.alt(painting.paint.legend.title, describe.where(asked.scene, asked.query), bare(finding))
    draw.draw(asked.scene, seen, painting, choose.groups(asked.scene, seen), alt, sites=points(asked, table))


@memo.shared()
def _paper(asked: SiteQuestion, plan: Plan, table: pd.DataFrame, finding: str) -> Markup:
    """Draw the same map for a printed page: the districts of the question whole, the sites numbered."""
    from ui.report import web_page  # noqa: PLC0415 - nobody needs it before the first answer

    paint, areas = painted(asked, plan).paint, asked.scene.model.areas[LEVEL]
    inside = areas.index[areas["district_code"].isin(asked.query.districts or areas["district_code"])]
    at = answers.prepared(asked).sites.loc[table["site_id"].tolist(), ["easting", "northing"]].to_numpy(dtype=float)
    sheet = draw_place(asked.scene.atlas, LEVEL, list(inside), at, [asked.siting.sector] * len(at), *PAPER_MM)
    key = Markup('<li><i style="background:{}"></i>{}</li>')
    keys = html.join(key.format(*pair) for pair in paint.legend.keys)
    below = Markup('<figcaption><p><b>{}</b></p><ul class="legend">{}</ul><p>{} {}</p></figcaption>')
    caption = below.format(paint.legend.title, keys, words.PAPER_MARKS, report_words.MAP_SOURCE)
    alt = words.alt(paint.legend.title, describe.where(asked.scene, asked.query), finding)
    return html.panel(Markup("<figure>{}{}</figure>").format(web_page.picture(sheet, paint, alt), caption))


@memo.shared()
def painted(asked: SiteQuestion, plan: Plan) -> Painting:
    """Colour every neighbourhood by the access that it gains; their cards say what it had, too."""
    prepared = answers.prepared(asked)
    now = scores.scores(asked.scene, replace(asked.query, districts=()))
    areas = asked.scene.model.areas[LEVEL]
    inside = areas["district_code"].isin(asked.query.districts or areas["district_code"]).to_numpy()
    # Neighbourhoods are the first of those who share.
    gained = added_access(prepared, plan)[: len(areas)] * prepared.supply.per_child
    decimals = DECIMALS["access"]
    cards = [what_if_words.card(f"{more:+.{decimals}f}", f"{had:.{decimals}f}") for more, had in zip(gained, now["access"], strict=True)]
    return Painting(paint_change(gained, prepared.supply.unit, inside), hover.pack(now), hover.words(now, words.GAIN_CARD), list(cards))


@memo.shared()
def points(asked: SiteQuestion, table: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the sites as points of the map, each with its number and the lines of its hover card."""
    rows = answers.prepared(asked).sites.loc[table["site_id"].tolist()]
    places = gpd.GeoSeries.from_xy(rows["easting"], rows["northing"], crs=BRITISH_GRID).to_crs(LONGITUDE_LATITUDE)
    names = table["site"].astype(str)
    return [
        {
            "k": "s",
            "i": number,
            "s": "chosen",
            "n": f"{order}",
            "p": [round(place.x, 5), round(place.y, 5)],
            "t": words.mark(order, name),
            "d": detail,
        }
        for number, (order, name, place, detail) in enumerate(
            zip(table["order"].tolist(), names, places, _details(asked, table), strict=True)
        )
    ]


def _details(asked: SiteQuestion, table: pd.DataFrame) -> list[str]:
    service = asked.scene.settings.services[asked.siting.opens].name
    families = zip(table["children_gaining"].tolist(), table["children_lifted"].tolist(), strict=True)
    return [words.detail(service, gaining, lifted) for gaining, lifted in families]
