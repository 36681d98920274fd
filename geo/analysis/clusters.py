"""Clusters: areas whose need, access or gap resembles that of their neighbours more than if values were placed at random."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
import pandas as pd
import shapely
from scipy.stats import false_discovery_control

from geo.base.errors import TooFewAreasError
from geo.method.scores import score_areas
from geo.store.outlines import outlines

if TYPE_CHECKING:
    from libpysal.graph import Graph
    from numpy.typing import NDArray

    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.method.query import Query
    from geo.settings.model import Clusters
    from geo.store.atlas import Atlas

Measure = Literal["gap", "need", "access"]
MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)
Cluster = Literal["hot", "high_outlier", "low_outlier", "cold", "none"]
CLUSTERS: Final[tuple[Cluster, ...]] = get_args(Cluster)
# Moran's quadrants as esda numbers them: the area's own value and its neighbours'.
QUADRANTS: Final[dict[int, Cluster]] = {1: "hot", 2: "low_outlier", 3: "cold", 4: "high_outlier"}
# Low access is what worries, but high need and a high gap.
WORST_FIRST: Final[dict[Measure, tuple[Cluster, ...]]] = {
    "gap": ("hot", "high_outlier", "low_outlier", "cold", "none"),
    "need": ("hot", "high_outlier", "low_outlier", "cold", "none"),
    "access": ("cold", "low_outlier", "high_outlier", "hot", "none"),
}
# Fewer areas have too few neighbours to shuffle: with six districts no arrangement could come out as unlikely at all.
MIN_AREAS: Final = 30


@dataclass(frozen=True)
class LocalMoran:
    """What the test found.

    Parameters
    ----------
    areas : DataFrame
        Index ``area_code``, every area of the level; columns ``value``, ``neighbours`` (their mean value),
        ``local_i``, ``p`` (pseudo p, two-sided), ``p_adjusted``
        (Benjamini-Hochberg), ``cluster``: ``hot`` (high among high), ``cold`` (low among low), ``high_outlier`` (high among low),
        ``low_outlier`` (low among high), ``none``, or empty where the area could not be tested: no value, or no neighbour with one.
    global_i : float
        Global Moran's I of the tested areas: 1 if neighbours are all alike, about 0 if values are scattered at random.
    uncorrected : int
        How many areas would be marked if the p values were not corrected for the number of tests.
    extreme : int
        How many areas have the smallest p that so many permutations can give. If some do and none is marked, the permutations were too
        few to tell: the correction would need more areas at that value.
    """

    areas: pd.DataFrame
    global_i: float
    uncorrected: int
    extreme: int

    @property
    def tested(self) -> int:
        """Number of areas tested."""
        return int((self.areas["cluster"] != "").sum())

    @property
    def too_coarse(self) -> bool:
        """Whether nothing is marked though more permutations might mark some."""
        return self.extreme > 0 and self.marked == 0

    @property
    def marked(self) -> int:
        """Number of areas marked as part of a cluster or as an outlier."""
        return int((~self.areas["cluster"].isin(["", "none"])).sum())


def cluster_levels(model: Model) -> tuple[Level, ...]:
    """Levels with enough areas for the test to mean anything."""
    return tuple(level for level, areas in model.areas.items() if len(areas) >= MIN_AREAS)


def neighbour_graph(atlas: Atlas, level: Level) -> Graph:
    """Queen contiguity: areas are neighbours if their boundaries share a point.

    Parameters
    ----------
    atlas : Atlas
        Its outlines are a valid coverage.
    level : {"district", "ward", "lsoa"}
        Which areas.

    Returns
    -------
    libpysal.graph.Graph
        Binary, in the order of ``atlas.at(level)``. Islands have no neighbour.
    """
    from geopandas import GeoSeries  # noqa: PLC0415 - costs half a second to import
    from libpysal.graph import Graph  # noqa: PLC0415 - costs a second to import

    geometry = outlines(atlas, level)
    codes = atlas.at(level).index
    shapes = shapely.from_geojson([json.dumps(geometry[code]) for code in codes])
    return Graph.build_contiguity(GeoSeries(shapes, index=codes), rook=False)


def find_clusters(
    model: Model, query: Query, measure: Measure, scores: pd.DataFrame | None = None, graph: Graph | None = None
) -> LocalMoran:
    """Test every area of the query's level for being part of a cluster, or an outlier, of one measure.

    Need, gap and access enter as scores of 0 to 100; access as its percentile, because a few areas next to a big provider would
    otherwise outweigh all others.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question; its districts are not applied.
    measure : {"gap", "need", "access"}
        What is tested.
    scores : DataFrame, optional
        `geo.method.gaps.score_areas` of the query, if at hand.
    graph : Graph, optional
        `neighbour_graph` of the level, if at hand.

    Raises
    ------
    TooFewAreasError
        The level is not one of `cluster_levels`.
    UnknownIdError
        The query names what does not exist.
    """
    if query.level not in cluster_levels(model):
        raise TooFewAreasError(query.level, len(model.areas[query.level]), MIN_AREAS)
    scores = score_areas(model, query) if scores is None else scores
    graph = neighbour_graph(model.atlas, query.level) if graph is None else graph
    return local_moran(scores[f"{measure}_score"], graph, model.settings.clusters)


def local_moran(values: pd.Series[float], graph: Graph, settings: Clusters) -> LocalMoran:
    """Local Moran's I with random permutations, corrected for the number of tests.

    Parameters
    ----------
    values : Series
        One value an area; areas without a value are left out of the graph, and then areas that have no neighbour left.
    graph : Graph
        Who is whose neighbour; holds every area of `values`. Its weights are row-standardised here.
    settings : Clusters
        Permutations, their seed, and the false discovery rate.

    Returns
    -------
    LocalMoran
        With all areas of `values`. Where all tested values are the same, nothing can be tested.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association: LISA. Geographical Analysis 27(2).
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B 57(1).
    Caldas de Castro, M. and Singer, B. H. (2006). Controlling the false discovery rate: a new application to account for multiple
    and dependent tests in local statistics of spatial association. Geographical Analysis 38(2).
    """
    numbers = ["neighbours", "local_i", "p", "p_adjusted"]
    areas = pd.DataFrame({"value": values, **dict.fromkeys(numbers, np.nan), "cluster": ""}, index=values.index)
    graph = _tested(values, graph)
    if graph is None:
        return LocalMoran(areas, np.nan, 0, 0)
    own = values.loc[graph.unique_ids].to_numpy(dtype=float)
    local_i, p, quadrants = _permuted(own, graph, settings)
    adjusted = false_discovery_control(p, method="bh")
    kinds = np.array([QUADRANTS[int(quadrant)] for quadrant in quadrants])
    areas.loc[graph.unique_ids, numbers] = np.column_stack([graph.transform("R").lag(own), local_i, p, adjusted])
    areas.loc[graph.unique_ids, "cluster"] = np.where(adjusted <= settings.false_discovery_rate, kinds, "none")
    # With row-standardised weights the global statistic is the mean of the local ones; esda divides those by n - 1.
    global_i = float(local_i.sum() / (len(local_i) - 1))
    extreme = int((p <= 2 / (settings.permutations + 1)).sum())
    return LocalMoran(areas, global_i, int((p <= settings.false_discovery_rate).sum()), extreme)


def _tested(values: pd.Series[float], graph: Graph) -> Graph | None:
    """Leave out areas without a value, then islands; None if what is left is all alike."""
    with_value = graph.subgraph(values.index[values.notna()])
    linked = with_value.unique_ids.difference(with_value.isolates, sort=False)
    kept = values.loc[linked].to_numpy(dtype=float)
    return with_value.subgraph(linked) if len(kept) and np.ptp(kept) > 0 else None


def _permuted(
    values: NDArray[np.float64], graph: Graph, settings: Clusters
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Local Moran's I, two-sided pseudo p and quadrant of each area."""
    from esda.moran import Moran_Local  # noqa: PLC0415 - costs up to three seconds to import

    with warnings.catch_warnings():
        # esda warns that its p looks only to the side on which the area lies, which the data chose: half of the two-sided one.
        warnings.filterwarnings("ignore", "The alternative hypothesis", DeprecationWarning)
        moran = Moran_Local(values, graph, permutations=settings.permutations, seed=settings.seed, n_jobs=1)
    return moran.Is, np.minimum(1, 2 * moran.p_sim), moran.q
