"""``indicators.csv`` and ``indicator_values.csv`` from the publishers' files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.build.children import ESTIMATE_NEEDS
from geo.build.report import LISTED
from geo.contract.columns import INDICATOR_VALUES, INDICATORS
from geo.contract.definitions import INDICATOR_FILE, read_definitions
from geo.contract.references import ENGLAND
from geo.publishers.accessibility import read_accessible_places
from geo.publishers.bus_stops import nearest_m, read_bus_stops
from geo.publishers.catalogue import source_files
from geo.publishers.census_children import read_people_2022
from geo.publishers.deprivation.files_2025 import national_place
from geo.publishers.deprivation.raw import read_deprivation, read_idaci_rank, read_idaci_rank_2019
from geo.publishers.early_years import read_development, read_districts, read_headlines
from geo.publishers.geography.lookups import read_lsoa_changes
from geo.publishers.health import read_health_index
from geo.publishers.households import read_households
from geo.publishers.low_income import read_low_income
from geo.publishers.population import read_residents
from geo.store.vintage import change_groups

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from geo.build.report import BuildReport

DEPRIVATION_PERIOD = "2025"
DEPRIVATION_PERIOD_BEFORE = "2019"
POPULATION_PERIOD = "2020"
ESTIMATE_PERIOD = "2022"
DEVELOPMENT_PERIOD = "2021/22"
CENSUS_PERIOD = "2021"
BUS_STOPS_PERIOD = "2026-07-24"
# Counts in the underlying indicators that belong to a published rank or rate of another file.
NUMERATORS = {"idaci": "income_deprivation_affecting_children_index_idaci_numerator", "employment": "employment_domain_numerator"}


@dataclass(frozen=True)
class _Inputs:
    """What every reader of values needs."""

    raw: Path
    areas: pd.DataFrame
    definitions: pd.DataFrame
    files: Mapping[str, str]
    report: BuildReport
    changes: pd.DataFrame

    def has(self, *source_ids: str) -> bool:
        return set(source_ids) <= set(self.files)

    def path(self, source_id: str) -> Path:
        return self.raw / self.files[source_id]

    def columns(self, source_id: str) -> dict[str, str]:
        """Return indicator -> the publisher's column, for the indicators of one source."""
        return dict(self.definitions.loc[self.definitions["source_id"] == source_id, "column"].dropna())

    def codes(self, level: str) -> list[str]:
        column = "utla_code" if level == "county" else "area_code"
        rows = self.areas["level"] == ("district" if level == "county" else level)
        return sorted(set(self.areas.loc[rows, column]))

    def keep(
        self, source_id: str, values: pd.DataFrame, level: str, notes: Sequence[str] = (), strangers: Sequence[str] = ()
    ) -> pd.DataFrame:
        """Keep the rows of the atlas (and England); report other rows, areas without a row and withheld figures."""
        codes = self.codes(level)
        here = values["area_code"].isin([*codes, ENGLAND])
        kept = values.loc[here]
        others = sorted(set(values.loc[~here, "area_code"]))
        unused = f"{len(others)} other areas are not used" + (f": {', '.join(others)}" if 0 < len(others) <= LISTED else "")
        absent = sorted(set(codes) - set(kept["area_code"]))
        self.report.add(
            self.files[source_id], len(values), len(kept), not_matched=[*absent, *strangers], suppressed=int(kept["value"].isna().sum()),
            notes=[f"figures by {level} and period; {unused}", *notes],
        )  # fmt: skip
        return kept


