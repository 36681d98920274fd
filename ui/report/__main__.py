"""What the command line runs for a report: `geo` knows no screen, so it runs this module and calls `write` in it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.errors import GapMapError
from geo.ledger import marked_today
from geo.model import build_model
from ui import cache, describe, report_text
from ui.models import scored
from ui.page import Loaded
from ui.report.make import has_list, make
from ui.state import TODAY, View

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from geo.asked import Asked


def write(config: Path, asked: Asked, made: date) -> dict[str, bytes]:
    """Make a report and say on standard error how far it is.

    Parameters
    ----------
    config : Path
        File of the settings.
    asked : Asked
        Data and settings, the question, and everything that is not as recommended.
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
        return _write(asked, made)


def _write(asked: Asked, made: date) -> dict[str, bytes]:
    stamp = cache.data_stamp(asked.atlas.folder)
    view = view_of(asked)
    loaded = scored(Loaded(asked.atlas, build_model(asked.atlas, asked.settings), stamp, stamp), view)
    if not has_list(loaded, view):
        raise GapMapError(f"{describe.no_data(loaded, view.query)} {report_text.NOTHING}".replace("*", ""))
    found = make(loaded, view, made, lambda share, words: sys.stderr.write(f"{share:4.0%}  {words}\n"))
    return {".html": found.html, ".pdf": found.pdf}


def view_of(asked: Asked) -> View:
    """Give the view that shows the same figures: the report's link opens it."""
    outcome, services = asked.settings.outcomes[asked.query.outcome], asked.settings.services
    # What is not counted in this outcome area's unit changes nothing, and the filters do not offer it.
    counted = tuple(service for service in asked.query.services if services[service].capacity == outcome.access)
    return View(
        replace(asked.query, services=counted or asked.query.services),
        "gap",
        None,
        None,
        show_providers=True,
        show_sites=False,
        borders=asked.borders or TODAY,
        tuning=asked.tuning,
        without_marked=asked.without_marked and bool(marked_today(asked.settings)),
    )
