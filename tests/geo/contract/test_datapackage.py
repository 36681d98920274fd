"""The data folder describes itself in the convention of Frictionless Data: made from the contract, current, and true."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.cli.main import main
from geo.contract.check import check_folder
from geo.contract.columns import ALL_TABLES, KEYS
from geo.contract.datapackage import PACKAGE, described, write_package
from geo.export.package import list_package
from geo.export.tables import to_csv
from geo.settings.model import load_settings
from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def validate(package: Path) -> subprocess.CompletedProcess[str]:
    """Ask the ecosystem's own tool, as anybody would."""
    pytest.importorskip("frictionless", reason="frictionless is not installed here: requirements-dev.lock brings it")
    return subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", package.name], cwd=package.parent, capture_output=True, text=True, check=False
    )


def test_the_shipped_description_is_current():
    settings = load_settings(ROOT / "config.toml")
    assert (ROOT / "data" / PACKAGE).read_bytes() == described(ROOT / "data", settings.area.name)


def test_anybody_can_validate_the_shipped_data():
    done = validate(ROOT / "data" / PACKAGE)
    assert done.returncode == 0, done.stdout
    assert "INVALID" not in done.stdout


def test_a_broken_row_is_found_by_the_description_too(tiny):
    tiny.set_cell("providers.csv", 2, "sector", "private")
    write_package(tiny.data, "Tiny")
    done = validate(tiny.data / PACKAGE)
    assert done.returncode != 0
    assert "providers" in done.stdout


def test_every_table_and_column_of_the_contract_is_described(tiny):
    package = json.loads(described(tiny.data, "Tiny"))
    there = [name for name in ALL_TABLES if (tiny.data / name).exists()]
    assert [resource["path"] for resource in package["resources"]] == there
    for resource in package["resources"]:
        schema = resource["schema"]
        assert [field["name"] for field in schema["fields"]] == list(ALL_TABLES[resource["path"]])
        assert schema["primaryKey"] == list(KEYS[resource["path"]])
        assert all(field["description"] for field in schema["fields"])


def test_rules_of_the_contract_become_constraints(tiny):
    package = json.loads(described(tiny.data, "Tiny"))
    fields = {(resource["name"], field["name"]): field for resource in package["resources"] for field in resource["schema"]["fields"]}
    assert fields["providers", "sector"]["constraints"] == {"enum": ["public", "pvi"], "required": True}
    assert fields["providers", "lat"]["constraints"] == {"minimum": 49.0, "maximum": 61.0, "required": True}
    assert fields["areas", "children_0_4"]["type"] == "integer"
    assert fields["providers", "places"]["type"] == "number"
    assert "required" not in fields["providers", "url"].get("constraints", {})
    keys = {resource["name"]: resource["schema"].get("foreignKeys") for resource in package["resources"]}
    assert keys["indicator_values"] == [{"fields": ["indicator_id"], "reference": {"resource": "indicators", "fields": ["indicator_id"]}}]


def test_tables_under_another_licence_say_so():
    package = json.loads((ROOT / "data" / PACKAGE).read_text(encoding="utf-8"))
    named = {resource["name"]: [one["name"] for one in resource.get("licenses", ())] for resource in package["resources"]}
    assert named["providers_osm"] == ["ODbL-1.0"]
    assert named["benchmark_measures"] == ["OGL-UK-3.0"]
    assert "ODbL-1.0" not in named["providers"]


def test_an_outdated_description_is_a_warning_and_a_broken_table_comes_first(tiny):
    write_package(tiny.data, tiny.settings.area.name)
    before = check_folder(tiny.settings).warnings
    assert not any(PACKAGE in warning for warning in before)
    (tiny.data / PACKAGE).write_bytes(b"{}")
    assert any(PACKAGE in warning for warning in check_folder(tiny.settings).warnings)
    tiny.set_cell("providers.csv", 2, "sector", "private")
    assert not any(PACKAGE in warning for warning in check_folder(tiny.settings).warnings)


def test_what_is_imported_is_described(tiny, tmp_path):
    own = tmp_path / "own list.csv"
    own.write_text("name,postcode,type,sector,easting,northing\nOak,,library,public,541000,271000\n", encoding="utf-8")
    assert main(["--config", str(tiny.config), "import", str(own), "--out", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / PACKAGE).read_bytes() == described(tmp_path / "new", tiny.settings.area.name)


def test_a_list_that_leaves_the_app_is_described_and_valid(tmp_path):
    frame = pd.DataFrame(
        {"area_code": ["E01", "E02"], "rank": [1, 2], "access": [1.5, float("nan")], "confidence": pd.array([1, None], dtype="Int64")}
    )
    sources = pd.DataFrame({"title": ["A"], "url": [""], "licence": ["Open Government Licence v3.0"]})
    (tmp_path / "list.csv").write_bytes(to_csv(frame, bom=True))
    package = list_package(frame, dict.fromkeys(frame.columns, "What it is."), "list.csv", "A list", sources)
    (tmp_path / PACKAGE).write_bytes(package)
    (resource,) = json.loads(package)["resources"]
    assert [field["type"] for field in resource["schema"]["fields"]] == ["string", "integer", "number", "integer"]
    done = validate(tmp_path / PACKAGE)
    assert done.returncode == 0, done.stdout