def build_indicators(
    raw: Path, areas: pd.DataFrame, report: BuildReport, files: Mapping[str, str] | None = None, changes: pd.DataFrame | None = None
) -> dict[str, pd.DataFrame]:
    """Read all indicators for the areas of the atlas.

    Parameters
    ----------
    raw : Path
        Folder of files as published.
    areas : DataFrame
        ``areas.csv``: columns ``area_code``, ``level``, ``utla_code``, ``children_0_4`` are used.
    report : BuildReport
        Receives one line a file: rows, areas without a row, withheld figures.
    files : mapping of str to str, optional
        Source id -> file, relative to ``raw``: only what these hold is read. Default: all files of the catalogue, and all are wanted.
    changes : DataFrame, optional
        LSOA 2011 -> LSOA 2021; default: the official lookup in ``raw``.

    Returns
    -------
    dict of str to DataFrame
        ``indicators.csv`` and ``indicator_values.csv``, sorted by their keys.

    Raises
    ------
    DataError
        A file is missing or broken, or an indicator has no value at all.
    """
    definitions = pd.DataFrame(read_definitions(INDICATOR_FILE)).T.rename_axis("indicator_id").sort_index()
    whole, files = files is None, source_files() if files is None else files
    inputs = _Inputs(raw, areas, definitions, files, report, read_lsoa_changes(raw / files["lsoa_changes"]) if changes is None else changes)
    values = pd.concat([reader(inputs) for reader, needs in _READERS.items() if inputs.has(*needs)]).reindex(columns=list(INDICATOR_VALUES))
    empty = [indicator for indicator in definitions.index if indicator not in set(values["indicator_id"])]
    if whole and empty:
        raise DataError([Problem("indicators.toml", f"has indicators without a single value in the atlas: {', '.join(empty)}.")])
    values["flag"] = values["flag"].fillna("")
    return {
        "indicators.csv": definitions.reset_index()[list(INDICATORS)],
        "indicator_values.csv": values.sort_values(["indicator_id", "area_code", "period"], ignore_index=True),
    }


def _long(frame: pd.DataFrame, period: str) -> pd.DataFrame:
    """Turn a table with one column an indicator (index = area) into rows; NaN stays, with the flag ``c``."""
    long = frame.rename_axis("area_code").reset_index().melt("area_code", var_name="indicator_id")
    return long.assign(period=period, flag=long["value"].isna().map({True: "c", False: ""}))


def _numerator(inputs: _Inputs, indicator: str, source_id: str) -> pd.Series[float]:
    """Read the count behind a rank or rate; the publisher withholds small ones."""
    column = NUMERATORS[indicator]
    counts = read_deprivation(inputs.path("iod2025_indicators"), {indicator: column})[indicator]
    inputs.report.add(
        inputs.files["iod2025_indicators"], len(counts), int(counts.notna().sum()), suppressed=int(counts.isna().sum()),
        notes=[f"{column}: the numerator of {indicator} ({source_id}); withheld where small"],
    )  # fmt: skip
    return counts


def _idaci(inputs: _Inputs) -> pd.DataFrame:
    values = _long(read_idaci_rank(inputs.path("iod2025_idaci")).to_frame("idaci"), DEPRIVATION_PERIOD)
    if inputs.has("iod2025_indicators"):
        values["numerator"] = values["area_code"].map(_numerator(inputs, "idaci", "iod2025_idaci"))
    return inputs.keep("iod2025_idaci", values, "lsoa")


def _idaci_place(inputs: _Inputs) -> pd.DataFrame:
    """Turn ranks among different numbers of LSOAs into a share of England's LSOAs; of 2019 only where the border stayed the same."""
    same = set(inputs.changes.loc[inputs.changes["change_code"] == "U", "lsoa_code"])
    ranks_of = {DEPRIVATION_PERIOD: read_idaci_rank(inputs.path("iod2025_idaci"))}
    if inputs.has("iod2019_idaci"):
        ranks_of = {DEPRIVATION_PERIOD_BEFORE: read_idaci_rank_2019(inputs.path("iod2019_idaci"))} | ranks_of
    parts = []
    for period, ranks in ranks_of.items():
        parts.append(pd.DataFrame({"area_code": ranks.index, "period": period, "value": national_place(ranks).to_numpy()}))
    values = pd.concat(parts).assign(indicator_id="idaci_place", flag="")
    values = values[values["area_code"].isin(inputs.codes("lsoa"))]
    kept = values[(values["period"] == DEPRIVATION_PERIOD) | values["area_code"].isin(same)]
    if DEPRIVATION_PERIOD_BEFORE in ranks_of:
        count = int((kept["period"] == DEPRIVATION_PERIOD_BEFORE).sum())
        note = f"LSOAs 2011 of the atlas with the same border in 2021: {count}; the others have no place in England in 2019"
        inputs.report.add(inputs.files["iod2019_idaci"], len(ranks_of[DEPRIVATION_PERIOD_BEFORE]), count, notes=[note])
    return kept


