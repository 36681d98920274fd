"""Where the edge of the data can make a gap: catchments that cross the border, and services of which nothing beyond it is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.numeric.weighted import weighted_mean

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.method.model import Model
    from geo.method.supply import Supply


def held_inside_only(model: Model, supply: Supply) -> list[str]:
    """Name the service types of a question that the data hold within the atlas and nowhere beyond its border."""
    inside = model.atlas.providers["lsoa_code"].notna().to_numpy()
    return [
        service
        for service in supply.services
        if (model.services[inside] == service).any() and not (model.services[~inside] == service).any()
    ]


def missing_beyond(model: Model, level: Level, supply: Supply) -> list[str]:
    """Name, for each area, the service types of which providers may be missing beyond the border.

    Returns
    -------
    list of str
        Service types joined by ``;``, empty where less than ``access.border_share`` of the catchment lies beyond.
    """
    shares = model.beyond_border
    crossing = {}
    for service in held_inside_only(model, supply):
        lsoas = shares[float(model.settings.services[service].catchment_times)]
        areas = weighted_mean(model.members[level]["lsoa"], model.children, lsoas)
        crossing[service] = areas >= model.settings.access.border_share
    return [";".join(service for service, crosses in crossing.items() if crosses[place]) for place in range(len(model.areas[level]))]
