"""What the test for clusters marked, brought together: groups of neighbours marked alike, and the list of all areas for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy.sparse import csgraph

from geo.analysis.clusters import WORST_FIRST

if TYPE_CHECKING:
    from libpysal.graph import Graph

    from geo.analysis.clusters import Cluster, LocalMoran, Measure
    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.method.query import Query

DECIMALS: Final = 4
# Catchments overlap, so neighbours reach the same providers and have like access however provision lies; a gap is half access.
SHARED_CATCHMENTS: Final[dict[Measure, str]] = {"access": "yes", "gap": "in_part", "need": "no"}


def cluster_groups(model: Model, level: Level, moran: LocalMoran, cluster: Cluster, graph: Graph) -> pd.DataFrame:
    """List the groups of neighbouring areas that were marked alike, those with most children first.

    Parameters
    ----------
    model : Model
        The scoring model.
    level : {"ward", "lsoa"}
        Level of the areas.
    moran : LocalMoran
        What `geo.analysis.clusters.find_clusters` found.
    cluster : str
        Which mark.
    graph : Graph
        `geo.analysis.clusters.neighbour_graph` of the level.

    Returns
    -------
    DataFrame
        One row a group; columns ``areas`` (tuple of area codes), ``wards`` and ``districts`` (tuples of names, those with most
        children first), ``children_0_4``, ``value`` (mean over the areas, weighted by their children).
    """
    marked = np.flatnonzero(moran.areas["cluster"] == cluster)
    columns = ["areas", "wards", "districts", "children_0_4", "value"]
    if not len(marked):
        return pd.DataFrame(columns=columns)
    _, group = csgraph.connected_components(graph.sparse.tocsr()[marked][:, marked], directed=False)
    areas, parents = model.areas[level].iloc[marked], model.parents[level].iloc[marked]
    children = areas["children_0_4"].astype(float)
    rows = []
    for number in range(group.max() + 1):
        inside = group == number
        own = children[inside]
        wards = areas["name"] if level == "ward" else parents["ward"]
        mean = float(np.average(moran.areas["value"].iloc[marked[inside]], weights=own)) if own.sum() else np.nan
        rows.append((tuple(own.index), _by_size(wards[inside], own), _by_size(parents["district"][inside], own), int(own.sum()), mean))
    return pd.DataFrame(rows, columns=columns).sort_values("children_0_4", ascending=False, kind="stable", ignore_index=True)


def all_groups(model: Model, level: Level, moran: LocalMoran, measure: Measure, graph: Graph) -> pd.DataFrame:
    """List the groups of both kinds, the worrying kind first, as `cluster_groups` does, with a column ``cluster``."""
    kinds = [kind for kind in WORST_FIRST[measure] if kind in ("hot", "cold")]
    groups = [cluster_groups(model, level, moran, kind, graph).assign(cluster=kind) for kind in kinds]
    return pd.concat([group for group in groups if len(group)] or groups[:1], ignore_index=True)


def _by_size(names: pd.Series[str], children: pd.Series[float]) -> tuple[str, ...]:
    """Different names, those with most children first."""
    return tuple(children.groupby(names).sum().sort_values(ascending=False, kind="stable").index)


def cluster_list(model: Model, query: Query, measure: Measure, moran: LocalMoran, groups: pd.DataFrame) -> pd.DataFrame:
    """List what was tested and found, as a file holds it.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question; only areas of its districts are listed.
    measure : {"gap", "need", "access"}
        What was tested.
    moran : LocalMoran
        What `geo.analysis.clusters.find_clusters` found.
    groups : DataFrame
        `all_groups` or `cluster_groups` of it; column ``group`` of the list numbers them from 1.

    Returns
    -------
    DataFrame
        One row an area, by code: where it is, outcome, measure, children, the columns of `geo.analysis.clusters.LocalMoran`, group, and
        neighbours_share_catchments: whether clusters of the measure are expected by construction (see `SHARED_CATCHMENTS`).
    """
    areas, parents = model.areas[query.level], model.parents[query.level]
    inside = groups["areas"].explode()
    numbers = pd.Series(inside.index + 1, index=inside.to_numpy(), dtype="float")
    table = pd.DataFrame(
        {
            "area_code": areas.index,
            "area_label": areas["label"].array,
            "level": query.level,
            "ward": parents["ward"].array,
            "district": parents["district"].array,
            "outcome": query.outcome,
            "measure": measure,
            "children_0_4": areas["children_0_4"].array,
            **{str(name): values.array for name, values in moran.areas.round(DECIMALS).items()},
            "group": areas.index.to_series().map(numbers).astype("Int64").array,
            "neighbours_share_catchments": SHARED_CATCHMENTS[measure],
        }
    )
    listed = areas["district_code"].isin(query.districts or areas["district_code"])
    return table[listed.to_numpy()].reset_index(drop=True)
