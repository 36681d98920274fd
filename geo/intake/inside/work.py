"""What the limited process does for each task, and how it says what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.base.errors import DataError
from geo.intake.inside import tables
from geo.intake.reading.job import ANSWER, SOURCE, Answer

if TYPE_CHECKING:
    from pathlib import Path

    from geo.intake.reading.job import Job


def do(job: Job, folder: Path) -> None:
    """Do a job and write the answer; what stands in the way of it is an answer, too."""
    try:
        answer = _done(job, folder)
    except DataError as error:
        answer = Answer(problems=list(error.problems))
    (folder / ANSWER).write_text(answer.model_dump_json(), encoding="utf-8")


def _done(job: Job, folder: Path) -> Answer:
    if job.task in {"fit", "redraw"}:
        from geo.intake.inside import outlines  # noqa: PLC0415 - most jobs need no shapes, which cost half a second to import

        return outlines.compare(job, folder) if job.task == "fit" else outlines.redraw(job, folder)
    with (folder / SOURCE).open("rb") as stream:
        if job.task == "tables" or (job.task != "shapes" and not tables.is_map(stream, job.file, job.limits)):
            return Answer() if job.task == "columns" else tables.write_tables(stream, job, folder)
        from geo.intake.inside import maps  # noqa: PLC0415 - as above

        return maps.column_names(stream, job, folder) if job.task == "columns" else maps.write_shapes(stream, job, folder)
