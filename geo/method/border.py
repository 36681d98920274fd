"""Where the edge of the data can make a gap: catchments that cross the border, and services of which nothing beyond it is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.method.catchments import gaussian_decay, shares_of_catchment
from geo.numeric.weighted import weighted_mean
from geo.travel.estimated import between_homes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.method.supply import Supply


def beyond_border(model: Model, times: float) -> NDArray[np.float64]:
    """Say how much of the catchment of each LSOA lies beyond the border.

    What matters there is where families live, for services stand where families are. A Gaussian catchment has no sharp edge, so each child
    counts with the weight that a provider at that home would have.

    Parameters
    ----------
    model : Model
        The scoring model.
    times : float
        Catchment as a multiple of the general one.

    Returns
    -------
    ndarray, shape (lsoas,)
        Share of these children who live beyond the border, 0-1; 0 where no child lives within the catchment.
    """
    access, demand, inside = model.settings.access, model.catchments.demand, len(model.children)
    homes = between_homes(model.atlas, access)
    pairs = shares_of_catchment(homes, access, np.full(len(demand), times))[:inside]
    pairs.data = gaussian_decay(pairs.data, access.decay_sigma_share)
    everybody, outside = pairs @ demand, pairs[:, inside:] @ demand[inside:]
    share: NDArray[np.float64] = np.divide(outside, everybody, out=np.zeros(inside), where=everybody > 0)
    return share


def held_inside_only(model: Model, supply: Supply) -> list[str]:
    """Name the service types of a question that the data hold within the atlas and nowhere beyond its border."""
    inside = model.atlas.providers["lsoa_code"].notna().to_numpy()
    return [
        service
        for service in supply.services
        if (model.services[inside] == service).any() and not (model.services[~inside] == service).any()
    ]


def missing_beyond(model: Model, level: Level, supply: Supply) -> list[str]:
    """Name, for each area, the service types of which providers may be missing beyond the border.

    Returns
    -------
    list of str
        Service types joined by ``;``, empty where what lies beyond is less than ``access.border_share`` of the catchment.
    """
    shares = model.beyond_border
    crossing = {}
    for service in held_inside_only(model, supply):
        lsoas = shares[float(model.settings.services[service].catchment_times)]
        areas = weighted_mean(model.members[level]["lsoa"], model.children, lsoas)
        crossing[service] = areas >= model.settings.access.border_share
    return [";".join(service for service, crosses in crossing.items() if crosses[place]) for place in range(len(model.areas[level]))]
