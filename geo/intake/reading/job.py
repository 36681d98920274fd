"""What the server asks of the reading process, and what it takes for an answer: numbers, text and Arrow tables, checked and limited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.base.errors import Problem
from geo.settings.limits import Limits

# any: tables or shapes, as the file is; columns: names of a map file's columns alone; fit, redraw: outlines, see
# `geo.intake.merging.fitting`.
Task = Literal["any", "tables", "shapes", "columns", "fit", "redraw"]

SOURCE, JOB, ANSWER, DOING = "source", "job.json", "answer.json", "doing"
# How the process ends when it cannot answer.
OUT_OF_MEMORY, DISK_FULL, TOO_LARGE = 5, 6, 7
# Names, notes and problems of even the largest file; the tables are in files of their own.
LONGEST_ANSWER = 32_000_000

# Columns of each known layout, by the names that publishers give them.
Needs = Sequence[Mapping[str, Sequence[str]]]
Text = Annotated[str, Field(max_length=200_000)]


class Job(BaseModel):
    """One task for the reading process.

    Parameters
    ----------
    task : str
        What to do.
    file : str
        Name of the file, for messages.
    limits : Limits
        Its bounds.
    needs : tuple of dict
        Columns of each known layout, by which a header is found.
    level : str
        For outlines: whose they are.
    folder : str
        For outlines: the data folder that they are fitted to.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    task: Task
    file: str
    limits: Limits
    needs: tuple[dict[str, tuple[str, ...]], ...] = ()
    level: str = ""
    folder: str = ""


class Read(BaseModel):
    """One table that was read; its cells are in ``cells_N.arrow``, and what a map has besides in ``shapes_N.arrow`` and others."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    file: Text
    name: Text
    columns: list[Text]
    notes: list[Text] = []
    above: Text = ""
    is_map: bool = False


class Answer(BaseModel):
    """What the reading process says."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    problems: list[Problem] = []
    tables: list[Read] = []
    names: list[Text] = []
    numbers: list[float] = []