def _scores(inputs: _Inputs) -> pd.DataFrame:
    """Read scores of domains and sub-domains."""
    parts = []
    for source_id in ("iod2025_domains", "iod2025_subdomains"):
        values = _long(read_deprivation(inputs.path(source_id), inputs.columns(source_id)), DEPRIVATION_PERIOD)
        parts.append(inputs.keep(source_id, values, "lsoa"))
    values = pd.concat(parts, ignore_index=True)
    employed = values["indicator_id"] == "employment"
    values.loc[employed, "numerator"] = values["area_code"].map(_numerator(inputs, "employment", "iod2025_domains"))
    return values


def _underlying(inputs: _Inputs) -> pd.DataFrame:
    columns = inputs.columns("iod2025_indicators")
    columns.pop("homelessness")
    values = _long(read_deprivation(inputs.path("iod2025_indicators"), columns), DEPRIVATION_PERIOD)
    return inputs.keep("iod2025_indicators", values, "lsoa")


def _homelessness(inputs: _Inputs) -> pd.DataFrame:
    """Read one figure a district: the file repeats it for each LSOA, and it must not look as if it differed inside a district."""
    column = {"homelessness": inputs.columns("iod2025_indicators")["homelessness"]}
    rates = read_deprivation(inputs.path("iod2025_indicators"), column)["homelessness"]
    districts = inputs.areas.loc[inputs.areas["level"] == "lsoa"].set_index("area_code")["district_code"]
    by_district = rates.groupby(districts.reindex(rates.index).rename("district_code"))
    if (by_district.max() > by_district.min()).any():
        message = "differs inside a district, so it is no longer one figure a district. Set published_level to lsoa in indicators.toml."
        raise DataError([Problem(inputs.files["iod2025_indicators"], message, column=column["homelessness"])])
    note = f"{column['homelessness']}: the same for every LSOA of a district, kept as one figure a district"
    return inputs.keep("iod2025_indicators", _long(by_district.first().to_frame("homelessness"), DEPRIVATION_PERIOD), "district", (note,))


def _accessible_places(inputs: _Inputs) -> pd.DataFrame:
    values = read_accessible_places(inputs.path("ofsted_ons_access"))
    return inputs.keep("ofsted_ons_access", values, "lsoa")


def _low_income(inputs: _Inputs) -> pd.DataFrame:
    values = read_low_income(inputs.path("dwp_low_income"))
    ours = values.loc[values["district_code"].isin(inputs.codes("district")), "area_code"]
    strangers = sorted(set(ours) - set(inputs.codes("ward")))
    note = "denominator: worked out from the published number and percentage"
    return inputs.keep("dwp_low_income", values, "ward", (note,), strangers=strangers).assign(indicator_id="low_income_ahc")


def _health(inputs: _Inputs) -> pd.DataFrame:
    every = read_health_index(inputs.path("ons_health_index"))
    ours = {column: indicator for indicator, column in inputs.columns("ons_health_index").items()}
    values = every.assign(indicator_id=every["indicator"].map(ours)).dropna(subset="indicator_id").drop(columns="indicator")
    note = f"{len(every) - len(values)} figures of other indicators are not used"
    return inputs.keep("ons_health_index", values, "district", (note,))


def _profile_districts(inputs: _Inputs) -> pd.DataFrame:
    values = read_districts(inputs.path("dfe_profile_districts"))
    return inputs.keep("dfe_profile_districts", values, "district").assign(indicator_id="gld_district")


def _profile(inputs: _Inputs) -> pd.DataFrame:
    return inputs.keep("dfe_profile", read_headlines(inputs.path("dfe_profile")), "county")


