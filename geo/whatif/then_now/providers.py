"""Which providers opened, closed, grew, shrank, moved or were renamed between two versions of the data."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.store.atlas import Atlas

KEPT: Final = ("service_type", "sector", "name", "places", "postcode", "district_code")
COLUMNS: Final = (
    "provider_id", "provider_id_before", "name", "name_before", "change", "how", "service_type", "service_type_before", "sector",
    "sector_before", "places", "places_before", "places_change", "moved_m", "postcode", "postcode_before", "district", "district_code",
    "district_code_before",
)  # fmt: skip
CHANGES: Final = ("opened", "closed", "kept", "probably_the_same")
# How a provider that stayed differs, in the order in which it is told.
HOW: Final = ("grew", "shrank", "places_now_known", "places_no_longer_known", "moved", "renamed", "other_type", "other_sector")
# Names that share this much of their letters are taken for one name: "Little Acorns" and "Little Acorns Nursery Ltd" are.
SIMILAR: Final = 0.6
# Points of one address differ by less between two registers: by the precision of a postcode.
SAME_PLACE_M: Final = 100.0


def provider_changes(then: Atlas, now: Atlas) -> pd.DataFrame:
    """Compare the providers of two versions of the data.

    A register gives a provider a new number when its owner changes. So one that went and one that came are taken for the same, and said to
    be *probably* so, where postcode and type are the same and the names are similar; of several, the most similar pair first. Childminders
    without a published name are never paired.

    Parameters
    ----------
    then, now : Atlas
        The earlier and the later version.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`, one row a provider of either version, sorted by what happened (`CHANGES`), then by ``provider_id``. ``how`` has
        the words of `HOW` that hold, separated by ";", empty where nothing changed; ``moved_m`` is in metres. What ends in ``_before`` is
        missing where a provider came; one that went is named as it was, and has no ``places``.
    """
    old, new = _facts(then), _facts(now)
    pairs = [*((code, code) for code in old.index.intersection(new.index)), *_renumbered(old, new)]
    went, came = old.index.difference([pair[0] for pair in pairs]), new.index.difference([pair[1] for pair in pairs])
    rows = pd.concat([_stayed(old, new, pairs), _alone(new, came, "opened"), _alone(old, went, "closed")])
    names = pd.concat([now.areas["name"], then.areas["name"]])
    rows["district"] = rows["district_code"].map(names[~names.index.duplicated()])
    order = rows["change"].map({change: at for at, change in enumerate(CHANGES)})
    return rows.assign(order=order).sort_values(["order", "provider_id"], ignore_index=True)[list(COLUMNS)]


def _facts(atlas: Atlas) -> pd.DataFrame:
    return atlas.providers[[*KEPT, "easting", "northing"]]


def _renumbered(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Pair those that went with those that came, the most similar names first."""
    went, came = old[~old.index.isin(new.index)], new[~new.index.isin(old.index)]
    same = (
        went.reset_index()
        .dropna(subset=["postcode", "name"])
        .merge(came.reset_index().dropna(subset=["postcode", "name"]), on=["postcode", "service_type"], suffixes=("_before", ""))
    )
    alike = [similarity(*names) for names in zip(same["name_before"], same["name"], strict=True)]
    found = same.assign(alike=alike).sort_values(["alike", "provider_id_before", "provider_id"], ascending=[False, True, True])
    used: set[str] = set()
    for row in found[found["alike"] >= SIMILAR].itertuples():
        before, after = str(row.provider_id_before), str(row.provider_id)
        if before not in used and after not in used:
            used |= {before, after}
            yield before, after


def similarity(one: str, other: str) -> float:
    """Say how alike two names are, from 0 to 1; what all names of a register have in common does not count."""
    first, second = (_letters(name) for name in sorted((one, other)))
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _letters(name: str) -> str:
    words = re.sub(r"[^a-z0-9 ]", "", name.casefold()).split()
    own = [word for word in words if word not in ("the", "ltd", "limited", "nursery", "preschool", "playgroup", "day", "childcare")]
    return " ".join(own or words)


def _stayed(old: pd.DataFrame, new: pd.DataFrame, pairs: list[tuple[str, str]]) -> pd.DataFrame:
    before = old.loc[[pair[0] for pair in pairs]].reset_index()
    after = new.loc[[pair[1] for pair in pairs]].reset_index()
    rows = after.assign(**{f"{name}_before": before[name] for name in (*KEPT, "provider_id")})
    moved_m = np.hypot(*(after[axis].to_numpy(dtype=float) - before[axis].to_numpy(dtype=float) for axis in ("easting", "northing")))
    rows["moved_m"] = np.where(moved_m >= SAME_PLACE_M, moved_m, 0.0).round(0)
    rows["places_change"] = after["places"] - before["places"]
    rows["change"] = np.where(before["provider_id"] == after["provider_id"], "kept", "probably_the_same")
    rows["how"] = _how(rows)
    return rows


def _how(rows: pd.DataFrame) -> pd.Series[str]:
    known, was_known = rows["places"].notna(), rows["places_before"].notna()
    named = rows["name"].notna() & rows["name_before"].notna()
    holds = {
        "grew": rows["places_change"] > 0,
        "shrank": rows["places_change"] < 0,
        "places_now_known": known & ~was_known,
        "places_no_longer_known": ~known & was_known,
        "moved": rows["moved_m"] > 0,
        "renamed": named & (rows["name"] != rows["name_before"]),
        "other_type": rows["service_type"] != rows["service_type_before"],
        "other_sector": rows["sector"] != rows["sector_before"],
    }
    told = pd.DataFrame({word: np.where(holds[word], f"{word};", "") for word in HOW}, index=rows.index)
    return told.sum(axis=1).str.rstrip(";") if len(rows) else pd.Series(dtype=str)


def _alone(facts: pd.DataFrame, codes: pd.Index[str], change: str) -> pd.DataFrame:
    """Give those that only one version has."""
    rows = facts.loc[codes].reset_index().assign(change=change, how="")
    if change == "closed":
        rows = rows.assign(**{f"{name}_before": rows[name] for name in (*KEPT, "provider_id")}, places=np.nan)
    return rows.reindex(columns=[*COLUMNS])
