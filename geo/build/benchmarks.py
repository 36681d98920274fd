"""Measures of counties and unitary authorities, with England, their region and their statistical neighbours beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.contract.columns import BENCHMARK_AREAS, BENCHMARKS
from geo.publishers import lait
from geo.publishers.authorities import upper_codes
from geo.publishers.catalogue import source_files
from geo.publishers.published_tables import read_published

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from geo.build.report import BuildReport


def build_benchmarks(raw: Path, areas: pd.DataFrame, report: BuildReport) -> dict[str, pd.DataFrame]:
    """Read the Local Authority Interactive Tool.

    Parameters
    ----------
    raw : Path
        Folder of files as published.
    areas : DataFrame
        ``areas.csv``.
    report : BuildReport
        Receives what was read, and what stays without a figure.

    Returns
    -------
    dict of str to DataFrame
        ``benchmark_measures.csv``, ``benchmark_areas.csv`` and ``benchmarks.csv``, sorted by their keys.

    Raises
    ------
    DataError
        A file or a column is missing.
    """
    files = source_files()
    rows = read_published(raw / files["dfe_lait"], {**lait.LONG, **lait.LONG_KNOWS})
    rows = rows.assign(measure_id=rows["short"].map(lait.measure_id))
    every = lait.areas_of(rows, upper_codes(areas, rows["area_name"].unique()))
    given = read_published(raw / files["dfe_lait_neighbours"], lait.NEIGHBOURS)
    compared = lait.with_neighbours(every, lait.neighbours_of(given))
    here = rows["area_number"].isin(compared["area_number"])
    values = lait.figures_of(rows[here]).sort_values(["measure_id", "area_number", "period"], ignore_index=True)
    words = read_published(raw / files["dfe_lait_dictionary"], {**lait.DICTIONARY, **lait.DICTIONARY_KNOWS})
    measures = lait.measures_of(words)
    unsaid = sorted(set(values["measure_id"]) - set(measures["measure_id"]))
    measures = lait.corrected_units(measures[measures["measure_id"].isin(values["measure_id"])], values).reset_index(drop=True)
    note = f"{(~here).sum()} rows of {len(every) - len(compared)} other areas are not used"
    withheld = int(values["value"].isna().sum())
    report.add(files["dfe_lait"], len(rows), int(here.sum()), not_matched=unsaid, suppressed=withheld, notes=[note])
    odd = measures.loc[measures["unit"].str.startswith("number ("), "name"]
    report.add(files["dfe_lait_dictionary"], len(words), len(measures), notes=[f"the unit cannot be true: {name}" for name in odd])
    report.add(files["dfe_lait_neighbours"], len(given), int((compared["neighbours"] != "").sum()))
    return {
        "benchmark_measures.csv": measures,
        "benchmark_areas.csv": compared[list(BENCHMARK_AREAS)],
        "benchmarks.csv": values[list(BENCHMARKS)],
    }
