"""Demand by year: projections of children, homes to be built, children in new homes, and take-up of funded hours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.base.errors import Problem
from geo.contract.demand import AGES, ALL, children_year
from geo.intake.matching.layout import Layout
from geo.intake.matching.register import Rejects
from geo.intake.matching.result import Counts, Intake
from geo.intake.reading.cells import to_number
from geo.intake.reading.sheet import ROW
from geo.publishers.licences import OGL
from geo.store.gazetteer import load_gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet
    from geo.settings.demand import Entitlement

PROJECTION: Final = {
    "area_code": ("area_code", "area code", "district_code", "LAD24CD", "LAD23CD"),
    "year": ("year",),
    **{age: (age, age.replace("_", " ")) for age in AGES},
}
# ONS, subnational population projections: one row an area, sex and age, one column a year.
BY_AGE: Final = {"area_code": ("AREA_CODE",), "component": ("COMPONENT",), "sex": ("SEX",), "age": ("AGE_GROUP",)}
YEAR: Final = r"(?:19|20|21)\d\d"
HOMES: Final = {"site_id": ("site_id", "site id", "site reference"), "year": ("year", "year complete"), "homes": ("homes", "dwellings")}
HOMES_KNOWS: Final = {
    "name": ("name", "site", "site name"),
    "lsoa_code": ("lsoa_code", "lsoa code", "LSOA21CD"),
    "postcode": ("postcode", "post code"),
    "easting": ("easting", "x"),
    "northing": ("northing", "y"),
}
OWN_YIELDS: Final = {"district": ("district", "district_code"), "years_after": ("years_after",), "per_home_0_4": ("per_home_0_4",)}
KINDS: Final = {"housing": ("housing",), "tenure": ("tenure",), "bedrooms": ("bedrooms", "number_of_bedrooms")}
# DfE, pupil yield from housing developments.
DFE_YIELDS: Final = {
    "completed": ("completed_properties_in_ay",),
    "phase": ("education_phase",),
    "per_home": ("pupil_yield",),
    "authority": ("new_la_code",),
}
DFE_YIELDS_KNOWS: Final = {
    **KINDS,
    "district": ("lad_code",),
    "level": ("geographic_level",),
    "years_after": ("years_after_completion",),
    "period": ("time_period",),
    "type": ("education_type",),
}
EARLY: Final = frozenset({"early years", "earlyyears"})
EVERY: Final = frozenset({"", "all", "total", "any"})
OWN_TAKE_UP: Final = {
    "area_code": ("area_code", "area code"),
    "age": ("age",),
    "entitlement": ("entitlement",),
    "registered": ("registered",),
}
OWN_TAKE_UP_KNOWS: Final = {"eligible": ("eligible",)}
# DfE, funded early education and childcare.
DFE_TAKE_UP: Final = {
    "area_code": ("new_la_code",),
    "age": ("age",),
    "entitlement": ("entitlement_type",),
    "registered": ("registered_children_count",),
}
DFE_TAKE_UP_KNOWS: Final = {
    "eligible": ("eligible_children_count", "eligible_count"),
    "period": ("time_period",),
    "level": ("geographic_level",),
}
AGE_WORDS: Final = re.compile(r"\D*([0-4])(?:\D+([0-4]))?\D*")
NO_NUMBER: Final = "is not a number, 0 or more. Correct it."
NO_YEAR: Final = "is not a year from 1990 to 2100. Correct it."
TWICE: Final = "stands in the file more than once. Leave one row of it."
NO_PLACE: Final = (
    "is not in this area, or nobody says where it is: homes without a place. Give a postcode, easting and northing, or the code of the "
    "neighbourhood."
)
NO_ENTITLEMENT: Final = "is no entitlement that config.toml knows. Write one of: {known}."
NO_AGE: Final = "is not a year of age from 0 to 4, or two such as 3-4. Correct it."
ENTITLEMENT_WORDS: Final = (
    ("disadvantaged", r"disadvantage|additional support|further support|additional forms of support"),
    ("extended", r"extended"),
    ("working_families", r"working|30.hour"),
    ("universal", r"universal|15.hour"),
)
PERSONS: Final = frozenset({"persons", "people", "all"})
OWN: Final = {"publisher": "Own figures", "licence": "As its owner allows", "attribution": "Own figures"}
ONS: Final = {
    "source_id": "ons_projection",
    "title": "Subnational population projections for England",
    "publisher": "Office for National Statistics",
    "url": "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationprojections",
    **OGL,
}
DFE_YIELD: Final = {
    "source_id": "dfe_pupil_yield",
    "title": "Pupil yield from housing developments",
    "publisher": "Department for Education",
    "url": "https://explore-education-statistics.service.gov.uk/find-statistics/pupil-yield-from-housing-developments",
    **OGL,
}
DFE: Final = {
    "source_id": "dfe_funded_early_education",
    "title": "Funded early education and childcare",
    "publisher": "Department for Education",
    "url": "https://explore-education-statistics.service.gov.uk/find-statistics/funded-early-education-and-childcare",
    **OGL,
}
NOTHING: Final = "has no row that can be used for this area: {why}. The columns are {columns}."
OF_ELSEWHERE: Final = "none of its areas is here"

LEFT_OUT: Final = "The children of {year} and before are counted already: {count:,} earlier years of the file are left out."
PUPILS: Final = (
    "The Department for Education counts pupils of early years in schools: children under five who are in none are not among them, so that "
    "new homes have more children than this says."
)
UNKNOWN_ELIGIBLE: Final = "The file does not say how many children are entitled."


def read_projection(sheet: Sheet, setting: Setting) -> Intake:
    """Read a projection with one row a district and year."""
    return _projection(sheet, setting, sheet.pick(PROJECTION), OWN | {"source_id": "projection_own", "title": sheet.file})


def read_projection_by_age(sheet: Sheet, setting: Setting) -> Intake:
    """Read the projections of the Office for National Statistics: one row an age, one column a year."""
    rows = sheet.pick(BY_AGE)
    counted = children_year(setting.atlas.sources["period"], setting.settings)
    years = [name for name in map(str, sheet.frame.columns) if re.fullmatch(YEAR, name)]
    later = [year for year in years if int(year) > counted]
    young = rows[rows["age"].isin(list("01234")) & rows["sex"].str.casefold().isin(PERSONS)]
    long = young.join(sheet.frame[later]).reset_index(names=ROW).melt([ROW, *rows.columns], later, "year", "children")
    # A row of ours is made of the rows of five ages; where an age stands there twice, its row is there twice too.
    long["turn"] = long.groupby(["area_code", "year", "age"]).cumcount()
    keyed = long.set_index(["area_code", "year", "turn", "age"])["children"].unstack("age").reindex(columns=list("01234"))  # noqa: PD010
    first = long.groupby(["area_code", "year", "turn"])[ROW].min().reindex(keyed.index)
    cells = keyed.fillna("").set_axis(AGES, axis=1).reset_index().set_index(pd.Index(first.to_numpy(), name=ROW))
    notes = (LEFT_OUT.format(year=counted, count=len(years) - len(later)),) if len(later) < len(years) else ()
    return _projection(sheet, setting, cells, ONS, made_of=young["area_code"], notes=notes)


def _projection(
    sheet: Sheet,
    setting: Setting,
    cells: pd.DataFrame,
    source: Mapping[str, str],
    made_of: pd.Series[str] | None = None,
    notes: tuple[str, ...] = (),
) -> Intake:
    """Take the rows of our districts; ``made_of`` gives the area of each row of the file where several of them make one of ours."""
    rejects = Rejects()
    here = cells["area_code"].isin(setting.atlas.at("district").index)
    ours = cells[here]
    table = ours[["area_code"]].assign(year=_whole(ours["year"], "year", NO_YEAR, rejects, 1990, 2100))
    for age in AGES:
        table[age] = _number(ours[age], age, rejects)
    _twice(table, ["area_code", "year"], rejects)
    districts = set(setting.atlas.at("district").index)
    used = set(here.index[here]) if made_of is None else set(made_of.index[made_of.isin(districts)])
    table = table.dropna().assign(source_id=source["source_id"])
    return _intake(sheet, "children_projection.csv", table, rejects, source, PROJECTION, used=used, notes=notes, key="area_code")


def read_homes(sheet: Sheet, setting: Setting) -> Intake:
    """Read homes to be built, and find the neighbourhood of each site: its code, its postcode, or the outline that holds its point."""
    rejects = Rejects()
    rows = sheet.pick({**HOMES, **HOMES_KNOWS}).reindex(columns=[*HOMES, *HOMES_KNOWS], fill_value="")
    table = rows[["site_id"]].assign(name=rows["name"].where(rows["name"] != "", rows["site_id"]))
    rejects.add(rows.loc[rows["site_id"] == "", "site_id"], "site_id", "is empty. Give each site a name of its own.")
    table["year"] = _whole(rows["year"], "year", NO_YEAR, rejects, 1990, 2100)
    table["homes"] = _whole(rows["homes"], "homes", NO_NUMBER, rejects, 0, setting.settings.scenario.most_homes)
    points = {name: to_number(rows[name]).value for name in ("easting", "northing")}
    placed = load_gazetteer(setting.atlas).place(rows[["postcode"]].assign(**points))
    lsoas = setting.atlas.at("lsoa").index
    table["lsoa_code"] = rows["lsoa_code"].where(rows["lsoa_code"].isin(lsoas), placed["lsoa_code"])
    lost = table["lsoa_code"].isna()
    shown = np.select([rows["lsoa_code"] != "", rows["postcode"] != ""], ["lsoa_code", "postcode"], "easting")
    for column in ("lsoa_code", "postcode", "easting"):
        rejects.add(rows.loc[lost & (shown == column), column], column, NO_PLACE)
    _twice(table, ["site_id", "year"], rejects)
    source = OWN | {"source_id": _named("homes", sheet.file), "title": sheet.file}
    for column in ("postcode", "easting", "northing"):
        table[column] = placed[column]
    wrong = {row for row, *_ in rejects.rows}
    table = table[~table.index.isin(wrong)].assign(source_id=source["source_id"])
    return _intake(sheet, "homes.csv", table, rejects, source, HOMES | HOMES_KNOWS, used=set(rows.index), key="source_id")


def read_yields(sheet: Sheet, setting: Setting) -> Intake:
    """Read children under five in new homes, as a council counts them."""
    rows = sheet.pick({**OWN_YIELDS, **KINDS})
    return _yields(sheet, setting, rows, OWN | {"source_id": "yields_own", "title": sheet.file})


def read_dfe_yields(sheet: Sheet, setting: Setting) -> Intake:
    """Read early years in the pupil yield of the Department for Education: the newest year; districts where it has them."""
    rows = sheet.pick({**DFE_YIELDS, **DFE_YIELDS_KNOWS}).rename(columns={"per_home": "per_home_0_4"})
    early = rows[rows["phase"].str.casefold().str.strip().isin(EARLY)]
    if "period" in early:
        early = early[early["period"] == early["period"].max()]
    if "type" in early and early["type"].map(_all).eq(ALL).any():
        early = early[early["type"].map(_all) == ALL]
    districts = early["district"] if "district" in early else pd.Series("", index=early.index)
    early = early.assign(district=districts.where(districts != "", early["authority"]))
    after = early["years_after"] if "years_after" in early else pd.Series("", index=early.index)
    early = early.assign(years_after=after.where(after.map(_all) != ALL, "0"))
    withheld = to_number(early["per_home_0_4"]).suppressed
    return _yields(sheet, setting, early[~withheld], DFE_YIELD, (PUPILS,))


def _yields(sheet: Sheet, setting: Setting, rows: pd.DataFrame, source: Mapping[str, str], notes: tuple[str, ...] = ()) -> Intake:
    rejects = Rejects()
    here = rows[rows["district"].isin(_upper(setting))]
    empty = pd.Series(ALL, index=here.index, dtype="str")
    table = here[["district"]].assign(**{kind: here.get(kind, empty).map(_all) for kind in KINDS})
    table["years_after"] = _whole(here["years_after"], "years_after", NO_NUMBER, rejects, 0, 100)
    table["per_home_0_4"] = _number(here["per_home_0_4"], "per_home_0_4", rejects, most=1.0)
    _twice(table, ["district", *KINDS, "years_after"], rejects)
    table = table.dropna().assign(source_id=source["source_id"])
    return _intake(sheet, "yields.csv", table, rejects, source, OWN_YIELDS | KINDS, used=set(here.index), notes=notes, key="district")


def read_take_up(sheet: Sheet, setting: Setting) -> Intake:
    """Read who takes funded hours, as a council counts them."""
    return _take_up(
        sheet, setting, sheet.pick({**OWN_TAKE_UP, **OWN_TAKE_UP_KNOWS}), OWN | {"source_id": "take_up_own", "title": sheet.file}
    )


def read_dfe_take_up(sheet: Sheet, setting: Setting) -> Intake:
    """Read who takes funded hours, as the Department for Education counts them: the newest year."""
    rows = sheet.pick({**DFE_TAKE_UP, **DFE_TAKE_UP_KNOWS})
    if "period" in rows:
        rows = rows[rows["period"] == rows.loc[rows["area_code"].isin(_upper(setting)), "period"].max()]
    return _take_up(sheet, setting, rows, DFE)


def _take_up(sheet: Sheet, setting: Setting, rows: pd.DataFrame, source: Mapping[str, str]) -> Intake:
    rejects = Rejects()
    here = rows[rows["area_code"].isin(_upper(setting))]
    ages = here["age"].map(_age)
    known = setting.settings.demand.entitlements
    named = pd.Series(
        [_entitlement(word, age, known) for word, age in zip(here["entitlement"], ages, strict=True)], here.index, dtype="str"
    )
    rejects.add(here.loc[ages == "", "age"], "age", NO_AGE)
    rejects.add(here.loc[named == "", "entitlement"], "entitlement", NO_ENTITLEMENT.format(known=", ".join(known)))
    table = here[["area_code"]].assign(age=ages, entitlement=named, registered=_number(here["registered"], "registered", rejects))
    eligible = here.get("eligible", pd.Series("", index=here.index, dtype="str"))
    table["eligible"] = _number(eligible, "eligible", rejects, empty=True)
    _twice(table, ["area_code", "age", "entitlement"], rejects)
    wrong = {row for row, *_ in rejects.rows}
    table = table[~table.index.isin(wrong)].assign(source_id=source["source_id"])
    notes = () if table["eligible"].notna().all() else (UNKNOWN_ELIGIBLE,)
    columns = OWN_TAKE_UP | OWN_TAKE_UP_KNOWS
    return _intake(sheet, "take_up.csv", table, rejects, source, columns, used=set(here.index), notes=notes, key="area_code")


# --- what all of them share ------------------------------------------------------------------------------------------


def _intake(
    sheet: Sheet,
    table_name: str,
    table: pd.DataFrame,
    rejects: Rejects,
    source: Mapping[str, str],
    columns: Mapping[str, Sequence[str]],
    *,
    used: set[object],
    key: str,
    notes: tuple[str, ...] = (),
) -> Intake:
    """Count the rows, and put them in the place of those of the same areas, or of the same file."""
    refused = {row for row, *_ in rejects.rows}
    matched = len(used - refused) if len(table) else 0
    outside = len(sheet.frame) - matched - len(refused)
    counts = Counts(len(sheet.frame), matched, 0, outside, len(refused))
    layout = table_name.removesuffix(".csv")
    if table.empty:
        why = rejects.most_of() if rejects.rows else OF_ELSEWHERE
        problem = Problem(sheet.file, NOTHING.format(why=why.rstrip("."), columns=", ".join(columns)))
        return Intake(layout, sheet.file, {}, {}, counts, rejects.table(), (problem,))
    tables = {table_name: table.rename_axis(ROW), "sources.csv": pd.DataFrame([source])}
    replaces = {table_name: {key: tuple(table[key].unique())}}
    return Intake(layout, sheet.file, tables, replaces, counts, rejects.table(), notes=notes)


def _number(cells: pd.Series[str], column: str, rejects: Rejects, *, most: float = np.inf, empty: bool = False) -> pd.Series[float]:
    read = to_number(cells)
    value: pd.Series[float] = read.value
    wrong = read.wrong | (value < 0) | (value > most) | (value.isna() & ~(empty & (read.suppressed | (cells == ""))))
    rejects.add(cells[wrong], column, NO_NUMBER)
    return value.mask(wrong)


def _whole(cells: pd.Series[str], column: str, reason: str, rejects: Rejects, least: int, most: int) -> pd.Series[float]:
    value: pd.Series[float] = to_number(cells).value
    wrong = ~value.between(least, most) | (value % 1 != 0)
    rejects.add(cells[wrong], column, reason)
    return value.mask(wrong)


def _twice(table: pd.DataFrame, key: list[str], rejects: Rejects) -> None:
    """Refuse all rows of one key; that which is missing in it is refused already."""
    twice = table.duplicated(key, keep=False) & table[key].notna().all(axis=1)
    rejects.add(table.loc[twice, key[0]], key[0], TWICE)
    table.loc[twice, key[0]] = np.nan


def _upper(setting: Setting) -> set[str]:
    districts = setting.atlas.at("district")
    return {*districts.index, *districts["utla_code"].dropna()}


def _all(word: str) -> str:
    plain = word.strip().casefold()
    return ALL if plain in EVERY else plain


def _age(word: str) -> str:
    """Read one year of age or two: ``3 and 4 year-olds`` is ``3-4``; empty where it is neither."""
    found = AGE_WORDS.fullmatch(word)
    if not found or (found[2] and found[2] <= found[1]):
        return ""
    return found[1] if not found[2] else f"{found[1]}-{found[2]}"


def _entitlement(word: str, age: str, known: Mapping[str, Entitlement]) -> str:
    """Find the entitlement that a publisher's words mean; empty where they mean none that the settings have."""
    plain = word.strip().casefold()
    if plain in known:
        return plain
    older = age[:1] in {"3", "4"}
    meant = next((name for name, sign in ENTITLEMENT_WORDS if re.search(sign, plain)), "")
    if meant == "working_families" and older:
        meant = "extended"
    return meant if meant in known else ""


def _named(kind: str, file: str) -> str:
    return f"{kind}_{re.sub(r'[^a-z0-9]+', '_', file.rsplit('.', 1)[0].casefold()).strip('_') or 'own'}"


LAYOUTS: Final = (
    Layout("children_projection", "Children that districts are projected to have (year, ages 0 to 4)", PROJECTION, read_projection),
    Layout("ons_projection", "Subnational population projections by age (ONS)", BY_AGE, read_projection_by_age),
    Layout("homes", "Homes to be built (site, year, homes; postcode, point or neighbourhood)", HOMES, read_homes, HOMES_KNOWS),
    Layout("yields", "Children under five in new homes", OWN_YIELDS, read_yields, KINDS),
    Layout("dfe_pupil_yield", "Pupil yield from housing developments (DfE)", DFE_YIELDS, read_dfe_yields, DFE_YIELDS_KNOWS),
    Layout("take_up", "Take-up of funded hours", OWN_TAKE_UP, read_take_up, OWN_TAKE_UP_KNOWS),
    Layout("dfe_take_up", "Funded early education and childcare (DfE)", DFE_TAKE_UP, read_dfe_take_up, DFE_TAKE_UP_KNOWS),
)
