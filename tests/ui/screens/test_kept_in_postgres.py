"""Pages over a workspace in PostgreSQL: what is kept is seen by all, and a database that goes away is said in words."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from geo.publishers import registry
from geo.store.backend import Keeping
from geo.store.kept import place_at
from tests.helpers.kept import save
from tests.helpers.screens import open_page, words
from tests.ui.screens.test_your_data_page import VALUES, go, sign, tables, using
from ui.words import common, pages
from ui.words import kept_scenarios as scenario_words
from ui.words import local as local_words
from ui.words import your_data as your_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.settings.database import DatabaseAddress
    from geo.store.backend import KeptPlace
    from tests.helpers.postgres import Server
    from tests.helpers.tiny import Tiny


@pytest.fixture
def address(new_database: Callable[[], DatabaseAddress]) -> DatabaseAddress:
    return new_database()


@pytest.fixture
def place(tiny: Tiny, address: DatabaseAddress, monkeypatch: pytest.MonkeyPatch) -> KeptPlace:
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    tiny.edit_text("config.toml", 'folder = "data"', f'folder = "data"\nworkspace = "{address.uri}"')
    kept = place_at(address, Keeping(tiny.data))
    kept.versions.create()
    return kept


@pytest.fixture
def gone(postgres: Server, address: DatabaseAddress) -> Iterator[Callable[[], None]]:
    """Let the server refuse whoever asks for this database."""
    name = address.uri.rpartition("/")[2]

    def go_away() -> None:
        cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        postgres.run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false", cut)

    yield go_away
    postgres.run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")


def test_what_one_keeps_others_see(place: KeptPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])
    other = open_page(pages.YOUR_DATA.path)
    assert your_words.NO_HISTORY in words(other)
    sign(using(("visits.csv", VALUES)), "keep", your_words.KEEP)
    assert place.versions.state().version == 1
    assert your_words.NO_HISTORY not in words(other.run())
    assert not other.exception


@pytest.mark.parametrize("params", [{}, {"scenario": "ely-homes-1"}])
def test_a_database_that_goes_away_is_never_replaced_by_the_shipped_data(
    place: KeptPlace, gone: Callable[[], None], params: dict[str, str]
) -> None:
    place.versions.keep(shutil.copytree, "A", "why")
    save(place.scenarios, do=("close:n-1",))
    app = open_page(pages.GAP_LIST.path, **params)
    assert app.title[0].value != common.BROKEN_TITLE
    gone()
    app.run()
    assert not app.exception
    assert app.title[0].value == common.BROKEN_TITLE
    assert "cannot be reached" in app.table[0].value.to_string()
    assert "pa%2Fss" not in words(app) + app.table[0].value.to_string()


def test_a_visit_with_files_of_its_own_goes_on_and_says_so(
    place: KeptPlace, gone: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])
    save(place.scenarios, do=("close:n-1",))
    app = using(("visits.csv", VALUES))
    gone()
    app.run()
    assert not app.exception
    assert your_words.KEPT_UNREADABLE in [one.value for one in app.error]
    assert "cannot be reached" in tables(app)
    assert local_words.UNREADABLE in words(app)
    for page in (pages.GAP_LIST, pages.WHAT_IF, pages.LOCAL):
        assert not go(app, page.path).exception, page
    app.session_state["unfolded"] = {"kept_scenarios": True}
    assert scenario_words.KEPT_UNREADABLE in [one.value for one in go(app, pages.WHAT_IF.path).error]
    app.query_params["scenario"] = "ely-homes-1"
    assert not go(app, pages.WHAT_IF.path).exception
