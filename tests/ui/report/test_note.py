"""The note on a scenario: one page, with the headline of the page and the figures of the file of areas."""

from __future__ import annotations

import io
from datetime import date, datetime

import pandas as pd
import pytest
from markupsafe import escape
from pypdf import PdfReader

from geo.cli.main import main
from geo.export.tables import to_csv
from geo.method.query import Query
from tests.helpers.screens import html_of, open_page, words
from ui.report import note, pdf
from ui.report.make import is_on_scenario, make, on_scenario
from ui.scene import answers, effects, loading
from ui.screens.scenarios import send
from ui.view import scenes
from ui.view.scenario_sentence import sentence
from ui.view.state import View
from ui.words import filters as filters_words
from ui.words import pages
from ui.words import report as report_words
from ui.words import scenario_note as text
from ui.words import what_if as what_if_words
from ui.words.maps import FADED
from ui.words.plain import bare

DAY = date(2026, 3, 1)
NURSERY, GROWS, AREA = "ofsted-EY316231", "ofsted-221622", "E01018076"
CLOSE, RESIZE, HOMES = f"close:{NURSERY}", f"resize:{GROWS}:140", f"homes:{AREA}:300:30"
DISTRICT = ("E07000011",)


@pytest.fixture(scope="module")
def today():
    loading.without_session()
    return loading.load()


def asked(*do, level="lsoa", districts=DISTRICT, outcome="early_education"):
    view = View(Query(outcome, level, districts), "gap", None, None, show_providers=True, show_sites=False, do=do)
    return on_scenario(view)


def made(today, view):
    return make(scenes.chosen(today, view), view, DAY, lambda *_: None)


def pages_of(content):
    # Lines of a paragraph are no part of what it says.
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(asked(CLOSE), id="a closure"),
        pytest.param(asked(CLOSE, RESIZE), id="two changes"),
        pytest.param(asked(HOMES, districts=()), id="homes"),
        pytest.param(asked(CLOSE, level="ward"), id="wards"),
        pytest.param(asked(CLOSE, level="district", districts=()), id="districts"),
    ],
)
def test_it_is_one_page_with_the_headline_and_the_figures_of_the_file_of_areas(today, view):
    assert is_on_scenario(view)
    scene, file = scenes.chosen(today, view), made(today, view)
    (page,) = pages_of(file.pdf)
    assert file.pages == 1
    assert " ".join(bare(sentence(scene, view.query)).split()) in page
    # The rows as somebody reads them in the file.
    csv = pd.read_csv(io.BytesIO(to_csv(effects.whole_areas(scene, view.query), bom=False)))
    losing = csv[csv["access_change"] < 0].sort_values(["access_change", "children_0_4"], ascending=[True, False])
    assert len(losing) > 0
    for _, row in losing.head(text.LOSING).iterrows():
        figures = f"{row['access_before']:.2f} {row['access']:.2f} {row['access_change']:+.2f} {row['children_0_4']:,}"
        assert figures in page, row["area_label"]
    gaining = csv[csv["access_change"] > 0].sort_values(["access_change", "children_0_4"], ascending=False)
    for _, row in gaining.head(text.GAINING).iterrows():
        assert f"{row['access_before']:.2f} {row['access']:.2f} {row['access_change']:+.2f}" in page


def test_it_says_what_changes_where_and_one_caveat_and_draws_the_change(today):
    view = asked(CLOSE, RESIZE)
    scene = scenes.chosen(today, view)
    report = note.compose(scene, view, DAY, note.SIZES[0])
    assert report.remarks[0].startswith(
        "What changes: 1. Busy Bees St Neots closes (93 places), in St Neots Eatons ward, Huntingdonshire; 2. "
    )
    assert report.sheet.kinds == ("closes", "changes")
    assert report.sheet.names
    assert report.blocks == ((text.CAVEAT_TITLE, (bare(what_if_words.LIMITS),)),)
    about = dict(report.lines)
    assert "Huntingdonshire" in about[text.QUESTION]
    assert "about" not in str(about["Same view on the screen"]).partition("?")[2]
    assert about["Same view on the screen"].startswith("the dashboard's own address, followed by What_if?")


