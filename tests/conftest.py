"""Fixtures that several test files share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tiny import Tiny, write_tiny

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """Write a fresh copy of the tiny atlas, free to be broken."""
    return write_tiny(tmp_path)
