"""What is said of a place that somebody asked for: who is here, who is nearest, what is missing, how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.method.query import Query
from geo.method.supply import lacks_childminders
from geo.places.answer import by_sector, places_in
from ui.kit import cells
from ui.scene import answers, places
from ui.words import ask as words
from ui.words import sure
from ui.words.maps import SECTOR_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from geo.places.answer import PlaceAnswer
    from geo.places.entries import PlaceEntry
    from geo.whatif.scene import Scene


def here(scene: Scene, told: PlaceAnswer) -> str:
    """Say who is in the wards of a place, and for how many children of these."""
    here, names = told.providers, scene.atlas.areas["name"]
    kinds = here["service_type"][here["places_basis"].isna()].value_counts()
    services = {str(key): (scene.settings.services[str(key)], int(count)) for key, count in kinds.items()}
    others = [(count, service.plural if count > 1 else service.name) for service, count in services.values()]
    return words.here([str(names[code]) for code in told.wards], by_sector(here), others, told.children_around, whole=told.whole)


def part(scene: Scene, told: PlaceAnswer) -> str:
    """Say who is in the neighbourhoods of a place itself; nothing where they are all of its wards."""
    own = told.providers[told.providers["inside"]]
    with_places = _told(scene, own[own["places"] > 0])
    return "" if told.whole else words.part(len(told.lsoas), by_sector(own), told.children, with_places)


def outside(scene: Scene, code: str) -> str:
    """Name the providers just outside a town, those with most places first; nothing for any other place."""
    rows = scene.atlas.providers
    rows = rows[rows.index.isin(places.just_outside(scene, code))].sort_values(["places", "name"], ascending=[False, True])
    return words.outside(_told(scene, rows))


def _told(scene: Scene, rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Say of each provider its name, whose it is, and its places."""
    return [(called(scene, row), SECTOR_WORDS[str(row["sector"])], places_words(row)) for row in cells.records(rows)]


def nearest(scene: Scene, told: PlaceAnswer, outcome: str | None) -> str:
    """Name the nearest that count, in whichever ward they are, and from where they are measured."""
    what = scene.settings.outcomes[outcome].name if outcome else words.PLACES_FOR_CHILDREN
    return words.nearest(what, facts_of(scene, told, told.nearest))


def facts_of(scene: Scene, told: PlaceAnswer, nearest: pd.DataFrame) -> list[tuple[str, ...]]:
    """Say of each of the nearest of a place its name, then whose it is, its places, how far and in which ward."""
    names, labels = scene.model.atlas.areas["name"], scene.atlas.areas["label"]
    return [
        (
            called(scene, row),
            SECTOR_WORDS[str(row["sector"])],
            places_words(row),
            words.minutes(cells.number(row["minutes"]), scene.settings.access.mode),
            "" if len(told.lsoas) == 1 else words.from_middle(str(labels[str(row["measured_from"])])),
            _elsewhere(told, names, row),
        )
        for row in cells.records(nearest)
    ]


def _elsewhere(told: PlaceAnswer, names: pd.Series[str], row: cells.Row) -> str:
    """Say in which other ward a provider is; nothing of one that is in a ward of the place."""
    if cells.is_missing(row["ward_code"]):
        return words.lies("", "")
    if row["ward_code"] in told.wards:
        return ""
    district = "" if row["district_code"] in told.districts else str(names[str(row["district_code"])])
    return words.lies(str(names[str(row["ward_code"])]), district)


def itself(scene: Scene, entry: PlaceEntry, told: PlaceAnswer) -> str:
    """Say what a provider is and where it or a postcode lies."""
    where = str(scene.atlas.areas.at[told.lsoas[0], "label"])
    if entry.kind == "postcode" or entry.code not in told.providers.index:
        return words.postcode_in(where)
    row = cells.records(told.providers.loc[[entry.code]])[0]
    return words.itself(str(row["sector"]), places_words(row), where)


def missing(scene: Scene, told: PlaceAnswer, outcome: str | None) -> str:
    """Say what is missing for an outcome area, or for which ones something is."""
    names, labels = {key: one.name for key, one in scene.settings.outcomes.items()}, scene.atlas.areas["label"]
    if outcome is None:
        counts = [(names[key], len(lack.priority), lack.scored) for key, lack in told.lacks.items() if lack.priority]
        absent = _plurals(scene, (one for lack in told.lacks.values() for one in lack.absent))
        without = [names[key] for key, lack in told.lacks.items() if not lack.scored]
        return words.missing_everywhere(counts, without, absent, len(told.lsoas))
    lack = told.lacks[outcome]
    absent = _plurals(scene, lack.absent)
    priority = [str(labels[code]) for code in lack.priority]
    return words.missing(names[outcome], lack.scored, priority, absent, lack.high_need, lack.low_access)


def _plurals(scene: Scene, services: Iterable[str]) -> list[str]:
    return [scene.settings.services[one].plural for one in dict.fromkeys(services)]


def sure_of(scene: Scene, told: PlaceAnswer, outcome: str | None) -> str:
    """Say how sure the gaps are, where there are any, and what is not known of the places."""
    known = known_of(scene, told)
    priority = told.lacks[outcome].priority if outcome else ()
    if not outcome or not priority:
        return f"{words.SURE} {known}"
    listed = answers.listed(scene, Query(outcome)).set_index("area_code").loc[list(priority), "how_sure"]
    counts = {word: int((listed == key).sum()) for key, word in sure.WORDS.items() if (listed == key).any()}
    return f"{words.how_sure(counts, scene.settings.confidence.worst_share)} {known}"


def known_of(scene: Scene, told: PlaceAnswer) -> str:
    """Say what is not known of the places of providers, and from where minutes are."""
    return words.known_places(
        places_in(told.providers),
        words.measured_from([str(scene.atlas.areas.at[code, "label"]) for code in told.lsoas]),
        childminders=not lacks_childminders(scene.model),
    )


def called(scene: Scene, row: cells.Row) -> str:
    """Name a provider; by its kind where it has no name."""
    return scene.settings.services[str(row["service_type"])].name if cells.is_missing(row["name"]) else str(row["name"])


def places_words(row: cells.Row) -> str:
    """Say how many places a provider has."""
    return words.places(cells.number_or_none(row["places"]), str(row["places_basis"]))
