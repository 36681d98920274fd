"""Research findings: what influences an outcome and which services answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.contract.columns import EVIDENCE
from geo.publishers.published_tables import read_published

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

# Remarks of whoever collected the findings about how they did it; a reader wants the rating.
REMARKS: Final = r" \((?:excerpt cut [^)]*|page's words)\)|; rating of the present edition not seen| on the page seen"


def read_evidence(path: Path) -> pd.DataFrame:
    """Read the findings.

    Parameters
    ----------
    path : Path
        CSV with the columns of ``evidence.csv``; service types are joined by ``;``.

    Returns
    -------
    DataFrame of str
        ``evidence.csv``, sorted by ``evidence_id``; ratings without the remarks of the collection.

    Raises
    ------
    DataError
        The file or a column is missing.
    """
    evidence = read_published(path, {name: (name,) for name in EVIDENCE}).sort_values("evidence_id", ignore_index=True)
    return evidence.assign(evidence_rating=evidence["evidence_rating"].str.replace(REMARKS, "", regex=True))
