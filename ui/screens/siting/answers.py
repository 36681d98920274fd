"""What is asked of a question of sites, each answer worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.siting.answer import answer_table, equity_after
from geo.siting.changes import changes_of
from geo.siting.effect import Effect, effect_of, short_of
from geo.siting.effect import regained as losers
from geo.siting.exact import Found
from geo.siting.firmness import chosen_shares
from geo.siting.frontier import Frontier, frontier
from geo.siting.infeasible import why_none
from geo.siting.prepare import prepare
from geo.siting.why import WhySite, why_sites
from ui.scene import memo, scenario
from ui.words import siting as words

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geo.base.errors import Problem
    from geo.siting.prepare import Prepared
    from ui.screens.siting.question import SiteQuestion

    Plan = NDArray[np.int64]
    Numbers = NDArray[np.float64]


@memo.shared(words.BUSY, heavy=True)
def prepared(asked: SiteQuestion) -> Prepared:
    """`geo.siting.prepare.prepare`; raises what it raises."""
    own = None if asked.own is None else asked.own.table
    return prepare(asked.scene.model, asked.query, asked.siting, own, asked.known.entries)


@memo.shared(words.BUSY, heavy=True)
def steps(asked: SiteQuestion) -> Frontier:
    """`geo.siting.frontier.frontier`: the quick answer for every number of sites."""
    return frontier(prepared(asked))


@memo.shared()
def problems(asked: SiteQuestion) -> tuple[Problem, ...]:
    """`geo.siting.infeasible.why_none`."""
    return why_none(prepared(asked))


def quick(asked: SiteQuestion) -> Found:
    """Give the quick answer for the number that is asked for."""
    return steps(asked).greedy_found(prepared(asked).count)


@memo.shared(words.BUSY, heavy=True)
def table(asked: SiteQuestion, plan: Plan, shares: Numbers | None = None) -> pd.DataFrame:
    """`geo.siting.answer.answer_table`."""
    return answer_table(prepared(asked), plan, shares)


@memo.shared(words.BUSY, heavy=True)
def why(asked: SiteQuestion, plan: Plan, shares: Numbers | None = None) -> tuple[WhySite, ...]:
    """`geo.siting.why.why_sites`."""
    return why_sites(prepared(asked), plan, shares)


@memo.shared()
def effect(asked: SiteQuestion, plan: Plan) -> Effect:
    """`geo.siting.effect.effect_of`."""
    return effect_of(prepared(asked), plan)


@memo.shared()
def regained(asked: SiteQuestion, plan: Plan) -> pd.DataFrame:
    """`geo.siting.effect.regained`: what those who lose by the scenario get back; empty without one."""
    return losers(prepared(asked), plan, scenario.before(asked.scene).model)


@memo.shared()
def short_after(asked: SiteQuestion, known: tuple[Plan, ...]) -> list[float]:
    """Count the places short that each of some answers closes, without any weight."""
    instance = prepared(asked).instance
    access = np.array([instance.access, *(instance.access + instance.gain @ plan.astype(float) for plan in known)])
    short = short_of(prepared(asked), access)
    return [float(short[0] - after) for after in short[1:]]


@memo.shared()
def equity(asked: SiteQuestion, plan: Plan) -> pd.DataFrame:
    """`geo.siting.answer.equity_after`."""
    return equity_after(prepared(asked), plan)


@memo.shared(words.BUSY_DRAWS, heavy=True, lasts=True)
def shares(asked: SiteQuestion, count: int) -> Numbers:
    """`geo.siting.firmness.chosen_shares`."""
    return chosen_shares(prepared(asked), count)


@memo.shared()
def changes(asked: SiteQuestion, plan: Plan) -> pd.DataFrame:
    """`geo.siting.changes.changes_of`."""
    return changes_of(prepared(asked), plan)


def with_found(asked: SiteQuestion, found: Found) -> Frontier:
    """Give the frontier with what a search found; as the command line has it, the number that it is for alone."""
    known = steps(asked)
    if found.status == "greedy":
        return known
    count = int(found.plan.sum()) if asked.siting.objective == "everybody" else prepared(asked).count
    return known.with_found(count, found)
