"""Fixtures of the tests of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny


@pytest.fixture
def tiny_app(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """Let the pages show the tiny atlas."""
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    return tiny
