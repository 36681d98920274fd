"""Who opened, closed and changed between two versions, and sums that agree with both."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.whatif.then_now.providers import COLUMNS, provider_changes, similarity
from geo.whatif.then_now.supply import supply_changes
from tests.helpers import grids

DISTRICTS = ("D1", "D2")


def provider(code: str, places: float | None = 20, x_m: float = 0, **more: object) -> grids.Row:
    return grids.provider(code, x_m, places, **{"postcode": "AB1 2CD", "district_code": "D1", **more})


def compared(then: list[grids.Row], now: list[grids.Row]) -> pd.DataFrame:
    base = grids.atlas()
    versions = [replace(base, providers=pd.DataFrame(rows).set_index("provider_id").sort_index()) for rows in (then, now)]
    return provider_changes(*versions).set_index("provider_id")


def test_each_kind_of_change_is_told() -> None:
    then = [
        *(provider("same"), provider("grows"), provider("shrinks", 30), provider("moves"), provider("nudged")),
        *(provider("learnt", None), provider("forgotten"), provider("retyped"), provider("goes", 40, name="Acorns")),
    ]
    now = [
        *(provider("same"), provider("grows", 25), provider("shrinks", 10), provider("moves", x_m=3000), provider("nudged", x_m=99)),
        *(provider("learnt", 12), provider("forgotten", None), provider("comes", 50, name="Zebra House")),
        provider("retyped", service_type="nursery_school", sector="public"),
    ]
    found = compared(then, now)
    assert found["change"].to_dict() == {code: {"comes": "opened", "goes": "closed"}.get(code, "kept") for code in found.index}
    assert set(found.index) == {row["provider_id"] for row in [*then, *now]}
    told = {code: how for code, how in found["how"].items() if how}
    assert told == {
        "grows": "grew", "shrinks": "shrank", "moves": "moved", "learnt": "places_now_known", "forgotten": "places_no_longer_known",
        "retyped": "other_type;other_sector",
    }  # fmt: skip
    assert found.at["moves", "moved_m"] == 3000
    assert found.at["goes", "places_before"] == 40
    assert pd.isna(found.at["goes", "places"])
    assert found["district"].eq("Name of D1").all()


def test_a_new_number_at_the_same_postcode_under_a_similar_name_is_probably_the_same() -> None:
    then = [provider("old-1", name="Little Acorns Nursery"), provider("old-2", name="Little Oaks Nursery"), provider("old-3", name=None)]
    now = [
        provider("new-1", 30, name="Little Acorns Day Nursery Ltd"),
        provider("new-2", name="Zebra House"),
        provider("new-3", name=None),
        provider("new-4", name="Little Oaks Nursery", postcode="AB1 2CE"),
    ]
    found = compared(then, now)
    pair = found.loc["new-1"]
    assert (pair["change"], pair["provider_id_before"], pair["how"]) == ("probably_the_same", "old-1", "grew;renamed")
    assert found["change"].value_counts().to_dict() == {"opened": 3, "closed": 2, "probably_the_same": 1}


def test_of_several_that_could_be_the_same_the_most_similar_pair_is_and_each_is_used_once() -> None:
    then = [provider("old", name="Bright Stars")]
    now = [provider("new-1", name="Bright Star"), provider("new-2", name="Bright Stars")]
    found = compared(then, now)
    assert found["change"].to_dict() == {"new-1": "opened", "new-2": "probably_the_same"}


@pytest.mark.parametrize(("one", "other"), [("Little Acorns", "Little Acorns Nursery Ltd"), ("The ABC Pre-School", "ABC Preschool")])
def test_what_all_names_have_in_common_makes_none_alike(one, other) -> None:
    assert similarity(one, other) == similarity(other, one) > 0.9
    assert similarity("Poplars Day Nursery", "Zigzag Day Nursery") < 0.5


PLACES = st.one_of(st.none(), st.integers(1, 60).map(float))
ROWS = st.builds(
    lambda service, places, district, name: {"service": service, "places": places, "district_code": district, "name": name},
    st.sampled_from(["day_nursery", "nursery_school"]),
    PLACES,
    st.sampled_from(["D1", "D2", None]),
    st.sampled_from(["Acorns", "Acorns Nursery", "Oaks", None]),
)
VERSIONS = st.dictionaries(st.sampled_from([f"p{number}" for number in range(6)]), ROWS, min_size=1)


@settings(deadline=None, max_examples=60)
@given(VERSIONS, VERSIONS)
def test_every_provider_is_counted_once_and_the_sums_agree(then, now) -> None:
    both = [[provider(code, **row) for code, row in version.items()] for version in (then, now)]
    found = compared(*both).reset_index()
    assert list(found.columns) == list(COLUMNS)
    counts = found["change"].value_counts()
    stayed = counts.get("kept", 0) + counts.get("probably_the_same", 0)
    assert stayed + counts.get("closed", 0) == len(then)
    assert stayed + counts.get("opened", 0) == len(now)
    table = supply_changes(found, DISTRICTS)
    for name, version in (("then", then), ("now", now)):
        inside = [row for row in version.values() if row["district_code"] in DISTRICTS]
        assert table[f"providers_{name}"].sum() == len(inside)
        assert table[f"places_{name}"].sum() == sum(row["places"] or 0 for row in inside)
    assert (table["providers_then"] + table["opened"] - table["closed"] + table["changed_type"] == table["providers_now"]).all()
    moved = table["places_opened"] - table["places_closed"] + table["places_grown"] - table["places_shrunk"] + table["places_otherwise"]
    assert (table["places_then"] + moved == table["places_now"]).all()


@settings(deadline=None, max_examples=60)
@given(VERSIONS)
def test_a_version_beside_itself_has_no_change(version) -> None:
    rows = [provider(code, **row) for code, row in version.items()]
    found = compared(rows, rows)
    assert set(found["change"]) == {"kept"}
    assert set(found["how"]) == {""}
