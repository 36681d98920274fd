"""A council's own list of providers: any spreadsheet with a name, a postcode or a point, and a type."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.intake.matching.layout import Layout
from geo.intake.matching.question import Question, given
from geo.intake.matching.register import Register, Rejects, to_intake
from geo.intake.reading.cells import to_number

if TYPE_CHECKING:
    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake
    from geo.intake.reading.sheet import Sheet
    from geo.settings.model import Settings

NEEDS: Final = {
    "name": ("name", "provider", "provider name", "setting", "venue", "service name"),
    "postcode": ("postcode", "post code", "pcd", "provider postcode"),
    "service_type": ("service_type", "service type", "type", "type of provider", "kind"),
}
OPTIONAL: Final = {
    "sector": ("sector", "public or private", "ownership"),
    "places": ("places", "capacity", "registered places"),
    "urn": ("urn", "reference", "id"),
    "url": ("url", "website", "web"),
    "easting": ("easting", "x"),
    "northing": ("northing", "y"),
    "lon": ("lon", "lng", "longitude"),
    "lat": ("lat", "latitude"),
}
KEY: Final = "service_type"
COLUMN: Final = "column "
NAMED: Final = 3
UNTYPED: Final = "No column says of which type each place is. Of which type are all of them, or which column says it?"
UNKNOWN_TYPES: Final = (
    "The column '{column}' has no word for a type of service that is known here ({some}). Of which type are all rows, or which column says "
    "it?"
)
NO_SECTOR: Final = "No column says whether the places are public or private. Which are they?"
SECTORS: Final = {"public": "Every row: public", "pvi": "Every row: private, voluntary or independent"}
PUBLIC: Final = frozenset({"public", "council", "local authority", "la", "school", "maintained", "nhs", "state"})
PVI: Final = frozenset({"pvi", "private", "voluntary", "independent", "charity", "third sector", "vcs", "business"})


def read_list(sheet: Sheet, setting: Setting) -> Intake:
    """Read a list; it replaces the rows that a file of the same name brought before, and nothing else."""
    rows, of_type = _typed(sheet, setting)
    rows, of_sector = _in_sector(rows, setting)
    empty = pd.Series("", index=rows.index, dtype="str")
    kinds = service_words(setting.settings)
    service = rows["service_type"].str.casefold().str.strip().map(kinds)
    sector = rows["sector"].str.casefold().str.strip().map(_sector_words())
    numbers = {name: to_number(rows.get(name, empty)) for name in ("places", "easting", "northing", "lon", "lat")}
    rejects = Rejects()
    known = ", ".join(sorted(setting.settings.services))
    rejects.add(
        rows.loc[service.isna(), "service_type"], "service_type", f"is not a type of service that is known here. Write one of: {known}."
    )
    rejects.add(rows.loc[rows["name"] == "", "name"], "name", "is empty. Give the provider's name.")
    written = rows["sector"]
    rejects.add(written[sector.isna()], "sector", "is neither public nor private. Write public or pvi.")
    wrong = {name: read.wrong | (read.value < 0 if name == "places" else False) for name, read in numbers.items()}
    for name, faulty in wrong.items():
        rejects.add(
            rows.get(name, empty)[faulty],
            name,
            "is not a number, 0 or more. Correct it or leave it empty."
            if name == "places"
            else "is not a number. Correct it or leave it empty.",
        )
    good = service.notna() & sector.notna() & (rows["name"] != "")
    for faulty in wrong.values():
        good &= ~faulty
    source_id = f"list_{re.sub(r'[^a-z0-9]+', '_', sheet.file.rsplit('.', 1)[0].casefold()).strip('_') or 'of_providers'}"
    urn = rows.get("urn", empty)
    places = numbers["places"].value
    counted = service.map(
        lambda service_type: service_type in setting.settings.services and setting.settings.services[service_type].capacity == "places"
    )
    taken = pd.DataFrame(
        {
            "provider_id": source_id + "-" + urn.where(urn != "", rows.index.astype("str").to_series(index=rows.index)),
            "urn": urn,
            "name": rows["name"],
            "service_type": service,
            "sector": sector,
            "places": places,
            "places_basis": places.notna().map({True: "registered", False: ""}).mask(places.isna() & counted, "unknown"),
            "postcode": rows["postcode"],
            "url": rows.get("url", empty).where(rows.get("url", empty).str.match(r"https?://[^\s/]"), ""),
            **{name: numbers[name].value for name in ("easting", "northing", "lon", "lat")},
        }
    )[good]
    register = Register(
        layout="provider_list",
        source=_source(sheet, source_id),
        service_types=(),
        taken=taken,
        outside=0,
        rejects=rejects,
        notes=("Rows of the same file name that were brought before are replaced; all other providers stay.",),
        replaces={"source_id": (source_id,)},
    )
    return replace(to_intake(sheet, setting, register), questions=(*of_type, *of_sector))


def _typed(sheet: Sheet, setting: Setting) -> tuple[pd.DataFrame, tuple[Question, ...]]:
    """Give the rows with their types: those of the column, or of a list of one kind the one that somebody says."""
    rows = sheet.pick({**NEEDS, **OPTIONAL})
    text = UNTYPED
    if "service_type" in rows:
        if rows["service_type"].str.casefold().str.strip().isin(service_words(setting.settings)).any():
            return rows, ()
        some = ", ".join(rows["service_type"].unique()[:NAMED])
        text = UNKNOWN_TYPES.format(column=sheet.header(KEY, NEEDS[KEY]), some=some)
    types = {key: f"Every row: {service.name}" for key, service in setting.settings.services.items()}
    known = {sheet.header(name, NEEDS[name]) for name in ("name", "postcode")}
    others = [str(name) for name in sheet.frame.columns if str(name) not in known]
    answers = types | {f"{COLUMN}{name}": f"As the column '{name}' says" for name in others}
    answer = given(setting.answers, KEY, answers)
    written = sheet.frame[answer.removeprefix(COLUMN)] if answer.startswith(COLUMN) else answer or next(iter(types))
    return rows.assign(service_type=written), (Question(KEY, text, answers, answer),)


def _in_sector(rows: pd.DataFrame, setting: Setting) -> tuple[pd.DataFrame, tuple[Question, ...]]:
    """Give the rows with their sectors, which a list of one kind need not have in a column either."""
    if "sector" in rows:
        return rows, ()
    answer = given(setting.answers, "sector", SECTORS)
    return rows.assign(sector=answer or "public"), (Question("sector", NO_SECTOR, SECTORS, answer),)


def service_words(settings: Settings) -> dict[str, str]:
    """Words that name a service type: its id, its name and its plural, and these without what stands in brackets."""
    keys: dict[str, str] = {}
    for key, service in settings.services.items():
        for word in (key, key.replace("_", " "), service.name, service.plural):
            keys[word.casefold()] = key
            keys[word.partition("(")[0].strip().casefold()] = key
    return keys


def _sector_words() -> dict[str, str]:
    return dict.fromkeys(PUBLIC, "public") | dict.fromkeys(PVI, "pvi")


def _source(sheet: Sheet, source_id: str) -> dict[str, str]:
    return {
        "source_id": source_id,
        "title": sheet.file,
        "publisher": "Own list",
        "licence": "As its owner allows",
        "attribution": f"Own list: {sheet.file}",
    }


TITLE: Final = "Own list of providers (name, postcode, type; sector, places ...)"
LAYOUTS: Final = (Layout("provider_list", TITLE, NEEDS, read_list, asks=(KEY,)),)
