"""What a report is made from: the gap list, the districts' access and the look ahead, the same as their own pages and commands have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.analysis.benchmarks import authorities, latest
from geo.analysis.providers import count_providers, describe_providers
from geo.base.errors import DataError, Problem, UnknownIdError
from geo.base.periods import last_year
from geo.demand.outlook import look_ahead
from geo.demand.table import forecast_list
from geo.demand.years import asked_years, base_year, last_projected
from geo.method.gaps import children_period, data_as_at, gap_list, gap_target
from geo.method.query import Query
from geo.method.supply import choose_supply
from geo.sufficiency import labels
from geo.sufficiency.authorities import authority_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import pandas as pd

    from geo.analysis.benchmarks import Authority
    from geo.method.model import Model
    from geo.settings.model import Settings
    from geo.sufficiency.authorities import ReportAuthority

# A report is made in its year, for the year before, or for the next.
YEARS_AROUND: Final = 1


@dataclass(frozen=True)
class Material:
    """Everything that the parts of a report are written from.

    Parameters
    ----------
    model : Model
        Data, settings and method.
    query : Query
        The question: neighbourhoods of the report's districts.
    year : int
        Of the report.
    made : date
        Day of its making.
    listed : DataFrame
        `geo.method.gaps.gap_list` of the query with its evidence.
    districts : DataFrame
        The same of the districts, without evidence, by code.
    ahead : DataFrame or None
        `geo.demand.table.forecast_list` of the districts; None where no year to come is held.
    providers : DataFrame
        Providers that count and stand in the report's districts, as `geo.analysis.providers.describe_providers` gives them.
    """

    model: Model
    query: Query
    year: int
    made: date
    listed: pd.DataFrame
    districts: pd.DataFrame
    ahead: pd.DataFrame | None
    providers: pd.DataFrame

    @property
    def area(self) -> str:
        """Name of what the report is of: an authority where its districts are all of that authority's."""
        if self.authority:
            return self.authority.name
        named = [str(name) for name in self.districts["area_label"]] if self.query.districts else [self.model.settings.area.name]
        return ", ".join(sorted(named))

    @cached_property
    def authority(self) -> ReportAuthority | None:
        """The one authority that the report is on, if its districts were asked for."""
        return authority_of(self.model.atlas, self.query.districts)

    @property
    def children_date(self) -> str:
        """Of which time the children are."""
        return children_period(self.model)

    @property
    def children_sources(self) -> tuple[str, ...]:
        """Who counted or estimated the children."""
        return (self.title(self.model.settings.data.children_source),)

    @property
    def provision_date(self) -> str:
        """Of which time the providers are."""
        return ", ".join(sorted(set(self.providers["period"].dropna()))) or labels.UNDATED

    @property
    def provision_sources(self) -> tuple[str, ...]:
        """Whose registers the providers are from."""
        return tuple(self.title(key) for key in sorted(set(self.providers["source_id"].dropna())))

    @property
    def worked_out_date(self) -> str:
        """Of which time everything is that a gap is worked out from."""
        return data_as_at(self.model, self.query)

    @property
    def target(self) -> float:
        """Access that counts as enough."""
        return gap_target(self.model, self.query)

    @property
    def unit(self) -> str:
        """Unit of access, with what it leaves out."""
        return choose_supply(self.model, self.query).unit

    @cached_property
    def provider_counts(self) -> dict[str, pd.DataFrame]:
        """`geo.analysis.providers.count_providers` of each district by its code, and of all of the report without one."""
        rows = {"": self.providers} | {str(code): of for code, of in self.providers.groupby("district_code")}
        return {code: count_providers(of) for code, of in rows.items()}

    @cached_property
    def authorities(self) -> list[Authority]:
        """Counties and unitary authorities in which a neighbourhood of the report lies."""
        codes = set(self.model.areas["lsoa"].loc[self.listed["area_code"], "utla_code"])
        return [one for one in authorities(self.model.atlas) if one.code in codes]

    @cached_property
    def _published(self) -> dict[str, list[pd.Series[float]]]:
        return {}

    def published(self, measure: str) -> list[pd.Series[float]]:
        """Give the newest figures of a measure, one of `authorities` each; none where no such measure is held."""
        if measure not in self.model.atlas.upper_tier.measures.index:
            return []
        if measure not in self._published:
            self._published[measure] = [latest(self.model.atlas, measure, one) for one in self.authorities]
        return self._published[measure]

    @cached_property
    def _by_district(self) -> dict[str, pd.DataFrame]:
        codes = self.model.areas["lsoa"].loc[self.listed["area_code"], "district_code"].to_numpy()
        return {str(code): self.listed[codes == code] for code in self.districts.index}

    def title(self, source_id: str) -> str:
        """Give the title of a source; the id where nobody says."""
        titles = self.model.atlas.sources["title"]
        return str(titles.get(source_id, source_id))

    def of_district(self, code: str) -> pd.DataFrame:
        """Give the rows of the gap list of one district."""
        return self._by_district[code]


