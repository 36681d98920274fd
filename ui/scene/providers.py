"""Providers as they are listed, once for each version of the data and each scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.analysis.providers import answering, describe_providers
from ui.scene import memo, scenario

if TYPE_CHECKING:
    import pandas as pd

    from geo.whatif.scene import Scene


def everything(scene: Scene) -> pd.DataFrame:
    """`geo.analysis.providers.describe_providers`, once for each version of the data, and for each scenario."""
    return _acted(scene) if scenario.acts_of(scene) else _published(scene)


@memo.shared(of_geography=True)
def _published(scene: Scene) -> pd.DataFrame:
    return describe_providers(scene.atlas)


@memo.shared()
def _acted(scene: Scene) -> pd.DataFrame:
    return describe_providers(scenario.known_atlas(scene))


def kinds(scene: Scene) -> list[str]:
    """List the service types of which there is a provider, in the order of the settings."""
    there = set(everything(scene)["service_type"])
    return [service for service in scene.settings.services if service in there]


def no_answer(scene: Scene, table: pd.DataFrame) -> list[str]:
    """Name the service types in the area that answer no outcome area by themselves, in the plural; ``table`` as `everything` gives it."""
    others = set(table.loc[table["inside"], "service_type"]) - set(answering(scene.settings))
    return [scene.settings.services[service].plural for service in sorted(others)]
