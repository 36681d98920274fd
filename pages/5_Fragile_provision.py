"""Fragile provision: what the closure of each provider would do, as a what-if."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.gaps import gap_target
from geo.settings import MEDIAN
from geo.supply import choose_supply
from ui import describe, finds, fragile, text
from ui import fragile_text as words
from ui.page import changed_line, open_view
from ui.plain import plain
from ui.widgets import follow, follow_option

if TYPE_CHECKING:
    from ui.page import Loaded
    from ui.state import View


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(words.TITLE)
    st.title(words.TITLE, anchor=False)
    query, where = view.query, describe.where(loaded, view.query)
    if not choose_supply(loaded.model, query).of_services.any():
        st.info(describe.no_data(loaded, query))
        return
    found = fragile.closed(loaded.model, loaded.stamp, query)
    if found.empty:
        st.info(plain(words.nobody(query.sector, where)))
        return
    st.markdown(_finding(loaded, view, found, where))
    changed_line(loaded, view)
    _links(loaded, view, found)
    _table(loaded, view, found)
    target, unit = gap_target(loaded.model, query), choose_supply(loaded.model, query).unit
    told = words.target(target, unit, from_median=loaded.settings.gap.target == MEDIAN)
    with st.expander(words.WHAT_TITLE, expanded=True):
        st.markdown(words.how_to_read(told, text.catchment(loaded.settings)))


def _finding(loaded: Loaded, view: View, found: pd.DataFrame, where: str) -> str:
    """Say the one thing that the table shows, and how common it is."""
    worst, capacity = found.iloc[0], loaded.settings.outcomes[view.query.outcome].access
    name = words.UNNAMED if pd.isna(worst["name"]) else str(worst["name"])
    district = words.BEYOND.lower() if pd.isna(worst["district"]) else str(worst["district"])
    tipped, without, more = (int(worst["children_tipped"]), int(worst["children_left_without"]), worst["added_shortfall_places"])
    counted = words.counted(len(found), capacity)
    if pd.isna(worst["most_affected"]) and not without:
        return words.no_effect(counted, where)
    adding, tipping, leaving = (int((found[column] > 0).sum()) for column in fragile.EFFECTS)
    common = words.count_sentence(adding, tipping, leaving, capacity)
    # Where the target is nothing (few have anything) no closure adds to the shortfall, but it may leave families with none.
    if more > 0:
        told = words.finding_places(name, district, more, words.tipped(tipped), len(found), where)
    else:
        told = words.finding_without(name, district, without, tipped, counted, where)
    return f"{told} {common}"


def _links(loaded: Loaded, view: View, found: pd.DataFrame) -> None:
    """Offer the file, and the way to the neighbourhood that a closure would touch most."""
    touched = found.dropna(subset="most_affected")
    pick, to_map, download = st.columns([5, 5, 2], vertical_alignment="bottom")
    with download:
        fragile.download(loaded, view.query, found)
    if touched.empty:
        return
    names = touched["name"].fillna(words.UNNAMED)
    codes, asked = touched.index.tolist(), finds.one(view.find, "closure")
    provider = asked if asked in codes else codes[0]
    given = follow_option("closure", provider, codes, lambda code: finds.keep("closure", str(code)))
    pick.selectbox(words.PICK_LABEL, codes, format_func=names.__getitem__, help=words.PICK_HELP, **given)
    area = str(touched.at[provider, "most_affected"])
    seen = replace(view, query=replace(view.query, level="lsoa"), area=area)
    label = plain(words.to_map(str(loaded.atlas.areas.at[area, "label"])))
    to_map.page_link("pages/1_Gap_map.py", label=label, query_params=seen.params(), icon=":material/map:")


def _table(loaded: Loaded, view: View, found: pd.DataFrame) -> None:
    st.header(words.TABLE_TITLE, anchor=False)
    asked = finds.one(view.find, "provider")
    given = follow("closures_search", asked, lambda new: finds.keep("provider", new))
    st.text_input(words.SEARCH_LABEL, help=words.SEARCH_HELP, max_chars=finds.MOST_WORDS, **given)
    term = asked.strip()
    table = fragile.for_screen(loaded, found, places=loaded.settings.outcomes[view.query.outcome].access == "places")
    if term:
        table = table[(table["name"] + " " + table["district"]).str.contains(term, case=False, regex=False)]
    if table.empty:
        st.info(plain(words.nothing_found(term)))
    else:
        fragile.closure_table(table, key=f"closures_{hash((view.query, term))}")


main()
