"""Codes of one table that must exist in another, or in ``config.toml``."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import Problem
from geo.contract.columns import OPTIONAL_TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from geo.contract.reading import Table
    from geo.settings.model import Settings

ENGLAND = "E92000001"
_LISTED_AT_MOST = 25
_PROVIDER_FILES: Final = ("providers.csv", "providers_osm.csv")
# Finest first: a value may be given at its published level or above it, never below.
_FINENESS: Final = ("lsoa", "ward", "district", "county")

Tables = dict[str, "Table"]


def reference_problems(tables: Tables, settings: Settings) -> Iterator[Problem]:
    """Check every code against the table or the settings that define it.

    Parameters
    ----------
    tables : dict of str to Table
        Tables by file name. A table that could not be read in full is not used to judge others.
    settings : Settings
        Service types, outcomes, indicators and districts.

    Yields
    ------
    Problem
        One an unknown code.
    """
    sources = _codes(tables, "sources.csv", "source_id")
    optional = [name for name, columns in OPTIONAL_TABLES.items() if name in tables and "source_id" in columns]
    for name in ("indicators.csv", *_PROVIDER_FILES, *optional):
        yield from _unknown(tables[name], "source_id", sources, "sources.csv")
    yield from _unknown(tables["indicator_values.csv"], "indicator_id", _codes(tables, "indicators.csv", "indicator_id"), "indicators.csv")
    yield from _values_areas(tables)
    for name in _PROVIDER_FILES:
        yield from _unknown(tables[name], "service_type", settings.services, "[services] in config.toml")
        yield from _provider_areas(tables, name)
    yield from _unknown(tables["evidence.csv"], "outcome_id", settings.outcomes, "[outcomes] in config.toml")
    yield from _evidence_services(tables["evidence.csv"], settings)
    yield from _upper_tier(tables)
    yield from _settings_codes(tables, settings)
    yield from _names(tables, settings)


def _codes(tables: Tables, name: str, column: str) -> Collection[str] | None:
    """Codes that exist, or None when their table cannot be trusted to have them all."""
    table = tables[name]
    if not table.complete:
        return None
    return dict.fromkeys(table.frame[column].dropna())


def _unknown(table: Table, column: str, valid: Collection[str] | None, where: str) -> Iterator[Problem]:
    if valid is None:
        return
    cells = table.frame[column].dropna()
    for line, code in cells[~cells.isin(list(valid))].items():
        yield table.problem(line, column, unknown_code(code, valid, where))


def unknown_code(code: str, valid: Collection[str], where: str) -> str:
    """Say that a code is unknown, what would be known, and what to do."""
    near = difflib.get_close_matches(code, valid, n=1)
    if near:
        hint = f" Did you mean '{near[0]}'?"
    elif len(valid) <= _LISTED_AT_MOST:
        hint = f" It has: {', '.join(valid)}."
    else:
        hint = ""
    return f"unknown code '{code}': {where} does not have it.{hint} Correct the code or add it there."


def _values_areas(tables: Tables) -> Iterator[Problem]:
    """Check that areas of indicator values exist and are no finer than the level at which the indicator is published."""
    if not (tables["areas.csv"].complete and tables["indicators.csv"].complete):
        return
    areas, table = tables["areas.csv"].frame, tables["indicator_values.csv"]
    fineness = {ENGLAND: len(_FINENESS)} | dict.fromkeys(areas["utla_code"].dropna(), _FINENESS.index("county"))
    fineness |= {code: _FINENESS.index(level) for code, level in zip(areas["area_code"], areas["level"], strict=True) if level in _FINENESS}
    yield from _unknown(table, "area_code", fineness, "areas.csv")
    indicators = tables["indicators.csv"].frame.drop_duplicates("indicator_id").set_index("indicator_id")
    published = table.frame["indicator_id"].map(indicators["published_level"])
    limit = published.map({level: place for place, level in enumerate(_FINENESS)})
    # A unitary is a district and its own county: it may carry a county value.
    unitaries = areas.loc[areas["area_code"] == areas["utla_code"], "area_code"]
    codes = table.frame["area_code"]
    place = codes.map(fineness).where(~codes.isin(unitaries), _FINENESS.index("county"))
    finer = pd.DataFrame({"code": codes, "published": published})[place < limit]
    for line, code, level in finer.itertuples(name=None):
        message = (
            f"{code} is finer than the level at which this indicator is published ({level}). Delete the row or correct published_level."
        )
        yield table.problem(line, "area_code", message)


def _provider_areas(tables: Tables, name: str) -> Iterator[Problem]:
    """Check that a provider's LSOA exists, in that ward and district, and that no provider without LSOA is in an atlas district."""
    if not tables["areas.csv"].complete:
        return
    areas, table = tables["areas.csv"].frame.drop_duplicates("area_code").set_index("area_code"), tables[name]
    lsoas = areas[areas["level"] == "lsoa"]
    yield from _unknown(table, "lsoa_code", dict.fromkeys(lsoas.index), "areas.csv")
    inside = table.frame[table.frame["lsoa_code"].isin(lsoas.index)]
    for column in ("ward_code", "district_code"):
        pairs = pd.DataFrame({"found": inside[column], "lsoa": inside["lsoa_code"], "expected": inside["lsoa_code"].map(lsoas[column])})
        pairs = pairs.dropna()
        for line, ward, lsoa, expected in pairs[pairs["found"] != pairs["expected"]].itertuples(name=None):
            yield table.problem(line, column, f"found '{ward}', but areas.csv puts {lsoa} in {expected}. Correct one of them.")
    districts = areas.index[areas["level"] == "district"]
    outside = table.frame[table.frame["lsoa_code"].isna() & table.frame["district_code"].isin(districts)]
    for line, code in outside["district_code"].items():
        ward = f"the provider is in {code}, a district of the atlas, but has no LSOA. Fill in lsoa_code and ward_code."
        yield table.problem(line, "lsoa_code", ward)


