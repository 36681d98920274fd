"""Walks through the pages without a browser: whatever was chosen before, each stop shows what its link shows to a fresh visit."""

from __future__ import annotations

import json
import random
import re
from datetime import UTC, datetime

import pandas as pd
import pytest

from geo.analysis.providers import BASES, INSPECTIONS
from geo.siting.question import NEAR, OBJECTIVES, PEOPLE
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from geo.whatif.scenario.acts import KINDS
from tests.helpers.screens import given, open_page, words
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import ASH, COUNTY, LSOAS
from ui.map import simple
from ui.scene import loading
from ui.screens.scenarios import offered
from ui.screens.scenarios.draft import AGES
from ui.view import finds
from ui.words import pages

MAP, LIST, HOME = "pages/1_Gap_map.py", "pages/2_Gap_list.py", "app.py"
TITLES = {page.path: page.title for page in pages.PAGES}
PAGES = [page.path for page in pages.PAGES if page != pages.REPORT]
SECTIONS = {page.path for page in pages.PAGES if page.is_section}
STEPS = 7
# Maps and charts, as they are sent.
DRAWINGS = ("deck_gl_json_chart", "arrow_vega_lite_chart", "vega_lite_chart", "metric")
# One change of a provider that is not the marked one, and one in a neighbourhood.
SCENARIO = [f"open:day_nursery:pvi:30:{LSOAS[5]}", f"homes:{LSOAS[0]}:100:30", "take_up:all:3-4:95"]
# What the form of a change asks for, by kind and by how the place is said.
WAYS = {"at": [], "place": [f"act_place:{ASH}"], "postcode": [], "area": []}
FORMS = [{"find": [f"act:{kind}", f"act_by:{by}", *more]} for kind in KINDS for by, more in WAYS.items()]
FORM_PAGES = ("pages/14_Your_data.py", "pages/15_Local_knowledge.py")


@pytest.fixture
def marked(tiny, monkeypatch):
    """The tiny atlas with other borders, other travel, take-up of funded hours, and a provider that local knowledge marks."""
    with_workspace(tiny)
    tiny.edit_text(
        "config.toml", 'mode = "drive"', 'mode = "drive"\noffered = [{mode = "walk", minutes = 15}, {mode = "drive", minutes = 15}]'
    )
    with tiny.config.open("a", encoding="utf-8") as config:
        config.write('\n[borders.two]\nname = "Two"\nfile = "borders/two.csv"\n')
    (tiny.data / "borders").mkdir()
    groups = "".join(f"{code},{'West' if place % 2 else 'East'}\n" for place, code in enumerate(LSOAS))
    (tiny.data / "borders" / "two.csv").write_text(f"lsoa_code,group\n{groups}", encoding="utf-8", newline="\n")
    rows = (f"{COUNTY},0-2,disadvantaged,,50,official", f"{COUNTY},3-4,universal,170,150,official")
    taken = "\n".join(["area_code,age,entitlement,eligible,registered,source_id", *rows, ""])
    (tiny.data / "take_up.csv").write_text(taken, encoding="utf-8", newline="\n")
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    ledger = Ledger(tiny.config.parent / "kept" / "ledger.sqlite")
    scene = loading.load()
    settings, atlas = scene.settings, scene.atlas
    inside = atlas.providers[atlas.providers["lsoa_code"].notna() & atlas.providers["service_type"].isin(["day_nursery", "school_nursery"])]
    ledger.add([Entry("provider", str(inside.index[0]), "closing", "", "A Lead", datetime.now(UTC).date().isoformat())])
    return settings, atlas


def start(page=HOME, params=None):
    return open_page(page, **(params or {}))


def go(app, page, params=None):
    """Open another page of the same visit, by the navigation (with its parameters) or by a bare address."""
    app.switch_page(page)
    app.query_params.clear()
    for name, value in (params or {}).items():
        app.query_params[name] = value
    return app.run()


