"""Why an area is a gap: the part of the panel that answers first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.analysis.why import why
from geo.method.gaps import gap_target
from geo.method.scores import IN_REACH
from geo.method.supply import WITHOUT_CHILDMINDERS
from ui.kit import cells, html
from ui.view import describe
from ui.words import beside as beside_words
from ui.words import common
from ui.words import panel as panel_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from geo.analysis.why import Why
    from geo.method.query import Query
    from geo.whatif.scene import Scene


def reasons_part(scene: Scene, query: Query, area: str, scores: pd.DataFrame) -> Markup:
    """Say why the area is, or is not, a gap: one sentence a reason, with the figures behind it.

    Parameters
    ----------
    scene : Scene
        Data and model.
    query : Query
        What is asked.
    area : str
        The area.
    scores : DataFrame
        `geo.method.gaps.score_areas` of the query.

    Returns
    -------
    Markup
        HTML.
    """
    sentences = reason_sentences(scene, query, area, scores)
    return html.bullets(sentences) if sentences else html.NOTHING


def reason_sentences(scene: Scene, query: Query, area: str, scores: pd.DataFrame) -> list[str]:
    """Say why the area is, or is not, a gap, as plain sentences; none where there are no data.

    Parameters
    ----------
    scene, query, area, scores
        As for `reasons_part`.
    """
    ((_, score),) = scores.loc[[area]].iterrows()
    if score["gap_class"] == "no_data":
        return []
    facts = why(scene.model, query, area, scores)
    sentences = [_sentence(code, scene, query, score, facts) for code in score["reasons"]]
    return [*_need(scene, score), *(sentences or [panel_words.no_reason(scene.settings.reasons.single_provider_share)])]


def _need(scene: Scene, score: pd.Series) -> list[str]:
    """How great need is, and what lifts it most."""
    if not score["need_class"]:
        return []
    told = panel_words.need_sentence(f"{score['need_score']:.0f}", str(score["need_class"]))
    driver = str(score["need_driver"])
    return [f"{told} {beside_words.driver(str(scene.atlas.indicators.at[driver, 'name']))}" if driver else told]


def _few_places(scene: Scene, query: Query, score: pd.Series, facts: Why) -> str:
    unit = str(score["access_unit"])
    told = panel_words.few_places(facts.access, unit, facts.lower, facts.areas, facts.middle_access, query.level)
    short = cells.number(score["shortfall_places"])
    return f"{told} {panel_words.short_of(short, gap_target(scene.model, query), unit)}" if short > 0 else told


def _sentence(code: str, scene: Scene, query: Query, score: pd.Series, facts: Why) -> str:
    # The figures beside the sentence say what the unit leaves out.
    unit = str(score["access_unit"]).removesuffix(WITHOUT_CHILDMINDERS)
    catchment, sector = describe.catchment(scene, query), query.sector
    providers, public, pvi = (int(score[name]) for name in IN_REACH)
    words: dict[str, Callable[[], str]] = {
        "none_in_reach": lambda: panel_words.none_in_reach(sector, catchment, str(score["nearest_provider"]), _known(score["nearest_km"])),
        "few_places": lambda: _few_places(scene, query, score, facts),
        "no_public": lambda: panel_words.one_sector(pvi, catchment, panel_words.ONLY_PVI),
        "no_pvi": lambda: panel_words.one_sector(public, catchment, panel_words.ONLY_PUBLIC),
        "quality": lambda: panel_words.quality(facts.judged, facts.unjudged, sector),
        "single_provider": lambda: panel_words.single_provider(
            str(score["key_provider"]),
            facts,
            unit,
            common.people(int(score["key_provider_children"])),
            query.level,
            scene.settings.reasons.single_provider_share,
        ),
        "age_gap": lambda: panel_words.age_gap(facts.ages, providers, sector),
    }
    return words[code]()


def _known(value: float) -> float | None:
    return None if pd.isna(value) else value
