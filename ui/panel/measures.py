"""The measures behind need: the part of the panel that shows the published figures, how sure they are, and how they have changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from geo.analysis.profile import indicator_profile
from ui.kit import cells, html
from ui.scene import measures
from ui.words import figures
from ui.words import measures as measures_words
from ui.words import panel as panel_words

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.kit.cells import Row


def measures_part(scene: Scene, query: Query, area: str, title: str = panel_words.MEASURES_TITLE) -> Markup:
    """List the measures behind need, by role: here, district, atlas; with interval, mark, level and change.

    Parameters
    ----------
    scene : Scene
        Data and model.
    query : Query
        The question, at the level of the area.
    area : str
        Code of the area.
    title : str
        What the reader opens.

    Returns
    -------
    Markup
        HTML.
    """
    profile = indicator_profile(scene.model, query, area, partial(measures.compared, scene))
    counted = profile[profile["scored"]]["role"].value_counts()
    sentence = panel_words.scored_sentence(int(counted.get("outcome", 0)), int(counted.get("driver", 0)))
    parts = [html.paragraph(sentence, "bsg-quiet")]
    for role, heading in panel_words.ROLE_TITLES.items():
        chosen = profile[profile["role"] == role]
        if len(chosen):
            rows = [_cells(row, query.level) for row in cells.records(chosen)]
            notes = [_note(scene, query, key, row) for key, row in cells.records_by_name(chosen).items()]
            parts.append(html.table((heading, *panel_words.MEASURE_COLUMNS[1:]), rows, notes))
    return html.details(title, html.join(parts))


def _cells(row: Row, level: str) -> tuple[str, ...]:
    """Name with its chips, own value with its interval, district, atlas."""
    chips = []
    if row["shown_level"] != level:
        chips.append(measures_words.LEVEL_CHIP[str(row["shown_level"])])
    if row["differs"] in ("higher", "lower"):
        chips.append(measures_words.MARKS[str(row["differs"])])
    name = html.join([str(row["name"]), *map(html.chip, chips)])
    own = html.number(row["value"], None)
    if own == figures.NONE:
        own = measures_words.flag_words(str(row["flag"]))[0] if row["flag"] else measures_words.NO_VALUE
    limits = measures_words.interval(cells.number(row["lower"]), cells.number(row["upper"]))
    return name, html.cell(own, f"({limits})" if limits else ""), html.number(row["district"], None), html.number(row["atlas"], None)


def _note(scene: Scene, query: Query, indicator: str, row: Row) -> str:
    """Change, then the small print."""
    marks = [measures_words.BASIS[str(row["basis"])], str(row["kind"])]
    if row["flag"]:
        marks.insert(0, measures_words.flag_words(str(row["flag"]))[1])
    if row["differs"] == "same":
        marks.append(measures_words.MARKS["same"])
    marks.append(measures_words.INTERVAL_ORIGIN[str(row["interval"])])
    small = measures_words.detail(str(row["unit"]), str(row["period"]), str(row["source"]), marks, scored=bool(row["scored"]))
    changes = measures.changed(scene, indicator, query.level)
    code = str(row["shown_area"])
    if code not in changes.index:
        return small
    like_with_like = f" {measures_words.CARRIED_CHANGE}" if row["interval"] == "carried" else ""
    return f"{measures_words.change(_record(changes, code), str(row['unit']), str(row['period']))}{like_with_like}\n{small}"


def _record(frame: pd.DataFrame, code: str) -> Row:
    return {str(name): value for name, value in frame.loc[code].items()}
