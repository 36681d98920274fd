"""By which of the files at hand the children of a new authority are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.build.children import ESTIMATE_NEEDS, KnownTotals
from geo.build.surroundings import Neighbours
from geo.publishers.census_children import read_census_ages, read_census_children, read_people_2022
from geo.publishers.population import AGES_0_4, AGES_0_15, SOURCE, read_dependent_children, read_single_years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from geo.build.report import BuildReport

# Children 0-4 for each dependent child 0-15 of mid-2015 where nothing else is at hand, as mid-2020 had them in the first area that both
# were counted for.
CHILDREN_0_4_SHARE: Final = 0.317

NAMED: Final = 5


def covering(raw: Path, files: Mapping[str, str], own: pd.DataFrame, report: BuildReport) -> dict[str, str]:
    """Leave out files of children that do not hold all of an authority, as one that is cut to another area does not.

    Parameters
    ----------
    raw : Path
        The folder of downloaded files.
    files : mapping of str to str
        Source id -> file in it.
    own : DataFrame
        The authority's LSOAs 2021: index ``lsoa_code``, column ``district_code``.
    report : BuildReport
        Names what is left out, and why.
    """
    readers: dict[str, tuple[Callable[[Path], pd.DataFrame], Iterable[str]]] = {
        "census2021_ages": (read_census_ages, own["district_code"]),
        "census2021_children": (read_census_children, own.index),
        "iod2025_denominators": (read_people_2022, own.index),
    }
    left_out = set()
    for source_id, (read, wanted) in readers.items():
        if source_id in files and (absent := sorted(set(wanted) - set(read(raw / files[source_id]).index))):
            left_out.add(source_id)
            more = f" and {len(absent) - NAMED} more" if len(absent) > NAMED else ""
            report.note(f"{files[source_id]} is not used: it lacks {', '.join(absent[:NAMED])}{more}.")
    return {source_id: file for source_id, file in files.items() if source_id not in left_out}


def count_children(raw: Path, files: Mapping[str, str], report: BuildReport) -> tuple[pd.DataFrame, str, KnownTotals | None]:
    """Read children by single year of age of LSOAs 2011, or model them from children 0-15.

    Returns
    -------
    DataFrame of int
        As ``AreaInputs.counts``.
    str
        The source that they come from.
    KnownTotals or None
        What they are raked to.
    """
    if set(ESTIMATE_NEEDS) <= set(files):
        return read_single_years(raw / files["ons_population"], AGES_0_15), "ons_population", KnownTotals.read(raw, files)
    if "ons_population" in files:
        return read_single_years(raw / files["ons_population"]), "ons_population", None
    dependent = read_dependent_children(raw / files["iod2019_denominators"])
    whole = (dependent * CHILDREN_0_4_SHARE).round().astype("int64").to_numpy()
    # The five ages share alike; what does not divide goes to the youngest.
    shares = whole[:, None] // 5 + (np.arange(5) < (whole % 5)[:, None])
    report.note(f"Children 0-4: modelled as {CHILDREN_0_4_SHARE} of the children 0-15 of mid-2015, until an ONS file is brought.")
    return pd.DataFrame(shares, index=dependent.index, columns=list(AGES_0_4)), "iod2019_denominators", None


def neighbours_at_hand(raw: Path, files: Mapping[str, str]) -> Neighbours:
    """Read what is at hand of the children around an authority."""
    dependent, file = read_dependent_children(raw / files["iod2019_denominators"]), files["iod2019_denominators"]
    if "census2021_children" not in files:
        return Neighbours(dependent, file)
    return Neighbours(dependent, file, read_census_children(raw / files["census2021_children"]), files["census2021_children"])


def name_children(sources: pd.DataFrame, files: Mapping[str, str]) -> pd.DataFrame:
    """Let the row of ``sources.csv`` that stands for the children say what they were counted by.

    Parameters
    ----------
    sources : DataFrame
        ``sources.csv`` of the catalogue, in which the row says that they are an estimate.
    files : mapping of str to str
        Source id -> file, of those that were used.
    """
    if set(ESTIMATE_NEEDS) <= set(files):
        return sources
    by = "ons_population" if "ons_population" in files else "iod2019_denominators"
    row = sources[sources["source_id"] == by].assign(source_id=SOURCE)
    return pd.concat([sources[sources["source_id"] != SOURCE], row]).sort_values("source_id", ignore_index=True)
