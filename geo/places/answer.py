"""What is at a place: who provides what, what is missing for each outcome area, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.method.query import Query
from geo.method.supply import choose_supply

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from geo.method.model import Model
    from geo.places.entries import PlaceEntry
    from geo.store.atlas import Atlas

_FACTS: Final = ("name", "service_type", "sector", "places", "places_basis", "postcode", "minutes")
HERE: Final = (*_FACTS, "inside")
NEAREST: Final = (*_FACTS, "ward_code", "district_code", "measured_from")


@dataclass(frozen=True)
class Lack:
    """What is missing at a place for one outcome area.

    Parameters
    ----------
    scored : int
        How many of its neighbourhoods have a gap score.
    priority : tuple of str
        Which are a priority.
    high_need, low_access : int
        In how many need is in the highest third, and access in the lowest.
    absent : tuple of str
        Service types of the outcome that the data hold elsewhere and not in its wards.
    """

    scored: int
    priority: tuple[str, ...]
    high_need: int
    low_access: int
    absent: tuple[str, ...]


@dataclass(frozen=True)
class PlaceAnswer:
    """What is known of a place.

    Parameters
    ----------
    lsoas, wards, districts : tuple of str
        Its neighbourhoods, and the wards and districts that they belong to; none beyond the border.
    providers : DataFrame
        Its providers (`providers_of`), index ``provider_id``: `HERE`, where ``minutes`` is the journey from the nearest of its
        neighbourhoods in the mode of the settings, and ``inside`` whether it is in one of these; public ones first, then by minutes.
    lacks : dict of str to Lack
        By outcome area.
    nearest : DataFrame
        By sector, index ``provider_id``: of all providers that count, inside its wards or not, the one that is nearest to any of its
        neighbourhoods: `NEAREST`, where ``measured_from`` is that neighbourhood. Of a district, which has no middle, none.
    main_ward : str
        The ward in which most of its neighbourhoods are.
    children, children_around : int
        Children under five in its neighbourhoods, and in all neighbourhoods of which the providers are listed: those of its wards, of a
        district its own. Places of the providers belong beside the latter.
    whole : bool
        Whether these are the same neighbourhoods.
    """

    lsoas: tuple[str, ...]
    wards: tuple[str, ...]
    districts: tuple[str, ...]
    providers: pd.DataFrame
    lacks: dict[str, Lack]
    nearest: pd.DataFrame
    main_ward: str
    children: int
    children_around: int
    whole: bool


def providers_of(atlas: Atlas, entry: PlaceEntry) -> pd.DataFrame:
    """List the providers of a place: those in its wards, of a district its own.

    Parameters
    ----------
    atlas : Atlas
        Providers, neighbourhoods and their wards.
    entry : PlaceEntry
        The place. A provider, a postcode, a neighbourhood and a settlement have the providers of their wards: the street next to a small
        place is often the one with the nursery.

    Returns
    -------
    DataFrame
        Rows of ``providers.csv``.
    """
    if entry.kind == "district":
        return atlas.providers[atlas.providers["lsoa_code"].isin(entry.lsoas)]
    lsoas = atlas.at("lsoa")
    return atlas.providers[atlas.providers["ward_code"].isin(set(lsoas["ward_code"].reindex(list(entry.lsoas)).dropna()))]


@dataclass(frozen=True)
class PlacesHere:
    """Some providers and their places for children.

    Parameters
    ----------
    count, with_places, unpublished : int
        How many providers there are, of how many the places are known, and how many have places that nobody publishes. The others, such
        as family hubs, have none.
    places, assumed : float
        Known places, and how many of these are assumed.
    """

    count: int
    with_places: int
    unpublished: int
    places: float
    assumed: float


def places_in(providers: pd.DataFrame) -> PlacesHere:
    """Count providers and their places.

    Parameters
    ----------
    providers : DataFrame
        Rows of `PlaceAnswer.providers`.
    """
    places, basis = providers["places"].astype(float), providers["places_basis"]
    assumed = float(places[basis == "assumed"].sum())
    return PlacesHere(len(providers), int(places.notna().sum()), int((basis == "unknown").sum()), float(places.sum()), assumed)


def by_sector(providers: pd.DataFrame) -> dict[str, PlacesHere]:
    """Count providers and their places for each sector that is among them."""
    return {str(sector): places_in(rows) for sector, rows in providers.groupby("sector")}


def answer(model: Model, entry: PlaceEntry, scores: Callable[[Query], pd.DataFrame], outcomes: Sequence[str]) -> PlaceAnswer:
    """Say what is at a place.

    Parameters
    ----------
    model : Model
        The scoring model.
    entry : PlaceEntry
        The place. A provider, a postcode and a neighbourhood are answered with their ward.
    scores : callable
        Gives `geo.method.scores.score_areas` of a question.
    outcomes : sequence of str
        Outcome areas to answer for. What counts as nearest is what counts for one of them, measured as the gap list measures it; of several
        for those alone that are about places for children.
    """
    areas = model.areas["lsoa"]
    inside = areas.loc[[code for code in entry.lsoas if code in areas.index]]
    around = inside if entry.kind == "district" else areas[areas["ward_code"].isin(set(inside["ward_code"].dropna()))]
    wards = tuple(sorted(set(inside["ward_code"].dropna())))
    here = _with_minutes(model, inside.index, providers_of(model.atlas, entry))
    elsewhere = set(model.atlas.providers["service_type"])
    lacks = {}
    for outcome in outcomes:
        own = scores(Query(outcome)).loc[inside.index]
        services = model.settings.outcomes[outcome].services
        lacks[outcome] = Lack(
            scored=int(own["gap_score"].notna().sum()),
            priority=tuple(map(str, own.index[own["gap_class"] == "priority"])),
            high_need=int((own["need_class"] == "high").sum()),
            low_access=int((own["access_class"] == "low").sum()),
            absent=tuple(one for one in services if one in elsewhere and one not in set(here["service_type"])),
        )
    in_places = [outcome for outcome in outcomes if model.settings.outcomes[outcome].access == "places"]
    counted = outcomes if len(outcomes) == 1 else in_places or outcomes
    near = nearest_of(model, inside.index if entry.kind != "district" else inside.index[:0], [Query(outcome) for outcome in counted])
    main = str(inside["ward_code"].mode().iloc[0]) if wards else ""
    districts = tuple(sorted(set(inside["district_code"])))
    children, children_around = (round(float(rows["children_0_4"].sum())) for rows in (inside, around))
    is_whole = len(inside) == len(around)
    return PlaceAnswer(tuple(inside.index), wards, districts, here, lacks, near, main, children, children_around, is_whole)


def _with_minutes(model: Model, lsoas: pd.Index[str], found: pd.DataFrame) -> pd.DataFrame:
    """List providers with the minutes from the nearest of some neighbourhoods."""
    columns = np.flatnonzero(model.atlas.providers.index.isin(found.index))
    origins = np.flatnonzero(model.areas["lsoa"].index.isin(lsoas))
    minutes = model.travel.minutes(origins[:, None], columns[None, :]).min(axis=0) if len(origins) and len(columns) else np.empty(0)
    listed = found.assign(minutes=np.round(minutes, 1), inside=found["lsoa_code"].isin(lsoas))[list(HERE)]
    # By the alphabet "public" comes before "pvi".
    return listed.sort_values(["sector", "minutes", "name"])


def nearest_of(model: Model, lsoas: Collection[str], queries: Sequence[Query]) -> pd.DataFrame:
    """Find, by sector, the nearest provider that counts for one of some questions, and from which neighbourhood.

    Parameters
    ----------
    model : Model
        The scoring model.
    lsoas : collection of str
        The neighbourhoods from which it is measured.
    queries : sequence of Query
        The questions: an outcome area, or some of its service types.

    Returns
    -------
    DataFrame
        As `PlaceAnswer.nearest`.
    """
    origins = np.flatnonzero(model.areas["lsoa"].index.isin(lsoas))
    supplies = [choose_supply(model, query) for query in queries]
    rows = []
    for public in (True, False):
        columns = np.flatnonzero(np.logical_or.reduce([supply.chosen & (supply.public == public) for supply in supplies]))
        if not len(columns) or not len(origins):
            continue
        at = columns[model.travel.nearest(origins, columns)]
        minutes = model.travel.minutes(origins, at)
        best = int(minutes.argmin())
        if np.isfinite(minutes[best]):
            facts = {"minutes": round(float(minutes[best]), 1), "measured_from": model.areas["lsoa"].index[origins[best]]}
            rows.append(model.atlas.providers.iloc[[at[best]]].assign(**facts))
    return pd.concat(rows)[list(NEAREST)] if rows else pd.DataFrame(columns=list(NEAREST))
