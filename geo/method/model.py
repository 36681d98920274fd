"""The scoring model: everything about places and distances that no filter changes, worked out once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.base.vocabulary import LEVELS
from geo.method.beyond import beyond_border
from geo.method.catchments import Catchments, chosen_weights, gaussian_decay, rivals, shares_of_catchment
from geo.method.draws import AccessDraws, draw_access
from geo.method.ground import Ground
from geo.method.intervals import with_intervals
from geo.method.need import low_income_third, outcome_need
from geo.method.reasons import provider_facts
from geo.numeric.weighted import membership
from geo.travel.times import travel_engine

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from geo.base.vocabulary import Level
    from geo.method.need import Need
    from geo.settings.model import Access, Settings
    from geo.store.atlas import Atlas
    from geo.travel.engine import TravelEngine


@dataclass(frozen=True)
class Model(Ground):
    """Ground with areas and need: all that a question is asked of. Share it, never write to it.

    Parameters
    ----------
    areas : dict
        Areas of the atlas by level; its LSOAs are the rows of every matrix.
    members : dict
        Membership matrix of LSOAs (and wards) in the areas of each level: ``members[level][finer]``.
    need : dict
        `geo.method.need.Need` of every area, by outcome area and level.
    changed : tuple of str
        What a reader has set in place of the recommended settings, as the command line would write it.
    baseline : Model, optional
        What a scenario is compared with: need, the percentile scale of access and a median target stay those of it.
    """

    areas: dict[Level, pd.DataFrame]
    members: dict[Level, dict[str, sparse.csr_array]]
    need: dict[tuple[str, Level], Need]
    changed: tuple[str, ...] = ()
    baseline: Model | None = None

    @property
    def scale(self) -> Model:
        """The model whose areas set the scale that areas are placed on, and the target."""
        return self if self.baseline is None else self.baseline

    @cached_property
    def inside(self) -> sparse.csr_array:
        """Weights of the atlas's own LSOAs, shape (lsoas, providers)."""
        return self.catchments.weights[: len(self.children)]

    @cached_property
    def reach(self) -> dict[Level, sparse.csr_array]:
        """Which providers are within the catchment of any LSOA of each area, as 0 and 1, by level."""
        pairs = self.inside.astype(bool).astype(np.int32)
        return {level: ((self.members[level]["lsoa"] @ pairs) > 0).astype(np.int32).tocsr() for level in LEVELS}

    @cached_property
    def names(self) -> NDArray[np.object_]:
        """Name of each provider, empty where the register has none."""
        return self.atlas.providers["name"].fillna("").to_numpy(dtype=object)

    @cached_property
    def facts(self) -> NDArray[np.int32]:
        """What bears on quality and ages of each provider, shape (providers, `geo.method.reasons.FACTS`)."""
        return provider_facts(self.atlas.providers)

    @cached_property
    def low_income(self) -> dict[Level, NDArray[np.str_]]:
        """Third of the atlas by low income that each area is in, by level; under a scenario that of before, as need is."""
        if self.baseline is not None:
            return self.baseline.low_income
        indicator = self.settings.market.low_income_indicator
        return {level: low_income_third(self.atlas, indicator, level, self.members[level]) for level in LEVELS}

    @cached_property
    def parents(self) -> dict[Level, pd.DataFrame]:
        """Names of the ward and the district of each area, by level; missing where an area has none."""
        names = self.atlas.areas["name"]
        return {
            level: pd.DataFrame({"ward": areas["ward_code"].map(names), "district": areas["district_code"].map(names)})
            for level, areas in self.areas.items()
        }

    @cached_property
    def figures(self) -> dict[str, pd.DataFrame]:
        """Values of each indicator, of all periods, with their intervals (see `geo.method.intervals.with_intervals`)."""
        rows = with_intervals(self.atlas)
        by_indicator = dict(iter(rows.groupby("indicator_id")))
        return {
            str(indicator): by_indicator.get(indicator, rows.iloc[:0]).reset_index(drop=True) for indicator in self.atlas.indicators.index
        }

    @cached_property
    def access_draws(self) -> AccessDraws:
        """Access under other reasonable settings, for the confidence of ranks."""
        return draw_access(self)

    @cached_property
    def on_foot(self) -> Model | None:
        """The same with a walk in the place of the journey, to stand beside it; None where the settings give no speed on foot."""
        access = self.settings.access
        if "walk" not in access.speeds_km_per_h:
            return None
        return with_access(self, access.model_copy(update={"mode": "walk", "catchment_minutes": access.on_foot_minutes}))

    @cached_property
    def by_choice(self) -> Model:
        """The same with 3SFCA in the place of E2SFCA, to stand beside it."""
        return with_access(self, self.settings.access.model_copy(update={"form": "3sfca"}))

    @cached_property
    def beyond_border(self) -> dict[float, NDArray[np.float64]]:
        """Share of the children in the catchment of each LSOA who live beyond the border, 0-1, by multiple of the general catchment."""
        return {times: beyond_border(self, times) for times in sorted({float(times) for times in self.catchment_times})}

    @cached_property
    def provision_periods(self) -> NDArray[np.object_]:
        """Period of the source of each provider, empty where it has none."""
        return self.atlas.providers["source_id"].map(self.atlas.sources["period"]).fillna("").to_numpy(dtype=object)

    @cached_property
    def need_periods(self) -> dict[str, str]:
        """Latest period of each indicator."""
        latest = self.atlas.indicator_values.groupby("indicator_id")["period"].max()
        return {str(indicator): str(period) for indicator, period in latest.items()}


