"""The model with the changes of a scenario, worked out from what stays.

In E2SFCA the families who share a provider do not depend on the other providers, so only columns of providers that come or move are worked
out anew. Where travel times were measured, or families choose among providers (3SFCA), everything is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from geo.base.vocabulary import LEVELS
from geo.method.catchments import Catchments
from geo.method.model import build_model, catchment_weights, provision_of, with_surroundings
from geo.numeric.weighted import PARENT
from geo.travel.measured import of_mode
from geo.travel.times import travel_engine
from geo.whatif.scenario.acts import OF_CHILDREN, PLANNED, SOURCE_ID, opened_ids
from geo.whatif.scenario.link import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.method.model import Model
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from geo.whatif.scenario.acts import Act, Place

SOURCE: dict[str, str] = {
    "title": "Scenario: what somebody tries out, not a fact",
    "publisher": "whoever made the scenario",
    "licence": "none",
    "attribution": "",
    "period": "",
}


def acted(model: Model, acts: Sequence[Act], *, fresh: bool = False) -> Model:
    """Make the changes of a scenario.

    Parameters
    ----------
    model : Model
        The baseline.
    acts : sequence of Act
        Changes that `geo.whatif.scenario.checks` let through.
    fresh : bool
        Whether need, percentiles and a median target are worked out anew. Else they stay those of the baseline: a place that opens would
        move the scores of areas that it does not reach.

    Returns
    -------
    Model
        Its ``baseline`` is the model, unless the scale is fresh; its ``changed`` names the scenario.
    """
    if not acts:
        return model
    atlas = changed_atlas(model.atlas, model.settings, acts)
    after = _incremental(model, atlas, _elsewhere(model.atlas, acts)) if _columns_stand_alone(model) else build_model(atlas, model.settings)
    words = f"scenario {' '.join(written(act) for act in acts)}" + (" on a fresh scale" if fresh else "")
    after = replace(after, changed=(*model.changed, words), baseline=None if fresh else model.scale)
    if fresh:
        return replace(after, need=build_model(atlas, model.settings).need) if any(act.kind in OF_CHILDREN for act in acts) else after
    # Nobody knows the need of families who are not there yet.
    return replace(after, need=model.need)


def changed_atlas(atlas: Atlas, settings: Settings, acts: Sequence[Act]) -> Atlas:
    """Give the tables with the changes, as if a publisher had published them so."""
    providers = _providers(atlas, settings, acts)
    source = pd.DataFrame([SOURCE], index=pd.Index([SOURCE_ID], name="source_id")).reindex(columns=atlas.sources.columns)
    return replace(
        atlas,
        areas=_areas(atlas.areas, acts),
        providers=providers,
        travel_times=_travel_times(atlas, acts),
        sources=pd.concat([atlas.sources.drop(index=SOURCE_ID, errors="ignore"), source]),
    )


def _providers(atlas: Atlas, settings: Settings, acts: Sequence[Act]) -> pd.DataFrame:
    providers, names = atlas.providers.copy(), opened_ids(acts)
    for act in acts:
        if act.kind == "close":
            providers = providers.drop(index=act.target)
        elif act.kind == "resize":
            providers.loc[act.target, ["places", "places_basis"]] = [act.places, PLANNED]
        elif act.kind == "move" and act.place is not None:
            for column, value in _located(act.place, atlas).items():
                if column in providers:
                    providers.loc[act.target, column] = value
    opened = [
        {"provider_id": names[at], **_opened(act, act.place, atlas, settings)} for at, act in enumerate(acts) if act.place and at in names
    ]
    if not opened:
        return providers
    new = pd.DataFrame(opened).set_index("provider_id").reindex(columns=providers.columns)
    return pd.concat([providers, new.astype(providers.dtypes)]).sort_index()


def _opened(act: Act, place: Place, atlas: Atlas, settings: Settings) -> dict[str, Any]:
    youngest, oldest = act.ages.split("-") if act.ages else (None, None)
    return {
        "name": f"{settings.services[act.service_type].name} at {place.name} (scenario)",
        "service_type": act.service_type,
        "sector": act.sector,
        "status": "open",
        "places": act.places,
        "places_basis": None if act.places is None else PLANNED,
        "age_from_months": youngest,
        "age_to_months": oldest,
        "source_id": SOURCE_ID,
        **_located(place, atlas),
    }


def _located(place: Place, atlas: Atlas) -> dict[str, Any]:
    codes = atlas.areas.loc[place.lsoa_code, ["ward_code", "district_code"]].to_dict() if place.lsoa_code else {}
    return {
        "postcode": place.postcode or None,
        "easting": place.easting,
        "northing": place.northing,
        "lon": place.lon,
        "lat": place.lat,
        "lsoa_code": place.lsoa_code or None,
        "ward_code": codes.get("ward_code"),
        "district_code": codes.get("district_code"),
    }


def _areas(areas: pd.DataFrame, acts: Sequence[Act]) -> pd.DataFrame:
    """Add children who come, or go, to their neighbourhood, and to the ward and district that hold it."""
    # Who comes before who goes, so that the order of changes does not matter where more would go than there are.
    moving = sorted((act for act in acts if act.kind in OF_CHILDREN), key=lambda act: (act.children < 0, act.ages, min(act.children, 0)))
    if not moving:
        return areas
    areas = areas.copy()
    for act in moving:
        holders = [act.target, *(areas.at[act.target, column] for column in PARENT.values())]
        lsoa = areas.loc[[act.target]].iloc[0]
        ages = [f"children_{age}" for age in act.years_of_age if f"children_{age}" in lsoa.index]
        # Several changes together may take more children away than there are.
        children = max(act.children, -int(lsoa[ages].sum() if ages and act.ages else lsoa["children_0_4"]))
        for column, more in {"children_0_4": children, **_by_age(lsoa, ages, children)}.items():
            areas.loc[[code for code in holders if code in areas.index], column] += more
    return areas


def _by_age(lsoa: pd.Series[float], ages: list[str], children: int) -> dict[str, int]:
    """Share children out over single years of age as they are shared now, in whole children that add up."""
    if not ages:
        return {}
    now = lsoa[ages].to_numpy(dtype=float)
    ends = np.rint(children * np.cumsum(now) / now.sum()) if now.sum() else np.rint(children * np.arange(1, len(ages) + 1) / len(ages))
    return dict(zip(ages, np.diff(ends, prepend=0).astype(int).tolist(), strict=True))


def _travel_times(atlas: Atlas, acts: Sequence[Act]) -> pd.DataFrame:
    """Keep measured times where they hold: what opens at a provider's address, or moves there, is as far away as that provider."""
    times, names = atlas.travel_times, opened_ids(acts)
    if times.empty:
        return times
    moved = [act.target for act in acts if act.kind == "move" and not _same_point(act, atlas)]
    parts = [times[~times["provider_id"].isin(moved)]]
    for position, act in enumerate(acts):
        code = names.get(position, act.target if act.target in moved else "")
        if code and act.place is not None and act.place.at:
            parts.append(times[times["provider_id"] == act.place.at].assign(provider_id=code))
    return pd.concat(parts, ignore_index=True)


