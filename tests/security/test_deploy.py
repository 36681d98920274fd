"""The shipped files for a server name what is there, and nothing more than is needed. tests/browser/test_replicas.py runs them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest
import yaml

from geo.settings.model import WORKSPACE_VARIABLE, load_settings
from tests.helpers.behind_nginx import CONF, NGINX, PORTS, UNIT, free_port, wait_for
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


def _blocks(language: str) -> list[str]:
    """Give what the guide wants to be written, of one kind."""
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    return [textwrap.dedent(block) for block in re.findall(rf"(?ms)^ *```{language}\n(.*?)^ *```$", guide)]


def test_the_guide_and_the_files_name_the_same_places_ports_and_user() -> None:
    written = "\n".join(_blocks("sh"))
    (folder,) = re.findall(r"(?m)^WorkingDirectory=(.*)$", UNIT)
    (user,) = re.findall(r"(?m)^User=(.*)$", UNIT)
    (state,) = re.findall(r"(?m)^StateDirectory=(.*)$", UNIT)
    (places,) = re.findall(r"(?m)^EnvironmentFile=(.*)$", UNIT)
    assert f"git clone ADDRESS {folder}\n" in written
    assert f"adduser --system --group --home /var/lib/{state} {user}\n" in written
    processes = dict(re.findall(r"printf 'PORT=(\d+)\\nGAPMAP_CONFIG=/etc/gapmap/north\.toml\\n' > (\S+)", written))
    assert tuple(processes) == PORTS
    (started,) = re.findall(r"systemctl enable --now (.*)", written)
    assert [places.replace("%i", name.removeprefix("gapmap@")) for name in started.split()] == list(processes.values())
    assert all(f"http://127.0.0.1:{port}/readyz" in written for port in PORTS)
    for copied in re.findall(r"(?m)^cp (\S+) ", written):
        assert (ROOT / copied).is_file()
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert all(f"`{path}`" in guide for path in re.findall(r"ssl_certificate(?:_key)? (\S+);", CONF))


def test_the_lines_of_the_guide_are_settings_that_the_shipped_file_takes(tmp_path: Path) -> None:
    (lines,) = _blocks("toml")
    written = (ROOT / "config.toml").read_text(encoding="utf-8").replace('# workspace = "workspace"', 'workspace = "workspace"')
    section = ""
    for line in filter(None, lines.splitlines()):
        section = line if line.startswith("[") else section
        if line != section:
            name = line.partition(" = ")[0]
            head, body = written.split(f"\n{section}\n")
            body, found = re.subn(rf"(?m)^{name} = .*$", lambda _, new=line: new, body, count=1)
            assert found, line
            written = f"{head}\n{section}\n{body}"
    config = tmp_path / "north.toml"
    config.write_text(written, encoding="utf-8")
    settings = load_settings(config)
    assert (str(settings.data.workspace), settings.people.unknown_role) == ("postgresql:///gapmap", "nobody")
    (name,) = re.findall(r"server_name (\S+);", CONF)
    assert settings.server.allowed_hosts == (name,)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    # The product does not lie in /opt/gapmap here.
    unit = tmp_path / "gapmap@north.service"
    unit.write_text(UNIT.replace("/opt/gapmap/.venv/bin/streamlit", "/bin/true"), encoding="utf-8")
    told = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.skipif(NGINX is None or shutil.which("openssl") is None, reason="nginx or openssl is not installed")
def test_nginx_takes_the_file_whole(tmp_path: Path) -> None:
    certificate, key = tmp_path / "gapmap.pem", tmp_path / "gapmap.key"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=north",
        "-keyout",
        key,
        "-out",
        certificate,
    ]
    subprocess.run(made, check=True, capture_output=True)
    text = CONF.replace("/etc/ssl/gapmap.pem", str(certificate)).replace("/etc/ssl/private/gapmap.key", str(key))
    file = tmp_path / "nginx.conf"
    file.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off;\n{text}}}", encoding="utf-8")
    told = subprocess.run([str(NGINX), "-t", "-p", tmp_path, "-c", file], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
