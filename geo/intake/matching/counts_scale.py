"""Counts of children and places that are far from those so far: thousands for people, or another column altogether."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.intake.matching.question import Question, given

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake

# Children of the same areas change by some per cent a year.
FAR_CHILDREN: Final = 5.0
# Providers of one kind differ more than one area does from year to year.
FAR_PLACES: Final = 10.0
_TEXT: Final = "{name}: the {count:,} figures are far from those so far (middle {new:,.4g}, before {old:,.4g})."
_ANSWERS: Final = {"as_they_stand": "They are right as they stand"}


def asked_about_counts(intake: Intake, setting: Setting) -> Iterator[Question]:
    """Ask about children of areas and places of providers that are far from those so far."""
    areas, providers = intake.tables.get("areas.csv"), intake.tables.get("providers.csv")
    if areas is not None and "children_0_4" in areas:
        lsoas = areas[areas["level"] == "lsoa"]
        before = lsoas["area_code"].map(setting.atlas.areas["children_0_4"])
        yield from _asked("children_0_4", "Children aged 0 to 4", lsoas["children_0_4"], before, FAR_CHILDREN, setting)
    if providers is not None and "places" in providers:
        usual = setting.atlas.providers.groupby("service_type")["places"].median()
        before = providers["service_type"].map(usual)
        yield from _asked("places", "Places of providers", providers["places"], before, FAR_PLACES, setting)


def _asked(key: str, name: str, new: pd.Series, old: pd.Series, far: float, setting: Setting) -> Iterator[Question]:
    counts, before = new.astype("float64"), old.astype("float64")
    both = (counts > 0) & (before > 0)
    middle = float((counts / before)[both].median()) if both.any() else 1.0
    if not 1 / far <= middle <= far:
        text = _TEXT.format(name=name, count=int(both.sum()), new=float(counts[both].median()), old=float(before[both].median()))
        yield Question(f"scale:{key}", text, _ANSWERS, given(setting.answers, f"scale:{key}", _ANSWERS))
