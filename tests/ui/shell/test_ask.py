"""The search on every page: what is typed is in the link, and the link gives the answer again."""

from __future__ import annotations

import json

import pytest

from tests.helpers.named import with_names
from tests.helpers.screens import HOME, html_of, open_page, words
from tests.helpers.tiny_content import ALDER, BIRCH, LSOAS
from ui.panel import place_answer
from ui.scene import loading, places
from ui.scene.offers import offers
from ui.view.address import read
from ui.words import ask, pages
from ui.words import report as report_words

pytestmark = pytest.mark.usefixtures("named")
LIST, MAP = pages.GAP_LIST.path, pages.GAP_MAP.path


@pytest.fixture
def named(tiny_app):
    return with_names(tiny_app)


def links(app):
    return {one.proto.label: one.proto for one in app.get("page_link")}


def asked(app, text):
    return app.text_input(key="ask").set_value(text).run()


@pytest.mark.parametrize("page", [HOME, LIST, MAP, pages.PROFILE.path, pages.METHODS.path, pages.LOCAL.path, pages.YOUR_DATA.path])
def test_the_box_is_on_every_page_and_its_link_answers_again(page):
    app = asked(open_page(page), "kings elm")
    assert not app.exception
    assert app.query_params["ask"] == ["kings elm"] or app.query_params["ask"] == "kings elm"
    assert "King&#39;s Elm: suburb in Alder" in html_of(app)
    again = open_page(page, **{name: app.query_params[name] for name in app.query_params})
    assert html_of(again) == html_of(app)


def test_an_answer_says_who_is_here_what_is_missing_and_how_sure():
    told = html_of(asked(open_page(LIST, outcome="school_readiness"), "King's Elm"))
    assert (
        "Here: 3 providers of all kinds in the ward Birch, where 190 children under five live: 2 public, 1 of them with nursery places, "
        "all 26 of these assumed; and 1 private, voluntary or independent, places not published" in told
    )
    assert "Missing, for School readiness:" in told
    assert "No nursery schools in the same ward" in told
    assert "Places are not published for 1 provider. Of the 26 places counted 26 are assumed" in told
    for name in ("Provider n-2", "Provider osm-1", "Provider n-4", "King&#39;s Elm north", "King&#39;s Elm south", "Birch"):
        assert name in told


def test_a_town_names_the_providers_just_outside_it_and_a_ward_none():
    scene = loading.load()
    towns = [entry for entry in places.names(scene).entries if entry.kind == "town"]
    town = next(entry for entry in towns if places.just_outside(scene, entry.code))
    outside = places.just_outside(scene, town.code)
    said = place_answer.outside(scene, town.code)
    names = scene.atlas.providers.loc[sorted(outside), "name"]
    assert sum(str(name) in said for name in names) >= min(len(outside), ask.MOST_OUTSIDE)
    assert said in html_of(open_page(HOME, ask=town.title)).replace("&#39;", "'").replace("&amp;", "&")
    ward = next(entry for entry in places.names(scene).entries if entry.kind == "ward")
    assert place_answer.outside(scene, ward.code) == ""


def test_the_nearest_is_named_with_minutes_where_it_is_and_from_where():
    told = html_of(open_page(LIST, outcome="school_readiness", ask="Oakham, village in Bourne"))
    assert "Nearest that count for School readiness: Provider n-" in told
    assert "in Ash ward, Alder" in told or "in Birch ward, Alder" in told
    assert "Minutes are estimates from the middle of Cedar (Bourne 003A)" in told
    assert "Nearer ones may lie" not in told


def test_an_answer_for_all_outcome_areas_says_what_is_missing_in_plain_words_and_which_kinds():
    whole = html_of(open_page(HOME, ask="King's Elm"))
    assert "In its own" not in whole
    assert ask.IN_ITSELF not in whole
    part = html_of(open_page(HOME, ask="King's Elm south"))
    children = loading.load().atlas.areas.at[LSOAS[4], "children_0_4"]
    assert f"In its own neighbourhood, where {children} children under five live: 1 provider: 1 private" in part
    assert part.index("In its own neighbourhood") < part.index("With all around: "), "the place itself comes first"
    assert part.count(f"({ask.IN_ITSELF})") == 1


def test_a_question_is_answered_and_says_what_was_understood():
    app = open_page(LIST, outcome="school_readiness", ask="Is there a nursery in King's Elm?")
    assert "Understood as a question about “King's Elm”." in [one.value for one in app.caption]
    assert "King&#39;s Elm: suburb in Alder" in html_of(app)
    which = open_page(HOME, ask="nurseries in Ashford or Birch?")
    assert "“Ashford” or “Birch” may mean several." in words(which)


def test_a_provider_and_a_postcode_say_where_they_lie_and_from_where_minutes_are():
    told = html_of(open_page(HOME, ask="provider n-2"))
    assert "Public, 26 places assumed, in King&#39;s Elm north." in told
    assert "Minutes are estimates from the middle of King&#39;s Elm north" in told
    assert "It is in Cedar" in html_of(open_page(HOME, ask="AB3 1CD"))


def test_a_link_to_a_ward_says_that_it_is_one_where_the_place_is_another(named):
    names = named.data / "area_names.csv"
    told = names.read_text(encoding="utf-8").replace("King's Elm south", "Great Oakham")
    names.write_text(told, encoding="utf-8", newline="\n")
    assert ask.TO_PLACE not in links(open_page(HOME, ask="Oakham, village in Alder"))
    assert any(label.startswith("Its ward ") for label in links(open_page(HOME, ask="Oakham, village in Alder")))
    assert ask.TO_PLACE in links(open_page(HOME, ask="Birch"))


