"""Day nurseries and pre-schools on non-domestic premises (Ofsted, Childcare providers and inspections)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.contract.columns import CHILDMINDERS
from geo.intake.matching.layout import Layout
from geo.intake.matching.register import Register, Rejects, to_intake
from geo.intake.matching.result import Counts, Intake
from geo.intake.reading.cells import to_date, to_number
from geo.publishers.authorities import upper_codes
from geo.publishers.licences import OGL
from geo.publishers.published_tables import numbers, read_published

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet

# Ofsted's subtype of non-domestic childcare -> service type.
SERVICE_TYPES = {"Full day care": "day_nursery", "Sessional day care": "preschool"}
PAGE: Final = "https://reports.ofsted.gov.uk/provider/16/"
NON_DOMESTIC: Final = "childcare on non-domestic premises"
CHILDMINDER: Final = "childminder"
WITHHELD: Final = "REDACTED"
NOT_NAMED: Final = "not named"
OPEN: Final = frozenset({"active", "open", ""})
GRADES: Final = {"1": "1", "2": "2", "3": "3", "4": "4", "outstanding": "1", "good": "2", "requires improvement": "3", "inadequate": "4"}
SOURCE: Final = {
    "source_id": "ofsted_nurseries",
    "title": "Childcare providers and inspections: management information",
    "publisher": "Ofsted",
    "url": "https://www.gov.uk/government/statistical-data-sets/childcare-providers-and-inspections-management-information",
    **OGL,
}
# Our name -> the publisher's, in all layouts seen; upper and lower case do not matter.
ALWAYS: Final = {
    "urn": ("Provider URN", "URN"),
    "type": ("Provider Type",),
    "subtype": ("Provider Subtype",),
    "status": ("Provider Status",),
    "name": ("Provider Name",),
    "postcode": ("Provider Postcode", "Postcode"),
    "authority": ("Local Authority",),
}
GRADED: Final = {"grade": ("Most Recent Full: Overall Effectiveness",)}
REPORT_CARD: Final = {"card_date": ("EYR REIF: Most recent: Inspection date",)}
OPTIONAL: Final = {
    "register": ("Provider Early Years Register Flag",),
    "constituency": ("Parliamentary Constituency",),
    "places": ("Places",),
    "grade": ("Most Recent Full: Overall Effectiveness", "EYR OEIF/CIF: Most recent: Overall effectiveness", "grade"),
    "grade_date": ("Most Recent Full: Inspection Date", "EYR OEIF: Most recent: Full inspection date", "inspection_date"),
}
NO_KINDS: Final = (
    "is an older table of Ofsted's without the column Provider Subtype, which tells day nurseries and pre-schools from clubs for older "
    "children: nothing is taken. Bring the newest 'Childcare providers and inspections: management information', most recent inspections."
)
# The extract at hand for the shipped data.
EXTRACT_ID: Final = "ofsted_extract"
EXTRACT: Final = {
    "urn": ("urn",),
    "name": ("name",),
    "subtype": ("subtype",),
    "places": ("places",),
    "postcode": ("postcode",),
    "grade": ("grade",),
    "grade_date": ("inspection_date",),
}


# How a column is read, whichever of the publisher's files has it.
COLUMNS: Final = {name: (*aliases, *EXTRACT.get(name, ())) for name, aliases in {**ALWAYS, **REPORT_CARD, **OPTIONAL}.items()}
POINT: Final = {"district_code": ("lad_code",), "lat": ("lat",), "lon": ("lng", "lon")}


def read_nurseries(path: Path) -> pd.DataFrame:
    """Read registered day nurseries and pre-schools.

    Parameters
    ----------
    path : Path
        Ofsted management information as at 31 December 2025, cut to these subtypes, with a point per postcode.

    Returns
    -------
    DataFrame
        As `as_providers`, with ``district_code`` (hint; may be empty), ``lat``, ``lon`` (degrees); by ``urn``.

    Raises
    ------
    DataError
        The file or a column is missing, a subtype is unknown, or a URN stands in it twice.
    """
    rows = read_published(path, {name: COLUMNS[name] for name in EXTRACT} | POINT).sort_values("urn", ignore_index=True)
    problems = [
        Problem(path.name, f"has the subtype '{subtype}', which has no service type. Leave these rows out or add it.", column="subtype")
        for subtype in sorted(set(rows["subtype"]) - set(SERVICE_TYPES))
    ]
    twice = rows.loc[rows["urn"].duplicated(), "urn"]
    problems += [Problem(path.name, f"holds URN {urn} twice. Delete one row.", column="urn") for urn in twice]
    if problems:
        raise DataError(problems)
    return as_providers(rows).assign(district_code=rows["district_code"], lat=numbers(rows["lat"]), lon=numbers(rows["lon"]))


def as_providers(rows: pd.DataFrame) -> pd.DataFrame:
    """Write rows of the register as providers.

    Parameters
    ----------
    rows : DataFrame of str
        Columns `COLUMNS`, as many as the file has; their subtype is one of `SERVICE_TYPES`.

    Returns
    -------
    DataFrame
        Columns of ``providers.csv`` that Ofsted knows, under the rows' index. ``places`` is missing where the register leaves them empty;
        ``quality`` is ``1`` outstanding to ``4`` inadequate, or empty.
    """
    places = numbers(rows.get("places", pd.Series("", index=rows.index, dtype="str")))
    return pd.DataFrame(
        {
            "provider_id": "ofsted-" + rows["urn"],
            "urn": rows["urn"],
            "name": rows["name"],
            "service_type": rows["subtype"].map(SERVICE_TYPES),
            "sector": "pvi",
            "places": places,
            "places_basis": places.isna().map({True: "unknown", False: "registered"}),
            "postcode": rows["postcode"],
            "url": PAGE + rows["urn"],
            **_inspections(rows),
        }
    )


def _read(sheet: Sheet, setting: Setting, layout: str) -> Intake:
    rows = sheet.pick(COLUMNS)
    empty = pd.Series("", index=rows.index, dtype="str")
    wanted = rows["subtype"].isin(list(SERVICE_TYPES)) & rows.get("type", empty).str.casefold().isin(["", NON_DOMESTIC])
    wanted &= _is_open(rows) & (rows["postcode"] != WITHHELD)
    rejects = Rejects()
    places = to_number(rows.get("places", empty))
    bad_places = wanted & (places.wrong | (places.value < 0) | (places.value % 1 > 0))
    rejects.add(
        rows.get("places", empty)[bad_places], "Places", "is not a number of places. Correct it, or leave it empty if it is not known."
    )
    nameless = wanted & (rows["urn"] == "")
    rejects.add(rows.loc[nameless, "urn"], "Provider URN", "is empty. A provider needs its URN.")
    taken = as_providers(rows[wanted & ~bad_places & ~nameless])
    register = Register(
        layout=layout,
        source={**SOURCE, "period": _latest(taken)},
        service_types=("day_nursery", "preschool"),
        taken=taken,
        outside=int((~wanted).sum()),
        rejects=rejects,
        notes=tuple(_notes(rows, wanted, setting.atlas.areas)),
    )
    intake = to_intake(sheet, setting, register)
    counts = childminders(rows, setting.atlas.areas)
    if counts.empty:
        return intake
    tables = {**intake.tables, "childminders.csv": counts}
    replaces = {**intake.replaces, "childminders.csv": {"area_code": tuple(counts["area_code"].unique())}}
    return replace(intake, tables=tables, replaces=replaces)


def childminders(rows: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Count the childminders of the atlas's authorities; nobody can place them, because Ofsted withholds names and addresses.

    Parameters
    ----------
    rows : DataFrame of str
        Columns `COLUMNS`, as many as the file has.
    areas : DataFrame
        ``areas.csv``, by its index.

    Returns
    -------
    DataFrame
        ``childminders.csv``: those that are open and on the Early Years Register, by authority and parliamentary constituency.
    """
    if not {"type", "authority"} <= set(rows.columns):
        return pd.DataFrame(columns=list(CHILDMINDERS))
    codes = upper_codes(areas, rows["authority"].unique())
    here = (rows["type"].str.casefold() == CHILDMINDER) & _is_open(rows) & rows["authority"].isin(list(codes))
    where = rows.get("constituency", pd.Series("", index=rows.index, dtype="str"))[here].replace("", NOT_NAMED)
    pairs = pd.DataFrame({"area_code": rows.loc[here, "authority"].map(codes), "constituency": where})
    counts = pairs.groupby(["area_code", "constituency"]).size().rename("childminders").reset_index()
    return counts.assign(source_id=SOURCE["source_id"])


