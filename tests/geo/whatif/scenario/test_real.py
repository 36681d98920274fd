"""Scenarios on the embedded data: other borders, measured times, marked providers, and the command line."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from geo.export.tables import to_csv
from geo.method.gaps import gap_list, score_areas
from geo.method.model import Model, build_model
from geo.method.query import Query
from geo.whatif.closures import closures
from geo.whatif.scenario.applying import acted, changed_atlas
from geo.whatif.scenario.effects import AREA_COLUMNS, DISTRICT_COLUMNS, scenario_districts, sides, summary
from geo.whatif.scenario.firmness import change_draws
from geo.whatif.scenario.reading import read_link
from geo.whatif.scene import Choices, Scene, changed
from tests.helpers import certain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.whatif.scenario.acts import Act
    from tests.helpers.running import Run

EARLY = Query("early_education")


def some(model: Model) -> tuple[Act, ...]:
    """Changes of every kind, of the first providers of the data."""
    providers = model.atlas.providers
    inside = providers[providers["lsoa_code"].notna()]
    nursery = inside.index[inside["service_type"] == "day_nursery"]
    school = (
        inside.index[inside["service_type"] == "primary_school"][0] if (inside["service_type"] == "primary_school").any() else nursery[9]
    )
    lsoa = model.areas["lsoa"].index[7]
    do = [
        f"open:school_nursery:public:26:{school}",
        f"close:{nursery[0]}",
        f"resize:{nursery[1]}:90",
        f"move:{nursery[2]}:{lsoa}",
        f"homes:{lsoa}:800",
    ]
    acts, refused = read_link(do, model.atlas, model.settings)
    assert refused == ()
    return acts


def anew(before: Model, acts: tuple[Act, ...]) -> Model:
    return replace(build_model(changed_atlas(before.atlas, before.settings, acts), before.settings), baseline=before, need=before.need)


def marked() -> Choices:
    """Leave out two nurseries that local knowledge marks."""
    providers = certain.real().atlas.providers
    return Choices(left_out=tuple(providers.index[providers["service_type"] == "day_nursery"][-2:]))


@pytest.mark.parametrize(
    "choices", [Choices, lambda: Choices(borders="example_two_authorities"), marked], ids=["today", "borders", "marked"]
)
def test_incremental_equals_rebuilt(choices: Callable[[], Choices]) -> None:
    holds_for(changed(Scene(certain.real(), "1"), choices()).model)


def test_incremental_equals_rebuilt_with_data_of_ones_own() -> None:
    model = certain.real()
    providers = model.atlas.providers.copy()
    nursery = providers.index[(providers["service_type"] == "day_nursery") & providers["lsoa_code"].notna()]
    providers.loc[nursery[:5], "places"] = [11.0, 23.0, 35.0, 47.0, 59.0]
    holds_for(build_model(replace(model.atlas, providers=providers.drop(nursery[7])), model.settings))


def holds_for(before: Model) -> None:
    acts = some(before)
    one, other = acted(before, acts), anew(before, acts)
    for level in certain.LEVELS:
        query = replace(EARLY, level=level)
        pd.testing.assert_frame_equal(score_areas(one, query), score_areas(other, query), rtol=0, atol=1e-9)


def test_measured_times_hold_under_a_scenario() -> None:
    model = certain.real()
    school = some(model)[0].where
    times = pd.DataFrame(
        {"origin_code": model.areas["lsoa"].index[:50], "provider_id": school, "mode": "drive", "minutes": 1.0, "source_id": "official"}
    )
    before = build_model(replace(model.atlas, travel_times=times), model.settings)
    acts = some(before)[:1]
    after = acted(before, acts)
    opened = after.atlas.providers.index[after.atlas.providers.index.str.startswith("opened-")]
    place = after.atlas.providers.index.get_loc(opened[0])
    # What opens at the school is as far away as the school was measured to be.
    one_minute = np.exp(-0.5 * (1 / 15 / model.settings.access.decay_sigma_share) ** 2)
    assert after.inside[:50, [place]].toarray().ravel() == pytest.approx(one_minute)


def test_closing_is_the_row_of_closures() -> None:
    before = certain.real()
    table = closures(before, EARLY)
    for provider in table.index[:3]:
        acts, _ = read_link([f"close:{provider}"], before.atlas, before.settings)
        then, now = sides(before, acted(before, acts), EARLY)
        assert (now.lack - then.lack).sum() == pytest.approx(table.at[provider, "added_shortfall_places"], abs=1e-9)
        assert now.children[then.enough & ~now.enough].sum() == table.at[provider, "children_tipped"]


def test_districts_add_up() -> None:
    before = certain.real()
    acts = some(before)
    after = acted(before, acts)
    table = scenario_districts(before, after, EARLY)
    assert tuple(table.columns) == DISTRICT_COLUMNS
    assert table["children"].sum() - table["children_before"].sum() == 240
    found = summary(before, after, EARLY)
    assert table["shortfall"].sum() - table["shortfall_before"].sum() == pytest.approx(found.shortfall_change, abs=0.7)
    listed = gap_list(after, EARLY, evidence=False)
    assert table["priority_areas"].sum() == (listed["gap_class"] == "priority").sum()


def test_draws_say_how_firm_a_change_is() -> None:
    before = certain.fixed()
    acts = some(before)[:1]
    after = acted(before, acts)
    drawn, now = change_draws(before, after, EARLY), score_areas(after, EARLY)["access"] - score_areas(before, EARLY)["access"]
    # Nothing varies: a gain is one in every draw, and what gains nothing does so in none.
    assert set(drawn.loc[now > 1e-6, "gains"]) == {before.settings.confidence.draws}
    assert set(drawn.loc[now.abs() < 1e-12, "gains"]) == {0}
    assert drawn["loses"].sum() == 0


def test_the_command_line_writes_what_it_says(run: Run, tmp_path: Path) -> None:
    model = certain.real()
    provider = closures(model, EARLY).index[0]
    (tmp_path / "changes.csv").write_text(f"kind,target\nclose,{provider}\n", encoding="utf-8")
    question = ("--outcome", "early_education", "--level", "ward")
    done = run("scenario", tmp_path / "changes.csv", *question, "-o", tmp_path / "out", "--json", "--draws")
    assert (done.code, done.err) == (0, "")
    told = json.loads(done.out)
    assert told["summary"]["lose"] > 0
    areas = list(csv.DictReader(io.StringIO((tmp_path / "out" / "scenario_areas.csv").read_text(encoding="utf-8"))))
    assert tuple(areas[0]) == AREA_COLUMNS
    assert len(areas) == len(told["areas"])
    drawn = pd.read_csv(tmp_path / "out" / "scenario_draws.csv")
    assert (drawn["loses"] <= drawn["draws"]).all()
    assert drawn["loses"].max() > 0
    gaps = run("gaps", *question, "--do", f"close:{provider}")
    listed = list(csv.DictReader(io.StringIO(gaps.out.decode())))
    assert [{name: row[name] for name in listed[0]} for row in areas] == listed
    assert f"scenario close:{provider}" in listed[0]["method_version"]


def test_no_changes_leave_every_byte(run: Run, tmp_path: Path) -> None:
    (tmp_path / "changes.csv").write_text("kind,target\n", encoding="utf-8")
    done = run("scenario", tmp_path / "changes.csv", "--outcome", "child_health", "--level", "ward", "-o", tmp_path / "out")
    assert done.code == 0
    written = pd.read_csv(tmp_path / "out" / "scenario_areas.csv", dtype=str, keep_default_na=False)
    plain = run("gaps", "--outcome", "child_health", "--level", "ward")
    listed = pd.read_csv(io.BytesIO(plain.out), dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(written[list(listed.columns)], listed)
    assert set(written["access_change"]) == {"0.0"}


def test_a_refused_change_is_one_line_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "changes.csv").write_text("kind,target\nclose,nobody\n", encoding="utf-8")
    done = run("scenario", tmp_path / "changes.csv", "--outcome", "child_health", "-o", tmp_path / "out")
    assert done.code == 1
    assert "changes.csv, row 2, column target: no provider 'nobody'" in done.err
    assert not (tmp_path / "out").exists()
    assert "--do close:nobody" in run("gaps", "--outcome", "child_health", "--do", "close:nobody").err


def test_presence_is_counted_in_sites() -> None:
    before = certain.real()
    lsoa = before.areas["lsoa"].index[0]
    acts, refused = read_link([f"open:family_hub:public::{lsoa}"], before.atlas, before.settings)
    assert refused == ()
    outcome = next(
        key for key, outcome in before.settings.outcomes.items() if "family_hub" in outcome.services and outcome.access == "presence"
    )
    found = summary(before, acted(before, acts), Query(outcome))
    assert found.gain > 0
    assert np.isnan(found.shortfall_change)


def test_a_list_under_a_scenario_is_safe_to_open(run: Run) -> None:
    table = gap_list(certain.real(), EARLY, evidence=False)
    assert b"\n=" not in to_csv(table, bom=False)
    assert run("gaps", "--outcome", "early_education", "--do", "open:day_nursery:pvi:5:=1+1").code == 1
