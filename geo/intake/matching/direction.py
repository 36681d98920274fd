"""Which way is worse for an indicator that a file adds: the product does not guess, so somebody says it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.base.errors import GapMapError, UnknownIdError
from geo.contract.rules import POLARITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.intake.matching.layout import Setting
    from geo.intake.matching.result import Intake


def undirected(intake: Intake, setting: Setting) -> dict[str, str]:
    """List the indicators that a file would add and of which nobody has said which way is worse: id -> name."""
    rows = intake.tables.get("indicators.csv")
    if rows is None:
        return {}
    new = rows[(rows["polarity"] == "context") & ~rows["indicator_id"].isin(setting.atlas.indicators.index)]
    return dict(zip(new["indicator_id"], new["name"], strict=True))


def directed(intake: Intake, polarity: Mapping[str, str]) -> Intake:
    """Say of indicators that a file adds which way is worse.

    Parameters
    ----------
    intake : Intake
        As read.
    polarity : mapping of str to str
        Indicator -> ``higher_is_worse``, ``higher_is_better`` or ``context`` (never scored); others are left alone.
    """
    rows = intake.tables.get("indicators.csv")
    if rows is None or not polarity:
        return intake
    chosen = rows.assign(polarity=rows["indicator_id"].map(polarity).fillna(rows["polarity"]))
    return replace(intake, tables={**intake.tables, "indicators.csv": chosen})


def parsed(given: Iterable[str]) -> dict[str, str]:
    """Read ``INDICATOR=higher_is_worse`` from the command line.

    Raises
    ------
    GapMapError
        There is no ``=``.
    UnknownIdError
        The polarity does not exist.
    """
    pairs = [text.partition("=") for text in given]
    for indicator, sign, which in pairs:
        if not sign:
            raise GapMapError(f"--polarity {indicator}: write it as {indicator}=higher_is_worse.")
        if which not in POLARITIES:
            raise UnknownIdError("polarity", which, POLARITIES)
    return {indicator: which for indicator, _, which in pairs}


def check_added(polarity: Mapping[str, str], intakes: Iterable[Intake]) -> None:
    """Make sure that every indicator that was given a polarity is one that the files add.

    Raises
    ------
    UnknownIdError
        It is not; the message lists those that are.
    """
    tables = [intake.tables["indicators.csv"] for intake in intakes if "indicators.csv" in intake.tables]
    added = sorted({indicator_id for table in tables for indicator_id in table["indicator_id"]})
    for indicator in polarity:
        if indicator not in added:
            raise UnknownIdError("indicator in --polarity", indicator, added or ["none, for these files add no indicator"])
