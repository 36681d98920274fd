"""What the form offers to choose from: providers, addresses and neighbourhoods, each with the words that it is found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.method.supply import choose_supply
from ui.kit.cells import texts
from ui.scene import memo
from ui.words import what_if as words

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.whatif.scene import Scene


@memo.shared()
def labels(ground: Scene) -> dict[str, str]:
    """Name all providers of a scene: name, postcode, district, places; in alphabetical order."""
    providers, areas, services = ground.model.atlas.providers, ground.model.atlas.areas["name"], ground.settings.services
    rows = zip(
        providers.index,
        providers["name"].where(providers["name"].notna(), [services[kind].name for kind in providers["service_type"]]),
        providers["postcode"].fillna(""),
        providers["district_code"].map(areas).fillna(""),
        providers["places"],
        strict=True,
    )
    named = {
        str(code): words.provider_label(str(name), str(postcode), str(district), None if pd.isna(places) else float(places))
        for code, name, postcode, district, places in rows
    }
    return dict(sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


@memo.shared()
def of_question(ground: Scene, query: Query, *, in_places: bool) -> list[str]:
    """List the providers that answer the question, or those of them whose size is counted, in the order of their labels."""
    model = ground.model
    # Whatever sector and districts are chosen: a provider that is searched by its name shall be found.
    kinds = {key for key in choose_supply(model, query).services if not in_places or ground.settings.services[key].capacity == "places"}
    kind_of = model.atlas.providers["service_type"].to_dict()
    return [code for code in labels(ground) if kind_of[code] in kinds]


@memo.shared(of_geography=True)
def neighbourhoods(scene: Scene) -> dict[str, str]:
    """Name all neighbourhoods, in alphabetical order."""
    return texts(scene.atlas.at("lsoa")["label"].sort_values())
