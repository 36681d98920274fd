"""What a scenario does to a question, each answer worked out once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.whatif.scenario.effects import Side, Summary, of_neighbourhoods, scenario_areas, scenario_districts, sides, summary
from geo.whatif.scenario.firmness import change_draws
from ui.scene import answers, memo
from ui.scene.scenario import acts_of, before

if TYPE_CHECKING:
    import pandas as pd

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


@memo.shared("Working it out again in other settings …", heavy=True)
def draws(scene: Scene, query: Query) -> pd.DataFrame:
    """`geo.whatif.scenario.firmness.change_draws`."""
    return change_draws(before(scene).model, scene.model, query)
