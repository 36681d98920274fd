"""What a scenario does to a question, each answer worked out once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.demand.users_change import in_numbers, users_change
from geo.method.supply import choose_supply
from geo.whatif.scenario.acts import OF_CHILDREN
from geo.whatif.scenario.effects import (
    Side,
    Summary,
    by_harm,
    losing_by_district,
    of_neighbourhoods,
    scenario_areas,
    scenario_districts,
    sides,
    summary,
)
from geo.whatif.scenario.firmness import change_draws
from ui.scene import answers, memo
from ui.scene.scenario import acts_of, before, names_of
from ui.words import common

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from geo.demand.users_change import UsersChange
    from geo.method.query import Query
    from geo.whatif.scene import Scene


def _scores(scene: Scene, query: Query) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the scores before and after, which other pages ask for too."""
    asked = replace(query, districts=())
    return answers.scores(before(scene), asked), answers.scores(scene, asked)


@memo.shared()
def both(scene: Scene, query: Query) -> tuple[Side, Side]:
    """`geo.whatif.scenario.effects.sides`."""
    return sides(before(scene).model, scene.model, query, _scores(scene, of_neighbourhoods(query)))


@memo.shared()
def found(scene: Scene, query: Query) -> Summary:
    """`geo.whatif.scenario.effects.summary`."""
    return summary(before(scene).model, scene.model, query, both(scene, query))


@memo.shared()
def losing(scene: Scene, query: Query) -> list[tuple[str, int]]:
    """`geo.whatif.scenario.effects.losing_by_district`."""
    return losing_by_district(scene.model, query, both(scene, query))


@memo.shared()
def districts(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.whatif.scenario.effects.scenario_districts`."""
    return scenario_districts(before(scene).model, scene.model, query, both(scene, query))


@memo.shared()
def areas(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.whatif.scenario.effects.scenario_areas` without its evidence, which takes seconds."""
    return scenario_areas(before(scene).model, scene.model, query, acts_of(scene), _scores(scene, query), evidence=False)


@memo.shared()
def whole_areas(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.whatif.scenario.effects.scenario_areas`, as the file has it."""
    return scenario_areas(before(scene).model, scene.model, query, acts_of(scene), _scores(scene, query))


@memo.shared("Working it out again in other settings …", heavy=True, lasts=True)
def draws(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.whatif.scenario.firmness.change_draws`."""
    return change_draws(before(scene).model, scene.model, query)


@memo.shared()
def counting(scene: Scene, query: Query) -> tuple[bool, ...]:
    """Say of each change whether it counts for the question: its service type and sector, and the provider's places, do; children always.

    Take-up never does: every child shares what is counted here, whether or not it takes up funded hours (`users`).
    """
    today, counted = before(scene), []
    both = [(model.atlas.providers.index, choose_supply(model, query).capacity) for model in (today.model, scene.model)]
    names = names_of(scene)
    for position, act in enumerate(acts_of(scene)):
        code = names.get(position, act.target)
        counted.append(act.kind in OF_CHILDREN or any(code in index and capacity[index.get_loc(code)] > 0 for index, capacity in both))
    return tuple(counted)


@memo.shared()
def dropped(scene: Scene, query: Query) -> list[str]:
    """Name the neighbourhoods of the chosen districts that fall below the target, the one with most children first."""
    then, now = both(scene, query)
    return _named(scene, query, then.enough & ~now.enough)


@memo.shared()
def new_priority(scene: Scene, query: Query) -> tuple[list[str], list[str]]:
    """Name the neighbourhoods of the chosen districts that become a priority gap, and those that are none any more, as `dropped` does."""
    then, now = both(scene, query)
    return _named(scene, query, now.priority & ~then.priority), _named(scene, query, then.priority & ~now.priority)


def _named(scene: Scene, query: Query, which: NDArray[np.bool_]) -> list[str]:
    """Name some neighbourhoods, those of the chosen districts alone, the one with most children first."""
    lsoas, children = scene.model.areas["lsoa"], both(scene, query)[1].children
    chosen = which & lsoas["district_code"].isin(query.districts or lsoas["district_code"]).to_numpy()
    rows = lsoas[chosen].assign(children=children[chosen]).sort_values("children", ascending=False, kind="stable")
    return rows["label"].astype(str).tolist()


@memo.shared()
def users(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.demand.users_change.users_change`; raises `DataError` where no year can be told."""
    return users_change(before(scene).model, query, acts_of(scene))


@memo.shared()
def users_found(scene: Scene, query: Query) -> UsersChange:
    """`geo.demand.users_change.in_numbers`."""
    return in_numbers(users(scene, query))


def hit(scene: Scene, query: Query) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the areas that lose and those that gain, of each the most first, with the figures of the file."""
    table = reached(scene, query)
    return table[table["access_change"] < 0], table[table["access_change"] > 0]


@memo.shared()
def reached(scene: Scene, query: Query) -> pd.DataFrame:
    """Give the areas that a change reaches, or whose figures differ, in the order of `by_harm`; words in the place of codes."""
    table = areas(scene, query)
    moved = (table["access_change"].fillna(0) != 0) | (table["children_0_4"] != table["children_before"])
    rows = table[(table["changes"] != "") | moved]
    order = by_harm(rows["access_change"].to_numpy(dtype=float), rows["children_0_4"].to_numpy(dtype=float))
    rows = rows.iloc[order].copy()
    for name in ("gap_class", "gap_class_before"):
        rows[name] = rows[name].map(common.gap_class_short)
    rows["changes"] = rows["changes"].str.replace(";", ", ")
    return rows.reset_index(drop=True)
