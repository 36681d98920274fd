"""The embedded data as every test of a layout sees them, read once."""

from __future__ import annotations

import pytest

from geo.intake.matching.layout import Setting
from tests.helpers import certain


@pytest.fixture(scope="session")
def setting() -> Setting:
    """Give the embedded atlas with its settings; nobody may write to it."""
    atlas = certain.real_atlas()
    return Setting(atlas, certain.real().settings)
