"""Priority gaps alone, the workbook for people and the names of files: the same rows on the page, in every file and on the command line."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import openpyxl
import pandas as pd
import pytest
from PIL import ImageFont

from geo.base.vocabulary import LEVELS
from geo.cli.main import main
from geo.export.tables import to_csv
from geo.method.gaps import COLUMNS, gap_list, nearest_to_priority
from geo.method.query import Query
from geo.publishers.own_figures import slug
from tests.helpers.asking import Asker
from tests.helpers.screens import given, open_page, words
from tests.helpers.told_csv import taken_apart
from ui.gap_list import formats, narrowed, notes, table
from ui.gap_list.cards import MOST_CARDS
from ui.gap_list.explained import explained
from ui.gap_list.table import ROWS, for_screen, measure_names
from ui.kit.cells import records
from ui.panel.firmness import sure_sentence
from ui.scene import loading
from ui.view import describe
from ui.view.state import View
from ui.words import common
from ui.words import gap_list as text
from ui.words import share as share_words
from ui.words import sure as sure_words
from ui.words.plain import bare


def view(level="ward", districts=(), *, priority_only=True, outcome="school_readiness"):
    query = Query(outcome, level, districts)
    return View(query, "gap", None, None, show_providers=True, show_sites=False, priority_only=priority_only)


@pytest.fixture(scope="module")
def scene():
    return loading.load()


def test_the_switch_keeps_priority_gaps_alone_with_the_ranks_of_the_whole_list(scene):
    everything, alone = (narrowed.listed(scene, view(priority_only=only)) for only in (False, True))
    kept = everything[everything["gap_class"] == "priority"]
    assert 0 < len(alone) == len(kept) < len(everything)
    assert alone[["area_code", "rank"]].to_numpy().tolist() == kept[["area_code", "rank"]].to_numpy().tolist()


def test_page_file_address_and_command_give_the_same_rows(scene, capfdbinary):
    asked = view()
    rows = narrowed.listed(scene, asked)
    asker = Asker()
    assert asker.get("/api/gaps.csv?" + urlencode(asked.params(), doseq=True)).body == to_csv(rows, bom=False)
    assert formats.made("csv", scene, asked, "") == to_csv(rows, bom=True)
    assert main(notes.command(asked).split()[3:]) == 0
    assert capfdbinary.readouterr().out == to_csv(rows, bom=False)
    features = json.loads(formats.made("geojson", scene, asked, ""))["features"]
    assert [feature["id"] for feature in features] == rows["area_code"].tolist()
    assert text.PRIORITY_ALONE in notes.notes(scene, asked, rows)
    shown = open_page("pages/2_Gap_list.py", **asked.params())
    assert (
        shown.dataframe[0].value["Place" if "Place" in shown.dataframe[0].value else "area_label"].tolist()
        == for_screen(rows, measure_names(scene))["area_label"].tolist()
    )


@pytest.fixture(scope="module")
def calm(scene):
    """A district none of whose wards is a priority gap, although neighbourhoods in it are."""
    for district in scene.atlas.at("district").index:
        asked = view(districts=(district,))
        if narrowed.listed(scene, asked).empty and len(narrowed.listed(scene, view("lsoa", (district,)))):
            return asked
    pytest.fail("no district of the embedded data is of this kind any more")


def test_every_file_can_be_made_where_no_area_is_a_priority_gap(scene, calm):
    made = {kind: formats.made(kind, scene, calm, "") for kind in formats.MIME}
    assert all(made.values())
    assert made["csv"].decode("utf-8-sig").splitlines() == [",".join(COLUMNS)]
    assert text.NO_PRIORITY in made["html"].decode()
    page = open_page("pages/2_Gap_list.py", **calm.params())
    assert text.NO_ROWS in words(page)
    assert text.NO_ROWS not in words(open_page("pages/2_Gap_list.py", **replace(calm, priority_only=False).params()))


def test_page_file_address_and_command_agree_that_there_is_no_row(scene, calm, capfdbinary):
    heading = ",".join(COLUMNS)
    body = Asker().get("/api/gaps.csv?" + urlencode(calm.params(), doseq=True)).body
    assert body.decode().splitlines() == [heading]
    assert main(notes.command(calm).split()[3:]) == 0
    written = capfdbinary.readouterr()
    assert written.out == body
    assert "no row" in written.err.decode()
    book = openpyxl.load_workbook(io.BytesIO(explained("xlsx", scene, calm, narrowed.listed(scene, calm))))
    assert book[share_words.LIST_SHEET].max_row == 1
    assert not open_page("pages/2_Gap_list.py", **calm.params()).dataframe


def test_where_no_area_qualifies_each_next_step_is_one_press(scene, calm):
    everything = narrowed.listed(scene, replace(calm, priority_only=False))
    inside = narrowed.listed(scene, replace(calm, query=replace(calm.query, level="lsoa")))
    page = open_page("pages/2_Gap_list.py", **calm.params())
    assert page.button(key="steps_all").label == f"Show all {len(everything)} wards"
    assert f"Show the {len(inside)} priority " in page.button(key="steps_inside").label
    nearest = nearest_to_priority(everything)
    page.button(key="steps_nearest").click().run()
    assert page.query_params["area"] == nearest["area_code"]
    page.button(key="steps_inside").click().run()
    assert page.query_params["priority"] == "yes"
    assert "area" not in page.query_params
    assert page.dataframe[0].value.shape[0] == len(inside)
    again = open_page("pages/2_Gap_list.py", **calm.params())
    again.button(key="steps_all").click().run()
    assert again.dataframe[0].value.shape[0] == len(everything)


def buttons_of_outcomes(page):
    return {button.key.removeprefix("outcome_"): button for button in page.button if str(button.key).startswith("outcome_")}


def test_where_no_area_qualifies_each_other_outcome_area_that_has_some_is_one_press(scene, calm):
    has = {}
    for outcome in scene.settings.outcomes:
        asked = replace(calm, query=replace(calm.query, outcome=outcome))
        has[outcome] = len(narrowed.listed(scene, asked))
    page = open_page("pages/2_Gap_list.py", **calm.params())
    buttons = buttons_of_outcomes(page)
    assert set(buttons) == {outcome for outcome, count in has.items() if count}
    other = next(iter(buttons))
    word = "1 ward" if has[other] == 1 else f"{has[other]} wards"
    assert buttons[other].label == f"{scene.settings.outcomes[other].name}: {word}"
    buttons[other].click().run()
    assert page.query_params["outcome"] == [other] or page.query_params["outcome"] == other
    assert page.dataframe[0].value.shape[0] == has[other]
    assert not buttons_of_outcomes(page), "a list with rows folds them away"


def test_the_list_says_of_which_outcome_area_it_is_and_holds_the_others(scene):
    page = open_page("pages/2_Gap_list.py")
    first, *others = scene.settings.outcomes.values()
    assert any(f"**{first.name}**, one of {len(others) + 1}" in part.label for part in page.expander)
    page.session_state["unfolded"] = {"other_outcomes": True}
    page.run()
    offered = buttons_of_outcomes(page)
    assert len(offered) > 1
    assert set(offered) <= set(list(scene.settings.outcomes)[1:])


def test_the_map_offers_the_priority_gaps_inside_too(calm):
    page = open_page("pages/1_Gap_map.py", **calm.params())
    page.button(key="steps_inside").click().run()
    # Neighbourhoods are the default, which no link writes.
    assert "level" not in page.query_params
    assert not [button for button in page.button if button.key == "steps_inside"]


def test_the_explained_workbook_begins_with_what_was_asked_and_found(scene, calm):
    for asked in (calm, view(priority_only=False)):
        rows, everything = narrowed.listed(scene, asked), narrowed.listed(scene, replace(asked, priority_only=False))
        sheet = openpyxl.load_workbook(io.BytesIO(explained("xlsx", scene, asked, rows))).worksheets[0]
        assert (str(len(rows)) if len(rows) else "no row") in sheet["A1"].value
        assert (text.PRIORITY_ONLY in sheet["A1"].value) == asked.priority_only
        assert describe.where(scene, asked.query) in sheet["A1"].value
        assert sheet["A2"].value == bare(describe.finding(scene, asked.query, everything))


def test_the_link_of_the_switch_is_read_again():
    asked = view()
    assert parse_qs(urlencode(asked.params(), doseq=True))["priority"] == ["yes"]
    assert "priority" not in replace(asked, priority_only=False).params()
    page = open_page("pages/2_Gap_list.py", **asked.params())
    assert page.toggle(key="list_priority").value is True
    page.toggle(key="list_priority").set_value(False).run()
    assert "priority" not in page.query_params


def test_the_explained_workbook_says_each_column_first_and_holds_the_figures_of_the_csv(scene):
    asked = view(priority_only=False)
    rows = narrowed.listed(scene, asked)
    book = openpyxl.load_workbook(io.BytesIO(explained("xlsx", scene, asked, rows)))
    assert book.sheetnames == [text.EXPLAINED_SHEET, share_words.LIST_SHEET, share_words.NOTES_SHEET]
    first = [[cell.value for cell in row] for row in book[text.EXPLAINED_SHEET].iter_rows()]
    start = first.index(list(text.EXPLAINED_COLUMNS)) + 1
    assert [row[2] for row in first[start:]] == list(COLUMNS)
    assert all(heading and meaning for heading, meaning, _ in first[start:])
    headings = [heading for heading, _, _ in first[start:]]
    assert len(set(headings)) == len(headings)
    listed = pd.read_excel(io.BytesIO(explained("xlsx", scene, asked, rows)), sheet_name=share_words.LIST_SHEET, engine="openpyxl")
    assert listed.columns.tolist() == headings
    csv = pd.read_csv(io.BytesIO(to_csv(gap_list(scene.model, asked.query), bom=True)))
    for name in ("rank", "children_0_4", "need_score", "gap_score", "access", "rank_low", "rank_high"):
        assert listed[text.HEADINGS[name]].tolist() == csv[name].tolist()
    assert listed[text.HEADINGS["gap_class"]].tolist() == [common.gap_class_words(code) for code in csv["gap_class"]]
    assert set(listed[text.HEADINGS["outcome"]]) == {scene.settings.outcomes["school_readiness"].name}
    codes = {word for column in listed for cell in listed[column].dropna() for word in str(cell).split("; ")}
    assert not codes & {"none_in_reach", "few_places", "no_public", "lsoa", "not_worst", "check_first", "priority"}


def test_the_explained_csv_is_the_list_of_the_workbook(scene, calm):
    for asked in (view("lsoa"), calm):
        book = formats.made(formats.EXPLAINED, scene, asked, "")
        content = formats.made(formats.EXPLAINED_CSV, scene, asked, "")
        listed = pd.read_excel(io.BytesIO(book), sheet_name=share_words.LIST_SHEET, engine="openpyxl")
        above, told, below = taken_apart(content)
        assert bare(describe.finding(scene, asked.query, gap_list(scene.model, asked.query))) in above.replace('"', "")
        assert text.holds_here(len(told)) in above
        for name in COLUMNS:
            assert f"\n{text.HEADINGS[name]}," in below.replace('"', "")
        for said in (text.SOURCES, "Open Government Licence", text.AGAIN):
            assert said in below
        assert told.columns.tolist() == [text.HEADINGS[name] for name in COLUMNS]
        pd.testing.assert_frame_equal(told, listed, check_dtype=False)
    assert formats.file_name(scene, calm, formats.EXPLAINED_CSV).endswith("_priority_explained.csv")


def test_buttons_for_people_come_before_that_for_programs():
    page = open_page("pages/2_Gap_list.py")
    buttons = [button.proto.label for button in page.get("download_button")]
    assert buttons == [share_words.EXCEL, share_words.EXPLAINED_CSV, share_words.CSV]


def test_the_explained_workbook_says_how_sure_as_the_page_does(scene):
    asked = view("lsoa")
    rows = narrowed.listed(scene, asked)
    content = io.BytesIO(explained("xlsx", scene, asked, rows))
    listed = pd.read_excel(content, sheet_name=share_words.LIST_SHEET, engine="openpyxl")
    shown = table.for_screen(rows, measure_names(scene))
    assert listed[sure_words.COLUMN].tolist() == shown["sure"].tolist()
    assert set(shown["sure"].str.partition(";")[0]) > {"Check first (border)"}
    for share, code in zip(listed[text.HEADINGS["confidence"]], rows["area_code"], strict=True):
        assert f" in {share:.0%} of " in sure_sentence(scene, asked.query, code)
    sheet = openpyxl.load_workbook(content)[text.EXPLAINED_SHEET]
    (row,) = (row for row in sheet.iter_rows() if row[2].value == "how_sure")
    assert row[0].value == sure_words.COLUMN
    assert sure_words.meaning(scene.settings.confidence) in row[1].value
    assert "Check first is check_first" in row[1].value
    assert row[1].alignment.wrap_text, "a long meaning is read whole"


def test_of_which_list_a_rank_is_is_said_where_it_stands(scene):
    district, *_ = scene.atlas.at("district").index
    query = Query("school_readiness", "ward", (district,))
    here, everywhere = gap_list(scene.model, query).set_index("area_code"), gap_list(scene.model, replace(query, districts=()))
    everywhere = everywhere.set_index("area_code").loc[here.index]
    for name in ("rank", "walk_rank", "rank_low", "rank_high"):
        assert here[name].max() <= len(here) < everywhere[name].max()
        assert "in this list" in text.COLUMN_MEANINGS[name]
        assert "in this list" in text.HEADINGS[name]
    for name in ("need_score", "access_score", "confidence"):
        assert here[name].tolist() == everywhere[name].tolist()
        assert "whole area" in text.COLUMN_MEANINGS[name]


def test_files_name_their_districts(scene):
    first, second, *_ = scene.atlas.at("district").index
    names = [slug(str(scene.atlas.areas.at[code, "name"])) for code in (first, second)]
    stems = [notes.file_stem(scene, view(districts=codes)) for codes in ((), (first,), (first, second))]
    start = "gap-list_school_readiness_ward_"
    assert stems == [f"{start}priority", f"{start}{names[0]}_priority", f"{start}{names[0]}_{names[1]}_priority"]
    assert formats.file_name(scene, view(priority_only=False), formats.EXPLAINED) == "gap-list_school_readiness_ward_explained.xlsx"


def test_large_areas_without_a_gap_say_that_smaller_ones_inside_are(scene, calm):
    inside = narrowed.listed(scene, replace(calm, query=replace(calm.query, level="lsoa")))
    said = words(open_page("pages/2_Gap_list.py", **calm.params()))
    assert f"Inside, {common.areas_of('lsoa', len(inside))} " in said
    assert common.short_label(*inside[["area_label", "district"]].iloc[0]) in said
    assert "Inside, " not in words(open_page("pages/2_Gap_list.py", **view("lsoa").params()))


def test_no_word_of_a_row_is_wider_than_its_column(scene):
    font = ImageFont.load_default(14)
    for level in LEVELS:
        ranked = narrowed.listed(scene, view(level, districts=(), priority_only=False))
        shown = table.for_screen(ranked, table.measure_names(scene))
        config = table.in_whole(table.columns(ranked, scene.settings), shown)
        for name in set(table.WORDS) & set(shown):
            # Fonts of some screens are a tenth wider; only very long names go on in the panel.
            whole = [told for told in shown[name] if len(told) <= table.WORDS[name]]
            assert len(whole) > 0.9 * len(shown)
            assert name == "area_label" or len(whole) == len(shown)
            assert 1.1 * max(map(font.getlength, whole)) + 16 <= config[name]["width"], (level, name)


def test_a_list_that_counts_sites_has_no_column_of_places_that_are_short(scene):
    ranked = gap_list(scene.model, Query("healthy_birth", "ward"))
    assert ranked["shortfall_places"].isna().all()
    assert "shortfall_places" not in table.for_screen(ranked, {})


def test_a_card_says_what_its_row_says(scene):
    listed = narrowed.listed(scene, view(priority_only=False))
    table, unit = for_screen(listed, measure_names(scene)), str(listed["access_unit"].iloc[0])
    for row in records(table.head(MOST_CARDS)):
        place, kind, why, sure, figures = text.card(row, unit)
        assert place.startswith(f"{row['rank']:.0f}. {row['area_label']}")
        assert (kind, why) == (row["gap_class"], row["why"])
        assert sure == f"{text.SURE_TITLE} {row['sure']}"
        assert f"{row['children_0_4']:,.0f} children" in figures
        assert f"Gap {row['gap_score']:.0f}" in figures
        assert f"access {row['access']:.1f}; {row['shortfall_places']:.1f} places short" in figures
    unranked = {**row, "rank": None, "gap_score": None}
    assert text.card(unranked, unit)[0].startswith(str(row["area_label"]))
    assert "Gap" not in text.card(unranked, unit)[-1]


def test_a_narrow_screen_shows_more_cards_on_request_and_keeps_them_in_the_link():
    asked = {"outcome": "school_readiness", "level": "lsoa", "priority": "no"}
    page = open_page("pages/2_Gap_list.py", **asked)
    (first,) = given(page, "cards")
    assert len(first["rows"]) == MOST_CARDS
    next(button for button in page.button if button.label == text.more_cards(MOST_CARDS)).click().run()
    (more,) = given(page, "cards")
    assert more["rows"][:MOST_CARDS] == first["rows"]
    assert len(more["rows"]) == 2 * MOST_CARDS
    (linked,) = given(open_page("pages/2_Gap_list.py", **asked, find=f"cards:{2 * MOST_CARDS}"), "cards")
    assert linked["rows"] == more["rows"]
    for broken in ("cards:-1", "cards:٣٠٠", "cards:9999999", "cards:"):
        (back,) = given(open_page("pages/2_Gap_list.py", **asked, find=broken), "cards")
        assert back["rows"] == first["rows"]


def test_the_greatest_gaps_beside_the_map_are_the_first_rows_of_the_list(scene):
    app = open_page("pages/1_Gap_map.py", outcome="school_readiness", level="ward", district="E07000010")
    (told,) = given(app, "cards")
    ranked = gap_list(scene.model, Query("school_readiness", "ward", ("E07000010",))).head(ROWS)
    assert [row["code"] for row in told["rows"]] == ranked["area_code"].tolist()
    for row, name, gap, need, access in zip(
        told["rows"], *(ranked[column] for column in ("area_label", "gap_score", "need_score", "access")), strict=True
    ):
        place, _, said = row["lines"]
        assert place.partition(". ")[2] == common.short_label(name, "Fenland")
        assert said.startswith(f"Gap {gap:.0f}, need {need:.0f}, access {access:.1f}, ")


def test_what_a_border_has_to_do_with_how_sure_is_said_where_a_row_names_it(scene):
    ranked = gap_list(scene.model, Query("school_readiness", "lsoa"))
    named = ranked.assign(border=(ranked["how_sure"] == "check_first") & (ranked["border"] != "")).groupby("district")["border"].any()
    codes = {name: code for code, name in scene.atlas.areas["label"].items()}
    for shown in (True, False):
        district = codes[named.index[named == shown][0]]
        page = words(open_page("pages/2_Gap_list.py", outcome="school_readiness", level="lsoa", district=district))
        assert (sure_words.BORDER_MEANING in page) == shown
