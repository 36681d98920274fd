"""A small made-up atlas that keeps the data contract: two districts, three wards, six LSOAs of 2 km by 2 km.

::

    north  L4 | L5 | L6        L1 L2 -> ward Ash, L4 L5 -> ward Birch (district Alder)
    south  L1 | L2 | L3        L3 L6 -> ward Cedar (district Bourne)
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from geo.contract.columns import TABLES
from geo.settings.model import Settings, load_settings
from geo.store.kept import workspace_of
from geo.store.workspace import Workspace
from tests.helpers.tiny_content import tiny_shapes, tiny_tables

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
[area]
name = "Alder and Bourne"
districts = ["E07000901", "E07000902"]
surroundings_km = 20

[data]
folder = "data"

[map]
tile_url = ""
tile_attribution = ""

[access]
mode = "drive"
catchment_minutes = 15.0
decay_sigma_share = 0.5
detour = 1.3
surroundings_class = "rural"

[access.speeds_km_per_h]
drive = {urban = 40.0, rural = 45.0}
walk = {urban = 4.8, rural = 4.8}

[gap]
target = {places = "atlas_median", presence = "atlas_median"}

[provision]
assumed_nursery_class_places = 26

[confidence]
draws = 200
seed = 1
weight_concentration = 20.0
catchment_share = [0.75, 1.25]
detour = [1.2, 1.4]
speed_share = [0.8, 1.25]
decay_sigma_share = [0.25, 0.5]
decay_power = [1.0, 4.0]
travel_error = 0.2
provider_gone = 0.07
children_error = 0.12
assumed_class_places = [13.0, 52.0]
service_weight_share = [0.5, 2.0]
worst_share = 0.2
likely_from = 0.5
certain_from = 0.9

[demand.entitlements]
universal = {name = "15 hours for all", hours = 15.0}
extended = {name = "15 further hours", hours = 15.0, on_top = true}
disadvantaged = {name = "15 hours for twos", hours = 15.0}

[deserts]
children_per_place = 3.0
bands_indicator = "accessible_places"
bands_places_per_100 = [10.0, 21.0, 32.0, 43.0]

[market]
low_income_indicator = "idaci"

[england]
low_income_place = "idaci_place"
access_decile = "accessible_places_decile"

[clusters]
permutations = 99
seed = 1
false_discovery_rate = 0.05

[services]
nursery_school = {name = "Nursery school", plural = "nursery schools", capacity = "places"}
school_nursery = {name = "School nursery class", plural = "school nursery classes", capacity = "places"}
day_nursery = {name = "Day nursery", plural = "day nurseries", capacity = "places"}
family_hub = {name = "Family hub", plural = "family hubs", capacity = "presence"}
gp = {name = "GP surgery", plural = "GP surgeries", capacity = "presence"}
library = {name = "Library", plural = "libraries", capacity = "presence"}
advice = {name = "Advice", plural = "advice sites", capacity = "presence"}

[outcomes.school_readiness]
name = "School readiness"
access = "places"
services = ["nursery_school", "school_nursery", "day_nursery", "library"]

[outcomes.school_readiness.indicators]
gld = {weight = 1.0, role = "outcome"}
idaci = {weight = 1.0, role = "driver"}
low_income = {weight = 0.5, role = "driver"}

[outcomes.child_health]
name = "Child health"
access = "presence"
services = ["family_hub", "gp"]

[outcomes.child_health.indicators]
asq = {weight = 1.0, role = "outcome"}
idaci = {weight = 1.0, role = "driver"}
green_space = {weight = 1.0, role = "context"}

[outcomes.family_security]
name = "Family security"
access = "presence"
services = ["advice"]

[outcomes.family_security.indicators]
low_income = {weight = 1.0, role = "outcome"}
"""


@dataclass(frozen=True)
class Tiny:
    """Where a tiny atlas was written."""

    config: Path
    data: Path

    @property
    def settings(self) -> Settings:
        """Its settings, read anew."""
        return load_settings(self.config)

    def set_cell(self, table: str, line: int, column: str, value: str) -> None:
        """Change one cell; ``line`` 2 is the first row below the header."""
        path = self.data / table
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        rows[line - 1][rows[0].index(column)] = value
        _write_rows(path, rows)

    def line_of(self, table: str, key: str) -> int:
        """Line number of the first row that starts with ``key``."""
        lines = (self.data / table).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if line.startswith(f"{key},"))

    def edit_text(self, file: str, old: str, new: str) -> None:
        """Replace the first ``old`` in a file of the data folder, or in ``config.toml``; it must be there."""
        path = self.config if file == "config.toml" else self.data / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def with_workspace(tiny: Tiny, name: str = "kept") -> Workspace:
    """Let its settings name a workspace, and set that up."""
    tiny.edit_text("config.toml", 'folder = "data"', f'folder = "data"\nworkspace = "{name}"')
    workspace = workspace_of(tiny.settings)
    assert workspace is not None
    workspace.create()
    return workspace


def write_tiny(root: Path) -> Tiny:
    """Write ``config.toml`` and ``data/`` of the tiny atlas into a folder."""
    data = root / "data"
    (data / "boundaries").mkdir(parents=True)
    config = root / "config.toml"
    config.write_text(CONFIG, encoding="utf-8", newline="\n")
    for name, rows in tiny_tables().items():
        columns = list(TABLES[name])
        _write_rows(data / name, [columns, *[[str(row.get(column, "")) for column in columns] for row in rows]])
    for level, shapes in tiny_shapes().items():
        features = [
            {"type": "Feature", "properties": {"area_code": code}, "geometry": json.loads(shapely.to_geojson(shape))}
            for code, shape in shapes.items()
        ]
        lines = ",\n".join(json.dumps(feature) for feature in features)
        text = f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'
        (data / "boundaries" / f"{level}.geojson").write_text(text, encoding="utf-8", newline="\n")
    return Tiny(config, data)


def _write_rows(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
