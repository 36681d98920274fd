"""Providers as they are listed, once for each version of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.analysis.providers import describe_providers
from ui.scene import memo

if TYPE_CHECKING:
    import pandas as pd

    from geo.whatif.scene import Scene


@memo.shared(of_geography=True)
def everything(scene: Scene) -> pd.DataFrame:
    """`geo.analysis.providers.describe_providers`, once for each version of the data."""
    return describe_providers(scene.atlas)


def kinds(scene: Scene) -> list[str]:
    """List the service types of which there is a provider, in the order of the settings."""
    there = set(everything(scene)["service_type"])
    return [service for service in scene.settings.services if service in there]
