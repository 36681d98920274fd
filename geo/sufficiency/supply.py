"""Part 3: providers and their places, by type and sector, by district, and by the ages that they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from geo.analysis.childminders import childminder_counts
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
# First and last month of each age group.
AGE_GROUPS: Final = {"Under one": (0, 11), "One": (12, 23), "Two": (24, 35), "Three and four": (36, 59)}
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
        _by_age(material),
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


def _by_age(material: Material) -> ReportTable:
    """Count providers by the ages that they take, as far as these are held."""
    first, last = (material.providers[f"age_{end}_months"].astype(float) for end in ("from", "to"))
    known, rows = first.notna(), []
    for name, (youngest, oldest) in AGE_GROUPS.items():
        takes = material.providers[known & (first <= youngest) & (last.isna() | (last > oldest))]
        counts = [_figure(material, f"supply.age.{youngest}", "providers", len(takes), of=f"take children: {name.lower()}")]
        rows.append(line(name, *counts))
    unknown = _figure(material, "supply.age.unknown", "providers", int((~known).sum()), of="ages not held")
    rows.append(line("Ages not held", unknown))
    note = (
        "Providers that say they take the whole of the age. Most registers do not say which ages a provider takes, nor how many of its "
        "places are for babies: places by age are not held."
    )
    return ReportTable("Providers by the ages that they take", "3 By age", ("Age", "Providers"), (60, 40), tuple(rows), note)


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
