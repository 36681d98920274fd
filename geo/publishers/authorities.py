"""Counties and unitary authorities by name: what publishers write where they give no ONS code."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

# Counties with districts; a unitary authority is a district, whose name areas.csv has.
COUNTIES: Final[dict[str, str]] = tomllib.loads(files("geo.publishers").joinpath("counties.toml").read_text(encoding="utf-8"))
# Words that some publishers add: Bristol, City of; Bedford Borough; The Medway Towns.
ADDED: Final = frozenset({"of", "city", "county", "borough", "royal", "the", "towns", "upon", "council"})


def upper_codes(areas: pd.DataFrame, names: Iterable[str]) -> dict[str, str]:
    """Find which of some authorities are those of the atlas.

    Parameters
    ----------
    areas : DataFrame
        Rows of ``areas.csv``: ``area_code`` as a column or the index, ``level``, ``name``, ``utla_code``.
    names : iterable of str
        Authorities as a publisher writes them.

    Returns
    -------
    dict of str to str
        Name as given -> ONS code of the county or unitary authority; authorities elsewhere are left out.
    """
    districts = areas.reset_index()
    districts = districts[districts["level"] == "district"]
    unitary = districts[districts["area_code"] == districts["utla_code"]]
    ours = dict(zip(unitary["name"].map(plain_name), unitary["utla_code"], strict=True))
    ours |= {plain_name(name): code for name, code in COUNTIES.items() if code in set(districts["utla_code"])}
    return {name: ours[plain_name(name)] for name in names if plain_name(name) in ours}


def plain_name(name: str) -> str:
    """Write a name without case, signs and the words that some publishers add."""
    words = re.findall(r"[a-z]+", name.casefold().replace("&", " and ").replace("-", " ").replace("'", ""))
    return " ".join(word for word in words if word not in ADDED)
