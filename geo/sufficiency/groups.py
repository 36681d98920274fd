"""Part 6: the groups that the statutory guidance names, each with a figure or "not held"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.analysis.benchmarks import TAKE_UP
from geo.sufficiency import labels
from geo.sufficiency.access import added, low_income
from geo.sufficiency.content import ReportFigure, ReportPart, ReportTable, line, told
from geo.sufficiency.take_up import COUNTS, figure_of

if TYPE_CHECKING:
    from geo.sufficiency.material import Material


@dataclass(frozen=True)
class GuidanceGroup:
    """A group that the guidance names.

    Parameters
    ----------
    name : str
        As the guidance has it.
    lacking : str
        What is not held of it.
    wanted : str
        Who has it.
    """

    name: str
    lacking: str
    wanted: str


BABIES: Final = "babies"
GROUPS: Final = {
    "send": GuidanceGroup(
        "Disabled children and children with special educational needs",
        "Children with SEND and places that suit them",
        "the council's SEND team; a survey of providers",
    ),
    "low_income": GuidanceGroup(
        "Families who receive Universal Credit or are on a low income",
        "Families who receive Universal Credit",
        "Department for Work and Pensions: Stat-Xplore",
    ),
    "irregular": GuidanceGroup(
        "Families with irregular working hours",
        "Opening hours of providers, evenings and weekends",
        "the Family Information Service; a survey of providers",
    ),
    BABIES: GuidanceGroup(
        "Children of working parents from nine months to two years",
        "Children entitled and registered",
        "take_up.csv; Department for Education: funded early education and childcare",
    ),
    "twos": GuidanceGroup(
        "Two-year-olds taking up early education places",
        "Children entitled by neighbourhood",
        "take_up.csv; the department's list of eligible families",
    ),
    "threes": GuidanceGroup(
        "Three- and four-year-olds taking up early education places",
        "Take-up by neighbourhood",
        "take_up.csv; the council's headcount",
    ),
    "school_age": GuidanceGroup(
        "School-age children",
        "Children by age from five, and places before and after school",
        "the school census; out-of-school clubs of Ofsted's register",
    ),
    "holidays": GuidanceGroup(
        "Children who need holiday care",
        "Places in the holidays",
        "the Family Information Service; the holiday activities and food programme",
    ),
}
INTRODUCTION: Final = (
    "The guidance asks how sufficient childcare is ensured for each of these groups. {held} of the {count} groups have a figure here; for "
    "the others the table says who has one."
)
FEW: Final = (
    "Low income is told by neighbourhood: the third of all with most families on a low income. Families themselves are not counted."
)


def part(material: Material) -> ReportPart:
    """Write the part."""
    by_group = {key: figures_of(material, key) for key in GROUPS}
    rows = []
    for key, group in GROUPS.items():
        # A council's own take-up file has all that is asked of the youngest.
        figures = by_group[key] if key == BABIES and by_group[key] else [*by_group[key], _lacking(key)]
        for number, figure in enumerate(figures):
            of = f"{figure.label}, {figure.area}" if figure.area else figure.label
            rows.append(line(group.name if number == 0 else "", of, figure, figure.unit if figure.exact is not None else "", _how(figure)))
    held = sum(bool(figures) for figures in by_group.values())
    counted = {
        "count": ReportFigure("groups.all", "Groups that the guidance names", len(GROUPS), "groups", "", (labels.GUIDANCE,), "rule"),
        "held": ReportFigure("groups.held", "Groups with a figure", held, "groups", "", labels.WORKED_OUT, "counted"),
    }
    columns = ("Group", "What", "Figure", "Unit", "How known, or who has it")
    table = ReportTable("Groups of the guidance", "6 Groups", columns, (32, 46, 13, 22, 32), tuple(rows))
    wanted = "; ".join(dict.fromkeys(who for key, group in GROUPS.items() if not by_group[key] for who in group.wanted.split("; ")))
    return ReportPart(labels.PARTS["groups"], (told(INTRODUCTION, **counted), table, told(FEW)), "partly", wanted)


def _lacking(key: str) -> ReportFigure:
    return ReportFigure(f"groups.{key}", GROUPS[key].lacking, None, "", "", (), "published")


def _how(figure: ReportFigure) -> str:
    """Say beside a figure where it is from and how sure."""
    if figure.exact is None:
        return f"To be had from: {GROUPS[figure.figure_id.partition('.')[2]].wanted}"
    return labels.BASES[figure.basis]


def figures_of(material: Material, key: str) -> list[ReportFigure]:
    """Give what is held of a group; none where nothing is."""
    if key == "low_income":
        marked = low_income(material)
        named = ("children", "access", "shortfall")
        return [added(material, name, only=marked, group="low-income neighbourhoods") for name in named] if marked.any() else []
    if key in ("twos", "threes"):
        at = ("twos", "threes").index(key)
        return [*figure_of(material, TAKE_UP[at]), *figure_of(material, COUNTS[at])]
    if key == BABIES:
        return _working_families(material)
    return []


def _working_families(material: Material) -> list[ReportFigure]:
    """Give what the council's own take-up file has of children under three of working parents."""
    rows = material.model.atlas.demand.take_up
    names = material.model.atlas.areas["name"]
    return [
        ReportFigure(
            f"take_up.{row.area_code}.{row.age}.{row.entitlement}.registered",
            f"Registered, age {row.age}",
            float(str(row.registered)),
            "children",
            str(material.model.atlas.sources["period"].get(str(row.source_id), labels.UNDATED)),
            (material.title(str(row.source_id)),),
            "published",
            str(row.area_code),
            str(names.get(str(row.area_code), row.area_code)),
        )
        for row in rows[rows["entitlement"] == "working_families"].itertuples()
    ]
