"""Two councils on one server, behind the shipped nginx: nothing of one is seen at the other, whatever of it is sent there."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
from contextlib import ExitStack, suppress

import pytest

from geo.store.kept import ledger_of, scenarios_of, workspace_of
from tests.helpers.behind_nginx import LONGEST_S, free_port, nginx_before, start
from tests.helpers.kept import save
from tests.helpers.places import ROOT
from tests.helpers.service import wait_until_answered
from tests.helpers.tiny import write_tiny
from tests.helpers.writer import Writer
from tests.security.serving import ask
from ui.words import pages

NORTH, SOUTH = "north", "south"
# Numbers of users whom no system has: the files of one are to be closed to the other.
USERS = {NORTH: 61_001, SOUTH: 61_002}
PACKAGES = f"{ROOT}{os.pathsep}{sysconfig.get_path('purelib')}"
NOTE = "Only the north knows this hall"


def python_for_others():
    """Find a Python that other users may start with the packages of this one; None where there is none, or nobody else can be one."""
    if os.geteuid() != 0:
        return None
    other = {"user": USERS[NORTH], "group": USERS[NORTH], "extra_groups": [], "env": {"PYTHONPATH": PACKAGES, "HOME": "/"}, "cwd": "/"}
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        with suppress(OSError):
            if subprocess.run([python, "-c", "import starlette"], check=False, capture_output=True, **other).returncode == 0:
                return python
    return None


PYTHON = python_for_others()


class Council:
    """A process of one council, with settings, data and workspace of its own."""

    def __init__(self, name, folder, user):
        self.name, self.port = name, free_port()
        self.tiny = write_tiny(folder)
        self.tiny.edit_text("config.toml", 'folder = "data"', 'folder = "data"\nworkspace = "kept"')
        self.tiny.edit_text(
            "config.toml", "[gap]", f'[server]\nallowed_hosts = ["{name}.localhost"]\n\n[people]\nopen_to_all = true\n\n[gap]'
        )
        for table in ("areas.csv", "providers.csv"):
            path = self.tiny.data / table
            path.write_text(path.read_text(encoding="utf-8").replace("Alder", f"Alder {name}"), encoding="utf-8")
        workspace_of(self.tiny.settings).create()
        folder.chmod(0o700)
        secret = {"STREAMLIT_SERVER_COOKIE_SECRET": f"of {name}", "GAPMAP_CONFIG": str(self.tiny.config)}
        homes = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / ".cache")}
        other, self.user = {}, user
        self.own()
        if user is not None and PYTHON is not None:
            other = {"python": PYTHON, "user": user, "group": user, "extra_groups": []}
            secret["PYTHONPATH"] = PACKAGES
        self.process = start(
            self.tiny.config,
            self.port,
            env={**os.environ, **secret, **homes},
            umask=0o077,
            **other,
        )

    def own(self):
        """Give the council's user what the test, as another one, has written."""
        folder = self.tiny.config.parent
        for path in (folder, *folder.rglob("*")) if self.user is not None and PYTHON is not None else ():
            os.chown(path, self.user, self.user)


@pytest.fixture
def councils(tmp_path_factory):
    with ExitStack() as stack:
        two = {}
        for name, user in USERS.items():
            folder = tmp_path_factory.mktemp(name)
            two[name] = Council(name, folder, user if os.geteuid() == 0 else None)
            stack.callback(two[name].process.wait, LONGEST_S)
            stack.callback(two[name].process.terminate)
        if os.geteuid() == 0:
            # What pytest makes is closed to all others.
            parent = tmp_path_factory.getbasetemp()
            for above in (parent, *parent.parents[:2]):
                above.chmod(above.stat().st_mode | stat.S_IXOTH)
        for council in two.values():
            wait_until_answered(council.port)
        front = tmp_path_factory.mktemp("front")
        port = stack.enter_context(nginx_before(front, {name: [council.port] for name, council in two.items()}))
        yield two, f"127.0.0.1:{port}"


