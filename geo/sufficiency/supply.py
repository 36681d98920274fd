"""Part 3: providers and their places, by type and sector, by district, and by the ages that they take."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from geo.analysis.childminders import childminder_counts
from geo.method.reasons import FACTS, TAKES, provider_facts
from geo.method.supply import lacks_childminders
from geo.sufficiency import labels
from geo.sufficiency.content import ReportFigure, ReportPart, ReportTable, line, told

if TYPE_CHECKING:
    from geo.sufficiency.content import Block
    from geo.sufficiency.labels import Basis
    from geo.sufficiency.material import Material

Counted = Literal["providers", "places", "assumed_places", "unknown"]
COUNTED: Final[dict[Counted, tuple[str, str, Basis]]] = {
    "providers": ("Providers", "providers", "registered"),
    "places": ("Registered places", "places", "registered"),
    "assumed_places": ("Assumed places", "places", "assumed"),
    "unknown": ("Providers whose places are not held", "providers", "registered"),
}
NO_CHILDMINDERS: Final = (
    "Childminders are missing: their addresses are withheld by the publisher, so no place of theirs is in any figure here. Bring the "
    "council's own list to have them counted."
)
AGE_GROUPS: Final = {"Under one": (0,), "One": (1,), "Two": (2,), "Three and four": (3, 4)}
NOT_KNOWN: Final = "not known"
AGES_KNOWN: Final = (
    "The ages that they take are known of {known} of {all} providers. The others may take any age: a provider whose ages are not known is "
    "no provider without places for babies."
)
WANTED: Final = "the council's own list of providers with the ages that they take, and childminders with their places"


def part(material: Material) -> ReportPart:
    """Write the part."""
    lacking = lacks_childminders(material.model)
    blocks: list[Block] = [
        told(
            "{providers} providers of early education and childcare stand in {area}, with {places} registered places; a further {assumed} "
            "places are assumed, and of {unknown} providers the places are not held.",
            area=material.area,
            providers=total(material, "providers"),
            places=total(material, "places"),
            assumed=total(material, "assumed_places"),
            unknown=total(material, "unknown"),
        ),
        _by_type(material),
        _by_district(material),
        *_by_age(material),
        *_childminders(material),
        *([told(NO_CHILDMINDERS)] if lacking else []),
    ]
    return ReportPart(labels.PARTS["supply"], tuple(blocks), "partly", WANTED)


def total(material: Material, counted: Counted, code: str = "") -> ReportFigure:
    """Count all providers of the report, or of one district."""
    counts = material.provider_counts.get(code)
    value = 0 if counts is None else int(counts[counted].fillna(0).sum())
    name = str(material.districts.at[code, "area_label"]) if code else material.area
    return _figure(material, f"supply.{code or 'area'}", counted, value, code, name)


def _figure(material: Material, stem: str, counted: Counted, value: float, code: str = "", area: str = "", of: str = "") -> ReportFigure:
    label, unit, basis = COUNTED[counted]
    source = labels.SETTINGS if basis == "assumed" else material.provision_sources
    return ReportFigure(
        f"{stem}.{counted}",
        f"{label}: {of}" if of else label,
        int(value),
        unit,
        material.provision_date,
        source,
        basis,
        code,
        area or material.area,
    )


def _by_type(material: Material) -> ReportTable:
    services, rows = material.model.settings.services, []
    for row in material.provider_counts[""].fillna(0).itertuples():
        key, sector = str(row.service_type), str(row.sector)
        of = f"{services[key].name}, {labels.SECTORS.get(sector, sector)}"
        figures = [_figure(material, f"supply.type.{key}.{sector}", counted, getattr(row, counted), of=of) for counted in COUNTED]
        rows.append(line(services[key].name, labels.SECTORS.get(sector, sector), *figures))
    rows.append(line("All", "", *(total(material, counted) for counted in COUNTED)))
    columns = ("Type", "Sector", *(label for label, _, _ in COUNTED.values()))
    return ReportTable("Providers and places by type and sector", "3 By type and sector", columns, (34, 26, 14, 16, 14, 20), tuple(rows))


def _by_district(material: Material) -> ReportTable:
    rows = [
        line(str(label), *(total(material, counted, str(code)) for counted in COUNTED))
        for code, label in material.districts["area_label"].items()
    ]
    columns = ("District", *(label for label, _, _ in COUNTED.values()))
    return ReportTable("Providers and places by district", "3 By district", columns, (36, 16, 18, 16, 20), tuple(rows))


def _by_age(material: Material) -> list[Block]:
    """Count providers by the ages that they take, as far as these are known, by the rule of the list of demand by age."""
    facts = pd.DataFrame(provider_facts(material.providers) > 0, columns=list(FACTS))
    unknown, of_all = facts["ages_unknown_in_reach"], len(facts)
    lacking = _figure(material, "supply.age.unknown", "providers", int(unknown.sum()), of="ages not known")
    known = _figure(material, "supply.age.known", "providers", int((~unknown).sum()), of="ages known")
    rows = []
    for name, ages in AGE_GROUPS.items():
        takes = int((facts[[TAKES[age] for age in ages]].any(axis=1) & ~unknown).sum())
        figure = _figure(material, f"supply.age.{ages[0]}", "providers", takes, of=f"known to take children: {name.lower()}")
        # None known to take an age is no word on those whose ages nobody knows.
        rows.append(line(name, figure if takes or not lacking.exact else replace(figure, value=NOT_KNOWN), lacking))
    note = (
        "Known to take the age: some of its year of life. Nobody publishes how many places of a provider are for babies: places by age are "
        "not held."
    )
    columns = ("Age", "Providers known to take it", "Providers whose ages are not known")
    table = ReportTable("Providers by the ages that they take", "3 By age", columns, (40, 30, 30), tuple(rows), note)
    return [told(AGES_KNOWN, known=known, all=total(material, "providers")), table] if of_all else []


def _childminders(material: Material) -> list[Block]:
    counts = childminder_counts(material.model.atlas)
    if counts.empty:
        return []
    rows = []
    for code, of in counts.groupby("area_code"):
        name = str(of["authority"].iloc[0])
        figure = ReportFigure(
            f"supply.childminders.{code}",
            "Childminders",
            int(of["childminders"].sum()),
            "childminders",
            material.provision_date,
            material.provision_sources,
            "registered",
            str(code),
            name,
        )
        rows.append(line(name, figure))
    title = "Childminders by authority: counted, never placed"
    return [ReportTable(title, "3 Childminders", ("Authority", "Childminders"), (60, 40), tuple(rows))]
