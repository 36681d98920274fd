"""The part of ``config.toml`` on scenarios: what is assumed of them, and how far they may go."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(gt=0)]


class ScenarioLimits(BaseModel):
    """What a scenario assumes and may hold.

    Parameters
    ----------
    yield_per_100_homes : float
        Children under five who live in 100 new homes, where a change does not say.
    most_changes : int
        Changes of one scenario.
    most_places : int
        Places of one provider.
    most_homes : int
        New homes of one change.
    most_outside_km : float
        How far outside the atlas a provider may be opened or moved to, in kilometres.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    yield_per_100_homes: Annotated[float, Field(gt=0, le=100)] = 30.0
    most_changes: Count = 200
    most_places: Count = 1_000
    most_homes: Count = 20_000
    most_outside_km: Annotated[float, Field(gt=0)] = 8.0
