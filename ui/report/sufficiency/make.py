"""Make a sufficiency report: for the page, piece by piece beside the server, and for the command line."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, get_args

from geo.sufficiency import tables
from geo.sufficiency.compose import compose
from geo.sufficiency.material import gather
from ui.scene import answers, memo

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.sufficiency.content import SufficiencyReport
    from geo.whatif.scene import Scene

Kind = Literal["docx", "pdf", "xlsx", "csv"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@memo.shared("Working out the report …", heavy=True, lasts=True)
def report_of(scene: Scene, query: Query, year: int, made: str) -> SufficiencyReport:
    """Work out what a report says.

    Parameters
    ----------
    scene : Scene
        Data and model, without a scenario: the report is on what is.
    query : Query
        As `geo.sufficiency.material.query_of` gives it.
    year : int
        Of the report.
    made : str
        Day of its making, as in 2026-11-28.

    Raises
    ------
    GapMapError
        The year cannot be reported on, or there is no provision.
    """
    return compose(gather(scene.model, query, year, date.fromisoformat(made), lambda *_: answers.listed(scene, query)))


@memo.shared(heavy=True, lasts=True)
def file_of(scene: Scene, query: Query, year: int, made: str, kind: str) -> bytes:
    """Write a report as a file of a kind, of `KINDS`; arguments as for `report_of`. The same report of a day has the same bytes."""
    report, day = report_of(scene, query, year, made), date.fromisoformat(made)
    if kind == "csv":
        return tables.as_csv(report, bom=False)
    if kind == "xlsx":
        return tables.as_xlsx(report)
    from ui.report.sufficiency import drawn, paper, word  # noqa: PLC0415 - cost half a second to import, and few make a report

    write = word.write if kind == "docx" else paper.write
    return write(report, day, partial(drawn.drawn, scene, query))
