"""Which providers count for a query, and with how much capacity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.base.errors import UnknownIdError
from geo.base.vocabulary import LEVELS, SECTORS
from geo.method.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geo.method.model import Model
    from geo.method.query import Query


UNITS = {"places": ("places per 100 children", 100.0), "presence": ("sites per 1,000 children", 1000.0)}
# Where a site of some service type counts for more or less than one.
WEIGHTED = "weighted sites per 1,000 children"
# Ofsted withholds where childminders are, so their places are in no figure unless a council brings its own list of them.
CHILDMINDER: Final = "childminder"
WITHOUT_CHILDMINDERS: Final = ", without childminders"


@dataclass(frozen=True)
class Supply:
    """Providers of a query, as masks over `model.atlas.providers`.

    Parameters
    ----------
    services : tuple of str
        Service types that count.
    of_services : ndarray of bool
        Providers of those types, whatever their sector.
    chosen : ndarray of bool
        Those of the query's sector.
    public : ndarray of bool
        Public providers of those types.
    available : ndarray of float
        Capacity of the providers of those types, whatever their sector: places, or sites by the weight of their type; 0 where unknown, or
        assumed and assumptions are off.
    capacity : ndarray of float
        The same where chosen, else 0.
    unit : str
        Unit of access, with what it leaves out.
    per_child : float
        Access in `unit` = capacity per child x this.
    """

    services: tuple[str, ...]
    of_services: NDArray[np.bool_]
    chosen: NDArray[np.bool_]
    public: NDArray[np.bool_]
    available: NDArray[np.float64]
    capacity: NDArray[np.float64]
    unit: str
    per_child: float

    @property
    def counts(self) -> bool:
        """Whether anything is left to compare: a chosen provider with some capacity."""
        return bool(self.capacity.any())


def choose_supply(model: Model, query: Query) -> Supply:
    """Pick the providers that answer a query."""
    settings = model.settings
    outcome = settings.outcomes[query.outcome]
    services = tuple(
        service
        for service in outcome.services
        if settings.services[service].capacity == outcome.access and (not query.services or service in query.services)
    )
    of_services = np.isin(model.services, services)
    chosen = of_services & ((model.sectors == query.sector) | (query.sector == "all"))
    unit, per_child = UNITS[outcome.access]
    capacity = model.places if outcome.access == "places" else model.site_weight
    if outcome.access == "presence" and (model.site_weight[of_services] != 1).any():
        unit = WEIGHTED
    if outcome.access == "places" and query.sector != "public" and lacks_childminders(model):
        unit += WITHOUT_CHILDMINDERS
    if outcome.access == "places" and not query.include_assumed:
        capacity = np.where(model.assumed, 0.0, capacity)
    public = of_services & (model.sectors == "public")
    available = np.where(of_services, capacity, 0.0)
    return Supply(services, of_services, chosen, public, available, np.where(chosen, available, 0.0), unit, per_child)


def lacks_childminders(model: Model) -> bool:
    """Whether childminders are a service that the settings know and the data hold none of."""
    return CHILDMINDER in model.settings.services and not (model.services == CHILDMINDER).any()


def check_query(model: Model, query: Query) -> None:
    """Refuse a query that names what does not exist.

    Raises
    ------
    UnknownIdError
        Names the first unknown id and lists the valid ones.
    """
    outcomes = model.settings.outcomes
    _known("outcome", [query.outcome], outcomes)
    _known("level", [query.level], LEVELS)
    _known("district", query.districts, model.areas["district"].index)
    _known("sector", [query.sector], SECTORS)
    _known("service", query.services, outcomes[query.outcome].services)


def _known(kind: str, given: Iterable[str], valid: Iterable[str]) -> None:
    valid = tuple(valid)
    for value in given:
        if value not in valid:
            raise UnknownIdError(kind, value, valid)
