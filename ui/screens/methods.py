"""Data and methods: definitions, formulae with the settings in force, sources with their age, and every column of every table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st
from markupsafe import Markup

from geo.analysis.providers import held_providers
from geo.export.tables import to_csv
from geo.method.gaps import METHOD_VERSION
from geo.store.dictionary import OLD_AFTER_YEARS, data_dictionary
from ui.kit import html
from ui.kit.cells import is_missing, records
from ui.kit.watch import watched
from ui.scene import providers
from ui.scene.sources import register
from ui.shell.page import changed_line, open_view
from ui.view import describe, page_filters
from ui.words import common, figures, pages
from ui.words import gap_list as gap_list_words
from ui.words import methods as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator

    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from geo.whatif.scene import Scene


def answers(scene: Scene, known: pd.DataFrame, today: str) -> Markup:
    """Say in four sentences which data, how old, how worked out and what to cite, each with the way to its section."""
    old, listed = known.index[known["old"]].tolist(), providers.everything(scene)
    told = {
        "indicators": words.which(
            len(known), len(scene.atlas.indicators), held_providers(listed, scene.settings), providers.no_answer(scene, listed)
        ),
        "sources": words.how_old(describe.ages(scene, scene.settings.outcomes), len(old), OLD_AFTER_YEARS),
        "method": words.how(common.catchment(scene.settings)),
        "gap-list": words.cite(scene.settings.area.name, METHOD_VERSION, scene.version, figures.date_words(today)),
    }
    entry = Markup('<dt>{}</dt><dd>{} <a href="#{}" target="_self">{}</a></dd>')
    rows = (entry.format(words.ASKED[anchor], said, anchor, words.SECTIONS[anchor]) for anchor, said in told.items())
    return html.panel(Markup('<dl class="bsg-facts">{}</dl>').format(html.join(rows)))


def framed(table: Markup, label: str) -> Markup:
    """Frame in which a wide table scrolls, also by keyboard."""
    frame = Markup('<div class="bsg-panel bsg-plain bsg-left" role="region" tabindex="0" aria-label="{}">{}</div>')
    return frame.format(label, table)


def _given(value: object) -> str:
    return words.NOT_GIVEN if is_missing(value) else str(value)


def sources(listed: pd.DataFrame, settings: Settings) -> Markup:
    """Table of sources; ``listed`` as `geo.store.dictionary.source_register` gives it."""
    rows = []
    for row in listed.to_dict("records"):
        years = None if pd.isna(row["age_years"]) else int(row["age_years"])
        uses = [*row["indicators"], *(settings.services[service].name for service in row["service_types"])]
        uses += [words.CHILDREN] if row["children"] else []
        title = str(row["title"])
        linked = title if pd.isna(row["url"]) else html.link(str(row["url"]), title)
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


def indicators(atlas: Atlas, settings: Settings) -> Markup:
    """Table of indicators, with the periods that are in the data."""
    scored = {key for outcome in settings.outcomes.values() for key, use in outcome.indicators.items() if use.role != "context"}
    periods = {key: sorted(set(own)) for key, own in atlas.indicator_values.groupby("indicator_id")["period"]}
    rows = []
    for key, row in zip(atlas.indicators.index, atlas.indicators.to_dict("records"), strict=True):
        cells = (
            row["name"],
            row["definition"],
            row["unit"],
            words.way(str(row["polarity"]), scored=key in scored),
            common.PUBLISHED_FOR[row["published_level"]],
        )
        kind, source = f"{row['basis']}, {row['kind']}", atlas.sources.at[row["source_id"], "title"]
        rows.append([html.cell(str(value)) for value in (*cells, kind, ", ".join(periods.get(key, [])) or words.NOT_GIVEN, source)])
    return framed(html.table(words.INDICATOR_COLUMNS, rows), words.SECTIONS["indicators"])


def dictionary(table: str, columns: pd.DataFrame) -> Markup:
    """Table of the columns of one data table; ``columns`` as `geo.store.dictionary.data_dictionary` gives them."""
    flags = {True: words.YES, False: words.NO}
    rows = [
        (str(row["column"]), words.KINDS[str(row["kind"])], flags[bool(row["key"])], flags[bool(row["may_be_empty"])], str(row["rule"]))
        for row in records(columns)
    ]
    return framed(html.table(words.DICTIONARY_COLUMNS, rows), table)


def meanings(header: Sequence[str], entries: dict[str, str]) -> Markup:
    """Table of names and what they say."""
    return framed(html.table(header, list(entries.items())), header[0])


def rows(header: Sequence[str], lines: Sequence[tuple[str, ...]]) -> Markup:
    """Table of some words, the first of each line its name."""
    return framed(html.table(header, lines), header[0])


def gap_list() -> Markup:
    """Tables of the columns and of the reason codes of the gap list file."""
    columns = meanings(words.GAP_COLUMNS, gap_list_words.COLUMN_MEANINGS)
    return columns + meanings(words.REASON_COLUMNS, gap_list_words.REASON_MEANINGS)


@watched(pages.METHODS)
def main() -> None:
    """Draw the page: what is asked most, and the rest folded under its headings."""
    scene, view = open_view(pages.METHODS)
    now = datetime.now(tz=UTC)
    known_sources = register(scene, now.year)
    st.title(pages.METHODS.title, anchor=False)
    changed_line(scene, page_filters.seen(pages.METHODS, view))
    html.show(answers(scene, known_sources, now.date().isoformat()))
    with _section("definitions"):
        html.show(html.panel(html.definitions(words.DEFINITIONS)))
    with _section("method"):
        _method(scene)
    with _section("indicators"):
        html.show(indicators(scene.atlas, scene.settings))
    with _section("sources"):
        _sources(scene, known_sources)
    with _section("gap-list"):
        html.show(gap_list())
    with _section("dictionary"):
        _dictionary()
    with _section("accessibility"):
        html.show(html.panel(html.bullets(words.ACCESSIBILITY)))


def _section(anchor: str) -> DeltaGenerator:
    """Draw the heading of a section, whose address people have kept, and give the folded part below it."""
    st.header(words.SECTIONS[anchor], anchor=anchor)
    return st.expander(words.FOLDED[anchor])


def _sources(scene: Scene, known: pd.DataFrame) -> None:
    st.caption(words.old_reason(OLD_AFTER_YEARS))
    html.show(sources(known, scene.settings))
    lists = {name: known[name].map("; ".join) for name in ("indicators", "service_types")}
    table = known.assign(**lists).reset_index()
    st.download_button(words.DOWNLOAD_SOURCES, to_csv(table, bom=True), "sources.csv", "text/csv", on_click="ignore")


def _method(scene: Scene) -> None:
    settings = scene.settings
    st.markdown(words.stamps(METHOD_VERSION, scene.version))
    for formula in words.STEPS_FORMULAE:
        st.latex(formula)
    st.markdown(words.ACCESS_WORDS)
    html.show(rows(words.SERVICE_COLUMNS, words.service_rows(settings)))
    st.latex(words.DECAY_FORMULA)
    st.markdown(words.decay(settings))
    if measured := describe.measured_times(scene):
        st.markdown(measured)
    st.latex(words.CHOICE_FORMULA)
    st.markdown(words.CHOICE_WORDS)
    for paragraph in (words.NEED_WORDS, words.NEED_LEVELS):
        st.markdown(paragraph)
    st.latex(words.GAP_FORMULA)
    st.markdown(words.GAP_WORDS)
    st.latex(words.SHORTFALL_FORMULA)
    st.markdown(words.target(settings))
    for paragraph in (
        words.assumed(settings),
        words.NEAREST_WORDS,
        words.single_provider(settings),
        words.on_foot(settings),
        words.ENGLAND_WORDS,
        words.border(settings),
        words.clusters(settings),
        words.draws(settings),
        words.scenarios(settings),
    ):
        if paragraph:
            st.markdown(paragraph)
    html.show(rows(words.DRAW_COLUMNS, words.draw_rows(settings)))
    html.show(html.panel(html.bullets(words.REFERENCES)))


def _dictionary() -> None:
    listed = data_dictionary()
    st.download_button(words.DOWNLOAD_DICTIONARY, to_csv(listed, bom=True), "data_dictionary.csv", "text/csv", on_click="ignore")
    for table, columns in listed.groupby("table", sort=False):
        st.subheader(str(table), anchor=False)
        html.show(dictionary(str(table), columns))
