"""The sites of an answer in its link, so that whoever gets it sees the same ones: what a search found takes a search to find again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.siting.limits import allowance, keeps
from ui.screens.siting import answers
from ui.view import finds

if TYPE_CHECKING:
    from ui.screens.siting.answers import Plan
    from ui.screens.siting.question import SiteQuestion
    from ui.view.state import View

FIELD: Final = "site_found"
BETWEEN, TIMES = ";", "="
# One entry of a link is no longer, with its name (`ui.view.finds`).
MOST_CHARACTERS: Final = 100


def mark(asked: SiteQuestion) -> str:
    """Tell questions apart, whichever data they are asked of: sites that are named for another one mean nothing."""
    what = (asked.query, asked.siting, asked.scene.changes, asked.own and asked.own.key)
    return hashlib.sha256(repr(what).encode()).hexdigest()[:8]


def written(asked: SiteQuestion, plan: Plan) -> list[str]:
    """Write the sites of an answer; an own list is in no link, and so are its sites.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    plan : ndarray of int
        Units by site.
    """
    codes = answers.prepared(asked).sites.index
    names = [f"{codes[int(site)]}{f'{TIMES}{plan[site]}' if plan[site] > 1 else ''}" for site in np.flatnonzero(plan).tolist()]
    if asked.own is not None or not names or any(BETWEEN in name for name in names):
        return []
    lines = [mark(asked)]
    for name in names:
        if len(lines[-1]) + len(name) < MOST_CHARACTERS:
            lines[-1] += f"{BETWEEN}{name}"
        else:
            lines.append(name)
    return lines


def mark_of(view: View) -> str:
    """Give the mark of the question whose sites a link names; empty where it names none."""
    return finds.one(view.find, FIELD).partition(BETWEEN)[0]


def plan_of(asked: SiteQuestion, view: View) -> Plan | None:
    """Read the sites that a link names for its question; None where it names none, or some that cannot be its answer."""
    own, *names = BETWEEN.join(finds.several(view.find, FIELD)).split(BETWEEN)
    if own != mark(asked):
        return None
    prepared = answers.prepared(asked)
    plan = np.zeros(prepared.instance.sites, dtype=np.int64)
    for name in names:
        code, _, units = name.partition(TIMES)
        if code not in prepared.sites.index or not (units or "1").isdecimal() or len(units) > len("999"):
            return None
        plan[prepared.sites.index.get_loc(code)] = int(units or 1)
    most = None if asked.siting.objective == "everybody" else allowance(prepared.instance.bounds, prepared.count)
    return plan if plan.any() and keeps(prepared.instance.bounds, plan, most) else None
