"""``providers.csv``: nurseries, schools, family hubs, libraries and hospitals; ``providers_osm.csv``: GP surgeries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.build.health_sites import build_hospitals
from geo.build.hubs import build_family_hubs
from geo.build.libraries import build_libraries
from geo.build.schools import build_schools, build_schools_beyond
from geo.build.surgeries import build_surgeries
from geo.contract.columns import PROVIDERS
from geo.publishers.ofsted import read_nurseries

if TYPE_CHECKING:
    from geo.build.place_providers import ProviderJob
    from geo.settings.model import Settings

REPLACEMENT_CHARACTER = "\N{REPLACEMENT CHARACTER}"


def build_providers(job: ProviderJob, settings: Settings) -> dict[str, pd.DataFrame]:
    """Build the two tables of providers.

    Parameters
    ----------
    job : ProviderJob
        Raw folder, placer and report: rows, rows inside the atlas, unknown postcodes, merged rows, odd names.
    settings : Settings
        The places assumed for a school's nursery class, and the data folder with the curated table of hospitals.

    Returns
    -------
    dict of str to DataFrame
        ``providers.csv`` and ``providers_osm.csv`` (ODbL), sorted by ``provider_id``. A provider beyond the border has no ``lsoa_code``.

    Raises
    ------
    DataError
        A file is missing or broken.
    """
    nurseries = _nurseries(job)
    box = (nurseries["lon"].min(), nurseries["lon"].max(), nurseries["lat"].min(), nurseries["lat"].max())
    schools = build_schools(job, settings.provision.assumed_nursery_class_places)
    beyond = build_schools_beyond(job, box, set(schools["urn"]))
    hubs = build_family_hubs(job)
    hospitals = build_hospitals(job, settings.data.folder)
    libraries = build_libraries(job)
    surgeries = build_surgeries(job)
    job.report.note("Childminders are not in the tables: Ofsted withholds their names and addresses, and no counts by area are at hand.")
    job.report.note(
        "Beyond the border, nurseries, pre-schools, nursery schools and libraries are at hand; "
        "school nursery classes, family hubs, hospitals and GP surgeries are not."
    )
    return {
        "providers.csv": _finished(pd.concat([nurseries, schools, beyond, hubs, libraries, hospitals])),
        "providers_osm.csv": _finished(surgeries),
    }


def _finished(providers: pd.DataFrame) -> pd.DataFrame:
    """Put the columns in order, whole numbers without decimals, and sort by the key."""
    frame = providers.assign(status="open").reindex(columns=list(PROVIDERS)).sort_values("provider_id", ignore_index=True)
    whole = ["places", "age_from_months", "age_to_months"]
    return frame.astype(dict.fromkeys(whole, "Int64"))


def _nurseries(job: ProviderJob) -> pd.DataFrame:
    nurseries = read_nurseries(job.path("ofsted_nurseries"))
    odd = nurseries.loc[nurseries["name"].str.contains(REPLACEMENT_CHARACTER)]
    lost = "a character of the name was lost before it reached the file, kept: " + odd["urn"] + " " + odd["name"]
    placed = job.place(nurseries, "ofsted_nurseries", list(lost))
    inside, unknown = placed["lsoa_code"] != "", placed["places"].isna()
    job.report.note(
        f"Nurseries and pre-schools: {inside.sum()} inside the atlas with {placed.loc[inside, 'places'].sum():,.0f} places "
        f"({(inside & unknown).sum()} without a number), {(~inside).sum()} beyond the border ({(~inside & unknown).sum()} without)."
    )
    return placed.assign(source_id="ofsted_nurseries")
