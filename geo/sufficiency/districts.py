"""A page for each district: its figures, its gaps on a map, and where these are greatest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.sufficiency import labels
from geo.sufficiency.access import added
from geo.sufficiency.content import ReportMap, ReportPart, ReportTable, told, whole
from geo.sufficiency.demand import children
from geo.sufficiency.gaps import first_short, greatest, shortest_named
from geo.sufficiency.supply import COUNTED, total

if TYPE_CHECKING:
    from geo.sufficiency.content import Block
    from geo.sufficiency.material import Material

MOST_AREAS, MOST_SHORT = 6, 3
FIGURES: Final = ("access", "minutes", "short_areas", "shortfall", "priority", "priority_children")
# Excel allows no more in the name of a sheet, and none of these letters.
SHEET_LETTERS: Final = 22
NOT_IN_A_SHEET: Final = str.maketrans("", "", "[]:*?/\\'")
LEAD: Final = (
    "{children} children under five live in {district}. {places} registered places stand there. Access, averaged over "
    "the children, is {access} {unit}; {shortfall} places are short of the target."
)


def part(material: Material, code: str, number: int) -> ReportPart:
    """Write the page of one district; ``number`` is that of its heading."""
    name = str(material.districts.at[code, "area_label"])
    sheet = f"{number} {name.translate(NOT_IN_A_SHEET)[:SHEET_LETTERS]}"
    figures = [
        children(material, code, 0, total=True),
        *(total(material, counted, code) for counted in COUNTED),
        *(added(material, one, code) for one in FIGURES),
    ]
    lines = tuple((figure.label, figure, figure.unit, labels.BASES[figure.basis]) for figure in figures)
    rows = material.of_district(code)
    marked = tuple(str(one) for one in first_short(rows, MOST_AREAS)["area_code"])
    blocks: list[Block] = [
        told(
            LEAD,
            district=name,
            unit=material.unit,
            children=children(material, code, 0, total=True),
            places=total(material, "places", code),
            access=added(material, "access", code),
            shortfall=whole(added(material, "shortfall", code)),
        ),
        ReportTable("Figures", sheet, ("What", "Figure", "Unit", "How known"), (46, 12, 50, 28), lines),
        ReportMap(
            code, marked, f"Gaps in {name}", f"Map of the neighbourhoods of {name} by gap score; those with a number are listed below."
        ),
        *greatest(material, rows, MOST_AREAS, f"{sheet} gaps", numbered=True),
        *shortest_named(material, rows, MOST_SHORT),
    ]
    return ReportPart(f"{number} {name}", tuple(blocks), of_district=True)
