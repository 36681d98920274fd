"""What the map page decides before it draws: colours, points, the part of the country in view, and what a click means."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pandas as pd
import streamlit as st

from geo.method.need import values_at
from geo.method.supply import choose_supply
from ui.kit.cells import record, texts
from ui.map import hover
from ui.map.paint import Paint, Painting, paint_bands, paint_clusters, paint_deserts, paint_indicator, paint_mix, paint_scores
from ui.map.publish import POSSIBLE_SITE
from ui.map.scenario_marks import with_children
from ui.map.simple import around
from ui.scene import answers, clusters, memo
from ui.view import describe
from ui.view.bar import painted
from ui.view.state import DETAILED, choose_area, stay
from ui.view.widgets import follow_clearable_option
from ui.words import clusters as clusters_words
from ui.words import common, figures
from ui.words import maps as maps_words
from ui.words import market as market_words
from ui.words import measures as measures_words
from ui.words import panel as panel_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from geo.analysis.clusters import Measure
    from geo.base.vocabulary import Level
    from geo.method.query import Query
    from geo.whatif.scene import Scene
    from ui.map.publish import Bounds, Published
    from ui.view.state import View

MAP_KEY = "gap_map"
PICK_KEY = "pick_area"
LAST_CLICK = "map_last_click"
FIT = "map_fit"
# What a page asked the map to look at, so that it flies there once.
ABOUT = "map_about"
# What a browser says was clicked: an area or a provider, and its running number.
FOUND = re.compile(r"(?P<kind>[ap])(?P<number>\d{1,7})", re.ASCII)
# A chosen area is shown with about its own size of surroundings on each side.
AREA_MARGIN = 1.0
# About two kilometres.
CLOSE_DEGREES = 0.02


def painting(scene: Scene, view: View) -> Painting:
    """Colours and hover cards of a view; worked out once for each.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked and what is coloured.
    """
    return with_children(scene, view.query.level, _painting(scene, view.query, *painted(scene, view)))


@memo.shared()
def _painting(scene: Scene, query: Query, colour_by: str, indicator: str | None) -> Painting:
    areas, scores = scene.model.areas[query.level], answers.scores(scene, replace(query, districts=()))
    inside = areas["district_code"].isin(query.districts or areas["district_code"]).to_numpy()
    packed = hover.pack(scores)
    if colour_by == "clusters":
        return _cluster_painting(scene, scores, query, "gap", inside)
    if colour_by == "desert":
        return Painting(paint_deserts(scores, scene.settings.deserts, inside), packed, hover.words(scores, None), None)
    if colour_by == "bands":
        return _bands_painting(scene, scores, query, inside)
    if colour_by == "mix":
        shares = [None if pd.isna(share) else market_words.percent(share) for share in scores["public_share"]]
        return Painting(paint_mix(scores, inside), packed, hover.words(scores, maps_words.MIX_CARD), shares)
    if colour_by != "indicator" or indicator is None:
        return Painting(_access_explained(scene, query, paint_scores(scores, colour_by, inside)), packed, hover.words(scores, None), None)
    facts = record(scene.atlas.indicators, indicator)
    values = _indicator_values(scene, query, indicator)
    period = str(values["period"].dropna().max())
    role = common.ROLE_NAMES[scene.settings.outcomes[query.outcome].indicators[indicator].role]
    source = str(scene.atlas.sources.at[str(facts["source_id"]), "title"])
    note = maps_words.indicator_note(period, source, role, common.PUBLISHED_FOR[str(facts["published_level"])])
    paint = paint_indicator(values, maps_words.indicator_title(str(facts["name"]), str(facts["unit"])), note, inside)
    cards = [_card(value, flag) for value, flag in zip(values["value"], values["flag"], strict=True)]
    return Painting(paint, packed, hover.words(scores, str(facts["name"])), cards)


def _bands_painting(scene: Scene, scores: pd.DataFrame, query: Query, inside: NDArray[np.bool_]) -> Painting:
    """Colours and hover cards of the published measure that has bands of its own."""
    deserts = scene.settings.deserts
    facts, values = record(scene.atlas.indicators, deserts.bands_indicator), _indicator_values(scene, query, deserts.bands_indicator)
    source = str(scene.atlas.sources.at[str(facts["source_id"]), "title"])
    title = maps_words.indicator_title(str(facts["name"]), str(facts["unit"]))
    note = maps_words.bands_note(str(values["period"].dropna().max()), source)
    paint = paint_bands(values["value"].to_numpy(float), deserts, title, note, inside)
    cards = [_card(value, flag) for value, flag in zip(values["value"], values["flag"], strict=True)]
    return Painting(paint, hover.pack(scores), hover.words(scores, str(facts["name"])), cards)


def _access_explained(scene: Scene, query: Query, paint: Paint) -> Paint:
    """Say below the legend how near provision is told, and what a weighted site is."""
    note = " ".join(filter(None, [paint.legend.note, describe.site_weights(scene, query), maps_words.NOTE_NEAR]))
    return replace(paint, legend=replace(paint.legend, note=note))


def cluster_painting(scene: Scene, view: View, scores: pd.DataFrame) -> Painting:
    """Colours and hover cards of the clusters of the view's measure.

    Parameters
    ----------
    scene : Scene
        Data and model.
    view : View
        What is asked; its level must be one of `geo.analysis.clusters.cluster_levels`.
    scores : DataFrame
        `geo.method.gaps.score_areas` of the query.
    """
    areas = scene.model.areas[view.query.level]
    inside = areas["district_code"].isin(view.query.districts or areas["district_code"]).to_numpy()
    return with_children(scene, view.query.level, _cluster_painting(scene, scores, view.query, view.measure, inside))


def _cluster_painting(scene: Scene, scores: pd.DataFrame, query: Query, measure: Measure, inside: NDArray[np.bool_]) -> Painting:
    moran = clusters.cluster_result(scene, query, measure).moran
    marks = moran.areas["cluster"]
    paint = paint_clusters(marks, measure, clusters_words.legend_note(scene.settings.clusters, measure, coarse=moran.too_coarse), inside)
    cards = [clusters_words.short_mark(measure, kind) if kind else None for kind in marks]
    return Painting(paint, hover.pack(scores), hover.words(scores, clusters_words.CARD), cards)


def _card(value: float, flag: object) -> str | None:
    if pd.isna(value):
        return measures_words.withheld([str(flag)]) if pd.notna(flag) else None
    return figures.figure(value)


def _indicator_values(scene: Scene, query: Query, indicator: str) -> pd.DataFrame:
    """Latest value, flag and period of an indicator for every area of the level."""
    rows = scene.atlas.indicator_values[scene.atlas.indicator_values["indicator_id"] == indicator]
    latest = rows[rows["period"] == rows["period"].max()].set_index("area_code")
    areas = scene.model.areas[query.level]
    flags = latest["flag"].reindex(areas.index)
    values = values_at(scene.atlas, indicator, query.level, scene.model.members[query.level])
    return pd.DataFrame({"value": values, "flag": flags, "period": rows["period"].max()}, index=areas.index)


def groups(scene: Scene, view: View) -> list[tuple[str, str]]:
    """Kinds of points to show: (service type, sector)."""
    model = scene.model
    supply = choose_supply(model, view.query)
    shown = []
    if view.show_providers:
        chosen = {(service, sector) for service, sector in zip(model.services, model.sectors, strict=True) if service in supply.services}
        shown += [pair for pair in chosen if view.query.sector in ("all", pair[1])]
    if view.show_sites:
        shown.append((POSSIBLE_SITE, "public"))
    return sorted(shown)


def beyond(scene: Scene, groups: Iterable[tuple[str, str]]) -> bool:
    """Whether points of some kinds are beyond the border, where they are drawn faint."""
    return not _beyond(scene).isdisjoint(groups)


@memo.shared(of_geography=True)
def _beyond(scene: Scene) -> frozenset[tuple[str, str]]:
    outside = scene.atlas.providers[scene.atlas.providers["lsoa_code"].isna()]
    return frozenset(zip(texts(outside["service_type"]).values(), texts(outside["sector"]).values(), strict=True))


# --- choosing an area ------------------------------------------------------------------------------------------------


def pick_area(scene: Scene, view: View) -> None:
    """Draw the select box of areas of this level in the chosen districts."""
    labels, options = _choices(scene, view.query.level, view.query.districts)
    if view.area is not None and view.area not in options:
        options = [view.area, *options]
    st.selectbox(
        panel_words.PICK_LABEL,
        options,
        format_func=labels.__getitem__,
        placeholder=panel_words.PICK_HELP,
        **follow_clearable_option(PICK_KEY, view.area, choose_area),
    )


@memo.shared(of_geography=True)
def _choices(scene: Scene, level: Level, districts: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """Labels of all areas of a level, and the codes to offer in the order of their labels."""
    areas = scene.atlas.at(level)
    offered = areas[areas["district_code"].isin(districts)] if districts else areas
    return texts(areas["label"]), [str(code) for code in offered["label"].sort_values().index]


def clicked(files: Published, view: View) -> None:
    """Take a click on the map: choose the area, or the area that holds the provider.

    A second click on the same thing reaches us as an empty selection. If another area was chosen meanwhile by name or in the table,
    the second click chooses again; else it lets go.
    """
    stay()
    picked = st.session_state[MAP_KEY]["selection"]["objects"]
    code = clicked_code(picked, files, view)
    if picked and code is None:
        return
    if code is None:
        last = st.session_state.pop(LAST_CLICK, None)
        code = last if last != view.area else None
    else:
        st.session_state[LAST_CLICK] = code
    choose_area(code)


def clicked_slowly(name: str, files: Published, view: View) -> None:
    """Take a click that only the hover card's script noticed: ``a12`` is area 12, ``p12`` provider 12."""
    stay()
    code = _numbered(name, files, view)
    if code is not None:
        choose_area(code)


