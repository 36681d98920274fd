"""The catalogue of sources: ``catalogue.toml`` turned into ``sources.csv``."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.contract.columns import SOURCES
from geo.publishers.published_tables import package_file

if TYPE_CHECKING:
    from collections.abc import Mapping

CATALOGUE = Path(__file__).with_name("catalogue.toml")


def build_sources(raw: Path, catalogue: Path = CATALOGUE, files: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Describe every source with licence, attribution and the fingerprint of the file that was read.

    Parameters
    ----------
    raw : Path
        Folder of files as published.
    catalogue : Path
        TOML with a table ``[sources.ID]`` a source.
    files : mapping of str to str, optional
        Files that were found, by source id, for a folder that has not all of them: the sources without a file have no fingerprint then.

    Returns
    -------
    DataFrame
        ``sources.csv``, sorted by ``source_id``; ``sha256`` is empty for pages that were read by a person.

    Raises
    ------
    DataError
        Files of the catalogue are missing; all of them are listed.
    """
    content = tomllib.loads(catalogue.read_text(encoding="utf-8"))
    defaults, attributions = content["defaults"], content["attributions"]
    rows, problems = [], []
    for source_id, entry in sorted(content["sources"].items()):
        row = {**defaults, **entry, "source_id": source_id}
        row["attribution"] = attributions.get(row["attribution"], row["attribution"])
        if files is not None and "file" in entry:
            entry = {"file": files[source_id]} if source_id in files else {}  # noqa: PLW2901 - the file that was found, under its own name
            row["retrieved_on"] = ""
        try:
            row["sha256"] = _fingerprint(raw, entry)
        except FileNotFoundError:
            problems.append(Problem(entry["file"], f"is missing. Put the publisher's file at {raw / entry['file']}."))
        rows.append(row)
    if problems:
        raise DataError(problems)
    return pd.DataFrame(rows, columns=list(SOURCES)).fillna("")


def source_files(catalogue: Path = CATALOGUE) -> dict[str, str]:
    """Return source id -> file, relative to the raw folder, of the sources that are such files."""
    sources = tomllib.loads(catalogue.read_text(encoding="utf-8"))["sources"]
    return {source_id: entry["file"] for source_id, entry in sources.items() if "file" in entry}


def _fingerprint(raw: Path, entry: dict[str, str]) -> str:
    if "file" in entry:
        path = raw / entry["file"]
    elif "package" in entry:
        path = package_file(entry["package"], *entry["path"])
    else:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
