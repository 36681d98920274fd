"""An answer with all that belongs to it, and the folder and JSON that it is taken away as."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.base.errors import DataError
from geo.base.files import replacing
from geo.export.folder import new_folder
from geo.export.tables import records, to_csv
from geo.siting.answer import answer_table, equity_after, of_all, unit_of
from geo.siting.changes import changes_of, link_of
from geo.siting.firmness import chosen_shares
from geo.siting.frontier import Frontier, frontier, scale_of
from geo.siting.infeasible import why_none
from geo.siting.search import SiteSearch, up_to
from geo.siting.why import WhySite, why_sites

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.siting.exact import Found
    from geo.siting.prepare import Prepared

    Numbers = NDArray[np.float64]

SITES: Final = "sites.csv"
FRONTIER: Final = "frontier.csv"
CHANGES: Final = "changes.csv"


@dataclass(frozen=True)
class Sited:
    """A question that was answered.

    Parameters
    ----------
    prepared : Prepared
        The question.
    frontier : Frontier
        What one more site buys.
    found : Found
        The answer.
    shares : ndarray
        `geo.siting.firmness.chosen_shares`.
    """

    prepared: Prepared
    frontier: Frontier
    found: Found
    shares: Numbers

    @property
    def all_alike(self) -> bool:
        """Whether every site that may be taken helps as much as the first one: then the order says nothing."""
        usable = int((self.prepared.instance.bounds.units > 0).sum())
        return usable > 1 and self.frontier.greedy.ties == usable


def answered(prepared: Prepared, exact_s: float | None = None) -> Sited:
    """Answer a question: greedily, then by a search in a process of its own, and say how firm each site is.

    Parameters
    ----------
    prepared : Prepared
        The question.
    exact_s : float, optional
        Longest search; default: the slices of the settings. 0: the greedy answer alone.

    Raises
    ------
    DataError
        No answer keeps to the limits; says what stands in the way.
    """
    problems = why_none(prepared)
    if problems:
        raise DataError(problems)
    start = prepared.model.settings.siting
    seconds = start.slices_s if exact_s is None else up_to(start.slices_s, exact_s)
    begun = frontier(prepared)
    plan = begun.begun(prepared.count)
    found = begun.greedy_found(prepared.count)
    if found.status != "proven" and exact_s != 0:
        found = SiteSearch(prepared.instance, prepared.count, plan, seconds, start.near_best).wait()
    if found.status != "greedy":
        count = int(found.plan.sum()) if prepared.siting.objective == "everybody" else prepared.count
        begun = begun.with_found(count, found)
    return Sited(prepared, begun, found, chosen_shares(prepared, int(found.plan.sum())))


def tables_of(sited: Sited) -> dict[str, pd.DataFrame]:
    """Write the three tables of an answer, by the names of their files."""
    prepared, plan = sited.prepared, sited.found.plan
    return {
        SITES: answer_table(prepared, plan, sited.shares),
        FRONTIER: sited.frontier.table,
        CHANGES: changes_of(prepared, plan),
    }


def write_answer(tables: dict[str, pd.DataFrame], target: Path) -> None:
    """Write the tables into a new folder, all or none.

    Raises
    ------
    GapMapError
        The folder holds something.
    """
    new_folder(target)
    with replacing(target) as draft:
        draft.mkdir()
        for name, table in tables.items():
            (draft / name).write_bytes(to_csv(table, bom=False))


def as_json(sited: Sited, tables: dict[str, pd.DataFrame]) -> str:
    """Write an answer, what is known about it, and why each site is in it, as JSON; missing is null."""
    found, prepared = sited.found, sited.prepared
    scale = scale_of(prepared)
    answer: dict[str, object] = {
        "objective": prepared.siting.objective,
        "unit": unit_of(prepared),
        "status": found.status,
        "value": _number(found.value * scale),
        "bound": _number(found.bound * scale),
        "gap_percent": _number(100 * found.gap),
        "of_all": _number(of_all(prepared) * scale),
        "fewest_sites": _number(found.fewest),
        "access_unit": prepared.supply.unit,
        "first_site_ties_with": sited.frontier.greedy.ties - 1 if sited.frontier.greedy.ties else 0,
        "all_alike": sited.all_alike,
        "unreached": [{"area_code": code, "area_label": label} for code, label in prepared.unreached.items()],
        "equity": {str(name): {str(key): _number(value) for key, value in row.items()} for name, row in _equity(sited).iterrows()},
        "sites": records(tables[SITES]),
        "why": [_why(why) for why in why_sites(prepared, found.plan, sited.shares)],
        "frontier": records(tables[FRONTIER]),
        "changes": records(tables[CHANGES]),
        "links": [link_of(change) for change in records(tables[CHANGES])],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _equity(sited: Sited) -> pd.DataFrame:
    return equity_after(sited.prepared, sited.found.plan)


def _why(why: WhySite) -> dict[str, object]:
    def areas(table: pd.DataFrame) -> list[dict[str, object]]:
        return records(table.round({"places": 3, "before": 3, "after": 3}).reset_index(names="area_code"))

    return {
        "site_id": why.site_id,
        "lifted": areas(why.lifted),
        "gaining": areas(why.gaining),
        "next_best": why.next_best or None,
        "next_best_less": _number(why.next_best_less),
        "as_good": list(why.as_good),
        "chosen_share": _number(why.chosen_share),
        "private": records(why.private.round(2).reset_index(names="provider_id")),
    }


def _number(value: float) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None
