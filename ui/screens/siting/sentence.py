"""The one sentence that answers the question, and what a reader must know beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ui.screens.siting import answers
from ui.words import siting as words
from ui.words.scenarios import small

if TYPE_CHECKING:
    import pandas as pd

    from geo.siting.exact import Found
    from ui.screens.siting.question import SiteQuestion


def sentence(asked: SiteQuestion, table: pd.DataFrame) -> str:
    """Say what opens where, and what that does.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    table : DataFrame
        Its answer: `geo.siting.answer.answer_table`.
    """
    prepared, siting = answers.prepared(asked), asked.siting
    if table.empty:
        usable = (prepared.instance.bounds.units > 0).any()
        return f"**{words.NOTHING_HELPS if usable else words.NO_SITE}**"
    does = words.does(
        siting.objective,
        siting.people,
        so_far=float(table["closed_so_far"].iloc[-1]),
        of_all=float(table["of_all"].iloc[-1]),
        worst=asked.scene.settings.confidence.worst_share,
        minutes=siting.within_minutes,
        unit=prepared.supply.unit,
        one=len(table) == 1,
    )
    if not in_places(asked):
        does = words.in_sites(does)
    return words.found(_subject(asked, table), table["site"].astype(str).tolist(), does)


def remarks(asked: SiteQuestion, found: Found, table: pd.DataFrame) -> list[str]:
    """Say what a reader must know: ties, fewer sites than asked for, whom nobody reaches, what need counts for."""
    prepared, siting = answers.prepared(asked), asked.siting
    first, usable = answers.steps(asked).greedy, int((prepared.instance.bounds.units > 0).sum())
    said = []
    if usable > 1 and first.ties == usable:
        said.append(words.ALIKE)
    elif first.ties > 1:
        said.append(words.ties(first.ties))
    if siting.objective != "everybody" and usable and found.plan.sum() < prepared.count:
        said.append(words.FEWER)
    if siting.objective == "everybody" and np.isfinite(found.fewest) and found.fewest > 0:
        said.append(words.fewest(found.fewest))
    if siting.objective == "need" and len(table):
        said.append(words.WEIGHED if in_places(asked) else words.in_sites(words.WEIGHED))
    return said


def in_places(asked: SiteQuestion) -> bool:
    """Whether the outcome area counts places, not sites."""
    return asked.scene.settings.outcomes[asked.query.outcome].access == "places"


def _subject(asked: SiteQuestion, table: pd.DataFrame) -> str:
    service = asked.scene.settings.services[asked.siting.opens]
    each, together = None, None
    if in_places(asked):
        sizes = table["places"].astype(int)
        each = int(sizes.iloc[0]) if sizes.min() == sizes.max() else None
        together = None if each is not None else int(sizes.sum())
    return words.subject(len(table), small(service.name), service.plural, each, together)
