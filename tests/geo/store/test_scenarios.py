"""Scenarios in a folder: read whatever else lies beside them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from geo.base.errors import DataError, UnknownIdError
from geo.store.scenarios import Scenarios
from geo.store.workspace import Workspace
from tests.helpers.kept import save
from tests.helpers.tiny import with_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.running import Run
    from tests.helpers.tiny import Tiny


@pytest.fixture
def kept(tmp_path: Path) -> Scenarios:
    root = tmp_path / "workspace"
    Workspace(root, tmp_path / "data").create()
    return Scenarios(root)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"do": 5}', b"\xff\xfe", b"9" * 300_000])
def test_a_broken_file_is_counted_and_hides_no_other(kept: Scenarios, content: bytes) -> None:
    saved = save(kept)
    (kept.folder / "broken-1.json").write_bytes(content)
    assert kept.all() == ([saved], 1)
    with pytest.raises(UnknownIdError, match="ely-homes-1"):
        kept.get("broken-1")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"withdrawn_by": "Bob"}', b"\xff\xfe"])
def test_a_broken_withdrawal_withdraws_nothing(kept: Scenarios, content: bytes) -> None:
    saved = save(kept)
    (kept.folder / "ely-homes-1.withdrawn").write_bytes(content)
    assert kept.all() == ([saved], 0)


def test_a_withdrawal_does_not_write_to_the_scenario(kept: Scenarios) -> None:
    save(kept)
    before = (kept.folder / "ely-homes-1.json").read_bytes()
    kept.withdraw("ely-homes-1", "Bob")
    assert (kept.folder / "ely-homes-1.json").read_bytes() == before


def test_hidden_letters_do_not_enter(kept: Scenarios) -> None:
    saved = save(kept, name="Ely\u202e homes\n")
    assert saved.name == "Ely homes"
    assert json.loads((kept.folder / "ely-homes-1.json").read_text(encoding="utf-8"))["name"] == "Ely homes"


def test_an_empty_place_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no workspace"):
        save(Scenarios(tmp_path))


def test_the_command_line_opens_one(run_tiny: Run, tiny: Tiny) -> None:
    question = ("gaps", "--outcome", "school_readiness")
    assert "none is kept" in run_tiny(*question, "--scenario", "x").err
    with_workspace(tiny)
    saved = save(Scenarios(tiny.config.parent / "kept"), do=("close:n-1",))
    assert "Unknown scenario 'x'. Valid: ely-homes-1." in run_tiny(*question, "--scenario", "x").err
    done = run_tiny(*question, "--scenario", saved.scenario_id)
    assert (done.code, done.out) == (0, run_tiny(*question, "--do", *saved.do).out)
