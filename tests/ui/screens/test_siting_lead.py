"""Where to put it says in a few lines how sure it is, what comes next, what other outcome areas say, and who is there already."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from geo.method.gaps import Query
from tests.helpers.screens import html_of, open_page, words
from ui.scene import loading, local
from ui.screens.siting import answers, doubts, lead, opens, pack, question, sentence, there, why
from ui.screens.siting.question import SiteQuestion
from ui.view import scenes
from ui.view.state import View
from ui.words import pages
from ui.words import site_effect as effect_text
from ui.words import site_lead as text
from ui.words import site_there as there_text
from ui.words.plain import plain

PAGE = pages.SITING.path
EAST, ASKED = "E07000009", "site_asked:yes"
HUB = ("site_opens:family_hub", "site_add:1")


def asked_of(*find, outcome="healthy_birth", districts=(EAST,)):
    query = Query(outcome, "lsoa", districts)
    view = View(query, "gap", None, None, show_providers=True, show_sites=False, find=(ASKED, *find))
    scene = scenes.chosen(loading.load(), view)
    return SiteQuestion(scene, view.query, question.of_view(scene, view, None), None, local.known())


def visit(*find, outcome="healthy_birth", **params):
    app = open_page(PAGE, outcome=outcome, find=[ASKED, *find], **params)
    assert not app.exception
    return app


# --- who is there already -----------------------------------------------------------------------------------------------


def test_who_is_there_has_the_figures_of_the_search_for_the_neighbourhood(run):
    asked = asked_of(*HUB)
    site = answers.table(asked, answers.quick(asked).plan)["site_id"].iloc[0]
    told = there.told_of(asked, site)
    (home,) = told.lsoas
    found = json.loads(run("find", str(asked.scene.atlas.areas.at[home, "name"]), "--outcome", asked.query.outcome, "--json").out)
    assert told.providers.index.tolist() == [one["provider_id"] for one in found["providers"]]
    assert told.providers["minutes"].tolist() == [one["minutes"] for one in found["providers"]]
    # Public and private ones, of whichever kind, though none of them is of the kind that is asked for.
    assert set(told.providers["sector"]) == {"public", "pvi"}
    assert asked.siting.opens not in set(told.providers["service_type"])
    page = html_of(visit(*HUB, district=EAST)).replace("&amp;", "&").replace("&#39;", "'")
    for name in told.providers["name"]:
        assert str(name) in page
    for said in there.sentences(asked, told):
        assert said in page
    assert page.count(f"({there_text.ITSELF})") == 1
    assert there.sentences(asked, told)[0].startswith("Nearest family hub or children's centre: ")


def test_the_nearest_of_the_kind_is_the_nearest_in_minutes():
    asked = asked_of(*HUB)
    told = there.told_of(asked, answers.table(asked, answers.quick(asked).plan)["site_id"].iloc[0])
    providers = asked.scene.model.atlas.providers
    hubs = (providers["service_type"] == "family_hub").to_numpy().nonzero()[0]
    origin = asked.scene.model.areas["lsoa"].index.get_loc(told.lsoas[0])
    minutes = asked.scene.model.travel.minutes([[origin]], hubs[None, :])[0]
    assert str(providers["name"].iloc[hubs[minutes.argmin()]]) in there.sentences(asked, told)[0]


def test_of_several_sites_all_but_the_first_are_folded_and_only_a_few_are_told_of():
    app = visit("site_add:7", outcome="early_education", district=EAST)
    asked = asked_of("site_add:7", outcome="early_education")
    sites = answers.table(asked, answers.quick(asked).plan)["site"].tolist()
    folded = [fold.label.replace("\\", "") for fold in app.expander if ", in " in fold.label]
    assert [label.partition(". ")[0] for label in folded] == ["2", "3", "4", "5"]
    assert all(site in label for site, label in zip(sites[1:], folded, strict=False))
    assert there_text.rest(len(sites) - there.MOST) in [caption.value for caption in app.caption]


# --- how sure -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.43, "Not firm"),
        (0.5, "Fairly firm"),
        (0.95, "Firm"),
    ],
)
def test_one_site_is_firm_or_not_by_how_often_it_is_chosen(share, told):
    said = text.sure(text.firm_one(share, "86 of 200"), text.best("proven", 0.0, 3.0))
    first = f"**{told}:** it comes first in 86 of 200 other reasonable settings."
    assert said == f"{first} With today's settings it is the best (proven)."


def test_several_sites_are_told_with_those_that_are_chosen_in_few_settings():
    few = [(name, f"{number} of 200") for number, name in enumerate("ABCDE", start=1)]
    alike = "each of them is chosen in at least 120 of 200 other reasonable settings."
    assert text.firm_several([], 0.6, "120 of 200") == f"**Fairly firm:** {alike}"
    assert text.firm_several([], 0.95, "120 of 200") == f"**Firm:** {alike}"
    begins = "**Not firm:** in other reasonable settings these are seldom chosen:"
    assert text.firm_several(few[:1], 0.005, "1 of 200") == f"{begins} A in only 1 of 200."
    told = text.firm_several(few, 0.005, "1 of 200")
    assert told == f"{begins} A in only 1 of 200, B in only 2 of 200, C in only 3 of 200 and 2 more in few."


@pytest.mark.parametrize("status", ["near", "stopped", "sent", "greedy"])
def test_what_is_not_proven_best_is_not_called_so(status):
    for several in (False, True):
        assert text.PROVEN not in text.best(status, 0.02, 3.0, several=several)


def test_the_answer_says_all_of_what_was_chosen_to_open_and_of_what_there_is_too_little():
    asked = asked_of(*HUB)
    found = answers.quick(asked)
    said = sentence.sentence(asked, found, answers.table(asked, found.plan))
    assert said.startswith("**One family hub or children's centre or outreach from one, at ")
    assert said.endswith(f" lacks in sites for {asked.scene.settings.outcomes[asked.query.outcome].name}.**")


def test_the_lines_below_the_answer_are_who_gains_how_sure_what_is_next_and_other_outcome_areas():
    app = visit(*HUB, district=EAST)
    asked = asked_of(*HUB)
    found = answers.quick(asked)
    shares = answers.shares(asked, 1)
    table = answers.table(asked, found.plan, shares)
    lines = [part.value for part in app.markdown]
    said = (lead.sure(asked, found, table, shares), lead.next_best(asked, found, table, shares), lead.elsewhere(asked, found))
    first = lines.index(said[0])
    assert lines[first - 1].count("children under five in") == 1
    assert tuple(lines[first : first + 3]) == said
    chosen = float(shares[answers.prepared(asked).sites.index.get_loc(table["site_id"].iloc[0])])
    assert f"{round(200 * chosen)} of 200" in said[0]
    assert "How firm is this?" in lead.sure(asked, found, table, None)
    assert app.header[0].value == there_text.TITLE


def test_what_is_chosen_most_often_is_named_unless_all_are_as_often_or_none_is_counted():
    asked = asked_of("site_add:2", outcome="early_education")
    table = answers.table(asked, answers.quick(asked).plan)
    shares = answers.shares(asked, 2) * 0 + 0.155
    assert doubts.often(asked, table, shares) == ""
    assert doubts.often(asked, table, None) == ""
    shares[answers.prepared(asked).sites.index.get_loc(table["site_id"].iloc[1])] = 0.16
    assert doubts.often(asked, table, shares) == effect_text.often([plain(str(table["site"].iloc[1]))], "32 of 200")
    assert effect_text.often(list("ABCDE"), "90 of 200") == "**Chosen most often:** A, B, C and 2 more, in 90 of 200 settings."


# --- what comes next, and elsewhere -------------------------------------------------------------------------------------


def test_the_next_best_does_what_it_would_do_alone_in_the_place_of_the_first():
    asked = asked_of(*HUB)
    found = answers.quick(asked)
    table = answers.table(asked, found.plan)
    (site,) = answers.why(asked, found.plan, None)
    without = asked_of(*HUB, f"site_never:{site.site_id}")
    second = answers.quick(without)
    assert answers.table(without, second.plan)["site_id"].iloc[0] == site.next_best
    # In the measure of the headline, in the pack too, and with the ward.
    share, whole = (
        float(effect.closed.sum()) / effect.short for effect in (answers.effect(without, second.plan), answers.effect(asked, found.plan))
    )
    said, row = lead.next_best(asked, found, table, None), answers.table(without, second.plan).iloc[0]
    assert said == text.next_closes(f"{plain(row['site'])} ({plain(row['ward'])})", share, whole, several=False)
    assert said.endswith(f" it would close {share:.0%}, not {whole:.0%}.")
    assert f"closes {whole:.0%} of what" in sentence.sentence(asked, found, table)
    assert said in why.sentences(asked, found.plan, site)


def test_the_next_best_of_other_objectives_does_a_share_of_what_the_headline_says():
    asked = asked_of(*HUB, "site_aim:within")
    found = answers.quick(asked)
    table = answers.table(asked, found.plan)
    (site,) = answers.why(asked, found.plan, None)
    without = asked_of(*HUB, "site_aim:within", f"site_never:{site.site_id}")
    if not site.as_good:
        second = answers.table(without, answers.quick(without).plan)["closed_so_far"].iloc[0]
        assert f"does {second / table['closed_so_far'].iloc[0]:.0%} as much" in lead.next_best(asked, found, table, None)


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.26, "26%, not 34%"), (0.339, "hardly less"), (0.35, "about as much, but less of it where need is greatest")],
)
def test_the_next_best_is_told_by_the_share_that_it_would_close(share, told):
    assert text.next_closes("A", share, 0.34, several=False) == f"**{text.NEXT}** A: in its place it would close {told}."


def test_other_outcome_areas_are_told_by_their_own_quick_answers():
    asked = asked_of(*HUB)
    found, settings = answers.quick(asked), asked.scene.settings
    said = lead.elsewhere(asked, found)
    mine = answers.prepared(asked).sites.index[found.plan > 0]
    others = [outcome for outcome in opens.outcomes_of(settings)["family_hub"] if outcome != "healthy_birth"]
    assert others
    for outcome in others:
        theirs = asked_of(*HUB, outcome=outcome)
        table = answers.table(theirs, answers.quick(theirs).plan)
        name = settings.outcomes[outcome].name
        assert name in said
        assert (f"for {name} it is best at" in said) == (table["site_id"].iloc[0] not in mine)
    # A kind that counts nowhere else has nothing to be told.
    maternity = asked_of("site_opens:maternity_unit", "site_add:1")
    assert lead.elsewhere(maternity, answers.quick(maternity)) == ""
    assert lead.elsewhere(replace(asked, siting=replace(asked.siting, objective="longest")), found) == ""


@pytest.mark.parametrize(
    ("alike", "other", "told"),
    [
        (["A"], [], "the same site is best for A"),
        (["A", "B"], [], "the same site is best in all 2 that it serves too: A and B"),
        (["A"], [("B", "School")], "the same site is best for A; for B it is best at School"),
        ([], [("B", "School")], "for B it is best at School"),
    ],
)
def test_other_outcome_areas_in_words(alike, other, told):
    assert text.elsewhere(alike, other, several=False) == f"**For other outcome areas:** {told}."


def test_none_of_the_kind_that_counts_is_not_said_of_all_kinds():
    app = visit(*HUB, district=EAST)
    assert "Who is there already" in next(caption.value for caption in app.caption if "takes from none" in caption.value)
    assert "of this kind" not in words(app)


def test_a_site_pack_names_the_address_of_the_dashboard_to_see_the_same():
    asked = asked_of(*HUB)
    found = answers.quick(asked)
    view = View(asked.query, "gap", None, None, show_providers=True, show_sites=False, find=(ASKED, *HUB))
    site = answers.table(asked, found.plan)["site_id"].iloc[0]
    made = pack.compose(asked, view, found, site, date(2026, 3, 1), "https://gaps.example/")
    assert "https://gaps.example/Where_to_put_it?" in made.notes[-1][1][0]
