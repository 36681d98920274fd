"""Part 2: children by age today, and by year where projections or homes are held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.contract.demand import AGES
from geo.sufficiency import labels
from geo.sufficiency.content import ReportFigure, ReportPart, ReportTable, line, told

if TYPE_CHECKING:
    from geo.sufficiency.content import Block
    from geo.sufficiency.material import Material

COLUMNS: Final = [f"children_{age}" for age in range(len(AGES))]
TODAY_WIDTHS: Final = (30, 14, 14, 14, 14, 14, 16)
NO_PROJECTION: Final = (
    "No projection of children and no homes to be built are held: the children of today are the only figures. Nothing is assumed of the "
    "years to come."
)
NEVER: Final = "none"
UNITS: Final = {"children": "children", "expected_users": "children", "places_needed": "places", "shortfall_expected": "places"}
OLDER_AGES: Final = (
    "Children from five to fourteen, and disabled young people up to eighteen, are not counted by age in the data: not held."
)
WANTED: Final = (
    "children_projection.csv (Office for National Statistics: subnational population projections, persons by single year of age), and "
    "homes.csv (the council's housing trajectory)"
)


def part(material: Material) -> ReportPart:
    """Write the part."""
    ahead = _ahead(material)
    total = children(material, "", 0, total=True)
    blocks: list[Block] = [
        told(
            "{total} children under five live in {area}; the table has them by single year of age.",
            total=total,
            area=material.area,
        ),
        _today(material),
        *(ahead or [told(NO_PROJECTION)]),
        *_users(material),
        told(OLDER_AGES),
    ]
    return ReportPart(labels.PARTS["demand"], tuple(blocks), "held" if ahead else "partly", "" if ahead else WANTED)


def children(material: Material, code: str, age: int, *, total: bool = False) -> ReportFigure:
    """Give the children of one age, or of all under five, of a district; of all of the report where no code is given."""
    areas = material.model.areas["district"].loc[[code] if code else list(material.districts.index)]
    column = "children_0_4" if total else COLUMNS[age]
    name = "all" if total else str(age)
    return ReportFigure(
        f"children.{code or 'area'}.{name}",
        "Children aged 0 to 4" if total else f"Children aged {age}",
        int(areas[column].sum()),
        "children",
        material.children_date,
        material.children_sources,
        "estimated",
        code,
        str(areas["name"].iloc[0]) if code else material.area,
    )


def _today(material: Material) -> ReportTable:
    codes = [*map(str, material.districts.index)]
    rows = [line(_name(material, code), *_ages(material, code)) for code in codes]
    if len(codes) > 1:
        rows.append(line(material.area if material.query.districts else material.model.settings.area.name, *_ages(material, "")))
    columns = ("District", *labels.AGE_NAMES, "Under five")
    return ReportTable("Children by single year of age", "2 Children by age", columns, TODAY_WIDTHS, tuple(rows))


def _ages(material: Material, code: str) -> list[ReportFigure]:
    return [*(children(material, code, age) for age in range(len(AGES))), children(material, code, 0, total=True)]


def _name(material: Material, code: str) -> str:
    return str(material.districts.at[code, "area_label"])


def _ahead(material: Material) -> list[Block]:
    """Give the tables of the years to come: children of each district, and the first year below the target."""
    if material.ahead is None:
        return []
    rows = material.ahead
    years = [int(year) for year in sorted(rows["year"].unique())]
    by_district = [
        line(_name(material, code), *(_of_year(material, code, year, "children_0_4") for year in years))
        for code in map(str, material.districts.index)
    ]
    children_table = ReportTable(
        "Children under five by year",
        "2 Children by year",
        ("District", *map(str, years)),
        (30, *(12,) * len(years)),
        tuple(by_district),
        "New homes come on top of the projection, as on the page Demand.",
    )
    return [children_table, _by_age(material, years[-1]), _below(material, years)]


def _by_age(material: Material, year: int) -> ReportTable:
    columns = [*COLUMNS, "children_0_4"]
    rows = [
        line(_name(material, code), *(_of_year(material, code, year, column) for column in columns))
        for code in map(str, material.districts.index)
    ]
    return ReportTable(
        f"Children by single year of age in {year}",
        "2 Ages in the last year",
        ("District", *labels.AGE_NAMES, "Under five"),
        TODAY_WIDTHS,
        tuple(rows),
    )


def _below(material: Material, years: list[int]) -> ReportTable:
    rows = [
        line(
            _name(material, code),
            _of_year(material, code, years[0], "access"),
            _of_year(material, code, years[-1], "access"),
            *(_of_year(material, code, years[0], name) for name in ("first_year_below", "year_low", "year_high")),
        )
        for code in map(str, material.districts.index)
    ]
    return ReportTable(
        "When demand passes what is within reach",
        "2 First year below",
        ("District", f"Access {years[0]}", f"Access {years[-1]}", "First year below target", "Year: low", "Year: high"),
        (30, 14, 14, 16, 13, 13),
        tuple(rows),
        f"Access in {material.unit}. {NEVER.capitalize()}: access stays at or above the target in all years that are looked at. Low and "
        "high hold the year in nine of ten draws.",
    )


def _of_year(material: Material, code: str, year: int, column: str) -> ReportFigure:
    """Give a figure of the look ahead as its own table has it."""
    ahead = material.ahead
    if ahead is None:
        raise ValueError("no year to come is held")
    row = ahead[(ahead["area_code"] == code) & (ahead["year"] == year)].iloc[0]
    value, is_year = row[column], column.startswith(("first_year", "year_"))
    unit = UNITS.get(column.rstrip("_01234"), "year" if is_year else material.unit)
    shown: float | str = (NEVER if pd.isna(value) else str(int(value))) if is_year else float(value)
    decimals = 2 if column == "access" else 1 if column.startswith("shortfall") else 0
    label = f"{column.replace('_', ' ')}, {year}"
    figure_id = f"ahead.{code}.{year}.{column}"
    return ReportFigure(figure_id, label, shown, unit, str(year), _rests_on(material), "worked_out", code, _name(material, code), decimals)


def _rests_on(material: Material) -> tuple[str, ...]:
    projection = material.model.atlas.demand.projection
    named = [material.title(str(key)) for key in sorted(projection["source_id"].unique())]
    return (*labels.LOOK_AHEAD, *named)


def _users(material: Material) -> list[Block]:
    """Say who is expected to use a place in the last year, where take-up is held."""
    ahead = material.ahead
    if ahead is None or ahead["expected_users"].isna().all():
        return []
    year = int(ahead["year"].max())
    rows = [
        line(
            _name(material, code),
            _of_year(material, code, year, "expected_users"),
            _of_year(material, code, year, "places_needed"),
            _of_year(material, code, year, "shortfall_expected"),
        )
        for code in map(str, material.districts.index)
    ]
    return [
        ReportTable(
            f"Expected users in {year}",
            "2 Expected users",
            ("District", "Children who use a place", "Places that their hours fill", "Places short, the district as one area"),
            (40, 20, 20, 20),
            tuple(rows),
        )
    ]
