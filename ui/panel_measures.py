"""The measures behind need: the part of the panel that shows the published figures, how sure they are, and how they have changed."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

from geo.profile import indicator_profile
from ui import html, measures, measures_text, panel_text

if TYPE_CHECKING:
    import pandas as pd

    from geo.query import Query
    from ui.page import Loaded

Row = dict[str, object]


def measures_part(loaded: Loaded, query: Query, area: str, title: str = panel_text.MEASURES_TITLE) -> str:
    """List the measures behind need, by role: here, district, atlas; with interval, mark, level and change.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    query : Query
        The question, at the level of the area.
    area : str
        Code of the area.
    title : str
        What the reader opens.

    Returns
    -------
    str
        HTML; every text is escaped.
    """
    found = indicator_profile(loaded.model, query, area, partial(measures.compared, loaded.model, loaded.data_stamp))
    counted = found[found["scored"]]["role"].value_counts()
    sentence = panel_text.scored_sentence(int(counted.get("outcome", 0)), int(counted.get("driver", 0)))
    parts = [html.paragraph(sentence, "bsg-quiet")]
    for role, heading in panel_text.ROLE_TITLES.items():
        chosen = found[found["role"] == role]
        if len(chosen):
            rows = [_cells(row, query.level) for row in chosen.to_dict("records")]
            notes = [_note(loaded, query, str(key), row) for key, row in chosen.to_dict("index").items()]
            parts.append(html.table((heading, *panel_text.MEASURE_COLUMNS[1:]), rows, notes))
    return html.details(title, "".join(parts))


def _cells(row: Row, level: str) -> tuple[str, ...]:
    """Name with its chips, own value with its interval, district, atlas."""
    chips = []
    if row["shown_level"] != level:
        chips.append(measures_text.LEVEL_CHIP[str(row["shown_level"])])
    if row["differs"] in ("higher", "lower"):
        chips.append(measures_text.MARKS[str(row["differs"])])
    name = escape(str(row["name"])) + "".join(html.chip(words) for words in chips)
    own = html.number(row["value"], None)
    if own == panel_text.NONE:
        own = measures_text.flag_words(str(row["flag"]))[0] if row["flag"] else measures_text.NO_VALUE
    limits = measures_text.interval(float(str(row["lower"])), float(str(row["upper"])))
    return name, html.cell(own, f"({limits})" if limits else ""), html.number(row["district"], None), html.number(row["atlas"], None)


def _note(loaded: Loaded, query: Query, indicator: str, row: Row) -> str:
    """Change, then the small print."""
    marks = [measures_text.BASIS[str(row["basis"])], str(row["kind"])]
    if row["flag"]:
        marks.insert(0, measures_text.flag_words(str(row["flag"]))[1])
    if row["differs"] == "same":
        marks.append(measures_text.MARKS["same"])
    marks.append(measures_text.INTERVAL_ORIGIN[str(row["interval"])])
    small = measures_text.detail(str(row["unit"]), str(row["period"]), str(row["source"]), marks, scored=bool(row["scored"]))
    found = measures.changed(loaded.model, loaded.data_stamp, indicator, query.level)
    code = str(row["shown_area"])
    if code not in found.index:
        return small
    like_with_like = f" {measures_text.CARRIED_CHANGE}" if row["interval"] == "carried" else ""
    return f"{measures_text.change(_record(found, code), str(row['unit']))}{like_with_like}\n{small}"


def _record(frame: pd.DataFrame, code: str) -> Row:
    return {str(name): value for name, value in frame.loc[code].items()}
