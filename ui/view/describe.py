"""Sentences about one view: figures from the core put into the words of `ui.words.common`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.base.vocabulary import LEVELS
from geo.method.gaps import Query, data_as_at, gap_target
from geo.method.missing import what_is_missing
from geo.method.need import scored_indicators
from geo.method.supply import CHILDMINDER, WEIGHTED, WITHOUT_CHILDMINDERS, choose_supply
from geo.publishers.own_figures import slug
from geo.settings.model import MEDIAN
from geo.travel.measured import measured_origins
from geo.whatif.left_out import held
from ui.scene import answers, local, memo, scenario
from ui.view.state import TODAY
from ui.words import common, figures
from ui.words import filters as filters_words
from ui.words import gap_list as gap_list_words
from ui.words import local as local_words
from ui.words import report as report_words
from ui.words import scenarios as scenarios_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from geo.base.vocabulary import Level
    from geo.method.supply import Supply
    from geo.settings.model import Settings
    from geo.whatif.scene import Scene
    from ui.view.state import View

MOST_IN_FILE_NAME = 3


def where(scene: Scene, query: Query) -> str:
    """Name the chosen districts, or the whole area."""
    names = [str(scene.atlas.areas.at[code, "name"]) for code in query.districts]
    return figures.listed(names) if names else scene.settings.area.name


def parents(scene: Scene, area: str) -> list[str]:
    """Name the ward and the district that hold an area, as far as there are any."""
    row, names = scene.atlas.areas.loc[area], scene.atlas.areas["name"]
    columns = {"lsoa": ("ward_code", "district_code"), "ward": ("district_code",), "district": ()}[str(row["level"])]
    return [str(names[row[column]]) for column in columns]


def file_places(scene: Scene, query: Query) -> tuple[str, ...]:
    """Name the chosen districts in the name of a file: each of a few, or how many."""
    names = [str(scene.atlas.areas.at[code, "name"]) for code in query.districts]
    return tuple(map(slug, names)) if len(names) <= MOST_IN_FILE_NAME else (report_words.file_words(len(names)),)


def finding(scene: Scene, query: Query, ranked: pd.DataFrame) -> str:
    """Say the one thing that a gap list shows."""
    classes, place, outcome = ranked["gap_class"].tolist(), where(scene, query), scene.settings.outcomes[query.outcome].name
    if priority := classes.count("priority"):
        return common.finding(priority, len(classes), query.level, place, outcome)
    names = priority_inside(scene, query)
    return " ".join(
        [common.no_priority(classes, query.level, place, outcome), *([common.priority_inside(LEVELS[-1], names)] if names else [])]
    )


def priority_inside(scene: Scene, query: Query) -> list[str]:
    """Name the smallest areas inside those of a question that are priority gaps: what is large hides what is small."""
    finest = replace(query, level=LEVELS[-1])
    if query.level == finest.level:
        return []
    listed = answers.ranked(scene, finest)
    return [common.short_label(*row) for row in listed.loc[listed["gap_class"] == "priority", ["area_label", "district"]].to_numpy()]


def measures_at(scene: Scene, outcome: str) -> dict[Level, list[str]]:
    """Give the names of the measures that enter need at each level, the finest level first."""
    names, uses = scene.atlas.indicators["name"], scene.settings.outcomes[outcome].indicators
    return {level: [str(names[key]) for key in scored_indicators(scene.atlas, uses, level)] for level in reversed(LEVELS)}


def no_data(scene: Scene, query: Query) -> str:
    """Say what is missing: providers of the chosen service types, weights above 0, or measures of need."""
    missing, outcome = what_is_missing(scene.model, query), scene.settings.outcomes[query.outcome].name
    plurals = [scene.settings.services[service].plural for service in choose_supply(scene.model, query).services]
    if missing == "provision":
        return common.nothing_to_rank(plurals)
    if missing == "sector":
        return common.none_of_sector(query.sector, plurals)
    if missing == "places":
        return common.no_places_left(query.sector, plurals, assumed_off=not query.include_assumed)
    return common.no_weight_here(outcome, query.level) if missing == "weights" else common.no_need(outcome)


@memo.shared()
def how_made(scene: Scene, query: Query) -> str:
    """Say how the list was made: need, access, target, assumptions and what is not in the data."""
    settings, supply = scene.settings, choose_supply(scene.model, query)
    present = [service for service in supply.services if (scene.model.services == service).any()]
    missing = [service for service in settings.outcomes[query.outcome].services if not (scene.model.services == service).any()]
    # Of childminders the unit and the known limits speak.
    missing = [service for service in missing if service != CHILDMINDER]
    plurals = figures.listed([settings.services[service].plural for service in present])
    uses = settings.outcomes[query.outcome].indicators
    scored = scored_indicators(scene.atlas, uses, query.level)
    sentences = [
        common.how_made(
            settings.outcomes[query.outcome].name,
            f"{common.SECTOR_ADJECTIVES[query.sector]}{plurals}",
            settings.access.catchment_minutes,
            common.MODES[settings.access.mode],
            [(str(scene.atlas.indicators.at[key, "name"]), uses[key].role) for key in scored],
            settings.access.form,
        ),
        *_some_levels(scene, query.outcome),
        *_own_ways(settings, present),
        *_places(scene, query, supply),
        measured_times(scene),
    ]
    if missing:
        sentences.append(common.missing_services([settings.services[service].plural for service in missing]))
    return " ".join(filter(None, sentences))


def _some_levels(scene: Scene, outcome: str) -> list[str]:
    """Say on how many measures need rests at each level, and name those that do not enter it at every level."""
    scored = measures_at(scene, outcome)
    places = {name: [level for level in scored if name in scored[level]] for measures in scored.values() for name in measures}
    partly = [(name, levels) for name, levels in places.items() if len(levels) < len(scored)]
    counts = [(level, len(scored[level])) for level in scored if scored[level]]
    return [common.measures_by_level(counts), common.measures_of_some_levels(partly)] if partly else []


def _own_ways(settings: Settings, services: Iterable[str]) -> list[str]:
    """Say which service types are weighted, and which have a catchment of their own."""
    kinds, minutes = [settings.services[service] for service in services], settings.access.catchment_minutes
    weights = [(kind.plural, kind.weight) for kind in kinds if kind.weight != 1]
    farther = [(kind.plural, kind.catchment_times * minutes) for kind in kinds if kind.catchment_times != 1]
    return [*([common.weighted_sites(weights)] if weights else []), *([common.own_catchments(farther)] if farther else [])]


def _places(scene: Scene, query: Query, supply: Supply) -> list[str]:
    """Say what is said of places alone: the target of the shortfall, and how many places are assumed."""
    capacity = scene.settings.outcomes[query.outcome].access
    if capacity != "places":
        return []
    target, children = gap_target(scene.model, query, supply), scene.settings.deserts.children_per_place
    fixed = "desert" if abs(target * children - supply.per_child) < 1 else "set"
    origin = "median" if scene.settings.gap.target.of(capacity) == MEDIAN else fixed
    told = [
        common.target_sentence(
            target, supply.unit.removesuffix(WITHOUT_CHILDMINDERS), common.TARGET_ORIGINS[origin].format(children=children)
        )
    ]
    assumed = (supply.capacity > 0) & scene.model.assumed
    if assumed.any():
        told.append(common.assumed_sentence(int(assumed.sum()), float(supply.capacity[assumed].sum())))
    return told


def catchment(scene: Scene, query: Query) -> str:
    """Say the catchment of the service types that count, with what is farther for some of them."""
    return common.catchment(scene.settings, choose_supply(scene.model, query).services)


def site_weights(scene: Scene, query: Query) -> str:
    """Say which service types count for more or less than one site; empty where all count the same."""
    supply, services = choose_supply(scene.model, query), scene.settings.services
    weights = [(services[service].plural, services[service].weight) for service in supply.services if services[service].weight != 1]
    return common.weighted_sites(weights) if supply.unit == WEIGHTED else ""


def ranked_by(scene: Scene, query: Query, *, with_others: bool = True) -> str:
    """Say among how many areas and by which measures a list ranks, and which levels rank by others; empty where nothing is ranked."""
    counted = measures_at(scene, query.outcome)
    others = [level for level in counted if with_others and set(counted[level]) != set(counted[query.level])]
    return common.ranked_by(query.level, len(scene.model.areas[query.level]), counted[query.level], others) if counted[query.level] else ""


def measured_times(scene: Scene) -> str:
    """Say whose travel times were measured for the mode that is chosen; empty if nobody's."""
    measured, everything = measured_origins(scene.atlas, scene.settings.access)
    return common.measured_sentence(measured, everything) if measured else ""