def _same_point(act: Act, atlas: Atlas) -> bool:
    now = atlas.providers.loc[act.target, ["easting", "northing"]]
    return act.place is not None and bool(now["easting"] == act.place.easting and now["northing"] == act.place.northing)


def _elsewhere(atlas: Atlas, acts: Sequence[Act]) -> list[str]:
    """Name the providers that are where none was."""
    return [*opened_ids(acts).values(), *(act.target for act in acts if act.kind == "move" and not _same_point(act, atlas))]


def _columns_stand_alone(model: Model) -> bool:
    return model.settings.access.form == "e2sfca" and of_mode(model.atlas, model.settings.access).empty


def _incremental(model: Model, atlas: Atlas, elsewhere: Sequence[str]) -> Model:
    """Work out the columns of some providers, and keep those of all others."""
    provision, known = provision_of(atlas, model.settings), model.atlas.providers.index
    index, new = atlas.providers.index, atlas.providers.loc[sorted(elsewhere)]
    weights = model.catchments.weights[:, known.get_indexer(index[~index.isin(new.index)])]
    if len(new):
        alone = replace(atlas, providers=new)
        at = index.get_indexer(new.index)
        times = provision["catchment_times"][at]
        added = catchment_weights(travel_engine(alone, model.settings.access), model.settings, provision["services"][at], times)
        order = index[~index.isin(new.index)].append(new.index).get_indexer(index)
        weights = sparse.hstack([weights, added], format="csc")[:, order].tocsr()
    areas = {level: atlas.at(level) for level in LEVELS} if atlas.areas is not model.atlas.areas else model.areas
    return replace(
        model,
        atlas=atlas,
        areas=areas,
        children=areas["lsoa"]["children_0_4"].to_numpy(dtype=float),
        catchments=Catchments(weights, with_surroundings(atlas)),
        travel=travel_engine(atlas, model.settings.access),
        **provision,
    )
