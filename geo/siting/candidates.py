"""Possible sites: providers of chosen kinds, or the rows of an own list, one table for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.base.errors import UnknownIdError
from geo.store.kept import ledger_of

if TYPE_CHECKING:
    from datetime import date

    from geo.method.model import Model
    from geo.method.query import Query
    from geo.settings.model import Settings
    from geo.siting.question import Siting

COLUMNS: Final = (
    "site", "kind", "provider_id", "postcode", "easting", "northing", "lsoa_code", "ward_code", "district_code",
    "min_places", "max_places", "cost", "must", "never", "note", "marks",
)  # fmt: skip
# The mark of local knowledge that takes a site out.
REFUSED: Final = "site_refused"
FIGURES: Final = ("easting", "northing", "min_places", "max_places", "cost")


def provider_sites(model: Model, kinds: tuple[str, ...]) -> pd.DataFrame:
    """List the providers of some kinds within the atlas as possible sites.

    Returns
    -------
    DataFrame
        Index ``site_id`` (the ``provider_id``), sorted; `COLUMNS`.
    """
    providers = model.atlas.providers
    rows = providers[providers["service_type"].isin(kinds) & providers["lsoa_code"].notna()].sort_index()
    codes = model.areas["lsoa"][["ward_code", "district_code"]].reindex(rows["lsoa_code"]).set_axis(rows.index)
    table = pd.DataFrame(
        {
            "site": rows["name"].fillna("").astype("object"),
            "kind": rows["service_type"].astype("object"),
            "provider_id": rows.index.astype("object"),
            "postcode": rows["postcode"].fillna("").astype("object") if "postcode" in rows else "",
            "easting": rows["easting"].astype(float),
            "northing": rows["northing"].astype(float),
            "lsoa_code": rows["lsoa_code"].astype("object"),
            "ward_code": codes["ward_code"].astype("object"),
            "district_code": codes["district_code"].astype("object"),
        },
        index=rows.index,
    )
    blank = table.assign(min_places=np.nan, max_places=np.nan, cost=np.nan, must=False, never=False, note="", marks="")
    return blank[list(COLUMNS)].rename_axis("site_id")


def candidate_sites(
    model: Model, query: Query, siting: Siting, own: pd.DataFrame | None = None, entries: pd.DataFrame | None = None
) -> pd.DataFrame:
    """List the possible sites of a question.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        Its districts limit where sites lie.
    siting : Siting
        Kinds of provider, and sites that must or never are in the answer.
    own : DataFrame, optional
        Sites of an own list (`geo.siting.own_list.read_sites`), beside those of the kinds.
    entries : DataFrame, optional
        Entries of local knowledge that hold today (`site_entries`).

    Returns
    -------
    DataFrame
        Index ``site_id``, `COLUMNS`; ``must`` and ``never`` say what the list, the question and local knowledge say together; ``marks``
        are those of local knowledge on the provider, joined by "; ".

    Raises
    ------
    UnknownIdError
        ``must`` or ``never`` names no possible site; the message names those that are spelt alike.
    """
    sites = provider_sites(model, siting.kinds)
    if own is not None:
        sites = pd.concat([sites[~sites.index.isin(own.index)], own]).rename_axis("site_id")
    if query.districts:
        sites = sites[sites["district_code"].isin(query.districts)]
    for name in (*siting.limits.must, *siting.limits.never):
        if name not in sites.index:
            raise UnknownIdError("site", name, _alike(name, sites))
    marks = _marks(entries)
    on_site = sites["provider_id"].map(marks)
    refused = on_site.map(lambda found: isinstance(found, tuple) and REFUSED in found).astype(bool)
    return sites.assign(
        must=sites["must"].astype(bool) | sites.index.isin(siting.limits.must),
        never=sites["never"].astype(bool) | sites.index.isin(siting.limits.never) | refused,
        marks=[("; ".join(found) if isinstance(found, tuple) else "") for found in on_site],
    )


def site_entries(settings: Settings, day: date) -> pd.DataFrame | None:
    """Read the local knowledge that holds on a day; None where there is no place for it.

    Raises
    ------
    DataError
        It cannot be read: an answer without it would offer sites that were refused.
    """
    kept = ledger_of(settings)
    return None if kept is None else kept.entries(day)


def _marks(entries: pd.DataFrame | None) -> dict[str, tuple[str, ...]]:
    if entries is None:
        return {}
    of_providers = entries[entries["kind"] == "provider"]
    return {str(target): tuple(sorted(set(rows))) for target, rows in of_providers.groupby("target")["mark"]}


def _alike(name: str, sites: pd.DataFrame) -> list[str]:
    """Name the sites whose id, or name, is spelt most like what was written."""
    from difflib import get_close_matches  # noqa: PLC0415 - asked for a message only

    by_name = dict(zip(sites["site"].str.casefold(), sites.index, strict=True))
    near = [by_name[found] for found in get_close_matches(name.casefold(), list(by_name), n=3, cutoff=0.5)]
    ids = get_close_matches(name, [str(code) for code in sites.index], n=3, cutoff=0.0)
    return list(dict.fromkeys([*near, *ids]))[:3]
