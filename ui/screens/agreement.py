"""Agreement: how far access and need agree with published figures, where they differ, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from geo.analysis.agreement_access import AccessAgreement
from geo.analysis.agreement_need import NeedAgreement
from geo.export.tables import to_csv
from ui.kit import asking, charts, theme
from ui.kit.watch import watched
from ui.map import choose, detailed, draw, hover
from ui.map.paint import Legend, Paint, Painting
from ui.map.publish import published
from ui.scene import agreement
from ui.shell.page import changed_line, open_view
from ui.view import describe, page_filters
from ui.view.grid import grid
from ui.view.state import map_is_blank, stem
from ui.words import agreement as agreement_words
from ui.words import common, figures, pages
from ui.words.plain import plain

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from geo.analysis.agreement_access import AccessAgreement
    from geo.analysis.agreement_need import NeedAgreement
    from geo.settings.model import Validation
    from geo.whatif.scene import Scene
    from ui.view.state import View

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
CHART_HEIGHT_PX = 520
# Room of a label, in places per 100 children.
LABEL_WIDTH, LABEL_HEIGHT = 15.0, 3.2
PHONE_NAMES = 4
MAP_KEY = "agreement_map"


def named_in_chart(areas: pd.DataFrame) -> list[str]:
    """Labels of the largest differences, as many as the screen has room for."""
    labels: list[str] = areas.loc[areas["outlier"], "area_label"].tolist()
    return labels[: PHONE_NAMES if theme.phone() else None]


def scatter(areas: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Draw ours against published: districts by colour and shape, the largest differences named.

    Parameters
    ----------
    areas : DataFrame
        As in `geo.analysis.agreement_access.AccessAgreement`.
    """
    import altair as alt  # noqa: PLC0415 - costs half a second to import

    names, names_of = sorted(areas["district"].unique()), agreement_words.OUTLIER_COLUMNS
    data = areas.reset_index()[["area_label", "district", "ours", "published", "our_rank", "published_rank", "outlier"]]
    # The ward and the last part of the official code: "Ash 002C".
    data["short"] = data["area_label"].str.replace(r" \(.* (\S+)\)$", r" \1", regex=True)
    named_areas = data[data["area_label"].isin(named_in_chart(areas))].sort_values("published", ascending=False)
    named_areas = named_areas.assign(label_height=_label_heights(named_areas))
    picked = alt.selection_point(fields=["district"], bind="legend")
    key = alt.Legend(title=None, orient="top", columns=charts.key_columns(3), symbolSize=90, labelLimit=160)
    marks = (
        alt.Chart(data)
        .mark_point(filled=True, size=42)
        .encode(
            x=alt.X("ours:Q", title=agreement_words.CHART_AXES[0]),
            y=alt.Y("published:Q", title=agreement_words.CHART_AXES[1]),
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


def paint_differences(result: AccessAgreement, codes: pd.Index[str], shown: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Paint:
    """Colour neighbourhoods by difference of rank.

    Parameters
    ----------
    result : AccessAgreement
        The comparison.
    codes : Index
        LSOA codes in the order of the published features.
    shown : array of bool
        Whether each is in a chosen district; the others are faded.
    """
    near, far = result.steps
    areas = result.areas.reindex(codes)
    classes = result.classes(areas["rank_difference"])
    colours = [*theme.DIVERGING, theme.NO_DATA]
    words = [label.format(near=near, far=far) for label in agreement_words.MAP_CLASSES]
    keys = list(zip(theme.DIVERGING, words, strict=True))
    missing = classes < 0
    if missing.any():
        keys.append((theme.NO_DATA, agreement_words.NOT_COMPARED))
    classes = np.where(missing, len(theme.DIVERGING), classes)
    alphas = [theme.rgba(colour, alpha) for alpha in (theme.PAINT_ALPHA, theme.FADED_ALPHA) for colour in colours]
    painted = np.where(shown, classes, classes + len(colours))
    note = agreement_words.map_note(result.period)
    outlined = tuple((areas["outlier"] == True).to_numpy().tolist())  # noqa: E712 - missing is not an outlier
    return Paint(tuple(painted.tolist()), tuple(alphas), Legend(agreement_words.MAP_LEGEND, tuple(keys), note), outlined)


def draw_map(scene: Scene, view: View, result: AccessAgreement, alt_words: str) -> None:
    """Draw the map of differences with its key and hover cards.

    Parameters
    ----------
    scene : Scene
        Data and the files that the map fetches.
    view : View
        Districts, and which map.
    result : AccessAgreement
        The comparison.
    alt_words : str
        What the map shows, for somebody who cannot see it.
    """
    lsoas, files = scene.model.areas["lsoa"], published(scene)
    shown = lsoas["district_code"].isin(view.query.districts or lsoas["district_code"]).to_numpy()
    paint = paint_differences(result, lsoas.index, shown)
    ranks = result.areas.reindex(lsoas.index)[["our_rank", "published_rank"]].itertuples(index=False)
    cards = [None if np.isnan(ours) else agreement_words.map_card(ours, published) for ours, published in ranks]
    painting = Painting(paint, hover.NO_FIGURES, hover.plain_words(agreement_words.MAP_CARD), cards)
    if view.simple_map:
        draw.draw_simple(scene, replace(view, area=None, query=replace(view.query, level="lsoa")), painting, [], alt_words)
    else:
        fit = choose.bounds_of(replace(view, area=None), files)
        deck = detailed.build_deck(files, "lsoa", paint, [], None, fit, theme.mode(), phone=theme.phone())
        st.pydeck_chart(deck, key=MAP_KEY, height=detailed.HEIGHT_PX, alt=alt_words)
        hover.mount(deck.cards, painting, lambda _: None, map_is_blank)
    draw.draw_legend(paint.legend, [], faded=bool(view.query.districts))


@watched(pages.AGREEMENT)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.AGREEMENT)
    st.title(pages.AGREEMENT.title, anchor=False)
    validation = scene.settings.validation
    of_access, of_need = agreement.access(scene), agreement.need(scene)
    if validation is None or (of_access is None and of_need is None):
        asking.ask(agreement_words.NOTHING, agreement_words.NOTHING_DETAIL)
        return
    changed_line(scene, page_filters.seen(pages.AGREEMENT, view))
    if of_access is not None:
        _access(scene, validation, of_access)
        _chart(of_access)
        _map(scene, view, of_access)
        _outliers(view, of_access)
        _why(scene, validation, of_access)
    if of_need is not None:
        _need(scene, of_need)
    st.caption(agreement_words.WORKING)


def _access(scene: Scene, validation: Validation, result: AccessAgreement) -> None:
    whole = result.table.iloc[0]
    name = str(scene.atlas.indicators.at[result.indicator, "name"])
    st.markdown(agreement_words.headline(name, result.period, len(result.areas), whole["spearman"], whole["same_order"]))
    st.markdown(agreement_words.use(whole["spearman"]))
    st.header(agreement_words.TABLE_TITLE, anchor=False)
    districts = result.table[result.table["part"] == "district"].dropna(subset="spearman").sort_values("spearman")
    if len(districts) > 1:
        worst, best = districts.iloc[0], districts.iloc[-1]
        st.markdown(plain(agreement_words.spread(best["name"], best["spearman"], worst["name"], worst["spearman"])))
    aims = {str(part): aim for part, aim in validation.aims.items()}
    st.markdown(agreement_words.aims({part: result.spearman(part) for part in aims}, aims))
    table = result.table.assign(
        name=result.table["name"].where(result.table["part"] == "district", result.table["part"].map(agreement_words.PARTS)),
        same_order=result.table["same_order"].round(2),
        words=[agreement_words.strength(value) for value in result.table["spearman"]],
    )
    column, names = st.column_config, agreement_words.TABLE_COLUMNS
    formats = {"spearman": "%.2f", "pearson": "%.2f", "same_order": "percent"}
    shown = table[list(names)]
    config = {
        "name": column.TextColumn(names["name"], width=175),
        "words": column.TextColumn(names["words"]),
        "areas": column.NumberColumn(names["areas"], format="localized"),
        **{key: column.NumberColumn(names[key], format=form, help=agreement_words.TABLE_HELP[key]) for key, form in formats.items()},
    }
    grid(shown, config, "agreement", title=agreement_words.TABLE_TITLE)


def _chart(result: AccessAgreement) -> None:
    st.header(agreement_words.CHART_TITLE, anchor=False)
    summary = agreement_words.chart_summary(len(result.areas), len(named_in_chart(result.areas)))
    st.markdown(agreement_words.chart_verdict(result.table.iloc[0]["spearman"]))
    charts.show(scatter(result.areas), "agreement_scatter", summary, agreement_words.CHART_TITLE)


def _map(scene: Scene, view: View, result: AccessAgreement) -> None:
    st.header(agreement_words.MAP_TITLE, anchor=False)
    counts = result.counts
    summary = agreement_words.map_summary(counts["alike"], result.steps[0], int(counts["less"]), int(counts["more"]), len(result.areas))
    st.markdown(summary)
    draw_map(scene, view, result, agreement_words.map_alt(summary))


def _outliers(view: View, result: AccessAgreement) -> None:
    st.header(agreement_words.OUTLIERS_TITLE, anchor=False)
    column, names = st.column_config, agreement_words.OUTLIER_COLUMNS
    shown = result.areas.loc[result.areas["outlier"], list(names)]
    st.markdown(agreement_words.outlier_verdict(len(shown), len(result.areas)))
    config = {
        "area_label": column.TextColumn(names["area_label"]),
        **{key: column.NumberColumn(names[key], format="%.1f") for key in ("ours", "published")},
        **{key: column.NumberColumn(names[key], format="%.0f", help=agreement_words.RANK_HELP) for key in ("our_rank", "published_rank")},
        "rank_difference": column.NumberColumn(names["rank_difference"], format="%.0f", help=agreement_words.DIFFERENCE_HELP),
    }
    grid(shown, config, "outliers", title=agreement_words.OUTLIERS_TITLE)
    data = result.areas.reset_index()
    name = f"{stem(view, 'agreement')}.csv"
    st.download_button(agreement_words.DOWNLOAD, lambda: to_csv(data, bom=True), name, "text/csv", on_click="ignore")


def _why(scene: Scene, validation: Validation, result: AccessAgreement) -> None:
    st.header(agreement_words.WHY_TITLE, anchor=False)
    plurals = figures.listed([scene.settings.services[service].plural for service in validation.access_services])
    reasons = agreement_words.why(
        plurals,
        result.provision_periods,
        result.period,
        result.earlier_period,
        result.earlier_spearman,
        scene.settings.access.detour,
        describe.measured_times(scene),
    )
    st.markdown("\n".join(f"- {reason}" for reason in reasons))
    if validation.findings:
        st.markdown(f"**{agreement_words.FINDINGS_TITLE}**\n\n" + "\n".join(f"- {plain(finding)}" for finding in validation.findings))
    halves = result.table[result.table["part"].isin(["chosen_on", "held_out"])]
    if len(halves):
        st.markdown(f"**{agreement_words.CHOICE_TITLE}**")
        districts = result.table[result.table["part"] == "district"]
        chosen = districts["code"].isin(validation.chosen_on)
        reached = {part: result.spearman(part) for part in ("chosen_on", "held_out")}
        names, held = districts.loc[chosen, "name"].tolist(), districts.loc[~chosen, "name"].tolist()
        st.markdown(plain(agreement_words.choice(names, held, reached)))


def _need(scene: Scene, result: NeedAgreement) -> None:
    st.header(agreement_words.NEED_TITLE, anchor=False)
    first, fair = result.checks.iloc[0], result.checks.iloc[1]
    outcome = scene.settings.outcomes[result.outcome].name
    counted = common.areas_of(first["level"], int(fair["areas"]))
    st.markdown(agreement_words.need_headline(outcome, first["name"], counted, fair["spearman"], first["spearman"]))
    kept, left_out = (result.checks[result.checks["left_out"] == which].reset_index(drop=True) for which in (False, True))
    table = kept.assign(
        level=[common.PUBLISHED_FOR[level] for level in kept["level"]],
        kept=kept["spearman"],
        left_out=left_out["spearman"],
        chance=[agreement_words.chance(value) for value in left_out["p_value"]],
    )
    column, names, helps = st.column_config, agreement_words.NEED_COLUMNS, agreement_words.NEED_HELP
    shown = table[list(names)]
    config = {
        **{key: column.TextColumn(names[key]) for key in ("level", "period")},
        "name": column.TextColumn(names["name"]),
        "areas": column.NumberColumn(names["areas"]),
        **{key: column.NumberColumn(names[key], format="%.2f", help=helps[key]) for key in ("kept", "left_out")},
        "chance": column.TextColumn(names["chance"], help=helps["chance"]),
    }
    grid(shown, config, "need", title=agreement_words.NEED_TITLE)
    if len(result.areas):
        unit = str(scene.atlas.indicators.at[result.areas["indicator"].iloc[0], "unit"])
        names = agreement_words.NEED_AREA_COLUMNS
        labels = {key: column.Column(name) for key, name in names.items()} | {
            "published": column.Column(names["published"], help=plain(unit))
        }
        grid(result.areas[list(names)], labels, "need_areas", title=agreement_words.need_unit(unit))
        st.caption(plain(agreement_words.need_unit(unit)))
    st.markdown(agreement_words.NEED_LIMITS)
