"""An answer as a scenario: each site one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.siting.answer import places_of, steps_of
from geo.whatif.scenario.checks import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.siting.prepare import Prepared


def changes_of(prepared: Prepared, plan: NDArray[np.int64]) -> pd.DataFrame:
    """Write an answer as the changes of a scenario, in the order of its sites.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`: ``kind`` is ``open``; ``where`` is a ``provider_id``, or "easting northing" in metres; ``places`` is empty where
        sites are counted.
    """
    sites = list(steps_of(prepared, plan).sites)
    rows = prepared.sites.iloc[sites]
    points = [f"{round(east)} {round(north)}" for east, north in zip(rows["easting"], rows["northing"], strict=True)]
    columns = {
        "change_id": [f"site-{number}" for number in range(1, len(sites) + 1)],
        "kind": "open",
        "service_type": prepared.siting.opens,
        "sector": prepared.siting.sector,
        "places": places_of(prepared, plan, sites),
        "where": [provider if isinstance(provider, str) else point for provider, point in zip(rows["provider_id"], points, strict=True)],
        "note": rows["site"].to_numpy(dtype=object),
    }
    return pd.DataFrame({name: columns.get(name, np.nan) for name in COLUMNS}, index=pd.RangeIndex(len(sites)))


def link_of(change: Mapping[str, object]) -> str:
    """Write one change, as `geo.export.tables.records` gives it, as a link has it: ``open:SERVICE:SECTOR:PLACES:WHERE``."""
    places = "" if change["places"] is None else str(change["places"])
    return f"{change['kind']}:{change['service_type']}:{change['sector']}:{places}:{change['where']}"
