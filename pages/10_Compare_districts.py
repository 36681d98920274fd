"""Compare districts: side by side in every outcome area, and how sure a comparison of public provision is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.export import to_csv
from ui import compare, compare_parts, profile_strips
from ui import compare_text as words
from ui.page import changed_line, open_view
from ui.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from ui.page import Loaded
    from ui.state import View


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(words.TITLE, measures=True)
    st.title(words.TITLE, anchor=False)
    if len(loaded.model.areas["district"]) < compare.FEWEST:
        st.info(words.ONE_ONLY)
        return
    chosen = compare.choose(loaded, view)
    changed_line(loaded, view)
    if len(chosen) < compare.FEWEST:
        st.info(words.TOO_FEW)
        return
    st.markdown(compare.finding(loaded, view, chosen))
    first, second = compare.pair(loaded, view, chosen)
    _public(loaded, view, first, second)
    st.header(words.DOTS_TITLE, anchor=False)
    st.markdown(words.DOTS_INTRO)
    st.html(profile_strips.region(words.DOTS_TITLE, compare_parts.dots(loaded, view, chosen), "bsg-left bsg-dots"))
    st.header(words.TABLE_TITLE, anchor=False)
    st.html(profile_strips.region(words.TABLE_TITLE, compare.side_by_side(loaded, view, chosen)))
    st.caption(plain(compare.note(loaded, view)))
    table = compare.figures(loaded.model, loaded.stamp, compare.asked(view))
    shown = table[table.index.get_level_values("district_code").isin(chosen)].reset_index()
    _download(words.DOWNLOAD, shown, f"districts_{view.query.outcome}.csv")
    st.header(words.MAPS_TITLE, anchor=False)
    st.markdown(words.maps_intro(loaded.settings.outcomes[view.query.outcome].name))
    compare_parts.maps(loaded, view, (first, second))


def _public(loaded: Loaded, view: View, first: str, second: str) -> None:
    found = compare.public(loaded.model, loaded.stamp, compare.asked(view), first, second)
    names = (str(loaded.atlas.areas.at[first, "name"]), str(loaded.atlas.areas.at[second, "name"]))
    st.header(plain(words.question(*names)), anchor=False)
    st.markdown(compare.public_answer(loaded, view, found, names))
    if len(found):
        st.html(compare.public_table(loaded, found, names))
        st.caption(words.PUBLIC_NOTE)
        data = found.rename_axis("outcome").reset_index()
        data.insert(1, "first_district", names[0])
        data.insert(2, "second_district", names[1])
        _download(words.DOWNLOAD_PUBLIC, data, f"public-provision_{first}_{second}.csv")


def _download(label: str, frame: pd.DataFrame, name: str) -> None:
    st.download_button(label, lambda: to_csv(frame, bom=True), name, "text/csv", on_click="ignore")


main()