def test_nothing_of_one_council_is_seen_at_another(councils):
    two, netloc = councils

    def asked(name, path, **headers):
        return ask(netloc, path, Host=f"{name}.localhost", **headers)

    def writer(name, seen="", **headers):
        return Writer(netloc, seen, Host=f"{name}.localhost:{netloc.partition(':')[2]}", **headers)

    with writer(NORTH) as there:
        there.add(NOTE)
    saved = save(scenarios_of(two[NORTH].tiny.settings), "Homes of the north", ("close:n-1",))
    workspace_of(two[NORTH].tiny.settings).keep(renamed, "Ann", "To see")
    two[NORTH].own()
    with writer(NORTH, NOTE):
        pass
    with writer(SOUTH) as here:
        assert NOTE not in here.said
        assert "Alder north" not in here.said
        assert "Alder south" in here.said
    assert ledger_of(two[SOUTH].tiny.settings).entries().empty
    for path in ("/api/gaps.csv?level=district", "/api/areas.csv", "/api/"):
        answers = {name: asked(name, path).text for name in two}
        assert "Elder" not in answers[SOUTH]
        assert "north" not in answers[SOUTH].replace(f"{NORTH}.localhost", "")
    assert "Elder" in asked(NORTH, "/api/gaps.csv?level=district").text
    assert scenarios_of(two[SOUTH].tiny.settings).all()[0] == []
    status = {name: asked(name, f"/api/gaps.csv?scenario={saved.scenario_id}").status for name in two}
    assert status == {NORTH: 200, SOUTH: 400}
    # Whatever somebody sends of one council to the other: the cookie of a process, the address of a file.
    files = {}
    for name in two:
        link = asked(name, f"/{pages.GAP_MAP.address}").headers["link"]
        files[name] = re.findall(r"</published/[^>]*>", link)[0].strip("<>")
        assert asked(name, files[name]).status == 200
    assert files[NORTH] != files[SOUTH]
    stolen = {"Cookie": f"gapmap={two[NORTH].port}"}
    for headers in ({}, stolen, {"X-Forwarded-Host": f"{NORTH}.localhost"}):
        assert asked(SOUTH, files[NORTH], **headers).status == 404
        assert "Elder" not in asked(SOUTH, "/api/gaps.csv?level=district", **headers).text
    # What took long is kept on the disk, by each among its own files.
    kept = {name: [path.name for path in (council.tiny.config.parent / ".cache").rglob("*.answer")] for name, council in two.items()}
    assert kept[NORTH]
    assert kept[SOUTH]
    assert not set(kept[NORTH]) & set(kept[SOUTH])
    assert f"gapmap={two[SOUTH].port}" in asked(SOUTH, "/readyz", **stolen).headers["set-cookie"]
    # A process answers to no name but its council's, even past the proxy.
    assert ask(f"127.0.0.1:{two[SOUTH].port}", "/", Host=f"{NORTH}.localhost").status == 400


@pytest.mark.skipif(PYTHON is None, reason="needs the right to start processes as other users (root), and a Python that they may start")
def test_the_system_user_of_one_council_reads_no_file_of_another(councils):
    two, _ = councils
    with Writer(f"127.0.0.1:{two[NORTH].port}", Host=f"{NORTH}.localhost:{two[NORTH].port}") as there:
        there.add(NOTE)
    assert ask(f"127.0.0.1:{two[NORTH].port}", "/api/gaps.csv", Host=f"{NORTH}.localhost").status == 200
    written = [
        path
        for place in ("kept", ".cache")
        for path in (two[NORTH].tiny.config.parent / place).rglob("*")
        if path.is_file() and path.stat().st_uid == USERS[NORTH]
    ]
    assert {path.suffix for path in written} >= {".answer", ".sqlite"}
    program = "import sys; [open(path, 'rb').read() for path in sys.argv[1:]]"
    for path in (two[NORTH].tiny.config, two[NORTH].tiny.data / "areas.csv", *written):
        codes = {}
        for name, user in USERS.items():
            other = {"user": user, "group": user, "extra_groups": [], "cwd": "/"}
            codes[name] = subprocess.run([PYTHON, "-c", program, path], check=False, capture_output=True, **other).returncode
        assert codes == {NORTH: 0, SOUTH: 1}, path


def renamed(old, new):
    """Write a version in which a district is called something else."""
    shutil.copytree(old, new)
    table = new / "areas.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Alder", "Elder"), encoding="utf-8")
