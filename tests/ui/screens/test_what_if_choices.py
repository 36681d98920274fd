"""What the form of What if offers: the largest nursery of a ward, a town by its name, and a press straight after typing."""

from __future__ import annotations

import shutil

import pytest

from geo.method.query import Query
from geo.siting.question import default_siting
from geo.store.folder import FolderStore
from geo.whatif.scenario.acts import KINDS
from tests.helpers.screens import open_page, words
from tests.helpers.tiny_content import CEDAR
from tests.ui.view.test_walk import maps
from ui.scene import loading, own_data, places, scenario
from ui.screens.scenarios import counted, draft, offered
from ui.screens.siting import question
from ui.view import scenes, siting_links
from ui.view.state import View
from ui.words import change_form as form_text
from ui.words import pages
from ui.words import siting as siting_words
from ui.words import what_if as text

PAGE = pages.WHAT_IF.path
PREGNANCY, EARLY = "healthy_birth", "early_education"
NURSERY, AREA = "ofsted-221578", "E01018076"


def visit(outcome=EARLY, **params):
    app = open_page(PAGE, outcome=outcome, **params)
    assert not app.exception
    return app


def do_of(app):
    given = app.query_params.get("do", [])
    return given if isinstance(given, list) else [given]


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def add(app):
    return press(app, form_text.ADD if app.query_params.get("do") else form_text.FIRST)


def labels_of(app):
    return {link.proto.label: link.proto.query_string for link in app.get("page_link")}


def view_of(*do, outcome=EARLY, **more):
    return View(Query(outcome), "gap", None, None, show_providers=True, show_sites=False, do=tuple(do), **more)


def under(view):
    return scenes.chosen(loading.load(), view)


# --- which provider ----------------------------------------------------------------------------------------------------


def a_ward():
    """Give the ward with the most private nurseries."""
    table = loading.load().atlas.providers
    return table.loc[(table["service_type"] == "day_nursery") & table["ward_code"].notna(), "ward_code"].value_counts().index[0]


def test_the_largest_private_nursery_of_a_ward_is_first_and_is_closed_whatever_outcome_area_is_shown():
    ward, providers = a_ward(), loading.load().atlas.providers
    private = providers[(providers["ward_code"] == ward) & (providers["sector"] == "pvi")]
    app = visit(PREGNANCY)
    app.radio(key="act").set_value("close").run()
    app.selectbox(key="act_inside").set_value(ward).run()
    app.radio(key="act_whose").set_value("pvi").run()
    names = offered.labels(loading.load())
    assert sorted(app.selectbox(key="act_provider").options) == sorted(names[code] for code in private.index)
    first = next(code for code, name in names.items() if name == app.selectbox(key="act_provider").options[0])
    assert private.at[first, "places"] == private["places"].max()
    table = next(frame.value for frame in app.dataframe if "places" in frame.value)
    assert table["places"].dropna().is_monotonic_decreasing
    assert set(table["ward"]) == {str(loading.load().atlas.areas.at[ward, "name"])}
    app.selectbox(key="act_provider").set_value(first).run()
    assert do_of(add(app)) == [f"close:{first}"]


def test_providers_of_the_area_come_before_those_beyond_the_border_which_say_so_and_typing_keeps_that_order():
    app = visit(find=["act:close"])
    scene, box = loading.load(), app.selectbox(key="act_provider")
    inside = scene.atlas.providers["lsoa_code"].notna()
    codes = offered.of_place(scene, "", "all", in_places=False)
    assert box.options == [offered.labels(scene)[code] for code in codes]
    beyond = [not inside[code] for code in codes]
    assert any(beyond)
    assert beyond == sorted(beyond)
    assert [form_text.BEYOND in option for option in box.options] == beyond
    assert "filter_mode: FILTER_MODE_CONTAINS" in str(box.proto)
    assert [form_text.BEYOND in label for label in offered.labels(scene).values()] == sorted(~inside)


