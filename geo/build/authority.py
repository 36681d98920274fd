"""A new authority: its settings and its data folder from the two packages and the national files that are at hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from geo.base.errors import DataError, Problem
from geo.build import POSTCODE_RIM_KM, write_folder
from geo.build.assemble import AreaInputs, assemble, residential_postcodes
from geo.build.at_hand import find_files
from geo.build.children_at_hand import count_children, covering, name_children, neighbours_at_hand
from geo.build.indicators import build_indicators
from geo.build.lsoa import assign_postcodes
from geo.build.match import match_changes
from geo.build.postcodes import postcode_table, read_postcodes, read_ward_names
from geo.build.report import BuildReport
from geo.contract.columns import PROVIDERS
from geo.publishers.catalogue import build_sources
from geo.publishers.deprivation.raw import read_lsoa_names
from geo.publishers.evidence import read_evidence
from geo.publishers.geography.boundaries import read_lsoa11_names, read_lsoa21
from geo.publishers.geography.lookups import read_lsoa_changes, read_lsoa_wards, read_rural_urban
from geo.publishers.population import SOURCE
from geo.store.vintage import abolished_districts, change_groups, recoded_districts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.build.postcodes import Postcodes
    from geo.settings.limits import Limits
    from geo.settings.model import Settings

# Without these two nothing can be made.
WANTED = {
    "iod2025_idaci": (
        "English indices of deprivation 2025, file 3 (xlsx)",
        "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025",
    ),
    "iod2019_denominators": (
        "English indices of deprivation 2019, file 6",
        "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2019",
    ),
}
COUNTY = "E10"
# With more homes' postcodes than this around it, an LSOA counts as urban: right for 93% of 516 LSOAs whose official class was at hand.
URBAN_POSTCODES, URBAN_RADIUS_M = 255, 2000.0


@dataclass(frozen=True)
class DownloadedFiles:
    """What lies in the folder of downloaded files.

    Parameters
    ----------
    raw : Path
        The folder.
    files : dict of str to Path
        Source id -> file.
    """

    raw: Path
    files: dict[str, Path]

    @property
    def relative(self) -> dict[str, str]:
        """Source id -> file, relative to the folder."""
        return {source_id: path.relative_to(self.raw).as_posix() for source_id, path in self.files.items()}


def look_for_files(raw: Path, limits: Limits | None = None) -> DownloadedFiles:
    """Find the national files in a folder; ``limits`` are those of map files.

    Raises
    ------
    DataError
        The folder or a file without which nothing can be made is missing; all of them are named with their addresses. Or a map file cannot
        be read.
    """
    if not raw.is_dir():
        raise DataError([Problem(str(raw), "is not a folder. Make it and put the downloaded files into it.")])
    files = find_files(raw, limits)
    missing = [Problem(title, f"is not in {raw}. Download it from {url}") for key, (title, url) in WANTED.items() if key not in files]
    if missing:
        raise DataError(missing)
    return DownloadedFiles(raw, files)


def build_authority(downloads: DownloadedFiles, settings: Settings, shipped: Path) -> BuildReport:
    """Make the data folder of a new authority.

    Parameters
    ----------
    downloads : DownloadedFiles
        The files at hand.
    settings : Settings
        The settings of the new authority; the folder they name is written.
    shipped : Path
        The data folder of the product, whose research findings hold everywhere.

    Returns
    -------
    BuildReport
        What was used, what is assumed, what is approximate.

    Raises
    ------
    DataError
        A district does not exist, or a file is broken. Nothing has been written then.
    """
    report = BuildReport()
    postcodes = read_postcodes(settings.area.districts, (settings.area.surroundings_km + POSTCODE_RIM_KM) * 1000, report)
    names = read_lsoa_names(downloads.files["iod2025_idaci"])
    files = covering(downloads.raw, downloads.relative, names.loc[names["district_code"].isin(settings.area.districts)], report)
    downloads = replace(downloads, files={source_id: downloads.files[source_id] for source_id in files})
    inputs = area_inputs(downloads, settings, names, postcodes, report)
    built = assemble(inputs, settings, report)
    figures = build_indicators(downloads.raw, built.areas, report, files, inputs.changes)
    sources = name_children(build_sources(downloads.raw, files=files), files)
    used = {*files, SOURCE, "lsoa11_boundaries", "code_point_open", "ons_postcodes", "evidence", *figures["indicators.csv"]["source_id"]}
    nobody = pd.DataFrame(columns=list(PROVIDERS))
    frames = {
        "areas.csv": built.areas,
        "surroundings.csv": built.surroundings,
        "postcodes.csv": postcode_table(built.postcodes),
        **figures,
        "providers.csv": nobody,
        "providers_osm.csv": nobody,
        "evidence.csv": read_evidence(shipped / "evidence.csv"),
        "sources.csv": sources[sources["source_id"].isin(used)],
    }
    report.note("Providers: none yet. Bring the registers of Ofsted and the Department for Education with `python -m geo import`.")
    write_folder(frames, built.boundaries, settings, settings.data.folder, report)
    return report


def own_lsoas(downloads: DownloadedFiles, districts: Sequence[str]) -> pd.DataFrame:
    """Return the LSOAs of some districts.

    Parameters
    ----------
    downloads : DownloadedFiles
        The files at hand.
    districts : sequence of str
        ONS codes.

    Returns
    -------
    DataFrame of str
        As `read_lsoa_names`.

    Raises
    ------
    DataError
        The file has no LSOA of a district; where another code is known for it, that is named.
    """
    path = downloads.files["iod2025_idaci"]
    names = read_lsoa_names(path)
    known = set(names["district_code"])
    problems = [Problem(path.name, _unknown(code, known)) for code in districts if code not in known]
    if problems:
        raise DataError(problems)
    return names.loc[names["district_code"].isin(districts)]


def _unknown(code: str, known: set[str]) -> str:
    other, year = recoded_districts().get(code, ("", ""))
    if other in known:
        return f"knows {code}, a code since {year}, as {other}. Give {other}."
    other, year = abolished_districts().get(code, ("", ""))
    if other in known:
        return f"has no LSOA of {code}, which became part of {other} in {year}. Give {other}."
    if code.startswith(COUNTY):
        return f"lists districts, and {code} is a county. Give the codes of its districts."
    return f"has no LSOA of {code}. Give ONS codes of districts or unitary authorities of 2024, such as E07000148."


def area_inputs(
    downloads: DownloadedFiles, settings: Settings, names: pd.DataFrame, postcodes: Postcodes, report: BuildReport
) -> AreaInputs:
    """Find out what has to be known of the areas, from the best file at hand for each; ``names`` are those of all LSOAs 2021."""
    own = own_lsoas(downloads, settings.area.districts)
    changes = _changes(downloads, own, names.index, postcodes, report)
    groups, residential = change_groups(changes), residential_postcodes(postcodes)
    official = read_lsoa_wards(downloads.files["lsoa_wards"]) if "lsoa_wards" in downloads.files else None
    wards_at_first = pd.Series("", index=own.index) if official is None else official["ward_code"]
    places = read_lsoa21(downloads.files["lsoa21_boundaries"], settings.limits) if "lsoa21_boundaries" in downloads.files else None
    if places is None:
        report.note("No outlines of LSOAs 2021: where an LSOA of 2011 was split, which part has which code is a guess (approximate).")
    assigned = assign_postcodes(groups, residential, wards_at_first, places)
    wards = own.join(_best_fit_wards(residential, assigned, report) if official is None else official[["ward_code", "ward_name"]])
    counts, counted_by, known = count_children(downloads.raw, downloads.relative, report)
    return AreaInputs(
        wards=wards[["lsoa_name", "ward_code", "ward_name", "district_code", "district_name"]],
        changes=changes,
        groups=groups,
        postcodes=postcodes,
        assigned=assigned,
        counts=counts,
        counts_file=downloads.relative[counted_by],
        rural_urban=_rural_urban(downloads, residential, assigned, report),
        neighbours=neighbours_at_hand(downloads.raw, downloads.relative),
        known=known,
    )


def _changes(
    downloads: DownloadedFiles, own: pd.DataFrame, all_now: pd.Index[str], postcodes: Postcodes, report: BuildReport
) -> pd.DataFrame:
    if "lsoa_changes" in downloads.files:
        changes = read_lsoa_changes(downloads.files["lsoa_changes"])
        return changes.loc[changes["lsoa_code"].isin(own.index)]
    names, frame = read_lsoa11_names(), residential_postcodes(postcodes)
    # An LSOA 2011 belongs where most of its postcodes are today; districts of then may be gone.
    counts = frame.value_counts(["lsoa11_code", "district_code"]).reset_index()
    counts = counts.sort_values(["count", "district_code"], ascending=[False, True])
    home = counts.drop_duplicates("lsoa11_code").set_index("lsoa11_code")["district_code"]
    before = names[names.index.isin(home.index[home.isin(set(own["district_code"]))]) | names.index.isin(own.index)]
    changes = match_changes(before, own["lsoa_name"], all_now)
    guessed = changes.loc[changes["change_code"] != "U", "lsoa_code"].nunique()
    report.note(f"LSOA 2011 to LSOA 2021 without the official lookup: {guessed} of {len(own)} LSOAs matched by name (approximate).")
    # A match by name is never better than approximate, not even a merger.
    return changes.replace({"change_code": {"M": "X", "S": "X"}})


def _best_fit_wards(residential: pd.DataFrame, assigned: pd.Series[str], report: BuildReport) -> pd.DataFrame:
    """Give each LSOA the ward of most of its postcodes."""
    votes = residential.loc[assigned.index, ["ward_code"]].assign(lsoa_code=assigned)
    counts = votes[votes["ward_code"] != ""].value_counts(["lsoa_code", "ward_code"]).reset_index()
    best = counts.sort_values(["lsoa_code", "count", "ward_code"], ascending=[True, False, True]).drop_duplicates("lsoa_code")
    wards = best.set_index("lsoa_code")[["ward_code"]]
    names = read_ward_names()
    report.note("Wards: those of Code-Point Open, April 2025; an LSOA is in the ward of most of its postcodes (approximate).")
    return wards.assign(ward_name=wards["ward_code"].map(names).fillna(wards["ward_code"]))


def _rural_urban(downloads: DownloadedFiles, residential: pd.DataFrame, assigned: pd.Series[str], report: BuildReport) -> pd.Series[str]:
    if "rural_urban" in downloads.files:
        return read_rural_urban(downloads.files["rural_urban"])
    homes = residential[["easting", "northing"]]
    centres = homes.loc[assigned.index].groupby(assigned).mean()
    around = cKDTree(homes.to_numpy()).query_ball_point(centres.to_numpy(), URBAN_RADIUS_M, return_length=True)
    report.note(f"Rural or urban: assumed; urban with {URBAN_POSTCODES} postcodes or more within {URBAN_RADIUS_M / 1000:g} km.")
    classes: pd.Series[str] = pd.Series(np.where(around >= URBAN_POSTCODES, "urban", "rural"), index=centres.index, dtype="str")
    return classes.rename("rural_urban")