def navigation(app, page):
    """The parameters that the link to a page carries; a section has the one of the page that leads there, which hands them on."""
    listed = pages.TRUST.title if page in SECTIONS else TITLES[page]
    link = next(link.proto for link in app.sidebar.get("page_link") if link.proto.label == listed)
    found: dict[str, list[str]] = {}
    for pair in filter(None, link.query_string.split("&")):
        name, _, value = pair.partition("=")
        found.setdefault(name, []).append(value.replace("%3A", ":"))
    return found


def controls_of(app):
    """Every control of a page that has a name of its own."""
    kinds = (app.selectbox, app.multiselect, app.toggle, app.slider, app.number_input, app.text_input, app.button_group)
    return [control for kind in kinds for control in kind if control.key]


LOOKED_AT = ("fit", "look", "home")
LOOKS_AT = re.compile(r'\\"initialViewState\\":{[^}]*}')


def maps(app):
    """The light maps of a page, as they are sent; where they look is no part of a link."""
    specs = [part["spec"] for part in given(app, simple.KEY, simple.SECOND)]
    return [json.dumps({name: value for name, value in spec.items() if name not in LOOKED_AT}) for spec in specs]


def shown(app):
    """Everything that a page shows: words, tables, and the state of every control."""
    controls = [(type(control).__name__, control.key, control.value) for control in controls_of(app)]
    tables = [frame.value.to_csv() for frame in app.dataframe]
    pieces = [str(part.proto.body) for part in app.get("html")]
    # A filter never moves a map, so where it looks is no part of a link.
    drawings = [LOOKS_AT.sub("", str(part.proto)) for kind in DRAWINGS for part in app.get(kind)] + maps(app)
    links = [(link.proto.label, link.proto.query_string) for link in app.get("page_link")]
    return {"words": words(app), "controls": controls, "tables": tables, "html": pieces, "links": links, "drawings": drawings}


def assert_as_fresh(app, page):
    """A fresh visit that is given this address sees the same."""
    address = dict(app.query_params)
    assert not app.exception
    here, there = shown(app), shown(start(page, address))
    for part, value in here.items():
        assert value == there[part], (page, address, part)


