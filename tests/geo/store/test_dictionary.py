"""The register of columns and sources, against hand-made rows and the tables as they are."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from geo.base.periods import last_year
from geo.contract.columns import OPTIONAL_TABLES
from geo.store.dictionary import data_dictionary, source_register
from tests.helpers import certain


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2024/25", 2025),
        ("FYE 2024; FYE 2025", 2025),
        ("mid-2020", 2020),
        ("Census 2021 and mid-2022", 2022),
        ("2013/14-2018/19", 2019),
        ("2026-08-30", 2026),
        ("2015-2021", 2021),
    ],
)
def test_a_period_is_as_old_as_the_last_year_it_names(period, year):
    assert last_year(period) == year


@pytest.mark.parametrize("period", [float("nan"), None, "unknown"])
def test_a_period_without_a_year_has_no_age(period):
    assert math.isnan(last_year(period))


def test_the_dictionary_has_every_column_of_every_file_in_order():
    settings = certain.real().settings
    listed = data_dictionary()
    assert set(OPTIONAL_TABLES) <= set(listed["table"])
    for table, own in listed[~listed["table"].isin(list(OPTIONAL_TABLES))].groupby("table"):
        assert own["column"].tolist() == pd.read_csv(settings.data.folder / table, nrows=0).columns.tolist()


def test_the_dictionary_says_what_may_be_empty_and_what_is_allowed():
    listed = data_dictionary().set_index(["table", "column"])
    assert listed.at[("providers.csv", "sector"), "rule"] == "must be one of: public, pvi"
    assert not listed.at[("providers.csv", "sector"), "may_be_empty"]
    assert listed.at[("providers.csv", "places"), "may_be_empty"]
    assert listed.at[("providers.csv", "provider_id"), "key"]


def test_sources_tell_age_and_use_and_are_old_only_beyond_the_limit():
    settings, atlas = certain.real().settings, certain.real_atlas()
    found = source_register(atlas, settings, 2024)
    assert found.at["ons_population", "age_years"] == 4
    assert found.at["ons_population", "old"]
    assert found.index[found["children"]].tolist() == ["children_estimate"]
    # Census 2021 and mid-2022: as old as the later of the two.
    assert found.at["children_estimate", "age_years"] == 2
    # Exactly three years is not yet old.
    assert not found.at["lsoa21_boundaries", "old"]
    assert pd.isna(found.at["evidence", "age_years"])
    assert not found.at["evidence", "old"]
    assert found.at["nhs_hospitals", "service_types"]
    assert sum(found["indicators"].map(len)) == len(atlas.indicators)
