"""The one sentence that answers the question, and what a reader must know beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.base.vocabulary import NURSERY_CLASS
from geo.siting.effect import all_near
from ui.screens.siting import answers, unreached
from ui.view import describe
from ui.words import common
from ui.words import site_effect as effect_words
from ui.words import site_question as question_words
from ui.words import siting as words
from ui.words.scenarios import small

if TYPE_CHECKING:
    import pandas as pd

    from geo.siting.exact import Found
    from ui.screens.siting.question import SiteQuestion


def sentence(asked: SiteQuestion, found: Found, table: pd.DataFrame) -> str:
    """Say what opens where, and what that does; of a later year that first. The arguments are those of `_sentence`."""
    said = _sentence(asked, found, table)
    return said if asked.year is None else question_words.of_year(asked.year, said)


def _sentence(asked: SiteQuestion, found: Found, table: pd.DataFrame) -> str:
    """Say what opens where, and what that does.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    found : Found
        Its answer.
    table : DataFrame
        The answer as `geo.siting.answer.answer_table`.
    """
    prepared, siting = answers.prepared(asked), asked.siting
    if table.empty and siting.objective == "everybody" and all_near(prepared, found.plan):
        several = asked.scene.settings.services[siting.opens].plural
        return effect_words.nobody_needed(several, siting.within_minutes, near(asked), _left_out(asked))
    if table.empty:
        usable = (prepared.instance.bounds.units > 0).any()
        return f"**{words.NOTHING_HELPS if usable else words.NO_SITE}**"
    if siting.objective == "everybody" and all_near(prepared, found.plan):
        return _everybody(asked, table)
    so_far, of_all = float(table["closed_so_far"].iloc[-1]), float(table["of_all"].iloc[-1])
    if siting.objective == "need":
        # What is weighed by need cannot be pictured: it stands with how this is worked out.
        so_far, of_all = _plainly(asked, found)
    does = words.does(
        siting.objective,
        siting.people,
        so_far=so_far,
        of_all=of_all,
        worst=asked.scene.settings.confidence.worst_share,
        minutes=siting.within_minutes,
        near=near(asked),
        unit=prepared.supply.unit,
        one=len(table) == 1,
        in_places=asked.in_places,
        lacks=question_words.lacks(
            describe.where(asked.scene, asked.query),
            asked.scene.settings.outcomes[asked.query.outcome].name,
            in_places=asked.in_places,
        ),
    )
    return words.found(_subject(asked, table), table["site"].astype(str).tolist(), does)


def remarks(asked: SiteQuestion, found: Found, table: pd.DataFrame) -> list[str]:
    """Say what a reader must know: ties, fewer sites than asked for, classes that no school has."""
    prepared, siting = answers.prepared(asked), asked.siting
    first, usable = answers.steps(asked).greedy, int((prepared.instance.bounds.units > 0).sum())
    said = []
    if usable > 1 and first.ties == usable:
        said.append(words.ALIKE)
    elif first.ties > 1:
        said.append(words.ties(first.ties))
    if siting.objective != "everybody" and usable and found.plan.sum() < prepared.count:
        said.append(words.FEWER)
    if siting.objective == "everybody" and np.isfinite(found.fewest) and found.fewest > 0:
        said.append(words.fewest(found.fewest))
    elif siting.objective == "everybody" and len(table) > 1:
        said.append(words.PERHAPS_FEWER)
    settings, one = asked.scene.settings, asked.scene.settings.provision.assumed_nursery_class_places
    largest = float(table["places"].max()) if len(table) and siting.opens == NURSERY_CLASS else 0.0
    if largest > common.CLASSES_OF_A_SCHOOL * one:
        said.append(common.large_class(settings.services[siting.opens].name, largest, one))
    return said


def gains(asked: SiteQuestion, found: Found) -> str:
    """Say who gains, and who is lifted, by name."""
    effect = answers.effect(asked, found.plan)
    gaining, lifted = effect.gaining, effect.lifted
    most = gaining.sort_values(["places", "children_0_4"], ascending=False, kind="stable")
    by_access = asked.siting.by_access
    return effect_words.gains(
        len(gaining),
        int(gaining["children_0_4"].sum()),
        len(lifted),
        int(lifted["children_0_4"].sum()),
        _places(most),
        effect_words.ABOVE if by_access else effect_words.within(asked.siting.within_minutes),
    )


def scope(asked: SiteQuestion) -> str:
    """Say for which outcome area the answer is, and whose families are counted where districts are chosen: others may gain too."""
    name = asked.scene.settings.outcomes[asked.query.outcome].name
    return effect_words.scope(name, describe.where(asked.scene, asked.query) if asked.query.districts else "")


def counted(asked: SiteQuestion, found: Found, table: pd.DataFrame) -> list[str]:
    """Say in figures what is closed, where the headline has none; and as the objective counts it, where that is weighed by need."""
    if asked.siting.objective not in {"need", "places"} or table.empty:
        return []
    what = words.short(in_places=asked.in_places)
    plainly = [] if asked.in_places else [words.plainly(*_plainly(asked, found), what)]
    so_far, of_all = float(table["closed_so_far"].iloc[-1]), float(table["of_all"].iloc[-1])
    return [*plainly, *([words.weighed(so_far, of_all, what)] if asked.siting.objective == "need" else [])]


def _plainly(asked: SiteQuestion, found: Found) -> tuple[float, float]:
    """Count the places or sites short that are closed, and all of them, without any weight."""
    effect = answers.effect(asked, found.plan)
    return float(effect.closed.sum()), effect.short


def near(asked: SiteQuestion) -> str:
    """Name what a journey leads to."""
    settings = asked.scene.settings
    return effect_words.nearest(asked.siting.near, small(settings.services[asked.siting.opens].name), settings.access.mode)


def _places(areas: pd.DataFrame) -> list[str]:
    """Name neighbourhoods; a label begins with the ward and ends with the name of the district."""
    return areas["label"].astype(str).tolist()


def _everybody(asked: SiteQuestion, table: pd.DataFrame) -> str:
    names = table["site"].astype(str).tolist()
    return effect_words.everybody(_subject(asked, table, more=True), names, asked.siting.within_minutes, near(asked), _left_out(asked))


def _left_out(asked: SiteQuestion) -> str:
    away = unreached.rows(asked)
    return effect_words.left_out(away["label"].tolist(), int(away["children"].sum()))


def _subject(asked: SiteQuestion, table: pd.DataFrame, *, more: bool = False) -> str:
    service = asked.scene.settings.services[asked.siting.opens]
    each, together = None, None
    if asked.in_places:
        sizes = table["places"].astype(int)
        each = int(sizes.iloc[0]) if sizes.min() == sizes.max() else None
        together = None if each is not None else int(sizes.sum())
    return words.subject(len(table), small(service.whole_name), service.whole_plural, each, together, more=more)
