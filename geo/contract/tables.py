"""Run the rules of one table and say what breaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pandera.pandas as pa

from geo.contract.rows import ROW_RULES
from geo.contract.rules import SCHEMAS

if TYPE_CHECKING:
    from geo.base.errors import Problem
    from geo.contract.reading import Table


def table_problems(name: str, table: Table) -> list[Problem]:
    """Check the cells, then the rows, of one table.

    Parameters
    ----------
    name : str
        File name in the data folder, such as ``areas.csv``.
    table : Table
        The table as read.

    Returns
    -------
    list of Problem
        A cell that could not be read as a number is not reported again; a row rule is tried only where all cells are sound.
    """
    unread = {(problem.row, problem.column) for problem in table.problems}
    cells = [problem for problem in _cell_problems(name, table) if (problem.row, problem.column) not in unread]
    if table.missing:
        return cells
    faulty = {problem.row for problem in (*table.problems, *cells)}
    sound = table.frame[~table.frame.index.isin(list(faulty))]
    problems = list(cells)
    for rule in ROW_RULES.get(name, ()):
        for line, row in sound[~rule.holds(sound)].iterrows():
            shown = {key: "(empty)" if pd.isna(value) else value for key, value in row.items()}
            problems.append(table.problem(line, rule.column, rule.message.format_map(shown)))
    return problems


def _cell_problems(name: str, table: Table) -> list[Problem]:
    schema = SCHEMAS[name]
    absent = [column for column in table.missing if column in schema.columns]
    try:
        schema.remove_columns(absent).validate(table.frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        cells = cases[["column", "check", "failure_case", "index"]].itertuples(index=False, name=None)
        return [table.problem(line, column, _sentence(check, cell)) for column, check, cell, line in cells]
    return []


def _sentence(check: str, cell: object) -> str:
    if check == "not_nullable":
        return "the cell is empty. Fill it in."
    shown = f"{cell:g}" if isinstance(cell, float) else f"'{cell}'"
    return f"found {shown}; it {check}" if check.startswith(("must", "is")) else f"found {shown}; {check}"
