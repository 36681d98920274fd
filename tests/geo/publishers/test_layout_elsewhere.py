"""Published files brought to an atlas that has fewer measures, as another authority begins: what is new comes with its definition."""

from __future__ import annotations

import pytest

from geo.intake.matching.layout import Setting
from geo.intake.merging.merge import merge, read_tables, write_folder
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from tests.helpers.layouts import bring
from tests.helpers.tiny_content import ALDER, BOURNE, COUNTY, LSOAS, WARD_OF

SCORES = "Employment Score (rate),Living Environment Score,Children and Young People Sub-domain Score,Adult Skills Sub-domain Score"
LOW = "Local Authority,Area Code,{ward}Number of children FYE 2025,Percentage of children FYE 2025 (%)\n"
PROFILE = "time_period,country_code,new_la_code,breakdown_topic,breakdown,sex,gld_children_percent,gld_children_count,children_count\n"
HEALTH = "Indicator ID,Indicator Name,Area Code,Sex,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator\n"
WARDS = sorted(set(WARD_OF.values()))
FILES = {
    "iod2025.csv": (f"LSOA code (2021),{SCORES}\n" + "".join(f"{code},0.1,20,-0.5,0.2\n" for code in LSOAS), "adult_skills"),
    "access.csv": ("code,scoreMarch20,scoreMarch24\n" + "".join(f"{code},20,30\n" for code in LSOAS), "accessible_places"),
    "ahc_relative_ward.csv": (
        LOW.format(ward="Ward,Area Code,") + "".join(f"A,{ALDER},B,{code},10,20.0%\n" for code in WARDS),
        "low_income_ahc",
    ),
    "bhc_absolute_la.csv": (
        LOW.format(ward="") + "".join(f"A,{code},10,20.0%\n" for code in (ALDER, BOURNE)),
        "low_income_absolute_bhc_district",
    ),
    "profile.csv": (
        PROFILE + f"202526,E92000001,{COUNTY},FSM status,Eligible for free school meals,Total,50.0,50,100\n",
        "gld_fsm",
    ),
    "fingertips.csv": (
        HEALTH + "".join(f"20101,Low birth weight,{code},Persons,,2023,3.1,2.5,3.6,31,1000\n" for code in (ALDER, BOURNE)),
        "low_birth_weight",
    ),
    "fingertips_withheld.csv": (
        HEALTH + f"93563,Decay,{ALDER},Persons,,2023,3.1,,,31,1000\n93563,Decay,{BOURNE},Persons,,2023,,,,,\n",
        "fingertips_93563",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_measure_that_the_data_lack_comes_with_its_definition_and_keeps_the_contract(tiny, tmp_path, name):
    settings = load_settings(tiny.config)
    setting = Setting(load_atlas(settings), settings)
    text, indicator = FILES[name]
    _, intake = bring(text, setting, name)
    assert not intake.problems
    assert indicator not in setting.atlas.indicators.index
    write_folder(tiny.data, merge(read_tables(tiny.data), [intake]), tmp_path / "data2", settings)
    new = load_atlas(settings.model_copy(update={"data": settings.data.model_copy(update={"folder": tmp_path / "data2"})}))
    assert new.indicators.at[indicator, "source_id"] in new.sources.index
    assert (new.indicator_values["indicator_id"] == indicator).any()
