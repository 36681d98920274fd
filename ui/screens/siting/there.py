"""Who is there already around each of the first sites: as the search for a place says it, with the nearest of the kind that opens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.places.answer import nearest_of
from geo.siting.neighbours import home_of
from ui.kit import html
from ui.panel import place_answer, place_providers
from ui.scene import memo, places
from ui.screens.siting import answers
from ui.screens.siting.question import LEVEL
from ui.words import ask as ask_words
from ui.words import site_there as words
from ui.words.plain import plain
from ui.words.scenarios import small

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from geo.places.answer import PlaceAnswer
    from ui.screens.siting.question import SiteQuestion

# Of so many sites it is said; of all but the first it is folded.
MOST: Final = 5


def draw(asked: SiteQuestion, table: pd.DataFrame) -> None:
    """Draw the providers around the first sites.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    table : DataFrame
        Its answer as `geo.siting.answer.answer_table`.
    """
    st.header(words.TITLE, anchor=False)
    sites = [(str(row.site_id), str(row.site)) for row in table.head(MOST).itertuples()]
    for order, (code, site) in enumerate(sites, start=1):
        told = told_of(asked, code)
        title = words.around(site, str(asked.scene.atlas.areas.at[told.lsoas[0], "label"]))
        if len(table) > 1:
            title = words.numbered(order, title)
        if order == 1:
            st.markdown(f"**{plain(title)}**")
            html.show(_around(asked, code))
        else:
            with st.expander(plain(title)):
                html.show(_around(asked, code))
    if len(table) > len(sites):
        st.caption(words.rest(len(table) - len(sites)))


def told_of(asked: SiteQuestion, site_id: str) -> PlaceAnswer:
    """Say what is at the neighbourhood of a site; beyond the border, at the nearest: what the search and ``geo find`` say of it."""
    prepared = answers.prepared(asked)
    home = str(prepared.model.areas[LEVEL].index[home_of(prepared, prepared.sites.index.tolist().index(site_id))])
    return places.at_neighbourhood(asked.scene, home, (asked.query.outcome,))


def sentences(asked: SiteQuestion, told: PlaceAnswer) -> tuple[str, ...]:
    """Say which of the kind that opens is nearest, and who is in the ward."""
    scene = asked.scene
    query = replace(asked.query, districts=(), services=(asked.siting.opens,))
    kind = small(scene.settings.services[asked.siting.opens].name)
    near = place_answer.facts_of(scene, told, nearest_of(scene.model, told.lsoas, [query]))
    return (ask_words.nearest_kind(kind, near) or words.none_of_kind(kind), place_answer.here(scene, told))


@memo.shared()
def _around(asked: SiteQuestion, site_id: str) -> Markup:
    told = told_of(asked, site_id)
    said = html.join(html.paragraph(one) for one in sentences(asked, told))
    quiet = html.paragraph(place_answer.known_of(asked.scene, told), "bsg-quiet")
    return html.panel(html.join([said, place_providers.listed(asked.scene, told, marks={site_id: words.ITSELF}), quiet]))
