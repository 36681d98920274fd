"""What stands beside a rank: counted from the gap list of the embedded data, and said of a ward as of a ward."""

from __future__ import annotations

import pytest

from geo.method.gaps import Query
from ui.gap_list import table
from ui.panel import beside
from ui.panel.firmness import scale_part, sure_sentence
from ui.scene import answers, loading
from ui.words import beside as words
from ui.words import common
from ui.words import panel as panel_words

CHILD_HEALTH = Query("child_health")


@pytest.fixture
def scene():
    return loading.load()


def test_the_border_the_nearest_the_walk_and_england_are_said_of_an_area(scene) -> None:
    listed = answers.listed(scene, CHILD_HEALTH)
    row = listed[(listed["border"] != "") & (listed["how_sure"] == "check_first") & (listed["high_need_only_here"] == "yes")].iloc[0]
    told = beside.beside_sentences(scene, CHILD_HEALTH, row["area_code"])
    assert told[0].endswith("beyond the border are not in the data: check first.")
    assert told[1].startswith(f"Nearest: {row['nearest_provider']}, {row['nearest_km']:.1f} km by road")
    assert f"{row['providers_in_reach']} within an estimated 15-minute drive" in told[1]
    assert f"On foot (15 minutes at most) it would rank {row['walk_rank']} of all 516 neighbourhoods of the whole area: " in told[2]
    assert f"In England {row['england_low_income_place']:.0f} of 100 neighbourhoods have more children" in told[3]
    assert told[3].endswith(words.ONLY_HERE)
    assert "because providers beyond the border may be missing" in sure_sentence(scene, CHILD_HEALTH, row["area_code"])


def test_an_approximate_number_of_children_is_marked_in_list_and_panel(scene) -> None:
    listed = answers.listed(scene, CHILD_HEALTH)
    split = listed[listed["children_basis"] == "approximate"]
    assert len(split)
    assert words.APPROXIMATE in beside.beside_sentences(scene, CHILD_HEALTH, split["area_code"].iloc[0])
    page = table.on_paper(split.head(1), scene, 1)
    assert f"<td>about {split['children_0_4'].iloc[0]:,}</td>" in page
    whole = listed[listed["children_basis"] != "approximate"].head(1)
    assert "about " not in table.on_paper(whole, scene, 1)


def test_the_list_names_what_lifts_need_and_shows_how_near_the_nearest_is(scene) -> None:
    listed = answers.listed(scene, CHILD_HEALTH)
    shown = table.for_screen(listed, table.measure_names(scene))
    assert shown["nearest_minutes"].tolist() == listed["nearest_minutes"].tolist()
    assert shown["providers_in_reach"].tolist() == listed["providers_in_reach"].tolist()
    priority = listed["gap_class"] == "priority"
    assert shown.loc[priority, "why"].str.contains(f"; need: |; {common.ONLY_HERE}: ").all()
    assert (
        shown["sure"].str.contains("(border)", regex=False).tolist()
        == ((listed["border"] != "") & (listed["how_sure"] == "check_first")).tolist()
    )
    assert set(shown.columns) <= set(table.columns(listed, scene.settings)), "every column has a name and a meaning"


@pytest.mark.parametrize(
    ("priority", "there", "said"),
    [
        (True, True, "it stays a priority"),
        (True, False, "it is no priority"),
        (False, True, "it is a priority there, though not here"),
        (False, False, "it is no priority there either"),
    ],
)
def test_a_gap_stays_or_goes(priority, there, said) -> None:
    assert words.stays(priority=priority, there=there) == said


def test_of_a_ward_the_distance_is_the_mean_of_its_children() -> None:
    told = words.nearest("Hill Hub", 4.76, 6.6, 3, "15-minute drive", "ward")
    assert told == (
        "Nearest: Hill Hub, on average of all children 4.8 km by road, 7 min (estimated); 3 within an estimated 15-minute drive."
    )


def test_the_tenth_of_access_in_england_says_which_end_is_least() -> None:
    told = words.access_in_england(3, "2024-03-31", "lsoa")
    most = "the 1st has the least, the 10th the most; Ofsted and ONS, 31 March 2024"
    assert told == f"Its access to childcare is in the 3rd tenth of England ({most})."


def test_ranks_by_other_measures_are_not_set_side_by_side(scene) -> None:
    # Early education counts one measure for neighbourhoods and two above.
    query = Query("early_education")
    area = answers.listed(scene, query)["area_code"].iloc[0]
    assert scale_part(scene, query, area).count(panel_words.OTHER_MEASURES) == 2
