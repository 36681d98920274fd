"""How sure the rank of an area is: the part of the panel that answers "is this real?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.ranking import rank_ranges
from ui import cache, html, list_text, panel_text

if TYPE_CHECKING:
    from geo.query import Query
    from ui.page import Loaded


def sure_part(loaded: Loaded, query: Query, area: str) -> str:
    """Say between which ranks the area lies under other reasonable choices.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    query : Query
        The question, of all districts.
    area : str
        Code of the area.

    Returns
    -------
    str
        HTML; every text is escaped. Empty where nothing is ranked.
    """
    listed = cache.listed(loaded.model, loaded.stamp, query)
    row = listed[listed["area_code"] == area]
    limits = loaded.settings.confidence
    ((firmness, low, high),) = rank_ranges(row, limits)
    if low is None or high is None:
        return ""
    words = list_text.how_sure(firmness, low, high)
    share = f"{float(row['confidence'].iloc[0]):.0%}"
    return html.bullets([panel_text.sure(words, int(row["rank"].iloc[0]), int(listed["rank"].count()), share, limits.draws)])
