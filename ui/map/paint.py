"""Which class and colour every area gets, and the legend that says exactly what the classes are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.analysis.clusters import WORST_FIRST
from geo.method.reasons import ROUNDING
from geo.numeric.classes import class_of, desert_classes, fifths, share_classes
from ui.kit import theme
from ui.words import clusters as clusters_words
from ui.words import maps as maps_words
from ui.words import measures as measures_words
from ui.words import what_if as what_if_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    import pandas as pd

    from geo.analysis.clusters import Measure
    from geo.demand.summary import Status
    from geo.settings.model import Deserts
    from ui.kit.theme import RGBA


SCORE_EDGES = (20.0, 40.0, 60.0, 80.0)
# Fixed, so that maps of different choices compare.
SHARE_EDGES = (0.1, 0.2, 0.4)
# A few areas change by far more than all others: so many of those that change are called small changes.
LARGEST_FROM = 0.75
THIRDS = ("low", "mid", "high")


@dataclass(frozen=True)
class Legend:
    """What the colours mean.

    Parameters
    ----------
    title : str
        What is coloured, with its unit.
    keys : tuple of (colour, words)
        One entry a class, in order; for a grid only the classes beside it (no data, suppressed).
    grid : bool
        Whether the need x access grid is shown.
    priority : bool
        Whether priority areas carry an outline.
    note : str
        How the classes were made.
    """

    title: str
    keys: tuple[tuple[str, str], ...]
    note: str
    grid: bool = False
    priority: bool = False


@dataclass(frozen=True)
class Paint:
    """Class of every area in the order of the published features, the colours of the classes, and the legend."""

    classes: tuple[int, ...]
    colours: tuple[RGBA, ...]
    legend: Legend
    outlined: tuple[bool, ...] | None = None


def paint_scores(scores: pd.DataFrame, colour_by: str, inside: npt.NDArray[np.bool_]) -> Paint:
    """Colour areas by gap, need, access, or need x access.

    Parameters
    ----------
    scores : DataFrame
        As `geo.method.gaps.score_areas` returns it, in the order of the published features.
    colour_by : str
        ``gap``, ``need``, ``access`` or ``both``.
    inside : array of bool
        Whether each area is in a chosen district; the others are faded.
    """
    if colour_by == "both":
        return _outlined(_both(scores, inside), scores, inside)
    if colour_by == "access":
        unit = next(iter(scores["access_unit"].dropna()), "")
        values = scores["access"].to_numpy(float)
        return _stepped(values, fifths(values), theme.SEQUENTIAL["access"], inside, maps_words.legend_access(unit), maps_words.NOTE_FIFTHS)
    title, note = maps_words.LEGEND_SCORES[colour_by]
    painted = _stepped(
        scores[f"{colour_by}_score"].to_numpy(float), SCORE_EDGES, theme.SEQUENTIAL[colour_by], inside, title, note, top=100.0
    )
    return painted if colour_by == "need" else _outlined(painted, scores, inside)


def paint_deserts(scores: pd.DataFrame, deserts: Deserts, inside: npt.NDArray[np.bool_]) -> Paint:
    """Colour areas by more or fewer children for each place than a published limit; for outcomes measured in places.

    Parameters
    ----------
    scores : DataFrame
        As `geo.method.gaps.score_areas` returns it, in the order of the published features.
    deserts : Deserts
        The limits.
    inside : array of bool
        Whether each area is in a chosen district.
    """
    classes = desert_classes(scores["access"].to_numpy(float), deserts.children_per_place)
    colours = [*theme.DESERTS, theme.NO_DATA]
    keys = list(zip(theme.DESERTS, maps_words.desert_labels(deserts.children_per_place), strict=True))
    if (classes < 0).any():
        keys.append((theme.NO_DATA, maps_words.NO_DATA))
    title, note = maps_words.LEGEND_DESERTS
    return _faded(np.where(classes < 0, len(theme.DESERTS), classes), colours, inside, Legend(title, tuple(keys), note))


def paint_bands(values: npt.NDArray[np.float64], deserts: Deserts, title: str, note: str, inside: npt.NDArray[np.bool_]) -> Paint:
    """Colour areas by a published measure in the bands of its publisher.

    Parameters
    ----------
    values : ndarray, shape (areas,)
        The measure ``deserts.bands_indicator``; missing where there is none.
    deserts : Deserts
        The bands.
    title, note : str
        Words of the legend.
    inside : array of bool
        Whether each area is in a chosen district.
    """
    return _stepped(values, deserts.bands_places_per_100, theme.SEQUENTIAL["access"], inside, title, note)


def paint_mix(scores: pd.DataFrame, inside: npt.NDArray[np.bool_]) -> Paint:
    """Colour areas by the public share of what families can reach.

    Parameters
    ----------
    scores : DataFrame
        As `geo.method.gaps.score_areas` returns it, in the order of the published features.
    inside : array of bool
        Whether each area is in a chosen district.
    """
    classes = share_classes(scores["public_share"].to_numpy(float), SHARE_EDGES)
    palette = theme.SEQUENTIAL["indicator"]
    keys = list(zip(palette, maps_words.share_labels(SHARE_EDGES), strict=True))
    if (classes < 0).any():
        keys.append((theme.NO_DATA, maps_words.NO_DATA if scores["access"].isna().all() else maps_words.MIX_NOTHING))
    title, note = maps_words.LEGEND_MIX
    filled = np.where(classes < 0, len(palette), classes)
    return _faded(filled, [*palette, theme.NO_DATA], inside, Legend(title, tuple(keys), note))


def _outlined(painted: Paint, scores: pd.DataFrame, inside: npt.NDArray[np.bool_]) -> Paint:
    """Outline the priority areas: a dark colour alone is hard to tell from a dark page."""
    outlined = (scores["gap_class"] == "priority").to_numpy() & inside
    return replace(painted, legend=replace(painted.legend, priority=True), outlined=tuple(outlined.tolist()))


def paint_clusters(clusters: pd.Series[str], measure: Measure, note: str, inside: npt.NDArray[np.bool_]) -> Paint:
    """Colour areas by what they are among their neighbours.

    Parameters
    ----------
    clusters : Series
        Column ``cluster`` of `geo.analysis.clusters.LocalMoran`, in the order of the published features.
    measure : {"gap", "need", "access"}
        What was tested; it decides which kind is the worrying one.
    note : str
        How areas were marked.
    inside : array of bool
        Whether each area is in a chosen district.
    """
    order = WORST_FIRST[measure]
    classes = clusters.map({kind: number for number, kind in enumerate(order)}).fillna(len(order)).to_numpy(int)
    keys = [(colour, clusters_words.MARKS[measure][kind]) for colour, kind in zip(theme.CLUSTERS, order, strict=True)]
    if (classes == len(order)).any():
        keys.append((theme.NO_DATA, clusters_words.NOT_TESTED))
    return _faded(classes, [*theme.CLUSTERS, theme.NO_DATA], inside, Legend(clusters_words.LEGEND_TITLE[measure], tuple(keys), note))


def paint_change(change: npt.NDArray[np.float64], unit: str, inside: npt.NDArray[np.bool_]) -> Paint:
    """Colour areas by what they gain or lose under a scenario; no change lies in the middle.

    Parameters
    ----------
    change : ndarray, shape (areas,)
        Access after less access before, in the order of the published features; missing where there is none.
    unit : str
        Unit of access.
    inside : array of bool
        Whether each area is in a chosen district.
    """
    moved = np.abs(change)[np.abs(change) > ROUNDING]
    # Two digits, so that the legend can be read; where nothing moves, any limit does.
    edge = float(f"{np.quantile(moved, LARGEST_FROM):.2g}") if len(moved) else 1.0
    classes = np.select([change < -edge, change < -ROUNDING, change <= ROUNDING, change <= edge], [0, 1, 2, 3], 4)
    missing = np.isnan(change)
    keys = list(zip(theme.DIVERGING, what_if_words.change_labels(edge), strict=True))
    if missing.any():
        keys.append((theme.NO_DATA, maps_words.NO_DATA))
    filled = np.where(missing, len(theme.DIVERGING), classes)
    legend = Legend(what_if_words.change_title(unit), tuple(keys), what_if_words.CHANGE_NOTE)
    return _faded(filled, [*theme.DIVERGING, theme.NO_DATA], inside, legend)


def paint_statuses(
    given: Sequence[object], statuses: Sequence[Status], labels: Mapping[Status, str], title: str, note: str, inside: npt.NDArray[np.bool_]
) -> Paint:
    """Colour areas by where they stand against the target in a year, the worst first.

    Parameters
    ----------
    given : sequence of str
        Status of each area, in the order of the published features.
    statuses : sequence of str
        All that there are, in their order.
    labels : mapping
        Words of those that the legend names.
    title, note : str
        Of the legend.
    inside : array of bool
        Whether each area is in a chosen district.
    """
    colours = [theme.DIVERGING[place] for place in (0, 1, 4, 2)]
    places = {status: place for place, status in enumerate(statuses)}
    keys = tuple((colour, labels[status]) for colour, status in zip(colours, statuses, strict=True) if status in labels)
    return _faded(np.array([places[one] for one in given]), colours, inside, Legend(title, keys, note))  # type: ignore[index]


def paint_indicator(values: pd.DataFrame, title: str, note: str, inside: npt.NDArray[np.bool_]) -> Paint:
    """Colour areas by one published measure.

    Parameters
    ----------
    values : DataFrame
        Columns ``value`` and ``flag`` in the order of the published features. A flag without a value is a suppressed figure.
    title, note : str
        Name with unit; period, source and level.
    inside : array of bool
        Whether each area is in a chosen district.
    """
    numbers = values["value"].to_numpy(float)
    suppressed = np.isnan(numbers) & values["flag"].notna().to_numpy()
    painted = _stepped(numbers, fifths(numbers), theme.SEQUENTIAL["indicator"], inside, title, note, suppressed=suppressed)
    words = measures_words.withheld(sorted(set(values.loc[suppressed, "flag"].astype(str))))
    keys = tuple((colour, words if colour == theme.SUPPRESSED else label) for colour, label in painted.legend.keys)
    return replace(painted, legend=replace(painted.legend, keys=keys))


def _stepped(
    values: npt.NDArray[np.float64],
    edges: Sequence[float],
    palette: Sequence[str],
    inside: npt.NDArray[np.bool_],
    title: str,
    note: str,
    top: float | None = None,
    suppressed: npt.NDArray[np.bool_] | None = None,
) -> Paint:
    """Classes between edges; missing and suppressed values get classes of their own, after the others."""
    count = len(edges) + 1
    colours = [palette[round(step * (len(palette) - 1) / max(count - 1, 1))] for step in range(count)]
    classes = class_of(values, edges)
    keys = list(zip(colours, maps_words.class_labels(edges, top), strict=True))
    missing = classes < 0
    hidden = np.zeros_like(missing) if suppressed is None else suppressed
    classes = np.where(hidden, count + 1, np.where(missing, count, classes))
    if (missing & ~hidden).any():
        keys.append((theme.NO_DATA, maps_words.NO_DATA))
    if hidden.any():
        keys.append((theme.SUPPRESSED, maps_words.SUPPRESSED))
    return _faded(classes, [*colours, theme.NO_DATA, theme.SUPPRESSED], inside, Legend(title, tuple(keys), note))


def _both(scores: pd.DataFrame, inside: npt.NDArray[np.bool_]) -> Paint:
    colours = [*theme.flat(theme.BIVARIATE), theme.NO_DATA]
    thirds = {word: number for number, word in enumerate(THIRDS)}
    need, access = scores["need_class"].map(thirds).to_numpy(float), scores["access_class"].map(thirds).to_numpy(float)
    classes = need * len(THIRDS) + (len(THIRDS) - 1 - access)
    missing = np.isnan(classes)
    keys = ((theme.NO_DATA, maps_words.NO_DATA),) if missing.any() else ()
    filled = np.where(missing, len(colours) - 1, classes).astype(int)
    return _faded(filled, colours, inside, Legend(maps_words.LEGEND_BOTH, keys, maps_words.NOTE_THIRDS, grid=True))


def _faded(classes: npt.NDArray[np.integer], colours: Sequence[str], inside: npt.NDArray[np.bool_], legend: Legend) -> Paint:
    """Double the colours: strong for areas in the chosen districts, faint for the others."""
    strong = [theme.rgba(colour, theme.PAINT_ALPHA) for colour in colours]
    faint = [theme.rgba(colour, theme.FADED_ALPHA) for colour in colours]
    chosen = np.where(inside, classes, classes + len(colours))
    return Paint(tuple(chosen.tolist()), (*strong, *faint), legend)


@dataclass(frozen=True)
class Painting:
    """Colours of one view, and what its hover cards say."""

    paint: Paint
    packed: str
    words: dict[str, Any]
    values: list[str | None] | None
