"""Part 10: the method in a few sentences, its settings as figures, every source with its licence and age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.base.periods import in_words, last_year
from geo.method.need import scored_indicators
from geo.sufficiency import labels
from geo.sufficiency.access import target
from geo.sufficiency.content import ReportFigure, ReportPart, ReportSentence, ReportTable, line, told

if TYPE_CHECKING:
    from geo.base.vocabulary import Form
    from geo.sufficiency.material import Material

HOW: Final = (
    "Access is worked out by a floating catchment area method, {name} ({authors}): every provider's places are shared by the children "
    "within {minutes} minutes {mode}, nearer ones counting more, and each neighbourhood adds up the shares that it can reach. Children "
    "beyond the border share the places near it."
)
FORMS: Final[dict[Form, tuple[str, str]]] = {"e2sfca": ("E2SFCA", "Luo and Qi 2009"), "3sfca": ("3SFCA", "Wan, Zou and Sternberg 2012")}
SHORT: Final = (
    "Places short: where access is below the target of {target}, the difference times the children who live there. They are short if "
    "nobody else shared them."
)
CLASS: Final = (
    "A school that takes three-year-olds and publishes no nursery places is assumed to have {places}. Assumed places stand apart in part 3 "
    "and count in access where the settings say so."
)
LEFT_OUT: Final = "Assumed places are left out of access in this report, as was asked."
LIMITS: Final = (
    "Limits: journeys are estimated from distances unless measured times are held; places are those registered, not those open or free; no "
    "vacancy, fee, opening hour or waiting list is held. Where the data have no figure, none is estimated."
)
CHANGED: Final = "Settings and version of the method: {method}."
RESTS_ON: Final = "Gaps and access are worked out from data of this time: {time}."
AGE: Final = "The oldest of the data that a figure rests on is of {oldest}, the newest of {newest}."
MAPS: Final = (
    "Outlines on maps: Office for National Statistics licensed under the Open Government Licence v3.0. Contains OS data \N{COPYRIGHT SIGN} "
    "Crown copyright."
)
SOURCE_COLUMNS: Final = ("No.", "Title", "Publisher", "Of", "Licence")


def part(material: Material) -> ReportPart:
    """Write the part."""
    settings = material.model.settings
    sentences = [
        told(
            HOW,
            name=_rule("form", "Method of access", FORMS[settings.access.form][0], ""),
            authors=_rule("authors", "Authors of the method", FORMS[settings.access.form][1], ""),
            minutes=_rule("catchment", "Catchment", settings.access.catchment_minutes, "minutes"),
            mode=labels.MODES[settings.access.mode],
        ),
        told(SHORT, target=target(material)),
        told(
            CLASS,
            places=_rule("class", "Assumed places of a school nursery class", settings.provision.assumed_nursery_class_places, "places"),
        ),
        *([] if material.query.include_assumed else [told(LEFT_OUT)]),
        told(LIMITS),
        told(CHANGED, method=_rule("method", "Version of the method and settings that are not recommended", _version(material), "")),
    ]
    # Not in the file of all figures as one more: each worked-out figure has it there as its time.
    time = in_words(material.worked_out_date)
    sources = used(material)
    return ReportPart(labels.PARTS["method"], (*sentences, told(RESTS_ON, time=time), *_ages(sources), _table(sources)))


def numbers(material: Material) -> dict[str, ReportFigure]:
    """Give each source its number, by title."""
    return {str(row["title"]): _number(str(key), number, row) for number, (key, row) in enumerate(used(material).iterrows(), start=1)}


def _number(key: str, number: int, row: pd.Series[str]) -> ReportFigure:
    return ReportFigure(f"source.{key}.number", f"Number of the source: {row['title']}", number, "", "", (), "counted")


def _rule(name: str, label: str, value: float | str, unit: str) -> ReportFigure:
    return ReportFigure(f"rule.{name}", label, value, unit, "", labels.SETTINGS, "rule")


def _version(material: Material) -> str:
    return str(material.listed["method_version"].iloc[0])


def used(material: Material) -> pd.DataFrame:
    """Give the rows of the sources that any figure of the report rests on, by id."""
    model, atlas = material.model, material.model.atlas
    need = scored_indicators(atlas, model.settings.outcomes[material.query.outcome].indicators, "lsoa")
    keys = {
        model.settings.data.children_source,
        *material.providers["source_id"].dropna(),
        *atlas.indicators.loc[sorted(need), "source_id"],
        *atlas.indicators.loc[[key for key in [model.settings.market.low_income_indicator] if key in atlas.indicators.index], "source_id"],
        *atlas.upper_tier.measures["source_id"],
    }
    for table in (atlas.demand.projection, atlas.demand.homes, atlas.demand.yields, atlas.demand.take_up):
        keys |= set(table["source_id"].dropna())
    return atlas.sources.loc[[key for key in sorted(keys) if key in atlas.sources.index]]


def _ages(sources: pd.DataFrame) -> list[ReportSentence]:
    years = [int(year) for year in (last_year(str(period)) for period in sources["period"].dropna()) if not np.isnan(year)]
    if not years:
        return []
    oldest, newest = (
        ReportFigure(f"sources.{name}", f"Year of the {name} source", str(year), "year", str(year), labels.WORKED_OUT, "counted")
        for name, year in (("oldest", min(years)), ("newest", max(years)))
    )
    return [told(AGE, oldest=oldest, newest=newest)]


def _table(sources: pd.DataFrame) -> ReportTable:
    rows = []
    for number, (key, row) in enumerate(sources.fillna("").iterrows(), start=1):
        period = str(row["period"]) or labels.UNDATED
        figures = [
            ReportFigure(f"source.{key}.{name}", f"{named}: {row['title']}", value, "", period, (), "published")
            for name, named, value in (("period", "Of", period), ("licence", "Licence", str(row["licence"])))
        ]
        rows.append(line(_number(str(key), number, row), str(row["title"]), str(row["publisher"]), *figures))
    note = (
        f"Contains public sector information licensed under the licences named; the page Data and methods has attributions in full. {MAPS}"
    )
    return ReportTable("Sources", "10 Sources", SOURCE_COLUMNS, (7, 58, 32, 20, 24), tuple(rows), note)
