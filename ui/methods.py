"""The tables of the page on data and methods, as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from geo.dictionary import source_register
from ui import cache, html, notes_text, text
from ui import methods_text as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.settings import Settings
    from geo.store import Atlas


@cache.shared(4)
def register(_atlas: Atlas, _settings: Settings, stamp: cache.Stamp, this_year: int) -> pd.DataFrame:
    """`geo.dictionary.source_register`, once for each version of the data."""
    return source_register(_atlas, _settings, this_year)


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
    """Table of sources; ``listed`` as `geo.dictionary.source_register` gives it."""
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
        cells = (row["name"], row["definition"], row["unit"], words.POLARITY[row["polarity"]], text.PUBLISHED_FOR[row["published_level"]])
        kind, source = f"{row['basis']}, {row['kind']}", atlas.sources.at[row["source_id"], "title"]
        rows.append([html.cell(str(value)) for value in (*cells, kind, ", ".join(periods.get(key, [])) or words.NOT_GIVEN, source)])
    return framed(html.table(words.INDICATOR_COLUMNS, rows), words.SECTIONS["indicators"])


def dictionary(table: str, columns: pd.DataFrame) -> str:
    """Table of the columns of one data table; ``columns`` as `geo.dictionary.data_dictionary` gives them."""
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
    columns = meanings(words.GAP_COLUMNS, notes_text.COLUMN_MEANINGS)
    return columns + meanings(words.REASON_COLUMNS, notes_text.REASON_MEANINGS)