def test_a_list_that_is_narrowed_anew_lets_the_provider_go():
    app = visit(find=["act:close", f"act_provider:{NURSERY}"])
    app.selectbox(key="act_inside").set_value(a_ward()).run()
    assert app.selectbox(key="act_provider").value is None
    add(app)
    assert form_text.CHOOSE_PROVIDER in app.error[0].value


def test_a_provider_that_another_page_chose_stays_wherever_it_lies():
    app = visit(find=["act:resize", f"act_provider:{NURSERY}", f"act_inside:{a_ward()}"])
    assert app.selectbox(key="act_provider").value == NURSERY


@pytest.mark.parametrize(
    ("register", "typed"),
    [("Alder St.Ives", "Alder St. Ives"), ("Alder  St. Ives", "Alder St. Ives"), ("Alder C.I.C.", "Alder C.I.C.")],
)
def test_a_provider_is_found_as_people_type_its_name(register, typed):
    assert form_text.provider_label(register, "AB1 2CD", "Oak", "Elm", None) == f"{typed}, Oak, Elm, AB1 2CD"


def test_every_provider_and_ward_of_a_list_is_named_with_its_district():
    scene = loading.load()
    row, names = scene.atlas.providers.loc[NURSERY], scene.atlas.areas["name"]
    for part in (row["ward_code"], row["district_code"]):
        assert names[part] in offered.labels(scene)[NURSERY]
    assert offered.whereabouts(scene)[row["ward_code"]] == f"{names[row['ward_code']]} ward, {names[row['district_code']]}"


def test_only_what_counts_somewhere_can_be_changed_and_only_places_resized():
    scene = loading.load()
    kinds = scene.atlas.providers["service_type"]
    assert "primary_school" in set(kinds)
    assert "primary_school" not in set(kinds[offered.of_place(scene, "", "all", in_places=False)])
    assert {scene.settings.services[kind].capacity for kind in kinds[offered.of_place(scene, "", "all", in_places=True)]} == {"places"}
    assert offered.of_place(scene, "nowhere", "all", in_places=False) == []


def test_a_place_has_the_providers_that_the_search_names_for_it():
    """Of towns that have neighbourhoods around their wards too, and of a ward and a district."""
    scene = loading.load()
    index, kinds = places.names(scene), offered.changeable(scene.settings, in_places=False)
    asked = [entry for entry in index.entries if entry.code in offered.whereabouts(scene)]
    assert {entry.kind for entry in asked} == {"district", "town", "ward"}
    for entry in asked[::6]:
        told = places.answered(scene, entry.title, ())
        assert told is not None
        counted = told.providers.index[told.providers["service_type"].isin(kinds)]
        listed = set(offered.of_place(scene, entry.code, "all", in_places=False))
        assert listed - places.just_outside(scene, entry.code) == set(counted), entry.title


def a_town(name):
    return next(code for code, label in offered.whereabouts(loading.load()).items() if label.startswith(f"{name} (town), "))


def test_the_largest_nursery_of_a_town_is_offered_though_it_lies_in_the_next_ward():
    scene, inside = loading.load(), a_town("St Ives")
    app = visit(find=["act:close", f"act_inside:{inside}"])
    options = app.selectbox(key="act_provider").options
    assert options[0] == "Just outside: Kindred St. Ives, 100 places, Holywell-cum-Needingworth, Huntingdonshire, PE27 5JL"
    table = next(frame.value for frame in app.dataframe if "places" in frame.value)
    assert table["places"].max() == table["places"].iloc[0] == 100
    assert table["places"].dropna().is_monotonic_decreasing
    marked = [option.startswith("Just outside: ") for option in options]
    assert (table["lies"] == form_text.LIES_OUTSIDE).tolist() == marked
    assert 0 < sum(marked) < len(marked) / 2
    captions = [caption.value for caption in app.caption]
    assert form_text.listed("In St Ives, and just outside") in captions
    assert form_text.providers_note("In St Ives, and just outside") in captions
    kindred = offered.of_place(scene, inside, "all", in_places=False)[0]
    app.selectbox(key="act_provider").set_value(kindred).run()
    assert do_of(add(app)) == [f"close:{kindred}"]


