"""Every page run by Streamlit's own test harness: on the embedded data, on a tiny atlas, and on data that is broken."""

from __future__ import annotations

import io
import re
from html import unescape
from urllib.parse import parse_qs

import pandas as pd
import pytest

from geo.export.tables import to_csv
from geo.method.gaps import Query, gap_list
from geo.method.model import build_model
from geo.store.atlas import load_atlas
from tests.helpers.screens import given, html_of, open_page, words
from tests.helpers.tiny_content import ALDER
from ui.gap_list import narrowed
from ui.scene import loading
from ui.scene.offers import offers
from ui.view import address
from ui.words import common
from ui.words.plain import plain

PAGES = ["app.py", "pages/1_Gap_map.py", "pages/2_Gap_list.py"]


@pytest.fixture
def embedded():
    scene = loading.load()
    settings, atlas, model = scene.settings, scene.atlas, scene.model
    return settings, atlas, model


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_the_embedded_data(page):
    app = open_page(page)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1


def test_home_counts_the_priority_rows_of_each_list_and_leads_there(embedded):
    settings, atlas, model = embedded
    table = html_of(open_page("app.py"))
    text = re.sub(r"<[^>]*>", "", table)
    names = atlas.areas["name"]
    for key, outcome in settings.outcomes.items():
        assert f'<th scope="col">{outcome.name}</th>' in table
        for district in atlas.at("district").index:
            ranked = gap_list(model, Query(key, districts=(district,)), evidence=False)
            listed = ranked[ranked["gap_class"] == "priority"]
            told = f"{names[district]}, {outcome.name}: {common.areas_of('lsoa', len(listed)).replace(' ', ' priority ', 1)}"
            assert told in text
            assert not len(listed) or f"{told}, {listed['children_0_4'].sum():,.0f} child" in text
            only = "&amp;priority=yes" if len(listed) else ""
            assert f'href="Gap_list?outcome={key}&amp;district={district}{only}"' in table


def test_each_number_of_home_opens_a_list_of_as_many_rows():
    scene, table = loading.load(), html_of(open_page("app.py"))
    cells = re.findall(r'<a href="Gap_list\?([^"]*)"><span class="bsg-hidden">[^<]*</span>(\d+)<', table)
    assert len(cells) == (len(scene.model.areas["district"]) + 1) * len(scene.settings.outcomes)
    for link, number in cells:
        asked = {name: values[0] for name, values in parse_qs(unescape(link)).items()}
        view = address.read(asked, scene.settings, lambda _: offers(scene), marked=False).view
        rows = narrowed.listed(scene, view)
        assert len(rows) == int(number) or (int(number) == 0 and not (rows["gap_class"] == "priority").any())
        assert len(rows), "a list that is opened has something to show"


def test_a_number_of_home_is_the_number_of_rows_on_the_screen():
    link, number = max(re.findall(r'<a href="Gap_list\?([^"]*)"><span class="bsg-hidden">[^<]*</span>(\d+)<', html_of(open_page("app.py"))))
    app = open_page("pages/2_Gap_list.py", **{name: values[0] for name, values in parse_qs(unescape(link)).items()})
    assert len(app.dataframe[0].value) == int(number) > 0


def test_home_says_in_words_what_each_colour_of_its_table_means():
    table = html_of(open_page("app.py"))
    key = re.search(r'<div class="bsg-heatkey">.*?</div>', table).group()
    assert re.findall(r'<li class="bsg-heat(\d)"><i class="bsg-key"></i>([^<]*)</li>', key) == [
        ("0", "under 5%"), ("1", "from 5%"), ("2", "from 10%"), ("3", "from 20%"), ("4", "30% or more"),
    ]  # fmt: skip
    assert table.index("bsg-heatkey") < table.index("<table>")
    shown = {int(heat) for heat in re.findall(r'<td class="bsg-heat(\d)">', table)}
    assert {0, 4} <= shown <= set(range(5))


def test_the_list_on_the_screen_is_the_list_of_the_core(embedded):
    _, atlas, model = embedded
    district = atlas.at("district").index[2]
    app = open_page("pages/2_Gap_list.py", outcome="family_security", district=district, level="ward")
    expected = gap_list(model, Query("family_security", "ward", (district,)))
    shown = app.dataframe[0].value
    assert shown["area_label"].tolist() == expected["area_label"].tolist()
    assert shown["gap_score"].tolist() == expected["gap_score"].tolist()