def outcome_of(settings: Settings) -> str:
    """Give the outcome area that the report is on: the one the settings name, or the first that counts places."""
    counted = [key for key, outcome in settings.outcomes.items() if outcome.access == "places"]
    if not counted:
        raise DataError([Problem("config.toml", "names no outcome area that counts places: there is no childcare to report on.")])
    return settings.sufficiency.outcome or counted[0]


def query_of(settings: Settings, query: Query | None = None) -> Query:
    """Give the question of a report: neighbourhoods, every sector and type; districts and assumptions are those asked for."""
    asked = query or Query(outcome_of(settings))
    return replace(asked, outcome=outcome_of(settings), level="lsoa", sector="all", services=())


def years_offered(model: Model, query: Query, made: date) -> range:
    """Give the years that a report can be of: from the oldest places that count to the year after the newest, or after it is made."""
    known = _years_of_places(model, query)
    first = min([*known, made.year]) if known else made.year - YEARS_AROUND
    return range(first, max([*known, made.year]) + YEARS_AROUND + 1)


def _years_of_places(model: Model, query: Query) -> list[int]:
    periods = set(model.provision_periods[choose_supply(model, query).chosen])
    return sorted(int(one) for one in (last_year(str(period)) for period in periods) if not np.isnan(one))


def _check_year(model: Model, query: Query, year: int, made: date) -> None:
    offered, known = years_offered(model, query, made), _years_of_places(model, query)
    if year not in offered:
        held = f"the places in the data are of {known[0]} to {known[-1]}" if known else "no source says of which time the places are"
        valid = f"{offered[0]} to {offered[-1]}; years to come are in its part on demand"
        raise UnknownIdError(f"year of a report ({held})", str(year), [valid])


def gather(model: Model, query: Query, year: int, made: date, listing: Callable[[Model, Query], pd.DataFrame] = gap_list) -> Material:
    """Work out what a report is made from.

    Parameters
    ----------
    model : Model
        Data, settings and method.
    query : Query
        As `query_of` gives it.
    year : int
        Of the report.
    made : date
        Day of its making.
    listing : callable
        Gives the gap list with its evidence, where a caller keeps it.

    Raises
    ------
    UnknownIdError
        The year cannot be reported on.
    DataError
        Nothing counts: there is no provision to report on.
    """
    _check_year(model, query, year, made)
    if not choose_supply(model, query).counts:
        message = "hold no places of early education and childcare: there is nothing to report on. Bring a register of providers."
        raise DataError([Problem("the data", message)])
    of_districts = replace(query, level="district")
    ahead = _ahead(model, of_districts, year)
    districts = gap_list(model, of_districts, evidence=False).sort_values("area_label").set_index("area_code", drop=False)
    every, chosen = describe_providers(model.atlas), choose_supply(model, query).chosen
    inside = every["inside"].to_numpy(dtype=bool) & every["district_code"].isin(districts.index).to_numpy(dtype=bool)
    return Material(
        model,
        query,
        year,
        made,
        listing(model, query),
        districts,
        ahead,
        every[chosen & inside],
    )


def _ahead(model: Model, query: Query, year: int) -> pd.DataFrame | None:
    """Look ahead from the year of the report as far as it tells; nothing where no year to come is held."""
    last = min(year + model.settings.sufficiency.years_ahead, last_projected(model))
    first = max(year, base_year(model))
    if last < first:
        return None
    outlook = look_ahead(model, query, asked_years(model, query, first, last))
    return forecast_list(outlook, ["on_top"]) if outlook.anything_held else None
