"""Providers found and counted: by hand on a few rows, and against the tables of the data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.analysis.providers import BASES, INSPECTIONS, Search, count_providers, describe_providers, find_providers, provider_list
from tests.helpers import certain

DISTRICTS = {"A": "Ashby", "B": "Bourne"}
ROWS = [
    # id, name, service, sector, places, basis, postcode, district, scheme, quality
    ("P1", "Acorn Nursery", "day_nursery", "pvi", 40.0, "registered", "CB1 0AG", "A", "graded", "2"),
    ("P2", "St Mary's (acorn) Class", "school_nursery", "public", 26.0, "assumed", "CB1 0AH", "A", "report_card", None),
    ("P3", "Zebra", "day_nursery", "pvi", np.nan, "unknown", "PE13 1AA", "B", None, None),
    ("P4", "Hub", "family_hub", "public", np.nan, None, "PE13 1AB", "B", None, None),
    ("P5", "Over the Border", "day_nursery", "pvi", 30.0, "registered", "NR1 1AA", None, "graded", "1"),
]


class FewRows:
    """The part of an atlas that a list of providers needs."""

    def __init__(self) -> None:
        names = ["provider_id", "name", "service_type", "sector", "places", "places_basis", "postcode", "district_code", "quality_scheme"]
        frame = pd.DataFrame(ROWS, columns=[*names, "quality"]).set_index("provider_id")
        frame["lsoa_code"] = frame["district_code"].where(frame["district_code"].isna(), "L1")
        frame["ward_code"], frame["urn"], frame["source_id"] = frame["district_code"], [f"EY{n}" for n in range(5)], "s"
        self.providers = frame
        self.areas = pd.DataFrame({"name": DISTRICTS})
        self.sources = pd.DataFrame({"period": {"s": "2025-12-31"}})


@pytest.fixture
def table():
    return describe_providers(FewRows())


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (Search(), "P1 P2 P4 P3"),
        (Search(beyond=True), "P1 P2 P4 P3 P5"),
        (Search(words="ACORN"), "P1 P2"),
        (Search(words="class st"), "P2"),
        (Search(words="cb10ag"), "P1"),
        (Search(words="pe13 1a"), "P4 P3"),
        (Search(words="ey3"), "P4"),
        (Search(words="(acorn"), "P2"),
        (Search(words="nobody"), ""),
        (Search(services=("day_nursery",)), "P1 P3"),
        (Search(sectors=("public",)), "P2 P4"),
        (Search(inspections=("2", "report_card")), "P1 P2"),
        (Search(inspections=("none",)), "P4 P3"),
        (Search(bases=("unknown", "none")), "P4 P3"),
        (Search(districts=("B",)), "P4 P3"),
        (Search(least_places=26), "P1 P2"),
        (Search(least_places=27, beyond=True), "P1 P5"),
        (Search(most_places=39), "P2"),
        (Search(words="acorn", sectors=("pvi",), districts=("A",), least_places=40, most_places=40), "P1"),
    ],
)
def test_found_by_hand(table, search, found):
    assert find_providers(table, search).index.tolist() == found.split()


def test_counted_by_hand(table):
    counted = count_providers(table).set_index(["service_type", "sector"])
    assert counted.index.tolist() == [("day_nursery", "pvi"), ("family_hub", "public"), ("school_nursery", "public")]
    assert counted.loc[("day_nursery", "pvi")].fillna(-1).tolist() == [3, 70, -1, 1, -1]
    assert counted.loc[("school_nursery", "public")].fillna(-1).tolist() == [1, -1, 26, 0, -1]
    assert counted.loc[("family_hub", "public")].fillna(-1).tolist() == [1, -1, -1, 0, -1]


def test_the_file_has_the_columns_of_the_data_and_the_names(table):
    listed = provider_list(find_providers(table, Search(beyond=True)))
    assert listed.columns[0] == "provider_id"
    assert listed.set_index("provider_id").loc["P3", ["district_code", "district", "as_at"]].tolist() == ["B", "Bourne", "2025-12-31"]
    assert not {"searched", "inspection", "basis", "inside"} & set(listed.columns)


@pytest.fixture(scope="module")
def real():
    return describe_providers(certain.real_atlas())


def test_every_provider_of_the_data_is_found_and_has_one_inspection_and_one_basis(real):
    assert len(find_providers(real, Search(beyond=True))) == len(real)
    assert set(real["inspection"]) <= set(INSPECTIONS)
    assert set(real["basis"]) <= set(BASES)
    everything = Search(beyond=True)
    assert sum(len(find_providers(real, replace(everything, inspections=(one,)))) for one in INSPECTIONS) == len(real)
    assert sum(len(find_providers(real, replace(everything, bases=(one,)))) for one in BASES) == len(real)


def test_counts_of_the_data_add_up(real):
    counted = count_providers(real)
    assert counted["providers"].sum() == len(real)
    assert counted["places"].sum() + counted["assumed_places"].sum() == real["places"].sum()


# --- the page ----------------------------------------------------------------------------------------------------------