def test_a_closure_names_those_that_fall_below_the_target_and_the_nearest_town(today):
    view = asked(CLOSE)
    scene = scenes.chosen(today, view)
    report = note.compose(scene, view, DAY, note.SIZES[0])
    then, now = (answers.scores(one, view.query)["access"] for one in (today, scene))
    target = effects.both(scene, view.query)[1].target
    inside = scene.model.areas["lsoa"]["district_code"].isin(view.query.districts)
    fell = inside[inside].index[(then.reindex(inside[inside].index) >= target) & (now.reindex(inside[inside].index) < target)]
    assert len(fell) == effects.found(scene, view.query).dropped > 0
    said = report.remarks[0].partition("Below the target from now on")[2]
    labels = scene.model.areas["lsoa"].loc[fell, "label"]
    assert sum(label in said for label in labels) == min(len(labels), text.FALLING)
    assert "Nearest that count for " in said
    assert "Busy Bees St Neots" not in said
    assert report.remarks[0].startswith("What changes: Busy Bees St Neots closes (93 places), private, voluntary or independent, in ")
    assert report.blocks == ((text.CAVEAT_TITLE, (f"{what_if_words.PLACES_SHORT} {bare(what_if_words.LIMITS)}",)),)
    assert "*" not in str(report.blocks)
    assert "Nearest town, in a straight line: St Neots, " in report.map_note
    assert "St Neots" in {name for name, _ in report.sheet.names}


def test_a_note_made_on_the_page_names_the_whole_address_of_its_view_in_each_form(today):
    view, home = asked(CLOSE), "https://maps.example/early-years/"
    scene = scenes.chosen(today, view)
    link = note.printed(scene, view, DAY).link
    assert dict(note.printed(scene, view, DAY, home).lines)["Same view on the screen"] == f"{home}{link}"
    made = make(scene, view, DAY, lambda *_: None, home)
    assert escape(f"{home}{link}") in made.html.decode()
    (paper,) = PdfReader(io.BytesIO(made.pdf)).pages
    assert f"{home}What_if?" in "".join(paper.extract_text().split())


def test_the_key_of_the_map_says_that_areas_outside_the_chosen_districts_are_faded_and_only_then(today):
    for view, faded in ((asked(CLOSE), True), (asked(CLOSE, districts=()), False)):
        report = note.printed(scenes.chosen(today, view), view, DAY)
        assert (FADED in report.map_note) is faded


def test_many_changes_with_a_long_link_leave_it_on_one_page(today):
    view = asked(CLOSE, RESIZE, HOMES, "close:ofsted-EY304740")
    assert made(today, view).pages == 1


def test_where_nothing_counts_it_says_so_and_lists_nobody(today):
    view = asked(CLOSE, outcome="family_security")
    report = note.compose(scenes.chosen(today, view), view, DAY, note.SIZES[0])
    assert "does not count" in report.headline
    assert not report.table.rows
    assert pdf.write(report, DAY)[1] == 1


def test_the_report_on_a_scenario_alone_calls_no_setting_unusual_and_has_its_files_before_what_it_holds():
    app = open_page(pages.REPORT.path, outcome="early_education", district=DISTRICT[0], do=CLOSE, find=["about:scenario"])
    assert not app.info
    app.button(key="report_make").click().run()
    assert [one.value for one in app.header][:2] == [report_words.READY_TITLE, report_words.HOLDS_TITLE]
    # On the list, whose figures are those of the scenario, this is said.
    listed = open_page(pages.REPORT.path, outcome="early_education", district=DISTRICT[0], do=CLOSE)
    assert [one.value for one in listed.info] == ["**With the scenario:** Busy Bees St Neots closes (93 places)."]
    other = open_page(pages.REPORT.path, outcome="early_education", district=DISTRICT[0], do=CLOSE, target="20")
    assert [one.value.partition(":")[0] for one in other.info] == [f"**{filters_words.CHANGED_TITLE}"]


