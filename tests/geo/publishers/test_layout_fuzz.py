"""Whatever stands in the cells of a known layout, its reader raises nothing, and every row is counted once."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from geo.intake.matching.layout import Setting
from geo.intake.reading.sheet import Sheet
from geo.publishers.registry import all_layouts
from geo.store.atlas import load_atlas
from tests.helpers.tiny import write_tiny
from tests.helpers.tiny_content import ALDER, ASH, BOURNE, COUNTY, LSOAS

CODES = [*LSOAS, ALDER, ASH, BOURNE, COUNTY, "E92000001", "E07000026", "E01000001", "", "x"]
CELLS = [
    *(
        "",
        "nan",
        "inf",
        "1e308",
        "-5",
        "0",
        "0.3",
        "c",
        "[c]",
        "36.7%",
        "18,511",
        "\u2212",
        "<b>",
        "=1+1",
        "x" * 50,
        "AB1 2CD",
        "31/12/2025",
    ),
    *("2024/25", "202425", "Total", "Persons", "93085", "20101", "Eligible for free school meals", "Y", "NULL", "Childminder", "REDACTED"),
]
# Outlines come from map files, which have tests of their own.
TABLES = [layout for layout in all_layouts() if not layout.outlines]
NAMES = ["visits 2022.csv", "relative ahc.csv", "x.csv"]


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    tiny = write_tiny(tmp_path_factory.mktemp("fuzz"))
    return Setting(load_atlas(tiny.settings), tiny.settings)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("layout", TABLES, ids=lambda layout: layout.id)
def test_any_cells(setting, layout, seed):
    draw = random.Random(f"{layout.id} {seed}")  # noqa: S311 - no secret
    for rows in (1, 2, 40):
        chosen = {name: draw.choice(aliases) for name, aliases in {**layout.needs, **layout.knows}.items()}
        columns = {column: [draw.choice(CODES if "code" in name else CELLS) for _ in range(rows)] for name, column in chosen.items()}
        frame = pd.DataFrame(columns, dtype="str", index=range(2, 2 + rows))
        intake = layout.read(Sheet(draw.choice(NAMES), "", frame), setting)
        told = intake.counts
        assert told.read == rows == told.matched + told.suppressed + told.outside + told.rejected
        assert told.rejected == intake.rejected["row"].nunique()
