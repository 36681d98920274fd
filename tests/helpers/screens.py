"""Pages opened without a browser, and what can be read on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from streamlit.testing.v1 import AppTest

from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

TIMEOUT_S = 60
HOME = "app.py"


def open_page(page: str = HOME, **params: str | Sequence[str]) -> AppTest:
    """Open a page by a link with these parameters, as a new visit."""
    app = AppTest.from_file(str(ROOT / HOME), default_timeout=TIMEOUT_S)
    if page != HOME:
        app.switch_page(page)
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


def words(app: AppTest) -> str:
    """All text that a page shows in its running text, notices and captions."""
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return "\n".join(str(part.value) for part in parts)


def html_of(app: AppTest) -> str:
    """All HTML that a page shows, as it is sent."""
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def given(app: AppTest, *components: str) -> list[dict[str, Any]]:
    """What components of these names are given to show, in the order of the page."""
    return [json.loads(part.proto.json) for part in app.get("bidi_component") if part.proto.component_name in components]