def test_a_list_leaves_out_of_each_label_what_stands_beside_it_or_above_it(tiny_app):
    """Labels of a folder without names that people use: ward, district and code."""
    labels = load_atlas(tiny_app.settings).at("lsoa")["label"]
    assert labels.iloc[0] == "Ash (Alder 001A)"
    one = open_page("pages/2_Gap_list.py", outcome="school_readiness", district=ALDER).dataframe[0].value
    assert set(one["area_label"]) == {"Ash (001A)", "Ash (002A)", "Birch (004A)", "Birch (005A)"}
    assert "district" not in one
    every = open_page("pages/2_Gap_list.py", outcome="school_readiness").dataframe[0].value
    assert not every["area_label"].str.contains("Alder").any()
    assert set(every["district"]) == {"Alder", "Bourne"}
    (beside,) = given(open_page("pages/1_Gap_map.py", outcome="school_readiness", district=ALDER), "cards")
    assert {row["lines"][0].partition(". ")[2] for row in beside["rows"]} <= set(one["area_label"])
    (beside,) = given(open_page("pages/1_Gap_map.py", outcome="school_readiness"), "cards")
    assert all(row["lines"][0].endswith((", Alder", ", Bourne")) for row in beside["rows"]), "the place comes first"


def test_a_list_calls_places_as_people_do_and_finds_them_by_their_official_name_too(embedded):
    _, atlas, _ = embedded
    code = atlas.at("lsoa").index[0]
    label, official = atlas.areas.loc[code, ["label", "name"]]
    assert official not in label
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness")
    found = app.text_input(key="list_search").set_value(official).run().dataframe[0].value
    assert found["area_label"].tolist() == [label]


def test_searching_narrows_the_table_and_says_so_when_nothing_fits(embedded):
    _, atlas, _ = embedded
    name = str(atlas.at("ward")["name"].iloc[0])
    app = open_page("pages/2_Gap_list.py", level="ward")
    found = app.text_input(key="list_search").set_value(name).run().dataframe[0].value
    assert found["area_label"].str.contains(name, regex=False).all()
    app.text_input(key="list_search").set_value("zzzz").run()
    assert not app.dataframe
    assert "zzzz" in app.info[0].value


def test_filters_change_the_list_and_an_unknown_id_in_a_link_is_named(embedded):
    settings, *_ = embedded
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness", sector="public", service="nope")
    assert plain("service=nope") in app.warning[0].value
    assert app.selectbox(key="filter_outcome").value == "school_readiness"
    first = app.dataframe[0].value["gap_score"].tolist()
    app.selectbox(key="filter_outcome").set_value(next(iter(settings.outcomes))).run()
    assert app.dataframe[0].value["gap_score"].tolist() != first


@pytest.mark.usefixtures("tiny_app")
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_another_authority(page):
    app = open_page(page)
    assert not app.exception
    assert not app.error


@pytest.mark.usefixtures("tiny_app")
def test_a_service_without_providers_is_missing_data_and_never_a_gap():
    app = open_page("pages/2_Gap_list.py", outcome="family_security")
    assert not app.dataframe
    assert "No data yet" in app.info[0].value
    assert "priority" not in words(app).replace("priority gap", "")


@pytest.mark.parametrize("page", PAGES)
def test_broken_data_is_listed_on_one_plain_page(page, tiny_app):
    line = 2
    tiny_app.set_cell("providers.csv", line, "places", "many")
    app = open_page(page)
    assert not app.exception
    assert app.title[0].value == common.BROKEN_TITLE
    table = app.table[0].value.reset_index()
    assert table["File"].str.contains("providers.csv").any()
    assert (table["Column"] == "places").any()
    assert (table["Row"] == str(line)).any()


def test_a_broken_config_is_listed_on_one_plain_page(tiny_app):
    tiny_app.config.write_text(tiny_app.config.read_text(encoding="utf-8").replace("detour = 1.3", "detour = 'far'"), encoding="utf-8")
    app = open_page("app.py")
    assert not app.exception
    assert app.title[0].value == common.BROKEN_TITLE
    assert "access.detour" in app.table[0].value.reset_index()["Column"].tolist()


def test_mended_data_is_picked_up_without_a_restart(tiny_app):
    table = tiny_app.data / "providers.csv"
    sound = table.read_bytes()
    tiny_app.set_cell("providers.csv", 2, "places", "many")
    app = open_page("app.py")
    assert app.title[0].value == common.BROKEN_TITLE
    table.write_bytes(sound)
    assert app.run().title[0].value != common.BROKEN_TITLE


def test_the_csv_of_the_button_opens_in_a_spreadsheet_as_written(tiny):
    atlas = load_atlas(tiny.settings)
    ranked = gap_list(build_model(atlas, tiny.settings), Query("school_readiness"))
    raw = to_csv(ranked, bom=True)
    assert raw.startswith(b"\xef\xbb\xbf")
    again = pd.read_csv(io.BytesIO(raw), encoding="utf-8-sig")
    assert again["area_code"].tolist() == ranked["area_code"].tolist()
    assert again["gap_score"].tolist() == pytest.approx(ranked["gap_score"].tolist(), nan_ok=True)
