"""What the tables must say together: hierarchy, sums, capacities, percentages."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

import pandas as pd

from geo.base.errors import Problem
from geo.base.vocabulary import WORSE_SIGN
from geo.contract.references import all_providers, unknown_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.contract.references import Tables
    from geo.settings.model import Settings

_AGE_GROUPS = ["children_0_4", *(f"children_{age}" for age in range(5))]
_PERCENT = (0.0, 100.0)
_STATED_RANGE = re.compile(r"^(?:%|per cent\b)|\((-?\d[\d.]*) to (-?\d[\d.]*)\)$")


def cross_problems(tables: Tables, settings: Settings) -> Iterator[Problem]:
    """Check what no table can be asked alone.

    Parameters
    ----------
    tables : dict of str to Table
        Tables by file name; those that could not be read in full are not judged.
    settings : Settings
        Capacity kind of each service type, and the indicator that tells where low-income families live.

    Yields
    ------
    Problem
        One a contradiction.
    """
    if tables["areas.csv"].complete:
        yield from _hierarchy(tables)
        yield from _sums(tables)
        yield from _surroundings_outside(tables)
    for name in ("providers.csv", "providers_osm.csv"):
        yield from _capacity(tables, name, settings)
    yield from _ids_shared_by_both_provider_files(tables)
    if tables["indicators.csv"].complete:
        yield from _ranges(tables)
        yield from _low_income(tables, settings)


def warnings(tables: Tables, settings: Settings) -> Iterator[str]:
    """Tell what is allowed but worth knowing: what is not held beside lists, what nothing answers, and checks left out.

    Parameters
    ----------
    tables : dict of str to Table
        Tables by file name.
    settings : Settings
        Outcomes, their services and indicators.

    Yields
    ------
    str
        One sentence each.
    """
    if tables["indicators.csv"].complete:
        yield from _beside_the_list(tables, settings)
    provided = set(all_providers(tables)["service_type"].dropna())
    valued = set(tables["indicator_values.csv"].frame.dropna(subset="value")["indicator_id"].dropna())
    for outcome_id, outcome in settings.outcomes.items():
        answering = {service for service in outcome.services if settings.services[service].capacity == outcome.access}
        if tables["providers.csv"].complete and not answering & provided:
            yield f"Outcome '{outcome_id}' has no provider of the services that measure its access: it shows as 'no data yet'."
        scored = {name for name, use in outcome.indicators.items() if use.role != "context" and use.weight > 0}
        if tables["indicator_values.csv"].complete and not scored & valued:
            yield f"Outcome '{outcome_id}' has no scored indicator with values: it has no need score."
    if tables["surroundings.csv"].frame.empty and tables["surroundings.csv"].complete:
        yield "surroundings.csv has no rows: no child from beyond the border shares the places, as on an island far out."
    if "travel_times.csv" in tables and tables["travel_times.csv"].complete:
        yield from _times_of_nowhere(tables)
    partial = [table.file for table in tables.values() if not table.complete]
    if partial:
        yield f"Checks of other files against {', '.join(partial)} are left out until they are mended."


def _beside_the_list(tables: Tables, settings: Settings) -> Iterator[str]:
    """Name the published figures that would stand beside the list or on the map, and that these data do not hold by neighbourhood."""
    levels = tables["indicators.csv"].frame.drop_duplicates("indicator_id").set_index("indicator_id")["published_level"]
    valued = set(tables["indicator_values.csv"].frame.dropna(subset="value")["indicator_id"].dropna())
    for key, indicator, without in (
        ("england.low_income_place", settings.england.low_income_place, "no row says where it stands in England by low income"),
        ("england.access_decile", settings.england.access_decile, "no row says where it stands in England by access"),
        ("deserts.bands_indicator", settings.deserts.bands_indicator, "the map does not offer its bands"),
    ):
        if indicator not in levels.index:
            near = difflib.get_close_matches(indicator, levels.index, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            yield f"{key} in config.toml names '{indicator}', which indicators.csv does not have: {without}.{hint}"
        elif levels[indicator] != "lsoa":
            yield f"{key} in config.toml names '{indicator}', which is not published for LSOAs: {without} for them."
        elif tables["indicator_values.csv"].complete and indicator not in valued:
            yield f"{key} in config.toml names '{indicator}', which has no value in indicator_values.csv: {without}."


def _times_of_nowhere(tables: Tables) -> Iterator[str]:
    """Count travel times that no longer lead from or to anything: codes and registers change after the times were measured."""
    times = tables["travel_times.csv"].frame
    origins = pd.concat([tables[name].frame["area_code"] for name in ("areas.csv", "surroundings.csv")])
    for column, known, what in (
        ("origin_code", origins, "areas.csv and surroundings.csv"),
        ("provider_id", all_providers(tables)["provider_id"], "providers.csv and providers_osm.csv"),
    ):
        unknown = int((~times[column].isin(known)).sum())
        if unknown:
            yield f"{unknown:,} of {len(times):,} rows of travel_times.csv change nothing: {what} do not have their {column}."


def _hierarchy(tables: Tables) -> Iterator[Problem]:
    table = tables["areas.csv"]
    areas = table.frame.drop_duplicates("area_code").dropna(subset=["area_code", "level"])
    of = {level: areas[areas["level"] == level].set_index("area_code", drop=False) for level in ("district", "ward", "lsoa")}
    for child, parent in (("lsoa", "ward"), ("lsoa", "district"), ("ward", "district")):
        codes = pd.Series(of[child][f"{parent}_code"].to_numpy(), index=areas.index[areas["level"] == child]).dropna()
        for line, code in codes[~codes.isin(of[parent].index)].items():
            message = f"'{code}' is not a {parent} of this file. Add its row or correct the code."
            yield table.problem(line, f"{parent}_code", message)
    below = areas[areas["level"].isin(["ward", "lsoa"])]
    for column, link, parents in (
        ("district_code", below["ward_code"], of["ward"]["district_code"]),
        ("utla_code", below["district_code"], of["district"]["utla_code"]),
    ):
        pairs = pd.DataFrame({"given": below[column], "parent": link, "expected": link.map(parents)}).dropna()
        for line, given, parent, expected in pairs[pairs["given"] != pairs["expected"]].itertuples(name=None):
            yield table.problem(line, column, f"found '{given}', but {parent} belongs to {expected}. Correct one of them.")
    for parent in ("ward", "district"):
        childless = of[parent][~of[parent].index.isin(of["lsoa"][f"{parent}_code"])]
        for line in areas.index[areas["area_code"].isin(childless.index)]:
            yield table.problem(line, "area_code", f"the {parent} has no LSOA. Add its LSOAs or remove the row.")


def _sums(tables: Tables) -> Iterator[Problem]:
    """Children of a ward or district are those of its LSOAs."""
    table = tables["areas.csv"]
    areas = table.frame.drop_duplicates("area_code")
    lsoas = areas[areas["level"] == "lsoa"]
    for parent in ("ward", "district"):
        totals = lsoas.groupby(f"{parent}_code")[_AGE_GROUPS].sum(skipna=False)
        rows = areas[areas["level"] == parent]
        for column in _AGE_GROUPS:
            pairs = pd.DataFrame({"found": rows[column], "expected": rows["area_code"].map(totals[column])}).dropna()
            for line, value, expected in pairs[pairs["found"] != pairs["expected"]].itertuples(name=None):
                message = f"found {value:g}, but its LSOAs add up to {expected:g}. Correct the one that is wrong."
                yield table.problem(line, column, message)


def _surroundings_outside(tables: Tables) -> Iterator[Problem]:
    table = tables["surroundings.csv"]
    codes = table.frame["area_code"].dropna()
    for line, code in codes[codes.isin(tables["areas.csv"].frame["area_code"])].items():
        message = f"'{code}' is inside the atlas (areas.csv), so its children would count twice. Remove the row."
        yield table.problem(line, "area_code", message)


def _capacity(tables: Tables, name: str, settings: Settings) -> Iterator[Problem]:
    """Places belong to services that are counted in places, and those always say where the number comes from."""
    table = tables[name]
    capacity = table.frame["service_type"].map({key: service.capacity for key, service in settings.services.items()})
    for column in ("places", "places_basis"):
        cells = table.frame.loc[capacity == "presence", column].dropna()
        for line, cell in cells.items():
            message = f"found '{cell}', but this service type is counted by sites (config.toml, capacity). Empty the cell."
            yield table.problem(line, column, message)
    unsaid = table.frame.index[(capacity == "places") & table.frame["places_basis"].isna()]
    if "places_basis" not in table.missing:
        for line in unsaid:
            message = "the cell is empty, but this service type is counted in places. Fill in registered, assumed or unknown."
            yield table.problem(line, "places_basis", message)


def _ids_shared_by_both_provider_files(tables: Tables) -> Iterator[Problem]:
    table = tables["providers_osm.csv"]
    ids = table.frame["provider_id"].dropna()
    for line, code in ids[ids.isin(tables["providers.csv"].frame["provider_id"].dropna())].items():
        message = f"the key '{code}' is already in providers.csv. Delete one of the two rows or correct its key."
        yield table.problem(line, "provider_id", message)


def _ranges(tables: Tables) -> Iterator[Problem]:
    """Check values against the range that their unit states: a percentage, or a range in brackets such as ``(0 to 1)``."""
    table = tables["indicator_values.csv"]
    for indicator_id, unit in tables["indicators.csv"].frame[["indicator_id", "unit"]].dropna().itertuples(index=False, name=None):
        stated = _STATED_RANGE.search(unit)
        if not stated:
            continue
        low, high = (float(stated[1]), float(stated[2])) if stated[1] else _PERCENT
        rows = table.frame[table.frame["indicator_id"] == indicator_id]
        for column in ("value", "lower", "upper"):
            for line, value in rows.loc[(rows[column] < low) | (rows[column] > high), column].items():
                message = f"found {value:g}; the unit is '{unit}', so it must be between {low:g} and {high:g}. Correct the cell."
                yield table.problem(line, column, message)


def _low_income(tables: Tables, settings: Settings) -> Iterator[Problem]:
    """Check that the indicator of low income says something about small areas."""
    indicator, indicators = settings.market.low_income_indicator, tables["indicators.csv"].frame
    where = "market.low_income_indicator"
    row = indicators[indicators["indicator_id"] == indicator]
    if row.empty:
        yield Problem("config.toml", unknown_code(indicator, indicators["indicator_id"].dropna(), "indicators.csv"), column=where)
    elif row["published_level"].iloc[0] != "lsoa" or row["polarity"].iloc[0] not in WORSE_SIGN:
        message = f"'{indicator}' must be published for LSOAs and have the polarity higher_is_worse or higher_is_better. Name another one."
        yield Problem("config.toml", message, column=where)
