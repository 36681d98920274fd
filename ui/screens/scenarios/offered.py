"""What the form offers to choose from: providers, addresses, named places and neighbourhoods, each with the words that it is found by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.vocabulary import SECTORS
from geo.store.place_names import named_places, neighbourhoods_of
from ui.kit.cells import number_or_none, texts
from ui.scene import memo, scenario
from ui.words import what_if as words

if TYPE_CHECKING:
    from geo.settings.model import Settings
    from geo.whatif.scene import Scene

TOWNS: Final = ("city", "town")
COLUMNS: Final = ("name", "places", "service", "sector", "ward", "district", "postcode")


@memo.shared()
def providers(ground: Scene) -> pd.DataFrame:
    """Describe all providers of a scene in words.

    Returns
    -------
    DataFrame
        Index ``provider_id``; `COLUMNS`, and ``service_type``, ``lsoa_code``, ``ward_code``, ``district_code``; by places, the most first,
        then by name.
    """
    table, areas, services = ground.model.atlas.providers, ground.model.atlas.areas["name"], ground.settings.services
    service = table["service_type"].map({key: one.name for key, one in services.items()})
    described = pd.DataFrame(
        {
            "name": table["name"].where(table["name"].notna(), service).astype(str),
            "places": table["places"].astype(float),
            "service": service,
            "sector": table["sector"],
            "ward": table["ward_code"].map(areas).fillna(""),
            "district": table["district_code"].map(areas).fillna(""),
            "postcode": table["postcode"].fillna(""),
            **{name: table[name] for name in ("service_type", "lsoa_code", "ward_code", "district_code")},
        }
    )
    order = pd.DataFrame({"places": -described["places"], "name": described["name"].str.casefold(), "code": described.index.astype(str)})
    return described.iloc[order.reset_index(drop=True).sort_values(["places", "name", "code"]).index.to_numpy()]


@memo.shared()
def labels(ground: Scene) -> dict[str, str]:
    """Name all providers of a scene: name, ward, district, postcode, places; in alphabetical order."""
    table = providers(ground)
    columns = (table[name].astype(str) for name in ("name", "postcode", "ward", "district"))
    named = {
        str(code): words.provider_label(name, postcode, ward, district, number_or_none(places))
        for code, name, postcode, ward, district, places in zip(table.index, *columns, table["places"], strict=True)
    }
    return dict(sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def of_place(ground: Scene, area: str, sector: str, *, in_places: bool) -> list[str]:
    """List the providers that can be changed, the largest first.

    Parameters
    ----------
    ground : Scene
        Its providers.
    area : str
        Code of the ward or district that they lie in, or of a town (`whereabouts`); empty for all.
    sector : str
        Of `geo.base.vocabulary.SECTORS`.
    in_places : bool
        Whether only those are wanted whose size is counted.
    """
    table = providers(ground)
    wanted = table["service_type"].isin(changeable(ground.settings, in_places=in_places))
    if area:
        wanted &= (table["ward_code"] == area) | (table["district_code"] == area) | table["lsoa_code"].isin(around(ground, area))
    if sector in SECTORS[1:]:
        wanted &= table["sector"] == sector
    return [str(code) for code in table.index[wanted]]


def changeable(settings: Settings, *, in_places: bool) -> list[str]:
    """List the service types that count for any outcome area; of those counted in places where only these are wanted."""
    counted = (
        key
        for outcome in settings.outcomes.values()
        for key in outcome.services
        if settings.services[key].capacity == outcome.access and not (in_places and outcome.access != "places")
    )
    return list(dict.fromkeys(counted))


@memo.shared()
def whereabouts(ground: Scene) -> dict[str, str]:
    """Name the districts, then the towns and the wards with their district, each in alphabetical order."""
    atlas, table = ground.atlas, named(ground)
    districts = texts(atlas.at("district")["name"].sort_values())
    towns = table[table["kind"].isin(TOWNS) & table["district_code"].isin(list(districts))]
    told = zip(towns.index, towns["name"], towns["kind"], towns["district_code"], strict=True)
    names = [(f"{name} ({kind}), {districts[str(district)]}", str(code)) for code, name, kind, district in told]
    inside = ((str(code), str(row["name"]), districts[str(row["district_code"])]) for code, row in atlas.at("ward").iterrows())
    wards = [(words.ward_label(name, district), code) for code, name, district in inside]
    return districts | {code: name for name, code in [*sorted(names), *sorted(wards)]}


@memo.shared(of_geography=True)
def neighbourhoods(scene: Scene) -> dict[str, str]:
    """Name all neighbourhoods, in alphabetical order."""
    return texts(scene.atlas.at("lsoa")["label"].sort_values())


@memo.shared()
def named(ground: Scene) -> pd.DataFrame:
    """`geo.store.place_names.named_places`, with its ``label``."""
    atlas = ground.model.atlas
    table, areas = named_places(atlas, scenario.checker(ground).places.gazetteer), atlas.areas["name"]
    told = zip(table["name"], table["kind"], table["ward_code"].map(areas), table["district_code"].map(areas), strict=True)
    label = pd.Series([words.place_label(*map(str, each)) for each in told], index=table.index)
    # Two of one name and kind in one ward.
    return table.assign(label=label.where(~label.duplicated(keep=False), label + ", " + table["lsoa_code"].map(areas)))


@memo.shared()
def around(ground: Scene, place: str) -> list[str]:
    """`geo.store.place_names.neighbourhoods_of`; none of a place that is not there."""
    table = named(ground)
    return neighbourhoods_of(ground.model.atlas, table.loc[[place]].iloc[0]) if place in table.index else []
