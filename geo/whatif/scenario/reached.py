"""Which changes of a scenario reach which areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.whatif.scenario.acts import OF_CHILDREN, opened_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.method.model import Model
    from geo.method.query import Query
    from geo.method.supply import Supply
    from geo.whatif.scenario.acts import Act


def reaching(before: Model, after: Model, query: Query, supplies: tuple[Supply, Supply], acts: Sequence[Act]) -> list[str]:
    """Name, for each area of the query's level, the changes that reach it.

    A change of a provider reaches the areas that have it in their catchment before or after, if it counts for the question. Children who
    come or go reach their own area, and all that share a provider with them. Take-up changes who uses a place, and no access of this list.

    Returns
    -------
    list of str
        Ids of changes joined by ``;``, in the order of ``after.areas[query.level]``.
    """
    names = opened_ids(acts)
    touched = [
        _by_children(after, supplies[1], act)
        if act.kind in OF_CHILDREN
        else _by_provider(before, after, supplies, names.get(place, act.target))
        for place, act in enumerate(acts)
    ]
    members = after.members[query.level]["lsoa"]
    areas = [(members @ lsoas.astype(np.int32)) > 0 for lsoas in touched]
    return [";".join(act.change_id for act, there in zip(acts, areas, strict=True) if there[row]) for row in range(members.shape[0])]


def _by_provider(before: Model, after: Model, supplies: tuple[Supply, Supply], provider: str) -> NDArray[np.bool_]:
    lsoas = np.zeros(len(after.children), dtype=bool)
    for model, supply in zip((before, after), supplies, strict=True):
        known = model.atlas.providers.index
        at = known.get_loc(provider) if provider in known else None
        if at is not None and supply.chosen[at]:
            lsoas |= model.inside[:, [at]].toarray().ravel() > 0
    return lsoas


def _by_children(after: Model, supply: Supply, act: Act) -> NDArray[np.bool_]:
    home = after.areas["lsoa"].index.get_loc(act.target)
    providers = (after.inside[[home]].toarray().ravel() > 0) & supply.chosen
    lsoas: NDArray[np.bool_] = (after.inside @ providers.astype(np.int32)) > 0
    lsoas[home] = True
    return lsoas
