"""The part of ``config.toml`` on demand by year: what is assumed of places, entitlements, new homes and errors."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Above = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Part = Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)]


class Entitlement(BaseModel):
    """An entitlement to funded hours.

    Parameters
    ----------
    name : str
        What people call it.
    hours : float
        Hours a week.
    on_top : bool
        Whether its children are among those of another entitlement, so that it adds hours and no users.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1)]
    hours: Above
    on_top: bool = False


class DemandSettings(BaseModel):
    """What demand by year assumes.

    Parameters
    ----------
    hours_a_place : float
        Hours a week that one place gives.
    draws : int
        Draws that the range of the first year below target rests on.
    seed : int
        Of these draws.
    yield_share : tuple of float
        Children of new homes are this share of what is said, at least and at most.
    slippage_years : int
        A site is complete so many years late at most.
    projection_error_a_year : float
        Standard deviation of a district's children after one year, as a share of the projection; it grows with each year.
    take_up_error : float
        Standard deviation of take-up as a share of it.
    entitlements : dict
        Entitlements that ``take_up.csv`` may name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    hours_a_place: Above = 30.0
    draws: Annotated[int, Field(ge=20, le=5_000)] = 200
    seed: Annotated[int, Field(ge=0)] = 20261128
    yield_share: tuple[Above, Above] = (0.67, 1.33)
    slippage_years: Annotated[int, Field(ge=0, le=20)] = 3
    projection_error_a_year: Part = 0.01
    take_up_error: Part = 0.05
    entitlements: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Entitlement] = {}

    @model_validator(mode="after")
    def _share_ascends(self) -> DemandSettings:
        low, high = self.yield_share
        if low > high:
            raise ValueError(f"yield_share must be written lowest first (found {low:g}, {high:g})")
        return self
