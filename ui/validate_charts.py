"""The scatter plot and the map of the page that compares with published figures, and the comparison itself, once for each model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from geo.classify import class_of
from geo.validate import AccessAgreement, validate_access
from geo.validate_need import NeedAgreement, validate_need
from ui import cache, deck_map, hover, legend, map_draw, theme, validate_text
from ui.map_view import Painting
from ui.paint import Legend, Paint
from ui.state import map_is_blank

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from geo.model import Model
    from ui.page import Loaded
    from ui.state import View

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
CHART_HEIGHT_PX = 520
# Room of a label, in places per 100 children.
LABEL_WIDTH, LABEL_HEIGHT = 15.0, 3.2
PHONE_NAMES = 4
MAP_KEY = "agreement_map"


@cache.shared(16, heavy=True)
def access(_model: Model, stamp: cache.Stamp) -> AccessAgreement | None:
    """`geo.validate.validate_access`, once for each model."""
    return validate_access(_model)


@cache.shared(16, heavy=True)
def need(_model: Model, stamp: cache.Stamp) -> NeedAgreement | None:
    """`geo.validate_need.validate_need`, once for each model."""
    return validate_need(_model)


def named_in_chart(areas: pd.DataFrame) -> list[str]:
    """Labels of the largest differences, as many as the screen has room for."""
    labels: list[str] = areas.loc[areas["outlier"], "area_label"].tolist()
    return labels[: PHONE_NAMES if theme.phone() else None]


def scatter(areas: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Draw ours against published: districts by colour and shape, the largest differences named.

    Parameters
    ----------
    areas : DataFrame
        As in `geo.validate.AccessAgreement`.
    """
    import altair as alt  # noqa: PLC0415 - costs half a second to import

    names, names_of = sorted(areas["district"].unique()), validate_text.OUTLIER_COLUMNS
    data = areas.reset_index()[["area_label", "district", "ours", "published", "our_rank", "published_rank", "outlier"]]
    # The ward and the last part of the official code: "Ash 002C".
    data["short"] = data["area_label"].str.replace(r" \(.* (\S+)\)$", r" \1", regex=True)
    named_areas = data[data["area_label"].isin(named_in_chart(areas))].sort_values("published", ascending=False)
    named_areas = named_areas.assign(label_height=_label_heights(named_areas))
    picked = alt.selection_point(fields=["district"], bind="legend")
    key = alt.Legend(title=None, orient="top", columns=1 if theme.phone() else 3, symbolSize=90, labelLimit=160)
    marks = (
        alt.Chart(data)
        .mark_point(filled=True, size=42)
        .encode(
            x=alt.X("ours:Q", title=validate_text.CHART_AXES[0]),
            y=alt.Y("published:Q", title=validate_text.CHART_AXES[1]),
            color=alt.Color("district:N", scale=alt.Scale(domain=names, range=_cycle(theme.CATEGORIES, len(names))), legend=key),
            shape=alt.Shape("district:N", scale=alt.Scale(domain=names, range=_cycle(SHAPES, len(names))), legend=key),
            opacity=alt.condition(picked, alt.value(0.85), alt.value(0.07)),
            tooltip=[
                alt.Tooltip("area_label:N", title=names_of["area_label"]),
                *(alt.Tooltip(f"{name}:Q", title=names_of[name], format=".1f") for name in ("ours", "published")),
                *(alt.Tooltip(f"{name}:Q", title=names_of[name], format=",.0f") for name in ("our_rank", "published_rank")),
            ],
        )
        .add_params(picked)
    )
    named = alt.Chart(named_areas).encode(x="ours:Q")
    rings = named.encode(y="published:Q").mark_point(size=150, shape="circle", filled=False, strokeWidth=1.4, color=theme.SUPPRESSED)
    labels = named.mark_text(align="left", dx=9, dy=-1, fontSize=11, color=_ink()).encode(y="label_height:Q", text="short:N")
    return alt.layer(marks, rings, labels).properties(height=CHART_HEIGHT_PX)


