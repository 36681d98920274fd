"""Who looks at a page: this computer alone, or others too."""

from __future__ import annotations

import pytest
from streamlit.runtime.context import StreamlitHeaders

from ui.scene import visitor


@pytest.mark.parametrize("bound", ["127.0.0.1", "::1", "localhost", "127.1.2.3"])
@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501", "gapmap.localhost", None])
def test_a_server_that_listens_to_its_own_computer_is_asked_by_it(bound, host):
    assert visitor._is_here(bound, StreamlitHeaders([("Host", host)] if host else []))


@pytest.mark.parametrize("bound", ["", "0.0.0.0", "::", "10.0.0.5", "gapmap", "127.0.0.1.example.org"])  # noqa: S104 - nothing is bound
def test_a_server_that_listens_to_a_network_may_be_asked_by_anybody(bound):
    assert not visitor._is_here(bound, StreamlitHeaders([("Host", "127.0.0.1:8501")]))


@pytest.mark.parametrize(
    "header",
    [
        ("Host", "gapmap.example.gov.uk"), ("Host", "10.0.0.5"), ("Host", "a b"), ("X-Forwarded-For", "10.0.0.9"), ("x-forwarded-for", ""),
        ("Forwarded", "for=10.0.0.9"), ("X-Real-IP", "10.0.0.9"), ("X-Forwarded-Host", "gapmap"),
    ],
)  # fmt: skip
def test_what_a_proxy_passes_on_comes_from_elsewhere(header):
    assert not visitor._is_here("127.0.0.1", StreamlitHeaders([header]))
