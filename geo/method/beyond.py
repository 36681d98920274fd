"""How much of a catchment lies beyond the border of the atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.method.catchments import gaussian_decay, shares_of_catchment
from geo.travel.estimated import between_homes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.method.ground import Ground


def beyond_border(ground: Ground, times: float) -> NDArray[np.float64]:
    """Say how much of the catchment of each LSOA lies beyond the border.

    What matters there is where families live, for services stand where families are. A Gaussian catchment has no sharp edge, so each child
    counts with the weight that a provider at that home would have.

    Parameters
    ----------
    ground : Ground
        Families, and the catchment.
    times : float
        Catchment as a multiple of the general one.

    Returns
    -------
    ndarray, shape (lsoas,)
        Share of these children who live beyond the border, 0-1; 0 where no child lives within the catchment.
    """
    access, demand, inside = ground.settings.access, ground.catchments.demand, len(ground.children)
    homes = between_homes(ground.atlas, access)
    pairs = shares_of_catchment(homes, access, np.full(len(demand), times))[:inside]
    pairs.data = gaussian_decay(pairs.data, access.decay_sigma_share)
    everybody, outside = pairs @ demand, pairs[:, inside:] @ demand[inside:]
    share: NDArray[np.float64] = np.divide(outside, everybody, out=np.zeros(inside), where=everybody > 0)
    return share
