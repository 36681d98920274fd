"""The page Where to put it: asked in a form or by a link, answered at once, proven beside, and the same as the command line."""

from __future__ import annotations

import csv
import io
import json
import time
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from geo.method.gaps import Query
from geo.siting.answer import answer_table
from geo.siting.prepare import prepare
from geo.siting.question import OBJECTIVES, default_siting
from tests.helpers.screens import html_of, open_page, words
from ui.map import detailed
from ui.scene import answers as scores
from ui.scene import loading, local, outlooks
from ui.screens.siting import answers, example, files, line, pack, pack_files, prove, question, site_map, there, unreached
from ui.screens.siting.question import SiteQuestion
from ui.view import scenes, siting_links
from ui.view.state import View
from ui.words import common, pages, site_pack
from ui.words import site_lead as lead_text
from ui.words import site_question as question_text
from ui.words import site_there as there_text
from ui.words import siting as text
from ui.words.figures import figure

PAGE = pages.SITING.path
EARLY, FAMILY = "early_education", "family_security"
FENLAND = "E07000010"
ASKED = "site_asked:yes"
NURSERY = "ofsted-221578"


def visit(*find, outcome=EARLY, **params):
    app = open_page(PAGE, outcome=outcome, find=list(find), **params)
    assert not app.exception
    return app


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def finds_of(app):
    given = app.query_params.get("find", [])
    return set(given if isinstance(given, list) else [given])


def view_of(*find, outcome=EARLY, districts=(), do=()):
    query = Query(outcome, "lsoa", districts)
    return View(query, "gap", None, None, show_providers=True, show_sites=False, find=(ASKED, *find), do=tuple(do))


def question_of(view):
    scene = scenes.chosen(loading.load(), view)
    return SiteQuestion(scene, view.query, question.of_view(scene, view, None), None, local.known())


def bare_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return content.removeprefix(b"\xef\xbb\xbf")


# --- nothing asked yet -----------------------------------------------------------------------------------------------


def test_an_empty_page_says_what_it_is_for_and_asks_nothing():
    app = visit()
    assert question_text.EMPTY in words(app)
    assert text.LIMITS in words(app)
    assert not app.dataframe
    press(app, question_text.FIND)
    assert finds_of(app) == {ASKED}
    assert "**Five school nursery classes of 26 places, at " in words(app)


@pytest.mark.parametrize("outcome", list(loading.shared_settings().outcomes))
def test_a_worked_question_is_one_press_away_in_every_outcome_area(outcome):
    app, scene = visit(outcome=outcome), loading.load()
    app.button(key="site_several").click().run()
    assert not app.exception
    ranked = scores.ranked(scene, Query(outcome))
    worst = ranked.loc[ranked["gap_score"].notna(), "area_code"].iloc[0]
    assert app.query_params["district"] == scene.model.areas["lsoa"].at[worst, "district_code"]
    assert app.markdown[1].value.startswith("**")
    assert len(app.dataframe) >= 2


def test_the_worked_question_keeps_the_districts_that_are_chosen():
    scene, view = loading.load(), view_of(districts=("E07000008",))
    assert example.example(scene, view) == view.query


# --- the form and the link -------------------------------------------------------------------------------------------


def test_what_is_chosen_in_the_form_is_in_the_link_and_the_link_opens_it_again():
    app = visit(ASKED)
    app.radio(key="site_aim").set_value("within").run()
    app.number_input(key="site_within").set_value(10.0).run()
    app.selectbox(key="site_people").set_value("low_income").run()
    app.number_input(key="site_add").set_value(3).run()
    assert not app.exception
    assert finds_of(app) == {ASKED, "site_aim:within", "site_within:10", "site_people:low_income", "site_add:3"}
    again = visit(*finds_of(app))
    assert again.radio(key="site_aim").value == "within"
    assert again.number_input(key="site_within").value == 10
    assert again.selectbox(key="site_people").value == "low_income"
    assert again.markdown[1].value == app.markdown[1].value


