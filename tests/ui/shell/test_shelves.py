"""Files of the map that another process has named: made by whoever is asked, under the same address, and not for what is made up."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from geo.whatif.scene import Choices
from tests.helpers.places import ROOT
from tests.helpers.tiny import Tiny, with_workspace
from ui.map.publish import published
from ui.map.shelf import ADDRESS, SHARED_ADDRESS, Finder, Shelf
from ui.scene import answers, loading
from ui.screens import warm
from ui.shell import ask_names, shelves

if TYPE_CHECKING:
    from pathlib import Path

BORDERS = '\n[borders.halves]\nname = "Halves"\nfile = "borders/halves.csv"\nnote = "For a test."\n'
# What a process of its own says: the addresses of the map and of the names, today and within other borders.
ADDRESSES = """
from geo.whatif.scene import Choices
from ui.map.publish import published
from ui.scene import answers, loading
from ui.shell import ask_names
loading.without_session()
for borders in (None, "halves"):
    scene = answers.chosen(loading.load(), Choices(borders))
    print(published(scene).shelf.token, ask_names.shelf(scene).token)
"""
ADDRESS_OF_A_FILE = 'from ui.map.shelf import Shelf; print(Shelf({"a.json": b"[]"}, shared=True).token)'


def said(program: str, **environment: str) -> list[str]:
    """What a process of its own says."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True, env={**os.environ, **environment}
    )
    return done.stdout.split()


def found(token: str, name: str = "lsoa.json") -> bytes | None:
    """What is served at an address."""
    return asyncio.run(Finder(shelves.fill).found(SHARED_ADDRESS, token, name))


@pytest.fixture
def halved(tiny_app: Tiny) -> Tiny:
    """Let the tiny atlas have other borders too."""
    (tiny_app.data / "borders").mkdir()
    codes = [row.split(",")[0] for row in (tiny_app.data / "areas.csv").read_text(encoding="utf-8").splitlines() if row.startswith("E01")]
    rows = [f"{code},{'West' if place % 2 else 'East'}" for place, code in enumerate(codes)]
    (tiny_app.data / "borders" / "halves.csv").write_text("\n".join(["lsoa_code,group", *rows]) + "\n", encoding="utf-8")
    tiny_app.config.write_text(tiny_app.config.read_text(encoding="utf-8") + BORDERS, encoding="utf-8")
    return tiny_app


@pytest.mark.usefixtures("halved")
def test_a_process_serves_what_another_has_named() -> None:
    tokens = said(ADDRESSES)
    assert len(set(tokens)) == 4
    for token, name in zip(tokens, ("lsoa.json", ask_names.FILE) * 2, strict=True):
        content = found(token, name)
        assert content is not None
        assert json.loads(content)
    assert published(answers.chosen(loading.load(), Choices("halves"))).shelf.token == tokens[2]


def test_with_a_secret_nobody_can_tell_an_address_from_the_files() -> None:
    none = said(ADDRESS_OF_A_FILE)
    assert none == [Shelf({"a.json": b"[]"}, shared=True).token], "the same in each process"
    one, again, two = (said(ADDRESS_OF_A_FILE, STREAMLIT_SERVER_COOKIE_SECRET=word) for word in ("one", "one", "two"))
    assert one == again
    assert len({*none, *one, *two}) == 3


@pytest.mark.usefixtures("halved")
def test_what_somebody_makes_up_is_looked_for_once_in_a_while() -> None:
    looks: list[str] = []

    def make(borders: str) -> bool:
        looks.append(borders)
        return shelves.fill(borders)

    async def ask() -> list[bytes | None]:
        finder = Finder(make)
        made_up = [f"{number:032x}{borders}" for number in range(20) for borders in ("", ".halves")]
        return await asyncio.gather(*(finder.found(SHARED_ADDRESS, token, "lsoa.json") for token in made_up))

    assert set(asyncio.run(ask())) == {None}
    assert looks == ["", "halves"]


@pytest.mark.parametrize("borders", ["nowhere", "../data", "."])
@pytest.mark.usefixtures("tiny_app")
def test_borders_that_are_none_are_never_read(borders: str) -> None:
    assert not shelves.fill(borders)
    assert found(f"{'0' * 32}.{borders}") is None


@pytest.mark.usefixtures("tiny_app")
def test_a_file_of_one_visit_is_found_at_its_own_address_alone() -> None:
    own, finder = Shelf({"a.json": b"[]"}, shared=False), Finder(shelves.fill)
    assert asyncio.run(finder.found(ADDRESS, own.token, "a.json")) == b"[]"
    assert asyncio.run(finder.found(SHARED_ADDRESS, own.token, "a.json")) is None
    assert asyncio.run(finder.found(ADDRESS, own.token, "b.json")) is None


def renamed(old: Path, new: Path) -> None:
    """Write a version in which a district is called something else."""
    shutil.copytree(old, new)
    table = new / "areas.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Alder", "Elder"), encoding="utf-8")


def test_what_another_process_keeps_is_ready_before_somebody_comes(tiny_app: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = with_workspace(tiny_app)
    seen = warm._caught_up(None)
    before = published(loading.load()).shelf.token
    workspace.keep(renamed, "Ann", "To see")
    assert warm._caught_up(seen) != seen
    # Nothing is left to be read for the first who comes.
    read: list[object] = []
    monkeypatch.setattr(loading, "load_atlas", read.append)
    assert published(loading.load()).shelf.token != before
    assert read == []
