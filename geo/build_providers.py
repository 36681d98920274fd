"""``providers.csv``: nurseries, schools, family hubs and hospitals; ``providers_osm.csv``: GP surgeries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.build_health_sites import build_hospitals, build_surgeries
from geo.build_hubs import build_family_hubs
from geo.contract.columns import PROVIDERS
from geo.sources.catalogue import source_files
from geo.sources.ofsted import read_nurseries
from geo.sources.schools import NURSERY, PRIMARY, read_nursery_schools, read_school_ages, read_schools

if TYPE_CHECKING:
    from pathlib import Path

    from geo.place_providers import Gazetteer
    from geo.report import BuildReport
    from geo.settings import Settings

OFSTED_PAGE = "https://reports.ofsted.gov.uk/provider/16/"
SCHOOL_PAGE = "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/"
# A school with this statutory low age or a lower one takes children of nursery age.
NURSERY_LOW_AGE_MONTHS = 36
# Since this day Ofsted gives report cards instead of one overall grade.
REPORT_CARDS_FROM = "2025-11-10"
REPLACEMENT_CHARACTER = "\N{REPLACEMENT CHARACTER}"


def build_providers(raw: Path, settings: Settings, gazetteer: Gazetteer, report: BuildReport) -> dict[str, pd.DataFrame]:
    """Build the two tables of providers.

    Parameters
    ----------
    raw : Path
        Folder of files as published.
    settings : Settings
        The places assumed for a school's nursery class, and the data folder with the curated table of hospitals.
    gazetteer : Gazetteer
        Finds points and areas.
    report : BuildReport
        Receives one line a file: rows, rows inside the atlas, unknown postcodes, merged rows, odd names.

    Returns
    -------
    dict of str to DataFrame
        ``providers.csv`` and ``providers_osm.csv`` (ODbL), sorted by ``provider_id``. A provider beyond the border has no ``lsoa_code``.

    Raises
    ------
    DataError
        A file is missing or broken.
    """
    files = source_files()
    paths = {source_id: raw / file for source_id, file in files.items()}
    nurseries = _nurseries(paths["ofsted_nurseries"], files["ofsted_nurseries"], gazetteer, report)
    box = (nurseries["lon"].min(), nurseries["lon"].max(), nurseries["lat"].min(), nurseries["lat"].max())
    schools = _schools(paths, files, settings, gazetteer, report)
    beyond = _nursery_schools_beyond(paths["gias_england"], files["gias_england"], box, set(schools["urn"]), gazetteer, report)
    hubs = build_family_hubs(paths["dfe_family_hubs"], files["dfe_family_hubs"], gazetteer, report)
    hospitals = build_hospitals(paths["nhs_hospitals"], files["nhs_hospitals"], settings.data.folder, gazetteer, report)
    surgeries = build_surgeries(paths["osm_surgeries"], files["osm_surgeries"], gazetteer, report)
    report.note("Childminders are not in the tables: Ofsted withholds their names and addresses, and no counts by area are at hand.")
    report.note(
        "Family hubs, hospitals, GP surgeries and school nursery classes beyond the border are not at hand; nurseries, pre-schools and nursery schools are."
    )
    return {
        "providers.csv": _finished(pd.concat([nurseries, schools, beyond, hubs, hospitals])),
        "providers_osm.csv": _finished(surgeries),
    }


def _finished(providers: pd.DataFrame) -> pd.DataFrame:
    """Put the columns in order, whole numbers without decimals, and sort by the key."""
    frame = providers.assign(status="open").reindex(columns=list(PROVIDERS)).sort_values("provider_id", ignore_index=True)
    whole = ["places", "age_from_months", "age_to_months"]
    return frame.astype(dict.fromkeys(whole, "Int64"))


def _nurseries(path: Path, file: str, gazetteer: Gazetteer, report: BuildReport) -> pd.DataFrame:
    nurseries = read_nurseries(path)
    odd = nurseries.loc[nurseries["name"].str.contains(REPLACEMENT_CHARACTER), ["urn", "name"]]
    notes = [
        f"a character of the name was lost before it reached the file, kept: {urn} {name}" for urn, name in odd.itertuples(index=False)
    ]
    placed = gazetteer.place(nurseries, file, report, tuple(notes))
    inside = placed["lsoa_code"] != ""
    unknown = placed["places"].isna()
    report.note(
        f"Nurseries and pre-schools: {inside.sum()} inside the atlas with {placed.loc[inside, 'places'].sum():,.0f} places "
        f"({(inside & unknown).sum()} without a number), {(~inside).sum()} beyond the border ({(~inside & unknown).sum()} without a number)."
    )
    return placed.assign(
        provider_id="ofsted-" + placed["urn"],
        sector="pvi",
        places_basis=unknown.map({True: "unknown", False: "registered"}),
        quality_scheme=(placed["quality"] != "").map({True: "graded", False: ""}),
        url=OFSTED_PAGE + placed["urn"],
        source_id="ofsted_nurseries",
    )


def _schools(paths: dict[str, Path], files: dict[str, str], settings: Settings, gazetteer: Gazetteer, report: BuildReport) -> pd.DataFrame:
    """Give nursery schools, schools with a nursery class and other primary schools; places are assumed, never registered."""
    every = read_schools(paths["gias_schools"])
    ages = read_school_ages(paths["gias_ages"])
    schools = every.loc[every["phase"].isin([NURSERY, PRIMARY])].join(ages, on="urn")
    without = schools.loc[schools["age_from_months"].isna(), ["urn", "name"]]
    report.add(
        files["gias_ages"], len(ages), int(ages.index.isin(schools["urn"]).sum()),
        not_matched=[f"{urn} {name}" for urn, name in without.itertuples(index=False)],
        notes=["matched = nursery and primary schools of the atlas; not matched = schools without ages, taken as primary schools without a nursery class"],
    )  # fmt: skip
    others = ", ".join(
        f"{phase} {count}" for phase, count in every["phase"].value_counts().sort_index().items() if phase not in (NURSERY, PRIMARY)
    )
    placed = gazetteer.place(schools, files["gias_schools"], report, (f"of {len(every)} schools; other phases are not used: {others}",))
    nursery = placed["phase"] == NURSERY
    nursery_class = ~nursery & (placed["age_from_months"] <= NURSERY_LOW_AGE_MONTHS)
    assumed = float(settings.provision.assumed_nursery_class_places)
    places = placed["pupils"].where(nursery, pd.Series(assumed, index=placed.index).where(nursery_class))
    service = pd.Series("primary_school", index=placed.index).mask(nursery_class, "school_nursery").mask(nursery, "nursery_school")
    report.note(
        f"{nursery.sum()} maintained nursery schools: their capacity is not published, their pupils on roll ({places[nursery].sum():.0f}) stand for places. "
        f"{nursery_class.sum()} schools take children under 4: {assumed:.0f} places are assumed for each."
    )
    report_card = (placed["quality"] == "") & (placed["inspection_date"] >= REPORT_CARDS_FROM)
    return placed.assign(
        provider_id="gias-" + placed["urn"],
        service_type=service,
        sector="public",
        places=places,
        places_basis=(nursery | nursery_class).map({True: "assumed", False: ""}),
        quality_scheme=(placed["quality"] != "").map({True: "graded", False: ""}).mask(report_card, "report_card"),
        url=SCHOOL_PAGE + placed["urn"],
        source_id="gias_schools",
    )


def _nursery_schools_beyond(
    path: Path, file: str, box: tuple[float, float, float, float], known: set[str], gazetteer: Gazetteer, report: BuildReport
) -> pd.DataFrame:
    """Give nursery schools around the atlas; without them, families near the border would look worse served than they are."""
    every = read_nursery_schools(path, box)
    near = every.loc[~every["urn"].isin(known)].reset_index(drop=True)
    note = f"of {every.attrs['rows']} schools of England: nursery schools within the extent of the nurseries that are not in the atlas"
    placed = gazetteer.place(near, file, report, (note,))
    return placed.assign(
        provider_id="gias-" + placed["urn"], service_type="nursery_school", sector="public", places_basis="unknown",
        url=SCHOOL_PAGE + placed["urn"], source_id="gias_england",
    )  # fmt: skip
