"""What is in reach of an area, by kind of provider."""

from __future__ import annotations

import pandas as pd


def reach_by_kind(providers: pd.DataFrame) -> pd.DataFrame:
    """Count the providers in reach of an area by service type and sector.

    Parameters
    ----------
    providers : DataFrame
        As `geo.profile.providers_in_reach` gives them.

    Returns
    -------
    DataFrame
        Columns service_type, sector, providers, places (known and assumed; missing where no provider has a number), assumed_places (of
        these), unknown (providers whose places are not published) and nearest_km (by road, estimated); most providers first.
    """
    known = providers["places"].astype(float)
    table = providers.assign(
        places=known,
        assumed_places=known.where(providers["places_basis"] == "assumed"),
        unknown=providers["places_basis"] == "unknown",
    )
    found = (
        table.groupby(["service_type", "sector"], as_index=False)
        .agg(
            providers=("distance_km", "size"),
            places=("places", lambda values: values.sum(min_count=1)),
            assumed_places=("assumed_places", "sum"),
            unknown=("unknown", "sum"),
            nearest_km=("distance_km", "min"),
        )
        .sort_values(["providers", "service_type", "sector"], ascending=[False, True, True], ignore_index=True)
    )
    return found.astype({"providers": int, "unknown": int, "places": float, "assumed_places": float})