def test_limits_are_kept_in_the_link_and_to():
    first, second = answers.table(question_of(view_of()), answers.quick(question_of(view_of())).plan)["site_id"].iloc[:2]
    find = (f"site_never:{first}", f"site_must:{second}", "site_apart:5", f"site_in:{FENLAND}", f"site_most:{FENLAND}=1", "site_add:4")
    asked = question_of(view_of(*find))
    limits = asked.siting.limits
    assert (limits.never, limits.must, limits.apart_km, limits.at_most) == ((first,), (second,), 5.0, ((FENLAND, 1),))
    table = answers.table(asked, answers.quick(asked).plan)
    assert second in set(table["site_id"])
    assert first not in set(table["site_id"])
    assert (table["district"] == "Fenland").sum() <= 1
    app = visit(ASKED, *find)
    assert table["site"].iloc[0] in words(app)


@pytest.mark.parametrize(
    "entry",
    ["site_aim:wrong", "site_add:0", "site_add:31", "site_places:-3", "site_within:nan", "site_kind:unknown", "site_opens:gp",
     "site_least:X=1", "site_apart:inf", "site_people:9", "site_cap:x", "site_budget:5", "site_sector:all"],
)  # fmt: skip
def test_what_a_link_cannot_mean_is_at_its_default(entry):
    assert question_of(view_of(entry)).siting == question_of(view_of()).siting


def test_no_kind_of_site_is_no_answer_and_says_so():
    app = visit(ASKED, "site_kind:none")
    assert text.NO_SITE in words(app)


def test_limits_that_no_answer_keeps_are_explained():
    app = visit(ASKED, f"site_least:{FENLAND}=30", "site_add:2")
    assert app.error[0].value == text.NO_ANSWER
    assert "asks for 30 sites in Fenland, which has" in html_of(app)
    assert not app.dataframe


def test_a_site_that_is_none_is_named_and_can_be_taken_out():
    app = visit(ASKED, "site_must:nowhere-1")
    assert "nowhere-1" in app.error[0].value
    assert not app.dataframe
    assert [button.label for button in app.button if button.label == text.START_AGAIN]


def test_start_again_takes_the_question_back():
    app = press(visit(ASKED, "site_add:3"), text.START_AGAIN)
    assert finds_of(app) == set()
    assert question_text.EMPTY in words(app)


# --- the answer ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [EARLY, FAMILY])
@pytest.mark.parametrize("aim", OBJECTIVES)
def test_every_objective_is_answered_in_places_and_in_sites(outcome, aim):
    app = visit(ASKED, f"site_aim:{aim}", outcome=outcome)
    view = view_of(f"site_aim:{aim}", outcome=outcome)
    asked = question_of(view)
    siting = replace(default_siting(asked.scene.settings, view.query), objective=aim)
    prepared = prepare(asked.scene.model, view.query, siting)
    table = answer_table(prepared, answers.quick(asked).plan)
    if table.empty:
        nobody = "**No more school nursery classes are needed: every family is within 15 minutes of the nearest provider"
        assert (nobody if aim == "everybody" else text.NOTHING_HELPS) in words(app)
        return
    for name in table["site"].head(text.NAMED):
        assert name in app.markdown[1].value.replace("\\", "")
    assert text.GREEDY in words(app)
    shown = app.dataframe[0].value
    assert shown["site"].tolist() == table["site"].tolist()
    assert shown["closed_here"].tolist() == table["closed_here"].tolist()


def test_the_sentence_says_the_unit_truly():
    table = answers.table(question_of(view_of("site_aim:places")), answers.quick(question_of(view_of("site_aim:places"))).plan)
    closed, of_all = table["closed_so_far"].iloc[-1], table["of_all"].iloc[-1]
    area = loading.shared_settings().area.name
    lacks = f"{area} lacks in places for {loading.shared_settings().outcomes[EARLY].name}"
    assert (
        f"close {closed / of_all:.0%} of what {lacks} ({closed:,.0f} of {of_all:,.0f} places short).**"
        in visit(ASKED, "site_aim:places").markdown[1].value
    )
    # What is weighed by need is said plainly first, and as it is weighed with how it is worked out.
    asked, app = question_of(view_of()), visit(ASKED)
    plan = answers.quick(asked).plan
    effect, weighed = answers.effect(asked, plan), answers.table(asked, plan)
    assert f" {lacks} ({effect.closed.sum():,.0f} of {effect.short:,.0f} places short).**" in app.markdown[1].value
    assert text.weighed(float(weighed["closed_so_far"].iloc[-1]), float(weighed["of_all"].iloc[-1]), "places short") in words(app)


