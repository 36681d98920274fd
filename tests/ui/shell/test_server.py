"""What stands in a served page before its script has run: its own name, a sentence about it, and our style."""

from __future__ import annotations

import asyncio
import re
from html import unescape

import pytest

from ui.kit import theme
from ui.map.publish import published
from ui.map.shelf import Shelf, newest
from ui.map.simple import ahead
from ui.scene import loading
from ui.shell.server import MAPS, page_routes
from ui.words.common import PRODUCT
from ui.words.pages import PAGES


def served(address: str) -> str:
    """What the route of a page answers."""
    endpoint = {route.path: route.endpoint for route in page_routes()}[f"/{address}"]
    return bytes(asyncio.run(endpoint(None)).body).decode()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_a_served_page_says_from_the_first_what_it_is(page) -> None:
    html = served(page.address)
    assert [unescape(title) for title in re.findall("<title>(.*?)</title>", html)] == [f"{page.title} · {PRODUCT}"]
    assert [unescape(about) for about in re.findall('<meta name="description" content="(.*?)">', html)] == [page.about]
    assert len(re.findall(r'<link rel="stylesheet" href="[^"]*app\.css\?v=', html)) == 1


def test_every_page_is_described_in_its_own_words() -> None:
    assert len({page.about for page in PAGES}) == len({page.title for page in PAGES}) == len(PAGES)
    assert all(page.about.endswith(".") for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_a_page_with_a_map_names_what_the_map_needs_and_no_other_page_does(page) -> None:
    endpoint = {route.path: route.endpoint for route in page_routes()}[f"/{page.address}"]
    link = asyncio.run(endpoint(None)).headers.get("Link", "")
    named = [part.split("?")[0] for part in re.findall("<(.*?)>", link) if part.startswith("/app/static/")]
    assert bool(named) == (page in MAPS)
    assert all((theme.STATIC / name.removeprefix("/app/static/")).is_file() for name in named)


def test_files_are_named_only_where_a_server_has_them() -> None:
    assert "published" not in ahead(None)


@pytest.mark.usefixtures("tiny_app")
def test_only_files_that_exist_are_fetched_ahead():
    scene = loading.load()
    shelf = published(scene).shelf
    others = Shelf({"names.json": b"[]"}, shared=True)
    assert newest() is shelf, "a file beside the map is no map"
    assert others.files
    named = [one.partition(">")[0].rpartition("/")[2] for one in ahead(newest()).split(", ") if shelf.token in one]
    assert named
    assert set(named) <= set(shelf.files)
