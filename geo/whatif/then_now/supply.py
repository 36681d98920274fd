"""What came and went, added up by type and sector so that the sums of both versions agree with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection

KEYS: Final = ("service_type", "sector")
COUNTED: Final = (
    "providers_then", "opened", "closed", "changed_type", "providers_now", "places_then", "places_opened", "places_closed",
    "places_grown", "places_shrunk", "places_otherwise", "places_now",
)  # fmt: skip


def supply_changes(changes: pd.DataFrame, districts: Collection[str]) -> pd.DataFrame:
    """Add up providers and their known places by service type and sector.

    Parameters
    ----------
    changes : DataFrame
        `geo.whatif.then_now.providers.provider_changes`.
    districts : collection of str
        Codes of the districts to count in; providers beyond the border have none of them.

    Returns
    -------
    DataFrame
        Columns `KEYS` and `COUNTED`, sorted. ``providers_then`` + ``opened`` - ``closed`` + ``changed_type`` = ``providers_now``, where
        ``changed_type`` counts who came to this row from another type, sector or district, less who left it so. Places likewise, of those
        whose number is known; ``places_otherwise`` has what came and left with ``changed_type``, and what became known or unknown.
    """
    was = changes["provider_id_before"].notna() & changes["district_code_before"].isin(districts)
    now = (changes["change"] != "closed") & changes["district_code"].isin(districts)
    came, went = now & (changes["change"] == "opened"), was & (changes["change"] == "closed")
    stayed = was & now & (changes["service_type"] == changes["service_type_before"]) & (changes["sector"] == changes["sector_before"])
    more = changes["places_change"].where(stayed, 0).fillna(0)
    of_now, of_then = [changes[key] for key in KEYS], [changes[f"{key}_before"].rename(key) for key in KEYS]
    counts = {
        "providers_then": was.groupby(of_then).sum(),
        "opened": came.groupby(of_now).sum(),
        "closed": went.groupby(of_then).sum(),
        "providers_now": now.groupby(of_now).sum(),
        "places_then": changes["places_before"].where(was).groupby(of_then).sum(),
        "places_opened": changes["places"].where(came).groupby(of_now).sum(),
        "places_closed": changes["places_before"].where(went).groupby(of_then).sum(),
        "places_grown": more.clip(lower=0).groupby(of_now).sum(),
        "places_shrunk": (-more).clip(lower=0).groupby(of_now).sum(),
        "places_now": changes["places"].where(now).groupby(of_now).sum(),
    }
    rows = pd.DataFrame(counts).fillna(0)
    rows["changed_type"] = rows["providers_now"] - rows["providers_then"] - rows["opened"] + rows["closed"]
    explained = rows["places_opened"] - rows["places_closed"] + rows["places_grown"] - rows["places_shrunk"]
    rows["places_otherwise"] = rows["places_now"] - rows["places_then"] - explained
    there = rows[(rows["providers_then"] > 0) | (rows["providers_now"] > 0)]
    return there[list(COUNTED)].astype("int64").rename_axis(list(KEYS)).reset_index()
