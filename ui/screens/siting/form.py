"""The form of the question: every field is drawn from the link, and a change of one is a new question."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.siting.prepare import counted_by
from geo.siting.question import MOST_TOTAL, NEAR, OBJECTIVES, PEOPLE, can_open
from ui.scene import memo
from ui.screens.scenarios import offered
from ui.screens.siting import opens
from ui.screens.siting.own import bring
from ui.screens.siting.question import MOST_ADD, MOST_NAMED, MOST_WITHIN, NO_KIND, SECTORS, is_asked, with_limits_in
from ui.view import describe, finds
from ui.view.widgets import fold, follow, follow_clearable, follow_default, follow_option
from ui.words import common
from ui.words import site_effect as effect_words
from ui.words import site_question as question_words
from ui.words import siting as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.siting.question import Siting
    from geo.whatif.scene import Scene
    from ui.screens.siting.own import OwnSites
    from ui.view.state import View

TIMED = frozenset({"within", "everybody"})
JOURNEYS = frozenset({"travel", "within", "everybody"})


def form(scene: Scene, ground: Scene, view: View, siting: Siting, own: OwnSites | None) -> None:
    """Draw the form.

    Parameters
    ----------
    scene : Scene
        What can be opened, and where.
    ground : Scene
        The area in which sites of an own list are placed.
    view : View
        The link.
    siting : Siting
        What it asks.
    own : OwnSites, optional
        A list that the reader has brought.
    """
    st.header(words.FORM_TITLE, anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        _aim(scene, view, siting)
    with right:
        _what(scene, view, siting)
        _candidates(scene, view, siting, own)
        folded = fold(words.MORE, "site_limits")
        if folded.open:
            with folded:
                _limits(scene, view, siting, own)
        bring(ground)


def of_year(now: int | None, years: Sequence[int]) -> None:
    """Draw the choice of a year, where later years can be asked for."""
    if not years:
        return
    options = [question_words.TODAY, *(f"{year}" for year in years)]
    # One box for each set of years: a browser keeps what was chosen in the other.
    given = follow_option(
        f"site_year_{len(options)}",
        question_words.TODAY if now is None else f"{now}",
        options,
        lambda new: finds.keep("site_year", "" if new == question_words.TODAY else new),
    )
    st.selectbox(question_words.YEAR, options, help=question_words.YEAR_HELP, width=260, **given)


def _aim(scene: Scene, view: View, siting: Siting) -> None:
    """Draw the objectives, each with all its words, and what goes with the one that is chosen."""
    settings = scene.settings
    about = [words.aim_help(aim, settings.confidence.worst_share, siting.within_minutes) for aim in OBJECTIVES]
    given = follow_option("site_aim", siting.objective, OBJECTIVES, partial(finds.keep, "site_aim"))
    st.radio(words.AIM, OBJECTIVES, format_func=words.AIMS.__getitem__, captions=about, **given)
    if siting.objective in TIMED:
        minutes = follow("site_within", siting.within_minutes, lambda new: finds.keep("site_within", f"{new:g}"))
        st.number_input(words.WITHIN, 1.0, MOST_WITHIN, step=1.0, format="%g", help=words.WITHIN_HELP, **minutes)
    if not siting.by_access:
        _near(scene, view, siting)
    if siting.objective in JOURNEYS:
        people = follow_option("site_people", counted_by(siting), PEOPLE, partial(finds.keep, "site_people"))
        st.selectbox(words.PEOPLE, PEOPLE, format_func=words.PEOPLES.__getitem__, **people)


def _near(scene: Scene, view: View, siting: Siting) -> None:
    """Draw what counts as near, where more than one type of service does."""
    services, query = scene.settings.services, view.query
    counted = [services[key].name for key in can_open(scene.settings, query)]
    if len(counted) > 1:
        label = partial(effect_words.near_option, opens=services[siting.opens].name, services=counted)
        given = follow_option(f"site_near_{query.outcome}", siting.near, NEAR, partial(finds.keep, "site_near"))
        st.radio(effect_words.NEAR_LABEL, NEAR, format_func=label, **given)


def _what(scene: Scene, view: View, siting: Siting) -> None:
    if is_asked(view):
        # Before anything is asked it stands at the head of the page.
        opens.draw(scene, view, siting)
    sectors = SECTORS if view.query.sector == "all" else (view.query.sector,)
    chosen = follow_default(f"site_sector_{len(sectors)}", siting.sector, partial(finds.keep, "site_sector"))
    st.segmented_control(words.SECTOR, sectors, format_func=common.SECTOR_NAMES.__getitem__, required=True, **chosen)
    many, size = st.columns(2, vertical_alignment="bottom")
    if siting.objective != "everybody":
        count = follow("site_add", siting.add, lambda new: finds.keep("site_add", f"{new}"))
        many.number_input(words.ADD, 1, MOST_ADD, help=words.ADD_HELP, **count)
    if scene.settings.outcomes[view.query.outcome].access == "places":
        places = follow("site_places", siting.unit, lambda new: finds.keep("site_places", f"{new}"))
        size.number_input(words.PLACES, 1, MOST_TOTAL, help=words.PLACES_HELP, **places)


def _candidates(scene: Scene, view: View, siting: Siting, own: OwnSites | None) -> None:
    services, key = scene.settings.services, f"site_kind_{view.query.outcome}"
    there = _of_kinds(scene, view.query.districts)
    options = [kind for kind in services if kind in there or kind in siting.kinds]
    given = follow_default(key, list(siting.kinds), lambda new: finds.keep("site_kind", new or NO_KIND))
    hint = words.KINDS_NONE if own is not None else words.KINDS
    st.multiselect(words.KINDS, options, format_func=lambda key: services[key].name, help=words.KINDS_HELP, placeholder=hint, **given)
    st.caption(words.possible(_possible(scene, view, siting, own), describe.where(scene, view.query)))


def _possible(scene: Scene, view: View, siting: Siting, own: OwnSites | None) -> int:
    """Count the possible sites that the limits leave: none that may not be, and none in a district where none may be."""
    district_of = scene.model.atlas.providers["district_code"].to_dict()
    if own is not None:
        district_of |= own.table["district_code"].to_dict()
    shut = {code for code, most in siting.limits.at_most if most == 0}
    names, never = _names(scene, view, siting.kinds, own), siting.limits.never
    return sum(code not in never and district_of.get(code) not in shut for code in names)


def _limits(scene: Scene, view: View, siting: Siting, own: OwnSites | None) -> None:
    names, labels = _names(scene, view, siting.kinds, own), offered.labels(scene)
    for field, label, codes in (("site_must", words.MUST, siting.limits.must), ("site_never", words.NEVER, siting.limits.never)):
        options = [*names, *(code for code in codes if code not in names)]
        given = follow_default(field, list(codes), partial(finds.keep, field))
        st.multiselect(
            label,
            options,
            format_func=lambda code: names.get(code) or labels.get(code, code),
            placeholder=words.SITES_HINT,
            max_selections=MOST_NAMED,
            **given,
        )
    apart, budget = st.columns(2, vertical_alignment="bottom")
    distance = follow("site_apart", siting.limits.apart_km, lambda new: finds.keep("site_apart", f"{new:g}" if new else ""))
    apart.number_input(words.APART, 0.0, 100.0, step=0.5, format="%g", help=words.APART_HELP, **distance)
    if own is not None and own.has_costs:
        money = follow_clearable("site_budget", siting.limits.budget, lambda new: finds.keep("site_budget", _written(new)))
        budget.number_input(words.BUDGET, 0.0, step=1000.0, format="%g", help=words.BUDGET_HELP, **money)
    if scene.settings.outcomes[view.query.outcome].access == "places" and siting.objective != "everybody":
        _shared_out(siting)
    _in_districts(scene, view, siting)


def _shared_out(siting: Siting) -> None:
    total, cap = st.columns(2, vertical_alignment="bottom")
    given = follow_clearable("site_total", siting.limits.places, lambda new: finds.keep("site_total", _written(new)))
    total.number_input(words.TOTAL, 1, MOST_TOTAL, help=words.TOTAL_HELP, **given)
    if siting.limits.places is not None and siting.limits.most_per_site is not None:
        most = follow("site_cap", siting.limits.most_per_site, lambda new: finds.keep("site_cap", f"{new}"))
        cap.number_input(words.CAP, siting.unit, MOST_TOTAL, **most)


def _in_districts(scene: Scene, view: View, siting: Siting) -> None:
    districts = scene.model.areas["district"]["name"]
    options = [str(code) for code in districts.index if not view.query.districts or code in view.query.districts]
    chosen = with_limits_in(view, scene)
    options += [code for code in chosen if code not in options]
    given = follow_default("site_in", chosen, lambda new: _keep_districts(view, new))
    st.multiselect(words.IN_DISTRICT, options, format_func=lambda code: str(districts[code]), placeholder=words.IN_DISTRICT_HINT, **given)
    bounds = {"site_least": dict(siting.limits.at_least), "site_most": dict(siting.limits.at_most)}
    for code in chosen:
        for field, label, place in zip(bounds, (words.least, words.most), st.columns(2), strict=True):
            number = follow_clearable(f"{field}_{code}", bounds[field].get(code), partial(_keep_number, view, field, code))
            place.number_input(label(str(districts[code])), 0, MOST_TOTAL, **number)


def _keep_districts(view: View, codes: list[str]) -> None:
    """Name the districts with a number; what was asked of the others goes."""
    for field in ("site_least", "site_most"):
        finds.keep(field, [pair for pair in finds.several(view.find, field) if pair.partition("=")[0] in codes])
    finds.keep("site_in", codes)


def _keep_number(view: View, field: str, code: str, number: int | None) -> None:
    others = [pair for pair in finds.several(view.find, field) if pair.partition("=")[0] != code]
    finds.keep(field, others if number is None else [*others, f"{code}={number}"])


def _written(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"


@memo.shared()
def _of_kinds(scene: Scene, districts: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Name the providers of the chosen districts (all, if none is chosen), by type."""
    providers, found = scene.model.atlas.providers, dict[str, dict[str, str]]()
    inside = providers["lsoa_code"].notna() & providers["district_code"].isin(districts or scene.model.areas["district"].index)
    kind_of = providers.loc[inside, "service_type"].to_dict()
    for code, label in offered.labels(scene).items():
        if code in kind_of:
            found.setdefault(str(kind_of[code]), {})[code] = label
    return found


def _names(scene: Scene, view: View, kinds: tuple[str, ...], own: OwnSites | None) -> dict[str, str]:
    """Name all possible sites of the chosen districts, those of an own list first."""
    districts, there = view.query.districts, _of_kinds(scene, view.query.districts)
    listed = pd.Series(dtype=object) if own is None else own.table["site"]
    if own is not None and districts:
        listed = listed[own.table["district_code"].isin(districts)]
    of_kinds = {code: label for kind in kinds for code, label in there.get(kind, {}).items()}
    return {**{str(code): str(name) for code, name in listed.items()}, **of_kinds}
