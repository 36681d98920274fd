"""One look ahead: children, users and access of every neighbourhood in every year, in each of three ways to count new homes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from geo.contract.demand import AGES
from geo.demand.children import project, with_homes
from geo.demand.homes import more_children, sites_of
from geo.demand.supply import Era, eras_of
from geo.demand.users import use_of, with_users
from geo.method.reasons import ROUNDING
from geo.method.scores import gap_target
from geo.method.supply import check_query
from geo.numeric.weighted import weighted_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.demand.children import Projected, Variant
    from geo.demand.homes import Sites
    from geo.demand.users import Use
    from geo.method.model import Model
    from geo.method.query import Query
    from geo.whatif.scenario.acts import Act

# Who shares the places: every child, as in the gap list; or those who are expected to use one, by the places that their hours fill.
Counted = Literal["every_child", "expected_users"]


@dataclass(frozen=True)
class Outlook:
    """A look ahead.

    Parameters
    ----------
    model : Model
        Today.
    query : Query
        The question.
    years : tuple of int
        One after the other.
    projected : Projected
        Children without those of new homes.
    sites : Sites
        New homes.
    use : Use, optional
        Who uses a place; None where no take-up is held, and where sites are counted.
    eras : tuple of Era
        What is open in which year.
    acts : tuple of Act
        Changes of a scenario.
    """

    model: Model
    query: Query
    years: tuple[int, ...]
    projected: Projected
    sites: Sites
    use: Use | None
    eras: tuple[Era, ...]
    acts: tuple[Act, ...]

    @property
    def anything_held(self) -> bool:
        """Whether any year is worked out, and not just today's figures again."""
        told = [act for act in self.acts if act.kind != "take_up" or (act.from_year or 0) > self.years[0]]
        return bool(len(self.model.atlas.demand.projection) or len(self.sites.lsoa) or told)

    @cached_property
    def homes(self) -> NDArray[np.float64]:
        """Children under five of new homes, shape (lsoas, years)."""
        found: NDArray[np.float64] = self.sites.on_lsoas(len(self.model.children)) @ self.sites.children(self.years)
        return found

    @cached_property
    def more(self) -> NDArray[np.float64]:
        """Children who come or go in the scenario without homes, shape (lsoas, ages, years)."""
        return more_children(self.model, self.acts, self.years)

    @cached_property
    def homes_so_far(self) -> NDArray[np.float64]:
        """New homes that are complete, shape (lsoas, years)."""
        found: NDArray[np.float64] = self.sites.on_lsoas(len(self.model.children)) @ self.sites.built(self.years)
        return found

    def children(self, variant: Variant) -> NDArray[np.float64]:
        """Children by neighbourhood, age and year, shape (lsoas, ages, years); those of a scenario without homes come in every variant."""
        return np.maximum(with_homes(self.projected, self.homes, variant) + self.more, 0)

    def demand(self, variant: Variant, counted: Counted) -> NDArray[np.float64]:
        """Who shares the places: children, or places that users fill; shape (lsoas, years)."""
        children = self.children(variant)
        return children.sum(axis=1) if counted == "every_child" else with_users(self._use, children)[1]

    @property
    def _use(self) -> Use:
        if self.use is None:
            raise ValueError("expected users are asked for, and no take-up is held")
        return self.use

    @cached_property
    def today(self) -> NDArray[np.float64]:
        """Children of today by neighbourhood and age, shape (lsoas, ages)."""
        return self.model.areas["lsoa"][[f"children_{age}" for age in range(len(AGES))]].to_numpy(dtype=float)

    def around_share(self, counted: Counted) -> NDArray[np.float64]:
        """Demand of a child beyond the border by year: of users that of the children here today, because nobody counts them there."""
        whole = self.today.sum()
        if counted == "every_child" or not whole:
            return np.ones(len(self.years))
        found: NDArray[np.float64] = np.einsum("iay,ia->y", self._use.places, self.today) / whole
        return found

    def target(self, counted: Counted) -> float:
        """Access that counts as enough: the frozen target of the gap list; of users, a place for each that they need."""
        return gap_target(self.model, self.query) if counted == "every_child" else self.eras[0].supply.per_child

    def access(self, demand: NDArray[np.float64], counted: Counted) -> NDArray[np.float64]:
        """Access of every area of the question's level, the mean of those who share.

        Parameters
        ----------
        demand : ndarray, shape (lsoas, draws, years)
            Who shares the places.
        counted : {"every_child", "expected_users"}
            What they are.

        Returns
        -------
        ndarray, shape (areas, draws, years)
            In the unit of access.
        """
        members = self.model.members[self.query.level]["lsoa"]
        found, share = np.empty((members.shape[0], *demand.shape[1:])), self.around_share(counted)
        for era in self.eras:
            sharing = demand[:, :, era.at].reshape(len(demand), -1)
            shares = np.tile(share[era.at], sharing.shape[1] // len(era.at))
            of_areas = weighted_mean(members, sharing, era.access(sharing, shares))
            found[:, :, era.at] = of_areas.reshape(found[:, :, era.at].shape)
        return found

    def first_below(self, access: NDArray[np.float64], target: float) -> NDArray[np.float64]:
        """Give the first year with less access than the target; infinite where there is none. The last axis holds the years."""
        below = access < target - ROUNDING
        first: NDArray[np.float64] = np.where(below.any(axis=-1), np.asarray(self.years, dtype=float)[below.argmax(axis=-1)], np.inf)
        return first


def look_ahead(model: Model, query: Query, years: Sequence[int], acts: Sequence[Act] = ()) -> Outlook:
    """Look ahead.

    Parameters
    ----------
    model : Model
        Today.
    query : Query
        The question.
    years : sequence of int
        As `geo.demand.years.asked_years` gives them.
    acts : sequence of Act
        Changes of a scenario.

    Raises
    ------
    UnknownIdError
        The query names what does not exist.
    """
    check_query(model, query)
    return Outlook(
        model,
        query,
        tuple(years),
        project(model, years),
        sites_of(model, acts, years[0]),
        use_of(model, years, acts) if model.settings.outcomes[query.outcome].access == "places" else None,
        eras_of(model, query, acts, years),
        tuple(acts),
    )
