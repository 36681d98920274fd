"""Local knowledge in a file: made when somebody writes, and refused where it is none."""

from __future__ import annotations

import pytest

from geo.base.errors import DataError
from geo.store.ledger import Ledger


def test_nothing_is_made_before_somebody_writes(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")
    assert ledger.entries().empty
    assert ledger.version() == ""
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_ledger_is_refused_in_words(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.write_text("this is a letter, and not a database at all" * 50)
    with pytest.raises(DataError, match=r"ledger.sqlite: cannot be read just now \(file is not a database\)"):
        Ledger(path).entries()
