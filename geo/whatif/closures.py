"""Fragility: what the closure of each provider would do to the families who reach it today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.method.model import with_access
from geo.method.reasons import ROUNDING
from geo.method.scores import gap_target
from geo.method.supply import check_query, choose_supply
from geo.numeric.weighted import scale_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from geo.method.model import Model
    from geo.method.query import Query
    from geo.method.supply import Supply

ORDER: Final = ["added_shortfall_places", "children_left_without", "children_tipped", "added_lack"]
SHORTFALL_DECIMALS: Final = 1
ACCESS_DECIMALS: Final = 2
COLUMNS: Final = (
    "name", "service_type", "sector", "district", "places", "places_basis", "children_in_reach", "added_shortfall_places",
    "neighbourhoods_tipped", "children_tipped", "children_left_without", "most_affected", "most_affected_label",
)  # fmt: skip


def closures(model: Model, query: Query, supply: Supply | None = None) -> pd.DataFrame:
    """Close each chosen provider in turn and say what that does; a what-if, all else staying as it is.

    Worked out with E2SFCA, whichever form is chosen: there the supply of a provider is shared by all who can reach it, wherever else they
    could go. So a closure takes away what that provider gives, `w_ij R_j`, and leaves what the others give; the target stays what it is
    today. Figures count the LSOAs of the query's districts, whatever its level.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        Outcome area, districts, sector, service types and assumed places.
    supply : Supply, optional
        `geo.method.supply.choose_supply` of the question, if at hand.

    Returns
    -------
    DataFrame
        Index ``provider_id``, columns `COLUMNS`, one row for each provider that any of these LSOAs reach, the worst closure first:
        by added shortfall (places lacking to the target, more than today; missing for outcomes that are not measured in
        places), then by children aged 0-4 left with no chosen provider in reach, then by children taken below the target.
        ``most_affected`` is the LSOA whose lack would grow most, missing where none would. ``district`` is missing beyond the border.

    Raises
    ------
    UnknownIdError
        The query names what does not exist.
    """
    check_query(model, query)
    model = shared_by_all(model)
    supply = choose_supply(model, query) if supply is None else supply
    areas, lsoas = model.atlas.areas, model.areas["lsoa"]
    listed = np.flatnonzero(lsoas["district_code"].isin(query.districts or lsoas["district_code"]))
    chosen = np.flatnonzero(supply.chosen)
    ratios = supply.per_child * model.catchments.ratios(supply.capacity)
    given = scale_columns(model.inside, ratios)[listed][:, chosen]
    effects = _effects(given, (model.inside @ ratios)[listed], model.children[listed], gap_target(model, query, supply))
    # Where the lack grows in no listed LSOA the position is -1 and stands for none.
    codes = pd.Series([*lsoas.index[listed], None], dtype="str").iloc[effects["most_affected"]]
    providers = model.atlas.providers.iloc[chosen]
    home = providers["lsoa_code"].map(lsoas["district_code"])
    places = model.settings.outcomes[query.outcome].access == "places"
    table = effects.set_axis(providers.index).assign(
        **{name: providers[name] for name in ("name", "service_type", "sector", "places", "places_basis")},
        district=home.map(areas["name"]),
        added_shortfall_places=(effects["added_lack"] / supply.per_child).to_numpy() if places else np.nan,
        most_affected=codes.to_numpy(),
        most_affected_label=codes.map(areas["label"]).to_numpy(),
    )
    reached = np.bincount(given.indices, minlength=len(chosen)) > 0
    ordered: pd.DataFrame = table[reached].sort_values(ORDER, ascending=False, kind="stable")
    return ordered[list(COLUMNS)]


def shared_by_all(model: Model) -> Model:
    """Give the model with E2SFCA: in 3SFCA, where families choose, what one provider gives is not what its closure takes away."""
    access = model.settings.access
    return model if access.form == "e2sfca" else with_access(model, access.model_copy(update={"form": "e2sfca"}))


def closure_list(model: Model, query: Query, computed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Write closures as the file of the page and the command line hold them.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        The question.
    computed : DataFrame, optional
        `closures` of the same question, if at hand.

    Returns
    -------
    DataFrame
        Columns ``provider_id`` and `COLUMNS`, then what shapes them: ``outcome``, ``target`` (access that counts as enough) and
        ``access_unit``, ``changed`` (what is not the recommended setting).
    """
    check_query(model, query)
    model = shared_by_all(model)
    supply = choose_supply(model, query)
    computed = closures(model, query, supply) if computed is None else computed
    return computed.reset_index().assign(
        places=computed["places"].astype("Int64").array,
        added_shortfall_places=computed["added_shortfall_places"].round(SHORTFALL_DECIMALS).array,
        outcome=query.outcome,
        target=round(gap_target(model, query, supply), ACCESS_DECIMALS),
        access_unit=supply.unit,
        # The form that is chosen does not shape closures.
        changed="; ".join(change for change in model.changed if not change.startswith("form ")),
    )


def _effects(given: sparse.csr_array, access: NDArray[np.float64], children: NDArray[np.float64], target: float) -> pd.DataFrame:
    """Say what each closure does, one row a provider (column of `given`); `added_lack` is access x children, not yet places."""
    count = given.shape[1]
    in_reach = np.diff(given.indptr)
    area, provider = np.repeat(np.arange(len(access)), in_reach), given.indices
    before, after = access[area], access[area] - given.data
    enough = target - ROUNDING
    lack = (np.maximum(0, target - after) - np.maximum(0, target - before)) * children[area]
    # Adding and taking away leaves a last digit; that is no lack.
    lack = np.where(lack > ROUNDING, lack, 0)
    tips = (before >= enough) & (after < enough)
    most = np.full(count, -1)
    growing = np.flatnonzero(lack)
    # The last that is written stays: the one that lacks most, of equals the first.
    growing = growing[np.lexsort((-area[growing], lack[growing]))]
    most[provider[growing]] = area[growing]

    def summed(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(provider, values, minlength=count).astype(np.float64)

    people = children[area]
    return pd.DataFrame(
        {
            "children_in_reach": summed(people).astype(np.int64),
            "added_lack": summed(lack),
            "neighbourhoods_tipped": summed(tips.astype(float)).astype(np.int64),
            "children_tipped": summed(people * tips).astype(np.int64),
            "children_left_without": summed(people * (in_reach[area] == 1)).astype(np.int64),
            "most_affected": most,
        }
    )