def test_families_whom_no_site_reaches_are_named():
    find = (ASKED, "site_aim:everybody", "site_within:3")
    table = unreached.rows(question_of(view_of(*find[1:], outcome=FAMILY)))
    assert len(table) > 0
    app = visit(*find, outcome=FAMILY)
    assert text.unreached(len(table), int(table["children"].sum()), 3) in [warning.value for warning in app.warning]
    assert app.dataframe[0].value["label"].tolist() == table["label"].tolist()


def test_why_a_site_is_there_follows_the_choice_and_how_firm_it_is_comes_on_demand():
    app = visit(ASKED, "site_add:2", "site_aim:worst_fifth", district=[FENLAND])
    assert "press *How firm is this?*" in words(app)
    press(app, text.FIRM)
    assert " of 200 settings" in words(app)
    assert all(str(cell).endswith(" of 200") for cell in app.dataframe[0].value["chosen_share"])
    second = app.dataframe[0].value["site"].iloc[1]
    app.selectbox(key="site_why").set_value(_id_of(second)).run()
    assert not app.exception
    assert any(entry.startswith("site_why:") for entry in finds_of(app))


def _id_of(name):
    providers = loading.load().atlas.providers
    return str(providers.index[(providers["name"] == name).to_numpy()][0])


def test_seen_under_a_scenario_the_answer_is_that_of_the_scenario():
    view = view_of(do=[f"close:{NURSERY}"])
    today, then = question_of(view_of()), question_of(view)
    assert then.key != today.key
    assert answers.prepared(then).instance.access.sum() < answers.prepared(today).instance.access.sum()
    app = visit(ASKED, do=[f"close:{NURSERY}"])
    assert NURSERY not in str(app.error)
    link = files.scenario_link(then, view, answers.quick(then))
    assert link["do"][0] == f"close:{NURSERY}"
    assert len(link["do"]) == 6


# --- the scenario and the files --------------------------------------------------------------------------------------


def test_the_scenario_of_the_answer_closes_what_the_answer_says():
    view = view_of("site_aim:places")
    asked = question_of(view)
    found = answers.quick(asked)
    link = files.scenario_link(asked, view, found)
    assert "find" not in link
    after = replace(view_of(do=link["do"]), find=())
    before = scores.scores(loading.load(), Query(EARLY))
    then = scores.scores(scenes.chosen(loading.load(), after), Query(EARLY))
    closed = before["shortfall_places"].sum() - then["shortfall_places"].sum()
    # The list rounds each neighbourhood to a tenth of a place.
    assert closed == pytest.approx(answers.table(asked, found.plan)["closed_so_far"].iloc[-1], abs=0.05 * len(before))


def test_the_files_are_those_of_the_command_line(run, tmp_path):
    asked = question_of(view_of("site_add:3", districts=(FENLAND,)))
    found = answers.quick(asked)
    asked_for = ["site", "--outcome", EARLY, "--district", FENLAND, "--add", "3", "--exact-seconds", "0", "-o", str(tmp_path / "out")]
    assert run(*asked_for).code == 0
    for kind in files.KINDS:
        assert bare_csv(files.made(kind, asked, found)) == (tmp_path / "out" / f"{kind}.csv").read_bytes()


# --- proven best -----------------------------------------------------------------------------------------------------


