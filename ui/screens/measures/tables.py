"""Tables of one measure: its areas with interval, mark and change, for the screen and for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.analysis.differs import atlas_value, shown_level
from geo.base.vocabulary import LEVELS
from geo.contract.references import ENGLAND
from ui.kit import cells
from ui.scene import measures
from ui.view.grid import grid
from ui.words import common, figures
from ui.words import measures as measures_words
from ui.words import measures_page as page_text
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.base.vocabulary import Level
    from geo.whatif.scene import Scene
    from ui.view.state import View

ROWS_SHOWN = 12


def area_table(scene: Scene, view: View, indicator: str, level: Level) -> pd.DataFrame:
    """List the areas of the chosen districts, as `geo.analysis.measures.measure_list` does."""
    return measures.listed(scene, indicator, level, view.query.districts)


def show(scene: Scene, table: pd.DataFrame, indicator: str, key: str) -> None:
    """Draw the table of areas; what says nothing for this measure is left out."""
    unit, table = str(scene.atlas.indicators.at[indicator, "unit"]), table.set_index("area_code")
    rows = cells.records(table)
    names = page_text.TABLE_COLUMNS
    shown = pd.DataFrame({"area": table["area"], "value": table["value"]})
    if (table["interval"].isin(["wilson", "published"])).any():
        shown["limits"] = [measures_words.interval(cells.number(row["lower"]), cells.number(row["upper"])) for row in rows]
        shown["mark"] = table["differs"].map(page_text.MARK_WORDS)
    if table["change"].notna().any():
        ends = zip(table["to_value"].astype(float), table["from_value"].astype(float), strict=True)
        shown["change"] = [figures.change(now, before) for now, before in ends]
        shown["verdict"] = [measures_words.verdict(row) if not cells.is_missing(row["change"]) else "" for row in rows]
    if (table["flag"] != "").any():
        shown["note"] = [measures_words.flag_words(str(row["flag"]))[1] if row["flag"] else "" for row in rows]
    if (table["district"].notna() & (table["district"] != table["area"])).any():
        shown["district"] = table["district"]
    column, aid = st.column_config, page_text.COLUMN_HELP
    config = {
        "area": column.TextColumn(names["area"], width=250),
        "district": column.TextColumn(names["district"], width=140),
        "value": column.NumberColumn(names["value"], format="%.1f" if table["value"].abs().max() > 1 else "%.3f", help=plain(unit)),
        "limits": column.TextColumn(names["limits"], help=aid["interval"]),
        "mark": column.TextColumn(names["mark"], help=aid["differs"]),
        "change": column.NumberColumn(names["change"], format="%+.6g", help=aid["change"]),
        "verdict": column.TextColumn(names["verdict"], width=300, help=aid["verdict"]),
        "note": column.TextColumn(names["note"], width="large"),
    }
    grid(shown, config, key, title=page_text.TABLE_TITLE, rows=ROWS_SHOWN)


def benchmarks(scene: Scene, indicator: str) -> str:
    """Say the figures of the atlas, and of England where the publisher gives it."""
    figures = scene.model.figures[indicator]
    england = figures[(figures["area_code"] == ENGLAND) & (figures["period"] == figures["period"].max())]["value"]
    written = measures_words.figure(float(england.iloc[0])) if len(england) else ""
    return page_text.benchmarks(measures_words.figure(atlas_value(scene.model, indicator)), written)


def all_periods(scene: Scene, indicator: str) -> pd.DataFrame:
    """Every published figure of the measure with its interval, for a file."""
    rows = scene.model.figures[indicator]
    names = [measures.area_name(scene.atlas, str(code)) for code in rows["area_code"]]
    return rows.assign(area=names)[[
        "indicator_id", "area_code", "area", "period", "value", "lower", "upper", "basis", "numerator", "denominator", "flag",
    ]]  # fmt: skip


def trend_table(scene: Scene, figures: pd.DataFrame) -> None:
    """Draw the figures behind the chart: one row an area, one column a date."""
    wide = figures.pivot_table(index="area_code", columns="period", values="value")
    wide.columns = [page_text.short_date(str(period)) for period in wide.columns]
    wide.insert(0, page_text.TABLE_COLUMNS["area"], [measures.area_name(scene.atlas, str(code)) for code in wide.index])
    grid(wide.round(2), {}, "trend", title=page_text.TREND_TITLE)


def judged_by(changes: pd.DataFrame) -> str:
    """Name what changes are judged by: ``interval``, ``series`` or ``unknown``."""
    if (changes["noise"] == "interval").any():
        return "interval"
    return "series" if (changes["trend"] != "").any() else "unknown"


def trend_summary(scene: Scene, indicator: str, changes: pd.DataFrame, level: Level) -> str:
    """Say in how many areas the measure got better or worse."""
    neutral = str(scene.atlas.indicators.at[indicator, "polarity"]) == "context"
    unclear = (changes["beyond"] == "no") | ((changes["beyond"] == "unknown") & changes["trend"].isin(["steady", "uneven"]))
    clear = changes[~unclear]["direction"].value_counts()
    better, worse = (int(clear.get(word, 0)) for word in (("up", "down") if neutral else ("better", "worse")))
    shown = shown_level(scene.atlas, indicator, level)
    ours = next((own for own in LEVELS if own == shown), None)
    areas = measures_words.PUBLISHED_FOR[shown] if ours is None else common.areas_of(ours, len(changes))
    period = (str(changes["from_period"].iloc[0]), str(changes["to_period"].iloc[0]))
    return page_text.trend_summary(better, worse, len(changes) - better - worse, areas, period, neutral=neutral)