def test_the_large_nurseries_around_a_town_are_offered_and_those_of_the_next_town_are_not():
    scene, table = loading.load(), offered.providers(loading.load())
    codes = offered.of_place(scene, a_town("Huntingdon"), "all", in_places=True)
    found = {(row["postcode"], row["places"]) for code, row in table.loc[codes].iterrows()}
    assert {("PE29 6FN", 100), ("PE28 4TD", 100), ("PE29 7FH", 96), ("PE29 6SR", 64)} <= found
    godmanchester = set(offered.of_place(scene, a_town("Godmanchester"), "all", in_places=True))
    assert set(codes) & godmanchester <= places.just_outside(scene, a_town("Godmanchester"))


def test_no_list_of_a_town_doubles_and_wards_and_districts_end_where_they_end():
    scene = loading.load()
    for code, label in offered.whereabouts(scene).items():
        outside, listed = places.just_outside(scene, code), offered.of_place(scene, code, "all", in_places=False)
        assert sum(one in outside for one in listed) < len(listed) / 2 or not listed, label
        if "(" not in label:
            assert not outside, label
    app = visit(find=["act:close", f"act_inside:{a_ward()}"])
    table = next(frame.value for frame in app.dataframe if "places" in frame.value)
    assert "lies" not in table
    assert not any("just outside" in caption.value for caption in app.caption)


def test_a_name_means_the_same_neighbourhoods_wherever_it_is_asked_for():
    scene = loading.load()
    known = {entry.code: entry for entry in places.names(scene).entries}
    for code in offered.named(scene):
        assert offered.around(scene, code) == known[code].lsoas
        assert known[code].lsoas


def test_a_link_may_name_a_neighbourhood_beside_the_town():
    scene = loading.load()
    beside = next(code for code in offered.neighbourhoods(scene) if code not in offered.around(scene, town()))
    app = visit(find=["act:homes", "act_by:place", f"act_place:{town()}", f"act_near:{beside}"])
    assert app.selectbox(key=f"act_near_{town()}").value == beside


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("outcome", [PREGNANCY, EARLY])
def test_the_form_of_every_kind_stands_within_other_borders(kind, outcome):
    scene = loading.load()
    borders = next(key for key in scene.settings.borders if key.startswith("example"))
    app = visit(outcome, borders=borders, find=[f"act:{kind}", "act_by:place", f"act_place:{a_ward()}"], do=["homes:E01018025:800:30"])
    ground = scenes.ground(scene, view_of(borders=borders))
    names, groups = offered.whereabouts(ground), ground.atlas.at("district")["name"].tolist()
    assert len(groups) == len(set(groups)) == 2
    assert all(name in groups or name.rpartition(", ")[2] in groups for name in names.values())
    for box in (box for box in app.selectbox if box.key == "act_inside"):
        assert box.options == list(names.values())
    assert "lose" in app.markdown[1].value


def test_own_data_have_their_own_providers(tiny_app, tmp_path):
    folder = tmp_path / "visit" / "data"
    shutil.copytree(tiny_app.data, folder)
    table = (folder / "providers.csv").read_text(encoding="utf-8")
    (folder / "providers.csv").write_text(table.replace("Provider n-3", "Nursery of one's own"), encoding="utf-8", newline="\n")
    app = open_page(PAGE, outcome="school_readiness")
    app.session_state[own_data.KEY] = own_data.OwnData(FolderStore(folder), [], tiny_app.settings)
    app.run()
    app.radio(key="act").set_value("close").run()
    assert not app.exception
    assert "Cedar ward, Bourne" in app.selectbox(key="act_inside").options
    app.selectbox(key="act_inside").set_value(CEDAR).run()
    (name,) = app.selectbox(key="act_provider").options
    assert name.startswith("Nursery of one's own, 40 places, Cedar, Bourne")
    app.selectbox(key="act_provider").set_value("n-3").run()
    assert do_of(add(app)) == ["close:n-3"]
    assert "lose" in words(app)