def _upper_tier(tables: Tables) -> Iterator[Problem]:
    """Check the figures of counties and unitary authorities: measures, areas, and which authorities are the atlas's."""
    if "benchmarks.csv" in tables:
        for name, column in (("benchmark_measures.csv", "measure_id"), ("benchmark_areas.csv", "area_number")):
            yield from _unknown(tables["benchmarks.csv"], column, _codes(tables, name, column) if name in tables else (), name)
    upper = _codes(tables, "areas.csv", "utla_code")
    for name in ("benchmark_areas.csv", "childminders.csv"):
        if name in tables:
            yield from _unknown(tables[name], "area_code", upper, "areas.csv (utla_code)")


def _evidence_services(table: Table, settings: Settings) -> Iterator[Problem]:
    for line, cell in table.frame["service_types"].dropna().items():
        named = [part.strip() for part in str(cell).split(";")]
        for service in dict.fromkeys(named):
            if service not in settings.services:
                where = "[services] in config.toml"
                yield table.problem(line, "service_types", unknown_code(service, settings.services, where))
            elif named.count(service) > 1:
                yield table.problem(line, "service_types", f"names '{service}' twice. Remove one of them.")


def _settings_codes(tables: Tables, settings: Settings) -> Iterator[Problem]:
    """Check that districts and indicators of ``config.toml`` are in the tables, and the tables have no other district."""
    indicators = _codes(tables, "indicators.csv", "indicator_id")
    if indicators is not None:
        for outcome_id, outcome in settings.outcomes.items():
            for indicator in outcome.indicators:
                if indicator not in indicators:
                    column = f"outcomes.{outcome_id}.indicators.{indicator}"
                    yield Problem("config.toml", unknown_code(indicator, indicators, "indicators.csv"), column=column)
    if not tables["areas.csv"].complete:
        return
    table = tables["areas.csv"]
    areas = table.frame
    districts = areas.loc[areas["level"] == "district", "area_code"].dropna()
    for code in settings.area.districts:
        if code not in set(districts):
            message = f"district {code} has no row in areas.csv. Add it there or remove it here."
            yield Problem("config.toml", message, column="area.districts")
    for line, code in districts[~districts.isin(settings.area.districts)].items():
        message = f"district {code} is not in [area] districts of config.toml. Add it there or remove the row."
        yield table.problem(line, "area_code", message)


def _names(tables: Tables, settings: Settings) -> Iterator[Problem]:
    """Check that names are of neighbourhoods that exist, and that none is there twice in a district once the council's own count."""
    if not tables["areas.csv"].complete:
        return
    areas = tables["areas.csv"].frame.drop_duplicates("area_code").set_index("area_code")
    districts = areas.loc[areas["level"] == "lsoa", "district_code"]
    for code in settings.area.names:
        if code not in districts.index:
            yield Problem("config.toml", unknown_code(code, districts.index, "areas.csv"), column=f"area.names.{code}")
    if "area_names.csv" not in tables:
        return
    table = tables["area_names.csv"]
    yield from _unknown(table, "lsoa_code", dict.fromkeys(districts.index), "areas.csv")
    given = table.frame.dropna(subset=["lsoa_code", "name"])
    names = [settings.area.names.get(code, name) for code, name in zip(given["lsoa_code"], given["name"], strict=True)]
    used = pd.DataFrame({"district": given["lsoa_code"].map(districts), "name": names}, index=given.index)
    for line, name in used.loc[used.duplicated(), "name"].items():
        message = f"'{name}' names another neighbourhood of the district too. Tell them apart here or under [area.names] in config.toml."
        yield table.problem(line, "name", message)


def all_providers(tables: Tables) -> pd.DataFrame:
    """Both provider tables together."""
    return pd.concat([tables[name].frame for name in _PROVIDER_FILES])
