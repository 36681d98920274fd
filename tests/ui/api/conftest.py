"""Somebody who asks for the addresses for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.asking import Asker
from ui.kit import work

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny


@pytest.fixture
def asker(tiny_app: Tiny) -> Asker:
    """Ask for the tiny atlas; a fresh server, so nothing is used up."""
    assert tiny_app.config.is_file()
    return Asker()


@pytest.fixture(autouse=True)
def _fresh_limits():
    yield
    work.limit(work.Server())
