"""Part 5: how easily provision is reached, what it costs, and how inspectors found it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.sufficiency import labels
from geo.sufficiency.access import added, target
from geo.sufficiency.content import ReportFigure, ReportHeading, ReportPart, ReportTable, line, told
from geo.sufficiency.take_up import of_authorities

if TYPE_CHECKING:
    from geo.sufficiency.content import Block
    from geo.sufficiency.material import Material

REACHED: Final = ("access", "minutes", "short_areas", "none_in_reach")
RATED: Final = ("lait_2yr_ofsted_rating", "lait_3_4yr_ofsted_rating", "lait_pvi_2_3_4_gs")
FEES: Final = (
    "What parents pay is not held. No publisher gives fees by provider; a survey of providers or the Family Information Service would."
)
ACCESS: Final = (
    "Access, averaged over the children, is {access} {unit}, each place shared by all who can reach it. From {target} on it counts as "
    "enough here: the target is a yardstick of the dashboard and no legal threshold."
)
SEEN: Final = "{seen} of {all} providers have a result of an inspection in the data; {good} of these were found good or outstanding."
WANTED: Final = "fees by provider, from a survey of providers or the Family Information Service"


def part(material: Material) -> ReportPart:
    """Write the part."""
    access = added(material, "access")
    blocks: list[Block] = [
        ReportHeading("Accessibility"),
        told(ACCESS, access=access, unit=material.unit, target=target(material)),
        _reach(material),
        ReportHeading("Affordability"),
        told(FEES),
        ReportHeading("Quality"),
        told(SEEN, seen=_seen(material), all=_providers(material), good=_good(material)),
        _inspections(material),
        *of_authorities(material, RATED, "5 Quality as published", "Quality of funded places as published"),
    ]
    return ReportPart(labels.PARTS["quality"], tuple(blocks), "partly", WANTED)


def _reach(material: Material) -> ReportTable:
    rows = [
        line(str(label), *(added(material, name, str(code)) for name in REACHED))
        for code, label in material.districts["area_label"].items()
    ]
    columns = ("District", "Access", "Minutes to nearest", "Areas below target", "Areas with none in reach")
    note = f"Access in {material.unit}; journeys {labels.MODES[material.model.settings.access.mode]}; areas are neighbourhoods (LSOAs)."
    return ReportTable("Accessibility by district", "5 Accessibility", columns, (32, 16, 18, 18, 18), tuple(rows), note)


def _inspections(material: Material) -> ReportTable:
    services, rows = material.model.settings.services, []
    for key, of in material.providers.groupby("service_type"):
        counts = of["inspection"].value_counts()
        figures = [_result(material, str(key), result, int(counts.get(result, 0))) for result in labels.INSPECTIONS]
        rows.append(line(services[str(key)].name, *figures))
    columns = ("Type", *labels.INSPECTIONS.values())
    note = "A report card has no overall grade, so it is not put on this scale."
    return ReportTable("Last inspection in the data", "5 Inspections", columns, (34, 18, 11, 19, 17, 13, 15), tuple(rows), note)


def _result(material: Material, service: str, result: str, count: int) -> ReportFigure:
    name = material.model.settings.services[service].name if service else "All"
    return _count(material, f"quality.{service or 'all'}.{result}", f"{name}: {labels.INSPECTIONS[result].lower()}", count)


def _count(material: Material, figure_id: str, label: str, count: int) -> ReportFigure:
    sources, date = material.provision_sources, material.provision_date
    return ReportFigure(figure_id, label, count, "providers", date, sources, "published", area=material.area)


def _seen(material: Material) -> ReportFigure:
    return _count(
        material, "quality.seen", "Providers with a result of an inspection", int((material.providers["inspection"] != "none").sum())
    )


def _providers(material: Material) -> ReportFigure:
    return _count(material, "quality.providers", "Providers", len(material.providers))


def _good(material: Material) -> ReportFigure:
    good = int(material.providers["inspection"].isin(["1", "2"]).sum())
    return _count(material, "quality.good", "Providers found good or outstanding", good)
