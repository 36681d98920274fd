"""Whether the gaps narrowed between two versions of the data, and what moved the shortfall: supply, children, or the method."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.method.gaps import DECIMALS, gap_list
from geo.method.model import build_model
from geo.method.scores import score_areas

if TYPE_CHECKING:
    from geo.method.model import Model
    from geo.method.query import Query
    from geo.store.atlas import Atlas

PARTS: Final = ("by_supply", "by_children", "by_method")
SHORTFALL: Final = ("shortfall_then", *PARTS, "shortfall_now")
AREA_COLUMNS: Final = (
    "area_code", "area_label", "level", "district", "rank_then", "rank_now", "gap_class_then", "gap_class_now", "priority", "access_then",
    "access_now", *SHORTFALL, "children_then", "children_now",
)  # fmt: skip
PRIORITY_COUNTS: Final = ("priority_then", "priority_still", "priority_no_longer", "priority_new", "priority_now")
DISTRICT_COLUMNS: Final = ("district", *SHORTFALL, "children_then", "children_now", *PRIORITY_COUNTS)
PRIORITY: Final = {(True, True): "still", (True, False): "no_longer", (False, True): "new", (False, False): ""}


@dataclass(frozen=True)
class Through:
    """Models from the earlier version to the later one, each with one thing more of the later.

    Parameters
    ----------
    then, now : Model
        The two versions.
    with_supply : Model
        The earlier one with the providers of the later.
    with_children : Model, optional
        That with the children of the later too; None where the areas are not the same, so that children cannot be told from the method.
    """

    then: Model
    with_supply: Model
    with_children: Model | None
    now: Model


def steps(then: Model, now: Model) -> Through:
    """Put the later version's providers, then its children, into the earlier one.

    Scale and a median target stay those of the earlier version until the last step, so that a new nursery counts as supply alone. All else
    that differs is the method's: borders, journeys, settings, the target.
    """
    supplied = _on_scale_of(then, replace(then.atlas, providers=now.atlas.providers, travel_times=_travel_times(then.atlas, now.atlas)))
    if not _same_areas(then.atlas, now.atlas):
        return Through(then, supplied, None, now)
    return Through(then, supplied, _on_scale_of(then, _with_children(supplied.atlas, now.atlas)), now)


def _on_scale_of(then: Model, atlas: Atlas) -> Model:
    return replace(build_model(atlas, then.settings), need=then.need, baseline=then.scale)


def _travel_times(then: Atlas, now: Atlas) -> pd.DataFrame:
    """Measured journeys of the later version from the areas of the earlier one: to a provider that came there are no others."""
    times = now.travel_times
    return times if times.empty else times[times["origin_code"].isin([*then.at("lsoa").index, *then.surroundings.index])]


def _same_areas(then: Atlas, now: Atlas) -> bool:
    return then.areas.index.equals(now.areas.index) and then.surroundings.index.equals(now.surroundings.index)


def _with_children(atlas: Atlas, now: Atlas) -> Atlas:
    counted = [str(name) for name in atlas.areas.columns if str(name).startswith("children_") and name in now.areas]
    areas = atlas.areas.assign(**{name: now.areas[name] for name in counted})
    return replace(atlas, areas=areas, surroundings=atlas.surroundings.assign(children_0_4=now.surroundings["children_0_4"]))


def area_changes(through: Through, query: Query) -> pd.DataFrame:
    """Compare the gap lists of two versions, area by area.

    Parameters
    ----------
    through : Through
        `steps`.
    query : Query
        The question, the same of both.

    Returns
    -------
    DataFrame
        Columns `AREA_COLUMNS`, one row an area of either version: those of today's list in its order, then those that are gone by their
        codes. ``shortfall_then`` + ``by_supply`` + ``by_children`` + ``by_method`` = ``shortfall_now``, exactly, in places; missing where
        sites are counted or a version has no such area. ``priority`` says whether the area was and is a priority gap: "still",
        "no_longer", "new" or empty.
    """
    lists = [gap_list(model, query, evidence=False).set_index("area_code") for model in (through.then, through.now)]
    then, now = lists
    codes = now.index.append(then.index.difference(now.index))
    either = now.reindex(codes).combine_first(then.reindex(codes)).reindex(codes)
    was, still = (table.reindex(codes) for table in lists)
    rows = either[["area_label", "level", "district"]].copy()
    for name, column in (("rank", "rank"), ("gap_class", "gap_class"), ("access", "access"), ("children", "children_0_4")):
        rows[f"{name}_then"], rows[f"{name}_now"] = was[column], still[column]
    both = zip(rows["gap_class_then"] == "priority", rows["gap_class_now"] == "priority", strict=True)
    rows["priority"] = [PRIORITY[pair] for pair in both]
    rows = rows.join(_shortfall(through, query).reindex(codes))
    return rows.rename_axis("area_code").reset_index()[list(AREA_COLUMNS)]


def _shortfall(through: Through, query: Query) -> pd.DataFrame:
    """Split the change of the shortfall; each stage is rounded as the list rounds it, so that the parts add up."""
    whole = replace(query, districts=())

    def lack(model: Model) -> pd.Series[float]:
        return score_areas(model, whole)["shortfall_places"].round(DECIMALS["shortfall_places"])

    then, supplied, now = lack(through.then), lack(through.with_supply), lack(through.now)
    peopled = supplied if through.with_children is None else lack(through.with_children)
    stages = pd.DataFrame({"shortfall_then": then, "by_supply": supplied, "by_children": peopled, "by_method": now})
    parts = stages.diff(axis=1)[list(PARTS)].round(DECIMALS["shortfall_places"]) + 0.0
    # What only one version has cannot be split.
    parts.loc[stages[["shortfall_then", "by_method"]].isna().any(axis=1)] = float("nan")
    return parts.assign(shortfall_then=then, shortfall_now=now)[list(SHORTFALL)]


def district_changes(areas: pd.DataFrame) -> pd.DataFrame:
    """Add up `area_changes` by district, with a last row for all of them.

    Returns
    -------
    DataFrame
        Columns `DISTRICT_COLUMNS`; the last row has no ``district``. Areas that only one version has count in that version alone; their
        shortfall cannot be split, so a sum over them is missing rather than wrong.
    """
    flags = areas.assign(
        priority_then=areas["priority"].isin(["still", "no_longer"]),
        priority_still=areas["priority"] == "still",
        priority_no_longer=areas["priority"] == "no_longer",
        priority_new=areas["priority"] == "new",
        priority_now=areas["priority"].isin(["still", "new"]),
    )
    names = list(DISTRICT_COLUMNS[1:])
    parts = [flags[flags["district"] == name] for name in sorted(flags["district"].dropna().unique())]
    sums = [part[names].sum(skipna=False) for part in (*parts, flags)]
    table = pd.DataFrame(sums, columns=names)
    table.insert(0, "district", [*(str(part["district"].iloc[0]) for part in parts), None])
    whole = dict.fromkeys(PRIORITY_COUNTS, "int64") | dict.fromkeys(("children_then", "children_now"), "Int64")
    return table.round(DECIMALS["shortfall_places"]).astype(whole)
