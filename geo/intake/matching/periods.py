"""Which of several files of one table is the newest: it wins in whatever order they come, and an older one asks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geo.intake.matching.question import Question, given
from geo.intake.matching.questions import without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake

KEY: Final = "older"
# Rows of these tables stand beside those of other years; rows of all others take the place of older ones.
DATED: Final = frozenset({"indicator_values.csv", "indicators.csv", "sources.csv"})
_TEXT: Final = "The file is of {new}, and the data here are of {old} already: its rows would take the place of newer ones."
_USE: Final = "Use the older ones all the same"
_KEPT: Final = "Figures of {new} stand beside those of {old}, which stay the newest."
_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:-(\d\d)(?!\d)(?:-(\d\d))?|/(\d\d)(?!\d))?")


def period_key(period: str) -> tuple[int, ...]:
    """Give what periods are ordered by: the last year, month and day that are named in one; empty where none is.

    Parameters
    ----------
    period : str
        As `sources.csv` holds it: ``mid-2022``, ``2025-12-31``, ``2024/25``, ``FYE 2024; FYE 2025``, ``2015-2021``.
    """
    said = (tuple(int(part) for part in parts[:3] if part) for parts in _DATE.findall(str(period)))
    return max(said, default=())


def is_older(period: str, other: str) -> bool:
    """Whether a period ends before another, as exactly as both say it."""
    key, other_key = period_key(period), period_key(other)
    known = min(len(key), len(other_key))
    return key[:known] < other_key[:known]


def asked_about_age(intake: Intake, setting: Setting) -> Intake:
    """Ask whether rows of an older file shall take the place of newer ones; figures of an older year join those that are there.

    Parameters
    ----------
    intake : Intake
        As a layout read it.
    setting : Setting
        Sources so far, and answers.
    """
    if "sources.csv" not in intake.tables:
        return intake
    known, rows = setting.atlas.sources, intake.tables["sources.csv"]
    for source_id, said in zip(rows["source_id"], rows.get("period", [""] * len(rows)), strict=True):
        old = str(known.at[source_id, "period"] or "") if source_id in known.index else ""
        period, old = _last_inspections(intake, source_id, setting) or (said, old)
        if not is_older(str(period), old):
            continue
        if set(intake.tables) <= DATED and not intake.replaces:
            return _beside(intake, source_id, str(period), old)
        answers = {"use_older": _USE}
        asked = Question(KEY, _TEXT.format(new=period, old=old), answers, given(setting.answers, KEY, answers))
        return replace(intake, questions=(*intake.questions, asked))
    return intake


def overtaken(intakes: Sequence[Intake]) -> list[Intake]:
    """Let an older file ask nothing where a newer one of its source comes with it; the order stays."""
    newest = {_source(intake): _period(intake) for intake in newest_last(intakes)}
    return [without(intake, KEY) if is_older(_period(intake), newest[_source(intake)]) else intake for intake in intakes]


def newest_last(intakes: Sequence[Intake]) -> list[Intake]:
    """Order files of the same source by their period, so that the newest is put in last and wins; others keep their places."""
    ordered = list(intakes)
    places: dict[str, list[int]] = {}
    for place, intake in enumerate(intakes):
        if _source(intake) and period_key(_period(intake)):
            places.setdefault(_source(intake), []).append(place)
    for own in places.values():
        by_age = sorted((intakes[place] for place in own), key=lambda intake: period_key(_period(intake)))
        for place, intake in zip(own, by_age, strict=True):
            ordered[place] = intake
    return ordered


def _last_inspections(intake: Intake, source_id: str, setting: Setting) -> tuple[str, str] | None:
    """Days of the last inspection in a register and in the one that is here: a register's own day stands in its title only."""
    rows, here = intake.tables.get("providers.csv"), setting.atlas.providers
    if rows is None or "inspection_date" not in rows:
        return None
    days = [table["inspection_date"].fillna("").astype("str") for table in (rows, here[here["source_id"] == source_id])]
    new, old = (str(day.max()) if len(day) else "" for day in days)
    return (new, old) if new and old else None


def _beside(intake: Intake, source_id: str, new: str, old: str) -> Intake:
    """Leave the row of the source as it is: its newest figures are those of the file that is there."""
    sources = intake.tables["sources.csv"]
    tables = {**intake.tables, "sources.csv": sources[sources["source_id"] != source_id]}
    return replace(intake, tables=tables, notes=(*intake.notes, _KEPT.format(new=new, old=old)))


def _source(intake: Intake) -> str:
    rows = intake.tables.get("sources.csv")
    return str(rows["source_id"].iloc[0]) if rows is not None and len(rows) else ""


def _period(intake: Intake) -> str:
    rows = intake.tables.get("sources.csv")
    return str(rows["period"].iloc[0]) if rows is not None and len(rows) and "period" in rows else ""
