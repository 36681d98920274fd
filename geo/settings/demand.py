"""The part of ``config.toml`` on demand by year."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Above = Annotated[float, Field(gt=0, allow_inf_nan=False)]


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
    entitlements : dict
        Entitlements that ``take_up.csv`` may name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    entitlements: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Entitlement] = {}
