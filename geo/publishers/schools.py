"""Schools, children's centres and family hubs (DfE: Get Information About Schools, and the list of family hub sites)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.intake.matching.layout import Layout
from geo.intake.matching.register import Register, Rejects, to_intake
from geo.intake.reading.cells import to_date, to_number
from geo.publishers.licences import OGL
from geo.publishers.ofsted import GRADES
from geo.publishers.published_tables import numbers, read_published

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet

NEEDS: Final = {
    "urn": ("URN",),
    "name": ("EstablishmentName",),
    "type": ("TypeOfEstablishment (name)",),
    "status": ("EstablishmentStatus (name)",),
    "phase": ("PhaseOfEducation (name)",),
    "postcode": ("Postcode",),
}
OPTIONAL: Final = {
    "low": ("StatutoryLowAge",),
    "high": ("StatutoryHighAge",),
    "classes": ("NurseryProvision (name)",),
    "pupils": ("NumberOfPupils",),
    "easting": ("Easting",),
    "northing": ("Northing",),
    "group": ("EstablishmentTypeGroup (name)",),
}
# How a column is read, whichever of the publisher's files or of the extracts of them has it.
COLUMNS: Final = {
    **NEEDS,
    **OPTIONAL,
    "name": (*NEEDS["name"], "name"),
    "phase": (*NEEDS["phase"], "phase"),
    "low": (*OPTIONAL["low"], "age_low"),
    "high": (*OPTIONAL["high"], "age_high"),
    "pupils": (*OPTIONAL["pupils"], "pupils"),
}
HAS_CLASSES: Final = "Has Nursery Classes"
CENTRE: Final = "children's centre"
INDEPENDENT: Final = "independent schools"
SOURCE: Final = {
    "publisher": "Department for Education",
    "url": "https://get-information-schools.service.gov.uk/Downloads",
    **OGL,
}
SCHOOLS: Final = {**SOURCE, "source_id": "gias_schools", "title": "Get Information about Schools: all establishments"}
CENTRES: Final = {**SOURCE, "source_id": "dfe_family_hubs", "title": "Get Information about Schools: children's centres"}
NURSERY = "Nursery"
PRIMARY = "Primary"
WITH_PRIMARY: Final = (PRIMARY, "All-through", "Middle deemed primary")
MONTHS_A_YEAR = 12
SCHOOL_PAGE = "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/"
# A school with this statutory low age or a lower one takes children of nursery age.
NURSERY_LOW_AGE_MONTHS = 36


def read_family_hubs(path: Path) -> pd.DataFrame:
    """Read open children's centres, their linked sites and family hubs.

    Parameters
    ----------
    path : Path
        Both lists in one file, placed by postcode. A site that stands in both lists stands in it twice.

    Returns
    -------
    DataFrame
        Columns ``name``, ``postcode``, ``address``, ``lat``, ``lon`` (degrees), ``url``, ``district_code``; by ``name``.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {
        "name": ("venue",),
        "postcode": ("postcode",),
        "address": ("address",),
        "lat": ("lat",),
        "lon": ("lng",),
        "url": ("url",),
        "district_code": ("lad_code",),
    }
    text = read_published(path, columns).sort_values("name", ignore_index=True)
    return text.assign(lat=numbers(text["lat"]), lon=numbers(text["lon"]))


