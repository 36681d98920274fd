"""What is asked of the model, checked against what exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from geo.errors import UnknownIdError
from geo.settings import LEVELS, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Model

Sector = Literal["all", "public", "pvi"]
SECTORS: tuple[Sector, ...] = get_args(Sector)


@dataclass(frozen=True)
class Query:
    """One question: which outcome area, which areas, which provision.

    Parameters
    ----------
    outcome : str
        Id of the outcome area.
    level : {"district", "ward", "lsoa"}
        Areas to score.
    districts : tuple of str
        Districts to list; empty means all. Scores always compare with the whole atlas.
    sector : {"all", "public", "pvi"}
        Whose provision counts.
    services : tuple of str
        Service types that count; empty means all of the outcome area.
    include_assumed : bool
        Whether assumed places count.
    """

    outcome: str
    level: Level = "lsoa"
    districts: tuple[str, ...] = ()
    sector: Sector = "all"
    services: tuple[str, ...] = ()
    include_assumed: bool = True


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
