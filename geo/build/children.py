"""Children of each LSOA 2021 by single year of age: an estimate that adds up to the Census."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.build.report import LISTED
from geo.numeric.raking import rake, round_table
from geo.publishers.census_children import read_census_ages, read_census_children, read_people_2022
from geo.publishers.population import AGES_0_4, AGES_0_15

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geo.build.report import BuildReport

# Sources without all of which there is no estimate.
ESTIMATE_NEEDS: Final = ("ons_population", "census2021_ages", "census2021_children", "iod2025_denominators")
# A neighbourhood whose children 0-15 changed by more than this share in fifteen months is named in the report.
LARGE_CHANGE: Final = 0.2


@dataclass(frozen=True)
class KnownTotals:
    """What is published of children, by which the estimate is raked.

    Parameters
    ----------
    by_age : DataFrame of int
        Census 2021: index district, columns ``AGES_0_15``.
    at_census : Series of int
        Census 2021: children 0-15, index ``lsoa_code``.
    latest : Series of int
        Mid-2022: children 0-15, index ``lsoa_code``.
    files : mapping of str to str
        Source id (``ESTIMATE_NEEDS``) -> file, for the report and for messages.
    """

    by_age: pd.DataFrame
    at_census: pd.Series[int]
    latest: pd.Series[int]
    files: Mapping[str, str]

    @classmethod
    def read(cls, raw: Path, files: Mapping[str, str]) -> KnownTotals:
        """Read them from ``files`` (source id -> file, relative to ``raw``)."""
        return cls(
            by_age=read_census_ages(raw / files["census2021_ages"]),
            at_census=read_census_children(raw / files["census2021_children"])["children_0_15"],
            latest=read_people_2022(raw / files["iod2025_denominators"])["children_0_15"],
            files=files,
        )

    def require(self, districts: pd.Series[str]) -> None:
        """Refuse to go on while a district or an LSOA of the atlas is missing in one of the files.

        Parameters
        ----------
        districts : Series of str
            District of each LSOA, index ``lsoa_code``.
        """
        held = {
            "census2021_ages": (sorted(set(districts)), self.by_age.index),
            "census2021_children": (list(districts.index), self.at_census.index),
            "iod2025_denominators": (list(districts.index), self.latest.index),
        }
        problems = []
        for source_id, (wanted, present) in held.items():
            absent = [code for code in wanted if code not in present]
            if absent:
                message = f"lacks {len(absent)} areas of the atlas: {', '.join(absent[:5])}. Put the whole file there."
                problems.append(Problem(self.files[source_id], message))
        if problems:
            raise DataError(problems)


def estimate_children(shape: pd.DataFrame, districts: pd.Series[str], known: KnownTotals, report: BuildReport) -> pd.DataFrame:
    """Estimate children by single year of age.

    In each district the shape (which ages live in which LSOA) is raked to the district's children of each age in the Census, and to the
    children 0-15 of each LSOA: those of mid-2022, scaled to the district's children 0-15 in the Census. So the mid-2022 file says where in
    its district a child lives, and never how many there are: children 0-15 grew while each younger year is smaller, so that their growth is
    not that of children 0-4.

    Parameters
    ----------
    shape : DataFrame
        Children by single year, index ``lsoa_code``, columns ``AGES_0_15``; only proportions count.
    districts : Series of str
        District of each LSOA.
    known : KnownTotals
        What is published.
    report : BuildReport
        Receives a line a file.

    Returns
    -------
    DataFrame of int
        Index ``lsoa_code``, columns ``AGES_0_4``: whole children that add up to the Census in each district at each age.

    Raises
    ------
    DataError
        An area is missing in a file, or its zeros forbid the totals.
    """
    known.require(districts)
    parts = []
    for district, codes in districts.groupby(districts).groups.items():
        ages, seed = known.by_age.loc[str(district)].to_numpy(dtype="float64"), shape.loc[codes, list(AGES_0_15)].astype("float64")
        # A neighbourhood that had no child then has the ages of its district.
        seed.loc[seed.sum(axis=1) == 0] = seed.sum().to_numpy()
        latest = known.latest.loc[codes].to_numpy(dtype="float64")
        try:
            raked = rake(seed.to_numpy(), latest * (ages.sum() / latest.sum()), ages)
        except ValueError as error:
            raise DataError([Problem(known.files["ons_population"], f"cannot be fitted to the Census in {district}: {error}")]) from error
        parts.append(pd.DataFrame(round_table(raked[:, : len(AGES_0_4)]), index=codes, columns=list(AGES_0_4)))
    children = pd.concat(parts).sort_index().rename_axis("lsoa_code")
    _say(children, shape, districts, known, report)
    return children


def counts_table(carried: pd.DataFrame, known: KnownTotals) -> pd.DataFrame:
    """List children 0-15 of each LSOA in the three years that they were counted in, before any raking.

    Parameters
    ----------
    carried : DataFrame
        Children of mid-2020 by single year, index ``lsoa_code``, columns ``AGES_0_15``.
    known : KnownTotals
        The Census, and mid-2022.

    Returns
    -------
    DataFrame
        ``children_counts.csv``, sorted by its key.
    """
    counts = {
        (2020, "ons_population"): carried[list(AGES_0_15)].sum(axis=1),
        (2021, "census2021_children"): known.at_census.reindex(carried.index),
        (2022, "iod2025_denominators"): known.latest.reindex(carried.index),
    }
    parts = [
        pd.DataFrame({"area_code": of_year.index, "ages": "0-15", "year": year, "children": of_year.to_numpy(), "source_id": source})
        for (year, source), of_year in counts.items()
    ]
    return pd.concat(parts).sort_values(["area_code", "ages", "year"], ignore_index=True)


def _say(children: pd.DataFrame, shape: pd.DataFrame, districts: pd.Series[str], known: KnownTotals, report: BuildReport) -> None:
    """Report what each file gave."""
    codes, under_5 = districts.index, list(AGES_0_4)
    ours = known.by_age.loc[sorted(set(districts)), under_5]
    counted, estimated, seed = ours.to_numpy().sum(), children.to_numpy().sum(), shape.loc[codes, under_5].to_numpy().sum()
    note = f"children 0-4: {counted}; the estimate adds up to {estimated}, and to each age of each district"
    report.add(known.files["census2021_ages"], len(known.by_age), len(ours), notes=[note])
    before, after = known.at_census.loc[codes], known.latest.loc[codes]
    growth = after.sum() / before.sum() - 1
    note = f"children 0-15: {after.sum()}, {growth:+.1%} on the Census; they say where in its district a child lives, not how many do"
    report.add(known.files["iod2025_denominators"], len(known.latest), len(codes), notes=[note])
    changed = (after / before.where(before > 0) - 1).fillna(0.0)
    large = sorted(changed.index[changed.abs() > LARGE_CHANGE])
    named = ", ".join(f"{code} {changed[code]:+.0%}" for code in large[:LISTED])
    named += f" and {len(large) - LISTED} more" if len(large) > LISTED else ""
    report.note(
        f"Children 0-4 are an estimate: {seed} of mid-2020 raked to {estimated} of Census 2021. Children 0-15 changed by more than "
        f"{LARGE_CHANGE:.0%} from the Census to mid-2022 in {len(large)} LSOAs{f' ({named})' if large else ''}."
    )
