"""Part 1: what members should know first; every figure comes again in its own part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.analysis.benchmarks import TAKE_UP
from geo.sufficiency import groups, labels
from geo.sufficiency.access import added, target
from geo.sufficiency.content import ReportPart, ReportTable, told, whole
from geo.sufficiency.demand import children
from geo.sufficiency.supply import total
from geo.sufficiency.take_up import figure_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.sufficiency.content import ReportFigure, ReportSentence, Row
    from geo.sufficiency.material import Material

ENOUGH: Final = (
    "{children} children under five live in {area}. {places} registered and {assumed} assumed places are counted for them. Access, "
    "averaged over the children, is {access} {unit}; from {target} on it counts as enough."
)
SHORT: Final = (
    "In {short} of {areas} neighbourhoods access is below that target; together {shortfall} places are short of it. {priority} "
    "neighbourhoods are priority gaps, where need is high and access low."
)
JUDGE: Final = (
    "Whether childcare is sufficient, so far as is reasonably practicable, is for the authority to judge: the target is a yardstick that "
    "makes places comparable, not a threshold of the law."
)
MOST: Final = "Most places are short in {district}: {most}."
LACKING: Final = "The data have no figures on the following, so this report has none: {names}."
TO_WRITE: Final = "{marker} before it is sent: {names}."
TITLE: Final = "At a glance"


def part(material: Material, others: Sequence[ReportPart]) -> ReportPart:
    """Write the part; ``others`` are the parts that come after it."""
    figures = {
        "children": children(material, "", 0, total=True),
        "places": total(material, "places"),
        "assumed": total(material, "assumed_places"),
        **{name: added(material, name) for name in ("access", "short_areas", "areas", "shortfall", "priority", "priority_children")},
    }
    sentences = [
        told(
            ENOUGH,
            area=material.area,
            unit=material.unit,
            target=target(material),
            children=figures["children"],
            places=figures["places"],
            assumed=figures["assumed"],
            access=figures["access"],
        ),
        _short(material, figures),
        told(JUDGE),
        told(LACKING, names=_lacking(material, others)),
        told(TO_WRITE, marker=labels.TO_WRITE, names=_named(part for part in others if part.held == "to_write")),
    ]
    take_up = [one for measure in TAKE_UP for one in figure_of(material, measure)]
    rows = tuple(_row(one) for one in (*figures.values(), *take_up))
    table = ReportTable(TITLE, "1 At a glance", ("What", "Figure", "Unit", "How known"), (56, 14, 34, 28), rows)
    return ReportPart(labels.PARTS["summary"], (*sentences, table))


def _row(figure: ReportFigure) -> Row:
    of = f"{figure.label}, {figure.area}" if figure.figure_id.startswith("authority.") else figure.label
    return (of, figure, figure.unit, labels.BASES[figure.basis])


def _short(material: Material, figures: Mapping[str, ReportFigure]) -> ReportSentence:
    """Say how much is short, and where most is; the second where there are several districts and something is short."""
    named: dict[str, ReportFigure | str] = {name: figures[name] for name in ("areas", "priority")}
    named |= {"short": figures["short_areas"], "shortfall": whole(figures["shortfall"])}
    by_district = [added(material, "shortfall", str(code)) for code in material.districts.index]
    most = max(by_district, key=lambda figure: float(figure.exact or 0))
    if len(by_district) == 1 or not most.exact:
        return told(SHORT, **named)
    return told(f"{SHORT} {MOST}", **named, district=most.area, most=whole(most))


def _lacking(material: Material, others: Sequence[ReportPart]) -> str:
    """Name of what nothing is held: groups of the guidance, then whole parts."""
    named = [group.name for key, group in groups.GROUPS.items() if not groups.figures_of(material, key)]
    parts = _named(part for part in others if part.held == "not_held")
    return "; ".join(filter(None, [*(one[0].lower() + one[1:] for one in [*named, "Fees that parents pay"]), parts]))


def _named(parts: Iterable[ReportPart]) -> str:
    names = [part.heading.partition(" ")[2] for part in parts]
    return "; ".join(one[0].lower() + one[1:] for one in names)
