"""The form of Where to put it: what it offers follows outcome area and districts, and nothing stale stays behind."""

from __future__ import annotations

from itertools import pairwise

import pytest

from geo.method.query import Query
from geo.siting.question import can_open, default_siting
from tests.helpers.screens import open_page, words
from ui.scene import loading
from ui.screens.siting import form, opens
from ui.words import pages
from ui.words import site_question as question_text
from ui.words import siting as text
from ui.words.plain import plain
from ui.words.scenarios import small

PAGE = pages.SITING.path
EARLY = "early_education"
FENLAND = "E07000010"
ASKED = "site_asked:yes"
OUTCOMES = list(loading.shared_settings().outcomes)


def visit(*find, outcome=EARLY, **params):
    app = open_page(PAGE, outcome=outcome, find=list(find), **params)
    assert not app.exception
    return app


def finds_of(app):
    given = app.query_params.get("find", [])
    return set(given if isinstance(given, list) else [given])


def of_name(names):
    services = loading.shared_settings().services
    return [next(key for key, service in services.items() if name in (service.name, service.whole_name)) for name in names]


@pytest.mark.parametrize(("here", "there"), [*pairwise(OUTCOMES), (OUTCOMES[-1], OUTCOMES[0]), (EARLY, "family_security")])
def test_another_outcome_area_takes_back_what_was_to_open_and_where(here, there):
    app = visit(ASKED, outcome=here)
    box = app.selectbox(key=f"site_opens_{here}")
    own = [name for name in box.options if name in {service.whole_name for service in loading.shared_settings().services.values()}]
    box.set_value(of_name(own)[-1]).run()
    kinds = app.multiselect(key=f"site_kind_{here}")
    kinds.set_value(of_name(kinds.options)[:1]).run()
    assert not app.exception
    assert any(entry.startswith("site_kind:") for entry in finds_of(app))
    app.selectbox(key="filter_outcome").set_value(there).run()
    assert not app.exception
    assert finds_of(app) == {ASKED}
    fresh = visit(ASKED, outcome=there)
    assert app.selectbox(key=f"site_opens_{there}").value == fresh.selectbox(key=f"site_opens_{there}").value
    assert app.multiselect(key=f"site_kind_{there}").value == fresh.multiselect(key=f"site_kind_{there}").value
    assert app.markdown[1].value == fresh.markdown[1].value


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_type_of_possible_site_can_be_asked_in_every_outcome_area(outcome):
    app = visit(ASKED, outcome=outcome)
    for kind in of_name(app.multiselect(key=f"site_kind_{outcome}").options):
        app.multiselect(key=f"site_kind_{outcome}").set_value([kind]).run()
        assert not app.exception, kind
        assert f"site_kind:{kind}" in finds_of(app) or app.multiselect(key=f"site_kind_{outcome}").value == [kind]


def test_sites_that_can_be_named_lie_in_the_chosen_districts():
    app = visit(ASKED, "site_never:ofsted-1", district=[FENLAND])
    app.session_state["unfolded"] = {"site_limits": True}
    app.run()
    scene = loading.load()
    providers = scene.atlas.providers
    # An id that is none is still there to be taken out.
    labels = [label for label in app.multiselect(key="site_must").options if label != "ofsted-1"]
    there = providers[(providers["service_type"] == "primary_school") & (providers["district_code"] == FENLAND)]
    assert len(labels) == len(there) > 10
    assert all("Fenland" in label for label in labels)
    assert text.possible(len(there), "Fenland") in words(app)
    # What the limits leave out is not counted.
    never = visit(ASKED, f"site_never:{there.index[0]}", district=[FENLAND])
    assert text.possible(len(there) - 1, "Fenland") in words(never)
    assert text.possible(0, "Fenland") in words(visit(ASKED, f"site_most:{FENLAND}=0", district=[FENLAND]))


def test_a_type_without_a_site_in_the_chosen_districts_is_not_offered():
    scene = loading.load()
    districts = scene.model.areas["district"].index
    there = {code: set(form._of_kinds(scene, (code,))) for code in districts}
    code, kind = next((code, kind) for code in districts for kind in form._of_kinds(scene, ()) if kind not in there[code])
    name = scene.settings.services[kind].name
    assert name in visit(ASKED).multiselect(key=f"site_kind_{EARLY}").options
    assert name not in visit(ASKED, district=[code]).multiselect(key=f"site_kind_{EARLY}").options


def test_the_level_that_changes_nothing_here_is_not_among_the_filters_and_stays_in_the_link():
    app = visit(ASKED, level="ward")
    assert "filter_level" not in {box.key for box in app.selectbox}
    assert app.query_params["level"] == "ward"
    assert app.markdown[1].value == visit(ASKED).markdown[1].value


# --- types of another outcome area ------------------------------------------------------------------------------------


