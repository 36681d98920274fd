"""Providers as a list: found by name, kind, sector, inspection, places and district, counted, and what such a list cannot show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geo.settings.model import Settings
    from geo.store.atlas import Atlas

Basis = Literal["registered", "assumed", "unknown", "none"]
BASES: Final[tuple[Basis, ...]] = ("registered", "assumed", "unknown", "none")
# How the places of a scenario are known; no table of the data says so.
PLANNED: Final = "planned"
# Last inspection: grades of the scheme that ended in November 2025, the report card since then, or nothing published.
INSPECTIONS: Final = ("1", "2", "3", "4", "report_card", "none")


@dataclass(frozen=True)
class Search:
    """What is looked for; an empty part does not narrow.

    Parameters
    ----------
    words : str
        Parts of name, postcode or reference number (URN); all of them must occur, in any order, upper or lower case alike.
    services, sectors, inspections, bases, districts : tuple of str
        Service types; ``public`` or ``pvi``; of `INSPECTIONS`; of `BASES`; ONS codes of districts.
    least_places, most_places : float or None
        Number of places, both included; providers whose places are not known are left out once one of them is given.
    beyond : bool
        Whether providers beyond the border are listed too.
    """

    words: str = ""
    services: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    inspections: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    least_places: float | None = None
    most_places: float | None = None
    beyond: bool = False


def answering(settings: Settings) -> tuple[str, ...]:
    """Service types that answer an outcome area; the others are listed only when they are chosen."""
    named = {service for outcome in settings.outcomes.values() for service in outcome.services}
    return tuple(service for service in settings.services if service in named)


@dataclass(frozen=True)
class HeldProviders:
    """How many providers the data hold.

    Parameters
    ----------
    counting : int
        In the area, of service types that answer an outcome area.
    beyond : int
        Beyond its border.
    others : int
        In the area, of service types that answer none by themselves.
    """

    counting: int
    beyond: int
    others: int


def held_providers(table: pd.DataFrame, settings: Settings) -> HeldProviders:
    """Count all providers, each once; ``table`` as `describe_providers` gives it."""
    inside, counts = table["inside"], table["service_type"].isin(answering(settings))
    return HeldProviders(int((inside & counts).sum()), int((~inside).sum()), int((inside & ~counts).sum()))


def describe_providers(atlas: Atlas) -> pd.DataFrame:
    """Give every provider with what a list is searched by.

    Returns
    -------
    DataFrame
        ``atlas.providers`` with ``inspection`` (of `INSPECTIONS`), ``basis`` (of `BASES`), ``inside`` (bool), ``ward`` and ``district``
        (names), ``period`` (of its source) and ``searched`` (text in lower case).
    """
    table = atlas.providers.copy()
    names = atlas.areas["name"]
    report_card = (table["quality_scheme"] == "report_card").fillna(value=False)
    graded = table["quality"].astype("str").str.removesuffix(".0")
    table["inspection"] = np.select([report_card, table["quality"].notna()], ["report_card", graded], "none")
    table["basis"] = table["places_basis"].fillna("none")
    table["inside"] = table["lsoa_code"].notna()
    table["ward"], table["district"] = table["ward_code"].map(names), table["district_code"].map(names)
    table["period"] = table["source_id"].map(atlas.sources["period"])
    name, postcode, urn = (table[column].fillna("").astype("str") for column in ("name", "postcode", "urn"))
    table["searched"] = (name + " " + postcode + " " + postcode.str.replace(" ", "") + " " + urn).str.casefold()
    return table


def find_providers(table: pd.DataFrame, search: Search) -> pd.DataFrame:
    """Select the providers that are looked for.

    Parameters
    ----------
    table : DataFrame
        As `describe_providers` gives it.
    search : Search
        What is looked for.

    Returns
    -------
    DataFrame
        Rows of ``table``, by district, then name; those beyond the border last.
    """
    keep: NDArray[np.bool_] = np.ones(len(table), dtype=bool) if search.beyond else table["inside"].to_numpy(dtype=bool)
    for column, wanted in (
        ("service_type", search.services),
        ("sector", search.sectors),
        ("inspection", search.inspections),
        ("basis", search.bases),
        ("district_code", search.districts),
    ):
        if wanted:
            keep = keep & table[column].isin(wanted).to_numpy()
    places = table["places"].to_numpy(dtype=float)
    if search.least_places is not None:
        keep = keep & (places >= search.least_places)
    if search.most_places is not None:
        keep = keep & (places <= search.most_places)
    for word in search.words.casefold().split():
        keep = keep & table["searched"].str.contains(word, regex=False).to_numpy()
    return table[keep].sort_values(["inside", "district", "name"], ascending=[False, True, True], kind="stable", na_position="last")


def count_providers(providers: pd.DataFrame) -> pd.DataFrame:
    """Count providers by service type and sector.

    Parameters
    ----------
    providers : DataFrame
        Rows of `describe_providers`.

    Returns
    -------
    DataFrame
        Columns service_type, sector, providers, places (registered ones), assumed_places, unknown (providers whose places are not
        published), planned_places (of a scenario); most providers first.
    """
    places = providers["places"].astype(float)
    table = providers.assign(
        registered=places.where(providers["basis"] == "registered"),
        assumed=places.where(providers["basis"] == "assumed"),
        unknown=providers["basis"] == "unknown",
        planned=places.where(providers["basis"] == PLANNED),
    )
    counted = table.groupby(["service_type", "sector"], as_index=False).agg(
        providers=("basis", "size"),
        places=("registered", lambda values: values.sum(min_count=1)),
        assumed_places=("assumed", lambda values: values.sum(min_count=1)),
        unknown=("unknown", "sum"),
        planned_places=("planned", lambda values: values.sum(min_count=1)),
    )
    return counted.sort_values(["providers", "service_type", "sector"], ascending=[False, True, True], ignore_index=True)


def provider_list(providers: pd.DataFrame) -> pd.DataFrame:
    """Give the columns that a file of providers holds: those of the data, with the names of ward and district.

    Parameters
    ----------
    providers : DataFrame
        As `find_providers` gives it.
    """
    columns = [
        name for name in providers.columns if name not in {"inspection", "basis", "inside", "ward", "district", "period", "searched"}
    ]
    table = providers[columns].copy()
    for name in ("ward", "district"):
        table.insert(list(table.columns).index(f"{name}_code") + 1, name, providers[name])
    table["as_at"] = providers["period"]
    return table.reset_index()
