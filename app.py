"""Home: what this is, and one headline for each outcome area that leads into the map."""

from __future__ import annotations

import streamlit as st

from geo.gaps import Query, priority_children
from ui import text
from ui.page import Loaded, open_page

MAP_PAGE = "pages/1_Gap_map.py"


def main() -> None:
    """Draw the page."""
    loaded = open_page("Home")
    st.title(text.HOME_TITLE)
    st.markdown(text.home_intro(loaded.settings.area.name))
    columns = st.columns(2, gap="large")
    for position, outcome in enumerate(loaded.settings.outcomes):
        with columns[position % 2], st.container(border=True):
            _headline(loaded, outcome)
    st.caption(f"{text.MEANING['priority']} {text.MEANING['access']}")


def _headline(loaded: Loaded, outcome: str) -> None:
    """Draw one outcome area: how many children live in priority areas, in all and by district."""
    query = Query(outcome)
    by_district = priority_children(loaded.model, query)
    total, everybody = by_district["children_in_priority"].sum(), by_district["children_0_4"].sum()
    st.subheader(loaded.settings.outcomes[outcome].name)
    st.markdown(f"## {text.people(total)}")
    st.markdown(text.home_headline(100 * total / everybody, int(by_district["priority_areas"].sum()), query.level))
    for code, row in by_district.iterrows():
        name = loaded.atlas.areas.at[code, "name"]
        st.page_link(
            MAP_PAGE,
            label=f"{name}: {row['children_in_priority']:,.0f} children ({100 * row['children_in_priority'] / row['children_0_4']:.0f}%)",
            query_params={"outcome": outcome, "district": str(code)},
        )
    st.page_link(MAP_PAGE, label="All districts on the map", query_params={"outcome": outcome})


main()
