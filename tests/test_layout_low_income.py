"""Files of low income, access to childcare and the early years profile: the real ones give the shipped figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.intake.layout import Setting
from geo.settings import load_settings
from geo.store import load_atlas
from tests.layouts import REAL, assert_as_shipped, bring, needs_real

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def setting():
    settings = load_settings(ROOT / "config.toml")
    return Setting(load_atlas(settings), settings)


@needs_real
def test_real_low_income(setting):
    layout, intake = bring(REAL / "poverty" / "4_AHC_Relative_Ward.csv", setting)
    assert layout == "dwp_low_income_ward"
    assert_as_shipped(setting, intake, "low_income_ahc")


@needs_real
def test_real_access(setting):
    layout, intake = bring(REAL / "accessibility" / "data_lsoa_area.csv", setting)
    assert layout == "ofsted_ons_access"
    assert_as_shipped(setting, intake, "accessible_places")


@needs_real
def test_real_profile_of_children_with_free_school_meals(setting):
    layout, intake = bring(REAL / "outcomes" / "1_eyfsp_headline_measures_202425_area_rows.csv", setting)
    assert layout == "dfe_profile"
    assert_as_shipped(setting, intake, "gld", "gld_fsm")
