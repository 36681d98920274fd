"""Day nurseries and pre-schools on non-domestic premises (Ofsted, Childcare providers and inspections)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import DataError, Problem
from geo.sources.tables import numbers, read_table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

# Ofsted's subtype of non-domestic childcare -> service type.
SERVICE_TYPES = {"Full day care": "day_nursery", "Sessional day care": "preschool"}


def read_nurseries(path: Path) -> pd.DataFrame:
    """Read registered day nurseries and pre-schools.

    Parameters
    ----------
    path : Path
        Ofsted management information as at 31 December 2025, cut to these subtypes, with a point per postcode.

    Returns
    -------
    DataFrame
        Columns ``urn``, ``name``, ``service_type``, ``places`` (NaN where the register leaves them empty), ``postcode``,
        ``district_code`` (hint; may be empty), ``lat``, ``lon`` (degrees), ``quality`` (``1`` outstanding to ``4`` inadequate, or empty),
        ``inspection_date`` (ISO, or empty); by ``urn``.

    Raises
    ------
    DataError
        The file or a column is missing, a subtype is unknown, or a URN stands in it twice.
    """
    columns = {
        "urn": ("urn", "Provider URN"),
        "name": ("name", "Provider Name"),
        "subtype": ("subtype", "Provider Subtype"),
        "places": ("places", "Places"),
        "postcode": ("postcode", "Provider Postcode"),
        "district_code": ("lad_code",),
        "lat": ("lat",),
        "lon": ("lng", "lon"),
        "quality": ("grade", "Most Recent Full: Overall Effectiveness"),
        "inspection_date": ("inspection_date", "Most Recent Full: Inspection Date"),
    }
    text = read_table(path, columns).sort_values("urn", ignore_index=True)
    problems = [
        Problem(path.name, f"has the subtype '{subtype}', which has no service type. Leave these rows out or add it.", column="subtype")
        for subtype in sorted(set(text["subtype"]) - set(SERVICE_TYPES))
    ]
    twice = text.loc[text["urn"].duplicated(), "urn"]
    problems += [Problem(path.name, f"holds URN {urn} twice. Delete one row.", column="urn") for urn in twice]
    if problems:
        raise DataError(problems)
    frame = text.assign(
        service_type=text["subtype"].map(SERVICE_TYPES),
        quality=text["quality"].where(text["quality"].isin(list("1234")), ""),
        inspection_date=iso_date(text["inspection_date"]),
        **{name: numbers(text[name]) for name in ("places", "lat", "lon")},
    )
    return frame.drop(columns="subtype")


def iso_date(day: pd.Series[str]) -> pd.Series[str]:
    """Write ``08/10/2024`` as ``2024-10-08``; an ISO date stays, anything else becomes empty."""
    british = day.str.extract(r"^(\d\d)/(\d\d)/(\d{4})$")
    iso = british[2] + "-" + british[1] + "-" + british[0]
    return iso.fillna(day.where(day.str.match(r"\d{4}-\d\d-\d\d$"), ""))