def _label_heights(named: pd.DataFrame) -> list[float]:
    """Move labels down until none lies on another; in units of the axes."""
    placed: list[tuple[float, float]] = []
    for ours, height in named[["ours", "published"]].itertuples(index=False):
        while any(abs(ours - x) < LABEL_WIDTH and abs(height - y) < LABEL_HEIGHT for x, y in placed):
            height -= LABEL_HEIGHT / 4  # noqa: PLW2901 - the height that is searched
        placed.append((ours, height))
    return [height for _, height in placed]


def _cycle(values: tuple[str, ...], count: int) -> list[str]:
    return [values[place % len(values)] for place in range(count)]


def _ink() -> str:
    """Colour of words in a chart, which the theme of the chart does not set for text marks."""
    return "#e8edf2" if theme.mode() == "dark" else "#1b2530"


def paint_differences(found: AccessAgreement, codes: pd.Index[str], shown: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Paint:
    """Colour neighbourhoods by difference of rank.

    Parameters
    ----------
    found : AccessAgreement
        The comparison.
    codes : Index
        LSOA codes in the order of the published features.
    shown : array of bool
        Whether each is in a chosen district; the others are faded.
    """
    near, far = found.steps
    areas = found.areas.reindex(codes)
    classes = class_of(areas["rank_difference"].to_numpy(float), (-far, -near, near, far))
    colours = [*theme.DIVERGING, theme.NO_DATA]
    words = [one.format(near=near, far=far) for one in validate_text.MAP_CLASSES]
    keys = list(zip(theme.DIVERGING, words, strict=True))
    missing = classes < 0
    if missing.any():
        keys.append((theme.NO_DATA, validate_text.NOT_COMPARED))
    classes = np.where(missing, len(theme.DIVERGING), classes)
    alphas = [theme.rgba(colour, alpha) for alpha in (theme.PAINT_ALPHA, theme.FADED_ALPHA) for colour in colours]
    painted = np.where(shown, classes, classes + len(colours))
    note = validate_text.map_note(found.period)
    outlined = tuple((areas["outlier"] == True).to_numpy().tolist())  # noqa: E712 - missing is not an outlier
    return Paint(tuple(painted.tolist()), tuple(alphas), Legend(validate_text.MAP_LEGEND, tuple(keys), note), outlined)


def draw_map(loaded: Loaded, view: View, found: AccessAgreement, scores: pd.DataFrame, alt_words: str) -> None:
    """Draw the map of differences with its key and hover cards.

    Parameters
    ----------
    loaded : Loaded
        Data and the files that the map fetches.
    view : View
        Districts, and the outcome area of the hover cards' other figures.
    found : AccessAgreement
        The comparison.
    scores : DataFrame
        `geo.gaps.score_areas` of the view's question for LSOAs.
    alt_words : str
        What the map shows, for somebody who cannot see it.
    """
    lsoas, files = loaded.model.areas["lsoa"], loaded.files
    shown = lsoas["district_code"].isin(view.query.districts or lsoas["district_code"]).to_numpy()
    paint = paint_differences(found, lsoas.index, shown)
    boxes = np.array([files.bounds[code] for code in view.query.districts or loaded.model.areas["district"].index])
    fit = (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
    ranks = found.areas.reindex(lsoas.index)[["our_rank", "published_rank"]].itertuples(index=False)
    cards = [None if np.isnan(ours) else validate_text.map_card(ours, published) for ours, published in ranks]
    painting = Painting(paint, hover.pack(scores), hover.words(scores, validate_text.MAP_CARD), cards)
    if view.simple_map:
        map_draw.simple(loaded, replace(view, area=None, query=replace(view.query, level="lsoa")), painting, [], fit, alt_words)
    else:
        deck = deck_map.build_deck(files, "lsoa", paint, [], None, fit, theme.mode(), phone=theme.phone())
        st.pydeck_chart(deck, key=MAP_KEY, height=deck_map.HEIGHT_PX, alt=alt_words)
        hover.mount(deck.cards, painting, lambda _: None, map_is_blank)
    legend.draw(paint.legend, [], faded=bool(view.query.districts))
