"""What somebody types, and what it means: by hand on a small atlas, and the place that was asked about on the embedded one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.base.paths import CONFIG
from geo.method.model import build_model
from geo.method.query import Query
from geo.method.scores import score_areas
from geo.places.answer import PlacesHere, answer, by_sector, places_in
from geo.places.entries import place_index, plain_letters
from geo.places.find import _is_swapped, find
from geo.places.sentence import NO_NAME
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from tests.helpers.named import with_names
from tests.helpers.tiny_content import ASH, BIRCH, CEDAR, LSOAS


@pytest.fixture
def named(tiny):
    return place_index(load_atlas(with_names(tiny).settings), tiny.settings)


@pytest.fixture(scope="module")
def embedded():
    settings = load_settings(CONFIG)
    atlas = load_atlas(settings)
    return atlas, settings, place_index(atlas, settings)


def titles(found):
    return [entry.title for entry in found.entries]


@pytest.mark.parametrize(
    ("text", "title", "lsoas"),
    [
        ("AB3 1CD", "AB3 1CD, postcode", LSOAS[2:3]),
        ("ab31cd", "AB3 1CD, postcode", LSOAS[2:3]),
        ("zz1 1aa", "ZZ1 1AA, postcode beyond the border", ()),
        ("Ashford", "Ashford, town in Alder", LSOAS[1:2]),
        ("kings elm", "King's Elm, suburb in Alder", LSOAS[3:5]),
        ("KING\N{RIGHT SINGLE QUOTATION MARK}S  ELM!", "King's Elm, suburb in Alder", LSOAS[3:5]),
        ("Birch", "Birch, ward in Alder", LSOAS[3:5]),
        ("Alder", "Alder, district or unitary authority", (*LSOAS[:2], *LSOAS[3:5])),
        ("King's Elm south", "King's Elm south, neighbourhood in Birch ward, Alder", LSOAS[4:5]),
        ("Alder 005A", "Alder 005A, official name of King's Elm south", LSOAS[4:5]),
        ("provider n-1", "Provider n-1, Nursery school, Alder, AB1 2CD", LSOAS[:1]),
        ("Provider n-2", "Provider n-2, School nursery class, Alder, AB1 2CD", LSOAS[3:4]),
        ("Provider n-5", "Provider n-5, Day nursery, beyond the border, AB1 2CD", ()),
        ("Oakham, village in Bourne", "Oakham, village in Bourne", LSOAS[2:3]),
    ],
)
def test_a_name_means_what_it_says(named, text, title, lsoas):
    found = find(named, text)
    assert found.chosen is not None
    assert (found.chosen.title, found.chosen.lsoas) == (title, tuple(lsoas))


def test_of_two_things_of_one_name_nobody_but_the_reader_knows(named):
    found = find(named, "oakham")
    assert found.chosen is None
    assert titles(found)[:2] == ["Oakham, village in Alder", "Oakham, village in Bourne"]


def test_a_town_that_gives_its_district_the_name_is_all_of_it(tiny):
    places = with_names(tiny).data / "map_places.csv"
    places.write_text(places.read_text(encoding="utf-8").replace("Ashford,town", "Alder,town"), encoding="utf-8", newline="\n")
    index = place_index(load_atlas(tiny.settings), tiny.settings)
    town, district = (find(index, f"Alder, {what}").chosen for what in ("town in Alder", "district or unitary authority"))
    assert town is not None
    assert district is not None
    assert set(town.lsoas) == set(district.lsoas)
    # The one in its middle comes first.
    assert town.lsoas[0] == LSOAS[1]


def test_both_halves_of_a_village_are_it(tiny):
    names = with_names(tiny).data / "area_names.csv"
    told = names.read_text(encoding="utf-8").replace("King's Elm north", "Great Oakham").replace("King's Elm south", "Lower Oakham east")
    names.write_text(told, encoding="utf-8", newline="\n")
    entry = find(place_index(load_atlas(tiny.settings), tiny.settings), "Oakham, village in Alder").chosen
    assert entry is not None
    assert entry.lsoas == (LSOAS[0], LSOAS[3], LSOAS[4])


def test_data_without_postcodes_find_a_village_by_the_outline_that_holds_it(tiny):
    with_names(tiny)
    (tiny.data / "postcodes.csv").unlink()
    entry = find(place_index(load_atlas(tiny.settings), tiny.settings), "Oakham, village in Bourne").chosen
    assert entry is not None
    assert entry.lsoas == (LSOAS[2],)


def test_a_station_is_no_place_to_ask_for(named):
    assert not any("Halt" in title for title in titles(find(named, "Oakham")))


def test_whole_words_come_before_beginnings_and_bigger_before_smaller(named):
    assert titles(find(named, "elm")) == [
        "King's Elm, suburb in Alder",
        "King's Elm north, neighbourhood in Birch ward, Alder",
        "King's Elm south, neighbourhood in Birch ward, Alder",
    ]
    # Ash is a ward; Ashford only begins with it.
    found = find(named, "ash")
    assert titles(found)[0] == "Ash, ward in Alder"
    assert found.chosen is not None
    assert "Ashford, town in Alder" in titles(found)


@pytest.mark.parametrize("slip", ["Ashfrod", "Ashfird", "Asford", "Ashfordd"])
def test_a_slip_of_the_finger_offers_the_name_and_chooses_nothing(named, slip):
    found = find(named, slip)
    assert (found.exact, found.chosen) == (False, None)
    assert titles(found)[0] == "Ashford, town in Alder"


@pytest.mark.parametrize("text", ["", "   ", "!!", "<script>alert(1)</script>", "x" * 5000, "AB9 9ZZ", "]['\\", "Ünknown"])
def test_what_is_no_name_means_nothing(named, text):
    assert find(named, text).chosen is None


def test_an_unknown_postcode_offers_those_beside_it(named):
    assert titles(find(named, "AB3 1XX")) == ["AB3 1CD, postcode"]


@given(st.text(max_size=30))
def test_plain_letters_of_plain_letters_are_the_same(text):
    assert plain_letters(plain_letters(text)) == plain_letters(text)


def test_every_title_means_its_own_entry(embedded):
    _, _, index = embedded
    wrong = [one.title for one in index.entries[::7] if (meant := find(index, one.title).chosen) is None or meant.title != one.title]
    assert wrong == []


def test_without_names_of_places_areas_and_providers_are_found(tiny):
    index = place_index(load_atlas(tiny.settings), tiny.settings)
    assert {entry.kind for entry in index.entries} == {"district", "ward", "neighbourhood", "provider"}


@pytest.mark.parametrize(
    ("text", "title", "understood"),
    [
        ("Is there a nursery in King's Elm?", "King's Elm, suburb in Alder", ("King's Elm",)),
        ("nurseries near Ashford", "Ashford, town in Alder", ("Ashford",)),
        ("is it true that there is nothing in ASHFORD", "Ashford, town in Alder", ("Ashford",)),
        ("gaps in Bourne", "Bourne, district or unitary authority", ("Bourne",)),
        ("Oakham in Bourne", "Oakham, village in Bourne", ("Oakham",)),
        ("what is near ab3 1cd?", "AB3 1CD, postcode", ("AB3 1CD",)),
        # The longest name: not Ash.
        ("is Ashford well off", "Ashford, town in Alder", ("Ashford",)),
        ("Ashford (town)", "Ashford, town in Alder", ()),
        ("Bourne district", "Bourne, district or unitary authority", ()),
        ("Birch ward", "Birch, ward in Alder", ()),
    ],
)
def test_the_names_in_a_question_are_found(named, text, title, understood):
    found = find(named, text)
    assert found.chosen is not None
    assert (found.chosen.title, found.understood) == (title, understood)


def test_a_question_about_several_places_asks_which(named):
    found = find(named, "nurseries in Ashford or Birch?")
    assert found.chosen is None
    assert found.understood == ("Ashford", "Birch")
    assert titles(found) == ["Ashford, town in Alder", "Birch, ward in Alder"]


@pytest.mark.parametrize("text", ["is there a nursery nearby", "gaps", "where are the schools of the north"])
def test_a_question_without_a_name_is_about_no_place(named, text):
    assert find(named, text).chosen is None
    assert find(named, text).understood == ()


def test_a_question_with_a_slip_in_its_name_offers_the_name(named):
    found = find(named, "is there a nursery in Ashfrod")
    assert (found.exact, found.chosen) == (False, None)
    assert titles(found)[0] == "Ashford, town in Alder"


def test_the_same_letters_in_another_order_are_another_word():
    """A slip swaps two letters side by side; *pants* is no *pastn*."""
    assert _is_swapped("ashfrod", "ashford")
    assert not _is_swapped("pants", "pastn")
    assert not _is_swapped("ashford", "ashford")


@given(st.sampled_from(["is there a nursery in {}?", "nurseries near {}", "gaps in {}", "what about {} then"]), st.data())
def test_every_name_of_a_place_is_found_in_a_question(embedded, question, data):
    _, _, index = embedded
    places = [
        entry
        for entry in index.entries
        if entry.kind not in ("provider", "postcode") and not NO_NAME.issuperset(plain_letters(entry.name).split())
    ]
    entry = data.draw(st.sampled_from(places))
    found = find(index, question.format(entry.name), most=len(index.entries))
    assert entry in found.entries or (found.chosen is not None and set(entry.lsoas) <= set(found.chosen.lsoas))


def test_the_nearest_is_that_of_the_gap_list_and_may_lie_in_another_ward(embedded):
    """Of a neighbourhood: the nearer of the two sectors is what its row of the list says, to the tenth of a minute."""
    atlas, settings, index = embedded
    model, outcome = build_model(atlas, settings), "early_education"
    scores = score_areas(model, Query(outcome))
    elsewhere = 0
    for entry in [one for one in index.entries if one.kind == "neighbourhood" and not one.what.startswith("official")][::40]:
        (code,) = entry.lsoas
        near = answer(model, entry, lambda _: scores, [outcome]).nearest
        assert set(near["measured_from"]) == {code}
        assert near["sector"].tolist() == ["public", "pvi"]
        assert near["minutes"].min() == pytest.approx(scores.at[code, "nearest_minutes"], abs=0.05)
        assert scores.at[code, "nearest_provider"] in set(near["name"].fillna(""))
        elsewhere += int((near["ward_code"] != atlas.areas.at[code, "ward_code"]).sum())
    assert elsewhere


def test_the_nearest_of_several_neighbourhoods_is_measured_from_one_of_them_and_a_district_has_none(tiny):
    atlas = load_atlas(with_names(tiny).settings)
    model = build_model(atlas, tiny.settings)
    index = place_index(atlas, tiny.settings)

    def near(name):
        entry = find(index, name).chosen
        assert entry is not None
        return answer(model, entry, lambda query: score_areas(model, query), ["school_readiness"]).nearest

    assert near("King's Elm").to_dict("index")["n-2"]["measured_from"] == LSOAS[3]
    assert near("King's Elm").at["n-2", "minutes"] == 0
    assert near("Alder, district or unitary authority").empty
    # Nobody public is in this ward.
    there = near("Oakham, village in Bourne")
    assert "public" in set(there["sector"])
    assert (there.loc[there["sector"] == "public", "ward_code"] != CEDAR).all()


def test_what_is_here_counts_the_providers_of_its_wards(tiny):
    atlas = load_atlas(with_names(tiny).settings)
    model = build_model(atlas, tiny.settings)
    chosen = find(place_index(atlas, tiny.settings), "King's Elm").chosen
    assert chosen is not None
    told = answer(model, chosen, lambda query: score_areas(model, query), ["school_readiness"])
    assert (told.lsoas, told.wards, told.main_ward) == (LSOAS[3:5], (BIRCH,), BIRCH)
    assert told.providers.index.tolist() == ["n-2", "osm-1", "n-4"]
    # Each stands in the middle of its own neighbourhood.
    assert told.providers["minutes"].tolist() == [0, 0, 0]
    # Bourne's day nursery is elsewhere in the data; the ward has neither a nursery school nor a library.
    assert told.lacks["school_readiness"].absent == ("nursery_school",)
    scores = score_areas(model, Query("school_readiness"))
    expected = tuple(code for code in LSOAS[3:5] if scores.at[code, "gap_class"] == "priority")
    assert told.lacks["school_readiness"].priority == expected


def test_a_provider_is_answered_with_its_ward(tiny):
    atlas = load_atlas(with_names(tiny).settings)
    model = build_model(atlas, tiny.settings)
    chosen = find(place_index(atlas, tiny.settings), "Provider hub-1").chosen
    assert chosen is not None
    told = answer(model, chosen, lambda query: score_areas(model, query), ["child_health"])
    assert (told.lsoas, told.wards) == (LSOAS[:1], (ASH,))
    assert set(told.providers.index) == {"hub-1", "n-1"}


def test_the_place_that_was_asked_about_is_there_with_its_wards_and_providers(embedded):
    """Counted in the tables: two wards, sixteen providers, half of them public."""
    atlas, settings, index = embedded
    (kind, name) = ("suburb", "Paston")
    chosen = find(index, name.lower()).chosen
    assert chosen is not None
    assert chosen.what.startswith(kind)
    model = build_model(atlas, settings)
    told = answer(model, chosen, lambda query: score_areas(model, query), ["early_education"])
    in_wards = atlas.providers[atlas.providers["ward_code"].isin(told.wards)]
    assert len(told.providers) == len(in_wards) == 16
    assert told.providers["sector"].value_counts().to_dict() == {"public": 8, "pvi": 8}
    assert {atlas.areas.at[code, "label"].split()[0] for code in told.lsoas} == {name}
    assert len(told.lsoas) == 5
    assert told.providers["minutes"].notna().all()


def test_children_and_places_are_counted_of_the_same_ground(tiny):
    """King's Elm south alone is half of Birch: the ward's providers stand beside the ward's children, its own beside its own."""
    atlas = load_atlas(with_names(tiny).settings)
    model = build_model(atlas, tiny.settings)
    chosen = find(place_index(atlas, tiny.settings), "King's Elm south").chosen
    assert chosen is not None
    told = answer(model, chosen, lambda query: score_areas(model, query), ["school_readiness"])
    children = atlas.at("lsoa")["children_0_4"]
    assert not told.whole
    assert (told.children, told.children_around) == (children[LSOAS[4]], children[LSOAS[3]] + children[LSOAS[4]])
    assert told.providers["inside"].to_dict() == {"n-2": False, "osm-1": False, "n-4": True}
    # A class of 26 that is assumed, a surgery without places, a nursery that publishes none.
    assert places_in(told.providers) == PlacesHere(count=3, with_places=1, unpublished=1, places=26.0, assumed=26.0)
    assert by_sector(told.providers)["public"] == PlacesHere(count=2, with_places=1, unpublished=0, places=26.0, assumed=26.0)
