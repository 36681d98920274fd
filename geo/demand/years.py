"""Which years can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.base.errors import DataError, Problem
from geo.base.periods import last_year
from geo.contract.demand import children_year
from geo.method.supply import choose_supply

if TYPE_CHECKING:
    from geo.method.model import Model
    from geo.method.query import Query

LATEST: Final = 2100
# So many years are asked for where nobody says.
USUAL: Final = 11
NOBODY_SAYS: Final = "cannot be told: no source says of which time the places or the children are. Say from which year."


def base_year(model: Model) -> int:
    """Year in which the children of the data were counted; 0 if nobody says."""
    return children_year(model.atlas.sources["period"], model.settings)


def first_year(model: Model, query: Query) -> int:
    """Year of the newest places that count, or of the children where they are newer; 0 if nobody says."""
    periods = model.provision_periods[choose_supply(model, query).chosen]
    years = [last_year(str(period)) for period in set(periods)]
    return max([base_year(model), *(int(year) for year in years if not np.isnan(year))])


def last_projected(model: Model) -> int:
    """Last year that every projection of the data reaches; `LATEST` where there is none."""
    projection = model.atlas.demand.projection
    return LATEST if projection.empty else int(projection.groupby("area_code")["year"].max().min())


def asked_years(model: Model, query: Query, start: int | None = None, end: int | None = None) -> tuple[int, ...]:
    """Give the years that are asked for.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question.
    start, end : int, optional
        First and last year; default: `first_year`, and as far as `USUAL` years and the projections go.

    Raises
    ------
    DataError
        The years are none, or go beyond the projections.
    """
    known, held = first_year(model, query), last_projected(model)
    if start is None and not known:
        raise DataError([Problem("the years", NOBODY_SAYS)])
    first = known if start is None else start
    last = max(first, min(first + USUAL - 1, held)) if end is None else end
    if last > held and held < LATEST:
        message = f"go to {last}, but the projections of children end with {held}. Ask up to {held}, or bring projections that go on."
        raise DataError([Problem("the years", message)])
    if not base_year(model) <= first <= last <= LATEST:
        message = (
            f"from {first} to {last} cannot be: they must lie from {base_year(model) or 1}, when the children were counted, to {LATEST}."
        )
        raise DataError([Problem("the years", message)])
    return tuple(range(first, last + 1))
