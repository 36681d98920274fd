"""What the command line runs for a report: `geo` knows no screen, so it runs this module and calls `write` in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from geo.errors import GapMapError
from ui import cache, describe, report_text
from ui.page import Loaded
from ui.plain import bare
from ui.report.make import has_list, make
from ui.state import TODAY, View

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from geo.model import Model
    from geo.query import Query
    from geo.tuning import Tuning


def write(config: Path, model: Model, query: Query, tuning: Tuning, borders: str | None, made: date) -> dict[str, bytes]:
    """Make a report and say on standard error how far it is.

    Parameters
    ----------
    config : Path
        File of the settings.
    model : Model
        Data and settings, with the reader's own borders and settings.
    query : Query
        What is asked.
    tuning : Tuning
        Settings that are not the recommended ones.
    borders : str, optional
        Borders in the place of districts.
    made : date
        Day to put on the report.

    Returns
    -------
    dict of str to bytes
        The file by the ending of its name: the same bytes as on the screen.

    Raises
    ------
    GapMapError
        There is nothing to report on.
    """
    cache.without_session()
    with cache.using_config(config):
        return _write(model, query, tuning, borders, made)


def _write(model: Model, query: Query, tuning: Tuning, borders: str | None, made: date) -> dict[str, bytes]:
    stamp = f"{cache.data_stamp(model.settings.data.folder)}|{borders}|{tuning!r}"
    loaded = Loaded(model.atlas, model, stamp, stamp)
    view = View(query, "gap", None, None, show_providers=True, show_sites=False, borders=borders or TODAY, tuning=tuning)
    if not has_list(loaded, view):
        raise GapMapError(bare(f"{describe.no_data(loaded, query)} {report_text.NOTHING}"))
    found = make(loaded, view, made, lambda share, words: sys.stderr.write(f"{share:4.0%}  {words}\n"))
    return {".html": found.html, ".pdf": found.pdf}
