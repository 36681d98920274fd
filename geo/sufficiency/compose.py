"""The whole report: cover, ten parts in the order of the guidance, and a page for each district."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.sufficiency import demand, districts, gaps, groups, labels, later, method, quality, summary, supply, take_up
from geo.sufficiency.content import ReportFigure, SufficiencyReport, told

if TYPE_CHECKING:
    from geo.sufficiency.content import ReportSentence
    from geo.sufficiency.material import Material

UNDER: Final = (
    "Report to elected members under {act} ({duty}), and the {department}'s {guidance}. The duty is for the children of parents who work, "
    "study or train, aged {ages}; the figures here are of children under five."
)
HOW_READ: Final = (
    "Below each table stand the sources of its figures, their time and how they are known. Where the data have no figure, the report says "
    '"not held". It was made by the Best Start Gap Map on {made} from the data named in part 10.'
)


def compose(material: Material) -> SufficiencyReport:
    """Write the report.

    Parameters
    ----------
    material : Material
        As `geo.sufficiency.material.gather` gives it.
    """
    after = (
        demand.part(material),
        supply.part(material),
        take_up.part(material),
        quality.part(material),
        groups.part(material),
        gaps.part(material),
        later.action(),
        later.views(),
        method.part(material),
    )
    parts = (summary.part(material, after), *after)
    pages = [districts.part(material, str(code), len(parts) + number) for number, code in enumerate(material.districts.index, start=1)]
    of = f", {material.area}" if material.authority else ""
    return SufficiencyReport(
        f"Childcare sufficiency report {material.year}{of}", material.area, _cover(material), (*parts, *pages), method.numbers(material)
    )


def _cover(material: Material) -> tuple[ReportSentence, ...]:
    def rule(name: str, label: str, value: str, sources: tuple[str, ...]) -> ReportFigure:
        return ReportFigure(f"report.{name}", label, value, "", "", sources, "rule")

    made = f"{material.made.day} {material.made:%B %Y}"
    year = rule("year", "Year of the report", str(material.year), labels.SETTINGS)
    return (
        told("{area}, {year}", area=material.area, year=year),
        told(
            UNDER,
            act=rule("act", "Act", labels.ACT, labels.LAW),
            duty=labels.DUTY,
            department=labels.DEPARTMENT,
            guidance=labels.GUIDANCE,
            ages=rule("ages", "Ages that the duty is for", labels.AGES_OF_DUTY, labels.LAW),
        ),
        told(HOW_READ, made=rule("made", "Day on which the report was made", made, labels.SETTINGS)),
    )