def test_the_page_prints_the_note_and_leads_to_its_files(today):
    view = asked(CLOSE)
    scene = scenes.chosen(today, view)
    app = open_page(pages.WHAT_IF.path, outcome="early_education", district=DISTRICT[0], do=CLOSE)
    assert not app.exception
    paper = html_of(app)
    assert bare(sentence(scene, view.query)) in paper
    losing, _ = effects.hit(scene, view.query)
    first = losing.iloc[0]
    assert f"<td>{first['access_before']:.2f}</td><td>{first['access']:.2f}</td><td>{first['access_change']:+.2f}</td>" in paper
    files = open_page(pages.REPORT.path, **{name: value for name, value in view.params().items() if value})
    assert not files.exception
    assert text.holds("")[-1] in words(files)
    assert files.radio(key="report_about").value == "scenario"


def test_without_a_place_to_keep_scenarios_one_line_says_so_before_anything_is_pressed():
    from ui.words import kept_scenarios as kept_words  # noqa: PLC0415

    app = open_page(pages.WHAT_IF.path, outcome="early_education")
    assert kept_words.NO_WORKSPACE in [one.value for one in app.caption]
    assert kept_words.KEPT_TITLE not in [one.label for one in app.expander]


# --- from the command line ----------------------------------------------------------------------------------------------

CHANGES = f"change_id,kind,target,places\n1,close,{NURSERY},\n2,resize,{GROWS},140\n"


def run_scenario(folder, *more):
    (folder / "changes.csv").write_text(CHANGES)
    question = ["--outcome", "early_education", "--district", DISTRICT[0]]
    return main(["scenario", f"{folder / 'changes.csv'}", *question, "-o", f"{folder / 'out'}", *more])


def test_the_command_writes_the_note_of_the_page_with_the_figures_of_its_own_file(today, tmp_path):
    assert run_scenario(tmp_path, "--note", f"{tmp_path / 'note.html'}") == 0
    page = (tmp_path / "note.html").read_text()
    csv = pd.read_csv(tmp_path / "out" / "scenario_areas.csv")
    losing = csv[csv["access_change"] < 0].sort_values(["access_change", "children_0_4"], ascending=[True, False])
    assert len(losing) > 0
    for _, row in losing.head(text.LOSING).iterrows():
        for figure in (f"{row['access_before']:.2f}", f"{row['access']:.2f}", f"{row['access_change']:+.2f}", f"{row['children_0_4']:,}"):
            assert f">{figure}</td>" in page, row["area_label"]
    view = asked(CLOSE, RESIZE)
    shown = make(scenes.chosen(today, view), view, datetime.now().astimezone().date(), lambda *_: None)
    assert page.encode() == shown.html


def test_the_command_writes_the_note_on_one_page_to_print_with_the_bytes_of_the_page(today, tmp_path):
    assert run_scenario(tmp_path, "--note", f"{tmp_path / 'note.pdf'}") == 0
    assert len(PdfReader(tmp_path / "note.pdf").pages) == 1
    view = asked(CLOSE, RESIZE)
    assert (tmp_path / "note.pdf").read_bytes() == send.pdf_of(scenes.chosen(today, view), view)


def test_a_note_has_one_of_two_endings_and_a_change(tmp_path, capsys):
    assert run_scenario(tmp_path, "--note", f"{tmp_path / 'note.docx'}") != 0
    assert ".pdf" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    (tmp_path / "none.csv").write_text("change_id,kind,target\n")
    question = ["--outcome", "early_education", "-o", f"{tmp_path / 'out'}", "--note", f"{tmp_path / 'note.pdf'}"]
    assert main(["scenario", f"{tmp_path / 'none.csv'}", *question]) != 0
    assert "nothing to write a note on" in capsys.readouterr().err
    # All or nothing.
    assert not (tmp_path / "note.pdf").exists()
    assert not (tmp_path / "out").exists()
