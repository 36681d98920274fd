"""The form of Where to put it: what it offers follows outcome area and districts, and nothing stale stays behind."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.helpers.screens import open_page, words
from ui.scene import loading
from ui.screens.siting import form
from ui.words import pages
from ui.words import siting as text

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
    return [next(key for key, service in services.items() if service.name == name) for name in names]


@pytest.mark.parametrize(("here", "there"), [*pairwise(OUTCOMES), (OUTCOMES[-1], OUTCOMES[0]), (EARLY, "family_security")])
def test_another_outcome_area_takes_back_what_was_to_open_and_where(here, there):
    app = visit(ASKED, outcome=here)
    box = app.selectbox(key=f"site_opens_{here}")
    box.set_value(of_name(box.options)[-1]).run()
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
