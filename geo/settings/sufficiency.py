"""The part of ``config.toml`` on the yearly sufficiency report."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Sufficiency(BaseModel):
    """What the yearly sufficiency report is on.

    Parameters
    ----------
    outcome : str
        Outcome area whose services are childcare; empty: the first that counts places.
    years_ahead : int
        How many years after its own it looks ahead.
    areas_listed : int
        How many neighbourhoods it names in the list of gaps.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcome: str = ""
    years_ahead: Annotated[int, Field(ge=1, le=20)] = 5
    areas_listed: Annotated[int, Field(ge=1, le=200)] = 20
