"""Clusters on the screen: worked out once for each question, with words while the statistics package is scene."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.analysis.cluster_groups import all_groups
from geo.analysis.clusters import LocalMoran, find_clusters, neighbour_graph
from ui.scene import answers, memo
from ui.words import clusters as clusters_words

if TYPE_CHECKING:
    import pandas as pd
    from libpysal.graph import Graph

    from geo.analysis.clusters import Measure
    from geo.base.vocabulary import Level
    from geo.method.query import Query
    from geo.whatif.scene import Scene


@dataclass(frozen=True)
class ClusterResult:
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


def cluster_result(scene: Scene, query: Query, measure: Measure) -> ClusterResult:
    """Test for clusters, for the whole atlas; once for each question.

    Parameters
    ----------
    scene : Scene
        Data and model.
    query : Query
        The question; its level must be one of `geo.analysis.clusters.cluster_levels`.
    measure : {"gap", "need", "access"}
        What is tested.
    """
    return _cluster_result(scene, replace(query, districts=()), measure)


@memo.shared(clusters_words.BUSY, heavy=True, lasts=True)
def _cluster_result(scene: Scene, query: Query, measure: Measure) -> ClusterResult:
    graph = _graph(scene, query.level)
    moran = find_clusters(scene.model, query, measure, answers.scores(scene, query), graph)
    return ClusterResult(moran, all_groups(scene.model, query.level, moran, measure, graph))


@memo.shared(of_geography=True)
def _graph(scene: Scene, level: Level) -> Graph:
    return neighbour_graph(scene.atlas, level)
