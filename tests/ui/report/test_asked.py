"""The brief on a place that was asked for by its name: the answer of the search on two pages, the same from page and command line."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from geo.base.errors import GapMapError
from geo.method.query import Query
from tests.helpers.named import with_names
from tests.helpers.screens import html_of, open_page, words
from ui.report import asked, pdf
from ui.report.make import make, on_asked
from ui.scene import loading, places
from ui.view.state import View
from ui.words import ask as ask_words
from ui.words import place_brief as text
from ui.words import report as report_words

DAY = date(2026, 3, 1)
REPORT = "pages/13_Report.py"


@pytest.fixture(scope="module")
def scene():
    loading.without_session()
    return loading.load()


def view(title, outcome="early_education"):
    return on_asked(View(Query(outcome), "gap", None, None, show_providers=True, show_sites=False), title)


def test_it_names_every_provider_of_the_answer_with_the_places_of_each_sector(scene):
    """Sixteen, half of them public; every one with its number on the map, none twice."""
    told = places.answered(scene, "Paston", ("early_education",))
    report = asked.compose(scene, view("Paston"), DAY)
    assert told is not None
    assert len(report.table.rows) == len(report.sheet.marks) == len(told.providers) == 16
    assert [row[1] for row in report.table.rows] == told.providers["name"].tolist()
    assert report.figures == (
        ("8", "public in its 2 wards, 3 of them with nursery places, all 165 of these assumed"),
        ("8", "private and voluntary in its 2 wards, with 285 places"),
        ("1,649", "children under five in its 2 wards"),
        ("0 of 5", text.PRIORITY),
        ("646", "children under five in the 5 neighbourhoods alone, with 5 of these providers and 169 places"),
    )
    own = scene.atlas.at("lsoa")
    assert own.loc[list(told.lsoas), "children_0_4"].sum() == 646
    assert own.loc[own["ward_code"].isin(told.wards), "children_0_4"].sum() == 1649
    assert "A school that takes three-year-olds counts as one class of 26" in report.table.note
    names = scene.atlas.areas["label"]
    assert all(names[code] in report.headline for code in (*told.wards, *told.lsoas))


@pytest.mark.parametrize("kind", ["district", "town", "village", "quarter", "ward", "neighbourhood", "provider"])
def test_it_fits_on_two_pages_whatever_is_asked_for(scene, kind):
    """The one with the most providers of each kind."""
    entries = [entry for entry in places.names(scene).entries if entry.kind == kind and entry.lsoas]
    most = max(entries, key=lambda entry: (len(entry.lsoas), len(entry.what)))
    report = asked.compose(scene, view(most.title), DAY)
    assert pdf.write(report, DAY)[1] <= 2
    assert len(report.table.rows) <= text.LISTED


def test_of_many_providers_the_nearest_of_both_sectors_are_listed(scene):
    district = next(entry for entry in places.names(scene).entries if entry.kind == "district")
    told = places.answered(scene, district.title, ("early_education",))
    report = asked.compose(scene, view(district.title), DAY)
    assert told is not None
    assert len(told.providers) > text.LISTED == len(report.table.rows)
    whose = [row[3] for row in report.table.rows]
    assert min(map(whose.count, set(whose))) == text.LISTED // 2
    assert report.table.note.startswith(f"{text.LISTED} of {len(told.providers)} are listed")


@pytest.fixture
def named(tiny_app):
    return with_names(tiny_app)


@pytest.mark.usefixtures("named")
def test_the_answer_leads_to_it_and_the_page_does_not_answer_twice():
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness", ask="King's Elm")
    link = next(
        one.proto for one in app.get("page_link") if one.proto.label == report_words.TO_REPORT and "asked" in one.proto.query_string
    )
    assert link.page == "Report"
    page = open_page(REPORT, outcome="school_readiness", ask="King's Elm", find=["about:asked"])
    assert page.radio(key="report_about").value == "asked"
    assert ask_words.CLOSE not in [button.label for button in page.button]
    assert text.asked_holds("King's Elm")[2] in words(page)
    page = next(one for one in page.button if one.label == report_words.MAKE).click().run()
    assert not page.exception
    assert report_words.READY_TITLE in [header.value for header in page.header]
    on_list = page.radio(key="report_about").set_value("list").run()
    assert "King&#39;s Elm: suburb in Alder" in html_of(on_list)


@pytest.mark.usefixtures("named")
def test_what_the_data_do_not_have_gives_the_report_on_the_list():
    page = open_page(REPORT, outcome="school_readiness", ask="Nowhere", find=["about:asked"])
    assert not page.exception
    assert "report_about" not in [radio.key for radio in page.radio]
    with pytest.raises(GapMapError, match="Nowhere"):
        asked.compose(loading.load(), view("Nowhere", "school_readiness"), DAY)


@pytest.mark.usefixtures("named")
def test_page_and_command_line_give_the_same_bytes_for_a_name(run_tiny, tmp_path):
    scene, wanted = loading.load(), view("King's Elm, suburb in Alder", "school_readiness")
    report = asked.compose(scene, wanted, DAY)
    assert "Birch" in report.headline
    assert [row[1] for row in report.table.rows] == ["Provider n-2", "Provider osm-1", "Provider n-4"]
    made = make(scene, wanted, datetime.now().astimezone().date(), lambda *_: None)
    assert made.stem == "place_king_s_elm_school_readiness"
    target = tmp_path / "brief.pdf"
    command = ("report", "--outcome", "school_readiness", "-o", target)
    assert run_tiny(*command, "--area", "kings elm").code == 0
    assert target.read_bytes() == made.pdf
    refused = run_tiny(*command, "--area", "Oakham")
    assert refused.code != 0
    assert "'Oakham, village in Bourne'" in refused.err
