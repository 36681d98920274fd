"""Data and methods: definitions, formulae with the settings in force, sources with their age, and every column of every table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from geo.dictionary import OLD_AFTER_YEARS, data_dictionary
from geo.export import to_csv
from geo.gaps import METHOD_VERSION
from ui import describe, html, methods
from ui import methods_text as words
from ui.page import changed_line, open_view

if TYPE_CHECKING:
    import pandas as pd

    from ui.page import Loaded


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(words.TITLE)
    register = methods.register(loaded.atlas, loaded.settings, loaded.data_stamp, datetime.now(tz=UTC).year)
    st.title(words.TITLE, anchor=False)
    old = register.index[register["old"]].tolist()
    st.markdown(words.message(len(register), old, len(loaded.atlas.indicators), OLD_AFTER_YEARS))
    changed_line(loaded, view)
    st.html(methods.contents())
    _header("definitions")
    st.html(f'<div class="bsg-panel">{html.definitions(words.DEFINITIONS)}</div>')
    _method(loaded)
    _header("indicators")
    st.html(methods.indicators(loaded.atlas))
    _sources(loaded, register)
    _header("gap-list")
    st.html(methods.gap_list())
    _dictionary()
    _header("accessibility")
    st.html(f'<div class="bsg-panel">{html.bullets(words.ACCESSIBILITY)}</div>')


def _header(anchor: str) -> None:
    st.header(words.SECTIONS[anchor], anchor=anchor)


def _sources(loaded: Loaded, register: pd.DataFrame) -> None:
    _header("sources")
    st.caption(words.old_reason(OLD_AFTER_YEARS))
    st.html(methods.sources(register, loaded.settings))
    lists = {name: register[name].map("; ".join) for name in ("indicators", "service_types")}
    table = register.assign(**lists).reset_index()
    st.download_button(words.DOWNLOAD_SOURCES, to_csv(table, bom=True), "sources.csv", "text/csv", on_click="ignore")


def _method(loaded: Loaded) -> None:
    _header("method")
    settings = loaded.settings
    st.markdown(words.stamps(METHOD_VERSION, loaded.data_stamp))
    for formula in words.STEPS_FORMULAE:
        st.latex(formula)
    st.markdown(words.ACCESS_WORDS)
    st.latex(words.DECAY_FORMULA)
    st.markdown(words.decay(settings))
    if measured := describe.measured_times(loaded):
        st.markdown(measured)
    st.markdown(words.NEED_WORDS)
    st.latex(words.GAP_FORMULA)
    st.markdown(words.GAP_WORDS)
    st.latex(words.SHORTFALL_FORMULA)
    st.markdown(words.target(settings))
    for told in (words.assumed(settings), words.draws(settings), words.clusters(settings)):
        st.markdown(told)
    st.html(f'<div class="bsg-panel">{html.bullets(words.REFERENCES)}</div>')


def _dictionary() -> None:
    _header("dictionary")
    listed = data_dictionary()
    st.download_button(words.DOWNLOAD_DICTIONARY, to_csv(listed, bom=True), "data_dictionary.csv", "text/csv", on_click="ignore")
    for table, columns in listed.groupby("table", sort=False):
        st.subheader(str(table), anchor=False)
        st.html(methods.dictionary(str(table), columns))


main()
