"""Reading a made-up or a real file as the app does, and the sums that every intake has to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.intake.matching.recognise import candidates
from geo.intake.reading.files import read_sheets
from geo.publishers.registry import all_layouts

if TYPE_CHECKING:
    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake

FIGURES = ["value", "lower", "upper", "numerator", "denominator"]


def bring(content: str | bytes | Path, setting: Setting, name: str = "") -> tuple[str, Intake]:
    """Read the one table of a file that has a layout; its rows must add up, and every rejected row says why."""
    data = content.encode() if isinstance(content, str) else content
    named = name or (data.name if isinstance(data, Path) else "made-up.csv")
    layouts = all_layouts()
    found = [
        (sheet, fitting)
        for sheet in read_sheets(data, named, setting.settings.limits, [one.needs for one in layouts])
        if (fitting := candidates(sheet, layouts))
    ]
    ((sheet, (layout,)),) = found
    intake = layout.read(sheet, setting)
    told = intake.counts
    assert told.read == told.matched + told.suppressed + told.outside + told.rejected
    assert told.rejected == intake.rejected["row"].nunique()
    return layout.id, intake


def shipped(setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the data folder with the keys of rows that were read, in one order, figures and flag as columns."""
    key = ["indicator_id", "area_code", "period"]
    ours = setting.atlas.indicator_values
    return (
        ours[ours["indicator_id"].isin(rows["indicator_id"]) & ours["period"].isin(rows["period"])]
        .set_index(key)[[*FIGURES, "flag"]]
        .sort_index()
    )


def assert_as_shipped(setting: Setting, intake: Intake, *indicators: str, figures: tuple[str, ...] = tuple(FIGURES)) -> None:
    """Every value that was read is the one of the data folder, and none of them is missing."""
    rows = intake.tables["indicator_values.csv"]
    rows = rows[rows["indicator_id"].isin(indicators)]
    assert set(rows["indicator_id"]) == set(indicators)
    old = shipped(setting, rows)
    new = rows.set_index(["indicator_id", "area_code", "period"]).sort_index()
    assert new.index.tolist() == old.index.tolist()
    pd.testing.assert_frame_equal(new[list(figures)].astype(float), old[list(figures)].astype(float), check_exact=True)
    assert (new["flag"].fillna("") == old["flag"].fillna("")).all()
