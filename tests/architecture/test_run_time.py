"""The app and the command line work with the packages of ``requirements.lock`` alone: those of the tests are not at hand on a server."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from packaging.utils import canonicalize_name

from tests.helpers.places import ROOT
from tests.helpers.run_time_parts import PARTS
from tests.security.test_lock import RUN, entries

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = ROOT / ".venv-run" / "bin" / "python"

# In CI this is required; a missing environment is then a failure.
pytestmark = pytest.mark.skipif(
    not PYTHON.is_file() and not os.environ.get("GAPMAP_RUN_TIME_REQUIRED"),
    reason="the environment with run-time packages alone is not at hand (make test makes it)",
)


def alone(part: str, folder: Path) -> str:
    """Run one part with run-time packages alone."""
    command = [str(PYTHON), "-m", "tests.helpers.run_time_parts", part, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_environment_holds_the_lock_and_nothing_else(tmp_path: Path) -> None:
    here = {canonicalize_name(one.name) for one, _ in entries(RUN) if one.marker is None or one.marker.evaluate()}
    assert {canonicalize_name(name) for name in alone("packages", tmp_path).split()} == here


@pytest.mark.parametrize("part", sorted(PARTS.keys() - {"packages"}))
def test_everything_works_with_run_time_packages_alone(part: str, tmp_path: Path) -> None:
    alone(part, tmp_path)


def test_the_bill_of_materials_names_every_package_with_its_licence(tmp_path: Path) -> None:
    """`make sbom` twice."""
    told = subprocess.run(["make", "-n", "sbom"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    (command,) = [line for line in told.replace("\\\n", " ").splitlines() if "cyclonedx_py" in line]
    _, *words = shlex.split(command)
    assert "sbom.cdx.json" in words
    written = []
    for target in (tmp_path / "one.json", tmp_path / "two.json"):
        subprocess.run([sys.executable, *(str(target) if word == "sbom.cdx.json" else word for word in words)], cwd=ROOT, check=True)
        written.append(target.read_bytes())
    assert written[0] == written[1]
    components = json.loads(written[0])["components"]
    assert {canonicalize_name(one["name"]): one["version"] for one in components} == {
        canonicalize_name(one.name): str(one.specifier).removeprefix("==")
        for one, _ in entries(RUN)
        if one.marker is None or one.marker.evaluate()
    }
    # The file of its licence (MIT) lies beside its code, where its metadata do not point.
    assert {one["name"] for one in components if not one.get("licenses")} <= {"streamlit-folium"}
