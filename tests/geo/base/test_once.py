"""A national file is read once, and again when it has changed."""

from __future__ import annotations

import os

import pandas as pd
import pytest

from geo.base.once import once_a_file


def reader():
    """Return a reader of one number a line, and the list of what it read."""
    read = []

    @once_a_file
    def numbers(path):
        read.append(path.name)
        return pd.Series([int(line) for line in path.read_text().split()])

    return numbers, read


def test_a_file_is_read_once_until_it_changes(tmp_path):
    numbers, read = reader()
    path = tmp_path / "one.txt"
    path.write_text("1 2")
    assert numbers(path).tolist() == numbers(path).tolist() == [1, 2]
    assert read == ["one.txt"]
    path.write_text("3 4")
    os.utime(path, ns=(1, 1))
    assert numbers(path).tolist() == [3, 4]
    assert read == ["one.txt", "one.txt"]


def test_what_one_caller_changes_no_other_sees(tmp_path):
    numbers, _ = reader()
    path = tmp_path / "one.txt"
    path.write_text("1 2")
    first = numbers(path)
    first.iloc[0] = 9
    first.loc[5] = 7
    assert numbers(path).tolist() == [1, 2]


def test_a_missing_file_is_told_in_the_readers_words(tmp_path):
    numbers, read = reader()
    with pytest.raises(FileNotFoundError):
        numbers(tmp_path / "none.txt")
    assert read == ["none.txt"]
