"""The part of ``config.toml`` from which a question of where to open something starts."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from geo.base.vocabulary import Capacity

Count = Annotated[int, Field(gt=0)]
Above = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Part = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]


class SitingDefaults(BaseModel):
    """What is asked where nobody says otherwise, and how long the computer may think.

    Parameters
    ----------
    add : int
        Sites that are opened.
    places : int
        Places of one site, which is also the unit in which a total is shared out.
    most_per_site : int
        Places of one site at most, where a total of places is shared out.
    most_sites : int
        How far the frontier goes.
    within_minutes : float
        The journey that "within" means.
    slices_s : tuple of float
        Seconds of the first, second ... search for the best answer; each begins anew.
    draws : int
        How many of the draws of ``[confidence]`` say how firm a site is.
    as_good : float
        A site is as good as another whose answer is worse by this share at most.
    near_best : float
        An answer is near the best that can be had where it is worse than the bound by this share at most.
    opens : dict
        Service type that is opened, for each way of counting provision; the first of the outcome area where it has no such type.
    candidates : dict
        Types of provider that are possible sites, likewise.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    add: Count = 5
    places: Count = 26
    most_per_site: Count = 52
    most_sites: Annotated[int, Field(gt=0, le=100)] = 30
    within_minutes: Above = 15.0
    slices_s: tuple[Above, ...] = Field(default=(1.0, 5.0, 30.0), min_length=1)
    draws: Count = 200
    as_good: Part = 0.01
    near_best: Part = 0.01
    opens: dict[Capacity, str] = {"places": "school_nursery", "presence": "family_hub"}
    candidates: dict[Capacity, tuple[str, ...]] = {"places": ("primary_school",), "presence": ("library", "primary_school")}
