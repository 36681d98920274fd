"""What is written takes its place in one step, whole or not at all."""

from __future__ import annotations

import pytest

from geo.base.files import replacing, write_bytes


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    (tmp_path / "list.csv").write_bytes(b"old")
    write_bytes(b"new", tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_bytes() == b"new"
    assert names(tmp_path) == ["list.csv"]


def test_a_folder_comes_whole(tmp_path):
    with replacing(tmp_path / "data") as draft:
        (draft / "boundaries").mkdir(parents=True)
        (draft / "boundaries" / "lsoa.geojson").write_bytes(b"{}")
        assert not (tmp_path / "data").exists()
    assert names(tmp_path / "data") == ["boundaries"]
    assert names(tmp_path) == ["data"]


def half_file(draft):
    draft.write_bytes(b"half")


def half_folder(draft):
    draft.mkdir()
    (draft / "half.csv").write_bytes(b"half")


@pytest.mark.parametrize("write", [half_file, half_folder])
@pytest.mark.parametrize("failure", [OSError, KeyboardInterrupt, MemoryError])
def test_when_writing_fails_what_was_there_stays_alone(tmp_path, write, failure):
    (tmp_path / "list.csv").write_bytes(b"old")

    def fail():
        with replacing(tmp_path / "list.csv") as draft:
            write(draft)
            raise failure

    with pytest.raises(failure):
        fail()
    assert (tmp_path / "list.csv").read_bytes() == b"old"
    assert names(tmp_path) == ["list.csv"]


@pytest.mark.parametrize("write", [half_file, half_folder])
def test_what_a_process_left_that_died_does_not_stand_in_the_way(tmp_path, write):
    write(tmp_path / "draft")
    with replacing(tmp_path / "current.json", tmp_path / "draft") as draft:
        assert not draft.exists()
        draft.write_bytes(b"new")
    assert names(tmp_path) == ["current.json"]
