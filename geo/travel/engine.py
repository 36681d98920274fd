"""What the method asks of travel: which families and providers are within reach of each other, and which provider is nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse


class TravelEngine(Protocol):
    """Travel between origins (LSOAs of the atlas, then those of its surroundings) and providers, all by their positions in the atlas.

    Nothing here takes memory for every origin with every provider: a county has a million such pairs, England a thousand million.
    """

    def within(self, minutes: NDArray[np.float64]) -> sparse.csr_array:
        """Find the travel minutes of every origin and provider within that provider's time, shape (origins, providers).

        Some pairs a little farther apart may be among them; a stored zero is a pair at the same point.
        """
        ...

    def minutes(self, origins: NDArray[np.intp], providers: NDArray[np.intp]) -> NDArray[np.float64]:
        """Travel minutes of pairs, the two arrays broadcast against each other; infinite where there is no way."""
        ...

    def road_m(self, origins: NDArray[np.intp], providers: NDArray[np.intp]) -> NDArray[np.float64]:
        """Estimated road metres of pairs, the two arrays broadcast against each other."""
        ...

    def nearest(self, origins: NDArray[np.intp], providers: NDArray[np.intp]) -> NDArray[np.intp]:
        """Say which of the providers (at least one) is nearest each origin: its place among them, of equals the first.

        An origin that has no way to any of them keeps the one that is nearest by road.
        """
        ...