def known_limits(scene: Scene) -> list[str]:
    """List what to know before using a figure."""
    return gap_list_words.known_limits(measured_times(scene))


def changed(scene: Scene, view: View, *, named: int = scenarios_words.NAMED_IN_FILES) -> list[str]:
    """List everything that is not as recommended: borders, weights, catchment, target, assumed or marked places left out, a scenario.

    Parameters
    ----------
    scene, view
        What is shown.
    named : int
        How many changes of a scenario are named.
    """
    query, tuning, settings = view.query, view.tuning, scene.settings
    recommended = scene.geography.settings
    changes = []
    if told := scenario.told(scene):
        changes.append(scenarios_words.changed(told, named, fresh=view.fresh))
    if view.borders != TODAY:
        changes.append(filters_words.changed_borders(settings.borders[view.borders].name, settings.borders[view.borders].note))
    uses = recommended.outcomes[query.outcome].indicators
    names = scene.atlas.indicators["name"]
    changes += [filters_words.changed_weight(str(names[indicator]), weight, uses[indicator].weight) for indicator, weight in tuning.weights]
    if tuning.travel is not None:
        changes.append(filters_words.changed_travel(common.catchment(settings), common.catchment(recommended)))
    if tuning.form is not None:
        changes.append(filters_words.changed_form(tuning.form, recommended.access.form))
    if tuning.target is not None:
        changes.append(filters_words.changed_target(tuning.target, choose_supply(scene.model, query).unit))
    if view.without_marked and local.known().problems:
        changes.append(local_words.NOT_LEFT_OUT)
    elif view.without_marked and (gone := held(local.marked_providers(), scene.atlas)):
        changes.append(local_words.left_out(len(gone)))
    return changes if query.include_assumed else [*changes, filters_words.ASSUMED_LEFT_OUT]


def only(scene: Scene, query: Query) -> str:
    """Say of which provision alone a question asks; empty where it asks of all. That is a question, no change of the settings."""
    return filters_words.only(query.sector, [scene.settings.services[service].plural for service in query.services])


def ages(scene: Scene, outcomes: Iterable[str]) -> str:
    """Say how old the data of several outcome areas are, each kind of data once."""
    periods: dict[str, set[str]] = {}
    for outcome in outcomes:
        for part in data_as_at(scene.model, Query(outcome)).split("; "):
            kind, _, listed = part.partition(" ")
            periods.setdefault(kind, set()).update(listed.split(", "))
    return "; ".join(f"{kind} {figures.listed([figures.date_words(date) for date in sorted(dates)])}" for kind, dates in periods.items())