def _is_open(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell providers that are open and on the Early Years Register, where the file has a word on either."""
    empty = pd.Series("", index=rows.index, dtype="str")
    return rows.get("status", empty).str.casefold().isin(list(OPEN)) & rows.get("register", empty).str.upper().isin(["Y", "YES", ""])


def _inspections(rows: pd.DataFrame) -> dict[str, pd.Series[str]]:
    """Name the scheme of the last inspection: one grade until November 2025, a report card without a single grade since then."""
    empty = pd.Series("", index=rows.index, dtype="str")
    grade = rows.get("grade", empty).str.casefold().map(GRADES).fillna("")
    graded_on, card_on = to_date(rows.get("grade_date", empty)).value, to_date(rows.get("card_date", empty)).value
    by_card = (card_on != "") & (card_on >= graded_on)
    scheme = (grade != "").map({True: "graded", False: ""}).mask(by_card, "report_card")
    return {
        "quality_scheme": scheme,
        "quality": grade.mask(by_card, ""),
        "inspection_date": graded_on.where(grade != "", "").mask(by_card, card_on),
    }


def _latest(rows: pd.DataFrame) -> str:
    """Take the last inspection for the age of the file, which names its own day in its title only."""
    return str(rows["inspection_date"].max()) if len(rows) else ""


def _notes(rows: pd.DataFrame, wanted: pd.Series[bool], areas: pd.DataFrame) -> list[str]:
    """Say what is never placed, by authority and constituency, and which kinds are left out."""
    notes = ["The period of this source is the day of the latest inspection in the file; the file's title names the exact day."]
    if "type" not in rows:
        return notes
    counts = childminders(rows, areas)
    names = {code: name for name, code in upper_codes(areas, rows["authority"].unique()).items()} if len(counts) else {}
    for code, own in counts.groupby(counts["area_code"].astype("str")):
        listed = ", ".join(f"{name} {count:,}" for name, count in zip(own["constituency"], own["childminders"], strict=True))
        total = own["childminders"].sum()
        notes.append(
            f"Childminders of {names[str(code)]}: {total:,}, counted and never placed because Ofsted withholds addresses. {listed}."
        )
    others = rows.loc[~wanted, "subtype"].where(lambda kinds: kinds != "", "homes and other types").value_counts()
    if len(others):
        notes.append("Left out by type, status or register: " + ", ".join(f"{name} {count:,}" for name, count in others.items()) + ".")
    return notes


def _layout(layout_id: str, title: str, needs: Mapping[str, Sequence[str]]) -> Layout:
    return Layout(layout_id, title, needs, lambda sheet, setting: _read(sheet, setting, layout_id))


def _read_without_kinds(sheet: Sheet, setting: Setting) -> Intake:  # noqa: ARG001 - every layout is read with both
    """Take nothing from a table that does not tell day nurseries from clubs for older children."""
    rows = len(sheet.frame)
    return Intake("ofsted_without_kinds", sheet.file, {}, {}, Counts(rows, 0, 0, rows, 0), problems=(Problem(sheet.file, NO_KINDS),))


LAYOUTS: Final = (
    _layout("ofsted_report_cards", "Ofsted, Childcare providers and inspections (2026, with report cards)", {**ALWAYS, **REPORT_CARD}),
    _layout("ofsted_register", "Ofsted, Childcare providers and inspections (to December 2025)", {**ALWAYS, **GRADED}),
    Layout(
        "ofsted_without_kinds",
        "Ofsted, Childcare providers and inspections, older tables without the provider subtype (nothing is taken)",
        {name: ALWAYS[name] for name in ("urn", "type", "status", "name", "postcode", "authority")},
        _read_without_kinds,
    ),
    _layout(EXTRACT_ID, "Ofsted nurseries and pre-schools, an extract", EXTRACT),
)