def clicked_simple(name: str, files: Published, view: View) -> None:
    """Take a click on the simple map, written as for `clicked_slowly`; a second click on the chosen area lets go."""
    code = _numbered(name, files, view)
    if code is not None:
        choose_area(code if code != view.area else None)


def _numbered(name: str, files: Published, view: View) -> str | None:
    named = FOUND.fullmatch(name)
    if named is None:
        return None
    number, codes = int(named["number"]), files.codes[view.query.level]
    if named["kind"] == "a":
        return codes[number] if number < len(codes) else None
    return files.homes[number].get(view.query.level) if number < len(files.homes) else None


class _AreaProperties(TypedDict):
    c: str


class Picked(TypedDict):
    """A thing on the map that was clicked: a provider has a running number, an area its properties."""

    i: NotRequired[int]
    properties: NotRequired[_AreaProperties]


def clicked_code(picked: Mapping[str, list[Picked]], files: Published, view: View) -> str | None:
    """Code of the area in a selection; None for an empty one, for a provider beyond the border, and for a ring of local knowledge."""
    for layer, objects in picked.items():
        if layer.startswith("areas-"):
            return objects[0]["properties"]["c"]
        if layer.startswith("providers-"):
            return files.homes[objects[0]["i"]].get(view.query.level)
    return None


