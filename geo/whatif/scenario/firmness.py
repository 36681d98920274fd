"""In how many other reasonable settings a scenario does what it does here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.method.confidence import drawn_access
from geo.method.reasons import ROUNDING

if TYPE_CHECKING:
    from geo.method.model import Model
    from geo.method.query import Query


def change_draws(before: Model, after: Model, query: Query) -> pd.DataFrame:
    """Work out the change of access again under the settings of every draw of the confidence.

    Both sides of a draw share their random numbers (`geo.method.draws`), so that they differ by the scenario alone. What opens may not be
    there in a draw, as any other provider.

    Returns
    -------
    DataFrame
        Index ``area_code``, every area of the query's level: ``gains`` and ``loses``, the number of draws in which access rises or falls;
        ``draws``, how many there are; ``change_low`` and ``change_high``, 5th and 95th percentile of the change, in the outcome's unit.
    """
    change = drawn_access(after, query) - drawn_access(before, query)
    low, high = np.quantile(change, (0.05, 0.95), axis=0)
    return pd.DataFrame(
        {
            "gains": (change > ROUNDING).sum(axis=0),
            "loses": (change < -ROUNDING).sum(axis=0),
            "draws": len(change),
            "change_low": low,
            "change_high": high,
        },
        index=after.areas[query.level].index,
    )
