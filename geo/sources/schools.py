"""Schools (DfE, Get Information About Schools), with their last Ofsted grade."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import DataError, Problem
from geo.sources.ofsted import iso_date
from geo.sources.tables import numbers, read_table

if TYPE_CHECKING:
    from pathlib import Path

GRADES = {"Outstanding": "1", "Good": "2", "Requires improvement": "3", "Inadequate": "4"}
NURSERY = "Nursery"
PRIMARY = "Primary"
MONTHS_A_YEAR = 12
SCHOOL_PAGE = "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/"
# A school with this statutory low age or a lower one takes children of nursery age.
NURSERY_LOW_AGE_MONTHS = 36


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
    text = read_table(path, columns).sort_values("urn", ignore_index=True)
    early_years = text["early_years"].map(GRADES)
    frame = text.assign(
        quality=early_years.fillna(text["overall"].map(GRADES)).fillna(""),
        inspection_date=iso_date(text["inspection_date"]),
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
    figures = read_table(path, columns).set_index("urn").apply(numbers).sort_index()
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