# --- where the map looks ---------------------------------------------------------------------------------------------


def fit(view: View, files: Published, about: Bounds | None = None) -> Bounds:
    """Bounds to look at on a map that does not fly. They change only when a button is pressed, so that a filter never moves it.

    Parameters
    ----------
    view : View
        The chosen area and districts.
    files : Published
        Bounds of all areas.
    about : tuple of float, optional
        What the page is about, if not the districts: when it becomes something else, that is looked at.
    """
    if MAP_KEY not in st.session_state and view.drawing == DETAILED:  # the map is drawn anew: first visit, or back from another page
        st.session_state.pop(FIT, None)
    everything = around([files.bounds[code] for code in files.codes["district"]])
    districts = [files.bounds[code] for code in view.query.districts]
    chosen = [files.bounds[view.area]] if view.area is not None else districts
    with st.container(horizontal=True, gap="small"):
        if st.button(maps_words.ZOOM_CHOSEN, icon=":material/zoom_in:", disabled=not chosen, help=maps_words.ZOOM_HELP, on_click=stay):
            st.session_state[FIT] = around(chosen, margin=0.0 if view.area is None else AREA_MARGIN)
        if st.button(maps_words.ZOOM_ALL, icon=":material/zoom_out_map:", on_click=stay):
            st.session_state[FIT] = everything
    if about is not None and st.session_state.get(ABOUT) != about:
        st.session_state[FIT] = st.session_state[ABOUT] = about
    bounds: Bounds = st.session_state.setdefault(FIT, about or (around(districts) if districts else everything))
    return bounds


def near(view: View, files: Published) -> Bounds | None:
    """Bounds of the chosen area with some of what lies around it."""
    return None if view.area is None else around([files.bounds[view.area]], AREA_MARGIN)


def close_to(point: Mapping[str, Any]) -> Bounds:
    """Bounds of about two kilometres around a point."""
    lon, lat = point["p"]
    return (lon - CLOSE_DEGREES, lat - CLOSE_DEGREES, lon + CLOSE_DEGREES, lat + CLOSE_DEGREES)


def bounds_of(view: View, files: Published) -> Bounds:
    """Bounds of what a view is about: the chosen area, else its districts, else everything."""
    return near(view, files) or around([files.bounds[code] for code in view.query.districts or files.codes["district"]])


def as_large(several: Sequence[Bounds]) -> list[Bounds]:
    """Widen bounds around their own middles until all are as wide and as high as the largest: maps of them have one scale."""
    wide = max(east - west for west, _, east, _ in several)
    high = max(north - south for _, south, _, north in several)
    return [
        ((west + east - wide) / 2, (south + north - high) / 2, (west + east + wide) / 2, (south + north + high) / 2)
        for west, south, east, north in several
    ]
