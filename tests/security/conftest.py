"""The server that is attacked: one by itself, and a council's behind nginx, to which somebody sends this who has signed in there."""

from __future__ import annotations

import pytest

from tests.security.serving import serving


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("server")) as where:
        yield where


@pytest.fixture(params=["alone", "deployed"])
def netloc(request):
    """A server by itself, and a council's behind nginx, to which somebody sends this who has signed in there."""
    if request.param == "alone":
        return request.getfixturevalue("alone")
    server = request.getfixturevalue("deployed")
    return server.signed_in(server.ports[0])
