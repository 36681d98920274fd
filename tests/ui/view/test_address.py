"""The one reading and the one writing of a view: what is written is read back, and no list, number or name in a link is without bound."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.base.vocabulary import LEVELS
from geo.method.gaps import Query
from geo.whatif.tuning import Tuning, catchments, offered, scored_weights
from tests.helpers.screens import open_page, words
from ui.scene import loading
from ui.scene.offers import offers
from ui.view import address, finds, scenes
from ui.view.bar import OWN_SETTINGS
from ui.view.state import COLOURS, SECTORS, TODAY, View, travel_word
from ui.words import districts as districts_words
from ui.words import filters as filters_words
from ui.words.plain import plain

LIST = "pages/2_Gap_list.py"
DISTRICTS = ("E07000008", "E07000009", "E07000010", "E07000011", "E07000012", "E06000031")
OUTCOMES = ("healthy_birth", "child_health", "school_readiness", "early_education", "family_security", "safe_supported")


@pytest.fixture(scope="module")
def scene():
    return loading.load()


def reading(given_params, scene, *, marked=True):
    return address.read(given_params, scene.settings, lambda borders: offers(scenes.within(scene, borders)), marked=marked)


def from_link(query, scene):
    """Read a link as the browser sends it: single values and lists."""
    many = {"district", "service", "weight", "find", "do"}
    return reading({name: values if name in many else values[-1] for name, values in parse_qs(query).items()}, scene)


def subsets(values, most=3):
    return st.lists(st.sampled_from(values), unique=True, max_size=most)


@st.composite
def asked(draw):
    """Any parameters of a link, also such as no control would write."""
    known = loading.shared_settings()
    outcome = draw(st.sampled_from(OUTCOMES))
    indicators = list(known.outcomes[outcome].indicators)
    number = st.floats().map(str) | st.floats(0, 1000).map(str) | st.floats(0, 3).map(str)
    values = {
        "outcome": st.just(outcome) | st.just("nothing"),
        "district": st.lists(st.sampled_from([*DISTRICTS, "E99"]), max_size=8),
        "level": st.sampled_from(LEVELS),
        "colour": st.sampled_from(COLOURS),
        "sector": st.sampled_from([*SECTORS, "x"]),
        "service": st.lists(st.sampled_from([*known.services, "castle"]), max_size=5),
        "assumed": st.sampled_from(["yes", "no", "maybe"]),
        "providers": st.sampled_from(["yes", "no"]),
        "sites": st.sampled_from(["yes", "no"]),
        "map": st.sampled_from(["simple", "folium", "detailed"]),
        "area": st.sampled_from([*DISTRICTS, "E01017994", "nowhere"]),
        "indicator": st.sampled_from([*indicators, "nothing"]),
        "measure": st.sampled_from(["gap", "need", "access"]),
        "weight": st.lists(st.builds("{}:{}".format, st.sampled_from([*indicators, "nothing"]), number), max_size=6),
        "travel": st.sampled_from(["walk:15", "drive:15", "drive:10", "fly:3"]),
        "target": number | st.just("atlas_median"),
        "form": st.sampled_from(["e2sfca", "3sfca", "2sfca"]),
        "local": st.sampled_from(["yes", "no"]),
        "priority": st.sampled_from(["yes", "no", "perhaps"]),
        "find": st.lists(st.sampled_from(["words:ash", "place:ash", "nothing:1", "words:", "services:preschool", "x" * 200]), max_size=50),
        "ask": st.text(max_size=250),
        "nonsense": st.text(max_size=3),
    }
    names = draw(subsets(list(values), most=len(values)))
    return {name: draw(values[name]) for name in names}


@settings(deadline=None)
@given(asked())
def test_a_view_is_read_back_from_what_it_writes(params):
    scene = loading.load()
    view = reading(params, scene).view
    again = from_link(urlencode(view.link(), doseq=True), scene)
    assert again.view == view
    assert (again.refused, again.rounded, again.no_weight) == ((), (), False)
    assert len(set(view.query.districts)) == len(view.query.districts)
    assert len(set(view.query.services)) == len(view.query.services)
    assert len(view.find) <= finds.MOST
    uses = scene.settings.outcomes[view.query.outcome].indicators
    for indicator, weight in view.tuning.weights:
        assert (weight * 4).is_integer()
        assert 0 <= weight <= 3
        assert weight != uses[indicator].weight
    assert offered(scene.settings, view.query.outcome, view.tuning) == view.tuning


def test_a_link_is_rounded_to_what_the_controls_offer_and_says_so(scene):
    found = from_link("outcome=school_readiness&weight=idaci:1.3&weight=gld:2&target=20.5512&weight=idaci:1.31", scene)
    assert dict(found.view.tuning.weights) == {"idaci": 1.25, "gld": 2.0}
    assert found.view.tuning.target == 20.6
    assert found.rounded == (("idaci:1.3", "1.25"), ("idaci:1.31", "1.25"), ("target=20.5512", "20.6"))
    app = open_page(LIST, outcome="school_readiness", weight="idaci:1.3")
    assert plain(filters_words.link_rounded([("idaci:1.3", "1.25")])) in [told.value for told in app.warning]
    assert app.query_params["weight"] in ("idaci:1.25", ["idaci:1.25"])
    assert "weighs 1.25 (recommended 1)" in words(app)


def test_a_number_that_is_rounded_to_the_recommended_one_is_said_too(scene):
    found = from_link("outcome=school_readiness&weight=idaci:1.1&weight=gld:1.0", scene)
    assert found.view.tuning == Tuning()
    assert found.rounded == (("idaci:1.1", "1"),)
    assert from_link("outcome=school_readiness&weight=idaci:1.0000001", scene).rounded == ()
    recommended = scene.settings.gap.target.model_copy(update={"places": 20.0})
    recommends = scene.settings.model_copy(update={"gap": scene.settings.gap.model_copy(update={"target": recommended})})
    found = address.read({"target": "20.04"}, recommends, lambda _: offers(scene), marked=True)
    assert found.view.query.outcome == next(iter(scene.settings.outcomes)), "sites: the number is the reader's own"
    assert (found.view.tuning, found.rounded) == (Tuning(target=20.0), (("target=20.04", "20"),))
    found = address.read({"target": "20.04", "outcome": "school_readiness"}, recommends, lambda _: offers(scene), marked=True)
    assert (found.view.tuning, found.rounded) == (Tuning(), (("target=20.04", "20"),))


def test_a_link_with_one_of_ofsteds_bands_opens_as_the_readers_own_number(scene):
    found = from_link("outcome=school_readiness&target=21", scene)
    assert (found.view.tuning, found.refused, found.rounded) == (Tuning(target=21.0), (), ())
    app = open_page(LIST, outcome="school_readiness", target="21")
    app.session_state[OWN_SETTINGS] = True
    app.run()
    assert app.selectbox(key="filter_target").value == "own"
    assert app.number_input(key="filter_target_own").value == 21.0
    assert app.selectbox(key="filter_target").options == [
        "33.3 places per 100 children (recommended)",
        "What the middle neighbourhood has",
        "My own number",
    ]


def test_targets_of_sites_are_in_the_unit_of_their_access():
    app = open_page(LIST, outcome="child_health", target="0.8")
    app.session_state[OWN_SETTINGS] = True
    app.run()
    assert app.selectbox(key="filter_target").options == ["What the middle neighbourhood has (recommended)", "My own number"]
    assert app.number_input(key="filter_target_own").label == "My number, in weighted sites per 1,000 children"


def test_who_shares_a_provider_is_a_control_a_part_of_the_link_and_said_above_the_list(scene):
    found = from_link("outcome=school_readiness&form=3sfca", scene)
    assert found.view.tuning == Tuning(form="3sfca")
    assert from_link("outcome=school_readiness&form=e2sfca", scene).view.tuning == Tuning(), "it is the recommended one"
    assert from_link("outcome=school_readiness&form=2sfca", scene).refused == ("form=2sfca",)
    app = open_page(LIST, outcome="school_readiness")
    app.session_state[OWN_SETTINGS] = True
    app.run()
    first = app.dataframe[0].value["access"].tolist()
    box = app.radio(key="filter_form")
    assert box.options == ["All within reach (recommended)", "Families choose among those in reach (3SFCA)"]
    box.set_value("3sfca").run()
    assert app.query_params["form"] in ("3sfca", ["3sfca"])
    assert app.dataframe[0].value["access"].tolist() != first
    told = words(app)
    assert "families choose among the providers in reach (3SFCA) (recommended: all within reach share a provider (E2SFCA))" in told
    assert "whose families would choose it among all they can reach (3SFCA)" in told
    next(button for button in app.button if button.label == filters_words.RESET).click().run()
    assert "form" not in app.query_params
    assert app.dataframe[0].value["access"].tolist() == first


@settings(deadline=None)
@given(st.floats(0, 0.124), st.floats(0, 0.124))
def test_weights_that_all_round_to_nothing_are_no_weights(least, most):
    scene = loading.load()
    scored = scored_weights(scene.settings.outcomes["school_readiness"])
    own = [f"{indicator}:{most if place else least}" for place, indicator in enumerate(scored)]
    found = reading({"outcome": "school_readiness", "weight": own}, scene)
    assert found.no_weight
    assert found.view.params() == {"outcome": "school_readiness"}


def test_an_address_shows_the_same_figures_whoever_opens_it_also_where_all_weights_round_to_nothing(scene):
    own = [f"{indicator}:0.1" for indicator in scored_weights(scene.settings.outcomes["school_readiness"])]
    first = open_page(LIST, outcome="school_readiness", weight=own)
    assert filters_words.NO_WEIGHT in [told.value for told in first.warning]
    again = open_page(LIST, **first.query_params)
    assert first.dataframe[0].value["gap_score"].tolist() == again.dataframe[0].value["gap_score"].tolist()
    assert again.dataframe[0].value["gap_score"].notna().any()


def test_what_a_link_cannot_have_is_named_and_nothing_is_lost(scene):
    found = from_link("outcome=school_readiness&area=E07000011&weight=idaci_place:3", scene)
    assert (found.view.area, found.view.tuning) == (None, Tuning())
    assert found.refused == ("area=E07000011", "weight=idaci_place:3")
    assert from_link("outcome=school_readiness&level=district&area=E07000011", scene).refused == ()
    many = [f"words:{number}" for number in range(finds.MOST + 5)]
    found = reading({"find": many}, scene)
    assert list(found.view.find) == many[: finds.MOST]
    assert found.refused == tuple(f"find={one}" for one in many[finds.MOST :])
    far = [*(f"E{number}" for number in range(address.MOST_VALUES)), DISTRICTS[0]]
    assert reading({"district": far}, scene).refused[-1] == f"district={DISTRICTS[0]}"
    told = [one.value for one in open_page(LIST, outcome="school_readiness", area="E07000011").warning]
    assert plain(filters_words.link_refused(["area=E07000011"])) in told


@pytest.mark.parametrize(
    ("page", "name"), [(LIST, "place"), ("pages/5_Fragile_provision.py", "provider"), ("pages/11_Provision.py", "words")]
)
def test_words_that_are_longer_than_their_box_are_not_searched_for(page, name):
    most, more = (f"{name}:{'a' * count}" for count in (finds.MOST_WORDS, finds.MOST_WORDS + 1))
    assert (finds.valid(most), finds.valid(more)) == (True, False)
    app = open_page(page, outcome="school_readiness", find=[more])
    assert plain(filters_words.link_refused([f"find={more}"])) in [told.value for told in app.warning]
    assert "find" not in app.query_params
    assert finds.valid(f"evidence:{'a' * (finds.MOST_WORDS + 1)}"), "ids may be longer"


def test_the_recommended_catchment_can_be_in_a_link_also_where_the_settings_do_not_offer_it_again(scene):
    known = scene.settings
    own = known.model_copy(update={"access": known.access.model_copy(update={"offered": ()})})
    assert catchments(own) == ((known.access.mode, known.access.catchment_minutes),)
    word = travel_word(known.access.mode, known.access.catchment_minutes)
    found = address.read({"travel": word}, own, lambda _: offers(scene), marked=True)
    assert (found.view.tuning, found.refused) == (Tuning(), ())


def test_many_ever_new_weights_are_few_models(scene):
    asked_for = [f"outcome=school_readiness&weight=idaci:{number / 1000}" for number in range(3001)]
    assert len({from_link(link, scene).view.tuning for link in asked_for}) == 13


def test_what_is_recommended_anyway_is_no_change(scene):
    found = from_link("outcome=school_readiness&weight=idaci:1&travel=drive:15&target=33.3&form=e2sfca", scene)
    assert found.view.tuning == Tuning()
    assert found.view.params() == {"outcome": "school_readiness"}


def test_a_long_list_of_what_is_not_there_does_not_fill_the_screen(scene):
    found = from_link("&".join(f"district=E{number}" * 20 for number in range(5000)), scene)
    assert found.view.query.districts == ()
    assert len(filters_words.link_refused(found.refused)) < 1000


def test_a_district_named_three_times_counts_once_on_every_page(scene):
    for page in (LIST, "pages/10_Compare_districts.py"):
        app = open_page(page, outcome="school_readiness", district=["E07000008", "E07000008", "E07000008"])
        assert not app.exception
        assert app.multiselect(key="filter_district").value == ["E07000008"]
    chosen = app.multiselect(key="compare_pick").value
    assert len(chosen) == len(set(chosen)) == 2
    assert districts_words.question(*(str(scene.atlas.areas.at[code, "name"]) for code in chosen)) in words(app)


def test_reading_knows_no_choice_that_writing_forgets(scene):
    """Every field of a view that is not at its default is in the link, and comes back from it."""
    default = reading({}, scene).view
    others = {
        "colour_by": "both",
        "indicator": "idaci",
        "area": DISTRICTS[0],
        "show_providers": False,
        "show_sites": True,
        "measure": "need",
        "borders": next(iter(scene.settings.borders)),
        "tuning": Tuning((("idaci", 2.0),), ("walk", 15.0), 21.0),
        "drawing": "detailed",
        "find": ("words:ash",),
        "without_marked": True,
        "priority_only": True,
        "do": ("close:P1", "close:P1"),
        "fresh": True,
        "ask": "Ash & Birch <b>",
        "query": Query(OUTCOMES[2], "district", (DISTRICTS[1],), "pvi", ("preschool",), include_assumed=False),
    }
    assert set(others) == set(View.__dataclass_fields__)
    base = replace(default, query=replace(default.query, outcome=OUTCOMES[2], level="district"))
    for name, value in others.items():
        view = replace(base, **{name: value})
        assert view.link() != base.link(), name
        if name != "borders":
            assert from_link(urlencode(view.link(), doseq=True), scene).view == view, name
        # What was asked for on one page is no part of the links to others.
        assert (view.params() != base.params()) == (name != "ask"), name
    assert from_link(f"borders={others['borders']}", scene).view.borders == others["borders"] != TODAY
