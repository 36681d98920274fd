"""Children's centres and family hubs, each site once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.build.place_providers import near_pairs, same_site_notes
from geo.publishers.schools import read_family_hubs

if TYPE_CHECKING:
    import pandas as pd

    from geo.build.place_providers import ProviderJob

# Two records of one site stand this close together and have the same name but for the kind of site.
SAME_SITE_M = 250.0
_KIND = re.compile(r"\b(children'?s centre|family hub|child and family (centre|zone|delivery site|site))\b", re.IGNORECASE)


def build_family_hubs(job: ProviderJob) -> pd.DataFrame:
    """Place children's centres and family hubs and merge records of one site.

    Parameters
    ----------
    job : ProviderJob
        Raw folder, placer and report.

    Returns
    -------
    DataFrame
        Columns of ``providers.csv`` that are known; ``provider_id`` is made from the name. Of two records of a site, the family hub
        is kept: a children's centre that became a hub is still in the older list.

    Raises
    ------
    DataError
        The file is missing or broken.
    """
    sites = read_family_hubs(job.path("dfe_family_hubs"))
    merged = merged_records(job.placer.place(sites).frame)
    notes = same_site_notes(sites["name"], merged)
    placed = job.place(sites.drop(index=list(merged)), "dfe_family_hubs", notes, rows=len(sites))
    return placed.assign(
        provider_id="hub-" + placed["name"].map(slug), service_type="family_hub", sector="public", source_id="dfe_family_hubs"
    )


def merged_records(placed: pd.DataFrame) -> dict[int, int]:
    """Find records of one site.

    Parameters
    ----------
    placed : DataFrame
        Index 0 ... n-1; columns ``name``, ``easting``, ``northing`` (metres).

    Returns
    -------
    dict of int to int
        Row to leave out -> row that stands for it.
    """
    place_name = placed["name"].map(lambda name: slug(_KIND.sub("", name)))
    is_hub = placed["name"].str.contains("hub", case=False)
    merged = {}
    for first, second in near_pairs(placed["easting"], placed["northing"], SAME_SITE_M):
        if place_name[first] == place_name[second]:
            merged[second if is_hub[first] else first] = first if is_hub[first] else second
    return merged


def slug(name: str) -> str:
    """Write a name in small letters, digits and hyphens (``St Ives Child and Family Zone`` -> ``st-ives-child-and-family-zone``)."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold().replace("'", "")).strip("-")
