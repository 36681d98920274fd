"""The measures behind need: the part of the panel that shows the published figures."""

from __future__ import annotations

from html import escape

import pandas as pd

from ui import html, panel_text


def measures_part(measures: pd.DataFrame) -> str:
    """List the measures behind need, by role: here, district, atlas."""
    counted = measures[measures["scored"]]["role"].value_counts()
    sentence = panel_text.scored_sentence(int(counted.get("outcome", 0)), int(counted.get("driver", 0)))
    parts = [html.heading(panel_text.MEASURES_TITLE), html.paragraph(sentence, "bsg-quiet")]
    for role, title in panel_text.ROLE_TITLES.items():
        rows = [_measure(row) for row in measures[measures["role"] == role].to_dict("records")]
        if rows:
            parts.append(html.table((title, *panel_text.MEASURE_COLUMNS[1:]), [row[:-1] for row in rows], [row[-1] for row in rows]))
    return "".join(parts)


def _measure(row: dict[str, object]) -> tuple[str, ...]:
    published = str(row["shown_level"])
    wider = published != str(row["published_level"]) or pd.isna(row["atlas"])
    detail = panel_text.measure_detail(
        str(row["unit"]), str(row["period"]), str(row["source"]), str(row["published_level"]), scored=bool(row["scored"]), wider=wider
    )
    own = html.number(row["value"], None)
    if own == panel_text.NONE:
        own = panel_text.SUPPRESSED if row["flag"] else panel_text.NO_VALUE
    return escape(str(row["name"])), own, html.number(row["district"], None), html.number(row["atlas"], None), detail
