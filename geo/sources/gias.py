"""DfE, Get Information About Schools: ``edubasealldata`` with schools and their nursery classes, and children's centres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.intake.cells import to_number
from geo.intake.layout import Layout
from geo.intake.register import Register, Rejects, to_intake
from geo.sources.schools import MONTHS_A_YEAR, NURSERY, NURSERY_LOW_AGE_MONTHS, PRIMARY, SCHOOL_PAGE

if TYPE_CHECKING:
    from geo.intake.layout import Setting
    from geo.intake.result import Intake
    from geo.intake.sheet import Sheet

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
WITH_PRIMARY: Final = (PRIMARY, "All-through", "Middle deemed primary")
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


def read_schools(sheet: Sheet, setting: Setting) -> Intake:
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
    places = figures["pupils"].value.where(nursery).mask(with_class, float(setting.settings.provision.assumed_nursery_class_places))
    kind = pd.Series("primary_school", index=rows.index).mask(with_class, "school_nursery").mask(nursery, "nursery_school")
    basis = (nursery | with_class).map({True: "assumed", False: ""}).mask(nursery & places.isna(), "unknown")
    taken = pd.DataFrame(
        {
            "provider_id": "gias-" + rows["urn"],
            "urn": rows["urn"],
            "name": rows["name"],
            "service_type": kind,
            "sector": "public",
            "places": places,
            "places_basis": basis,
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
    Layout("gias", "DfE, Get Information about Schools: schools (edubasealldata)", {**NEEDS, "low": OPTIONAL["low"]}, read_schools),
    Layout("gias_centres", "DfE, Get Information about Schools: children's centres", NEEDS, read_centres),
)