@pytest.mark.parametrize(("places", "warns"), [(26, False), (52, False), (53, True), (110, True)])
def test_a_class_that_no_school_has_is_shown_with_a_warning(places, warns):
    """From more than two classes of 26 on, as the settings take a class."""
    app = visit(do=[f"open:school_nursery:public:{places}:{AREA}"])
    assert [f"{places} places are {places / 26:.0f} classes of 26" in warning.value for warning in app.warning] == [True] * warns
    nursery = visit(do=[f"open:day_nursery:pvi:{places}:{AREA}"])
    assert not nursery.warning


# --- where -------------------------------------------------------------------------------------------------------------


def town(name="Ely"):
    return next(code for code, label in offered.named(loading.load()).items() if label.startswith(f"{name} (city), "))


def test_homes_are_built_at_a_town_that_is_chosen_by_its_name():
    app = visit()
    app.radio(key="act").set_value("homes").run()
    assert app.radio(key="act_by_3").value == "place"
    app.number_input(key="act_homes").set_value(800).run()
    app.selectbox(key="act_place").set_value(town()).run()
    near = offered.around(loading.load(), town())
    labels = offered.neighbourhoods(loading.load())
    key = f"act_near_{town()}"
    assert app.selectbox(key=key).options == [labels[code] for code in near]
    app.selectbox(key=key).set_value(near[1]).run()
    assert do_of(add(app)) == [f"homes:{near[1]}:800:30"]


def test_a_class_opens_in_the_middle_of_a_town_unless_another_neighbourhood_is_chosen():
    app = visit()
    app.radio(key="act_by_4").set_value("place").run()
    app.selectbox(key="act_place").set_value(town()).run()
    assert do_of(add(app)) == [f"open:school_nursery:public:26:{offered.around(loading.load(), town())[0]}"]


def test_a_town_and_wards_of_one_name_are_told_apart():
    labels = offered.named(loading.load())
    assert len(set(labels.values())) == len(labels)
    assert labels[town()].startswith("Ely (city), ")
    assert any(label.startswith("Ely West ward, ") for label in labels.values())


def test_a_name_in_the_box_of_postcodes_is_answered_with_the_way_to_choose_it():
    app = add(visit(find=["act:homes", "act_by:postcode", "act_postcode:ely"]))
    assert form_text.a_name("ely") in app.error[0].value
    assert do_of(app) == []


# --- a press straight after typing -------------------------------------------------------------------------------------


def test_what_was_typed_when_the_button_was_pressed_counts():
    """The browser sends what a box lost together with the press; the button was drawn before that was typed."""
    app = visit(find=["act_by:postcode"])
    app.text_input(key="act_postcode").set_value("pe7 2bp")
    app.number_input(key="act_places").set_value(40)
    assert do_of(add(app)) == ["open:school_nursery:public:40:pe7 2bp"]


# --- what does not count -----------------------------------------------------------------------------------------------


def test_a_closure_that_does_not_count_leads_to_where_it_does_and_asks_for_no_other_place():
    app = visit(PREGNANCY, do=[f"close:{NURSERY}"], weight="idaci:2")
    settings = loading.load().settings
    name = settings.outcomes[PREGNANCY].name
    assert f"It does not count for {name}. It counts for " in app.info[0].value
    assert "Find where" not in words(app)
    assert siting_words.AFTERWARDS not in labels_of(app)
    press(app, settings.outcomes[EARLY].name)
    assert do_of(app) == [f"close:{NURSERY}"]
    assert app.query_params["outcome"] in (EARLY, [EARLY])
    assert "weight" not in app.query_params
    assert not app.info
    assert text.instead(57) in words(app)
    ways = [button.label for button in app.button]
    assert {"Private and voluntary: day nursery (full day care)", "Public: school nursery class"} <= set(ways)


