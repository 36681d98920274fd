"""Health: the ONS Health Index, hospitals, GP surgeries and the names of practices."""

from __future__ import annotations

from string import capwords
from typing import TYPE_CHECKING

from geo.publishers.published_tables import numbers, read_published

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def read_health_index(path: Path) -> pd.DataFrame:
    """Read all indicators and years.

    Parameters
    ----------
    path : Path
        ONS Health Index, indicator values by local authority district and year, long form.

    Returns
    -------
    DataFrame
        Columns ``indicator`` (ONS's name), ``area_code``, ``period`` (``2021``), ``value``; sorted.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {
        "indicator": ("indicator", "Indicator"),
        "area_code": ("ltla21_code", "Area Code"),
        "period": ("year", "Year"),
        "value": ("value", "Value"),
    }
    text = read_published(path, columns)
    frame = text.assign(period=text["period"].str.slice(0, 4), value=numbers(text["value"]))
    return frame.sort_values(["indicator", "area_code", "period"], ignore_index=True)


def read_hospitals(path: Path) -> pd.DataFrame:
    """Read hospital points.

    Parameters
    ----------
    path : Path
        NHS hospitals 2022, longitude and latitude. One site may stand in it under two trusts.

    Returns
    -------
    DataFrame
        Columns ``name``, ``lat``, ``lon`` (degrees), ``district_code``; by ``name``.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {"name": ("hospital22_name",), "lat": ("lat",), "lon": ("lng",), "district_code": ("ltla24_code",)}
    return _with_points(read_published(path, columns)).sort_values("name", ignore_index=True)


def read_curated_hospitals(path: Path) -> pd.DataFrame:
    """Read what the hospital list does not say: who runs a site, and whether babies are born there.

    Parameters
    ----------
    path : Path
        Our own table, ``data/curated/hospitals.csv``, kept by hand.

    Returns
    -------
    DataFrame of str
        Index ``name`` (as in the hospital list); columns ``sector`` (``public`` or ``pvi``), ``only_maternity`` (``yes`` or empty),
        ``maternity_unit`` (name or empty), ``maternity_url``, ``maternity_source_id``.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    names = ("name", "sector", "only_maternity", "maternity_unit", "maternity_url", "maternity_source_id")
    return read_published(path, {name: (name,) for name in names}).set_index("name").sort_index()


def read_surgeries(path: Path) -> tuple[pd.DataFrame, int]:
    """Read GP surgeries.

    Parameters
    ----------
    path : Path
        OpenStreetMap points by category, without names (ODbL).

    Returns
    -------
    (DataFrame, int)
        Columns ``lat``, ``lon`` (degrees), ``district_code``, sorted by latitude and longitude; and the number of rows of all categories.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    text = read_published(path, {"category": ("category",), "lat": ("lat",), "lon": ("lng",), "district_code": ("lad_code",)})
    surgeries = _with_points(text.loc[text["category"] == "gp"]).drop(columns="category")
    return surgeries.sort_values(["lat", "lon"], ignore_index=True), len(text)


def read_practices(path: Path) -> pd.DataFrame:
    """Read the names of GP practices.

    Parameters
    ----------
    path : Path
        NHS Organisation Data Service, epraccur: active practices, with the point of the postcode (metres, EPSG:27700).

    Returns
    -------
    DataFrame
        Columns ``org_code``, ``name`` (capitals only at the beginning of words), ``easting``, ``northing``, ``district_code``; by
        ``org_code``.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    columns = {name: (name,) for name in ("org_code", "name", "easting", "northing")} | {"district_code": ("lad_code",)}
    text = read_published(path, columns).sort_values("org_code", ignore_index=True)
    name = text["name"].str.replace(r"\s*,\s*", ", ", regex=True).map(capwords)
    return text.assign(name=name, easting=numbers(text["easting"]), northing=numbers(text["northing"]))


def _with_points(text: pd.DataFrame) -> pd.DataFrame:
    return text.assign(lat=numbers(text["lat"]), lon=numbers(text["lon"]))