def test_a_district_leads_to_its_list():
    link = links(open_page(HOME, ask="gaps in Alder"))[ask.TO_LIST]
    assert link.page == "Gap_list"
    assert f"district={ALDER}" in link.query_string
    assert ask.TO_LIST not in links(open_page(HOME, ask="King's Elm"))


def test_home_answers_for_all_outcome_areas_and_another_page_for_the_one_it_looks_at():
    assert "Missing, for" not in html_of(open_page(HOME, ask="King's Elm"))
    app = open_page(LIST, outcome="child_health", ask="King's Elm")
    assert "Missing, for Child health:" in html_of(app)
    other = links(app)["School readiness"]
    assert "outcome=school_readiness" in other.query_string
    assert "ask=King" in other.query_string


def test_an_outcome_area_that_nobody_chose_is_not_written_and_the_brief_is_on_places():
    first = next(iter(loading.shared_settings().outcomes))
    app = asked(open_page(HOME), "King's Elm")
    assert "outcome" not in app.query_params
    report = links(app)[report_words.TO_REPORT].query_string
    assert "outcome=school_readiness" in report
    again = open_page(HOME, outcome=first, ask="King's Elm")
    assert "outcome" not in again.query_params
    assert links(again)[report_words.TO_REPORT].query_string == report
    chosen = open_page(HOME, outcome="child_health", ask="King's Elm")
    assert chosen.query_params["outcome"] in ("child_health", ["child_health"])
    assert "outcome=child_health" in links(chosen)[report_words.TO_REPORT].query_string


def test_an_answer_leads_to_the_map_and_to_the_place():
    app = open_page(HOME, ask="King's Elm")
    for label in (ask.TO_MAP, ask.TO_PLACE):
        assert f"area={BIRCH}" in links(app)[label].query_string
        assert "level=ward" in links(app)[label].query_string
        assert "ask=" not in links(app)[label].query_string
    one = open_page(HOME, ask="AB3 1CD")
    assert f"area={LSOAS[2]}" in links(one)[ask.TO_PLACE].query_string


def test_two_of_one_name_are_asked_about_and_each_choice_is_a_link():
    app = open_page(LIST, ask="Oakham")
    assert ask.WHICH in words(app)
    assert "Oakham: village in Bourne" in links(app)
    chosen = open_page(LIST, ask="Oakham, village in Bourne")
    assert ask.WHICH not in words(chosen)
    assert "in the ward Cedar" in html_of(chosen)


def test_an_unknown_word_says_what_can_be_typed_and_offers_the_nearest():
    app = open_page(HOME, ask="Ashfrod")
    assert ask.WHAT_CAN_BE_TYPED in words(app)
    assert "Ashford: town in Alder" in links(app)
    assert "AB3 1CD: postcode" in links(open_page(HOME, ask="AB3 1XX"))


def test_beyond_the_border_says_so():
    assert ask.BEYOND in words(open_page(HOME, ask="ZZ1 1AA"))


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "**bold** [a](http://b.c) $x$ :red[y]", "]];--' OR 1=1"])
def test_hostile_words_are_shown_as_words(text):
    app = open_page(HOME, ask=text)
    assert not app.exception
    assert app.text_input(key="ask").value == text
    assert "<img src=x" not in html_of(app)
    shown = words(app)
    assert "[a](http" not in shown
    assert "**bold**" not in shown


def test_closing_takes_the_answer_out_of_the_link():
    app = open_page(LIST, ask="Birch")
    app.button(key="ask_close").click().run()
    assert "ask" not in app.query_params
    assert app.text_input(key="ask").value == ""
    assert "Here:" not in html_of(app)


def test_links_to_other_pages_leave_the_question_behind():
    app = open_page(LIST, ask="Birch")
    assert all("ask=" not in one.proto.query_string for one in app.sidebar.get("page_link"))


def test_a_link_asks_for_no_more_than_the_box_takes():
    settings = loading.shared_settings()
    scene = loading.load()
    for text, taken in (("x" * 200, True), ("x" * 201, False), ("  ", False)):
        found = read({"ask": text}, settings, lambda _: offers(scene), marked=False)
        assert bool(found.view.ask) == taken
        assert bool(found.refused) != taken


def test_the_command_gives_the_same(run_tiny):
    told = json.loads(run_tiny("find", "King's Elm", "--outcome", "school_readiness", "--json").out)
    assert [one["provider_id"] for one in told["providers"]] == ["n-2", "osm-1", "n-4"]
    assert told["means"]["what"] == "suburb in Alder"
    assert list(told["neighbourhoods"]) == list(LSOAS[3:5])
    assert told["counted"]["wards"]["children_0_4"] == told["counted"]["neighbourhoods"]["children_0_4"] == 190
    assert told["counted"]["wards"]["public"] == {"count": 2, "with_places": 1, "unpublished": 0, "places": 26.0, "assumed": 26.0}
    lines = run_tiny("find", "King's Elm").out.decode()
    assert "public in the wards: 2 providers, 1 of them with 26 places, 26 of these assumed" in lines
    priority = told["outcomes"]["school_readiness"]["priority"]
    page = html_of(open_page(LIST, outcome="school_readiness", ask="King's Elm"))
    names = [told["neighbourhoods"][code].replace("'", "&#39;") for code in priority]
    assert all(name in page for name in names)
    assert ("need is high and provision within reach is low" in page) == bool(priority)
    assert "may mean:" in run_tiny("find", "Oakham").out.decode()
    assert "is the name of nothing" in run_tiny("find", "Ashfrod").out.decode()
    assert "Nothing is called" in run_tiny("find", "zzzzzz").out.decode()
