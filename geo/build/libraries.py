"""Public libraries in and around the atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.build.postcodes import PROVIDER_RIM_KM, in_rim
from geo.publishers.libraries import read_libraries

if TYPE_CHECKING:
    import pandas as pd

    from geo.build.place_providers import ProviderJob


def build_libraries(job: ProviderJob) -> pd.DataFrame:
    """Place the libraries that stand in one place and are open.

    Parameters
    ----------
    job : ProviderJob
        Raw folder, placer and report; closed and mobile libraries, and those too far beyond the border, are counted there.

    Returns
    -------
    DataFrame
        Columns of ``providers.csv`` that are known.

    Raises
    ------
    DataError
        The file is missing or broken.
    """
    libraries, rows, notes = read_libraries(job.path("ace_libraries"))
    placed = job.placer.place(libraries).frame
    near = in_rim(placed, job.placer.postcodes)
    notes.append(f"{(~near).sum()} are further than {PROVIDER_RIM_KM:g} km beyond the extent of the atlas and left out")
    kept = job.place(libraries[near].reset_index(drop=True), "ace_libraries", notes, rows=rows)
    inside = (kept["lsoa_code"] != "").sum()
    job.report.note(f"Libraries: {inside} inside the atlas, {len(kept) - inside} beyond the border.")
    return kept.assign(source_id="ace_libraries")
