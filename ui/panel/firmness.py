"""Does the gap show at other scales, and how sure is it? The parts of the panel that say how far a rank can be relied on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.method.confidence import rank_ranges
from geo.method.scale import levels_from, scale_table
from ui.kit import cells, html
from ui.scene import answers
from ui.view import describe
from ui.words import common
from ui.words import panel as panel_words
from ui.words import sure as sure_words
from ui.words.plain import bare

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
    levels, own = levels_from(query.level)[: len(scales)], scales["indicators"].iloc[0]
    decimals = common.access_decimals(str(scales["access_unit"].iloc[0]))
    rows = [
        (
            html.cell(str(row["label"]), common.LEVEL_ONE[level].capitalize()),
            html.number(row["need_score"], 0),
            html.cell(html.number(row["access"], decimals), nearness(scores[level], str(row["area_code"]))),
            html.number(row["gap_score"], 0),
            panel_words.rank(row["rank"], row["of"]) if row["indicators"] == own else panel_words.OTHER_MEASURES,
            panel_words.YES_NO[bool(row["survives"])],
        )
        for level, (_, row) in zip(levels, scales.iterrows(), strict=True)
    ]
    sentences = [*panel_words.verdict(list(zip(levels, scales["gap_class"], strict=True))), *_need_words(scene, levels, scales)]
    table = html.table(panel_words.COLUMNS, rows) + html.paragraph(sentences[-1], "bsg-quiet")
    return html.details(panel_words.TITLE, html.bullets(sentences[:-1]) + table)


def nearness(scores: pd.DataFrame, code: str) -> str:
    """How near provision is: the unit of access is nobody's own."""
    return common.nearness(*(cells.number(scores.at[code, name]) for name in ("nearest_minutes", "providers_in_reach")))


def _need_words(scene: Scene, levels: Sequence[Level], scales: pd.DataFrame) -> list[str]:
    """Say which measures need counts at the larger scales only."""
    names = scene.atlas.indicators["name"]
    own = set(scales["indicators"].iloc[0])
    larger = zip(levels[1:], scales["indicators"].iloc[1:], strict=True)
    added = {level: [str(names[key]) for key in keys if key not in own] for level, keys in larger}
    return [panel_words.other_need({level: more for level, more in added.items() if more})]


def sure_part(scene: Scene, query: Query, area: str) -> Markup:
    """Say how sure it is that the area is among the worst, between which ranks it lies, and what was varied.

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
    told = sure_sentence(scene, query, area)
    if not told:
        return html.NOTHING
    ranked_by = bare(describe.ranked_by(scene, query))
    explained = html.details(sure_words.TITLE, html.paragraph(sure_words.explained(scene.settings.confidence)))
    return html.bullets([told, *filter(None, [ranked_by])]) + explained


def sure_sentence(scene: Scene, query: Query, area: str) -> str:
    """Say in one sentence how sure it is that the area is among the worst; empty where nothing is ranked."""
    listed = answers.listed(scene, query)
    row = listed[listed["area_code"] == area]
    ((sure, low, high),) = rank_ranges(row)
    if low is None or high is None:
        return ""
    areas = common.areas_of(query.level, int(listed["rank"].count()))
    ranks = sure_words.ranks(int(row["rank"].iloc[0]), areas, low, high)
    return sure_words.sentence(
        sure, f"{float(row['confidence'].iloc[0]):.0%}", scene.settings.confidence, ranks, border=bool(row["border"].iloc[0])
    )
