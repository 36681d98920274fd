"""Places in which people keep things: what is tried here holds for every kind."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

import pytest

from geo.settings.limits import Limits
from geo.settings.model import KEEP_VERSIONS
from geo.store.backend import Keeping, KeptPlace
from geo.store.kept import place_at
from tests.helpers.kept import write_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from geo.settings.database import DatabaseAddress

NewPlace = Callable[..., KeptPlace]


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """Write the data that are in use before anybody has kept others."""
    write_numbers(tmp_path / "shipped", 0)
    return tmp_path / "shipped"


@pytest.fixture(params=["folder", "postgresql"])
def new_where(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Path | DatabaseAddress]:
    """Name places of one kind that nobody has set up."""
    folders = (tmp_path / f"kept-{number}" for number in count())
    return (lambda: next(folders)) if request.param == "folder" else request.getfixturevalue("new_database")


@pytest.fixture
def new_place(new_where: Callable[[], Path | DatabaseAddress], shipped: Path) -> NewPlace:
    """Make places of one kind that nobody has set up."""

    def make(versions: int = KEEP_VERSIONS, notes: int = Limits().notes) -> KeptPlace:
        return place_at(new_where(), Keeping(shipped, versions, notes))

    return make


@pytest.fixture
def place(new_place: NewPlace) -> KeptPlace:
    """Set up a place."""
    kept = new_place()
    kept.versions.create()
    return kept
