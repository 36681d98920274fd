"""What is drawn at random to see how firm a rank is: travel, supply and children. Need is drawn in `geo.method.need_draws`.

Every draw is one world with its own catchment, detour, speeds and decay for all; an error of its own for the journey between each home and
each provider; more or fewer children in each neighbourhood; providers that are not there; a class size for each school that publishes none;
and a weight for each service type that is counted in sites. The ranges are in ``[confidence]`` of ``config.toml``.

Random numbers belong to a name (a provider, a neighbourhood, a pair of both), not to a place in a table: whatever else the data hold, the
same provider is missing in the same draws, so that two scenes differ by what was changed and by nothing else.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import qmc

from geo.method.catchments import chosen_weights, rivals, shares_of_catchment
from geo.numeric.scaling import NORMALISATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from geo.method.ground import Ground
    from geo.settings.model import Settings

    Numbers = NDArray[np.float64]

# Errors of journeys come from one long table of normal numbers, each pair of home and provider beginning at a place of its own.
TABLE: Final = 1 << 20
# An odd step visits every place of the table before it comes back.
STEP: Final = 7919
# No journey errs by more standard deviations than that: without an end no provider would ever be out of reach.
FARTHEST: Final = 2.0


def stream(settings: Settings, name: str) -> np.random.Generator:
    """Give the random numbers of one thing, always the same and apart from those of any other, whatever was drawn before."""
    return np.random.default_rng([settings.confidence.seed, zlib.crc32(name.encode())])


@dataclass(frozen=True)
class Worlds:
    """What each draw chooses for every question alike; arrays of shape (draws,).

    Parameters
    ----------
    stretch : ndarray of float
        Travel minutes as a share of the configured catchment are multiplied by this: detour over the configured one, over the catchment's
        share.
    town, country : ndarray of float
        Speeds of urban and rural homes are multiplied by this.
    sigma_share, power : ndarray of float
        Decay ``exp(-(share / sigma_share) ** power / 2)``; a power of 2 is the Gaussian, 1 falls at once, 4 is nearly a step.
    normalisation : ndarray of int
        Position in `geo.numeric.scaling.NORMALISATIONS`.
    """

    stretch: Numbers
    town: Numbers
    country: Numbers
    sigma_share: Numbers
    power: Numbers
    normalisation: NDArray[np.int64]

    @property
    def nearest(self) -> float:
        """The least that any draw multiplies a travel time by, but for the error of the pair."""
        return float(self.stretch.min() / max(self.town.max(), self.country.max()))


def draw_worlds(settings: Settings) -> Worlds:
    """Spread the draws evenly over all ranges at once (a Latin hypercube; each normalisation serves a third of them).

    References
    ----------
    McKay, M. D., Beckman, R. J. and Conover, W. J. (1979). A comparison of three methods for selecting values of input variables in the
    analysis of output from a computer code. Technometrics 21(2), 239-245.
    """
    ranges = settings.confidence
    spreads = [ranges.catchment_share, ranges.detour, ranges.speed_share, ranges.speed_share, ranges.decay_sigma_share]
    lows, highs = np.array(spreads).T
    rng = stream(settings, "worlds")
    even = qmc.LatinHypercube(len(spreads) + 1, rng=rng).random(ranges.draws)
    catchment, detour, town, country, sigma = (lows + (highs - lows) * even[:, :-1]).T
    return Worlds(
        stretch=detour / settings.access.detour / catchment,
        town=town,
        country=country,
        sigma_share=sigma,
        power=in_ratio(even[:, -1], ranges.decay_power),
        normalisation=rng.permutation(np.arange(ranges.draws) % len(NORMALISATIONS)),
    )


def in_ratio(even: Numbers, ends: tuple[float, float]) -> Numbers:
    """Spread even numbers of 0-1 between two ends by their ratio: half as much is as likely as twice as much."""
    spread: Numbers = ends[0] * (ends[1] / ends[0]) ** even
    return spread


def of_names(settings: Settings, kind: str, names: Sequence[str] | pd.Index[str]) -> Numbers:
    """Even numbers of 0-1 that belong to names, shape (draws, names)."""
    draws = settings.confidence.draws
    return np.array([stream(settings, f"{kind} {name}").random(draws) for name in names]).reshape(len(names), draws).T


@dataclass(frozen=True)
class AccessDraws:
    """Access by kind of provider (service type, sector, places assumed or not) in every draw.

    Parameters
    ----------
    normalisation : ndarray of int, shape (draws,)
        See `Worlds`.
    by_kind : ndarray, shape (draws, lsoas, kinds)
        Capacity per child within reach of each LSOA.
    kind_of : ndarray of int, shape (providers,)
        Kind of each provider; -1 where its service type answers no outcome area.
    """

    normalisation: NDArray[np.int64]
    by_kind: Numbers
    kind_of: NDArray[np.intp]


def draw_access(ground: Ground) -> AccessDraws:
    """Work out access in every draw, for each kind of provider."""
    worlds, providers = draw_worlds(ground.settings), ground.atlas.providers
    asked = _asked(ground)
    kinds = providers[asked].groupby(["service_type", "sector", providers["places_basis"] == "assumed"], dropna=False).ngroup()
    kind_of = np.full(len(providers), -1, dtype=np.intp)
    kind_of[asked] = kinds
    journeys = journeys_in_reach(ground, worlds, asked)
    children, capacity = drawn_children(ground), _capacity(ground)
    count, lsoas = int(kind_of.max(initial=-1)) + 1, len(ground.children)
    by_kind = np.zeros((len(worlds.stretch), lsoas, count))
    for draw in range(len(by_kind)):
        origin, provider, weights = journeys.weighted(draw)
        reached = np.bincount(provider, weights * children[draw, origin], minlength=len(kind_of))
        ratios = np.divide(capacity[draw], reached, out=np.zeros(len(kind_of)), where=reached > 0)
        inside = origin < lsoas
        cell = origin[inside] * count + kind_of[provider[inside]]
        given = weights[inside] * ratios[provider[inside]]
        by_kind[draw] = np.bincount(cell, given, minlength=lsoas * count).reshape(lsoas, count)
    return AccessDraws(worlds.normalisation, by_kind, kind_of)


def _asked(ground: Ground) -> NDArray[np.bool_]:
    """Whether the service type of each provider answers any outcome area; of the others nobody asks how firm anything is."""
    answering = {service for outcome in ground.settings.outcomes.values() for service in outcome.services}
    return np.isin(ground.services, list(answering))


def drawn_children(ground: Ground) -> Numbers:
    """Children at every origin in every draw, shape (draws, origins)."""
    names = ground.origins
    error = ground.settings.confidence.children_error
    drawn: Numbers = ground.catchments.demand * (1 + error * (2 * of_names(ground.settings, "children", names) - 1))
    return drawn


def _capacity(ground: Ground) -> Numbers:
    """Capacity of every provider in every draw, shape (draws, providers): nothing where it is not there."""
    settings, ranges = ground.settings, ground.settings.confidence
    names, counted = ground.atlas.providers.index, ground.settings.counted_in_places(ground.services)
    capacity = np.where(counted, ground.places, ground.site_weight) * np.ones((ranges.draws, 1))
    smallest, largest = (size / settings.provision.assumed_nursery_class_places for size in ranges.assumed_class_places)
    guessed = np.flatnonzero(counted & ground.assumed)
    capacity[:, guessed] *= in_ratio(of_names(settings, "class", names[guessed]), (smallest, largest))
    for service in np.unique(ground.services[~counted]):
        capacity[:, ground.services == service] *= drawn_weight(settings, service)[:, None]
    there: Numbers = capacity * (of_names(settings, "there", names) >= ranges.provider_gone)
    return there


def drawn_weight(settings: Settings, service: str) -> Numbers:
    """Draw what a site of a service type counts for in every draw, as a share of its weight, shape (draws,)."""
    return in_ratio(of_names(settings, "weight", [service]), settings.confidence.service_weight_share)[:, 0]


@dataclass(frozen=True)
class Journeys:
    """Pairs of homes and providers, and how far they are apart and what they weigh in each draw."""

    origin: NDArray[np.intp]
    provider: NDArray[np.intp]
    rival: NDArray[np.intp] | None
    origins: int
    log_share: Numbers
    urban: NDArray[np.bool_]
    begins: NDArray[np.int64]
    errors: NDArray[np.float32]
    worlds: Worlds

    def log_shares(self, draw: int) -> Numbers:
        """Logarithm of the travel time of each pair in one draw, as a share of the provider's catchment of that draw."""
        town, country = (np.log(self.worlds.stretch[draw] / speed[draw]) for speed in (self.worlds.town, self.worlds.country))
        shares: Numbers = self.log_share + np.where(self.urban, town, country)
        shares += self.errors[(self.begins + draw * STEP) & (TABLE - 1)]
        return shares

    def weighted(self, draw: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Numbers]:
        """Origins, providers and decayed weights of the pairs within the catchment in one draw."""
        worlds, shares = self.worlds, self.log_shares(draw)
        near = np.flatnonzero(shares <= 0)
        weights = np.exp(-0.5 * np.exp(worlds.power[draw] * (shares[near] - np.log(worlds.sigma_share[draw]))))
        origin, provider = self.origin[near], self.provider[near]
        if self.rival is not None:
            weights = chosen_weights(weights, origin, self.rival[near], self.origins)
        return origin, provider, weights


