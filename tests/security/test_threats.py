"""What stops each threat is shown by a test that is there."""

from __future__ import annotations

import re

from tests.helpers.places import ROOT


def test_every_threat_names_tests_that_are_there() -> None:
    rows = [line.split(" | ") for line in (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert len(rows) > 20
    for who, *_, tests in rows[1:]:
        named = re.findall(r"`([^` ]+)`", tests)
        assert named, who
        assert [name for name in named if not (name.startswith("tests/") and (ROOT / name).is_file())] == [], who
