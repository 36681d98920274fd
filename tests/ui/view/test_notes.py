"""A reader's own settings on the screen: controls, the line above the table, the link, and the notes that go with the list."""

from __future__ import annotations

import io
import shlex
import zipfile

import pytest

from geo.cli.main import main
from geo.export.tables import to_csv
from geo.method.gaps import COLUMNS, Query, gap_list
from geo.method.reasons import REASONS
from geo.whatif.scene import Choices
from geo.whatif.tuning import Tuning
from tests.helpers.screens import open_page, words
from ui.gap_list import notes
from ui.scene import answers, loading
from ui.view.bar import OWN_SETTINGS
from ui.view.state import View
from ui.words import filters as filters_words
from ui.words import gap_list as gap_list_words
from ui.words.plain import bare

LIST = "pages/2_Gap_list.py"


def open_settings(**params):
    """The gap list with the part of the sidebar open that holds own settings."""
    app = open_page(LIST, **params)
    app.session_state[OWN_SETTINGS] = True
    return app.run()


OWN = {"outcome": "school_readiness", "weight": "idaci:2", "travel": "walk:15", "target": "21"}
TUNING = Tuning((("idaci", 2.0),), ("walk", 15.0), 21.0)


@pytest.fixture(scope="module")
def scene():
    return answers.chosen(loading.load(), Choices(outcome="school_readiness", tuning=TUNING))


@pytest.fixture(scope="module")
def view():
    query = Query("school_readiness", "ward", ("E07000010",), "public", ("school_nursery",), include_assumed=False)
    return View(query, "gap", None, None, show_providers=True, show_sites=False, tuning=TUNING)


def test_a_link_with_own_settings_shows_their_list_and_says_what_is_not_recommended(scene):
    app = open_page(LIST, **OWN)
    assert not app.exception
    assert app.dataframe[0].value["gap_score"].tolist() == gap_list(scene.model, Query("school_readiness"))["gap_score"].tolist()
    shown = words(app)
    for part in (
        filters_words.CHANGED_TITLE,
        "weighs 2 (recommended 1)",
        "15-minute walk (recommended 15-minute drive)",
        "target 21 places per 100 children",
    ):
        assert part in shown
    assert not app.slider, "the controls are drawn only while they are open"
    app.session_state[OWN_SETTINGS] = True
    assert app.run().slider(key="filter_weight_school_readiness_idaci").value == 2.0


def test_moving_a_slider_changes_the_list_and_reset_brings_it_back():
    app = open_settings(outcome="school_readiness")
    first = app.dataframe[0].value["need_score"].tolist()
    assert filters_words.CHANGED_TITLE not in words(app)
    app.slider(key="filter_weight_school_readiness_idaci").set_value(0.0).run()
    assert app.dataframe[0].value["need_score"].tolist() != first
    assert app.query_params["weight"] in ("idaci:0", ["idaci:0"])
    reset = next(button for button in app.button if button.label == filters_words.RESET)
    reset.click().run()
    assert app.dataframe[0].value["need_score"].tolist() == first
    assert "weight" not in app.query_params
    assert app.slider(key="filter_weight_school_readiness_idaci").value == 1.0


def test_weights_belong_to_their_outcome_area():
    app = open_page(LIST, **OWN)
    app.selectbox(key="filter_outcome").set_value("family_security").run()
    assert not app.exception
    assert "weight" not in app.query_params
    assert "target" not in app.query_params, "a target in places says nothing about sites"
    assert app.query_params["travel"] in ("walk:15", ["walk:15"])


def test_all_weights_at_zero_fall_back_to_the_recommended_ones_and_say_so():
    app = open_settings(outcome="early_education")
    first = app.dataframe[0].value["need_score"].tolist()
    for slider in app.slider:
        slider.set_value(0.0)
    app.run()
    assert filters_words.NO_WEIGHT in words(app)
    assert app.dataframe[0].value["need_score"].tolist() == first


@pytest.mark.parametrize(
    "link", [{"weight": "idaci:-1"}, {"weight": "nothing:1"}, {"travel": "fly:3"}, {"target": "nan"}, {"borders": "no"}]
)
def test_a_link_with_settings_that_cannot_be_names_them(link):
    app = open_page(LIST, outcome="school_readiness", **link)
    assert not app.exception
    ((name, value),) = link.items()
    assert f"{name}={value}" in bare(app.warning[0].value)


def test_other_borders_replace_the_districts_of_the_filter_and_the_list():
    app = open_page(LIST, outcome="school_readiness", borders="example_two_authorities", district="rest-of-cambridgeshire")
    assert not app.exception
    assert "neighbourhoods in Rest of Cambridgeshire" in words(app)
    shown = app.dataframe[0].value
    assert not shown["area_label"].str.contains("Peterborough|Huntingdonshire").any()
    # The sentence names the only group already.
    assert "district" not in shown.columns
    assert "It is not a proposal" in words(app)


def test_the_page_of_other_borders_offers_them_and_compares():
    offered = open_page("pages/6_Other_borders.py")
    assert not offered.exception
    settings = loading.load().settings
    app = open_page("pages/6_Other_borders.py", outcome="school_readiness", borders="example_two_authorities")
    assert not app.exception
    assert settings.borders["example_two_authorities"].name in words(app)
    assert len(app.dataframe) == 3
    same = open_page("pages/6_Other_borders.py", outcome="school_readiness", borders="districts_of_today")
    assert "the same neighbourhoods stand out" in words(same)


def test_notes_explain_every_column_and_code_and_name_settings_sources_and_attribution(scene, view):
    ranked = gap_list(scene.model, view.query)
    told = notes.notes(scene, view, ranked)
    assert set(gap_list_words.COLUMN_MEANINGS) == set(COLUMNS)
    assert set(gap_list_words.REASON_MEANINGS) == set(REASONS)
    for part in (
        "Fenland",
        "weighs 2 (recommended 1)",
        "Public school nursery classes only",
        "assumed places are left out",
        "Open Government Licence v3.0",
        "Source: Office for National Statistics licensed under the Open Government Licence v.3.0.",
        ranked["method_version"].iloc[0],
        ranked["data_as_at"].iloc[0],
        "weight=idaci%3A2",
    ):
        assert part in told
    assert "osm" not in told.lower(), "a source that this list does not use"


def test_the_zip_holds_the_list_of_the_csv_button_and_the_notes_and_is_the_same_each_time(scene, view):
    ranked = gap_list(scene.model, view.query)
    packed = notes.zipped(scene, view, ranked)
    assert packed == notes.zipped(scene, view, ranked)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["gap-list_school_readiness_ward_fenland.csv", "gap-list-notes.txt", "datapackage.json"]
        assert archive.read("gap-list_school_readiness_ward_fenland.csv") == to_csv(ranked, bom=True)
        assert archive.read("gap-list-notes.txt").decode("utf-8-sig").replace("\r\n", "\n") == notes.notes(scene, view, ranked)


def test_the_command_in_the_notes_gives_the_same_list(scene, view, capfdbinary):
    command = shlex.split(notes.command(view))
    assert command[:3] == ["python", "-m", "geo"]
    assert main(command[3:]) == 0
    assert capfdbinary.readouterr().out == to_csv(gap_list(scene.model, view.query), bom=False)