def as_providers(schools: pd.DataFrame, class_places: int) -> pd.DataFrame:
    """Say what state-funded schools offer to children under school age.

    Parameters
    ----------
    schools : DataFrame
        Columns ``urn``, ``phase``, ``age_from_months``, ``age_to_months``, ``pupils``; ``classes`` (`OPTIONAL`) is used where it is there.
    class_places : int
        Places assumed for the nursery class of a school.

    Returns
    -------
    DataFrame
        The same with the columns of ``providers.csv`` that follow: a nursery school's places are its pupils on roll, a nursery class's are
        ``class_places``, both assumed; other schools are possible sites and have none.
    """
    nursery = schools["phase"] == NURSERY
    with_class = schools["age_from_months"] <= NURSERY_LOW_AGE_MONTHS
    if "classes" in schools:
        with_class |= schools["classes"] == HAS_CLASSES
    with_class &= ~nursery
    places = schools["pupils"].where(nursery).mask(with_class, float(class_places))
    return schools.assign(
        provider_id="gias-" + schools["urn"],
        service_type=pd.Series("primary_school", index=schools.index).mask(with_class, "school_nursery").mask(nursery, "nursery_school"),
        sector="public",
        places=places,
        places_basis=(nursery | with_class).map({True: "assumed", False: ""}).mask(nursery & places.isna(), "unknown"),
        url=SCHOOL_PAGE + schools["urn"],
    )


def schools_intake(sheet: Sheet, setting: Setting) -> Intake:
    """Read nursery schools, schools with nursery classes, and primary schools as possible sites; independent schools are left out.

    Nursery places are not published: a nursery school's pupils on roll and one class for every other school stand for them, as assumed.
    """
    rows = sheet.pick(COLUMNS)
    empty = pd.Series("", index=rows.index, dtype="str")
    figures = {name: to_number(rows.get(name, empty)) for name in ("low", "high", "pupils", "easting", "northing")}
    is_open = rows["status"].str.casefold().str.startswith("open")
    state = rows.get("group", empty).str.casefold() != INDEPENDENT
    wanted = is_open & state & rows["phase"].isin([NURSERY, *WITH_PRIMARY])
    rejects = Rejects()
    bad = wanted & (figures["low"].wrong | figures["high"].wrong)
    rejects.add(rows.get("low", empty)[bad], "StatutoryLowAge", "or StatutoryHighAge is not an age in years. Correct it.")
    good = wanted & ~bad
    schools = rows.assign(
        age_from_months=figures["low"].value * MONTHS_A_YEAR,
        age_to_months=figures["high"].value * MONTHS_A_YEAR,
        pupils=figures["pupils"].value,
        easting=figures["easting"].value,
        northing=figures["northing"].value,
    )
    taken = as_providers(schools[good], setting.settings.provision.assumed_nursery_class_places)
    return to_intake(
        sheet,
        setting,
        Register(
            layout="gias",
            source={**SCHOOLS, "period": ""},
            service_types=("nursery_school", "school_nursery", "primary_school"),
            taken=taken,
            outside=int((~wanted).sum()),
            rejects=rejects,
            notes=(
                (
                    "Nursery places of schools are assumed: pupils on roll of a nursery school, one class for every other that takes "
                    "children under 4 or says that it has nursery classes. Closed and independent schools and other phases are left out."
                ),
                "Grades stay those that the data held before: this file has none.",
            ),
            inside_only=("primary_school",),
        ),
    )


def read_centres(sheet: Sheet, setting: Setting) -> Intake:
    """Read children's centres and their linked sites."""
    rows = sheet.pick(COLUMNS)
    empty = pd.Series("", index=rows.index, dtype="str")
    wanted = rows["type"].str.casefold().str.startswith(CENTRE) & rows["status"].str.casefold().str.startswith("open")
    taken = pd.DataFrame(
        {
            "provider_id": "hub-" + rows["urn"],
            "urn": rows["urn"],
            "name": rows["name"],
            "service_type": "family_hub",
            "sector": "public",
            "postcode": rows["postcode"],
            "easting": to_number(rows.get("easting", empty)).value,
            "northing": to_number(rows.get("northing", empty)).value,
            "url": SCHOOL_PAGE + rows["urn"],
        }
    )[wanted]
    notes = (
        "Family hubs that are not children's centres are in another list of the publisher; this file replaces the family hubs in the data.",
    )
    register = Register("gias_centres", {**CENTRES, "period": ""}, ("family_hub",), taken, int((~wanted).sum()), Rejects(), notes)
    return to_intake(sheet, setting, register)


