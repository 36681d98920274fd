"""Why an area is a gap: the part of the panel that answers first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.gaps import gap_target
from geo.scores import IN_REACH
from geo.why import why
from ui import html, panel_text, reason_text, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.query import Query
    from geo.why import Why
    from ui.page import Loaded


def reasons_part(loaded: Loaded, query: Query, area: str, scores: pd.DataFrame) -> str:
    """Say why the area is, or is not, a gap: one sentence a reason, with the figures behind it.

    Parameters
    ----------
    loaded : Loaded
        Data and model.
    query : Query
        What is asked.
    area : str
        The area.
    scores : DataFrame
        `geo.gaps.score_areas` of the query.

    Returns
    -------
    str
        HTML.
    """
    sentences = reason_sentences(loaded, query, area, scores)
    return html.bullets(sentences) if sentences else ""


def reason_sentences(loaded: Loaded, query: Query, area: str, scores: pd.DataFrame) -> list[str]:
    """Say why the area is, or is not, a gap, as plain sentences; none where there are no data.

    Parameters
    ----------
    loaded, query, area, scores
        As for `reasons_part`.
    """
    score = scores.loc[area]
    if score["gap_class"] == "no_data":
        return []
    need = [panel_text.need_sentence(f"{score['need_score']:.0f}", str(score["need_class"]))] if score["need_class"] else []
    facts = why(loaded.model, query, area, scores)
    sentences = [_sentence(code, loaded, query, score, facts) for code in score["reasons"]]
    return [*need, *(sentences or [reason_text.NO_REASON])]


def _sentence(code: str, loaded: Loaded, query: Query, score: pd.Series, facts: Why) -> str:
    unit, catchment, level, sector = str(score["access_unit"]), text.catchment(loaded.settings), query.level, query.sector
    providers, public, pvi = (int(score[name]) for name in IN_REACH)
    words: dict[str, Callable[[], str]] = {
        "none_in_reach": lambda: reason_text.none_in_reach(sector, catchment, str(score["nearest_provider"]), _known(score["nearest_km"])),
        "few_places": lambda: reason_text.few_places(facts.access, unit, facts.lower, facts.areas, facts.middle_access, level),
        "no_public": lambda: reason_text.one_sector(pvi, catchment, reason_text.ONLY_PVI),
        "no_pvi": lambda: reason_text.one_sector(public, catchment, reason_text.ONLY_PUBLIC),
        "quality": lambda: reason_text.quality(facts.judged, facts.unjudged, sector),
        "single_provider": lambda: reason_text.single_provider(
            str(score["key_provider"]),
            facts.access,
            facts.access_without,
            unit,
            gap_target(loaded.model, query),
            text.people(int(score["key_provider_children"])),
            level,
        ),
        "age_gap": lambda: reason_text.age_gap(facts.ages, providers, sector),
    }
    return words[code]()


def _known(value: float) -> float | None:
    return None if pd.isna(value) else value
