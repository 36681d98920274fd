"""What the command line runs for a report: `geo` knows no screen, so it runs this module and calls `write` in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from geo.errors import GapMapError
from geo.model import build_model
from ui import cache, describe, report_text
from ui.models import scored
from ui.page import Loaded
from ui.plain import bare
from ui.report.make import has_list, make, view_of

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
        raise GapMapError(bare(f"{describe.no_data(loaded, view.query)} {report_text.NOTHING}"))
    found = make(loaded, view, made, lambda share, words: sys.stderr.write(f"{share:4.0%}  {words}\n"))
    return {".html": found.html, ".pdf": found.pdf}
