"""The page that compares borders: its two sides differ in the borders alone, whatever else the reader has chosen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geo.store.kept import workspace_of
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from tests.helpers.places import ROOT
from tests.helpers.screens import open_page, words
from ui.scene import loading
from ui.words import borders as borders_words

PAGE = "pages/6_Other_borders.py"
SAME = "districts_of_today"


@pytest.fixture
def many_marked(tmp_path, monkeypatch):
    """The embedded data, with a third of the providers that count for school readiness marked as closing."""
    config = (ROOT / "config.toml").read_text(encoding="utf-8")
    named = config.replace('folder = "data"', f'folder = "{ROOT / "data"}"\nworkspace = "{tmp_path / "kept"}"')
    (tmp_path / "config.toml").write_text(named, encoding="utf-8")
    monkeypatch.setenv("GAPMAP_CONFIG", str(tmp_path / "config.toml"))
    workspace_of(loading.shared_settings()).create()
    providers = loading.load().atlas.providers
    marked = providers.index[providers["service_type"].isin(["day_nursery", "preschool"])][::3]
    today = datetime.now(UTC).date().isoformat()
    Ledger(tmp_path / "kept" / "ledger.sqlite").add([Entry("provider", str(code), "closing", "", "A Lead", today) for code in marked])


@pytest.mark.usefixtures("many_marked")
@pytest.mark.parametrize(
    "own",
    [{}, {"weight": "idaci:3"}, {"assumed": "no", "target": "21"}, {"level": "ward", "sector": "pvi"}],
    ids=["plain", "weight", "assumed", "ward"],
)
def test_borders_that_change_nothing_change_no_list_with_providers_left_out(own):
    app = open_page(PAGE, outcome="school_readiness", borders=SAME, local="yes", **own)
    assert not app.exception
    assert app.query_params["local"] == "yes"
    told = words(app)
    assert borders_words.NONE["appears"] in told
    assert borders_words.NONE["vanishes"] in told
