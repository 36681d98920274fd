"""What the command line calls for a report: the one way from `geo` into `ui`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from geo.base.errors import GapMapError
from geo.sufficiency.material import query_of
from ui.report.make import has_list, make, on_asked, on_place, on_scenario, view_of
from ui.report.sufficiency.make import file_of
from ui.scene import loading
from ui.view import describe
from ui.words import report as report_words
from ui.words.plain import bare

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from geo.whatif.asked import Asked
    from ui.view.state import View


def write(config: Path, asked: Asked, made: date, area: str | None = None, title: str = "", *, note: bool = False) -> dict[str, bytes]:
    """Make a report and say on standard error how far it is.

    Parameters
    ----------
    config : Path
        File of the settings.
    asked : Asked
        Data and settings, the question, and everything that is not as recommended.
    made : date
        Day to put on the report.
    area : str, optional
        Code of the one area that it is on, of the level that is asked for.
    title : str
        Name of the place that it is on, as `geo.places.find.find` takes it.
    note : bool
        Whether it is the note on the scenario of the question.

    Returns
    -------
    dict of str to bytes
        The file by the ending of its name: the same bytes as on the screen.

    Raises
    ------
    GapMapError
        There is nothing to report on.
    """
    loading.without_session()
    with loading.using_config(config):
        view = view_of(asked)
        if note:
            return _write(asked, on_scenario(view), made)
        return _write(asked, on_asked(view, title) if title else view if area is None else on_place(view, area), made)


def sufficiency(config: Path, asked: Asked, year: int, made: date, kind: str) -> bytes:
    """Make a sufficiency report as a file of a kind, of `ui.report.sufficiency.make.KINDS`: the same bytes as on the screen.

    Raises
    ------
    GapMapError
        The year cannot be reported on, or there is no provision.
    """
    loading.without_session()
    with loading.using_config(config):
        return file_of(asked.scene(), query_of(asked.settings, asked.query), year, made.isoformat(), kind)


def _write(asked: Asked, view: View, made: date) -> dict[str, bytes]:
    scene = asked.scene()
    if not has_list(scene, view):
        raise GapMapError(bare(f"{describe.no_data(scene, view.query)} {report_words.NOTHING}"))
    report = make(scene, view, made, lambda share, words: sys.stderr.write(f"{share:4.0%}  {words}\n"))
    return {".html": report.html, ".pdf": report.pdf}
