"""What a report is made of: figures with their source, sentences and tables that hold them, and parts under headings."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from geo.base.periods import in_words
from geo.sufficiency import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.sufficiency.labels import Basis

# Whether what a part is about is in the data, or for the council to write.
Held = Literal["held", "partly", "not_held", "to_write"]
Value = float | int | str | None


@dataclass(frozen=True)
class ReportFigure:
    """One figure.

    Parameters
    ----------
    figure_id : str
        What it is known by in the file of all figures.
    label : str
        What it is.
    value : float, int, str or None
        None: not held. Words where the figure is a name, a date or a rule.
    unit, date : str
        Of what, and of which time.
    sources : tuple of str
        Whose: titles of sources, or the list that it is in.
    basis : str
        How it is known: a key of `geo.sufficiency.labels.BASES`.
    area_code, area : str
        Of which area; empty for all of the report's area.
    decimals : int
        Digits behind the point.
    """

    figure_id: str
    label: str
    value: Value
    unit: str
    date: str
    sources: tuple[str, ...]
    basis: Basis
    area_code: str = ""
    area: str = ""
    decimals: int = 0

    @property
    def exact(self) -> Value:
        """The value with the digits that are shown; None where it is not held."""
        if self.value is None or isinstance(self.value, str):
            return self.value
        if pd.isna(self.value):
            return None
        return round(float(self.value), self.decimals) if self.decimals else round(float(self.value))

    def __str__(self) -> str:
        """As every file shows it."""
        shown = self.exact
        if shown is None:
            return labels.NOT_HELD
        return shown if isinstance(shown, str) else f"{shown:,.{self.decimals}f}"

    def __format__(self, _: str) -> str:
        """In a sentence."""
        return str(self)


@dataclass(frozen=True)
class ReportSentence:
    """A paragraph and the figures in it."""

    text: str
    figures: tuple[ReportFigure, ...] = ()


Cell = ReportFigure | str
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class ReportTable:
    """A table.

    Parameters
    ----------
    title : str
        What it holds.
    sheet : str
        Its short name, at most 31 letters, that no other table of the report has.
    columns : tuple of str
        Headings.
    widths : tuple of int
        Share of the width of each column on paper.
    rows : tuple of tuple
        Figures, and words.
    note : str
        What stands below it besides where its figures are from.
    """

    title: str
    sheet: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def figures(self) -> tuple[ReportFigure, ...]:
        """All figures, row by row."""
        return tuple(cell for row in self.rows for cell in row if isinstance(cell, ReportFigure))

    @property
    def of_numbers(self) -> tuple[bool, ...]:
        """For each column whether it holds numbers alone, which stand on the right."""
        columns = zip(*self.rows, strict=True)
        return tuple(all(isinstance(cell, ReportFigure) and not isinstance(cell.value, str) for cell in column) for column in columns)

    def provenance(self, numbers: Mapping[str, ReportFigure]) -> str:
        """Say how the figures are known, from where and of which time; sources by their numbers, as `SufficiencyReport` has them.

        A list that the product works out has no time here: part 10 says once of which time all is that it rests on.
        """
        dates: dict[Basis, dict[str, dict[str, None]]] = {}
        for one in self.figures:
            if one.exact is not None and one.sources:
                numbered = [str(numbers[title]) for title in one.sources if title in numbers]
                lists = [title for title in one.sources if title not in numbers]
                named = ", ".join([*lists, *([f"source{'s' * (len(numbered) > 1)} {' and '.join(numbered)}"] if numbered else [])])
                dates.setdefault(one.basis, {}).setdefault(named, {})["" if lists else in_words(one.date)] = None
        parts = []
        for basis, by_source in dates.items():
            named_with = [f"{named} ({', '.join(filter(None, of))})" if any(of) else named for named, of in by_source.items()]
            parts.append(f"{labels.BASES[basis]}: {'; '.join(named_with)}.")
        return " ".join(parts)


@dataclass(frozen=True)
class ReportHeading:
    """A heading within a part."""

    text: str


@dataclass(frozen=True)
class ReportMap:
    """The map of gaps of a district, with the numbers of some neighbourhoods; whoever draws it knows the colours."""

    district_code: str
    marked: tuple[str, ...]
    title: str
    alt: str


Block = ReportHeading | ReportSentence | ReportTable | ReportMap


@dataclass(frozen=True)
class ReportPart:
    """A part under a heading.

    Parameters
    ----------
    heading : str
        As it is numbered.
    blocks : tuple
        Sentences, tables and maps, in order.
    held : {"held", "partly", "not_held", "to_write"}
        Whether what it is about is in the data, or for the council to write.
    wanted : str
        Which file would fill what is not held.
    of_district : bool
        Whether it is the page of one district, which begins on a page of its own.
    """

    heading: str
    blocks: tuple[Block, ...]
    held: Held = "held"
    wanted: str = ""
    of_district: bool = False


@dataclass(frozen=True)
class SufficiencyReport:
    """A whole report.

    Parameters
    ----------
    title, area : str
        What it is, and of where.
    cover : tuple of ReportSentence
        What stands below the title.
    parts : tuple of ReportPart
        In the order of the guidance, then the districts.
    numbers : dict of str to ReportFigure
        The number of each source, by its title.
    """

    title: str
    area: str
    cover: tuple[ReportSentence, ...]
    parts: tuple[ReportPart, ...]
    numbers: dict[str, ReportFigure]

    @property
    def figures(self) -> list[tuple[str, ReportFigure]]:
        """All figures, each once, with the heading of the part that names it first."""
        found: dict[str, tuple[str, ReportFigure]] = {}
        for heading, figure in self._every():
            kept = found.setdefault(figure.figure_id, (heading, figure))
            if kept[1].exact != figure.exact:
                raise ValueError(f"{figure.figure_id} is {kept[1].exact} in one place and {figure.exact} in another")
        return list(found.values())

    def _every(self) -> Iterator[tuple[str, ReportFigure]]:
        for sentence in self.cover:
            yield from ((COVER, figure) for figure in sentence.figures)
        for part in self.parts:
            for block in part.blocks:
                if isinstance(block, ReportSentence | ReportTable):
                    yield from ((part.heading, figure) for figure in block.figures)


COVER: Final = "Cover"


def whole(figure: ReportFigure) -> ReportFigure:
    """Round a figure of a table for a sentence, a half up: a figure of its own, so that the file of all figures has it as it is written.

    What would round to none though there is some stays as it is.
    """
    value = figure.exact
    if value is None or isinstance(value, str) or 0 < value < 1:
        return figure
    return replace(
        figure, figure_id=f"{figure.figure_id}.whole", label=f"{figure.label}, rounded", value=math.floor(value + 0.5), decimals=0
    )


def line(*cells: Cell) -> Row:
    """Give a row of a table."""
    return cells


def told(template: str, **named: Cell) -> ReportSentence:
    """Write a sentence with figures and names in it, each in the place of its own name in braces."""
    # Nothing in a name is read as another place to fill.
    return ReportSentence(
        re.sub(r"\{(\w+)\}", lambda found: str(named[found[1]]), template),
        tuple(one for one in named.values() if isinstance(one, ReportFigure)),
    )
