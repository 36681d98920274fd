"""All figures as one table, and the whole report as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.export.tables import to_csv
from geo.export.workbook import to_xlsx
from geo.sufficiency import labels
from geo.sufficiency.content import ReportFigure, ReportSentence, ReportTable

if TYPE_CHECKING:
    from geo.sufficiency.content import SufficiencyReport

COLUMNS: Final = ("figure_id", "part", "area_code", "area", "label", "value", "written", "unit", "date", "source", "basis")
SHEETS: Final = {"figures": "All figures", "text": "Text"}


def figure_list(report: SufficiencyReport) -> pd.DataFrame:
    """List every figure of a report.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`. ``value`` is a number, with the digits that are shown; missing where the figure is not held or is words, which
        stand in ``written``, as the report shows them.
    """
    rows = [
        (
            one.figure_id,
            heading,
            one.area_code,
            one.area,
            one.label,
            None if isinstance(one.exact, str) else one.exact,
            str(one),
            one.unit,
            one.date,
            "; ".join(one.sources),
            labels.BASES[one.basis],
        )
        for heading, one in report.figures
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"value": object})


def as_csv(report: SufficiencyReport, *, bom: bool) -> bytes:
    """Write all figures as CSV, with a byte order mark for Excel where ``bom``."""
    return to_csv(figure_list(report), bom=bom)


def as_xlsx(report: SufficiencyReport) -> bytes:
    """Write a workbook: every table of the report, all figures, and the text."""
    tables, leads = {}, {}
    notes: list[tuple[str, list[str]]] = [(report.title, [one.text for one in report.cover])]
    for part in report.parts:
        notes.append((part.heading, [block.text for block in part.blocks if isinstance(block, ReportSentence)]))
        for block in part.blocks:
            if isinstance(block, ReportTable):
                cells = [
                    [one.exact if isinstance(one, ReportFigure) and one.exact is not None else str(one) for one in row]
                    for row in block.rows
                ]
                tables[block.sheet] = pd.DataFrame(cells, columns=_apart(block.columns), dtype=object)
                leads[block.sheet] = [block.title, " ".join(filter(None, (block.provenance(report.numbers), block.note)))]
    tables[SHEETS["figures"]] = figure_list(report)
    return to_xlsx(tables, notes, SHEETS["text"], leads)


def _apart(columns: tuple[str, ...]) -> list[str]:
    """Tell columns of the same name apart."""
    return [name if columns[:place].count(name) == 0 else f"{name} ({place})" for place, name in enumerate(columns)]
