"""Home: what this is, and one headline for each outcome area that leads into the map."""

from __future__ import annotations

import streamlit as st
from streamlit.starlette import App

from geo.gaps import Query, children_period
from ui import cache, describe, home_text, share
from ui.page import Loaded, open_page
from ui.plain import plain
from ui.server import page_routes
from ui.warm import preload

MAP_PAGE, LIST_PAGE = "pages/1_Gap_map.py", "pages/2_Gap_list.py"
PER_ROW = 3


def main() -> None:
    """Draw the page."""
    loaded = open_page("Home")
    share.draw(share.place(), None)
    st.title(home_text.HOME_TITLE)
    st.markdown(plain(home_text.home_intro(loaded.settings.area.name)))
    _start(loaded)
    st.header(home_text.OUTCOMES_TITLE, anchor=False)
    st.caption(plain(home_text.home_meaning(f"{children_period(loaded.model)} estimates")))
    outcomes = list(loaded.settings.outcomes)
    for start in range(0, len(outcomes), PER_ROW):
        for column, outcome in zip(st.columns(PER_ROW), outcomes[start : start + PER_ROW], strict=False):
            with column.container(border=True, height="stretch"):
                _headline(loaded, outcome)
    st.caption(plain(home_text.home_notes(describe.ages(loaded, outcomes))))


def _start(loaded: Loaded) -> None:
    """Lead a first-time visitor to the list or the map of their district: two choices and a press."""
    outcomes, districts = loaded.settings.outcomes, loaded.choices.districts
    with st.container(border=True, key="start"):
        what, where, to_list, to_map = st.columns([5, 4, 2, 2], vertical_alignment="bottom")
        outcome = what.selectbox(home_text.START_OUTCOME, list(outcomes), format_func=lambda key: outcomes[key].name, key="start_outcome")
        district = where.selectbox(
            home_text.START_DISTRICT,
            ["", *districts],
            format_func=lambda code: districts.get(code, home_text.START_EVERYWHERE),
            key="start_district",
        )
        params = {"outcome": outcome} | ({"district": district} if district else {})
        to_list.page_link(LIST_PAGE, label=home_text.START_LIST, query_params=params, icon=":material/list:")
        to_map.page_link(MAP_PAGE, label=home_text.START_MAP, query_params=params, icon=":material/map:")


def _headline(loaded: Loaded, outcome: str) -> None:
    """Draw one outcome area: how many children live in priority areas, in all and by district."""
    query = Query(outcome)
    by_district = cache.priority(loaded.model, loaded.stamp, query)
    if (cache.scores(loaded.model, loaded.stamp, query)["gap_class"] == "no_data").all():
        st.subheader(plain(loaded.settings.outcomes[outcome].name))
        st.markdown(home_text.HOME_NO_DATA)
        return
    total, everybody = by_district["children_in_priority"].sum(), by_district["children_0_4"].sum()
    st.subheader(plain(loaded.settings.outcomes[outcome].name))
    st.markdown(home_text.home_headline(total, total / everybody, int(by_district["priority_areas"].sum()), query.level))
    names = loaded.atlas.areas["name"]
    st.caption(home_text.HOME_BY_DISTRICT)
    with st.container(gap="xxsmall"):
        for code, row in by_district[by_district["children_in_priority"] > 0].iterrows():
            label = home_text.home_district(names[code], row["children_in_priority"], row["children_in_priority"] / row["children_0_4"])
            st.page_link(MAP_PAGE, label=plain(label), query_params={"outcome": outcome, "district": str(code)})
        st.page_link(MAP_PAGE, label=home_text.HOME_ALL, query_params={"outcome": outcome})
    none = [str(names[code]) for code in by_district.index[by_district["children_in_priority"] == 0]]
    if none:
        st.caption(plain(home_text.home_none(none)))


if __name__ == "__main__":
    # Streamlit runs this file as the script of the home page.
    main()
else:
    # `streamlit run app.py` finds this server and imports it.
    preload()
    app = App(__file__, routes=page_routes())
