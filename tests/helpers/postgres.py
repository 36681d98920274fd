"""A real PostgreSQL with PostGIS, started in a temporary folder: Debian's own programs, no service."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geo.settings.database import DatabaseAddress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REQUIRED = "GAPMAP_POSTGRES_REQUIRED"
MISSING = "PostgreSQL with PostGIS (Debian: apt-get install postgresql-15-postgis-3), or requirements-dev.lock, is not at hand"
# Of a user who owns databases and nothing else; it must never be seen in a message.
PASSWORD = "pa%2Fss-w0rd-nobody-sees"  # noqa: S105 - of a server that lives as long as the tests
USER = "officer"
START_S = 60
TEMPLATE = "empty_workspace"
# It refuses to be run by root.
OTHER: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _programs() -> Path | None:
    """Find the programs of the newest PostgreSQL that has PostGIS."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    there = [path.parent for path in found if Path(f"/usr/share/postgresql/{path.parts[-3]}/extension/postgis.control").is_file()]
    return there[-1] if there and importlib.util.find_spec("psycopg") and importlib.util.find_spec("alembic") else None


@dataclass
class Server:
    """A server that can be started and stopped."""

    folder: Path
    port: int
    programs: Path
    numbers: count[int] = field(default_factory=count)
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        told = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.folder, "max_connections": 60}
        options = [word for name, value in (told | {"fsync": "off"}).items() for word in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.folder / "data", *options]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **OTHER)
        _wait_for(self, self._process)

    def stop(self) -> None:
        """Stop it, whoever is connected."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(START_S)

    def address(self, database: str, *, port: int | None = None, password: str = PASSWORD) -> DatabaseAddress:
        """Address of a database for a user who owns it and has no other rights."""
        return DatabaseAddress.of(f"postgresql://{USER}:{password}@127.0.0.1:{port or self.port}/{database}")

    def make(self) -> str:
        """Make a database in which PostGIS is at hand and nothing else; gives its name."""
        name = f"kept_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {USER}")
        return name

    def run(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run statements as the one who may do everything; gives the rows of the last."""
        import psycopg  # noqa: PLC0415 - not everywhere

        with psycopg.connect(host=str(self.folder), port=self.port, user="postgres", dbname=database, autocommit=True) as opened:
            for statement in statements:
                done = opened.execute(statement.encode())
            return done.fetchall() if done.description else []


@contextmanager
def _running() -> Iterator[Server]:
    programs = _programs()
    if programs is None:
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="gap-map-postgres-"))
    if OTHER:
        shutil.chown(folder, "postgres", "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    first = [programs / "initdb", "--no-sync", "--username=postgres", "--auth-local=trust", "--auth-host=scram-sha-256"]
    subprocess.run(
        [*first, "--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={folder / 'data'}"], check=True, capture_output=True, cwd=folder, **OTHER
    )
    server = Server(folder, port, programs)
    try:
        server.start()
        server.run(f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD.replace('%2F', '/')}'", f"CREATE DATABASE {TEMPLATE} OWNER {USER}")
        server.run("CREATE EXTENSION postgis", database=TEMPLATE)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    import psycopg  # noqa: PLC0415 - not everywhere

    deadline = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError((server.folder / "log").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Start a server for all tests of this process; skips where there is none to start."""
    with _running() as server:
        yield server


@pytest.fixture
def new_database(postgres: Server) -> Iterator[Callable[[], DatabaseAddress]]:
    """Make databases that go with the test, and with them their connections."""
    made: list[str] = []

    def make() -> DatabaseAddress:
        made.append(postgres.make())
        return postgres.address(made[-1])

    yield make
    for name in made:
        postgres.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
