"""The files that every page may fetch: made for the first reader, and for one whose page another process has written."""

from __future__ import annotations

from geo.base.errors import ConfigError, DataError
from geo.whatif.scene import Choices
from ui.map.publish import published
from ui.scene import answers, loading
from ui.shell import ask_names


def fill(borders: str = "") -> bool:
    """Make the files of the data in use, if they are not there yet.

    Parameters
    ----------
    borders : str
        Borders in the place of the districts of today; empty without them.

    Returns
    -------
    bool
        Whether there are such borders, and data that can be read.
    """
    try:
        if borders and borders not in loading.shared_settings().borders:
            return False
        loading.without_session()
        scene = answers.chosen(loading.load(), Choices(borders or None))
        _ = published(scene), ask_names.shelf(scene)
    except (ConfigError, DataError):
        return False
    return True
