"""Part 4: who takes up funded hours; county and unitary figures stay what they are and are never painted on districts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.analysis.benchmarks import TAKE_UP
from geo.sufficiency import labels
from geo.sufficiency.content import ReportFigure, ReportPart, ReportTable, line, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from geo.analysis.benchmarks import Authority
    from geo.sufficiency.content import Block, Row
    from geo.sufficiency.material import Material

COUNTS: Final = ("lait_no_2yr_olds", "lait_no_3_4yr_olds")
NEVER_PAINTED: Final = (
    "These are figures of whole authorities: they say nothing of how their districts differ, and are not shared out among them."
)
NONE_HELD: Final = "Take-up of funded hours is not held."
NOT_BY_AGE: Final = (
    "Take-up of the entitlements for children of working parents from nine months on is not held by authority in these data."
)
WANTED: Final = "take_up.csv (Department for Education: funded early education and childcare, by local authority, age and entitlement)"
COLUMNS: Final = ("Authority", "Measure", "Value", "Unit", "England", "Statistical neighbours", "Period")


def part(material: Material) -> ReportPart:
    """Write the part."""
    held, published = _held(material), of_authorities(material, [*TAKE_UP, *COUNTS], "4 Published take-up", "Take-up as published")
    blocks: list[Block] = [*held, *published]
    if published:
        blocks.append(told(NEVER_PAINTED))
    if not blocks:
        blocks.append(told(NONE_HELD))
    if not held:
        blocks.append(told(NOT_BY_AGE))
    return ReportPart(
        labels.PARTS["take_up"], tuple(blocks), "held" if held else "partly" if published else "not_held", "" if held else WANTED
    )


def _held(material: Material) -> list[Block]:
    """Give the table of the council's own take-up file."""
    rows_held, rows = material.model.atlas.demand.take_up, []
    names, entitlements = material.model.atlas.areas["name"], material.model.settings.demand.entitlements
    utlas = {one.code: one.name for one in material.authorities}
    for row in rows_held.itertuples():
        code, known = str(row.area_code), str(row.entitlement)
        area = str(names.get(code, utlas.get(code, code)))
        stem, sources = f"take_up.{code}.{row.age}.{known}", (material.title(str(row.source_id)),)
        date = str(material.model.atlas.sources["period"].get(str(row.source_id), labels.UNDATED))
        name = entitlements[known].name if known in entitlements else known
        # Missing is no number here either.
        registered, eligible = float(str(row.registered)), float(str(row.eligible))
        values: Sequence[tuple[str, float | None, str, int]] = (
            ("eligible", eligible, "children", 0),
            ("registered", registered, "children", 0),
            ("share", 100 * registered / eligible if eligible else None, "per cent of those entitled", 1),
        )
        figures = [
            ReportFigure(f"{stem}.{key}", f"{name}, age {row.age}: {key}", value, unit, date, sources, "published", code, area, decimals)
            for key, value, unit, decimals in values
        ]
        rows.append(line(area, name, str(row.age), *figures))
    if not rows:
        return []
    columns = ("Area", "Entitlement", "Age", "Entitled", "Take it up", "Per cent")
    return [ReportTable("Take-up by entitlement and age", "4 Take-up", columns, (26, 40, 8, 12, 12, 12), tuple(rows))]


def of_authorities(material: Material, measures: Sequence[str], sheet: str, title: str) -> list[ReportTable]:
    """Give the newest figures of counties and unitary authorities beside England and their statistical neighbours."""
    rows = [line(one.name, *cells) for measure in measures for one, cells in _rows(material, measure)]
    return [ReportTable(title, sheet, COLUMNS, (26, 44, 14, 22, 14, 18, 12), tuple(rows))] if rows else []


def _rows(material: Material, measure: str) -> Iterator[tuple[Authority, Row]]:
    """Give for each authority with a figure: measure, value, unit, England, neighbours, period."""
    for authority, row in zip(material.authorities, material.published(measure), strict=False):
        if row["value"] == row["value"]:
            yield authority, _row(material, measure, authority, row)


def _row(material: Material, measure: str, authority: Authority, row: pd.Series[float]) -> Row:
    facts = material.model.atlas.upper_tier.measures.loc[measure]
    period, unit, name = str(row.name), str(facts["unit"]), str(facts["name"])
    sources = (material.title(str(facts["source_id"])),)
    value, england, beside = (
        ReportFigure(
            f"authority.{measure}.{authority.code}.{key}",
            f"{name}{of}",
            float(row[key]),
            unit,
            period,
            sources,
            "published",
            authority.code,
            authority.name,
            0 if measure in COUNTS else 1,
        )
        for key, of in (("value", ""), ("england", ": England"), ("neighbours_mean", ": mean of statistical neighbours"))
    )
    return (name, value, unit, england, beside, period)


def figure_of(material: Material, measure: str) -> list[ReportFigure]:
    """Give the newest figure of every authority of the report, as the table has it."""
    return [cells[1] for _, cells in _rows(material, measure) if isinstance(cells[1], ReportFigure)]
