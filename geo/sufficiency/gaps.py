"""Part 7: gaps by the kinds that the guidance tells apart: geographic, income, specific need, time, age and type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from geo.method.market import low_income_pvi_only
from geo.sufficiency import labels
from geo.sufficiency.access import added, low_income
from geo.sufficiency.content import ReportFigure, ReportHeading, ReportPart, ReportSentence, ReportTable, line, told, whole

if TYPE_CHECKING:
    from geo.sufficiency.content import Block, Row
    from geo.sufficiency.material import Material

DISTRICT_ROWS: Final = ("children", "short_areas", "short_children", "shortfall", "priority", "priority_children")
INCOME_ROWS: Final = ("areas", "children", "access", "short_areas", "shortfall")
GEOGRAPHIC: Final = (
    "In {short} of {areas} neighbourhoods access is below the target, and together {shortfall} places are short of it. {priority} "
    "are priority gaps, where need is high and access low; {children} children under five live there."
)
INCOME: Final = "The third of all neighbourhoods with most families on a low income, beside the others."
NEED: Final = "Gaps in places for disabled children and children with special educational needs are not held."
TIME: Final = "Gaps in the early morning, the evening, at weekends and in the holidays are not held, because opening hours are not."
AGE: Final = (
    "Which places are for babies and which for older children is not held by most registers, so no gap is worked out by age; part 3 counts "
    "the providers whose ages are held."
)
TYPE: Final = (
    "In {only} low-income neighbourhoods the only providers in reach are private, voluntary or independent; in {none} neighbourhoods no "
    "provider is in reach at all."
)
NO_INCOME: Final = "Which neighbourhoods have most families on a low income is not held, or is the same of all of them."
NONE_SHORT: Final = "No neighbourhood is short of places against the target."
SHORTEST_NOTE: Final = "By places short alone, whatever the need; the rank is that of the gap list, by need and access together."
# How many neighbourhoods the table of most places short has.
MOST_SHORT: Final = 10
MOST_SHORT_HERE: Final = "Most places are short in"
AREA_COLUMNS: Final[tuple[str, ...]] = ("Rank", "Neighbourhood", "Under fives", "Access", "Places short", "How sure")
AREA_WIDTHS: Final[tuple[int, ...]] = (8, 42, 14, 12, 15, 16)
WANTED: Final = "opening hours and ages taken by each provider; places for children with special educational needs"


def part(material: Material) -> ReportPart:
    """Write the part."""
    figures = {
        name: added(material, name) for name in ("short_areas", "areas", "shortfall", "priority", "priority_children", "none_in_reach")
    }
    blocks: list[Block] = [
        ReportHeading("Geographic gaps"),
        told(
            GEOGRAPHIC,
            short=figures["short_areas"],
            areas=figures["areas"],
            shortfall=whole(figures["shortfall"]),
            priority=figures["priority"],
            children=figures["priority_children"],
        ),
        by_district(material),
        *greatest(material, material.listed, material.model.settings.sufficiency.areas_listed, "7 Greatest gaps"),
        *shortest(material, material.listed, MOST_SHORT, "7 Most places short"),
        ReportHeading("Income gaps"),
        *_income(material),
        ReportHeading("Gaps in specific need"),
        told(NEED),
        ReportHeading("Gaps in time"),
        told(TIME),
        ReportHeading("Gaps by age"),
        told(AGE),
        ReportHeading("Gaps by type"),
        told(TYPE, only=_pvi_only(material), none=figures["none_in_reach"]),
    ]
    return ReportPart(labels.PARTS["gaps"], tuple(blocks), "partly", WANTED)


def by_district(material: Material) -> ReportTable:
    """Give the gaps of each district, and of all."""
    rows = [
        line(str(label), *(added(material, name, str(code)) for name in DISTRICT_ROWS))
        for code, label in material.districts["area_label"].items()
    ]
    if len(rows) > 1:
        rows.append(line("All", *(added(material, name) for name in DISTRICT_ROWS)))
    columns = ("District", "Children under five", "Areas below target", "Children there", "Places short", "Priority gaps", "Children there")
    return ReportTable("Gaps by district", "7 By district", columns, (30, 14, 14, 14, 14, 12, 14), tuple(rows))


def greatest(material: Material, rows: pd.DataFrame, most: int, sheet: str, *, numbered: bool = False) -> list[Block]:
    """List neighbourhoods that are short of places, the greatest gap first, as the gap list has them; with their numbers on a map."""
    first = first_short(rows, most)
    if first.empty:
        return [told(NONE_SHORT)]
    listed = tuple(
        line(*([_on_map(row, number)] if numbered else []), *_area_cells(material, row))
        for number, (_, row) in enumerate(first.iterrows(), start=1)
    )
    note = "Ranks are those of the gap list of this report, by need and access together. Places short are against the target."
    columns, widths = AREA_COLUMNS, AREA_WIDTHS
    if numbered:
        columns, widths, note = ("Map", *columns), (7, *widths), ""
    return [ReportTable("Where the gaps are greatest", sheet, columns, widths, listed, note)]


def shortest(material: Material, rows: pd.DataFrame, most: int, sheet: str) -> list[Block]:
    """List the neighbourhoods with most places short, whatever their need; nothing where none is short."""
    listed = tuple(line(*_area_cells(material, row)) for _, row in _most_short(rows, most).iterrows())
    return [ReportTable("Where most places are short", sheet, AREA_COLUMNS, AREA_WIDTHS, listed, SHORTEST_NOTE)] if listed else []


def shortest_named(material: Material, rows: pd.DataFrame, most: int) -> list[Block]:
    """Name the same in a sentence, where a page has no room for a table."""
    figures = [whole(_of_area(material, row, "shortfall_places")) for _, row in _most_short(rows, most).iterrows()]
    named = "; ".join(f"{figure.area}: {figure}" for figure in figures)
    return [ReportSentence(f"{MOST_SHORT_HERE} {named}.", tuple(figures))] if figures else []


def _most_short(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    short = rows[rows["shortfall_places"] > 0]
    return short.sort_values(["shortfall_places", "rank"], ascending=[False, True]).head(most)


def _area_cells(material: Material, row: pd.Series[Any]) -> Row:
    figures = [_of_area(material, row, name) for name in ("children_0_4", "access", "shortfall_places", "how_sure")]
    return line(_of_area(material, row, "rank"), str(row["area_label"]), *figures)


def first_short(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """Give the first rows of a gap list that are short of places."""
    return rows[rows["shortfall_places"] > 0].head(most)


def _on_map(row: pd.Series[Any], number: int) -> ReportFigure:
    code, label = str(row["area_code"]), str(row["area_label"])
    return ReportFigure(f"gap.{code}.on_map", "Number on the map", number, "", "", (), "counted", code, label)


OF_AREA: Final = {
    "rank": ("Rank of the gap", "", 0),
    "children_0_4": ("Children under five", "children", 0),
    "access": ("Access", "", 2),
    "shortfall_places": ("Places short of the target", "places", 1),
    "how_sure": ("How sure the rank is", "", 0),
}


def _of_area(material: Material, row: pd.Series[Any], name: str) -> ReportFigure:
    """Give a figure of one neighbourhood as the gap list has it."""
    label, unit, decimals = OF_AREA[name]
    value, is_children = row[name], name == "children_0_4"
    return ReportFigure(
        f"gap.{row['area_code']}.{name}",
        label,
        None if pd.isna(value) or value == "" else labels.SURE[str(value)] if name == "how_sure" else float(value),
        unit if name != "access" else material.unit,
        material.children_date if is_children else material.worked_out_date,
        material.children_sources if is_children else labels.WORKED_OUT,
        "estimated" if is_children else "worked_out",
        str(row["area_code"]),
        str(row["area_label"]),
        decimals,
    )


def _income(material: Material) -> list[Block]:
    marked = low_income(material)
    if not marked.any() or marked.all():
        return [told(NO_INCOME)]
    rows = [
        line(name, *(added(material, figure, only=chosen, group=name.lower()) for figure in INCOME_ROWS))
        for name, chosen in (("Low-income neighbourhoods", marked), ("Other neighbourhoods", ~marked))
    ]
    columns = ("Where", "Areas", "Children under five", "Access", "Below target", "Places short")
    note = f"Areas are neighbourhoods; access in {material.unit}, the mean of all children there."
    table = ReportTable("Gaps by income", "7 By income", columns, (36, 16, 16, 12, 14, 14), tuple(rows), note)
    return [told(INCOME), table]


def _pvi_only(material: Material) -> ReportFigure:
    label, date = "Low-income neighbourhoods with private, voluntary or independent providers only in reach", material.worked_out_date
    count = len(low_income_pvi_only(material.listed))
    return ReportFigure("gap.area.pvi_only", label, count, "neighbourhoods", date, labels.WORKED_OUT, "worked_out", area=material.area)
