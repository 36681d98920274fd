"""Evidence: which findings go with an outcome area and a service, and what the contract refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.analysis.evidence import evidence_for, findings_by_service, services_without_evidence
from geo.contract.check import check_folder
from geo.settings.model import load_settings
from geo.store.atlas import Atlas, load_atlas
from tests.helpers import grids
from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny

SETTINGS = grids.settings()


def finding(code: str, outcome: str, services: str, rating: str = "moderate evidence") -> dict[str, str]:
    return {
        "evidence_id": code,
        "outcome_id": outcome,
        "service_types": services,
        "finding": f"What {code} found.",
        "effect": "",
        "evidence_rating": rating,
        "evidence_scale": "the source's own",
        "source": "A review",
        "address": "https://www.example.org",
    }


@pytest.fixture
def atlas() -> Atlas:
    rows = [
        finding("e1", "school", "day_nursery;library", "Not graded; a survey"),
        finding("e2", "school", "day_nursery"),
        finding("e3", "school", "day_nursery; nursery_school", "no grade given"),
        finding("e4", "health", "day_nursery"),
    ]
    return replace(grids.atlas(), evidence=pd.DataFrame(rows).set_index("evidence_id"))


def test_findings_are_those_of_the_outcome_area_and_of_any_of_the_services(atlas: Atlas) -> None:
    assert evidence_for(atlas, "school").index.tolist() == ["e1", "e2", "e3"]
    assert evidence_for(atlas, "school", ["library", "nursery_school"]).index.tolist() == ["e1", "e3"]
    assert evidence_for(atlas, "school", ["gp"]).empty
    assert evidence_for(atlas, "health").at["e4", "service_types"] == ("day_nursery",)
    assert evidence_for(atlas, "school").at["e3", "service_types"] == ("day_nursery", "nursery_school")


def test_ratings_stay_the_words_of_the_source_and_not_graded_is_marked(atlas: Atlas) -> None:
    found = evidence_for(atlas, "school")
    assert found["evidence_rating"].tolist() == ["Not graded; a survey", "moderate evidence", "no grade given"]
    assert found["not_graded"].tolist() == [True, False, True]


def test_every_service_has_its_findings_those_that_are_not_graded_last(atlas: Atlas) -> None:
    found = findings_by_service(atlas, SETTINGS, "school")
    assert list(found) == list(SETTINGS.outcomes["school"].services)
    assert found["day_nursery"].index.tolist() == ["e2", "e1", "e3"]
    assert found["library"].index.tolist() == ["e1"]
    assert found["school_nursery"].empty
    assert services_without_evidence(atlas, SETTINGS, "school") == ("school_nursery",)
    # A finding on a service that does not answer the outcome area covers none of those that do.
    assert services_without_evidence(atlas, SETTINGS, "health") == ("family_hub", "gp")


def test_an_atlas_without_evidence_has_no_findings() -> None:
    assert evidence_for(grids.atlas(), "school").empty
    assert all(found.empty for found in findings_by_service(grids.atlas(), SETTINGS, "school").values())
    assert services_without_evidence(grids.atlas(), SETTINGS, "school") == SETTINGS.outcomes["school"].services


WRONG = [
    ("outcome_id", "reading", "unknown code 'reading'"),
    ("outcome_id", "", "the cell is empty"),
    ("service_types", "crèche", "unknown code 'crèche'"),
    ("service_types", "", "the cell is empty"),
    ("service_types", "day_nursery;", "unknown code ''"),
    ("service_types", "day_nursery;library;day_nursery", "names 'day_nursery' twice"),
    ("finding", "", "the cell is empty"),
    ("evidence_rating", "", "the cell is empty"),
    ("evidence_scale", "", "the cell is empty"),
    ("source", "", "the cell is empty"),
    ("address", "", "the cell is empty"),
    ("address", "www.example.org/review", "must look like https://"),
    ("address", "javascript:alert(1)", "must look like https://"),
    ("address", "https://www.example.org/a review", "must look like https://"),
    ("address", "https://", "must look like https://"),
    ("address", "https:///review", "must look like https://"),
]


@pytest.mark.parametrize(("column", "value", "words"), WRONG, ids=[f"{column}-{value}" for column, value, _ in WRONG])
def test_a_wrong_cell_of_the_evidence_is_named_with_its_row(tiny: Tiny, column: str, value: str, words: str) -> None:
    tiny.set_cell("evidence.csv", 2, column, value)
    found = [problem for problem in check_folder(tiny.settings).problems if words in problem.message]
    assert [(problem.file, problem.row, problem.column) for problem in found] == [("data/evidence.csv", 2, column)]


def test_two_rows_may_not_share_an_id(tiny: Tiny) -> None:
    path = tiny.data / "evidence.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8", newline="\n")
    assert any(problem.file == "data/evidence.csv" and problem.row == 3 for problem in check_folder(tiny.settings).problems)


def test_the_embedded_evidence_covers_every_outcome_area_and_keeps_its_ratings() -> None:
    settings = load_settings(ROOT / "config.toml")
    atlas = load_atlas(settings)
    raw = pd.read_csv(settings.data.folder / "evidence.csv").set_index("evidence_id")
    found = pd.concat([evidence_for(atlas, outcome) for outcome in settings.outcomes])
    assert sorted(found.index) == sorted(raw.index)
    assert found["evidence_rating"].equals(raw.loc[found.index, "evidence_rating"].astype(found["evidence_rating"].dtype))
    assert all(len(evidence_for(atlas, outcome)) for outcome in settings.outcomes)
    assert services_without_evidence(atlas, settings, "safe_supported") == ()