def test_every_type_of_every_outcome_area_can_be_chosen_and_leads_to_an_area_for_which_it_counts():
    settings = loading.shared_settings()
    own = {outcome: set(can_open(settings, Query(outcome))) for outcome in OUTCOMES}
    for service in sorted(set().union(*own.values())):
        app = visit(ASKED, "site_kind:library", district=[FENLAND])
        app.selectbox(key=f"site_opens_{EARLY}").set_value(service).run()
        assert not app.exception
        there = app.query_params["outcome"]
        assert (there if isinstance(there, str) else there[0]) == EARLY or service not in own[EARLY]
        now = there if isinstance(there, str) else there[0]
        assert service in own[now]
        assert app.selectbox(key=f"site_opens_{now}").value == service
        # What was chosen besides stays, and a change of the outcome area is said.
        assert {f"site_opens:{service}", "site_kind:library"} <= finds_of(app) or service == default_siting(settings, Query(EARLY)).opens
        said = question_text.moved(settings.services[service].name, settings.outcomes[EARLY].name, settings.outcomes[now].name)
        assert (said in words(app)) == (service not in own[EARLY])


def test_an_outcome_area_that_a_type_counts_for_too_is_one_press_away():
    settings, hub = loading.shared_settings(), "family_hub"
    app = visit(district=[FENLAND])
    app.selectbox(key=f"site_opens_{EARLY}").set_value(hub).run()
    others = [key for key in OUTCOMES if hub in settings.outcomes[key].services][1:]
    app.button(key=f"site_outcome_{others[-1]}").click().run()
    assert not app.exception
    assert app.query_params["outcome"] in (others[-1], [others[-1]])
    assert app.selectbox(key=f"site_opens_{others[-1]}").value == hub
    assert app.query_params["district"] in (FENLAND, [FENLAND])
    # Another outcome area that the reader chooses takes the notice away.
    app.selectbox(key="filter_outcome").set_value("school_readiness").run()
    assert not app.info


def test_a_type_that_the_filter_left_out_takes_the_filter_away_and_says_so():
    app = visit(ASKED, service=["day_nursery"])
    app.selectbox(key=f"site_opens_{EARLY}").set_value("school_nursery").run()
    assert not app.exception
    assert "service" not in app.query_params
    assert question_text.lifted(loading.shared_settings().services["school_nursery"].name) in words(app)


# --- one place decides which districts a question is about --------------------------------------------------------------


@pytest.mark.parametrize("districts", [[], [FENLAND]])
@pytest.mark.parametrize("outcome", [EARLY, "healthy_birth"])
def test_each_ready_made_question_names_the_districts_that_it_is_asked_of(outcome, districts):
    names, area = loading.load().model.areas["district"]["name"], loading.shared_settings().area.name
    labels = [
        button.label
        for button in visit(outcome=outcome, district=districts).button
        if "help most" in button.label or "How many more" in button.label
    ]
    assert len(labels) == (4 if outcome == EARLY else 3)
    for label in labels:
        app = visit(outcome=outcome, district=districts)
        next(button for button in app.button if button.label == label).click().run()
        assert not app.exception
        asked = app.query_params.get("district", [])
        asked = [asked] if isinstance(asked, str) else list(asked)
        assert f" in {names[asked[0]] if asked else area} " in label.replace("\\", "")
        assert sorted(app.multiselect(key="filter_district").value) == sorted(asked)


def test_one_button_asks_the_question_of_the_form():
    assert [button.label for button in visit().button].count(question_text.FIND) == 1
    assert visit().button(key="site_find").label == question_text.FIND


def test_where_and_what_are_asked_at_the_head_of_an_empty_page_and_set_what_the_bar_sets():
    scene = loading.load()
    districts = scene.atlas.at("district")["name"]
    code, name = str(districts.index[1]), str(districts.iloc[1])
    app = open_page(pages.SITING.path, outcome="healthy_birth")
    box = app.selectbox(key=f"site_district_{len(districts) + 1}")
    assert (box.label, box.value) == (question_text.WHERE, "all")
    box.set_value(code).run()
    assert not app.exception
    assert app.query_params["district"] in (code, [code])
    assert app.multiselect(key="filter_district").value == [code]
    app.selectbox(key="site_opens_healthy_birth").set_value("maternity_unit").run()
    one = question_text.ask_one(small(scene.settings.services["maternity_unit"].name), None, name)
    next(button for button in app.button if button.label == one).click().run()
    assert not app.exception
    assert {"site_asked:yes", "site_opens:maternity_unit", "site_add:1"} <= set(app.query_params["find"])
    assert not [one for one in app.selectbox if str(one.key).startswith("site_district")]
    # It shows several that the bar has, and leaves them until one is chosen.
    both = open_page(pages.SITING.path, outcome="healthy_birth", district=list(districts.index[:2]))
    assert both.selectbox(key=f"site_district_{len(districts) + 2}").value == "several"


def test_a_question_of_another_outcome_area_says_for_which_its_kind_counts():
    app = open_page(pages.SITING.path, outcome="early_education")
    settings = loading.load().settings
    names = [settings.outcomes[key].name for key in opens.outcomes_of(settings)["family_hub"]]
    assert plain(question_text.counts_for(settings.services["family_hub"].name, names, names[0])) in [one.value for one in app.caption]
