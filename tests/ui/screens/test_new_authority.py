"""Pages of an authority that has outlines and hardly any figures."""

from __future__ import annotations

import pytest

from tests.helpers.places import ROOT
from tests.helpers.screens import html_of, open_page, words

PAGES = ["app.py", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))]
SAY_NO_DATA = {"app.py", "pages/1_Gap_map.py", "pages/2_Gap_list.py"}


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_on_a_new_authority(norwich, page, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(norwich / "config.toml"))
    app = open_page(page)
    assert not app.exception
    assert len(app.title) == 1
    assert page not in SAY_NO_DATA or "no data yet" in words(app).lower()


def test_the_home_page_does_not_call_missing_data_nought(norwich, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(norwich / "config.toml"))
    app = open_page()
    shown = words(app) + html_of(app)
    assert "0 children" not in shown
    assert ">0<" not in shown
