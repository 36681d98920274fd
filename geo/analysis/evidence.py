"""What works: research findings on the services that answer an outcome area, rated as their own sources rate them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.base.errors import UnknownIdError

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from geo.method.model import Model
    from geo.method.query import Query
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas

# A rating that holds one of these words states that nobody has graded the finding.
UNGRADED: Final = ("not graded", "no grade", "not given", "not stated")


def evidence_for(atlas: Atlas, outcome: str, services: Collection[str] = ()) -> pd.DataFrame:
    """Select the findings on an outcome area.

    Parameters
    ----------
    atlas : Atlas
        The data.
    outcome : str
        Id of the outcome area.
    services : collection of str
        Keep only findings on one of these service types; empty keeps all.

    Returns
    -------
    DataFrame
        Index ``evidence_id``, in the order of ids; columns as in ``evidence.csv``, but ``service_types`` is a tuple, and ``not_graded``
        says whether the rating itself states that nobody graded the finding. A rating is never turned into a number.
    """
    rows = atlas.evidence
    if rows.empty:
        return rows.assign(not_graded=False)
    rows = rows[rows["outcome_id"] == outcome]
    rows = rows.assign(
        service_types=rows["service_types"].map(lambda cell: tuple(dict.fromkeys(part.strip() for part in cell.split(";")))),
        not_graded=rows["evidence_rating"].str.contains("|".join(UNGRADED), case=False),
    )
    if services:
        rows = rows[[not set(services).isdisjoint(types) for types in rows["service_types"]]]
    return rows


def services_without_evidence(atlas: Atlas, settings: Settings, outcome: str) -> tuple[str, ...]:
    """Name the service types that answer an outcome area but have no finding on it, in the order of the settings."""
    findings = evidence_for(atlas, outcome)
    covered = set() if findings.empty else set(findings["service_types"].explode())
    return tuple(service for service in settings.outcomes[outcome].services if service not in covered)


def findings_by_service(atlas: Atlas, settings: Settings, outcome: str) -> dict[str, pd.DataFrame]:
    """Sort the findings by the service types that answer an outcome area.

    Returns
    -------
    dict of str to DataFrame
        By service type, in the order of the settings; rows as `evidence_for` gives them, those marked as not graded last. A
        service type without findings has an empty frame.
    """
    findings = evidence_for(atlas, outcome).sort_values("not_graded", kind="stable")
    return {
        service: findings[[service in types for types in findings["service_types"]]] if len(findings) else findings
        for service in settings.outcomes[outcome].services
    }


def services_in_reach(model: Model, query: Query, area_code: str) -> dict[str, int | None]:
    """Count the providers of every service type of the outcome area that families of one area can reach.

    Parameters
    ----------
    model : Model
        The scoring model.
    query : Query
        Outcome area and level of the area. Sector and chosen service types are not applied: all that answers the outcome counts.
    area_code : str
        The area.

    Returns
    -------
    dict of str to int or None
        By service type, in the order of the settings; None where the data has no provider of that type at all, which is no gap.

    Raises
    ------
    UnknownIdError
        There is no such area at the query's level.
    """
    codes = model.areas[query.level].index
    if area_code not in codes:
        raise UnknownIdError("area", area_code, [f"the {len(codes)} codes of level '{query.level}' in areas.csv"])
    services = model.services[model.reach[query.level][np.flatnonzero(codes == area_code)].indices]
    present = set(model.services)
    wanted = model.settings.outcomes[query.outcome].services
    return {service: int((services == service).sum()) if service in present else None for service in wanted}
