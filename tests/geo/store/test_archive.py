"""What people keep comes back from a backup row by row, into a place of any kind, whole or not at all, while others go on writing."""

from __future__ import annotations

import json
import shutil
import threading
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from geo.base.errors import DataError
from geo.store.archive import back_up, restore
from geo.store.backend import Keeping
from geo.store.folder_place import FolderPlace
from geo.store.stocktaking import holdings_of
from tests.geo.store.test_holdings import NOTE, fill
from tests.helpers.kept import OFFICER, contents, numbered
from tests.helpers.tiny import Tiny, with_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from geo.store.backend import KeptPlace
    from tests.geo.store.conftest import NewPlace
    from tests.helpers.running import Run


@pytest.fixture
def backup(place: KeptPlace, shipped: Path, tmp_path: Path) -> Path:
    fill(place)
    file = tmp_path / "backups" / "kept.zip"
    file.parent.mkdir()
    back_up(place, Keeping(shipped), file)
    return file


def but_for_tokens(place: KeptPlace) -> dict[str, str]:
    """Say what comes back: a token may have been withdrawn after the backup was made, so none lets anybody in again."""
    assert place.tokens.all()
    return replace(holdings_of(place), tokens=()).rows()


def but_for_the_last_line(place: KeptPlace) -> dict[str, str]:
    """Say what has come back: the newest line of the audit log tells of that."""
    holdings = holdings_of(place)
    assert holdings.lines[-1].act == "restore"
    return replace(holdings, lines=holdings.lines[:-1]).rows()


def test_everything_comes_back_into_a_new_place(place: KeptPlace, backup: Path, shipped: Path, new_place: NewPlace) -> None:
    assert [path.name for path in backup.parent.iterdir()] == ["kept.zip"]
    assert backup.stat().st_mode & 0o777 == 0o600
    other = new_place()
    restore(backup, other, Keeping(shipped), OFFICER)
    assert but_for_the_last_line(other) == but_for_tokens(place)
    assert contents(other.versions) == contents(place.versions)
    assert other.notes.entries().equals(place.notes.entries())
    # Life goes on.
    assert other.versions.keep(numbered, "C", "winter").version == 4
    with pytest.raises(DataError, match="is not empty"):
        restore(backup, other, Keeping(shipped), OFFICER)


def test_a_backup_of_one_kind_of_place_fills_the_other(backup: Path, place: KeptPlace, shipped: Path, tmp_path: Path) -> None:
    folder = FolderPlace(tmp_path / "folder", Keeping(shipped))
    restore(backup, folder, Keeping(shipped), OFFICER)
    assert but_for_the_last_line(folder) == but_for_tokens(place)


def test_no_backup_is_written_over_another(place: KeptPlace, backup: Path, shipped: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(DataError, match="is there already"):
        back_up(place, Keeping(shipped), backup)
    assert backup.read_bytes() == before


def test_a_backup_while_others_write_is_of_one_moment(place: KeptPlace, shipped: Path, tmp_path: Path, new_place: NewPlace) -> None:
    """Each round keeps a version and notes its number: in a backup there is never a note without its version."""
    done, failed = threading.Event(), []

    def write() -> None:
        try:
            while not done.is_set():
                version = place.versions.keep(numbered, "A", "round").version
                place.notes.add([replace(NOTE, note=f"version {version}")])
        except DataError as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(place, Keeping(shipped), tmp_path / f"{number}.zip")
    finally:
        done.set()
        writer.join()
    assert not failed
    for number in range(3):
        other = new_place()
        restore(tmp_path / f"{number}.zip", other, Keeping(shipped), OFFICER)
        told = holdings_of(other)
        noted = sorted(int(entry.note.removeprefix("version ")) for entry in told.entries.values())
        assert told.state.newest - len(noted) in {0, 1}
        assert noted == list(range(1, len(noted) + 1))


def change(backup: Path, name: str, content: bytes) -> Path:
    """Write the backup anew with another content of one file in it."""
    other = backup.with_name("changed.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(other, "w") as new:
        for there in old.namelist():
            new.writestr(there, content if there == name else old.read(there))
    return other


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("workspace/versions/0001/0.txt", b"another"),
        ("workspace/scenarios/ely-homes-2.json", b"{}"),
        ("workspace/current.json", b"{}"),
        ("backup.json", b"{}"),
        ("backup.json", b"[]"),
        ("backup.json", b"no json"),
    ],
)
def test_a_backup_that_was_changed_is_refused_and_nothing_is_there(tmp_path: Path, shipped: Path, name: str, content: bytes) -> None:
    source = FolderPlace(tmp_path / "source", Keeping(shipped))
    source.versions.create()
    fill(source)
    back_up(source, Keeping(shipped), tmp_path / "kept.zip")
    target = FolderPlace(tmp_path / "target", Keeping(shipped))
    with pytest.raises(DataError):
        restore(change(tmp_path / "kept.zip", name, content), target, Keeping(shipped), OFFICER)
    assert not target.root.exists()


def test_half_a_backup_and_any_other_file_are_refused(tmp_path: Path, shipped: Path) -> None:
    source = FolderPlace(tmp_path / "source", Keeping(shipped))
    source.versions.create()
    back_up(source, Keeping(shipped), tmp_path / "kept.zip")
    whole = (tmp_path / "kept.zip").read_bytes()
    target = FolderPlace(tmp_path / "target", Keeping(shipped))
    spoilt = [whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :] for at in range(45, 120, 5)]
    for content in (*spoilt, whole[: len(whole) // 2], whole[:40] + b"\0" * 8 + whole[48:], b"", b"text"):
        (tmp_path / "half.zip").write_bytes(content)
        with pytest.raises(DataError, match="is no backup, or is damaged"):
            restore(tmp_path / "half.zip", target, Keeping(shipped), OFFICER)
    assert not target.root.exists()


def test_the_two_commands(run_tiny: Run, tiny: Tiny, tmp_path: Path) -> None:
    kept = with_workspace(tiny)
    kept.keep(shutil.copytree, "A Lead", "as it is")
    file = tmp_path / "kept.zip"
    done = run_tiny("workspace", "backup", file)
    assert (done.code, done.err) == (0, "")
    assert b": 1 versions, 1 steps, 0 entries, 0 scenarios, 0 lines." in done.out
    refused = run_tiny("workspace", "restore", file)
    assert refused.code == 1
    assert "is not empty" in refused.err
    kept.root.rename(tmp_path / "lost")
    back = run_tiny("workspace", "restore", file, "--json")
    assert (back.code, json.loads(back.out)["steps"]) == (0, 1)
    assert run_tiny("workspace").out.startswith(b"in use: version 1\n")
    for wrong in ([], ["a.zip", "b.zip"]):
        assert "Name one file" in run_tiny("workspace", "backup", *wrong).err
    assert "is not there" in run_tiny("workspace", "restore", tmp_path / "none.zip").err
