"""Children: ONS small-area estimates by single year of age, and the denominators of the Index of Deprivation 2019."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.base.once import once_a_file
from geo.contract.columns import AREAS, INDICATOR_VALUES
from geo.intake.matching.carry import year_problems
from geo.intake.matching.figures import lacking_definitions
from geo.intake.matching.layout import Layout
from geo.intake.matching.register import Rejects
from geo.intake.matching.result import Counts, Intake
from geo.intake.matching.said_year import said_notes, year_question
from geo.intake.reading.cells import to_number
from geo.publishers.deprivation.people import PEOPLE_2019
from geo.publishers.deprivation.raw import LSOA11_CODE, LSOA_CODE
from geo.publishers.licences import OGL
from geo.publishers.published_tables import numbers, read_published
from geo.store.vintage import carry_counts, change_groups, lsoa_vintage, read_changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geo.intake.matching.layout import Setting
    from geo.intake.reading.sheet import Sheet

SHARE: Final = "children_0_4_share"
AGES_0_4 = tuple(f"children_{age}" for age in range(5))
AGES_0_15 = tuple(f"children_{age}" for age in range(16))
# The row of sources.csv that stands for the children, where config.toml names none.
SOURCE: Final = "children_estimate"
UNDATED: Final = "LSOA Code"
CODE_2011: Final = ("LSOA 2011 Code", *LSOA11_CODE, UNDATED)
CODE: Final = ("LSOA 2011 Code", "LSOA 2021 Code", *LSOA11_CODE, *LSOA_CODE, UNDATED, "Area Code", "area_code")
TOTAL: Final = ("Total", "All Ages", "total_population", "all_ages")
AGES: Final = {name: (str(age),) for age, name in enumerate(AGES_0_4)}
PERSONS: Final = {"area_code": CODE, "residents": TOTAL, **AGES}
BY_SEX: Final = {
    "area_code": CODE,
    "residents": TOTAL,
    **{f"{sex}{age}": (f"{sex}{age}",) for sex in "FM" for age in range(len(AGES_0_4))},
}
# Tables that have a row for each sex of an area, and one for both.
SEX: Final = {"sex": ("Sex", "Gender")}
EVERYBODY: Final = frozenset({"persons", "people", "all", "all persons", "total", "both", ""})
# A sheet "Mid-2020 Females" has the same columns as the one of all people.
ONE_SEX: Final = re.compile(r"(?<![a-z])(?:fe)?males?(?![a-z])", re.IGNORECASE)
OF_ALL: Final = re.compile(r"(?<![a-z])persons?(?![a-z])", re.IGNORECASE)
WHOLE: Final = "is not a whole number of people. Use the unrounded estimates."
TWICE: Final = "stands in the file more than once. Leave one row of it."
ABSENT: Final = (
    "has no people for {count:,} of the {wanted:,} neighbourhoods here (LSOAs {year}; {some}). Bring the whole file of that year for this "
    "area; nothing is worked out from a part."
)
CARRIED: Final = (
    "The file is for LSOAs of 2011. {same:,} are the same today. The children of those that were split were apportioned to {parts:,} parts "
    "by their children under 5 in the data so far; those that were merged were added up (ONS lookup LSOA 2011 to 2021)."
)


def read_single_years(path: Path, ages: Sequence[str] = AGES_0_4) -> pd.DataFrame:
    """Read children by single year of age for LSOAs 2011.

    Parameters
    ----------
    path : Path
        ONS "Lower layer super output area mid-year population estimates", ages 0 to 90+ in columns.
    ages : sequence of str
        ``AGES_0_4`` or ``AGES_0_15``.

    Returns
    -------
    DataFrame of int
        Index ``lsoa11_code``, sorted; one column an age (persons).

    Raises
    ------
    DataError
        The file or a column is missing, or a count is not a whole number.
    """
    columns = {name: (name.removeprefix("children_"),) for name in ages}
    text = read_published(path, {"lsoa11_code": CODE_2011, **columns}).set_index("lsoa11_code").sort_index()
    counts = text.apply(numbers)
    broken = _not_people(counts)
    if broken.to_numpy().any():
        codes = ", ".join(counts.index[broken.any(axis=1)][:5])
        raise DataError(
            [Problem(path.name, f"has counts of persons that are not whole numbers, for {codes}. Use the unrounded estimates.")]
        )
    return counts.astype("int64")


@once_a_file
def read_dependent_children(path: Path) -> pd.Series[float]:
    """Read dependent children aged 0-15 (mid-2015) for LSOAs 2011.

    Parameters
    ----------
    path : Path
        MHCLG, English indices of deprivation 2019, file 6 "Population denominators".

    Returns
    -------
    Series of float
        Index ``lsoa11_code``, sorted; persons.

    Raises
    ------
    DataError
        The file or a column is missing, or a count is not a number.
    """
    columns = {"lsoa11_code": LSOA11_CODE, "children_0_15": PEOPLE_2019["children"]}
    frame = read_published(path, columns).set_index("lsoa11_code").sort_index()
    counts = numbers(frame["children_0_15"])
    if counts.isna().any():
        raise DataError([Problem(path.name, f"has no count of children for {', '.join(counts.index[counts.isna()][:5])}.")])
    return counts


def read_by_age(sheet: Sheet, setting: Setting) -> Intake:
    """Read columns ``0`` to ``90+``."""
    rows = sheet.pick({**PERSONS, **SEX})
    if "sex" in rows:
        # Rows of one sex have the codes of none of our areas, so they are counted as of another kind.
        rows["area_code"] = rows["area_code"].where(rows["sex"].str.casefold().isin(EVERYBODY), "")
    return _intake(sheet, setting, rows["area_code"], {name: to_number(rows[name]) for name in ("residents", *AGES_0_4)})


def read_by_sex(sheet: Sheet, setting: Setting) -> Intake:
    """Read columns ``F0`` to ``M90``."""
    rows = sheet.pick(BY_SEX)
    figures = {"residents": to_number(rows["residents"])}
    for age, name in enumerate(AGES_0_4):
        girls, boys = to_number(rows[f"F{age}"]), to_number(rows[f"M{age}"])
        figures[name] = girls._replace(value=girls.value + boys.value)
    return _intake(sheet, setting, rows["area_code"], figures)


def _intake(sheet: Sheet, setting: Setting, codes: pd.Series[str], figures: Mapping[str, object]) -> Intake:
    changes = read_changes(setting.atlas)
    vintage = lsoa_vintage(codes, changes)
    old = vintage == "2011"
    wanted = set(changes["lsoa11_code"]) if old else set(setting.atlas.at("lsoa").index)
    here = codes.isin(wanted)
    counts = pd.DataFrame({name: read.value for name, read in figures.items()})[here]  # type: ignore[attr-defined]
    rejects = Rejects()
    broken = _not_people(counts)
    for name in counts:
        rejects.add(sheet.frame.loc[broken.index[broken[name]]].iloc[:, 0], str(name), WHOLE)
    twice = codes[here].duplicated(keep=False)
    rejects.add(codes[here][twice], "area_code", TWICE)
    good = counts[~broken.any(axis=1) & ~twice].set_axis(codes[here][~broken.any(axis=1) & ~twice]).astype("int64")
    problems = _problems(sheet, wanted, set(good.index), vintage, year_problems(sheet, codes, setting.atlas))
    asked = year_question(sheet, setting.answers)
    tables: dict[str, pd.DataFrame] = {}
    notes = said_notes(asked)
    if not problems and asked.answer:
        tables, carried = _tables(setting, good, changes, asked.answer, old=old)
        source = setting.settings.data.children_source or SOURCE
        tables["sources.csv"] = pd.DataFrame([_source(source, asked.answer, sheet.file)])
        lacking = lacking_definitions([SHARE], source, setting)
        tables |= {"indicators.csv": lacking} if len(lacking) else {}
        notes += carried
    counted = Counts(len(codes), len(good), 0, int((~here).sum()), rejects.count)
    return Intake("ons_population", sheet.file, tables, {}, counted, rejects.table(), problems, notes, questions=(asked,))


def _of_one_sex(sheet: Sheet) -> bool:
    """Tell a table of women or of men alone by its sheet, the rows above its header or its file; the columns are those of all people."""
    texts = [text.replace("_", " ") for text in (sheet.name, sheet.above, sheet.file)]
    named = [{sex.casefold().removesuffix("s") for sex in ONE_SEX.findall(text)} for text in (texts[0], " ".join(texts))]
    return len(named[0]) == 1 or (len(named[1]) == 1 and not OF_ALL.search(" ".join(texts)))


def _not_people(counts: pd.DataFrame) -> pd.DataFrame:
    """Mark what is not a whole number of people."""
    return counts.isna() | (counts % 1 != 0) | (counts < 0)


def _problems(sheet: Sheet, wanted: set[str], present: set[str], vintage: str, of_codes: tuple[Problem, ...]) -> tuple[Problem, ...]:
    if of_codes or not (missing := sorted(wanted - present)):
        return of_codes
    some = ", ".join(missing[:5])
    return (Problem(sheet.file, ABSENT.format(count=len(missing), wanted=len(wanted), year=vintage or "of any year", some=some)),)


def _tables(
    setting: Setting, counts: pd.DataFrame, changes: pd.DataFrame, year: str, *, old: bool
) -> tuple[dict[str, pd.DataFrame], tuple[str, ...]]:
    """Carry the people to the LSOAs of today, add them up to wards and districts, and divide the children by the residents."""
    areas = setting.atlas.areas
    children, split = counts[list(AGES_0_4)], set()
    notes: tuple[str, ...] = ()
    share = 100 * children.sum(axis=1) / counts["residents"]
    if old:
        weights = areas["children_0_4"].reindex(changes["lsoa_code"]).to_numpy()
        shared = pd.Series(weights, index=pd.MultiIndex.from_frame(changes[["lsoa11_code", "lsoa_code"]]))
        children = carry_counts(children, change_groups(changes), shared)
        whole = counts["residents"].reindex(changes["lsoa11_code"]).groupby(changes["lsoa_code"].to_numpy()).sum()
        parents = changes.drop_duplicates("lsoa_code").set_index("lsoa_code")["lsoa11_code"]
        split = set(changes.loc[changes["lsoa11_code"].duplicated(keep=False), "lsoa_code"])
        of_whole = 100 * children.sum(axis=1) / whole
        share = of_whole.where(~of_whole.index.isin(split), share.reindex(parents.reindex(of_whole.index)).to_numpy())
        residents = whole
        same = int((changes["change_code"] == "U").sum())
        notes = (CARRIED.format(same=same, parts=len(split)),)
    else:
        residents = counts["residents"]
    rows = areas.copy()
    lsoas = rows[rows["level"] == "lsoa"]
    for parent in (None, "ward_code", "district_code"):
        sums = children if parent is None else children.groupby(lsoas[parent].reindex(children.index)).sum()
        rows.loc[sums.index, list(AGES_0_4)] = sums
    rows["children_0_4"] = rows[list(AGES_0_4)].sum(axis=1)
    values = pd.DataFrame({"value": share.round(4), "numerator": children.sum(axis=1), "denominator": residents})
    values.loc[values.index.isin(split), ["numerator", "denominator"]] = float("nan")
    values = values.rename_axis("area_code").reset_index().assign(indicator_id=SHARE, period=year, flag="")
    return {
        "areas.csv": rows.rename_axis("area_code").reset_index()[list(AREAS)],
        "indicator_values.csv": values.reindex(columns=list(INDICATOR_VALUES)),
    }, notes


def _source(source_id: str, year: str, file: str) -> dict[str, str]:
    return {
        "source_id": source_id,
        "title": f"Lower layer super output area population estimates, mid-{year}, single year of age: {file}",
        "publisher": "Office for National Statistics",
        "url": "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates",
        "licence": OGL["licence"],
        "attribution": "Source: Office for National Statistics licensed under the Open Government Licence v.3.0.",
        "period": year,
    }


LAYOUTS: Final = (
    Layout("ons_population", "ONS, LSOA population by single year of age (persons)", PERSONS, read_by_age, contradicts=_of_one_sex),
    Layout("ons_population_sex", "ONS, LSOA population by single year of age and sex", BY_SEX, read_by_sex),
)


def read_residents(path: Path) -> pd.Series[float]:
    """Read residents of all ages for LSOAs 2011.

    Parameters
    ----------
    path : Path
        ONS "Lower layer super output area mid-year population estimates".

    Returns
    -------
    Series of float
        Index ``lsoa11_code``, sorted; persons.

    Raises
    ------
    DataError
        The file or a column is missing, or a count is not a positive number.
    """
    counts = numbers(
        read_published(path, {"lsoa11_code": CODE_2011, "residents": TOTAL}).set_index("lsoa11_code")["residents"]
    ).sort_index()
    broken = counts.index[~(counts > 0)]
    if len(broken):
        raise DataError([Problem(path.name, f"has no residents for {', '.join(broken[:5])}. Correct the counts.")])
    return counts
