"""The model of a later year: its children share what is open then, and need, scale and target stay those of today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from geo.demand.children import project, with_homes
from geo.demand.homes import AGES_NOW, more_children, sites_of
from geo.demand.years import asked_years
from geo.method.catchments import Catchments
from geo.method.model import with_surroundings
from geo.whatif.scenario.acts import OF_PROVISION
from geo.whatif.scenario.applying import acted
from geo.whatif.scenario.link import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.method.model import Model
    from geo.method.query import Query
    from geo.whatif.scenario.acts import Act


@dataclass(frozen=True)
class OfYear:
    """A change of a scene (`geo.whatif.scene.Change`): another year, with a scenario as far as it has come by then.

    Parameters
    ----------
    year : int
        The year.
    acts : tuple of Act
        Changes of the scenario; the scene that is changed is that without them.
    """

    changes_geography: ClassVar[bool] = False
    year: int
    acts: tuple[Act, ...] = ()

    def apply(self, model: Model) -> Model:
        """See `model_of_year`."""
        return model_of_year(model, self.year, self.acts)


def check_year(model: Model, query: Query, year: int) -> None:
    """Refuse a year that cannot be asked for; raises `DataError`."""
    asked_years(model, query, year, year)


def model_of_year(model: Model, year: int, acts: Sequence[Act] = ()) -> Model:
    """Put the children of a year, with new homes on top of the projection, in the place of those of today.

    Parameters
    ----------
    model : Model
        Today, without the scenario.
    year : int
        A year that `check_year` lets through.
    acts : sequence of Act
        Changes of a scenario; those that name no year have come in every year.

    Returns
    -------
    Model
        Its access is that of `geo.demand.table.forecast_list` in this year, homes on top; its ``changed`` names the year.
    """
    come = [act for act in acts if (act.from_year or year) <= year]
    after = acted(model, [act for act in come if act.kind in OF_PROVISION])
    children = _children(model, year, come)
    tables = {level: areas.copy() for level, areas in after.areas.items()}
    for level, areas in tables.items():
        by_age = model.members[level]["lsoa"] @ children
        areas[[*AGES_NOW, "children_0_4"]] = np.column_stack([by_age, by_age.sum(axis=1)])
    every = after.atlas.areas.copy()
    for areas in tables.values():
        columns = [*AGES_NOW, "children_0_4"]
        every[columns] = every[columns].astype(float)
        every.loc[areas.index, columns] = areas[columns]
    atlas = replace(after.atlas, areas=every)
    told = f" with scenario {' '.join(written(act) for act in come)}" if come else ""
    return replace(
        after,
        atlas=atlas,
        areas=tables,
        children=tables["lsoa"]["children_0_4"].to_numpy(dtype=float),
        catchments=Catchments(after.catchments.weights, with_surroundings(atlas)),
        need=model.need,
        baseline=model.scale,
        changed=(*model.changed, f"children of {year}, homes on top{told}"),
    )


def _children(model: Model, year: int, acts: Sequence[Act]) -> NDArray[np.float64]:
    """Children of the year by neighbourhood and age."""
    years = (year,)
    sites = sites_of(model, acts, year)
    homes = sites.on_lsoas(len(model.children)) @ sites.children(years)
    found: NDArray[np.float64] = np.maximum(with_homes(project(model, years), homes, "on_top") + more_children(model, acts, years), 0)
    return found[:, :, 0]
