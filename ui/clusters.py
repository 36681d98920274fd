"""Clusters on the screen: worked out once for each question, with words while the statistics package is loaded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.cluster_groups import all_groups
from geo.clusters import LocalMoran, find_clusters, neighbour_graph
from ui import cache, hot_spots_text

if TYPE_CHECKING:
    import pandas as pd
    from libpysal.graph import Graph

    from geo.clusters import Measure
    from geo.query import Query
    from geo.settings import Level
    from geo.store import Atlas
    from ui.page import Loaded


@dataclass(frozen=True)
class Found:
    """What the test found for one question.

    Parameters
    ----------
    moran : LocalMoran
        Every area of the level.
    groups : DataFrame
        Groups of neighbouring areas marked alike, the worrying kind first, then those with most children; column ``cluster`` says which.
    """

    moran: LocalMoran
    groups: pd.DataFrame


def found(loaded: Loaded, query: Query, measure: Measure) -> Found:
    """Test for clusters, for the whole atlas; once for each question.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    query : Query
        The question; its level must be one of `geo.clusters.cluster_levels`.
    measure : {"gap", "need", "access"}
        What is tested.
    """
    return _found(loaded, loaded.stamp, replace(query, districts=()), measure)


@cache.shared(128, hot_spots_text.BUSY, heavy=True)
def _found(_loaded: Loaded, stamp: cache.Stamp, query: Query, measure: Measure) -> Found:
    graph = _graph(_loaded.atlas, _loaded.data_stamp, query.level)
    moran = find_clusters(_loaded.model, query, measure, cache.scores(_loaded.model, stamp, query), graph)
    return Found(moran, all_groups(_loaded.model, query.level, moran, measure, graph))


@cache.shared(8)
def _graph(_atlas: Atlas, data_stamp: cache.Stamp, level: Level) -> Graph:
    return neighbour_graph(_atlas, level)