def test_as_many_places_are_asked_for_as_stand_in_the_box():
    view = view_of(f"close:{NURSERY}")
    (way, *_) = siting_links.instead(under(view), view)
    link = siting_links.of_places(way, 40)
    assert [entry for entry in link["find"] if entry.startswith("site_places:")] == ["site_places:40"]
    assert {name: value for name, value in link.items() if name != "find"} == {
        name: value for name, value in way.link.items() if name != "find"
    }
    app = visit(do=[f"close:{NURSERY}"])
    (box,) = [one for one in app.number_input if one.label == text.INSTEAD_PLACES]
    assert box.value == way.places
    box.set_value(40)
    press(app, "Public: school nursery class")
    assert "site_places:40" in app.query_params["find"]


def test_a_closure_that_the_filters_leave_out_leads_to_all_provision():
    app = visit(do=[f"close:{NURSERY}"], sector="public")
    assert "does not count with these filters" in app.info[0].value
    press(app, text.COUNT_ALL)
    assert "sector" not in app.query_params
    assert not app.info


def test_a_provider_of_unknown_size_changes_no_figure_and_says_why():
    scene = loading.load()
    providers = scene.atlas.providers
    unknown = providers.index[(providers["service_type"] == "preschool") & providers["places"].isna() & providers["lsoa_code"].notna()][0]
    assert counted.outcomes_of(under(view_of(f"close:{unknown}")), 0) == []
    assert "how many places there are is not known" in visit(do=[f"close:{unknown}"]).info[0].value


def test_of_two_changes_the_one_that_does_not_count_is_explained_and_the_other_told():
    hub = f"open:family_hub:public::{AREA}"
    app = visit(do=[hub, f"close:{NURSERY}"])
    assert len(app.info) == 1
    assert "neighbourhoods" in app.markdown[1].value
    assert "lose" in app.markdown[1].value


@pytest.mark.parametrize("outcome", list(loading.shared_settings().outcomes))
def test_every_type_of_any_outcome_area_can_be_opened_those_that_count_first(outcome):
    settings = loading.shared_settings()
    offered_here, counting = draft.services(settings, outcome), draft.counted(settings, outcome)
    assert offered_here[: len(counting)] == counting
    assert {"school_nursery", "family_hub"} <= set(offered_here)
    assert draft.first_service(settings, outcome) in counting


# --- where instead -----------------------------------------------------------------------------------------------------


def test_a_private_closure_asks_for_a_private_and_for_a_public_place_in_its_district_and_filters_nothing():
    view = view_of(f"close:{NURSERY}")
    scene, row = under(view), loading.load().atlas.providers.loc[NURSERY]
    same, council = siting_links.instead(scene, view)
    assert (same.opens, same.sector, same.places, same.district) == ("day_nursery", "pvi", int(row["places"]), row["district_code"])
    assert (council.opens, council.sector) == ("school_nursery", "public")
    for way in (same, council):
        asked = question.of_view(scene, view_with(view, way.link["find"]), None)
        assert (asked.opens, asked.sector, asked.unit, asked.add) == (way.opens, way.sector, int(row["places"]), 1)
        assert asked.limits.at_least == ((row["district_code"], 1),)
        assert "district" not in way.link
        assert way.link["do"] == [f"close:{NURSERY}"]
    assert same.opens in question.of_view(scene, view_with(view, same.link["find"]), None).kinds


def view_with(view, find):
    return View(view.query, "gap", None, None, show_providers=True, show_sites=False, do=view.do, find=tuple(find))


def test_a_nursery_is_not_put_back_as_a_hub():
    view = view_of(f"close:{NURSERY}", "homes:E01018025:800:30", outcome=PREGNANCY)
    assert siting_links.instead(under(view), view) == []


def test_what_opens_needs_no_other_place():
    view = view_of(f"open:school_nursery:public:26:{AREA}")
    assert siting_links.instead(under(view), view) == []
    app = visit(do=list(view.do))
    assert siting_words.AFTERWARDS in labels_of(app)


