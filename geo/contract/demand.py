"""What projections, homes, yields and take-up must say: codes that exist, years without gaps, growth that can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.periods import last_year
from geo.contract.references import unknown_code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from geo.base.errors import Problem
    from geo.contract.reading import Table
    from geo.contract.references import Tables
    from geo.settings.model import Settings

AGES: Final = [f"age_{age}" for age in range(5)]
ALL: Final = "all"
# More than 200% in a year.
MOST_TIMES: Final = 3.0
LEAST_OF_COUNT: Final = 0.99


def demand_problems(tables: Tables, settings: Settings) -> Iterator[Problem]:
    """Check the tables of demand by year that are there.

    Parameters
    ----------
    tables : dict of str to Table
        Tables by file name; those that could not be read in full are not used to judge others.
    settings : Settings
        Entitlements, and which source the children were counted by.

    Yields
    ------
    Problem
        One a contradiction.
    """
    if tables["areas.csv"].complete:
        yield from _codes(tables)
    if "children_projection.csv" in tables:
        table = tables["children_projection.csv"]
        yield from _years(table)
        if tables["areas.csv"].complete:
            yield from _below_count(tables, _base_year(tables, settings))
    if "take_up.csv" in tables:
        yield from _entitlements(tables["take_up.csv"], settings)


def demand_warnings(tables: Tables, settings: Settings) -> Iterator[str]:
    """Tell of the tables of demand by year what is kept and worth knowing."""
    if "take_up.csv" in tables:
        rows = tables["take_up.csv"].frame
        for line, code, age, eligible, registered in rows.loc[
            rows["registered"] > rows["eligible"], ["area_code", "age", "eligible", "registered"]
        ].itertuples(name=None):
            yield (
                f"take_up.csv, row {line}: {registered:,.0f} children aged {age} are registered in {code} where {eligible:,.0f} are "
                "entitled. The row is kept, and all who are entitled count as users."
            )
    if "homes.csv" in tables and (base := _base_year(tables, settings)):
        rows = tables["homes.csv"].frame
        known = int((rows["year"] <= base).sum())
        if known:
            yield f"{known:,} of {len(rows):,} rows of homes.csv are of {base} or before: their children are counted already."
    if "yields.csv" in tables:
        rows = tables["yields.csv"].frame
        whole = (rows[["housing", "tenure", "bedrooms"]] == ALL).all(axis=1)
        for district in sorted(set(rows["district"].dropna()) - set(rows.loc[whole, "district"])):
            yield f"yields.csv has no row of {district} for all housing, tenures and bedrooms together: its yields are not used."


def children_year(periods: pd.Series[str], settings: Settings) -> int:
    """Give the year in which the children of ``areas.csv`` were counted; ``periods`` are those of the sources, by id; 0 if nobody says."""
    year = last_year(periods.get(settings.data.children_source))
    return 0 if pd.isna(year) else int(year)


def ages_of(written: str) -> tuple[int, ...]:
    """Read single years of age, as ``take_up.csv`` has them: ``3-4`` is 3 and 4."""
    first, _, last = written.partition("-")
    return tuple(range(int(first), int(last or first) + 1))


def _base_year(tables: Tables, settings: Settings) -> int:
    sources = tables["sources.csv"].frame.drop_duplicates("source_id").set_index("source_id")
    return children_year(sources["period"], settings)


def _codes(tables: Tables) -> Iterator[Problem]:
    areas = tables["areas.csv"].frame
    districts = list(areas.loc[areas["level"] == "district", "area_code"].dropna())
    upper = list(dict.fromkeys([*districts, *areas["utla_code"].dropna()]))
    lsoas = list(areas.loc[areas["level"] == "lsoa", "area_code"].dropna())
    for name, column, valid in (
        ("children_projection.csv", "area_code", districts),
        ("homes.csv", "lsoa_code", lsoas),
        ("children_counts.csv", "area_code", lsoas),
        ("yields.csv", "district", upper),
        ("take_up.csv", "area_code", upper),
    ):
        if name in tables:
            yield from _unknown(tables[name], column, valid)


def _unknown(table: Table, column: str, valid: Collection[str]) -> Iterator[Problem]:
    cells = table.frame[column].dropna()
    for line, code in cells[~cells.isin(list(valid))].items():
        yield table.problem(line, column, unknown_code(code, valid, "areas.csv"))


def _years(table: Table) -> Iterator[Problem]:
    """Check that the years of a district follow each other, and that no age grows as no children do."""
    rows = table.frame.dropna(subset=["area_code", "year"]).sort_values(["area_code", "year"])
    before = rows.groupby("area_code")[["year", *AGES]].shift()
    gaps = rows["year"] - before["year"] > 1
    for line, code, year, last in pd.DataFrame({"code": rows["area_code"], "year": rows["year"], "last": before["year"]})[gaps].itertuples(
        name=None
    ):
        message = f"the years of {code} jump from {last:.0f} to {year:.0f}. Add the years between, or delete those on one side of the gap."
        yield table.problem(line, "year", message)
    for age in AGES:
        sprung = ~gaps & (before[age] > 0) & (rows[age] > MOST_TIMES * before[age])
        for line, now, then in pd.DataFrame({"now": rows[age], "then": before[age]})[sprung].itertuples(name=None):
            yield table.problem(line, age, f"grows from {then:g} to {now:g} in one year, by more than 200%. Correct one of them.")


def _below_count(tables: Tables, base: int) -> Iterator[Problem]:
    """Check that a projection does not begin below the children that were counted in that year."""
    areas, table = tables["areas.csv"].frame, tables["children_projection.csv"]
    lsoas = areas[areas["level"] == "lsoa"]
    counted = lsoas.groupby("district_code")["children_0_4"].sum().to_dict()
    rows = table.frame[table.frame["year"] == base]
    for line, code, total in rows.assign(total=rows[AGES].sum(axis=1, skipna=False))[["area_code", "total"]].itertuples(name=None):
        if not total < LEAST_OF_COUNT * counted.get(code, 0):
            continue
        message = (
            f"the ages of {code} add up to {total:,.0f} in {base}, but its neighbourhoods in areas.csv hold {counted[code]:,.0f} children, "
            "more than 1% above. Bring a projection that starts from the same count; or delete this row, and the projection's own level "
            f"holds from {base + 1} on."
        )
        yield table.problem(line, AGES[0], message)


def _entitlements(table: Table, settings: Settings) -> Iterator[Problem]:
    known = settings.demand.entitlements
    cells = table.frame["entitlement"].dropna()
    for line, code in cells[~cells.isin(list(known))].items():
        yield table.problem(line, "entitlement", unknown_code(code, known, "[demand.entitlements] in config.toml"))
