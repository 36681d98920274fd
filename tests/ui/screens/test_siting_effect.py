"""Where to put it says plainly what an answer does: who gains by name, what hangs by a hair, what counts as near, what losers get back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.method.gaps import Query
from tests.helpers.screens import open_page, words
from ui.scene import loading, local
from ui.screens.siting import answers, files, question, regain, sentence, unreached
from ui.screens.siting.question import SiteQuestion
from ui.view import scenes, siting_links
from ui.view.state import View
from ui.words import pages
from ui.words import site_effect as text
from ui.words import site_question as question_text
from ui.words import siting as siting_text

PAGE = pages.SITING.path
EARLY, FAMILY = "early_education", "family_security"
HUNTINGDONSHIRE, FENLAND = "E07000011", "E07000010"
ASKED = "site_asked:yes"


def visit(*find, outcome=EARLY, **params):
    app = open_page(PAGE, outcome=outcome, find=list(find), **params)
    assert not app.exception
    return app


def asked_of(*find, outcome=EARLY, districts=(), do=()):
    query = Query(outcome, "lsoa", districts)
    view = View(query, "gap", None, None, show_providers=True, show_sites=False, find=(ASKED, *find), do=tuple(do))
    scene = scenes.chosen(loading.load(), view)
    return SiteQuestion(scene, view.query, question.of_view(scene, view, None), None, local.known()), view


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def largest_private(district):
    providers = loading.load().atlas.providers
    there = providers[
        (providers["district_code"] == district) & (providers["service_type"] == "day_nursery") & providers["lsoa_code"].notna()
    ]
    return str(there["places"].idxmax())


# --- who gains --------------------------------------------------------------------------------------------------------


def test_who_gains_is_counted_and_named_beside_the_answer() -> None:
    asked, _ = asked_of("site_add:1", districts=(HUNTINGDONSHIRE,))
    effect = answers.effect(asked, answers.quick(asked).plan)
    app = visit(ASKED, "site_add:1", district=[HUNTINGDONSHIRE])
    said = words(app)
    assert f"{int(effect.gaining['children_0_4'].sum()):,} children under five in {len(effect.gaining)} neighbourhoods gain" in said
    most = effect.gaining.sort_values(["places", "children_0_4"], ascending=False, kind="stable")
    for named in (most["label"].iloc[0], *effect.lifted["label"].head(1)):
        assert named in said.replace("\\", "")
    # The table beside why: every neighbourhood that gains, with its places, which are those of the site that stay in the district.
    table = next(frame.value for frame in app.dataframe if "reaches" in frame.value.columns)
    assert sorted(table["label"]) == sorted(effect.gaining["label"])
    assert {"ward", "district", "places", "before", "after"} <= set(table.columns)
    assert 0 < table["places"].sum() <= 26 + 1e-6
    assert siting_text.WHICH != siting_text.WHY_TITLE


@pytest.mark.parametrize(
    ("lifted", "told"),
    [
        (0, "None rises to the target."),
        (1, "1 neighbourhood (60 children) rises to the target."),
        (5, "5 neighbourhoods (60 children) rise"),
    ],
)
def test_the_sentence_names_who_gains_most_and_counts_who_is_lifted(lifted: int, told: str) -> None:
    said = text.gains(9, 800, lifted, 60, ["Most", "Second", "Third", "Fourth"], text.ABOVE)
    # Who gains most comes before who is lifted: these may gain little.
    assert said.startswith(f"800 children under five in 9 neighbourhoods gain, most of all Most, Second and Third. {told}")


# --- hubs -------------------------------------------------------------------------------------------------------------


def test_how_many_hubs_until_every_family_is_near_is_one_press_and_one_sentence() -> None:
    settings = loading.load().settings
    area, first = settings.area.name, settings.outcomes["healthy_birth"].name
    app = press(visit(), question_text.ask_everybody(settings.services["family_hub"].plural, 15, area, first))
    assert settings.outcomes[app.query_params["outcome"]].access == "presence"
    asked, _ = asked_of("site_aim:everybody", outcome=app.query_params["outcome"])
    found = answers.quick(asked)
    assert asked.siting.near == "opened"
    said = app.markdown[1].value
    assert said == sentence.sentence(asked, found, answers.table(asked, found.plan))
    assert "within 15 minutes of the nearest" in said
    assert all(name in said.replace("\\", "") for name in answers.table(asked, found.plan)["site"])


def test_what_counts_as_near_is_changed_by_one_press_and_is_in_the_link() -> None:
    app = visit(ASKED, "site_aim:everybody", outcome="healthy_birth")
    app.radio(key="site_near_healthy_birth").set_value("all").run()
    assert not app.exception
    assert "site_near:all" in app.query_params["find"]
    assert "the nearest provider of any kind that counts" in words(app)
    opened, every = asked_of("site_aim:everybody", outcome="healthy_birth")[0], asked_of("site_near:all", outcome="healthy_birth")[0]
    assert (opened.siting.near, every.siting.near) == ("opened", "all")


def test_families_whom_no_site_reaches_are_named_in_the_sentence() -> None:
    asked, _ = asked_of("site_aim:everybody", "site_within:3", outcome=FAMILY)
    away = unreached.rows(asked)
    said = visit(ASKED, "site_aim:everybody", "site_within:3", outcome=FAMILY).markdown[1].value
    assert f"except {int(away['children'].sum()):,} children in {away['label'].iloc[0]}" in said.replace("\\", "")
    assert said.endswith("whom no possible site reaches.**")


# --- what losers get back ---------------------------------------------------------------------------------------------


def test_after_a_closure_the_page_says_what_losers_get_back() -> None:
    closed = largest_private(FENLAND)
    asked, view = asked_of(districts=(FENLAND,), do=[f"close:{closed}"])
    link = siting_links.instead(asked.scene, view)[-1].link
    app = open_page(PAGE, **dict(link.items()))
    assert not app.exception
    asked, _ = asked_of(*link["find"], districts=(FENLAND,), do=[f"close:{closed}"])
    found = answers.quick(asked)
    table = answers.regained(asked, found.plan)
    assert len(table) > 0
    first, sector = regain.sentences(asked, found)
    assert first in words(app)
    assert sector == text.other_sector("private, voluntary and independent", "public")
    assert text.REGAIN_TITLE in [header.value for header in app.header]
    shown = next(frame.value for frame in app.dataframe if "back" in frame.value.columns)
    assert shown["back"].sum() == pytest.approx(table["back"].sum())
    assert regain.sentences(replace(asked, siting=replace(asked.siting, sector="pvi")), found) == [first]


def test_without_a_scenario_nobody_gets_anything_back() -> None:
    asked, _ = asked_of("site_add:1")
    assert regain.sentences(asked, answers.quick(asked)) == []


# --- send it ----------------------------------------------------------------------------------------------------------


def test_the_scenario_of_an_answer_gives_another_person_the_same_sites() -> None:
    asked, view = asked_of("site_add:2", districts=(FENLAND,))
    link = files.scenario_link(asked, view, answers.quick(asked))
    here, there = (open_page(pages.WHAT_IF.path, **dict(link.items())) for _ in range(2))
    assert not here.exception
    assert words(here) == words(there)
    for name in answers.table(asked, answers.quick(asked).plan)["site"]:
        assert name in words(here).replace("\\", "")


def test_an_answer_can_be_sent_from_where_it_stands() -> None:
    app = visit(ASKED, "site_add:1")
    labels = [link.proto.label for link in app.get("page_link")]
    assert siting_text.SCENARIO in labels
    values = [part.value for part in app.markdown]
    assert f"**{text.SEND_TITLE}**" in values
    assert values.index(f"**{text.SEND_TITLE}**") < len(values) - 3


def test_an_answer_says_for_what_it_is_and_whom_it_counts() -> None:
    name = loading.load().settings.outcomes["early_education"].name
    assert f"This is for *{name}*." in words(visit(ASKED))
    assert f"This is for *{name}*; only families in Fenland are counted" in words(visit(ASKED, district=[FENLAND]))


def test_the_command_is_named_in_a_fold_alone() -> None:
    app = open_page(PAGE, outcome="early_education", district=FENLAND, find=["site_asked:yes", "site_add:1"])
    (fold,) = [fold for fold in app.expander if fold.label == siting_text.HOW_TITLE]
    assert siting_text.COMMAND in [caption.value for caption in fold.caption]
    assert words(app).count("`geo ") == 1
