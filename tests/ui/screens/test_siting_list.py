"""Where to put it and the gap list lead to each other, and the answer says how its sites stand to the list."""

from __future__ import annotations

import pytest
from PIL import ImageFont

from geo.method.gaps import Query
from tests.helpers.screens import open_page, words
from ui.scene import answers as scene_answers
from ui.scene import loading, local
from ui.screens.siting import answers, on_list, question
from ui.screens.siting.gaining import width_px
from ui.screens.siting.question import SiteQuestion
from ui.view import scenes
from ui.view.state import View
from ui.words import pages
from ui.words import site_list as text
from ui.words.figures import ordinal

EAST = "E07000009"
ASKED = "site_asked:yes"


def asked_of(*find, outcome="healthy_birth", districts=(EAST,)):
    query = Query(outcome, "lsoa", districts)
    view = View(query, "gap", None, None, show_providers=True, show_sites=False, find=(ASKED, *find))
    scene = scenes.chosen(loading.load(), view)
    return SiteQuestion(scene, view.query, question.of_view(scene, view, None), None, local.known())


@pytest.mark.parametrize("aim", ["need", "worst_fifth", "within", "travel"])
@pytest.mark.parametrize("outcome", ["healthy_birth", "early_education"])
def test_the_answer_names_the_ranks_that_the_list_shows(outcome, aim):
    asked = asked_of(f"site_aim:{aim}", "site_add:2", "site_within:5", outcome=outcome)
    plan = answers.quick(asked).plan
    table = answers.table(asked, plan)
    said = on_list.sentences(asked, plan)
    ranked = scene_answers.ranked(asked.scene, asked.query).set_index("area_code")
    for row in table.itertuples():
        place = ranked.loc[row.lsoa_code]
        assert f"site {row.order} lies in {place['area_label']} ({ordinal(int(place['rank']))})" in said
    assert f"On the gap list of {len(ranked):,} neighbourhoods, " in said
    first, alone = str(ranked["area_label"].iloc[0]), on_list.without_site(asked, plan)
    assert (f"**The greatest gap, {first}, gets no site:**" in alone) != (f"The first of the list, {first}, " in said)
    app = open_page(pages.SITING.path, outcome=outcome, district=[EAST], find=[ASKED, f"site_aim:{aim}", "site_add:2", "site_within:5"])
    assert not app.exception
    assert said in words(app).replace("\\", "")
    # What gets nothing is said straight below the answer.
    assert not alone or [part.value for part in app.markdown][2] == alone
    assert text.TO_LIST in [link.proto.label for link in app.get("page_link")]


def test_the_list_leads_to_the_answer_for_its_district_and_outcome_area():
    app = open_page(pages.GAP_LIST.path, outcome="healthy_birth", district=[EAST], find=["site_add:30"])
    link = next(link.proto for link in app.get("page_link") if link.proto.label == text.FROM_LIST)
    assert "outcome=healthy_birth" in link.query_string
    assert f"district={EAST}" in link.query_string
    assert "site_asked" in link.query_string
    assert "site_add" not in link.query_string


def test_more_than_three_sites_are_counted_and_what_has_no_rank_says_so():
    said = text.lie([("A", 3), ("B", 0), ("", 0), ("D", 11), ("E", 22), ("F", 1), ("G", 2)], 51)
    assert said == (
        "On the gap list of 51 neighbourhoods, site 1 lies in A (3rd), site 2 lies in B (not ranked), site 3 lies beyond the border "
        "and 4 more elsewhere."
    )


@pytest.mark.parametrize(
    ("alone", "said"),
    [
        (1.5, "does less than site 1 for all families together."),
        (0.001, "does next to nothing for all families together."),
        (2.25, "does as much alone as site 1, and less beside the others."),
        (float("nan"), "would help it, and does less for all families together."),
    ],
)
def test_why_the_first_of_the_list_gets_no_site(alone, said):
    assert (
        text.less("A", "School", alone, 2.25)
        == f"**The greatest gap, A, gets no site:** of those that would help it even the best, School, {said}"
    )


def test_a_journey_that_was_none_has_no_minutes():
    assert "from nothing in reach to 12.0 minutes" in text.gains("A", "School", float("inf"), 12.0, text.MINUTES)


def test_who_has_enough_is_told_of_access_or_of_minutes():
    assert text.enough("A", None).endswith("its access is not below the target, and only what is short counts here.")
    assert text.enough("A", 5.0).endswith("it is within 5 minutes already, and only families who are not count here.")


def test_no_name_of_a_site_is_wider_than_its_column():
    names = sorted(set(loading.load().atlas.providers["name"].dropna().astype(str)))
    font = ImageFont.load_default(14)
    assert [name for name in names if font.getlength(name) + 16 > width_px([name])] == []
