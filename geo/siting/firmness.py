"""How firm a site is: in how many other reasonable worlds it would be chosen, and which sites are as good in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from geo.method.confidence import drawn_access
from geo.method.draws import FARTHEST, Journeys, draw_worlds, drawn_children, drawn_weight, journeys_in_reach, journeys_of
from geo.method.need_draws import draw_need
from geo.method.query import Query
from geo.settings.model import MEDIAN
from geo.siting.greedy import EQUAL, greedy
from geo.siting.limits import PlanSoFar, allowance
from geo.siting.measure import measure_of, state_after
from geo.siting.prepare import counted_by, counts_for, near_today, unit_capacity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geo.method.draws import Worlds
    from geo.siting.instance import Instance
    from geo.siting.prepare import Prepared

    Numbers = NDArray[np.float64]


def chosen_shares(prepared: Prepared, count: int) -> Numbers:
    """Take as many sites (or units) greedily in every draw, and count how often each is among them.

    A draw is one of those that say how firm a rank is (`geo.method.draws`): its own catchment, detour, speeds and decay, an error of each
    journey, children, providers that are not there, weights of the indicators of need. The time of ``within`` and ``everybody`` varies as
    the catchment does. The target stays, or is the draw's own median.

    Returns
    -------
    ndarray, shape (sites,)
        Share of the draws, 0-1.
    """
    chosen, draws = np.zeros(prepared.instance.sites), 0
    for instance in drawn_instances(prepared):
        chosen[list(set(greedy(instance, count).order))] += 1
        draws += 1
    return chosen / max(draws, 1)


def drawn_instances(prepared: Prepared) -> Iterator[Instance]:
    """Make the question anew in every draw; as many as the settings say."""
    settings = prepared.model.settings
    drawn = _Drawn.of(prepared, draw_worlds(settings))
    make = _by_access(prepared, drawn) if prepared.siting.by_access else _by_journey(prepared, drawn)
    yield from islice(make, min(settings.siting.draws, settings.confidence.draws))


@dataclass(frozen=True)
class _Drawn:
    """What every objective needs of the draws.

    Parameters
    ----------
    worlds : Worlds
        What each draw chooses for all.
    children : ndarray, shape (draws, origins)
        Children of every origin.
    weight : ndarray, shape (draws or 1, areas)
        What a child of each counted area counts for.
    """

    worlds: Worlds
    children: Numbers
    weight: Numbers

    @classmethod
    def of(cls, prepared: Prepared, worlds: Worlds) -> _Drawn:
        if counted_by(prepared.siting) == "need":
            need = draw_need(prepared.model, prepared.query.outcome, "lsoa", worlds.normalisation)
            weight = np.nan_to_num(need[:, prepared.listed]) / 100
        else:
            weight = counts_for(prepared.model, prepared.query, prepared.siting)[None, prepared.listed]
        return cls(worlds, drawn_children(prepared.ground), weight)

    def of_draw(self, draw: int, listed: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
        """Children of the counted areas, and what the objective counts in them."""
        children = self.children[draw, listed]
        return children, children * self.weight[draw % len(self.weight)]


def _by_access(prepared: Prepared, drawn: _Drawn) -> Iterator[Instance]:
    model, ground, instance = prepared.model, prepared.ground, prepared.instance
    per_child, service = prepared.supply.per_child, prepared.siting.opens
    query = Query(prepared.query.outcome, "lsoa", (), prepared.query.sector, prepared.query.services, prepared.query.include_assumed)
    access = drawn_access(model, query, prepared.supply) / per_child
    wanted = model.settings.gap.target.of(model.settings.outcomes[query.outcome].access)
    capacity = unit_capacity(model, prepared.siting, instance.bounds)
    in_sites = model.settings.services[service].capacity == "presence"
    times = drawn_weight(model.settings, service) if in_sites else np.ones(len(access))
    journeys = journeys_in_reach(ground, drawn.worlds, np.ones(instance.sites, dtype=bool))
    place = np.full(len(ground.origins), -1)
    place[prepared.listed] = np.arange(len(prepared.listed))
    for draw in range(len(access)):
        children, weight = drawn.of_draw(draw, prepared.listed)
        gain = _drawn_gain(journeys, draw, drawn.children[draw], capacity * times[draw], place, instance.gain.shape)
        target = float(np.median(access[draw])) if wanted == MEDIAN else instance.target
        yield replace(instance, children=children, weight=weight, access=access[draw, prepared.listed], target=target, gain=gain)


def _drawn_gain(
    journeys: Journeys, draw: int, children: Numbers, capacity: Numbers, place: NDArray[np.intp], shape: tuple[int, int]
) -> sparse.csc_array:
    """Access that one unit on each site adds to each counted area in one draw."""
    origin, site, weights = journeys.weighted(draw)
    reached = np.bincount(site, weights * children[origin], minlength=shape[1])
    ratios = np.divide(capacity, reached, out=np.zeros(shape[1]), where=reached > 0)
    counted = place[origin] >= 0
    rows, columns = place[origin[counted]], site[counted]
    return sparse.csc_array((weights[counted] * ratios[columns], (rows, columns)), shape=shape)


def _by_journey(prepared: Prepared, drawn: _Drawn) -> Iterator[Instance]:
    instance = prepared.instance
    to_sites, to_today = _to_sites(prepared, drawn.worlds), _to_today(prepared, drawn.worlds)
    catchments = prepared.model.settings.access.catchment_minutes * prepared.ground.catchment_times
    for draw in range(len(drawn.worlds.stretch)):
        children, weight = drawn.of_draw(draw, prepared.listed)
        minutes = np.full(instance.minutes.shape, np.inf)
        journeys, area = to_sites
        minutes[area, journeys.provider] = np.exp(journeys.log_shares(draw)) * catchments[journeys.provider]
        nearest = np.full(len(children), np.inf)
        journeys, area = to_today
        of_today = prepared.model.settings.access.catchment_minutes * prepared.model.catchment_times[journeys.provider]
        np.minimum.at(nearest, area, np.exp(journeys.log_shares(draw)) * of_today)
        yield replace(instance, children=children, weight=np.where(instance.weight > 0, weight, 0.0), nearest=nearest, minutes=minutes)


def _to_sites(prepared: Prepared, worlds: Worlds) -> tuple[Journeys, NDArray[np.intp]]:
    """Journeys of all counted areas to all sites, and the area of each."""
    area, site = np.nonzero(np.isfinite(prepared.instance.minutes))
    catchments = prepared.model.settings.access.catchment_minutes * prepared.ground.catchment_times
    share = prepared.instance.minutes[area, site] / catchments[site]
    return journeys_of(prepared.ground, worlds, prepared.listed[area], site, share), area


def _to_today(prepared: Prepared, worlds: Worlds) -> tuple[Journeys, NDArray[np.intp]]:
    """Journeys to those providers of today that can be the nearest in any draw: no error of two journeys is greater than that."""
    model, listed = prepared.model, prepared.listed
    chosen = near_today(model, prepared.supply, prepared.siting)
    minutes = model.travel.minutes(listed[:, None], chosen[None, :]).reshape(len(listed), len(chosen))
    reach = prepared.instance.nearest * np.exp(2 * FARTHEST * model.settings.confidence.travel_error) + EQUAL
    area, place = np.nonzero((minutes <= reach[:, None]) & np.isfinite(minutes))
    provider = chosen[place]
    share = minutes[area, place] / (model.settings.access.catchment_minutes * model.catchment_times[provider])
    return journeys_of(model, worlds, listed[area], provider, share), area


def as_good(prepared: Prepared, plan: NDArray[np.int64], site: int) -> NDArray[np.intp]:
    """Find the sites that are as good in the place of one: the answer helps less by the share of the settings at most.

    Returns
    -------
    ndarray of int
        Positions, the best first, of equals the first; those that no limit keeps out.
    """
    others, values = in_place_of(prepared, plan, site)
    measure = measure_of(prepared.instance)
    sign = -1.0 if prepared.siting.less_is_better else 1.0
    value, today = measure.value(state_after(measure, plan)), measure.value(measure.today)
    helped = abs(value - today) if np.isfinite(today) else abs(value)
    least = sign * value - prepared.model.settings.siting.as_good * helped - EQUAL
    return others[values >= least]


def in_place_of(prepared: Prepared, plan: NDArray[np.int64], site: int) -> tuple[NDArray[np.intp], Numbers]:
    """Judge every answer that has another site in the place of one.

    Returns
    -------
    ndarray of int, ndarray
        The other sites, the best first, of equals the first; and the value of each answer, with its sign turned where less is better.
    """
    instance, measure = prepared.instance, measure_of(prepared.instance)
    sign = -1.0 if prepared.siting.less_is_better else 1.0
    without = np.where(np.arange(len(plan)) == site, 0, plan)
    units = int(plan[site])
    state, placed = state_after(measure, without), PlanSoFar(instance.bounds, without)
    room = max(allowance(instance.bounds, prepared.count), float(plan @ instance.bounds.takes))
    others = placed.open_to(room)
    others = others[(without[others] == 0) & (others != site) & (instance.bounds.units[others] >= units)]
    values = np.zeros(len(others))
    for place, other in enumerate(others.tolist()):
        after = state
        for _ in range(units):
            after = measure.opened(after, other)
        values[place] = sign * measure.value(after)
    order = np.argsort(-values, kind="stable")
    return others[order], values[order]
