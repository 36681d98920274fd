"""Outlines that somebody brings, drawn and measured against those of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.intake.merging.outlines import PARTS, summary
from ui.kit import html, pictures, theme
from ui.scene.shapes import shapes
from ui.words import your_outlines as words

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from geo.intake.matching.result import Outlines
    from geo.whatif.scene import Scene

MAP_PX = (460, 400)
LISTED_AREAS = 8


def sketch(outlines: Outlines, scene: Scene) -> None:
    """Draw the new outlines, those that change filled, with what they gain and lose beside them."""
    areas, moved = scene.atlas.areas, outlines.moved
    own, totals = moved[moved["level"] == outlines.level], summary(moved)
    st.markdown(words.message(outlines.level, len(outlines.drawn), totals, areas["label"]))
    picture, tables = st.columns([3, 2])
    html.show(_picture(outlines, _shades(own), scene), picture)
    picture.caption(words.caption(PARTS))
    if moved.empty:
        return
    with tables:
        rows = [
            (words.LEVELS[str(level)], f"{row.areas:,}", *map(_km2, (row.gained_km2, row.lost_km2))) for level, row in totals.iterrows()
        ]
        html.show(html.region(html.table(words.LEVEL_COLUMNS, rows), words.LEVELS_LABEL))
        listed = [
            (str(areas.at[code, "label"]), _km2(row.gained_km2), _km2(row.lost_km2)) for code, row in own.head(LISTED_AREAS).iterrows()
        ]
        html.show(html.region(html.table(words.AREA_COLUMNS, listed), words.AREAS_LABEL))


def changed_rows(outlines: Outlines) -> list[list[str]]:
    """Give rows for the table of what files would change: one a level whose outlines change."""
    changed = summary(outlines.moved)["areas"]
    return [[words.outlines_of(str(level)), *[""] * 4, f"{number:,}"] for level, number in changed.items()]


def _shades(own: pd.DataFrame) -> dict[str, int]:
    return {str(code): int(shade) for code, shade in own["shade"].items()}


def _km2(value: float) -> str:
    return f"{value:,.2f}"


def _picture(outlines: Outlines, shades: dict[str, int], scene: Scene) -> Markup:
    line, palette = pictures.ink(), theme.SEQUENTIAL["indicator"]
    drawn = {str(code): pictures.rings_of(shape.__geo_interface__) for code, shape in outlines.drawn.items()}
    before = shapes(scene, outlines.level)
    on_paper = pictures.Projection.around(drawn.values(), *MAP_PX)
    fills = {code: palette[shade + 1] for code, shade in shades.items()}
    new = html.join(
        pictures.path(on_paper.path(rings), fill=fills.get(code, "none"), stroke=line, stroke_width=".6") for code, rings in drawn.items()
    )
    old = html.join(
        pictures.path(on_paper.path(before[code]), fill="none", stroke=line, stroke_width=".7", stroke_dasharray="2 2") for code in shades
    )
    alt = words.alt(len(drawn), len(shades))
    return pictures.image(new + old + on_paper.scale_bar(line), on_paper.width, on_paper.height + 14, alt)
