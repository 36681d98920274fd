"""Figures on another scale than the indicator's unit or its figures so far: 0.681 for 68.1, a count for a share, a rank for a score."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.intake.matching.counts_scale import asked_about_counts
from geo.intake.matching.question import Question, given

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake

VALUES: Final = "indicator_values.csv"
FIGURES: Final = ["value", "lower", "upper"]
# Between any two years of any measure shipped, the middle ratio of the same areas lies between 0.77 and 1.79; scales differ by 10 or more.
FAR_MIDDLE: Final = 5.0
# One district or ward alone moved by up to 4.3; neighbourhoods, of a few families each, move by 80, so none of them is judged alone.
FAR_ALONE: Final = 20.0
# Published take-up goes over 100, because it is divided by an estimate of the children.
MOST_PER_CENT: Final = 150.0
POWERS: Final = (100.0, 0.01, 10.0, 0.1, 1_000.0, 0.001)
HUNDRED: Final = 100.0
NAMED: Final = 3
STANDS: Final = "as_they_stand"
PER_CENT: Final = re.compile(r"per ?cent\b|%", re.IGNORECASE)
BETWEEN: Final = re.compile(r"\((-?[\d.,]+) to (-?[\d.,]+)\)")
RANK: Final = re.compile(r"^rank of ([\d,]+)")
_OLD: Final = "{name}, in {unit}: {count:,} of {all:,} figures are far from those of the same areas so far (middle {new}, before {old})."
_UNIT: Final = "{name}: {count:,} of {all:,} figures ({some}) cannot be what its unit says, which is {unit}."
_FRACTIONS: Final = "{name}: all {count:,} figures of {period} are 1 or less ({some}), as fractions are, and its unit is {unit}."
_DONE: Final = "{name}: {count:,} figures were {done}, as was answered."


@dataclass(frozen=True)
class _Doubt:
    """Figures of one indicator that look like another scale: their places, why, and by what they would have to be multiplied."""

    places: np.ndarray
    text: str
    factor: float


@dataclass(frozen=True)
class _Measure:
    """An indicator as it is defined here or in the file."""

    indicator_id: str
    name: str
    unit: str
    level: str


def asked_about_scale(intake: Intake, setting: Setting) -> Intake:
    """Ask about figures whose scale looks wrong, and do with them what was answered.

    Parameters
    ----------
    intake : Intake
        As a layout read it.
    setting : Setting
        Figures so far, and answers.

    Returns
    -------
    Intake
        With one question an indicator; figures are multiplied only where somebody has said so.
    """
    questions, notes = [*intake.questions, *asked_about_counts(intake, setting)], [*intake.notes]
    values = intake.tables.get(VALUES)
    if values is None or values.empty:
        return replace(intake, questions=tuple(questions))
    for indicator_id in values["indicator_id"].unique():
        measure = _measure(str(indicator_id), intake, setting)
        doubt = _doubt(measure, values, setting)
        if doubt is None:
            continue
        question = _question(measure, doubt, setting)
        questions.append(question)
        if question.answer not in {"", STANDS}:
            values = _multiplied(values, doubt)
        if question.answer:
            done = "taken as they stand" if question.answer == STANDS else _done(doubt.factor)
            notes.append(_DONE.format(name=measure.name, count=len(doubt.places), done=done))
    return replace(intake, tables={**intake.tables, VALUES: values}, questions=tuple(questions), notes=tuple(notes))


def _measure(indicator_id: str, intake: Intake, setting: Setting) -> _Measure:
    brought = intake.tables.get("indicators.csv", pd.DataFrame(columns=["indicator_id"]))
    own = brought[brought["indicator_id"] == indicator_id]
    row = own.iloc[0] if len(own) else setting.atlas.indicators.loc[indicator_id]
    return _Measure(indicator_id, str(row["name"]), str(row["unit"]), str(row["published_level"]))


def _multiplied(values: pd.DataFrame, doubt: _Doubt) -> pd.DataFrame:
    """Multiply figures and their intervals; rounded, because 100 times 0.681 is 68.10000000000001 in binary."""
    rows = pd.Series(np.isin(np.arange(len(values)), doubt.places), index=values.index)
    figures = {name: values[name].astype("float64") for name in FIGURES}
    return values.assign(**{name: column.mask(rows, (column * doubt.factor).round(10)) for name, column in figures.items()})


def _doubt(measure: _Measure, values: pd.DataFrame, setting: Setting) -> _Doubt | None:
    """Find figures of an indicator that are far from older ones, or beyond what its unit can be."""
    places = np.flatnonzero((values["indicator_id"] == measure.indicator_id) & values["value"].notna())
    rows = values.iloc[places].reset_index(drop=True)
    rows["value"] = rows["value"].astype("float64")
    rows["ratio"] = (rows["value"] / rows["area_code"].map(_before(measure.indicator_id, setting))).where(lambda ratio: ratio > 0)
    for found in (_far_from_before, _beyond_unit, _as_fractions):
        is_doubted, text, factor = found(measure, rows)
        if is_doubted.any():
            return _Doubt(places[is_doubted.to_numpy()], text, factor)
    return None


def _before(indicator_id: str, setting: Setting) -> pd.Series[float]:
    """Figures so far of the latest period of each area that has one other than 0; index area_code."""
    old = setting.atlas.indicator_values
    own = old[(old["indicator_id"] == indicator_id) & old["value"].notna() & (old["value"] != 0)].sort_values("period", kind="stable")
    return own.drop_duplicates("area_code", keep="last").set_index("area_code")["value"].astype("float64")


def _far_from_before(measure: _Measure, rows: pd.DataFrame) -> tuple[pd.Series[bool], str, float]:
    """Find periods whose middle ratio to the figures so far is large, and single areas of many families."""
    far = beyond(rows.groupby("period")["ratio"].transform("median"), FAR_MIDDLE)
    far |= beyond(rows["ratio"], FAR_ALONE) & (measure.level != "lsoa")
    if not far.any():
        return far, "", 1.0
    by, new = float(rows.loc[far, "ratio"].median()), float(rows.loc[far, "value"].median())
    said = {"name": measure.name, "unit": measure.unit, "new": f"{new:,.4g}", "old": f"{new / by:,.4g}"}
    return far, _OLD.format(**said, count=int(far.sum()), all=len(rows)), _nearest_power(1 / by)


def _beyond_unit(measure: _Measure, rows: pd.DataFrame) -> tuple[pd.Series[bool], str, float]:
    """Find figures that their unit does not allow."""
    low, high = _bounds(measure.unit)
    out = (rows["value"] < low) | (rows["value"] > high)
    if not out.any():
        return out, "", 1.0
    figures = rows.loc[out, "value"]
    fitting = [power for power in POWERS if power < 1 and figures.min() > 0 and figures.max() * power <= min(high, HUNDRED)]
    said = {"name": measure.name, "unit": measure.unit, "some": _some(figures)}
    return out, _UNIT.format(**said, count=len(figures), all=len(rows)), fitting[0] if fitting else 1.0


def _as_fractions(measure: _Measure, rows: pd.DataFrame) -> tuple[pd.Series[bool], str, float]:
    """Find periods of a percentage of which nothing is known so far, and all of whose figures are 1 or less."""
    most = rows.groupby("period")["value"].transform("max")
    small = (most > 0) & (most <= 1) & bool(rows["ratio"].isna().all() and PER_CENT.search(measure.unit))
    figures = rows.loc[small, "value"]
    periods = ", ".join(dict.fromkeys(rows.loc[small, "period"]))
    text = _FRACTIONS.format(name=measure.name, unit=measure.unit, count=len(figures), period=periods, some=_some(figures))
    return small, text, HUNDRED


def beyond(ratio: pd.Series[float], times: float) -> pd.Series[bool]:
    """Whether ratios are further from 1 than a number of times, upwards or downwards; a missing one is not."""
    return (ratio > times) | (ratio < 1 / times)


def _bounds(unit: str) -> tuple[float, float]:
    """Give what figures of a unit can be at all."""
    between, rank = BETWEEN.search(unit), RANK.search(unit)
    if between:
        low, high = (float(text.replace(",", "")) for text in between.groups())
        return low, high
    if rank:
        return 1.0, float(rank[1].replace(",", ""))
    return -np.inf, MOST_PER_CENT if PER_CENT.search(unit) else np.inf


def _nearest_power(wanted: float) -> float:
    """Find the power of ten that brings figures nearest to those so far; 1 if none of them does."""
    nearest = min(POWERS, key=lambda power: float(abs(np.log(power / wanted))))
    return nearest if 1 / FAR_MIDDLE <= nearest / wanted <= FAR_MIDDLE else 1.0


def _question(measure: _Measure, doubt: _Doubt, setting: Setting) -> Question:
    answers = {STANDS: f"They are right as they stand: {measure.unit}"}
    if doubt.factor > 1:
        fractions = doubt.factor == HUNDRED and PER_CENT.search(measure.unit) is not None
        order = "They are fractions: multiply" if fractions else "Multiply"
        answers = {f"times_{doubt.factor:g}": f"{order} by {doubt.factor:,g}", **answers}
    if doubt.factor < 1:
        answers = {f"divided_by_{1 / doubt.factor:g}": f"Divide by {1 / doubt.factor:,g}", **answers}
    key = f"scale:{measure.indicator_id}"
    return Question(key, doubt.text, answers, given(setting.answers, key, answers))


def _done(factor: float) -> str:
    return f"multiplied by {factor:,g}" if factor > 1 else f"divided by {1 / factor:,g}"


def _some(figures: Iterable[float]) -> str:
    shown = [f"{figure:,.6g}" for figure in figures]
    return ", ".join(shown[:NAMED]) + (" ..." if len(shown) > NAMED else "")
