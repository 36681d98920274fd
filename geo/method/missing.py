"""Why a question has no gap list: what is missing, or was set to count for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from geo.method.need import countable_indicators, values_at
from geo.method.supply import choose_supply

if TYPE_CHECKING:
    from geo.method.model import Model
    from geo.method.query import Query

Missing = Literal["provision", "sector", "places", "weights", "need"]


def what_is_missing(model: Model, query: Query) -> Missing:
    """Say why no area of a question has a gap score.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        A question without a gap list.

    Returns
    -------
    {"provision", "sector", "places", "weights", "need"}
        No provider of the service types is in the data; none of the chosen sector; none with places that are known and not left out;
        measures of need have values here, but only such as have weight 0; no measure
        has any.
    """
    supply = choose_supply(model, query)
    if not supply.counts:
        return "places" if supply.chosen.any() else "sector" if supply.of_services.any() else "provision"
    uses, areas = model.settings.outcomes[query.outcome].indicators, model.areas[query.level]
    listed = areas["district_code"].isin(query.districts or areas["district_code"]).to_numpy()
    for indicator in countable_indicators(model.atlas, uses, query.level):
        values = values_at(model.atlas, indicator, query.level, model.members[query.level])
        if uses[indicator].weight == 0 and not np.isnan(values[listed]).all():
            return "weights"
    return "need"
