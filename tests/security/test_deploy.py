"""The shipped files for a server name what is there, and nothing more than is needed. tests/browser/test_replicas.py runs them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import yaml

from geo.settings.model import WORKSPACE_VARIABLE
from tests.helpers.behind_nginx import CONF, PORTS, UNIT, free_port, wait_for
from tests.helpers.places import ROOT
from tests.security.serving import ask
from ui.scene.loading import CONFIG_VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

CONTAINER = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


def test_the_unit_binds_to_this_computer_and_writes_its_state_alone() -> None:
    (command,) = re.findall(r"^ExecStart=\S*/(streamlit .*)$", UNIT, re.MULTILINE)
    assert shlex.split(command)[:3] == ["streamlit", "run", "app.py"]
    assert "--server.address 127.0.0.1" in command
    assert {"ProtectSystem=strict", "NoNewPrivileges=true", "StateDirectory=gapmap", "User=gapmap"} <= set(UNIT.splitlines())


def test_the_proxy_takes_files_as_large_as_the_product_does_and_no_larger() -> None:
    (upload_mb,) = re.findall(r"(?m)^maxUploadSize = (\d+)$", (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert re.findall(r"client_max_body_size (\d+)m;", CONF) == [upload_mb]


def test_a_container_holds_all_that_the_product_needs(tmp_path: Path) -> None:
    lines = CONTAINER.splitlines()
    for line in lines:
        if line.startswith("COPY "):
            *sources, target = line.split()[1:]
            for name in sources:
                here, there = ROOT / name, tmp_path / (target if target != "./" else name)
                copy = shutil.copytree if here.is_dir() else shutil.copyfile
                copy(here, there)
    (command,) = [json.loads(line.removeprefix("CMD ")) for line in lines if line.startswith("CMD ")]
    port = free_port()
    # On this computer alone here, and on another port than the one in a container.
    arguments = [{"0.0.0.0": "127.0.0.1", "8501": str(port)}.get(word, word) for word in command[1:]]  # noqa: S104 - nobody binds to it
    assert arguments != command[1:]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(
        [sys.executable, "-m", "streamlit", *arguments], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_for(port)
            assert json.loads(ask(f"127.0.0.1:{port}", "/readyz").text)["ready"]
        finally:
            process.terminate()


def test_processes_in_containers_are_those_of_the_unit_behind_the_same_proxy() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8"))["services"]
    processes = [service for service in services.values() if service["image"] == "gapmap"]
    (command,) = re.findall(r"^ExecStart=/opt/gapmap/(.*)$", UNIT, re.MULTILINE)
    assert [one["command"] for one in processes] == [command.replace("${PORT}", port) for port in PORTS]
    for one in processes:
        # The addresses in nginx.conf are those of its own computer.
        assert one["network_mode"] == "service:proxy"
        assert one["environment"][CONFIG_VARIABLE] == "/etc/gapmap/north.toml"
        password = services["database"]["environment"]["POSTGRES_PASSWORD"]
        assert one["environment"][WORKSPACE_VARIABLE] == f"postgresql://gapmap:{password}@database/gapmap"
        assert one["build"] == {"context": "..", "dockerfile": "deploy/Containerfile"}
    mounted = {volume.split(":")[1] for volume in services["proxy"]["volumes"]}
    assert set(re.findall(r"ssl_certificate(?:_key)? (\S+);", CONF)) < mounted
