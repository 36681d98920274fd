"""From a model and a question to the arrays that are searched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.spatial import cKDTree

from geo.base.errors import DataError, Problem
from geo.base.vocabulary import LEVELS, WORSE_SIGN
from geo.method.catchments import Catchments, gaussian_decay, shares_of_catchment
from geo.method.ground import Ground
from geo.method.need import usable_at, values_at
from geo.method.scores import gap_target
from geo.method.supply import check_query, choose_supply
from geo.numeric.ranking import percentiles
from geo.siting.candidates import candidate_sites
from geo.siting.instance import Bounds, Instance
from geo.siting.question import check_siting
from geo.travel.times import travel_engine
from geo.whatif.closures import shared_by_all

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.method.model import Model
    from geo.method.query import Query
    from geo.method.supply import Supply
    from geo.siting.question import People, Siting

    Numbers = NDArray[np.float64]

# A point on the very edge of the least distance keeps it.
HAIR: Final = 1 - 1e-9


@dataclass(frozen=True)
class Prepared:
    """A question with everything that its answers are made of. Share it, never write to it.

    Parameters
    ----------
    model : Model
        The scoring model, with E2SFCA whichever form is chosen: in 3SFCA a new site changes what everybody has of the others.
    query : Query
        Whose need, which provision.
    siting : Siting
        What to open.
    supply : Supply
        Provision of the query today.
    sites : DataFrame
        `geo.siting.candidates.candidate_sites`.
    ground : Ground
        The same families with the possible sites in the place of the providers, each of the service type that is opened.
    listed : ndarray of int, shape (areas,)
        Positions of the LSOAs that the objective counts.
    instance : Instance
        The question as arrays: the LSOAs ``listed``, the sites ``sites``.
    """

    model: Model
    query: Query
    siting: Siting
    supply: Supply
    sites: pd.DataFrame
    ground: Ground
    listed: NDArray[np.intp]
    instance: Instance

    @property
    def lsoas(self) -> pd.DataFrame:
        """The LSOAs that are counted."""
        return self.model.areas["lsoa"].iloc[self.listed]

    @property
    def count(self) -> int:
        """How many sites are asked for; where places are shared out, how many units."""
        places = self.siting.limits.places
        return self.siting.add if places is None else places // self.siting.unit

    @property
    def unreached(self) -> pd.Series[str]:
        """Labels of the LSOAs with children whom no possible site or provider of today serves (within the time), by code."""
        if self.siting.by_access:
            return self.lsoas["label"].iloc[:0]
        away = ~self.instance.reachable & (self.instance.children > 0)
        return self.lsoas["label"][away]


def prepare(model: Model, query: Query, siting: Siting, own: pd.DataFrame | None = None, entries: pd.DataFrame | None = None) -> Prepared:
    """Work out what each possible site gives to whom, and how far it is.

    Parameters
    ----------
    model : Model
        The scoring model of a scene.
    query : Query
        Its level does not matter: sites are judged by LSOA.
    siting : Siting
        What to open.
    own, entries : DataFrame, optional
        See `geo.siting.candidates.candidate_sites`.

    Raises
    ------
    UnknownIdError
        The question names what does not exist.
    DataError
        It holds numbers that make no sense.
    """
    check_query(model, query)
    check_siting(model.settings, query, siting, model.areas["district"].index)
    _check_known(model, query, siting)
    model = shared_by_all(model)
    sites = candidate_sites(model, query, siting, own, entries)
    supply, ground = choose_supply(model, query), _ground(model, sites, siting)
    districts = model.areas["lsoa"]["district_code"]
    listed = np.flatnonzero(districts.isin(query.districts or districts))
    return Prepared(model, query, siting, supply, sites, ground, listed, _instance(model, query, siting, supply, sites, ground, listed))


def _ground(model: Model, sites: pd.DataFrame, siting: Siting) -> Ground:
    """Put the possible sites in the place of the providers: travel is told by the engine of the settings, measured times and all.

    Times were measured to providers, so a site at a provider keeps them, and one of an own list has estimates.
    """
    settings, atlas = model.settings, model.atlas
    kind, count = settings.services[siting.opens], len(sites)
    rows = pd.DataFrame(
        {
            "name": sites["site"],
            "service_type": siting.opens,
            "sector": siting.sector,
            "places": np.nan,
            "places_basis": "registered",
            **{column: sites[column] for column in ("easting", "northing", "lsoa_code")},
        },
        index=sites.index.rename("provider_id"),
    )
    at_provider = sites.index[sites["provider_id"].eq(pd.Series(sites.index, sites.index)).fillna(value=False)]
    times = atlas.travel_times[atlas.travel_times["provider_id"].isin(at_provider)]
    there = replace(atlas, providers=rows, travel_times=times)
    travel = travel_engine(there, settings.access)
    catchments = np.full(count, kind.catchment_times)
    weights = shares_of_catchment(travel, settings.access, catchments)
    weights.data = gaussian_decay(weights.data, settings.access.decay_sigma_share)
    weights.eliminate_zeros()
    return Ground(
        atlas=there,
        settings=settings,
        services=np.full(count, siting.opens),
        sectors=np.full(count, siting.sector),
        places=np.zeros(count),
        assumed=np.zeros(count, dtype=bool),
        site_weight=np.full(count, kind.weight),
        catchment_times=catchments,
        children=model.children,
        catchments=Catchments(weights, model.catchments.demand),
        travel=travel,
    )


def _instance(
    model: Model,
    query: Query,
    siting: Siting,
    supply: Supply,
    sites: pd.DataFrame,
    ground: Ground,
    listed: NDArray[np.intp],
) -> Instance:
    bounds = _bounds(model, query, siting, sites)
    children = model.children[listed]
    nearest, minutes = np.full(len(listed), np.inf), np.zeros((len(listed), len(sites)))
    if not siting.by_access:
        nearest, minutes = _journeys(model, near_today(model, supply, siting), ground, listed)
    instance = Instance(
        objective=siting.objective,
        children=children,
        weight=children * counts_for(model, query, siting)[listed],
        access=access_of(model, query)[listed],
        target=gap_target(model, query, supply) / supply.per_child,
        gain=_gain(ground, listed, unit_capacity(model, siting, bounds)),
        nearest=nearest,
        minutes=minutes,
        within=siting.within_minutes,
        worst=model.settings.confidence.worst_share,
        bounds=bounds,
    )
    if siting.objective != "travel":
        return instance
    # Who has no way to any of them is named; a mean would have no end.
    return replace(instance, weight=np.where(instance.reachable, instance.weight, 0.0))


def access_of(model: Model, query: Query) -> Numbers:
    """Access of every LSOA of the atlas, in capacity per child."""
    access: Numbers = model.inside @ model.catchments.ratios(choose_supply(model, query).capacity)
    return access


def unit_capacity(model: Model, siting: Siting, bounds: Bounds) -> Numbers:
    """Capacity of one unit on each site, as access counts it: places, or what a site of the type counts for."""
    kind = model.settings.services[siting.opens]
    return bounds.size if kind.capacity == "places" else np.full(len(bounds.size), kind.weight)


def _gain(ground: Ground, listed: NDArray[np.intp], capacity: Numbers) -> sparse.csc_array:
    """Access that one unit on each site adds to each area: ``S_j w_ij / D_j``."""
    weights = sparse.csc_array(ground.catchments.weights[listed])
    ratios = ground.catchments.ratios(capacity)
    return sparse.csc_array((weights.data * np.repeat(ratios, np.diff(weights.indptr)), weights.indices, weights.indptr), weights.shape)


def counts_for(model: Model, query: Query, siting: Siting) -> Numbers:
    """Weigh a child of each LSOA: one, or a number of 0-1; where need or low income is not known it counts for nothing."""
    wanted = counted_by(siting)
    if wanted == "children":
        return np.ones(len(model.children))
    if wanted == "need":
        return np.nan_to_num(model.need[query.outcome, "lsoa"].score) / 100
    indicator = model.settings.market.low_income_indicator
    facts = model.atlas.indicators
    sign = WORSE_SIGN.get(str(facts.at[indicator, "polarity"]), 1.0)
    return np.nan_to_num(percentiles(sign * values_at(model.atlas, indicator, "lsoa", model.members["lsoa"]))) / 100


def counted_by(siting: Siting) -> People:
    """Say what children count for: the objectives of access say it themselves."""
    by_itself: dict[str, People] = {"need": "need", "places": "children", "worst_fifth": "children"}
    return by_itself.get(siting.objective, siting.people)


def _check_known(model: Model, query: Query, siting: Siting) -> None:
    """Refuse to weigh children by what is not known of neighbourhoods: every site would be worth nothing."""
    wanted, indicator = counted_by(siting), model.settings.market.low_income_indicator
    if wanted == "need" and np.isnan(model.need[query.outcome, "lsoa"].score).all():
        message = "no need is known of neighbourhoods in this outcome area. Ask for places in the place of need, or count children alike."
        raise DataError([Problem("objective", message)])
    facts = model.atlas.indicators
    if wanted == "low_income" and not (indicator in facts.index and usable_at(str(facts.at[indicator, "published_level"]), LEVELS[-1])):
        message = f"'{indicator}', which tells where low-income families live, is not known of neighbourhoods. Count children alike."
        raise DataError([Problem("people", message)])


def near_today(model: Model, supply: Supply, siting: Siting) -> NDArray[np.intp]:
    """Positions of the providers of today to which a journey counts."""
    counts = supply.chosen & (model.services == siting.opens) if siting.near == "opened" else supply.chosen
    return np.flatnonzero(counts)


def _journeys(model: Model, chosen: NDArray[np.intp], ground: Ground, listed: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
    """Minutes of each area to the nearest of some providers of today, and to each possible site."""
    nearest = np.full(len(listed), np.inf)
    if len(chosen):
        nearest = model.travel.minutes(listed, chosen[model.travel.nearest(listed, chosen)])
    sites = np.arange(len(ground.services))
    return nearest, ground.travel.minutes(listed[:, None], sites[None, :]).reshape(len(listed), len(sites))


def _bounds(model: Model, query: Query, siting: Siting, sites: pd.DataFrame) -> Bounds:
    limits, codes = siting.limits, list(model.areas["district"].index)
    in_places = model.settings.outcomes[query.outcome].access == "places"
    smallest, largest = sites["min_places"].fillna(0).to_numpy(float), sites["max_places"].fillna(np.inf).to_numpy(float)
    size = np.clip(float(siting.unit), smallest, largest) if in_places else np.ones(len(sites))
    units = np.ones(len(sites))
    if limits.places is not None:
        most = float(limits.most_per_site or model.settings.siting.most_per_site)
        units = np.floor(np.minimum(most, largest) / np.maximum(size, 1.0))
    number = {code: place for place, code in enumerate(codes)}
    return Bounds(
        units=np.where(sites["never"].to_numpy(bool), 0, units).astype(np.int64),
        size=size,
        must=sites["must"].to_numpy(bool),
        cost=sites["cost"].fillna(0).to_numpy(float),
        district=sites["district_code"].map(number).fillna(-1).to_numpy(np.int64),
        at_least={number[code]: least for code, least in limits.at_least},
        at_most={number[code]: most for code, most in limits.at_most},
        budget=np.inf if limits.budget is None else limits.budget,
        places_each=0.0 if limits.places is None else float(siting.unit),
        sites=len(sites) if limits.places is None or siting.objective == "everybody" else siting.add,
        near=_near(sites, limits.apart_km),
    )


def _near(sites: pd.DataFrame, apart_km: float) -> NDArray[np.int64]:
    """Pairs of sites nearer to each other than they may be."""
    if apart_km <= 0 or len(sites) == 0:
        return np.zeros((0, 2), dtype=np.int64)
    pairs = cKDTree(sites[["easting", "northing"]].to_numpy(float)).query_pairs(1000 * apart_km * HAIR, output_type="ndarray")
    near: NDArray[np.int64] = pairs.astype(np.int64).reshape(-1, 2)
    return near
