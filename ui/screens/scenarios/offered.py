"""What the form offers to choose from: providers, addresses, named places and neighbourhoods, each with the words that it is found by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.vocabulary import SECTORS
from geo.places.answer import providers_of
from ui.kit.cells import number_or_none, texts
from ui.scene import memo, places
from ui.words import change_form as words

if TYPE_CHECKING:
    from geo.places.entries import PlaceEntry
    from geo.settings.model import Settings
    from geo.whatif.scene import Scene

# What has a name and is neither a neighbourhood nor a provider.
NAMED: Final = ("district", "town", "village", "quarter", "hamlet", "ward")
COLUMNS: Final = ("name", "places", "service", "sector", "ward", "district", "postcode")


@memo.shared()
def providers(ground: Scene) -> pd.DataFrame:
    """Describe all providers of a scene in words.

    Returns
    -------
    DataFrame
        Index ``provider_id``; `COLUMNS`, and ``service_type``, ``lsoa_code``, ``ward_code``, ``district_code``; those
        beyond the border last, then by places, the most first, then by name.
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
    order = pd.DataFrame(
        {
            "beyond": described["district"] == "",
            "places": -described["places"],
            "name": described["name"].str.casefold(),
            "code": described.index.astype(str),
        }
    )
    return described.iloc[order.reset_index(drop=True).sort_values(list(order.columns)).index.to_numpy()]


@memo.shared()
def labels(ground: Scene) -> dict[str, str]:
    """Name all providers of a scene: name, ward, district, postcode, places; in alphabetical order, those beyond the border last."""
    table = providers(ground)
    columns = (table[name].astype(str) for name in ("name", "postcode", "ward", "district"))
    named = {
        str(code): words.provider_label(name, postcode, ward, district, number_or_none(places))
        for code, name, postcode, ward, district, places in zip(table.index, *columns, table["places"], strict=True)
    }
    beyond = dict(zip(table.index.astype(str), table["district"] == "", strict=True))
    return dict(sorted(named.items(), key=lambda pair: (beyond[pair[0]], pair[1].casefold(), pair[0])))


def of_place(ground: Scene, area: str, sector: str, *, in_places: bool) -> list[str]:
    """List the providers that can be changed, of a town those just outside it too, the largest first, those beyond the border last.

    Parameters
    ----------
    ground : Scene
        Its providers.
    area : str
        Code of a place of `whereabouts`; empty for all.
    sector : str
        Of `geo.base.vocabulary.SECTORS`.
    in_places : bool
        Whether only those are wanted whose size is counted.
    """
    table = providers(ground)
    wanted = table["service_type"].isin(changeable(ground.settings, in_places=in_places))
    if area:
        place = _entries(ground).get(area)
        inside = () if place is None else providers_of(ground.atlas, place).index
        wanted &= table.index.isin([*inside, *places.just_outside(ground, area)])
    if sector in SECTORS[1:]:
        wanted &= table["sector"] == sector
    return [str(code) for code in table.index[wanted]]


def within(ground: Scene, area: str) -> str:
    """Say where the providers of a place of `whereabouts` lie: in it, or in a town and just outside."""
    towns = _towns(ground)
    return words.in_town(towns[area].name) if area in towns else words.in_area(whereabouts(ground)[area])


def changeable(settings: Settings, *, in_places: bool) -> list[str]:
    """List the service types that count for any outcome area; of those counted in places where only these are wanted."""
    counted = (
        key
        for outcome in settings.outcomes.values()
        for key in outcome.services
        if settings.services[key].capacity == outcome.access and not (in_places and outcome.access != "places")
    )
    return list(dict.fromkeys(counted))


@memo.shared(of_geography=True)
def whereabouts(ground: Scene) -> dict[str, str]:
    """Name the districts, then the towns and the wards with their district, each in alphabetical order."""
    names, found, towned = ground.atlas.areas["name"], _entries(ground).items(), _towns(ground).items()
    districts = {code: entry.name for code, entry in found if entry.kind == "district"}
    towns = ((f"{entry.name} ({entry.sort}), {_district(ground, entry)}", code) for code, entry in towned)
    wards = ((words.ward_label(str(names[code]), _district(ground, entry)), code) for code, entry in found if entry.kind == "ward")
    return districts | {code: name for name, code in [*sorted(towns), *sorted(wards)]}


@memo.shared(of_geography=True)
def neighbourhoods(scene: Scene) -> dict[str, str]:
    """Name all neighbourhoods, in alphabetical order."""
    return texts(scene.atlas.at("lsoa")["label"].sort_values())


@memo.shared(of_geography=True)
def named(ground: Scene) -> dict[str, str]:
    """Name the settlements and wards in which somebody lives, so that two of one name are told apart, in alphabetical order."""
    names, lsoas = ground.atlas.areas["name"], ground.atlas.at("lsoa")
    found = {code: entry for code, entry in _entries(ground).items() if entry.kind != "district" and entry.lsoas}
    told = {}
    for code, entry in found.items():
        ward = code if entry.kind == "ward" else lsoas.at[entry.lsoas[0], "ward_code"]
        told[code] = words.place_label(entry.name, entry.sort, str(names.get(ward, "")), _district(ground, entry))
    label = pd.Series(told, dtype=object)
    # Two of one name and kind in one ward.
    middle = pd.Series({code: str(names[entry.lsoas[0]]) for code, entry in found.items()}, dtype=object)
    return texts(label.where(~label.duplicated(keep=False), label + ", " + middle).sort_values(key=lambda one: one.str.casefold()))


@memo.shared(of_geography=True)
def _entries(ground: Scene) -> dict[str, PlaceEntry]:
    return {entry.code: entry for entry in places.names(ground).entries if entry.kind in NAMED}


def _towns(ground: Scene) -> dict[str, PlaceEntry]:
    return {code: entry for code, entry in _entries(ground).items() if entry.kind == "town"}


def _district(ground: Scene, entry: PlaceEntry) -> str:
    atlas = ground.atlas
    code = atlas.areas.at[entry.code, "district_code"] if entry.kind == "ward" else atlas.at("lsoa").at[entry.lsoas[0], "district_code"]
    return str(atlas.areas.at[code, "name"])


def around(ground: Scene, place: str) -> tuple[str, ...]:
    """List the neighbourhoods that a settlement or ward means, the one in its middle first; none of a place that is not there."""
    return _entries(ground)[place].lsoas if place in named(ground) else ()


def is_name(ground: Scene, written: str) -> bool:
    """Whether somebody wrote the name of a settlement, ward or district."""
    return written.casefold() in {entry.name.casefold() for entry in _entries(ground).values()}
