"""The page What if: changes are added, removed, undone and brought; what it says is what the command line says."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from geo.method.gaps import Query
from geo.whatif.scenario.effects import Summary, scenario_areas, summary
from tests.helpers.screens import open_page, words
from ui.map.scenario_marks import marks
from ui.scene import answers, effects, loading, scenario
from ui.scene.offers import offers
from ui.screens.scenarios import changes, draft, example, files
from ui.screens.scenarios.counted import MOST_EXPLAINED
from ui.view import address, scenario_sentence, scenes
from ui.view.state import View
from ui.words import change_form as form_text
from ui.words import pages
from ui.words import scenario_note as note_words
from ui.words import scenarios as scenarios_words
from ui.words import what_if as text
from ui.words.by_district import only, split
from ui.words.plain import plain
from ui.words.scenario_elsewhere import elsewhere

PAGE = pages.WHAT_IF.path
OUTCOME = "early_education"
NURSERY, NAME, PRESCHOOL, SCHOOL = "ofsted-221578", "The Joint Colleges Nursery (Cambridge) Limited", "ofsted-2742207", "gias-110747"
AREA = "E01018076"
OPEN, CLOSE, HOMES = f"open:school_nursery:public:26:{AREA}", f"close:{NURSERY}", f"homes:{AREA}:300:30"
THREE = [OPEN, CLOSE, HOMES]


def visit(**params):
    app = open_page(PAGE, outcome=OUTCOME, **params)
    assert not app.exception
    return app


def press(app, label, nth=0):
    [button for button in app.button if button.label == label][nth].click().run()
    assert not app.exception
    return app


def add(app):
    return press(app, form_text.ADD if app.query_params.get("do") else form_text.FIRST)


def do_of(app):
    given = app.query_params.get("do", [])
    return given if isinstance(given, list) else [given]


def finds_of(app):
    given = app.query_params.get("find", [])
    return given if isinstance(given, list) else [given]


def view_of(*do, outcome=OUTCOME, level="lsoa", **more):
    return View(Query(outcome, level), "gap", None, None, show_providers=True, show_sites=False, do=tuple(do), **more)


def scene_of(view):
    return scenes.chosen(loading.load(), view)


# --- nothing yet, and the example --------------------------------------------------------------------------------------


def test_an_empty_page_says_what_it_is_for_and_what_it_cannot_say():
    app = visit()
    assert text.EMPTY in words(app)
    assert text.LIMITS in words(app)
    assert all(button.disabled for button in app.button if button.label in (text.UNDO, text.START_AGAIN))
    assert not app.dataframe


def test_the_example_is_one_press_away_and_opens_a_class_where_the_gap_is_greatest():
    app = press(visit(), text.EXAMPLE)
    (do,) = do_of(app)
    assert do.startswith("open:school_nursery:public:26:")
    scene = loading.load()
    site = scene.atlas.providers.loc[do.rpartition(":")[2]]
    assert site["service_type"] == "primary_school"
    ranked = answers.ranked(scene, Query(OUTCOME))
    with_schools = set(scene.atlas.providers.loc[scene.atlas.providers["service_type"] == "primary_school", "lsoa_code"])
    assert site["lsoa_code"] == next(code for code in ranked["area_code"] if code in with_schools)
    assert "26 places at" in app.markdown[1].value


@pytest.mark.parametrize("outcome", list(loading.shared_settings().outcomes))
def test_there_is_an_example_for_every_outcome_area(outcome):
    scene = loading.load()
    act = example.example(scene, scene, Query(outcome))
    assert act is not None
    assert act.service_type in draft.counted(scene.settings, outcome)


# --- the form ------------------------------------------------------------------------------------------------------------


def test_a_class_is_opened_at_a_postcode():
    app = visit()
    app.radio(key="act_by_4").set_value("postcode").run()
    app.text_input(key="act_postcode").set_value("pe7 2bp").run()
    app.number_input(key="act_places").set_value(40).run()
    add(app)
    assert do_of(app) == ["open:school_nursery:public:40:pe7 2bp"]
    assert "40 places at PE7 2BP" in app.markdown[1].value
    # The form begins anew.
    assert finds_of(app) == []
    assert app.number_input(key="act_places").value == draft.CLASS_PLACES


def test_a_nursery_is_closed_and_its_neighbour_grows():
    app = visit()
    app.radio(key="act").set_value("close").run()
    app.selectbox(key="act_provider").set_value(NURSERY).run()
    add(app)
    app.radio(key="act").set_value("resize").run()
    app.selectbox(key="act_provider").set_value(PRESCHOOL).run()
    now = loading.load().atlas.providers.at[PRESCHOOL, "places"]
    assert app.number_input(key="act_places").value == int(now)
    app.number_input(key="act_places").set_value(int(now) + 40).run()
    add(app)
    assert do_of(app) == [CLOSE, f"resize:{PRESCHOOL}:{int(now) + 40}"]


def test_a_provider_moves_to_a_school_and_homes_are_built():
    app = visit()
    app.radio(key="act").set_value("move").run()
    app.selectbox(key="act_provider").set_value(NURSERY).run()
    app.selectbox(key="act_at").set_value(SCHOOL).run()
    add(app)
    app.radio(key="act").set_value("homes").run()
    app.radio(key="act_by_3").set_value("area").run()
    app.selectbox(key="act_area").set_value(AREA).run()
    app.number_input(key="act_homes").set_value(3000).run()
    app.number_input(key="act_yield").set_value(25.0).run()
    app.number_input(key="act_year").set_value(2031).run()
    add(app)
    assert do_of(app) == [f"move:{NURSERY}:{SCHOOL}", f"homes:{AREA}:3000:25:2031"]
    assert "750 more children under five" in app.markdown[1].value


def test_what_is_wrong_is_said_beside_the_form_and_nothing_of_it_is_lost():
    app = visit()
    add(app)
    assert form_text.CHOOSE_PLACE in app.error[0].value
    app.radio(key="act_by_4").set_value("postcode").run()
    app.text_input(key="act_postcode").set_value("ZZ9 9ZZ").run()
    app.text_input(key="act_ages").set_value("60-36").run()
    assert not app.error
    add(app)
    assert "ZZ9 9ZZ" in app.error[0].value
    assert plain("Found '60-36'") in app.error[0].value
    assert do_of(app) == []
    again = visit(find=finds_of(app))
    assert again.text_input(key="act_postcode").value == "ZZ9 9ZZ"
    assert again.text_input(key="act_ages").value == "60-36"


def test_a_provider_that_is_changed_already_is_refused_by_its_name():
    app = visit(do=[CLOSE], find=["act:resize", f"act_provider:{NURSERY}"])
    add(app)
    assert do_of(app) == [CLOSE]
    assert "is changed already" in app.error[0].value
    assert plain(NAME) in app.error[0].value


def test_the_same_class_twice_is_two_classes():
    app = visit(do=[OPEN, OPEN])
    assert do_of(app) == [OPEN, OPEN]
    one, two = (effects.found(scene_of(view_of(*given)), Query(OUTCOME)) for given in ([OPEN], [OPEN, OPEN]))
    assert two.shortfall_change < one.shortfall_change


# --- the list -------------------------------------------------------------------------------------------------------------


def test_changes_are_removed_and_undo_steps_back_through_removals_and_additions():
    app = press(visit(do=THREE), text.remove(2))
    assert do_of(app) == [OPEN, HOMES]
    press(app, text.START_AGAIN)
    assert do_of(app) == []
    assert text.EMPTY in words(app)
    press(app, text.UNDO)
    assert do_of(app) == [OPEN, HOMES]
    press(app, text.UNDO)
    assert do_of(app) == THREE
    # What came by the link has no step before it: the last change goes.
    press(app, text.UNDO)
    assert do_of(app) == [OPEN, CLOSE]


def test_undo_never_brings_back_the_list_of_another_link():
    app = press(visit(do=THREE), text.remove(1))
    app.query_params["do"] = [OPEN]
    app.run()
    press(app, text.UNDO)
    assert do_of(app) == []


def test_a_change_that_does_not_count_is_said_so():
    hub = f"open:family_hub:public::{AREA}"
    app = visit(do=[hub])
    assert words(app).count("does not count") == 1
    assert not app.dataframe
    assert {text.MAP_TITLE, text.DISTRICTS_TITLE, text.AREAS_TITLE}.isdisjoint(header.value for header in app.header)
    assert text.DOWNLOADS["changes"] in {button.label for button in app.get("download_button")}
    other = open_page(PAGE, outcome="family_security", do=[hub])
    assert "does not count" not in words(other)
    assert "gain" in other.markdown[1].value
    assert "short" not in other.markdown[1].value


def test_of_many_changes_that_do_not_count_each_is_explained_or_marked_once():
    hubs = [f"open:family_hub:public::{code}" for code in loading.load().model.areas["lsoa"].index[: MOST_EXPLAINED + 2]]
    app = visit(do=hubs)
    assert len(app.info) == MOST_EXPLAINED
    assert words(app).count(text.NOT_COUNTED) == 2
    assert "this does not count" in app.markdown[1].value


def test_a_long_list_is_cut_on_the_screen_and_whole_in_its_file():
    most = loading.shared_settings().scenario.most_changes
    view = view_of(*[OPEN] * most)
    app = visit(do=list(view.do))
    assert text.listed(changes.MOST_LISTED, most) in words(app)
    assert len(files.table("changes", scene_of(view), view)) == most
    add(app)
    fresh = visit(do=list(view.do), find=["act_by:area", f"act_area:{AREA}"])
    add(fresh)
    assert form_text.too_many(most) in fresh.error[0].value


# --- what it says ------------------------------------------------------------------------------------------------------------


def test_the_sentence_is_the_summary_in_words():
    view = view_of(*THREE)
    scene, found = scene_of(view), effects.found(scene_of(view), view.query)
    told = scenario_sentence.sentence(scene, view.query)
    districts = effects.losing(scene, view.query)
    assert told.startswith(f"**3 changes: {found.lose} neighbourhoods ({found.children_lose:,} children) lose{split(districts)}")
    assert ". Worst hit is " in told
    assert f". {found.gain} neighbourhoods ({found.children_gain:,} children) gain" in told
    assert f"{round(found.shortfall_change)} more places short" in told
    assert "90 more children under five" in told
    assert "nobody loses" not in told
    alone = scenario_sentence.sentence(scene_of(view_of(OPEN)), view.query)
    assert "obody loses." in alone


def facts(gain=0, lose=0, lifted=0, dropped=0, short=0.0, more=0):
    return Summary(gain, lose, lifted, dropped, short, more, children_gain=90 * gain, children_lose=70 * lose, most="")


@pytest.mark.parametrize(
    ("given", "worst", "most", "told"),
    [
        (
            facts(14, lifted=4, short=-26.2),
            "",
            "",
            "14 neighbourhoods (1,260 children) gain, 4 rise above the target. 26 fewer places short; nobody loses.",
        ),
        (facts(14, lifted=4), "", "Z", "14 neighbourhoods (1,260 children) gain, most of all Z; 4 rise above the target. Nobody loses."),
        (facts(1), "", "Z", "1 neighbourhood (90 children) gains: Z. Nobody loses."),
        (facts(1, lifted=1), "", "", "1 neighbourhood (90 children) gains, 1 rises above the target. Nobody loses."),
        (
            facts(lose=2, dropped=1, short=3),
            "Y",
            "",
            "2 neighbourhoods (140 children) lose, 1 falls below the target. Worst hit is Y. 3 more places short; nobody gains.",
        ),
        (
            facts(2, 1, more=1),
            "Y",
            "",
            "1 neighbourhood (70 children) loses. Worst hit is Y. 2 neighbourhoods (180 children) gain. 1 more child under five.",
        ),
        (facts(), "", "", "nobody gains or loses access."),
    ],
)
def test_the_sentence_by_hand_names_the_harm_first_and_the_greatest_gain_before_who_is_lifted(given, worst, most, told):
    assert text.found("X", "", given, worst, most) == f"**X: {told}**"


def test_one_sentence_says_how_sure_losses_and_gains_are():
    assert text.sure_head("44 areas", 44, "lose", 44, 44, 44, 500) == "44 areas that lose here: all do in every one of 500 settings."
    assert text.sure_head("1 area", 1, "gain", 1, 1, 1, 500) == "1 area that gains here: it does in every one of 500 settings."
    told = "Of 44 areas that lose here, 1 loses in at least 95% of 500 settings (40 in at least half)."
    assert text.sure_head("44 areas", 44, "lose", 40, 1, 0, 500) == told


def test_those_that_become_a_priority_gap_or_are_none_any_more_are_counted_and_the_first_named():
    assert text.of_priority(["A"], now=True) == "1 neighbourhood becomes a priority gap: A"
    assert text.of_priority(["A", "B", "C", "D", "E"], now=False) == "5 neighbourhoods are no priority gap any more: A, B, C and 2 more"
    assert text.of_priority([], now=True) == ""
    view = view_of("close:ofsted-EY304740", outcome="school_readiness")
    scene = scene_of(view)
    table, labels = effects.areas(scene, view.query).set_index("area_code"), scene.model.areas["lsoa"]["label"]
    priority, before = ((table[name] == "priority") for name in ("gap_class", "gap_class_before"))
    assert (priority ^ before).any()
    became, stopped = effects.new_priority(scene, view.query)
    assert sorted(became) == sorted(labels[table.index[priority & ~before]])
    assert sorted(stopped) == sorted(labels[table.index[before & ~priority]])
    assert text.of_priority(became or stopped, now=bool(became)) in scenario_sentence.sentence(scene, view.query)


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        # 63.1 and 64.5 would be 1.4 apart; the table says 1.47.
        (63.07, 64.54, "63.07 places in reach for each 100 children, 64.54 before"),
        (63.1, 64.5, "63.1 places in reach for each 100 children, 64.5 before"),
        (8.2, 12.0, "8.20 places in reach for each 100 children, 12.00 before"),
        (0.28, 0.31, "0.28 places in reach for each 100 children, 0.31 before"),
    ],
)
def test_figures_of_the_sentence_are_as_far_apart_as_the_change_is(now, before, told):
    assert text.moved(now, before, "places per 100 children, without childminders") == told
    sites = told.replace("places in reach for each 100", "sites in reach for each 1,000")
    assert text.moved(now, before, "weighted sites per 1,000 children") == sites


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_the_worst_hit_is_the_first_of_the_list_with_its_ward_and_district(level):
    scene, query = scene_of(view_of(*THREE, level=level)), Query(OUTCOME, level)
    table = effects.reached(scene, query)
    worst = table.iloc[0]
    assert worst["access_change"] == table["access_change"].min() < 0
    name = str(scene.atlas.areas.at[worst["area_code"], "label"])
    where = text.area(level, name, str(worst["ward"]), str(worst["district"]))
    assert f"Worst hit is {plain(where)}: " in scenario_sentence.sentence(scene, query)
    if level == "lsoa":
        assert worst["area_code"] == effects.found(scene, query).most
        assert f" in {worst['ward']} ward, {worst['district']}" in where


def test_the_sentence_counts_the_chosen_districts_alone():
    scene = scene_of(view_of(OPEN, CLOSE))
    whole = summary(scenario.before(scene).model, scene.model, Query(OUTCOME))
    districts = scene.atlas.at("district").index.tolist()
    parts = [effects.found(scene, Query(OUTCOME, districts=(code,))) for code in districts]
    assert sum(part.gain for part in parts) == whole.gain
    name = str(scene.atlas.areas.at[districts[0], "name"])
    assert f"in {name}" in scenario_sentence.sentence(scene, Query(OUTCOME, districts=(districts[0],)))


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((), ""),
        ((("A", 4),), ""),
        ((("A", 37), ("B", 6)), ": 37 in A, 6 in B"),
        ((("A", 9), ("B", 6), ("C", 1)), ": 9 in A, 6 in B, 1 in C"),
        ((("A", 9), ("B", 6), ("C", 5), ("D", 1)), ": 9 in A, 6 in B, 6 in others"),
    ],
)
def test_who_loses_is_told_by_district_the_most_first(counts, told):
    assert split(counts) == told
    assert only(counts) == (" in A" if len(counts) == 1 else "")
    said = text.found("X", "", facts(lose=43, dropped=2), "", "", counts)
    assert said.startswith(f"**X: 43 neighbourhoods{only(counts)} (3,010 children) lose{told}{';' if told else ','} 2 fall below")


def test_where_no_district_is_chosen_the_sentence_splits_who_loses_among_them():
    scene = scene_of(view_of(CLOSE))
    query, names = Query(OUTCOME), scene.atlas.at("district")["name"]
    counts = effects.losing(scene, query)
    assert len(counts) > 1
    assert sum(count for _, count in counts) == effects.found(scene, query).lose
    for code, name in names.items():
        assert dict(counts).get(name, 0) == effects.found(scene, Query(OUTCOME, districts=(code,))).lose
    assert [count for _, count in counts] == sorted((count for _, count in counts), reverse=True)
    assert f"lose{split(counts)}" in scenario_sentence.sentence(scene, query)
    chosen = next(code for code, name in names.items() if name == counts[0][0])
    assert f" in {counts[1][0]}" not in scenario_sentence.sentence(scene, Query(OUTCOME, districts=(chosen,)))


def test_the_sentence_says_who_loses_and_gains_outside_the_chosen_districts():
    here, everywhere = facts(gain=1, lose=10, dropped=1, short=7.2), facts(gain=1, lose=90, dropped=7, short=59.4)
    told = elsewhere("here", here, everywhere)
    assert told == "Outside here: 80 neighbourhoods (5,600 children) lose, 6 fall below the target, 52 more places short."
    assert elsewhere("here", everywhere, everywhere) == ""
    scene = scene_of(view_of(OPEN, CLOSE))
    named = []
    for code, name in scene.atlas.at("district")["name"].items():
        query = Query(OUTCOME, districts=(code,))
        named.append(f".** Outside {plain(name)}: " in scenario_sentence.sentence(scene, query))
        assert named[-1] or effects.found(scene, query).lose == effects.found(scene, Query(OUTCOME)).lose
    assert any(named)
    assert "Outside" not in scenario_sentence.sentence(scene, Query(OUTCOME))


def test_the_table_lists_who_loses_first_then_who_gains_the_most_first_each():
    scene = scene_of(view_of(*THREE))
    table = effects.reached(scene, Query(OUTCOME))
    whole = scenario_areas(scenario.before(scene).model, scene.model, Query(OUTCOME), scenario.acts_of(scene), evidence=False)
    assert set(table["area_code"]) == set(whole.loc[(whole["changes"] != "") | (whole["access_change"] != 0), "area_code"])
    change = table["access_change"]
    losing, gaining = change[change < 0], change[change > 0]
    assert change.tolist() == [*sorted(losing), *sorted(gaining, reverse=True), *[0.0] * (len(change) - len(losing) - len(gaining))]
    assert len(losing) > 1 < len(gaining)
    assert table["ward"].notna().all()
    app = visit(do=THREE, find=["changed:no such place"])
    assert plain(text.nothing_found("no such place")) in words(app)


def test_of_a_few_changes_it_says_what_each_does_by_itself():
    app = visit(do=THREE)
    (told,) = [part.value for part in app.markdown if part.value.startswith(text.EACH)]
    lines = [line.removeprefix("- ") for line in told.splitlines()[2:]]
    assert lines == [scenario_sentence.sentence(scene_of(view_of(change)), Query(OUTCOME)).replace("**", "") for change in THREE]
    assert text.EACH not in words(visit(do=[CLOSE]))


def test_how_sure_it_is_is_worked_out_on_demand():
    app = visit(do=[OPEN])
    assert all(text.SURE_COLUMN not in frame.value.columns for frame in app.dataframe)
    press(app, text.SURE)
    column = next(frame.value[text.SURE_COLUMN] for frame in app.dataframe if text.SURE_COLUMN in frame.value.columns)
    drawn = effects.draws(scene_of(view_of(OPEN)), Query(OUTCOME))
    assert column.iloc[0] == f"gains in {drawn.at[AREA, 'gains']} of {drawn.at[AREA, 'draws']}"
    # Another scenario was not asked about.
    press(app, text.START_AGAIN)
    press(app, text.EXAMPLE)
    assert all(text.SURE_COLUMN not in frame.value.columns for frame in app.dataframe)


def test_a_scale_of_its_own_is_a_choice_in_the_link_and_named():
    app = visit(do=THREE)
    app.toggle(key="scale").set_value(True).run()
    assert app.query_params["scale"] in ("fresh", ["fresh"])
    listed = open_page(pages.GAP_LIST.path, outcome=OUTCOME, do=THREE, scale="fresh")
    assert scenarios_words.FRESH_SCALE in listed.markdown[0].value + listed.markdown[1].value
    press(app, text.START_AGAIN)
    assert "scale" not in app.query_params


def test_the_map_shows_the_change_before_and_after():
    app = visit(do=[OPEN])
    app.button_group(key="shows").set_value("before").run()
    assert "shows:before" in finds_of(app)
    html = "\n".join(str(part.proto.body) for part in app.get("html"))
    assert "Gap score, 0 to 100" in html
    app.button_group(key="shows").set_value("change").run()
    assert finds_of(app) == []


def test_marks_say_what_opens_closes_moves_and_changes():
    view = view_of(OPEN, CLOSE, HOMES, f"move:{PRESCHOOL}:{SCHOOL}")
    drawn = marks(scene_of(view))
    assert [mark["s"] for mark in drawn] == ["opens", "closes", "changes", "closes", "opens"]
    row = loading.load().atlas.providers.loc[NURSERY]
    assert drawn[1]["p"] == pytest.approx([row["lon"], row["lat"]], abs=1e-4)
    assert NAME in drawn[1]["d"]
    assert marks(scenario.before(scene_of(view))) == []


# --- files ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["lsoa", "ward"])
def test_the_files_are_those_of_the_command_line(run, tmp_path, level):
    view = view_of(*THREE, level=level)
    scene = scene_of(view)
    given = files.made("changes", scene, view)
    (tmp_path / "changes.csv").write_bytes(given)
    out = tmp_path / "out"
    assert run("scenario", tmp_path / "changes.csv", "--outcome", OUTCOME, "--level", level, "-o", out).code == 0
    for kind, name in (("areas", "scenario_areas.csv"), ("districts", "scenario_districts.csv"), ("changes", "changes.csv")):
        assert files.made(kind, scene, view) == b"\xef\xbb\xbf" + (out / name).read_bytes(), kind


def test_the_workbook_holds_the_same_rows_and_names_the_scenario():
    view = view_of(OPEN)
    scene = scene_of(view)
    book = load_workbook(io.BytesIO(files.made("workbook", scene, view)))
    assert book.sheetnames == [*text.SHEETS.values(), text.NOTES_SHEET]
    assert book[text.SHEETS["areas"]].max_row == len(effects.areas(scene, view.query)) + 1
    notes = [str(cell.value) for row in book[text.NOTES_SHEET].iter_rows() for cell in row]
    assert any("26 places open at" in line for line in notes)


def test_every_file_has_a_button():
    app = visit(do=[OPEN])
    assert [one.proto.label for one in app.get("download_button")] == [note_words.NOTE, *text.DOWNLOADS.values()]


# --- changes from a file ---------------------------------------------------------------------------------------------------------


def bring(app, content, name="changes.csv"):
    app.session_state["unfolded"] = {"bring_changes": True}
    app.run()
    app.file_uploader[0].set_value((name, content, "text/csv")).run()
    assert not app.exception
    return app


def as_csv(*rows):
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, ["kind", "target", "service_type", "sector", "places", "where"], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def test_a_file_replaces_the_list_or_is_added_to_it():
    content = as_csv({"kind": "close", "target": PRESCHOOL})
    app = bring(visit(do=[OPEN]), content)
    press(app, form_text.COMBINE)
    assert do_of(app) == [OPEN, f"close:{PRESCHOOL}"]
    app = press(bring(visit(do=[OPEN]), content), form_text.REPLACE)
    assert do_of(app) == [f"close:{PRESCHOOL}"]
    app = press(bring(visit(), content), form_text.USE)
    assert do_of(app) == [f"close:{PRESCHOOL}"]
    press(app, text.UNDO)
    assert do_of(app) == []


def test_of_a_file_with_a_wrong_row_nothing_is_used_and_every_problem_is_named():
    app = bring(visit(do=[OPEN]), as_csv({"kind": "close", "target": "nobody"}, {"kind": "resize", "target": NURSERY, "places": "-3"}))
    assert form_text.BROKEN_FILE in app.error[0].value
    shown = "\n".join(str(part.proto.body) for part in app.get("html"))
    assert "no provider" in shown
    assert "it must be a number from 0 to" in shown
    assert do_of(app) == [OPEN]
    assert not any(button.label in (form_text.COMBINE, form_text.REPLACE) for button in app.button)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"kind\n", form_text.EMPTY_FILE),
        (b"kind\n" + b"x" * 600_000, form_text.too_large(500)),
        (b"\xff\xfe", "UTF-8"),
        (b"kind\n" + b"x" * 200_000, "cannot be read as CSV"),
        (b"kind\nclo\0se\n", "it must be one of open, close"),
    ],
)
def test_a_file_that_is_none_of_changes_is_refused_kindly(content, told):
    app = bring(visit(), content)
    assert told in "\n".join(str(part.proto.body) for part in app.get("html"))


@pytest.mark.parametrize(("side", "kept"), [(form_text.OF_LIST, CLOSE), (form_text.OF_FILE, f"resize:{NURSERY}:10")])
def test_of_two_changes_of_one_provider_one_must_be_chosen(side, kept):
    rows = ({"kind": "resize", "target": NURSERY, "places": "10"}, {"kind": "close", "target": PRESCHOOL})
    app = bring(visit(do=[OPEN, CLOSE]), as_csv(*rows))
    assert not any(button.label == form_text.COMBINE for button in app.button)
    next(button for button in app.button if button.label.startswith(f"Keep that of the {side}")).click().run()
    press(app, form_text.COMBINE)
    assert sorted(do_of(app)) == sorted([OPEN, kept, f"close:{PRESCHOOL}"])


def test_a_file_of_which_nothing_is_kept_leaves_the_list_as_it_is():
    app = bring(visit(do=[CLOSE]), as_csv({"kind": "resize", "target": NURSERY, "places": "10"}))
    next(button for button in app.button if button.label.startswith(f"Keep that of the {form_text.OF_LIST}")).click().run()
    assert do_of(app) == [CLOSE]
    assert app.file_uploader[0].value is None


# --- every page under the scenario ---------------------------------------------------------------------------------------------------

WITH_FILTERS = [page for page in pages.PAGES if page not in (pages.HOME, pages.YOUR_DATA, pages.WHAT_IF)]


@pytest.mark.parametrize("page", WITH_FILTERS, ids=lambda page: page.title)
def test_every_page_says_under_which_scenario_it_is_seen_and_leads_back(page):
    app = open_page(page.path, outcome=OUTCOME, do=THREE)
    assert not app.exception
    told = scenario.told(scene_of(view_of(*THREE)))
    assert scenarios_words.banner(told, fresh=False) in words(app)
    assert "and 1 more" in words(app)
    link = next(link.proto for link in app.get("page_link") if link.proto.label == scenarios_words.CHANGE_IT)
    assert link.query_string.count("do=") == 3
    press(app, scenarios_words.BACK)
    assert "do" not in app.query_params
    assert "**Scenario:" not in words(app)


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.title)
def test_a_broken_change_is_named_above_every_page_and_left_out(page):
    app = open_page(page.path, outcome=OUTCOME, do=["close:nobody", "what", OPEN])
    assert not app.exception
    told = "\n".join(warning.value for warning in app.warning)
    assert plain("no provider 'nobody' in the data") in told
    assert "It is not written as a change" in told
    assert do_of(app) in ([OPEN], [])
    assert do_of(app) or page == pages.YOUR_DATA


def test_no_page_speaks_of_a_scenario_without_one():
    for page in (pages.GAP_LIST, pages.PROVISION):
        app = open_page(page.path, outcome=OUTCOME)
        assert "**Scenario" not in words(app)
        assert all(button.label != scenarios_words.BACK for button in app.button)


def test_the_list_of_providers_has_what_opens_and_names_what_closes():
    app = open_page(pages.PROVISION.path, outcome=OUTCOME, do=THREE)
    table = next(frame.value for frame in app.dataframe if "basis" in frame.value.columns)
    names = table["name"].tolist()
    assert NAME in loading.load().atlas.providers["name"].tolist()
    assert NAME not in names
    opened = table[table["basis"] == scenarios_words.PLANNED.capitalize()]
    assert opened["places"].tolist() == [26]
    assert plain(scenarios_words.gone([NAME])) in words(app)
    assert "26 planned" in words(app)


def test_children_of_new_homes_are_on_the_panel_and_the_cards():
    scene = loading.load()
    before = int(scene.atlas.areas.at[AREA, "children_0_4"])
    app = open_page(pages.GAP_MAP.path, outcome=OUTCOME, do=[HOMES], area=AREA)
    html = "\n".join(str(part.proto.body) for part in app.get("html"))
    assert f"{before + 90:,} children under five" in html
    assert f"{before:,} children under five" not in html


def test_the_source_of_what_opens_is_named_beside_the_others():
    view = view_of(OPEN)
    notes = [line for _, lines in files.notes.blocks(scene_of(view), view, answers.listed(scene_of(view), view.query)) for line in lines]
    assert any(line.startswith("Scenario: what somebody tries out") for line in notes)
    assert any("--do open:school_nursery:public:26" in line for line in notes)
    assert files.notes.file_stem(scene_of(view), view).endswith("_scenario")


# --- from other pages --------------------------------------------------------------------------------------------------------------------


def link_of(app, label):
    return next((link.proto.query_string for link in app.get("page_link") if link.proto.label == label), "")


def test_a_gap_a_provider_and_a_closure_begin_a_change():
    panel = open_page(pages.GAP_MAP.path, outcome=OUTCOME, area=AREA)
    assert f"find=act_area%3A{AREA}" in link_of(panel, text.HERE)
    ringed = open_page(pages.PROVISION.path, outcome=OUTCOME, find=[f"ringed:{NURSERY}"])
    assert f"do=close%3A{NURSERY}" in link_of(ringed, text.IF_CLOSED)
    assert "find=act%3Aresize" in link_of(ringed, text.IF_SIZE)
    closures = open_page(pages.CLOSURES.path, outcome=OUTCOME, find=[f"closure:{NURSERY}"])
    assert f"do=close%3A{NURSERY}" in link_of(closures, text.CLOSE_IT)


def test_the_form_that_a_gap_opens_has_the_place_in_it():
    app = visit(find=["act_by:area", f"act_area:{AREA}"])
    assert app.radio(key="act_by_4").value == "area"
    assert app.selectbox(key="act_area").value == AREA
    add(app)
    assert do_of(app) == [OPEN]


# --- links ---------------------------------------------------------------------------------------------------------------------------


def test_twenty_changes_stay_under_two_thousand_characters():
    codes = [code for code in loading.load().atlas.providers.index if str(code).startswith("ofsted-")][:10]
    do = [f"open:school_nursery:public:26:gias-{110_700 + number}" for number in range(10)] + [f"close:{code}" for code in codes]
    assert len(urlencode(view_of(*do).params(), doseq=True)) < 2000


def test_left_out_and_changed_is_said_and_left_out_of_the_scenario():
    view, broken = scenes.mended(loading.load(), view_of(CLOSE, f"resize:{NURSERY}:3", OPEN, fresh=True))
    assert view.do == (OPEN,)
    assert view.fresh
    assert len(broken) == 2
    assert all("changed twice" in one.why for one in broken)
    nothing, _ = scenes.mended(loading.load(), view_of("close:nobody", fresh=True))
    assert (nothing.do, nothing.fresh) == ((), False)


def test_a_scenario_reads_back_from_its_link():
    scene = loading.load()
    view = view_of(OPEN, OPEN, HOMES, fresh=True)
    again = address.read(view.params(), scene.settings, lambda _: offers(scene), marked=False)
    assert (again.view, again.refused) == (view, ())


def test_the_drawn_figures_are_the_bytes_of_no_other_scene():
    """A scene under a scenario has a key of its own, so that no answer of one is taken for the other's."""
    today, then = scenario.before(scene_of(view_of(OPEN))), scene_of(view_of(OPEN))
    assert today.key != then.key
    assert not np.allclose(answers.scores(today, Query(OUTCOME))["access"], answers.scores(then, Query(OUTCOME))["access"])
    assert isinstance(effects.reached(then, Query(OUTCOME)), pd.DataFrame)


def test_the_command_is_named_in_a_fold_alone():
    app = visit(do=[CLOSE])
    (fold,) = [fold for fold in app.expander if fold.label == text.HOW_TITLE]
    assert text.COMMAND in [caption.value for caption in fold.caption]
    assert words(app).count("`geo ") == 1


def test_a_page_whose_changes_do_not_count_offers_nothing_for_a_map():
    closes = "close:ofsted-EY316231"
    of_map = {"filter_level", "filter_providers", "filter_sites", "filter_map"}
    keys = {
        outcome: {str(box.key) for kind in (app.selectbox, app.toggle) for box in kind}
        for outcome in ("early_education", "family_security")
        for app in [open_page(pages.WHAT_IF.path, outcome=outcome, do=closes)]
    }
    assert of_map <= keys["early_education"]
    assert not of_map & keys["family_security"]