def test_prove_it_finds_the_best_and_says_so():
    app = press(visit(ASKED, "site_add:3", district=[FENLAND]), text.PROVE)
    for _ in range(200):
        if lead_text.PROVEN in words(app):
            break
        time.sleep(0.1)
        app.run()
    assert lead_text.PROVEN in words(app)
    assert prove.TICKET not in app.session_state
    (found,) = app.session_state[prove.FOUND].values()
    frontier = files.rows("frontier", question_of(view_of("site_add:3", districts=(FENLAND,))), found)
    assert frontier["status"].iloc[3] == "proven"
    assert frontier["best"].iloc[3] >= frontier["greedy"].iloc[3] - 1e-9


def test_stop_keeps_the_answer_and_ends_the_search():
    app = press(visit(ASKED, "site_aim:worst_fifth", "site_add:20"), text.PROVE)
    ticket = app.session_state[prove.TICKET]
    assert ticket.search is not None
    press(app, text.STOP)
    assert not ticket.search.running
    assert prove.TICKET not in app.session_state
    assert "**Five" not in words(app)
    assert "**20 school nursery classes" in words(app)


class Standing:
    """A search that does nothing until it is stopped."""

    def __init__(self):
        self.stopped = False

    def stop(self):
        self.stopped = True


def test_one_search_is_made_at_a_time_and_who_has_gone_makes_room():
    queue = line.SearchLine()
    first, second, third = (line.Ticket(name, Standing) for name in "abc")
    assert [queue.ahead(ticket) for ticket in (first, second, third)] == [0, 1, 2]
    assert (first.search is None, second.search) == (False, None)
    queue.leave(second)
    assert queue.ahead(third) == 1
    # Nobody has looked after the first for long.
    first.seen_s -= 2 * line.GONE_S
    assert queue.ahead(third) == 0
    assert first.search.stopped
    assert third.search is not None


def test_a_search_that_cannot_start_leaves_the_line():
    def refused():
        raise OSError("no room")

    queue = line.SearchLine()
    broken, next_one = line.Ticket("a", refused), line.Ticket("b", Standing)
    with pytest.raises(OSError, match="no room"):
        queue.ahead(broken)
    assert queue.ahead(next_one) == 0


# --- an own list -----------------------------------------------------------------------------------------------------

LIST = "site_id,name,postcode,cost,never\nA,Old depot,PE13 5DE,1000,no\nB,Far field,PE15 9QN,,yes\n"


def bring(app, content):
    app.session_state["unfolded"] = {"bring_sites": True}
    app.run()
    app.file_uploader[0].set_value(("own.csv", content.encode(), "text/csv")).run()
    assert not app.exception
    return app


def test_an_own_list_is_read_asked_of_and_let_go():
    app = bring(visit(ASKED, "site_kind:none"), LIST)
    assert "Old depot" in app.markdown[1].value
    assert "Far field" not in app.markdown[1].value
    assert "2 possible sites" in words(app)
    press(app, text.OWN_DROP)
    assert text.NO_SITE in words(app)


def test_an_own_list_with_faults_is_not_used_and_every_fault_is_named():
    app = bring(visit(ASKED, "site_kind:none"), "site_id,name,postcode,cost\nA,Old depot,PE13 5DE,-1\nA,Twice,PE13 5DE,2\n")
    assert text.BROKEN_FILE in [error.value for error in app.error]
    shown = html_of(app)
    assert "cost" in shown
    assert "site_id" in shown
    assert text.NO_SITE in words(app)


# --- the map, other pages --------------------------------------------------------------------------------------------


def test_the_map_numbers_the_sites_in_order():
    asked = question_of(view_of("site_add:3"))
    table = answers.table(asked, answers.quick(asked).plan)
    points = site_map.points(asked, table)
    assert [point["n"] for point in points] == ["1", "2", "3"]
    there = asked.scene.atlas.providers.loc[table["site_id"], ["lon", "lat"]].to_numpy(float)
    assert np.abs(np.array([point["p"] for point in points]) - there).max() < 1e-4
    discs, numbers = detailed._numbered(points)
    assert [point["i"] for point in discs["data"]] == [0, 1, 2]
    assert [point["n"] for point in numbers["data"]] == ["1", "2", "3"]


