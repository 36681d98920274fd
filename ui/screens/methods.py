"""Data and methods: definitions, formulae with the settings in force, sources with their age, and every column of every table."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.export.tables import to_csv
from geo.method.gaps import METHOD_VERSION
from geo.store.dictionary import OLD_AFTER_YEARS, data_dictionary, source_register
from ui.kit import html
from ui.scene import memo
from ui.shell.page import changed_line, open_view
from ui.view import describe
from ui.words import common
from ui.words import gap_list as gap_list_words
from ui.words import methods as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from geo.whatif.scene import Scene


@memo.shared(drawn=True)
def register(scene: Scene, this_year: int) -> pd.DataFrame:
    """`geo.store.dictionary.source_register`, once for each version of the data."""
    return source_register(scene.atlas, scene.settings, this_year)


def contents() -> str:
    """Links to the sections of the page."""
    links = "".join(f'<li><a href="#{anchor}" target="_self">{escape(name)}</a></li>' for anchor, name in words.SECTIONS.items())
    return f'<nav class="bsg-panel" aria-label="{escape(words.CONTENTS)}"><ul>{links}</ul></nav>'


def framed(table: str, label: str) -> str:
    """Frame in which a wide table scrolls, also by keyboard."""
    return f'<div class="bsg-panel bsg-plain bsg-left" role="region" tabindex="0" aria-label="{escape(label)}">{table}</div>'


def _given(value: object) -> str:
    return words.NOT_GIVEN if pd.isna(value) else str(value)


def sources(listed: pd.DataFrame, settings: Settings) -> str:
    """Table of sources; ``listed`` as `geo.store.dictionary.source_register` gives it."""
    rows = []
    for row in listed.to_dict("records"):
        years = None if pd.isna(row["age_years"]) else int(row["age_years"])
        uses = [*row["indicators"], *(settings.services[service].name for service in row["service_types"])]
        uses += [words.CHILDREN] if row["children"] else []
        title = escape(str(row["title"]))
        linked = title if pd.isna(row["url"]) else f'<a href="{escape(str(row["url"]))}">{title}</a>'
        rows.append(
            [
                linked,
                html.cell(_given(row["publisher"])),
                html.cell(_given(row["period"])),
                html.cell(_given(row["published_on"]), _given(row["retrieved_on"])),
                html.cell(_given(row["licence"]), _given(row["attribution"])),
                html.cell(words.age(years, old=bool(row["old"]))),
                html.cell("; ".join(uses) or words.NO_FIGURE),
            ]
        )
    return framed(html.table(words.SOURCE_COLUMNS, rows), words.SECTIONS["sources"])


def indicators(atlas: Atlas) -> str:
    """Table of indicators, with the periods that are in the data."""
    periods = {key: sorted(set(own)) for key, own in atlas.indicator_values.groupby("indicator_id")["period"]}
    rows = []
    for key, row in zip(atlas.indicators.index, atlas.indicators.to_dict("records"), strict=True):
        cells = (
            row["name"],
            row["definition"],
            row["unit"],
            words.POLARITY[row["polarity"]],
            common.PUBLISHED_FOR[row["published_level"]],
        )
        kind, source = f"{row['basis']}, {row['kind']}", atlas.sources.at[row["source_id"], "title"]
        rows.append([html.cell(str(value)) for value in (*cells, kind, ", ".join(periods.get(key, [])) or words.NOT_GIVEN, source)])
    return framed(html.table(words.INDICATOR_COLUMNS, rows), words.SECTIONS["indicators"])


def dictionary(table: str, columns: pd.DataFrame) -> str:
    """Table of the columns of one data table; ``columns`` as `geo.store.dictionary.data_dictionary` gives them."""
    flags = {True: words.YES, False: words.NO}
    rows = [
        [html.cell(value) for value in (row.column, words.KINDS[row.kind], flags[row.key], flags[row.may_be_empty], row.rule)]
        for row in columns.itertuples(index=False)
    ]
    return framed(html.table(words.DICTIONARY_COLUMNS, rows), table)


def meanings(header: Sequence[str], entries: dict[str, str]) -> str:
    """Table of names and what they say."""
    return framed(html.table(header, [[escape(name), escape(told)] for name, told in entries.items()]), header[0])


def gap_list() -> str:
    """Tables of the columns and of the reason codes of the gap list file."""
    columns = meanings(words.GAP_COLUMNS, gap_list_words.COLUMN_MEANINGS)
    return columns + meanings(words.REASON_COLUMNS, gap_list_words.REASON_MEANINGS)


def main() -> None:
    """Draw the page."""
    scene, view = open_view(words.TITLE)
    known_sources = register(scene, datetime.now(tz=UTC).year)
    st.title(words.TITLE, anchor=False)
    old = known_sources.index[known_sources["old"]].tolist()
    st.markdown(words.message(len(known_sources), old, len(scene.atlas.indicators), OLD_AFTER_YEARS))
    changed_line(scene, view)
    st.html(contents())
    _header("definitions")
    st.html(f'<div class="bsg-panel">{html.definitions(words.DEFINITIONS)}</div>')
    _method(scene)
    _header("indicators")
    st.html(indicators(scene.atlas))
    _sources(scene, known_sources)
    _header("gap-list")
    st.html(gap_list())
    _dictionary()
    _header("accessibility")
    st.html(f'<div class="bsg-panel">{html.bullets(words.ACCESSIBILITY)}</div>')


def _header(anchor: str) -> None:
    st.header(words.SECTIONS[anchor], anchor=anchor)


def _sources(scene: Scene, known: pd.DataFrame) -> None:
    _header("sources")
    st.caption(words.old_reason(OLD_AFTER_YEARS))
    st.html(sources(known, scene.settings))
    lists = {name: known[name].map("; ".join) for name in ("indicators", "service_types")}
    table = known.assign(**lists).reset_index()
    st.download_button(words.DOWNLOAD_SOURCES, to_csv(table, bom=True), "sources.csv", "text/csv", on_click="ignore")


def _method(scene: Scene) -> None:
    _header("method")
    settings = scene.settings
    st.markdown(words.stamps(METHOD_VERSION, scene.version))
    for formula in words.STEPS_FORMULAE:
        st.latex(formula)
    st.markdown(words.ACCESS_WORDS)
    st.latex(words.DECAY_FORMULA)
    st.markdown(words.decay(settings))
    if measured := describe.measured_times(scene):
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
        st.html(dictionary(str(table), columns))
