"""Schools: nursery schools, schools with a nursery class, and other primary schools (possible sites)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.publishers.catalogue import source_files
from geo.publishers.schools import (
    NURSERY,
    PRIMARY,
    SCHOOL_PAGE,
    as_providers,
    read_nursery_schools,
    read_school_ages,
    read_schools,
)

if TYPE_CHECKING:
    from geo.build.place_providers import ProviderJob

# Since this day Ofsted gives report cards instead of one overall grade.
REPORT_CARDS_FROM = "2025-11-10"


def build_schools(job: ProviderJob, class_places: int) -> pd.DataFrame:
    """Build the schools of the atlas.

    Parameters
    ----------
    job : ProviderJob
        Raw folder, placer and report.
    class_places : int
        Places assumed for the nursery class of a school.

    Returns
    -------
    DataFrame
        Columns of ``providers.csv`` that are known. Places are never registered: a nursery school's are its pupils on roll, a nursery
        class's are ``class_places``, both ``assumed``; other primary schools have none.

    Raises
    ------
    DataError
        A file is missing or broken.
    """
    every = read_schools(job.path("gias_schools"))
    schools = _with_ages(job, every.loc[every["phase"].isin([NURSERY, PRIMARY])])
    others = every.loc[~every["phase"].isin([NURSERY, PRIMARY]), "phase"].value_counts().sort_index()
    note = f"phases that are not used: {', '.join(f'{phase} {count}' for phase, count in others.items())}"
    placed = job.place(schools, "gias_schools", [note], rows=len(every))
    providers = as_providers(placed, class_places)
    nursery, with_class = (providers["service_type"] == service_type for service_type in ("nursery_school", "school_nursery"))
    job.report.note(
        f"{nursery.sum()} nursery schools publish no capacity: their pupils on roll ({providers.loc[nursery, 'places'].sum():.0f}) stand "
        f"for places. {with_class.sum()} schools take children under 4: {class_places} places are assumed for each."
    )
    return providers.assign(quality_scheme=_scheme(placed), source_id="gias_schools")


def build_schools_beyond(job: ProviderJob, box: tuple[float, float, float, float], known: set[str]) -> pd.DataFrame:
    """Build the nursery schools around the atlas; without them, the edge would look worse served than it is.

    Parameters
    ----------
    job : ProviderJob
        Raw folder, placer and report.
    box : tuple of float
        Least and greatest longitude, least and greatest latitude, degrees.
    known : set of str
        URNs of the schools of the atlas.

    Returns
    -------
    DataFrame
        Columns of ``providers.csv`` that are known; places are unknown.

    Raises
    ------
    DataError
        The file is missing or broken.
    """
    every = read_nursery_schools(job.path("gias_england"), box)
    near = every.loc[~every["urn"].isin(list(known))].reset_index(drop=True)
    note = f"{len(near)} nursery schools within the extent of the nurseries that are not in the atlas; other schools are not used"
    placed = job.place(near, "gias_england", [note], rows=every.attrs["rows"])
    return placed.assign(
        provider_id="gias-" + placed["urn"],
        service_type="nursery_school",
        sector="public",
        places_basis="unknown",
        url=SCHOOL_PAGE + placed["urn"],
        source_id="gias_england",
    )


def _with_ages(job: ProviderJob, schools: pd.DataFrame) -> pd.DataFrame:
    ages = read_school_ages(job.path("gias_ages"))
    joined = schools.join(ages, on="urn")
    without = joined.loc[joined["age_from_months"].isna()]
    job.report.add(
        source_files()["gias_ages"], len(ages), int(ages.index.isin(schools["urn"]).sum()),
        not_matched=without["urn"] + " " + without["name"],
        notes=["not matched = schools of the atlas without ages, taken as primary schools without a nursery class"],
    )  # fmt: skip
    return joined


def _scheme(schools: pd.DataFrame) -> pd.Series[str]:
    """Name the scheme of the last inspection; a report card has no single grade."""
    graded = schools["quality"] != ""
    report_card = ~graded & (schools["inspection_date"] >= REPORT_CARDS_FROM)
    return graded.map({True: "graded", False: ""}).mask(report_card, "report_card")
