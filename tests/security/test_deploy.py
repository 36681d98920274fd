"""The shipped files for a server name what is there, and nothing more than is needed. tests/browser/test_replicas.py runs them."""

from __future__ import annotations

import re
import shlex

from tests.helpers.behind_nginx import CONF, UNIT
from tests.helpers.places import ROOT


def test_the_unit_binds_to_this_computer_and_writes_its_state_alone() -> None:
    (command,) = re.findall(r"^ExecStart=\S*/(streamlit .*)$", UNIT, re.MULTILINE)
    assert shlex.split(command)[:3] == ["streamlit", "run", "app.py"]
    assert "--server.address 127.0.0.1" in command
    assert {"ProtectSystem=strict", "NoNewPrivileges=true", "StateDirectory=gapmap", "User=gapmap"} <= set(UNIT.splitlines())


def test_the_proxy_takes_files_as_large_as_the_product_does_and_no_larger() -> None:
    (upload_mb,) = re.findall(r"(?m)^maxUploadSize = (\d+)$", (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert re.findall(r"client_max_body_size (\d+)m;", CONF) == [upload_mb]