def build_model(atlas: Atlas, settings: Settings) -> Model:
    """Find all pairs of families and providers and weight them.

    Parameters
    ----------
    atlas : Atlas
        The data; distances are taken in metres, EPSG:27700.
    settings : Settings
        Catchment, decay, detour and speeds.
    """
    areas: dict[Level, pd.DataFrame] = {level: atlas.at(level) for level in LEVELS}
    members, provision = _members(areas), provision_of(atlas, settings)
    travel = travel_engine(atlas, settings.access)
    weights = catchment_weights(travel, settings, provision["services"], provision["catchment_times"])
    return Model(
        atlas=atlas,
        settings=settings,
        areas=areas,
        children=areas["lsoa"]["children_0_4"].to_numpy(dtype=float),
        catchments=Catchments(weights, with_surroundings(atlas)),
        travel=travel,
        members=members,
        need={
            (outcome, level): outcome_need(atlas, settings.outcomes[outcome].indicators, level, members[level])
            for outcome in settings.outcomes
            for level in LEVELS
        },
        **provision,
    )


def provision_of(atlas: Atlas, settings: Settings) -> dict[str, Any]:
    """Give what `geo.method.ground.Ground` holds of each provider, by its name there; arrays of shape (providers,)."""
    providers, services = atlas.providers, atlas.providers["service_type"].to_numpy(dtype=str)
    kinds = [settings.services[service] for service in services]
    return {
        "services": services,
        "sectors": providers["sector"].to_numpy(dtype=str),
        "places": providers["places"].fillna(0).to_numpy(dtype=float),
        "assumed": (providers["places_basis"] == "assumed").to_numpy(dtype=bool),
        "site_weight": np.array([kind.weight for kind in kinds], dtype=float),
        "catchment_times": np.array([kind.catchment_times for kind in kinds], dtype=float),
    }


def _members(areas: dict[Level, pd.DataFrame]) -> dict[Level, dict[str, sparse.csr_array]]:
    members: dict[Level, dict[str, sparse.csr_array]] = {
        level: {"lsoa": membership(areas["lsoa"], areas[level], level)} for level in LEVELS
    }
    members["district"]["ward"] = membership(areas["ward"], areas["district"], "district")
    return members


def with_access(model: Model, access: Access) -> Model:
    """Give the model with another catchment; what it does not touch is shared with it."""
    settings, travel = model.settings.model_copy(update={"access": access}), travel_engine(model.atlas, access)
    weights = catchment_weights(travel, settings, model.services, model.catchment_times)
    return replace(
        model,
        settings=settings,
        travel=travel,
        catchments=Catchments(weights, model.catchments.demand),
        baseline=None if model.baseline is None else with_access(model.baseline, access),
    )


def with_surroundings(atlas: Atlas) -> NDArray[np.float64]:
    """Count the children aged 0-4 at every origin: LSOAs of the atlas, then those around it."""
    return np.concatenate([frame["children_0_4"].to_numpy(dtype=float) for frame in (atlas.at("lsoa"), atlas.surroundings)])


def catchment_weights(travel: TravelEngine, settings: Settings, services: NDArray[np.str_], times: NDArray[np.float64]) -> sparse.csr_array:
    """Weigh every pair of an origin and a provider within reach of each other, shape (origins, providers)."""
    pairs = shares_of_catchment(travel, settings.access, times)
    pairs.data = gaussian_decay(pairs.data, settings.access.decay_sigma_share)
    pairs.eliminate_zeros()
    if settings.access.form == "3sfca":
        origin, rival = np.repeat(np.arange(pairs.shape[0]), np.diff(pairs.indptr)), rivals(services, settings.counted_in_places(services))
        pairs.data = chosen_weights(pairs.data, origin, rival[pairs.indices], pairs.shape[0])
    return pairs