LAYOUTS: Final = (
    Layout("gias", "DfE, Get Information about Schools: schools (edubasealldata)", {**NEEDS, "low": OPTIONAL["low"]}, schools_intake),
    Layout("gias_centres", "DfE, Get Information about Schools: children's centres", NEEDS, read_centres),
)


def read_schools(path: Path) -> pd.DataFrame:
    """Read the open schools of the atlas.

    Parameters
    ----------
    path : Path
        GIAS extract with a point (longitude and latitude) and the last Ofsted inspection.

    Returns
    -------
    DataFrame
        Columns ``urn``, ``name``, ``postcode``, ``phase``, ``district_code`` (hint), ``lat``, ``lon`` (degrees), ``quality`` (``1`` to
        ``4``, or empty: the early years grade, else the overall grade), ``inspection_date`` (ISO, or empty); by ``urn``.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {
        **{name: COLUMNS[name] for name in ("urn", "name", "postcode", "phase")},
        "district_code": ("lad_code", "DistrictAdministrative (code)"),
        "lat": ("lat",),
        "lon": ("lng", "lon"),
        "overall": ("ofsted_rating",),
        "early_years": ("ofsted_eyfs_grade",),
        "inspection_date": ("ofsted_date",),
    }
    text = read_published(path, columns).sort_values("urn", ignore_index=True)
    early_years = text["early_years"].str.casefold().map(GRADES)
    frame = text.assign(
        quality=early_years.fillna(text["overall"].str.casefold().map(GRADES)).fillna(""),
        inspection_date=to_date(text["inspection_date"]).value,
        **{name: numbers(text[name]) for name in ("lat", "lon")},
    )
    return frame.drop(columns=["overall", "early_years"])


def read_school_ages(path: Path) -> pd.DataFrame:
    """Read the statutory ages and the pupils on roll.

    Parameters
    ----------
    path : Path
        GIAS extract of primary, nursery and all-through schools.

    Returns
    -------
    DataFrame
        Index ``urn``, sorted; columns ``age_from_months``, ``age_to_months`` (statutory low and high age x 12), ``pupils`` (whole
        school, all ages).

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    text = read_published(path, {name: COLUMNS[name] for name in ("urn", "low", "high", "pupils")})
    figures = text.set_index("urn").apply(numbers).sort_index()
    return pd.DataFrame(
        {
            "age_from_months": figures["low"] * MONTHS_A_YEAR,
            "age_to_months": figures["high"] * MONTHS_A_YEAR,
            "pupils": figures["pupils"],
        }
    )


def read_nursery_schools(path: Path, box: tuple[float, float, float, float]) -> pd.DataFrame:
    """Read the maintained nursery schools in a box, on both sides of the border.

    Parameters
    ----------
    path : Path
        GIAS extract of England as JSON: ``urn``, ``name``, ``postcode``, ``phase``, ``lat``, ``lng``.
    box : tuple of float
        Least and greatest longitude, least and greatest latitude, degrees.

    Returns
    -------
    DataFrame
        Columns ``urn``, ``name``, ``postcode``, ``lat``, ``lon``; by ``urn``. ``attrs["rows"]`` = all schools in the file.

    Raises
    ------
    DataError
        The file is missing, is not JSON, or a key is missing.
    """
    try:
        schools = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = [{key: school[key] for key in ("urn", "name", "postcode", "lat", "lng")} for school in schools if school["phase"] == NURSERY]
    except FileNotFoundError:
        raise DataError([Problem(path.name, f"is missing. Put the publisher's file at {path}.")]) from None
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            [Problem(path.name, f"is not a JSON list of schools with urn, name, postcode, phase, lat, lng ({error}).")]
        ) from error
    frame = pd.DataFrame(rows, columns=["urn", "name", "postcode", "lat", "lng"]).rename(columns={"lng": "lon"})
    west, east, south, north = box
    near = frame.loc[frame["lon"].between(west, east) & frame["lat"].between(south, north)].sort_values("urn", ignore_index=True)
    near.attrs["rows"] = len(schools)
    return near
