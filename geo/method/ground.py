"""What stands on the ground: families, providers, and how far they are apart. Everything about them that no question changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from geo.method.catchments import Catchments
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from geo.travel.engine import TravelEngine


@dataclass(frozen=True)
class Ground:
    """Families and providers of one atlas under one set of settings. Share it, never write to it.

    Parameters
    ----------
    atlas, settings
        What it was built from.
    services, sectors : ndarray of str, shape (providers,)
        Service type and sector of each provider.
    places : ndarray, shape (providers,)
        Places of each provider, 0 where unknown.
    assumed : ndarray of bool, shape (providers,)
        Whether those places are assumed.
    site_weight, catchment_times : ndarray, shape (providers,)
        What a site of its service type counts for, where provision is counted in sites; its catchment as a multiple of the general one.
    children : ndarray, shape (lsoas,)
        Children aged 0-4.
    catchments : Catchments
        Weights of all pairs, shape (lsoas + surroundings, providers), and the children aged 0-4 who share each provider.
    travel : TravelEngine
        How far families and providers are apart; its first origins are the LSOAs of the atlas, in their order.
    """

    atlas: Atlas
    settings: Settings
    services: NDArray[np.str_]
    sectors: NDArray[np.str_]
    places: NDArray[np.float64]
    assumed: NDArray[np.bool_]
    site_weight: NDArray[np.float64]
    catchment_times: NDArray[np.float64]
    children: NDArray[np.float64]
    catchments: Catchments
    travel: TravelEngine

    @property
    def origins(self) -> list[str]:
        """Codes of all origins: LSOAs of the atlas, then those around it."""
        return [*self.atlas.at("lsoa").index, *self.atlas.surroundings.index]