def test_a_closed_hub_is_counted_in_sites_and_asks_for_one_of_its_kind():
    providers = loading.load().atlas.providers
    hub = providers.index[(providers["service_type"] == "family_hub") & providers["lsoa_code"].notna()][0]
    view = view_of(f"close:{hub}", outcome="family_security")
    (way, *_) = siting_links.instead(under(view), view)
    assert (way.opens, way.places) == ("family_hub", 0)
    assert not any(entry.startswith("site_places") for entry in way.link["find"])
    app = visit("family_security", do=list(view.do))
    assert "lose" in app.markdown[1].value


def test_the_question_of_the_settings_is_the_second_way():
    settings = loading.load().settings
    start = default_siting(settings, Query(EARLY))
    view = view_of(f"close:{NURSERY}")
    assert siting_links.instead(under(view), view)[1].opens == start.opens


# --- filters, and links that are sent ----------------------------------------------------------------------------------


def test_filters_that_change_nothing_are_not_offered():
    empty = visit()
    boxes = {box.key for box in (*empty.selectbox, *empty.toggle)}
    assert not boxes & {"filter_colour", "filter_level", "filter_providers", "filter_sites", "filter_map"}
    assert "filter_outcome" in boxes
    changed = visit(do=[f"close:{NURSERY}"])
    boxes = {box.key for box in (*changed.selectbox, *changed.toggle)}
    assert {"filter_level", "filter_providers", "filter_map"} <= boxes
    assert "filter_colour" not in boxes
    before = visit(do=[f"close:{NURSERY}"], find=["shows:before"])
    assert "filter_colour" in {box.key for box in before.selectbox}


@pytest.mark.parametrize(
    "do",
    [
        ["open:school_nursery:public:26:gias-110747"],
        [f"close:{NURSERY}"],
        [f"close:{NURSERY}", "homes:E01018025:800:30"],
    ],
    ids=["open a class", "close a nursery", "homes and a closure"],
)
def test_a_sent_link_shows_the_same_sentence_table_and_map_to_whoever_opens_it(do):
    app = visit()
    for change in do:
        kind, target, *rest = change.split(":")
        if kind == "close":
            app.radio(key="act").set_value("close").run()
            app.selectbox(key="act_provider").set_value(target).run()
        elif kind == "homes":
            app.radio(key="act").set_value("homes").run()
            app.radio(key="act_by_3").set_value("area").run()
            app.selectbox(key="act_area").set_value(target).run()
            app.number_input(key="act_homes").set_value(int(rest[0])).run()
        else:
            app.selectbox(key="act_at").set_value(rest[-1]).run()
        add(app)
    assert do_of(app) == do
    there = open_page(PAGE, **dict(app.query_params))
    assert words(there) == words(app)
    tables = [[frame.value.to_csv() for frame in one.dataframe] for one in (app, there)]
    assert len(tables[0]) > 1
    assert tables[0] == tables[1]
    drawn = [maps(one) for one in (app, there)]
    assert drawn[0]
    assert drawn[0] == drawn[1]
    assert scenario.told(under(view_of(*do)))[0].split(" ")[0] in words(there)


def test_the_one_district_of_the_filters_is_where_providers_are_offered_unless_the_reader_says_otherwise():
    close, huntingdonshire, fenland = "act:close", "E07000011", "E07000010"
    app = visit(find=[close], district=[huntingdonshire])
    box = app.selectbox(key="act_inside")
    assert box.value == huntingdonshire
    assert all("Huntingdonshire" in label for label in app.selectbox(key="act_provider").options)
    # All of them are one choice away, and stay chosen; so does another place.
    box.set_value(None).run()
    assert not app.exception
    assert app.selectbox(key="act_inside").value is None
    assert any("Fenland" in label for label in app.selectbox(key="act_provider").options)
    app.selectbox(key="act_inside").set_value(fenland).run()
    assert app.selectbox(key="act_inside").value == fenland
    # Of two districts none comes before the other.
    assert visit(find=[close], district=[huntingdonshire, fenland]).selectbox(key="act_inside").value is None
