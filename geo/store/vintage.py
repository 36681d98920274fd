"""Codes of different years: LSOAs of 2011 against 2021, districts that were merged; converted by official lookups only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

if TYPE_CHECKING:
    from geo.store.atlas import Atlas

DISTRICTS: Final = Path(__file__).with_name("vintage.toml")


@dataclass(frozen=True)
class LsoaChange:
    """A group of LSOAs 2011 that became a group of LSOAs 2021; most groups are one and the same."""

    lsoa11: tuple[str, ...]
    lsoa21: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]


def change_groups(changes: pd.DataFrame) -> list[LsoaChange]:
    """Group the lookup's pairs into changes that do not touch each other.

    Parameters
    ----------
    changes : DataFrame
        Columns ``lsoa11_code``, ``lsoa_code``.

    Returns
    -------
    list of LsoaChange
        In the order of their first LSOA 2021.
    """
    olds, old = np.unique(changes["lsoa11_code"].to_numpy(dtype=str), return_inverse=True)
    news, new = np.unique(changes["lsoa_code"].to_numpy(dtype=str), return_inverse=True)
    count = len(olds) + len(news)
    links = sparse.csr_array((np.ones(len(old)), (old, len(olds) + new)), shape=(count, count))
    groups, group_of = csgraph.connected_components(links, directed=False)
    pairs: list[list[tuple[str, str]]] = [[] for _ in range(groups)]
    for group, before, after in zip(group_of[old], olds[old].tolist(), news[new].tolist(), strict=True):
        pairs[group].append((before, after))
    made = [LsoaChange(tuple(sorted({old for old, _ in part})), tuple(sorted({new for _, new in part})), frozenset(part)) for part in pairs]
    return sorted(made, key=lambda change: change.lsoa21)


def share_whole(count: int, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Share a whole number in proportion to weights by the largest remainder; the shares add up to it.

    Parameters
    ----------
    count : int
        What to share.
    weights : array, shape (n,)
        Not negative; all zero means equal shares. Ties go to the first.
    """
    if weights.sum() == 0:
        weights = np.ones_like(weights)
    exact = count * weights / weights.sum()
    shares: npt.NDArray[np.int64] = np.floor(exact + 1e-9).astype(np.int64)
    order = np.lexsort((np.arange(len(weights)), -(exact - shares)))
    shares[order[: count - int(shares.sum())]] += 1
    return shares


def carry_counts(counts: pd.DataFrame, groups: list[LsoaChange], postcodes_shared: pd.Series[int]) -> pd.DataFrame:
    """Carry whole counts from LSOAs 2011 to LSOAs 2021.

    Parameters
    ----------
    counts : DataFrame of int
        Index ``lsoa11_code``.
    groups : list of LsoaChange
        From :func:`change_groups`.
    postcodes_shared : Series of int
        Index (``lsoa11_code``, ``lsoa_code``): postcodes that both share; the weights by which a split LSOA's people are shared.

    Returns
    -------
    DataFrame of int
        Index ``lsoa_code``, sorted; the columns of ``counts``, with the same totals.
    """
    shared = postcodes_shared.to_dict()
    numbers = dict(zip(counts.index, counts.to_numpy(dtype=np.int64), strict=True))
    codes = sorted(code for group in groups for code in group.lsoa21)
    place = {code: number for number, code in enumerate(codes)}
    carried = np.zeros((len(codes), len(counts.columns)), dtype=np.int64)
    for group in groups:
        for old in group.lsoa11:
            heirs = [new for new in group.lsoa21 if (old, new) in group.pairs]
            weights = np.array([shared.get((old, new), 0) for new in heirs], dtype=np.float64)
            carried[[place[new] for new in heirs]] += np.column_stack([share_whole(int(count), weights) for count in numbers[old]])
    return pd.DataFrame(carried, index=pd.Index(codes, name="lsoa_code"), columns=counts.columns)


def read_changes(atlas: Atlas) -> pd.DataFrame:
    """Read the lookup LSOA 2011 -> LSOA 2021 of the atlas.

    Returns
    -------
    DataFrame of str
        ``lsoa11_code``, ``lsoa_code``, ``change_code``; no rows where the data folder was made without the lookup.
    """
    return atlas.store.lsoa_changes()


def lsoa_vintage(codes: pd.Series[str], changes: pd.DataFrame) -> str:
    """Tell of which year the LSOA codes of a column are.

    Parameters
    ----------
    codes : Series of str
        As published.
    changes : DataFrame
        From :func:`read_changes`.

    Returns
    -------
    str
        ``2011`` or ``2021``; ``mixed`` if codes that exist in one year only are there of both; empty if there are none of either.
    """
    before, after = codes_of_one_year(codes, changes)
    return "mixed" if before and after else "2011" if before else "2021" if after else ""


def codes_of_one_year(codes: pd.Series[str], changes: pd.DataFrame) -> tuple[frozenset[str], frozenset[str]]:
    """Find the codes that only LSOAs of 2011 have, and those that only LSOAs of 2021 have."""
    old, new, given = frozenset(changes["lsoa11_code"]), frozenset(changes["lsoa_code"]), frozenset(codes)
    return given & (old - new), given & (new - old)


def unchanged_lsoas(changes: pd.DataFrame) -> frozenset[str]:
    """LSOAs whose border, and code, stayed the same in 2021."""
    return frozenset(changes.loc[changes["change_code"] == "U", "lsoa_code"])


def abolished_districts() -> dict[str, tuple[str, str]]:
    """Old code of a district or county -> (code of the authority that it is part of today, year in which it was abolished).

    References
    ----------
    Ministry of Housing, Communities and Local Government (2019, 2025). English indices of deprivation: districts of LSOAs.
    Department for Education (2020, 2022). Early years foundation stage profile: codes and names of authorities.
    """
    steps = {old: (new, year) for year, merged in _districts("merged").items() for new, olds in merged.items() for old in olds}

    def today(code: str) -> str:
        return today(steps[code][0]) if code in steps else code

    return {old: (today(new), year) for old, (new, year) in steps.items()}


def recoded_districts() -> dict[str, tuple[str, str]]:
    """Code of today of a district -> (the code it had before, year of the change); the authority went on, some with a few streets more.

    References
    ----------
    The Barnsley and Sheffield (Boundary Change) Order 2024, SI 2024/1328.
    """
    return {new: (old, year) for year, changed in _districts("recoded").items() for new, old in changed.items()}


def _districts(change: str) -> dict[str, dict[str, Any]]:
    content: dict[str, dict[str, Any]] = tomllib.loads(DISTRICTS.read_text(encoding="utf-8"))[change]
    return content


def old_code_advice(code: str) -> str:
    """Say what became of the code of a district, or nothing if it is not a code that was abolished."""
    new, year = abolished_districts().get(code, ("", ""))
    return f"{code} was abolished in {year} and is part of {new}. Bring figures of {new}, or add up counts of all its parts." if new else ""