def choices(app, settings, atlas):
    """Give what a reader could do on the page: a control, and a value to give it."""
    services = list(settings.services)
    districts = atlas.at("district").index.tolist()
    options = {
        "filter_outcome": list(settings.outcomes),
        "filter_level": ["lsoa", "ward", "district"],
        "filter_colour": ["need", "mix", "indicator"],
        "filter_target": ["atlas_median", "own"],
        "filter_form": ["e2sfca", "3sfca"],
        "filter_travel": [f"{one.mode}:{one.minutes:g}" for one in settings.access.offered],
        "filter_borders": ["today", *settings.borders],
        "measure_of_page": atlas.indicators.index.tolist()[:3],
        "filter_district": [[], districts[:1], districts[:2]],
        "filter_sector": ["public", "pvi", "all"],
        "filter_measure": ["need", "access"],
        "find_services": [["day_nursery"], []],
        "find_inspections": [list(INSPECTIONS[:1]), list(INSPECTIONS[1:]), []],
        "find_bases": [list(BASES[:1]), list(BASES[1:]), []],
        "compare_pick": [districts[:2], districts[:1]],
        "act": list(KINDS),
        "act_sector": ["pvi", "public"],
        "act_whose": ["pvi", "public", "all"],
        "act_age": list(AGES),
        "act_age_of_take_up": ["3-4"],
        "act_entitlement": ["universal", ""],
        "act_district": ["", *districts[:1]],
        "act_by_4": ["place", "postcode", "area", "at"],
        "act_by_3": ["place", "postcode", "area"],
        "shows": ["before", "after", "both", "change"],
        "filter_map": ["detailed", "simple"],
        "ahead_year": ["2026", "2030"],
        "report_year": ["2025", "2027"],
        "report_council": ["All"],
        "ahead_homes": ["within", "neither", "on_top"],
        "ahead_shared": ["expected_users", "every_child"],
        "ahead_take_up": ["3=80", ""],
    }
    options |= {f"site_near_{outcome}": list(NEAR) for outcome in settings.outcomes}
    options |= {f"evidence_services_{outcome}": [services[:1], []] for outcome in settings.outcomes}
    options |= {"site_aim": list(OBJECTIVES), "site_people": list(PEOPLE), "site_sector_2": ["pvi", "public"]}
    # Homes of the scenario give years to choose from.
    options |= {f"site_year_{count}": ["2030", "Today"] for count in range(2, 20)}
    # All of the area, one district; and where several are chosen these.
    options |= {f"site_district_{len(districts) + more}": ["all", *districts[:2]] for more in (1, 2)}
    boxes = (*app.selectbox, *app.radio, *app.multiselect, *app.button_group)
    found = [(box, value) for box in boxes for value in options.get(box.key, ())]
    # What these offer depends on level, borders and outcome area.
    labels = pd.concat([atlas.at(level)["label"] for level in ("lsoa", "ward", "district")])
    for box in (box for box in app.selectbox if box.key == "pick_area"):
        found += [(box, code) for code in labels.index[labels.isin(box.options)]]
    found += [(box, option.removeprefix("Provider ")) for box in app.selectbox if box.key == "closure" for option in box.options]
    # What the form of a change offers depends on outcome area and kind.
    known = {"act_area": dict(labels), "act_service": {key: service.name for key, service in settings.services.items()}}
    known |= dict.fromkeys(("act_at", "act_provider"), offered.labels(loading.load()))
    known |= {"act_inside": offered.whereabouts(loading.load()), "act_place": offered.named(loading.load())}
    known |= {f"act_near_{code}": dict(labels) for code in known["act_place"]}
    for box in (box for box in app.selectbox if box.key in known):
        found += [(box, code) for code, name in known[box.key].items() if name in box.options]
    for box in (box for box in app.multiselect if box.key == "filter_service"):
        counted = [key for key, service in settings.services.items() if service.name in box.options]
        found += [(box, value) for value in (counted[:1], counted[1:], [])]
    # What a form of sites offers is named as service types are.
    for box in (*app.selectbox, *app.multiselect):
        named = [key for key, service in settings.services.items() if {service.name, service.whole_name} & set(box.options)]
        found += [(box, key) for key in named if str(box.key).startswith("site_opens")]
        found += [(box, value) for value in (named[:1], named[1:3], []) if str(box.key).startswith("site_kind")]
    found += [(one, not one.value) for one in app.toggle]
    found += [(one, 0.0 if one.value == 2 else 2.0) for one in app.slider]
    found += [(one, 12.3 if isinstance(one.value, float) else 12) for one in app.number_input]
    return found + [(one, "a") for one in app.text_input if one.key]


def test_switched_off_assumed_places_stay_switched_off_on_every_page():
    app = start(LIST, {"outcome": "school_readiness", "district": "E07000011"})
    app.toggle(key="filter_assumed").set_value(False).run()
    finding = app.markdown[0].value
    for page in (HOME, "pages/4_Hot_spots.py", MAP, LIST):
        go(app, page)
        assert app.query_params["assumed"] == "no", page
    assert app.markdown[0].value == finding
    assert not app.toggle(key="filter_assumed").value


def test_every_link_of_the_navigation_carries_the_view():
    params = {"outcome": "school_readiness", "level": "ward", "assumed": "no", "map": "detailed", "weight": "idaci:2"}
    app = start(LIST, params)
    for page in TITLES:
        assert navigation(app, page) == {name: [value] for name, value in params.items()}, page
    assert navigation(start(HOME), LIST) == {}


