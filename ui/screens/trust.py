"""Can I trust this: how complete, how old and how sure the figures are, what is estimated, and who says otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from geo.analysis.providers import held_providers
from geo.method.need import usable_at
from geo.store.dictionary import OLD_AFTER_YEARS
from ui.kit.watch import watched
from ui.scene import agreement, answers, local, providers
from ui.scene.sources import register
from ui.shell.page import changed_line, open_view
from ui.view import describe, page_filters
from ui.words import agreement as agreement_words
from ui.words import pages
from ui.words import trust as words

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View
    from ui.words.pages import Page

Ways = tuple[tuple["Page", str], ...]


@watched(pages.TRUST)
def main() -> None:
    """Draw the page."""
    scene, view = open_view(pages.TRUST)
    st.title(pages.TRUST.title, anchor=False)
    st.markdown(words.LEAD)
    changed_line(scene, page_filters.seen(pages.TRUST, view))
    _answer(view, words.COMPLETE, [_complete(scene)], ((pages.PROVISION, words.TO_PROVISION),))
    _answer(view, words.OLD, [_old(scene)], ((pages.METHODS, words.TO_SOURCES),))
    ways: Ways = (pages.GAP_LIST, words.TO_LIST), (pages.CLOSURES, words.TO_CLOSURES), (pages.HOT_SPOTS, words.TO_CLUSTERS)
    _answer(view, words.SURE, [_sure(scene, view)], (*ways, (pages.BORDERS, words.TO_BORDERS)))
    ways = (pages.MEASURES, words.TO_MEASURES), (pages.METHODS, words.TO_METHODS)
    _answer(view, words.ESTIMATED, [_estimated(scene)], (*ways, (pages.WHAT_WORKS, words.TO_EVIDENCE)))
    ways = (pages.AGREEMENT, words.TO_AGREEMENT), (pages.LOCAL, words.TO_LOCAL)
    _answer(view, words.OTHERWISE, [_published(scene), words.notes(len(local.in_force()))], ways)


def _answer(view: View, title: str, told: list[str], ways: Ways) -> None:
    """Draw one question with its answer, and the pages that say more."""
    st.header(title, anchor=False)
    st.markdown(" ".join(told))
    with st.container(horizontal=True, gap="small"):
        for page, label in ways:
            st.page_link(page.path, label=label, query_params=view.params(), width="content")


def _complete(scene: Scene) -> str:
    listed, services = providers.everything(scene), scene.settings.services
    there = listed[listed["inside"]]
    in_places = there["service_type"].isin([key for key, kind in services.items() if kind.capacity == "places"])
    unknown = int((in_places & there["places"].isna()).sum())
    without = [kind.plural for key, kind in services.items() if key not in set(there["service_type"])]
    return words.complete(held_providers(listed, scene.settings).counting, scene.settings.area.name, unknown, without)


def _old(scene: Scene) -> str:
    known = register(scene, datetime.now(tz=UTC).year)
    return words.old(describe.ages(scene, scene.settings.outcomes), int(known["old"].sum()), len(known), OLD_AFTER_YEARS)


def _sure(scene: Scene, view: View) -> str:
    listed = answers.listed(scene, view.query)
    if listed["gap_score"].isna().all():
        return words.NOT_RANKED
    priority = listed[listed["gap_class"] == "priority"]
    certain = int((priority["how_sure"] == "certain").sum())
    outcome = scene.settings.outcomes[view.query.outcome].name
    return words.sure(len(priority), certain, view.query.level, outcome, scene.settings.confidence.draws)


def _estimated(scene: Scene) -> str:
    listed = providers.everything(scene)
    there = listed[listed["inside"]]
    assumed = float(there.loc[there["places_basis"] == "assumed", "places"].sum())
    uses = {key for outcome in scene.settings.outcomes.values() for key, use in outcome.indicators.items() if use.role != "context"}
    published = scene.atlas.indicators.loc[sorted(uses), "published_level"]
    fine = int(published.map(lambda level: usable_at(level, "ward")).sum())
    return words.estimated(float(there["places"].sum()), assumed, len(published), fine)


def _published(scene: Scene) -> str:
    result = agreement.access(scene)
    if result is None:
        return words.NOTHING_PUBLISHED
    whole = result.table.iloc[0]
    name = str(scene.atlas.indicators.at[result.indicator, "name"])
    strength = agreement_words.strength(whole["spearman"])
    return words.published(name, strength, float(whole["same_order"]), int(result.areas["outlier"].sum()))
