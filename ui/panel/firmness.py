"""Does the gap show at other scales? The part of the panel that sets an area beside the ward and district that hold it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.method.confidence import rank_ranges
from geo.method.scale import levels_from, scale_table
from ui.kit import html
from ui.scene import answers
from ui.words import common
from ui.words import gap_list as gap_list_words
from ui.words import panel as panel_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from markupsafe import Markup

    from geo.base.vocabulary import Level
    from geo.method.query import Query
    from geo.whatif.scene import Scene


def scale_part(scene: Scene, query: Query, area: str) -> Markup:
    """Say whether the area, its ward and its district are priority gaps.

    Parameters
    ----------
    scene : Scene
        Data and model.
    query : Query
        The question, at the level of the area.
    area : str
        Code of the area.

    Returns
    -------
    Markup
        HTML. Empty for areas that nothing larger holds, and where there is no gap score.
    """
    query = replace(query, districts=())
    scores = {level: answers.scores(scene, replace(query, level=level)) for level in levels_from(query.level)}
    scales = scale_table(scene.model, query, area, scores)
    if len(scales) == 1 or scales["gap_score"].isna().all():
        return html.NOTHING
    levels = levels_from(query.level)[: len(scales)]
    rows = [
        (
            html.cell(str(row["label"]), common.LEVEL_ONE[level].capitalize()),
            html.number(row["need_score"], 0),
            html.number(row["access"], 1),
            html.number(row["gap_score"], 0),
            panel_words.rank(row["rank"], row["of"]),
            panel_words.YES_NO[bool(row["survives"])],
        )
        for level, (_, row) in zip(levels, scales.iterrows(), strict=True)
    ]
    sentences = [*panel_words.verdict(list(zip(levels, scales["gap_class"], strict=True))), *_need_words(scene, levels, scales)]
    table = html.table(panel_words.COLUMNS, rows) + html.paragraph(sentences[-1], "bsg-quiet")
    return html.details(panel_words.TITLE, html.bullets(sentences[:-1]) + table)


def _need_words(scene: Scene, levels: Sequence[Level], scales: pd.DataFrame) -> list[str]:
    """Say which measures need counts at the larger scales only."""
    names = scene.atlas.indicators["name"]
    own = set(scales["indicators"].iloc[0])
    larger = zip(levels[1:], scales["indicators"].iloc[1:], strict=True)
    added = {level: [str(names[key]) for key in keys if key not in own] for level, keys in larger}
    return [panel_words.other_need({level: more for level, more in added.items() if more})]


def sure_part(scene: Scene, query: Query, area: str) -> Markup:
    """Say between which ranks the area lies under other reasonable choices.

    Parameters
    ----------
    scene : Scene
        Data and model.
    query : Query
        The question, of all districts.
    area : str
        Code of the area.

    Returns
    -------
    Markup
        HTML. Empty where nothing is ranked.
    """
    listed = answers.listed(scene, query)
    row = listed[listed["area_code"] == area]
    limits = scene.settings.confidence
    ((firmness, low, high),) = rank_ranges(row, limits)
    if low is None or high is None:
        return html.NOTHING
    words = gap_list_words.how_sure(firmness, low, high)
    share = f"{float(row['confidence'].iloc[0]):.0%}"
    return html.bullets([panel_words.sure(words, int(row["rank"].iloc[0]), int(listed["rank"].count()), share, limits.draws)])