def test_a_place_leads_to_its_district_and_what_is_asked_there_is_new():
    scene, view = loading.load(), view_of("site_add:9")
    area = scene.model.areas["lsoa"].index[scene.model.areas["lsoa"]["district_code"] == FENLAND][0]
    link = siting_links.more_here(scene, view, area)
    assert link["district"] == [FENLAND]
    assert link["find"] == [ASKED]


@pytest.mark.parametrize("level", ["ward", "district"])
def test_a_larger_place_leads_to_its_district(level):
    scene = loading.load()
    view = replace(view_of(), query=Query(EARLY, level))
    area = scene.model.areas[level].index[0]
    district = area if level == "district" else scene.model.areas[level].at[area, "district_code"]
    assert siting_links.more_here(scene, view, area)["district"] == [district]


# --- the site pack ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def packed():
    view = view_of("site_add:2", districts=(FENLAND,))
    asked = question_of(view)
    found = answers.quick(asked)
    table = files.rows("sites", asked, found)
    return asked, view, table.iloc[0], pack.compose(asked, view, found, table["site_id"].iloc[0], date(2026, 3, 1))


def test_the_figures_of_a_pack_are_those_of_the_files(packed):
    asked, _, row, made = packed
    value = dict(zip(made.figures["figure"], made.figures["value"], strict=True))
    labels = text.site_labels("need", "places short") | site_pack.WORDS
    for name in site_pack.OF_SITE:
        if not pd.isna(row.get(name)):
            assert value[labels[name]] == (round(row[name], 1) if name in (*text.CLOSED, "of_all") else row[name])
    listed = scores.listed(asked.scene, asked.query).set_index("area_code").loc[row["lsoa_code"]]
    for name, (_, label, _) in site_pack.OF_GAP.items():
        if not pd.isna(listed[name]):
            assert value[label] == listed[name]
    assert (made.figures["source"].str.len() > 0).all()
    assert len(made.gains) > 0
    assert made.headline == f"{row['ward']}, {row['district']}"
    assert (made.providers["counts"] == site_pack.COUNTS[True]).sum() == listed["providers_in_reach"]


def test_a_pack_lists_all_kinds_in_the_ward_and_says_of_which_kinds_private_ones_are_in_reach():
    view = view_of("site_opens:family_hub", "site_add:1", districts=("E07000009",), outcome=FAMILY)
    asked = question_of(view)
    found = answers.quick(asked)
    site = files.rows("sites", asked, found)["site_id"].iloc[0]
    made = pack.compose(asked, view, found, site, date(2026, 3, 1))
    there_already = there.told_of(asked, site).providers
    named = there_already["name"].dropna()
    assert set(named) <= set(made.providers["name"])
    assert common.SECTOR_NAMES["pvi"] in set(made.providers["sector"])
    assert made.providers["minutes"].is_monotonic_increasing
    assert not made.providers.duplicated(["name", "kind", "minutes"]).any()
    # The site stands where one of them is, and that one is no neighbour.
    marked = made.providers[made.providers["kind"].str.endswith(f"({there_text.ITSELF})")]
    assert marked["name"].tolist() == [asked.scene.atlas.providers["name"][site]]
    (row,) = made.figures[made.figures["figure"] == text.SITES["pvi_in_reach"]].itertuples()
    assert loading.load().settings.services["family_hub"].plural in row.unit


@pytest.mark.parametrize(("outcome", "what", "decimals"), [(EARLY, "places short", 1), (FAMILY, "sites short", 2)])
def test_what_is_short_is_said_with_one_figure_and_its_unit_on_the_page_and_in_the_pack(outcome, what, decimals):
    view = view_of("site_add:1", districts=(FENLAND,), outcome=outcome)
    asked = question_of(view)
    found = answers.quick(asked)
    closed = float(answers.effect(asked, found.plan).closed[0])
    site = files.rows("sites", asked, found)["site_id"].iloc[0]
    (row,) = pack.compose(asked, view, found, site, date(2026, 3, 1)).figures.query("figure == @text.closed(@what)").itertuples()
    assert (row.value, row.unit) == (round(closed, decimals), what)
    app = visit(ASKED, "site_add:1", outcome=outcome, district=FENLAND)
    (shown,) = [frame for frame in app.dataframe if "closed_plainly" in frame.value]
    columns = json.loads(shown.proto.columns)
    assert columns["closed_plainly"]["label"] == text.closed(what)
    assert columns["closed_plainly"]["type_config"]["format"] == f"%.{decimals}f"
    assert columns["closed_here"]["label"].endswith("by need")
    counted = f"{figure(closed)} of {figure(answers.effect(asked, found.plan).short)} {what}"
    if outcome == EARLY:
        assert app.markdown[1].value.endswith(f" ({counted}).**")
    else:
        # Parts of a site picture nothing: they stand with how it is worked out.
        assert what not in app.markdown[1].value
        assert f"The sites close {counted}" in words(app)


