"""What is drawn at random to see how firm a rank is: travel and supply. Need is drawn in `geo.method.need_draws`.

Catchment and detour act on access through one number only, how far a minute takes a family: a pair counts, and its Gaussian
weight depends, on travel minutes / catchment. So both drawn together are one stretch of all travel times, and access is worked out
for `STRETCHES` of them (strata of equal probability) once a model, for each kind of provider; every question then adds up kinds.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import qmc

from geo.method.catchments import gaussian_decay
from geo.numeric.scaling import NORMALISATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from geo.travel.engine import TravelEngine

# Neighbouring stretches of 100 strata differ by under 1%: far less than any family knows its travel time.
STRETCHES: Final = 100


def stream(settings: Settings, name: str) -> np.random.Generator:
    """Give the random numbers of one thing, always the same and apart from those of any other, whatever was drawn before."""
    return np.random.default_rng([settings.confidence.seed, zlib.crc32(name.encode())])


@dataclass(frozen=True)
class DrawnAssumptions:
    """What each draw chooses for every question alike; arrays of shape (draws,).

    Parameters
    ----------
    stretch : ndarray of float
        Travel minutes as a share of the configured catchment are multiplied by this: detour over the configured one, over the catchment's
        share. Grouped into at most `STRETCHES` values.
    assumed_share : ndarray of float
        Assumed places are multiplied by this.
    normalisation : ndarray of int
        Position in `geo.numeric.scaling.NORMALISATIONS`.
    """

    stretch: NDArray[np.float64]
    assumed_share: NDArray[np.float64]
    normalisation: NDArray[np.int64]


def draw_choices(settings: Settings) -> DrawnAssumptions:
    """Spread the draws evenly over all ranges at once (a Latin hypercube; each normalisation serves a third of them).

    References
    ----------
    McKay, M. D., Beckman, R. J. and Conover, W. J. (1979). A comparison of three methods for selecting values of input variables in the
    analysis of output from a computer code. Technometrics 21(2), 239-245.
    """
    ranges = settings.confidence
    lows, highs = np.array([ranges.catchment_share, ranges.detour, ranges.assumed_places_share]).T
    rng = stream(settings, "choices")
    catchment, detour, assumed = (lows + (highs - lows) * qmc.LatinHypercube(3, rng=rng).random(ranges.draws)).T
    return DrawnAssumptions(
        stretch=_grouped(detour / settings.access.detour / catchment),
        assumed_share=assumed,
        normalisation=rng.permutation(np.arange(ranges.draws) % len(NORMALISATIONS)),
    )


def _grouped(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Replace each value by the middle one of its stratum, so that there are few different ones."""
    grouped = np.empty_like(values)
    for stratum in np.array_split(np.argsort(values, kind="stable"), min(STRETCHES, len(values))):
        grouped[stratum] = values[stratum[len(stratum) // 2]]
    return grouped


@dataclass(frozen=True)
class AccessDraws:
    """Access by kind of provider (service type, sector, places assumed or not) and stretch of travel times.

    Parameters
    ----------
    choices : DrawnAssumptions
        What each draw chooses.
    stretch_of : ndarray of int, shape (draws,)
        Position in `by_kind`.
    by_kind : ndarray, shape (stretches, lsoas, kinds)
        Capacity per child within reach of each LSOA; assumed places as configured.
    kind_of : ndarray of int, shape (providers,)
        Kind of each provider.
    """

    choices: DrawnAssumptions
    stretch_of: NDArray[np.intp]
    by_kind: NDArray[np.float64]
    kind_of: NDArray[np.intp]


def draw_access(atlas: Atlas, settings: Settings, travel: TravelEngine) -> AccessDraws:
    """Work out access for every stretch of travel times that the draws choose."""
    choices = draw_choices(settings)
    stretches, stretch_of = np.unique(choices.stretch, return_inverse=True)
    providers = atlas.providers
    by_places = [key for key, service in settings.services.items() if service.capacity == "places"]
    is_places = providers["service_type"].isin(by_places)
    assumed = is_places & (providers["places_basis"] == "assumed")
    kinds = providers.groupby(["service_type", "sector", assumed.rename("assumed")], dropna=False).ngroup()
    kind_of: NDArray[np.intp] = np.asarray(kinds, dtype=np.intp)
    capacity = np.where(is_places, providers["places"].fillna(0), 1.0)
    pairs = travel.within(settings.access.catchment_minutes / stretches.min())
    return AccessDraws(choices, stretch_of, _by_kind(atlas, settings, pairs, stretches, kind_of, capacity), kind_of)


def _by_kind(
    atlas: Atlas,
    settings: Settings,
    within: sparse.csr_array,
    stretches: NDArray[np.float64],
    kind_of: NDArray[np.intp],
    capacity: NDArray[np.float64],
) -> NDArray[np.float64]:
    limit, sigma_share = settings.access.catchment_minutes, settings.access.decay_sigma_share
    lsoas, kinds = atlas.at("lsoa"), int(kind_of.max(initial=-1)) + 1
    children = np.concatenate([lsoas["children_0_4"].to_numpy(dtype=float), atlas.surroundings["children_0_4"].to_numpy(dtype=float)])
    pairs = within.tocoo()
    nearest_first = np.argsort(pairs.data, kind="stable")
    minutes, origin, provider = (part[nearest_first] for part in (pairs.data, pairs.row, pairs.col))
    # Sums go by origin and kind; numpy's bincount adds them up without a matrix for each stretch.
    cell = origin.astype(np.int64) * kinds + kind_of[provider]
    result = np.empty((len(stretches), len(lsoas), kinds))
    for place, stretch in enumerate(stretches):
        near = slice(np.searchsorted(minutes * stretch, limit, side="right"))
        weights = gaussian_decay(minutes[near] * stretch, limit, sigma_share)
        reached = np.bincount(provider[near], weights * children[origin[near]], minlength=len(capacity))
        ratios = np.divide(capacity, reached, out=np.zeros(len(capacity)), where=reached > 0)
        summed = np.bincount(cell[near], weights * ratios[provider[near]], minlength=len(children) * kinds)
        result[place] = summed.reshape(len(children), kinds)[: len(lsoas)]
    return result