def _development(inputs: _Inputs) -> pd.DataFrame:
    values = read_development(inputs.path("ohid_development"), DEVELOPMENT_PERIOD)
    return inputs.keep("ohid_development", values, "county").assign(indicator_id="asq_expected")


def _children_share(inputs: _Inputs) -> pd.DataFrame:
    """Divide children 0-4 by residents: those of mid-2022, or where the children are not raked to these, those of mid-2020.

    The latter are known for LSOAs 2011. Where one was split, the parts have the share of the whole, without counts of their own.
    """
    areas = inputs.areas.loc[inputs.areas["level"] == "lsoa"].set_index("area_code")
    if inputs.has(*ESTIMATE_NEEDS):
        residents = read_people_2022(inputs.path("iod2025_denominators"))["residents"].reindex(areas.index)
        counts = pd.DataFrame({"numerator": areas["children_0_4"].astype(float), "denominator": residents.astype(float)})
        counts["value"] = (100 * counts["numerator"] / counts["denominator"]).round(4)
        return counts.rename_axis("area_code").reset_index().assign(indicator_id="children_0_4_share", period=ESTIMATE_PERIOD)
    before, changes, rows = read_residents(inputs.path("ons_population")), inputs.changes, []
    for change in change_groups(changes.loc[changes["lsoa_code"].isin(areas.index)]):
        inside = [code for code in change.lsoa21 if code in areas.index]
        children, everyone = float(areas.loc[inside, "children_0_4"].sum()), float(before.loc[list(change.lsoa11)].sum())
        whole = {"numerator": children, "denominator": everyone} if len(inside) == 1 else {}
        rows += [{"area_code": code, "value": round(100 * children / everyone, 4), **whole} for code in inside]
    return pd.DataFrame(rows).assign(indicator_id="children_0_4_share", period=POPULATION_PERIOD)


def _bus_stops(inputs: _Inputs) -> pd.DataFrame:
    stops, rows = read_bus_stops(inputs.path("dft_bus_stops"))
    lsoas = inputs.areas.loc[inputs.areas["level"] == "lsoa"]
    note = "matched = bus stops that are one place; hail-and-ride sections, flexible zones and rail stations are left out"
    inputs.report.add(inputs.files["dft_bus_stops"], rows, len(stops), notes=[note])
    values = pd.DataFrame({"area_code": lsoas["area_code"].to_numpy(), "value": nearest_m(lsoas, stops).round()})
    return values.assign(indicator_id="bus_stop_m", period=BUS_STOPS_PERIOD, flag="")


def _households(inputs: _Inputs) -> pd.DataFrame:
    """Divide households; wards and districts are sums of counts, not means of shares."""
    lsoas = inputs.areas.loc[inputs.areas["level"] == "lsoa"].set_index("area_code")[["ward_code", "district_code"]]
    values = read_households(inputs.path("census_households"), lsoas)
    rows = len(values)
    absent = sorted(set(lsoas.index) - set(values["area_code"]))
    note = "figures for neighbourhoods, wards and districts: three shares each, the two larger ones added up from the counts"
    inputs.report.add(inputs.files["census_households"], rows, rows, not_matched=absent, notes=[note])
    return values.assign(period=CENSUS_PERIOD, flag="")


# Each reader and the sources without which it has nothing to read.
_READERS: dict[Callable[[_Inputs], pd.DataFrame], tuple[str, ...]] = {
    _idaci: ("iod2025_idaci",),
    _idaci_place: ("iod2025_idaci",),
    _scores: ("iod2025_domains", "iod2025_subdomains", "iod2025_indicators"),
    _underlying: ("iod2025_indicators",),
    _homelessness: ("iod2025_indicators",),
    _accessible_places: ("ofsted_ons_access",),
    _low_income: ("dwp_low_income",),
    _health: ("ons_health_index",),
    _profile_districts: ("dfe_profile_districts",),
    _profile: ("dfe_profile",),
    _development: ("ohid_development",),
    _children_share: ("ons_population",),
    _bus_stops: ("dft_bus_stops",),
    _households: ("census_households",),
}