def test_the_workbook_of_a_pack_has_its_figures_as_numbers(packed):
    *_, made = packed
    book = load_workbook(io.BytesIO(pack_files.as_xlsx(made, date(2026, 3, 1))))
    assert book.sheetnames == list(site_pack.SHEETS.values())
    rows = list(book[site_pack.SHEETS["figures"]].iter_rows(values_only=True))
    assert rows[0] == tuple(site_pack.FIGURES.values())
    assert [row[2] for row in rows[1:]] == [value if isinstance(value, str) else pytest.approx(value) for value in made.figures["value"]]
    # The link in the notes asks the same.
    told = [row[1] for row in book[site_pack.SHEETS["notes"]].iter_rows(values_only=True) if row[1] and "Where_to_put_it?" in row[1]]
    address = "x?" + told[0].partition("?")[2]
    assert ("find", "site_add:2") in parse_qsl(urlsplit(address).query)


def test_the_pdf_of_a_pack_says_the_same_and_is_the_same_again(packed):
    *_, made = packed
    day = date(2026, 3, 1)
    content = pack_files.as_pdf(made, day)
    assert content.startswith(b"%PDF-")
    assert content == pack_files.as_pdf(made, day)
    pypdf = pytest.importorskip("pypdf")
    pdf = " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert made.title in pdf
    for value in made.figures["value"]:
        if not isinstance(value, str):
            assert pack_files.written(value) in pdf
    for provider in made.providers["name"].head(3):
        assert provider.split()[0] in pdf


def test_the_csv_of_sites_reads_back(packed):
    asked, _, row, _ = packed
    content = bare_csv(files.made("sites", asked, answers.quick(asked))).decode()
    first = next(csv.DictReader(io.StringIO(content)))
    assert first["site_id"] == row["site_id"]
    assert float(first["closed_here"]) == row["closed_here"]
    assert first["chosen_share"] != ""


# --- of a later year -------------------------------------------------------------------------------------------------


def test_homes_of_a_scenario_offer_years_and_the_answer_names_its_year_everywhere():
    homes = "homes:E01018076:3000:30:2030"
    assert not [box for box in visit(ASKED).selectbox if str(box.key).startswith("site_year")]
    app = visit(ASKED, "site_year:2031", "site_add:1", do=[homes])
    (box,) = [box for box in app.selectbox if str(box.key).startswith("site_year")]
    assert (box.label, box.value) == (question_text.YEAR, "2031")
    assert "**For 2031:** the children of that year share what is open then" in words(app)
    view = view_of("site_year:2031", "site_add:1", do=[homes])
    scene = scenes.chosen(loading.load(), view)
    asked = SiteQuestion(outlooks.in_year(scene, 2031), view.query, question.of_view(scene, view, None), None, local.known(), 2031)
    found = answers.quick(asked)
    table = answers.table(asked, found.plan)
    assert f"children of 2031, homes on top with scenario {homes}" in table["settings"].iloc[0]
    made = pack.compose(asked, view, found, str(table["site_id"].iloc[0]), date(2026, 1, 1))
    assert "For the demand of 2031" in made.headline
    assert any("children of 2031" in line for _, lines in made.notes for line in lines)
    assert "site_year%3A2031" in " ".join(line for _, lines in made.notes for line in lines)
    today = question_of(view)
    assert answers.prepared(asked).instance.target == answers.prepared(today).instance.target
