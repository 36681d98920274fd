"""Where published figures order neighbourhoods differently: said beside the list, not only on the page that compares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import validate_charts, validate_text

if TYPE_CHECKING:
    from geo.query import Query
    from ui.page import Loaded

AGREES_FROM = 0.5


def disagreement(loaded: Loaded, query: Query) -> str:
    """Name the districts of a query where access agrees poorly with the published figures; empty if there are none to name.

    The published figures are of childcare places, so outcome areas that count sites have nothing to be compared with.
    """
    if loaded.settings.validation is None or loaded.settings.outcomes[query.outcome].access != "places":
        return ""
    found = validate_charts.access(loaded.model, loaded.stamp)
    if found is None:
        return ""
    poor = found.table[(found.table["part"] == "district") & (found.table["spearman"] < AGREES_FROM)]
    names = loaded.atlas.areas["name"].reindex(query.districts).tolist()
    rows = [(str(name), float(value)) for name, value in poor[["name", "spearman"]].itertuples(index=False) if not names or name in names]
    return validate_text.caution(rows) if rows else ""