def test_a_walk_draws_from_every_control_of_every_page(marked):
    """A control without a value to give it, or one whose key has changed, would never be touched."""
    untouched, touched = set(), set()
    for page in PAGES:
        if page in FORM_PAGES:
            continue
        for form in FORMS if page == pages.WHAT_IF.path else ({},):
            app = start(page, {"outcome": "school_readiness", "do": SCENARIO, "find": ["ahead_shared:expected_users"], **form})
            app.session_state["own_settings"] = True
            app.run()
            with_values = {control.key for control, _ in choices(app, *marked)}
            touched |= with_values
            untouched |= {(page, control.key) for control in controls_of(app) if control.key not in with_values}
    assert untouched == set(), sorted((key, page) for page, key in untouched)
    assert len(touched) > 20, touched


@pytest.mark.parametrize("seed", range(6))
def test_any_walk_shows_at_each_stop_what_its_link_shows(seed, marked):
    chance = random.Random(seed)  # noqa: S311 - a walk, no secret
    page = chance.choice(PAGES)
    app = start(page, {"do": SCENARIO} if seed % 2 else None)
    for _ in range(STEPS):
        if chance.random() < 0.4:
            target = chance.choice(PAGES)
            go(app, target, navigation(app, target) if chance.random() < 0.7 else None)
            page = target
        else:
            app.session_state["own_settings"] = True
            app.run()
            possible = choices(app, *marked)
            if possible:
                control, value = chance.choice(possible)
                control.set_value(value).run()
        app.session_state["own_settings"] = False
        app.run()
        if page in FORM_PAGES:
            continue  # forms: what is typed there is sent, not shown
        assert_as_fresh(app, page)


def test_an_old_address_that_a_quick_reader_sends_along_takes_nothing_back():
    """A press before the browser has the address of the press before: both count."""
    app = start(LIST, {"outcome": "school_readiness"})
    old = dict(app.query_params)
    app.toggle(key="filter_assumed").set_value(False).run()
    app.query_params.clear()
    app.query_params.update(old)
    app.selectbox(key="filter_level").set_value("ward").run()
    assert app.query_params["level"] == "ward"
    assert app.query_params["assumed"] == "no"


def test_back_to_an_address_of_before_shows_what_it_showed():
    app = start(LIST, {"outcome": "school_readiness"})
    app.selectbox(key="filter_level").set_value("ward").run()
    app.toggle(key="filter_assumed").set_value(False).run()
    go(app, LIST, {"outcome": "school_readiness", "level": "ward"})
    assert app.toggle(key="filter_assumed").value
    assert app.selectbox(key="filter_level").value == "ward"
    assert_as_fresh(app, LIST)


@pytest.mark.parametrize(
    ("page", "key", "value", "found"),
    [
        (LIST, "list_search", "Ely", "place:Ely"),
        ("pages/5_Fragile_provision.py", "closures_search", "Nursery", "provider:Nursery"),
        ("pages/11_Provision.py", "find_words", "school", "words:school"),
    ],
)
def test_what_a_page_looks_for_is_in_its_link_and_stays(page, key, value, found):
    app = start(page, {"outcome": "school_readiness"})
    app.text_input(key=key).set_value(value).run()
    assert app.query_params["find"] in (found, [found])
    go(app, "pages/7_What_works.py")
    go(app, page)
    assert app.text_input(key=key).value == value
    assert_as_fresh(app, page)
    app.text_input(key=key).set_value("").run()
    assert "find" not in app.query_params


def test_home_hands_on_what_the_reader_chose():
    app = start(LIST, {"outcome": "school_readiness", "district": "E07000011", "level": "ward"})
    go(app, HOME)
    go(app, LIST)
    assert app.multiselect(key="filter_district").value == ["E07000011"]
    assert app.query_params["level"] == "ward"


def test_names_of_finds_are_single_words():
    assert all(name.isidentifier() for name in finds.NAMES)
    assert len(set(finds.NAMES)) == len(finds.NAMES)