def journeys_in_reach(ground: Ground, worlds: Worlds, asked: NDArray[np.bool_]) -> Journeys:
    """Find all pairs of homes and providers, of those that are asked for, that are within reach in any draw."""
    farthest = 1 / (worlds.nearest * np.exp(-FARTHEST * ground.settings.confidence.travel_error))
    pairs = shares_of_catchment(ground.travel, ground.settings.access, ground.catchment_times, farthest).tocoo()
    within = (pairs.data <= farthest) & asked[pairs.col]
    return journeys_of(ground, worlds, pairs.row[within].astype(np.intp), pairs.col[within].astype(np.intp), pairs.data[within])


def journeys_of(ground: Ground, worlds: Worlds, origin: NDArray[np.intp], provider: NDArray[np.intp], share: Numbers) -> Journeys:
    """Draw the journeys of some pairs.

    Parameters
    ----------
    ground : Ground
        Families and providers.
    worlds : Worlds
        What each draw chooses.
    origin, provider : ndarray of int, shape (pairs,)
        Both ends of each pair.
    share : ndarray, shape (pairs,)
        Travel time as a share of the provider's catchment.
    """
    settings = ground.settings
    names = ground.origins
    classes = np.append(
        ground.atlas.at("lsoa")["rural_urban"].to_numpy(dtype=str),
        [settings.access.surroundings_class] * (len(names) - len(ground.children)),
    )
    from_home, to_provider = _numbers(names), _numbers(ground.atlas.providers.index)
    normal = stream(settings, "journeys").standard_normal(TABLE, dtype=np.float32)
    by_choice = settings.access.form == "3sfca"
    return Journeys(
        origin,
        provider,
        rivals(ground.services, settings.counted_in_places(ground.services))[provider] if by_choice else None,
        len(names),
        # A provider at the very home is as near as can be; its logarithm would have no end.
        np.log(np.maximum(share, np.finfo(np.float64).tiny)),
        (classes == "urban")[origin],
        # Multiplied by one large odd number each, so that neighbours in one table do not stand side by side in the other.
        (from_home[origin] * 2654435761 + to_provider[provider] * 40503) & (TABLE - 1),
        np.clip(normal, -FARTHEST, FARTHEST) * np.float32(settings.confidence.travel_error),
        worlds,
    )


def _numbers(names: Sequence[str] | pd.Index[str]) -> NDArray[np.int64]:
    """Give each name a number of its own, the same whatever else there is."""
    return np.array([zlib.crc32(str(name).encode()) for name in names], dtype=np.int64)
