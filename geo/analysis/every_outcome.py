"""One question asked of every outcome area: the rows of each outcome area's own gap list, one list after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.analysis.overview import for_outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo.method.query import Query


def every_outcome(query: Query, outcomes: Iterable[str], listed: Callable[[Query], pd.DataFrame]) -> pd.DataFrame:
    """Put the gap lists of all outcome areas below each other; the column ``outcome`` says of which one a row is.

    Parameters
    ----------
    query : Query
        The question, without service types: these belong to one outcome area.
    outcomes : iterable of str
        Outcome areas, in the order of their lists.
    listed : callable
        Gives the rows of one question, as `geo.method.gaps.gap_list` does.

    Returns
    -------
    DataFrame
        Columns of `geo.method.gaps.gap_list`, row by row as in the single lists; ranks are those within an outcome area.
    """
    lists = [listed(for_outcome(query, outcome)) for outcome in outcomes]
    # Cells stay what they are in the single lists, whole numbers and missing ones too: no common type is sought.
    return pd.concat([one.astype(object) for one in lists], ignore_index=True)
