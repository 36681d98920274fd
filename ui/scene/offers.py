"""What the filters offer, as plain dictionaries: looking up a table for every option of every run would be slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.base.vocabulary import LEVELS, Level
from ui.kit.cells import counts, texts
from ui.scene import memo

if TYPE_CHECKING:
    from geo.whatif.scene import Scene


@dataclass(frozen=True)
class Offers:
    """What can be chosen, in the order in which it is offered.

    Parameters
    ----------
    districts : dict of str to str
        Names by code.
    labels : dict of Level to dict of str to str
        Labels by area code, in alphabetical order.
    levels : dict of str to Level
        Level by area code.
    district_of : dict of str to str
        District by area code.
    providers : dict of str to int
        Number of providers by service type.
    assumed : frozenset of str
        Service types with assumed places.
    indicators : dict of str to (str, str)
        Name and published level by indicator.
    valued : frozenset of str
        Indicators that have any value.
    """

    districts: dict[str, str]
    labels: dict[Level, dict[str, str]]
    levels: dict[str, Level]
    district_of: dict[str, str]
    providers: dict[str, int]
    assumed: frozenset[str]
    indicators: dict[str, tuple[str, str]]
    valued: frozenset[str]


@memo.shared(of_geography=True)
def offers(scene: Scene) -> Offers:
    """List what can be chosen within the borders of a scene."""
    areas, indicators, providers = scene.atlas.areas, scene.atlas.indicators, scene.atlas.providers
    return Offers(
        districts=texts(scene.atlas.at("district")["name"]),
        labels={level: texts(scene.atlas.at(level)["label"].sort_values()) for level in LEVELS},
        levels={str(code): level for level in LEVELS for code in scene.atlas.at(level).index},
        district_of=texts(areas["district_code"]),
        providers=counts(providers["service_type"]),
        assumed=frozenset(providers.loc[providers["places_basis"] == "assumed", "service_type"]),
        indicators=dict(zip(indicators.index, zip(indicators["name"], indicators["published_level"], strict=True), strict=True)),
        valued=frozenset(scene.atlas.indicator_values.dropna(subset="value")["indicator_id"]),
    )
