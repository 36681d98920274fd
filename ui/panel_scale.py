"""Does the gap show at other scales? The part of the panel that sets an area beside the ward and district that hold it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.scale import levels_from, scale_table
from ui import cache, html, scale_text, text

if TYPE_CHECKING:
    import pandas as pd

    from geo.query import Query
    from ui.page import Loaded


def scale_part(loaded: Loaded, query: Query, area: str) -> str:
    """Say whether the area, its ward and its district are priority gaps.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    query : Query
        The question, at the level of the area.
    area : str
        Code of the area.

    Returns
    -------
    str
        HTML; every text is escaped. Empty for areas that nothing larger holds, and where there is no gap score.
    """
    query = replace(query, districts=())
    scores = {level: cache.scores(loaded.model, loaded.stamp, replace(query, level=level)) for level in levels_from(query.level)}
    found = scale_table(loaded.model, query, area, scores)
    if len(found) == 1 or found["gap_score"].isna().all():
        return ""
    rows = [
        (
            html.cell(str(row["label"]), text.LEVEL_ONE[level].capitalize()),
            html.number(row["need_score"], 0),
            html.number(row["access"], 1),
            html.number(row["gap_score"], 0),
            scale_text.rank(row["rank"], row["of"]),
            scale_text.YES_NO[bool(row["survives"])],
        )
        for level, row in found.iterrows()
    ]
    sentences = [*scale_text.verdict(list(zip(found.index, found["gap_class"], strict=True))), *_need_words(loaded, found)]
    table = html.table(scale_text.COLUMNS, rows) + html.paragraph(sentences[-1], "bsg-quiet")
    return html.details(scale_text.TITLE, html.bullets(sentences[:-1]) + table)


def _need_words(loaded: Loaded, found: pd.DataFrame) -> list[str]:
    """Say which measures need counts at the larger scales only."""
    names = loaded.atlas.indicators["name"]
    own = set(found["indicators"].iloc[0])
    added = {level: [str(names[key]) for key in keys if key not in own] for level, keys in found["indicators"].iloc[1:].items()}
    return [scale_text.other_need({level: more for level, more in added.items() if more})]
