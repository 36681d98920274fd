"""Children's centres and family hubs (DfE: Get Information About Schools, and the list of family hub sites)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.intake.matching.layout import Layout
from geo.intake.matching.register import Register, Rejects, to_intake
from geo.intake.reading.cells import to_date, to_number
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
CENTRE: Final = "children's centre"
INDEPENDENT: Final = "independent schools"
SOURCE: Final = {
    "publisher": "Department for Education",
    "url": "https://get-information-schools.service.gov.uk/Downloads",
    "licence": "Open Government Licence v3.0",
    "attribution": "Contains public sector information licensed under the Open Government Licence v3.0.",
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


def schools_intake(sheet: Sheet, setting: Setting) -> Intake:
    """Read nursery schools, schools with nursery classes, and primary schools as possible sites; independent schools are left out.

    Nursery places are not published: a nursery school's pupils on roll and one class for every other school stand for them, as assumed.
    """
    rows = sheet.pick({**NEEDS, **OPTIONAL})
    empty = pd.Series("", index=rows.index, dtype="str")
    figures = {name: to_number(rows.get(name, empty)) for name in ("low", "high", "pupils", "easting", "northing")}
    is_open = rows["status"].str.casefold().str.startswith("open")
    state = rows.get("group", empty).str.casefold() != INDEPENDENT
    nursery = rows["phase"] == NURSERY
    wanted = is_open & state & (nursery | rows["phase"].isin(WITH_PRIMARY))
    low = figures["low"].value * MONTHS_A_YEAR
    with_class = ~nursery & ((low <= NURSERY_LOW_AGE_MONTHS) | (rows.get("classes", empty) == "Has Nursery Classes"))
    rejects = Rejects()
    bad = wanted & (figures["low"].wrong | figures["high"].wrong)
    rejects.add(rows.get("low", empty)[bad], "StatutoryLowAge", "or StatutoryHighAge is not an age in years. Correct it.")
    good = wanted & ~bad
    provision = assumed_provision(nursery, with_class, figures["pupils"].value, setting.settings.provision.assumed_nursery_class_places)
    taken = pd.DataFrame(
        {
            "provider_id": "gias-" + rows["urn"],
            "urn": rows["urn"],
            "name": rows["name"],
            "sector": "public",
            **provision,
            "age_from_months": low,
            "age_to_months": figures["high"].value * MONTHS_A_YEAR,
            "postcode": rows["postcode"],
            "easting": figures["easting"].value,
            "northing": figures["northing"].value,
            "url": SCHOOL_PAGE + rows["urn"],
        }
    )[good]
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


def assumed_provision(
    nursery: pd.Series[bool], with_class: pd.Series[bool], pupils: pd.Series[float], class_places: int
) -> dict[str, pd.Series[Any]]:
    """Say what schools offer: a nursery school its pupils on roll, a nursery class ``class_places``, any other primary school nothing.

    Returns
    -------
    dict of str to Series
        ``service_type``, ``places``, ``places_basis`` of ``providers.csv``.
    """
    places = pupils.where(nursery).mask(with_class, float(class_places))
    return {
        "service_type": pd.Series("primary_school", index=nursery.index).mask(with_class, "school_nursery").mask(nursery, "nursery_school"),
        "places": places,
        "places_basis": (nursery | with_class).map({True: "assumed", False: ""}).mask(nursery & places.isna(), "unknown"),
    }


def read_centres(sheet: Sheet, setting: Setting) -> Intake:
    """Read children's centres and their linked sites."""
    rows = sheet.pick({**NEEDS, **OPTIONAL})
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
        "urn": ("urn",),
        "name": ("name", "EstablishmentName"),
        "postcode": ("postcode",),
        "phase": ("phase", "PhaseOfEducation (name)"),
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
    columns = {
        "urn": ("urn",),
        "age_low": ("age_low", "StatutoryLowAge"),
        "age_high": ("age_high", "StatutoryHighAge"),
        "pupils": ("pupils", "NumberOfPupils"),
    }
    figures = read_published(path, columns).set_index("urn").apply(numbers).sort_index()
    return pd.DataFrame(
        {
            "age_from_months": figures["age_low"] * MONTHS_A_YEAR,
            "age_to_months": figures["age_high"] * MONTHS_A_YEAR,
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
