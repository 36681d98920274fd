"""The set-up of docs/deploy.md, started once for all tests that need it: three processes, nginx, PostgreSQL, and people who sign in."""

from __future__ import annotations

import importlib.util
import os
from typing import TYPE_CHECKING

import pytest
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from geo.settings.model import WORKSPACE_VARIABLE, load_settings
from geo.store.kept import keeping_of, place_at
from tests.helpers.service import NAME, Service
from tests.helpers.signed_in import EDITORS, OPENID, cookie, secrets
from tests.security.serving import Reached, config_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext

    from geo.settings.database import DatabaseAddress
    from geo.store.backend import KeptPlace
    from tests.helpers.postgres import Server

# The layouts of the tests: what is brought must not hang on a publisher's.
STARTER = "tests.browser.serve_with_layouts"
# As the tests of one server have them.
LIMITS = {"message_kb": 100, "runs_per_s": 2, "sockets": 9, "sockets_per_client": 6}


class Deployed(Service):
    """A council's server: whoever is not known is nobody, and Ann is an editor.

    Parameters
    ----------
    folder : Path
        Where its files are.
    postgres : Server
        The running database server.
    """

    def __init__(self, folder: Path, postgres: Server) -> None:
        self.database = postgres.make()
        self.address: DatabaseAddress = postgres.address(self.database)
        people = {"unknown_role": '"nobody"', **OPENID}
        config = config_of(folder, allowed_hosts=f'["{NAME}"]', **LIMITS, **people)
        super().__init__(folder, config, STARTER, HOME=str(folder), **{WORKSPACE_VARIABLE: self.address.uri})

    @property
    def place(self) -> KeptPlace:
        """What people keep."""
        return place_at(self.address, keeping_of(load_settings(self.config)))

    def set_up(self) -> None:
        """Make the tables and the secrets, and start the processes."""
        self.place.versions.create()
        (self.folder / ".streamlit").mkdir()
        # Nobody asks the provider here: cookies that the server has signed are at hand.
        provider = {"client_id": "gapmap", "client_secret": "s", "server_metadata_url": "http://127.0.0.1:9/"}
        secrets(self.folder / ".streamlit", redirect_uri=f"{self.origin}/oauth2callback", **provider)
        self.start()

    @property
    def origin(self) -> str:
        """What a browser has in its address line."""
        return f"http://{self.name}"

    def cookies(self, port: int) -> dict[str, str]:
        """Cookies of Ann, whose browser stays with a process."""
        return {"gapmap": str(port), USER_COOKIE_NAME: cookie(self.origin, roles=[EDITORS])}

    def let_in(self, context: BrowserContext, port: int) -> str:
        """Give a browser the cookies of Ann; gives the address."""
        context.add_cookies([{"name": name, "value": value, "url": self.origin} for name, value in self.cookies(port).items()])
        return self.origin

    def stranger(self, port: int) -> Reached:
        """Where somebody asks who has not signed in."""
        return Reached(self.netloc, Host=self.name, Cookie=f"gapmap={port}")

    def signed_in(self, port: int) -> Reached:
        """Where Ann asks."""
        return Reached(self.netloc, Host=self.name, Cookie="; ".join(f"{name}={value}" for name, value in self.cookies(port).items()))


@pytest.fixture(scope="session")
def deployed(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """Start it; skips where a part of it is not installed."""
    if not importlib.util.find_spec("authlib"):
        (pytest.fail if os.environ.get("GAPMAP_POSTGRES_REQUIRED") else pytest.skip)("Authlib of requirements-dev.lock is not installed")
    with Deployed(tmp_path_factory.mktemp("deployed"), postgres) as server:
        server.set_up()
        yield server
