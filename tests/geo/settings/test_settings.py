"""``config.toml``: read with types, and every fault named with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.base.errors import ConfigError, Problem, UnknownIdError
from geo.base.paths import CONFIG
from geo.settings.model import load_settings
from geo.whatif.tuning import recommended_target

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny

# old text, new text, key, words of the message
BROKEN = [
    ("[area]", "[area", None, "is not valid TOML"),
    ("surroundings_km = 20", "surroundings_km = 20\nsurroundings_miles = 12", "area.surroundings_miles", "Extra inputs are not permitted"),
    ("surroundings_km = 20\n", "", "area.surroundings_km", "Field required"),
    ("surroundings_km = 20", 'surroundings_km = "far"', "area.surroundings_km", "(found 'far')"),
    ("surroundings_km = 20", "surroundings_km = inf", "area.surroundings_km", "finite"),
    ('"E07000902"]', '"Bourne"]', "area.districts.1", "(found 'Bourne')"),
    ('mode = "drive"', 'mode = "fly"', "access.mode", "'drive' or 'walk'"),
    ("detour = 1.3", "detour = 0.5", "access.detour", "greater than or equal to 1"),
    ("catchment_minutes = 15.0", "catchment_minutes = 0", "access.catchment_minutes", "greater than 0"),
    ("walk = {urban = 4.8, rural = 4.8}", "walk = {urban = 4.8}", "access.speeds_km_per_h.walk.rural", "Field required"),
    ("assumed_nursery_class_places = 26", "assumed_nursery_class_places = 2.5", "provision.assumed_nursery_class_places", "integer"),
    ('plural = "libraries", capacity = "presence"', 'plural = "libraries"', "services.library.capacity", "Field required"),
    ("gld = {weight = 1.0", "gld = {weight = -1.0", "outcomes.school_readiness.indicators.gld.weight", "greater than or equal to 0"),
    ('role = "outcome"}\nidaci', 'role = "result"}\nidaci', "outcomes.school_readiness.indicators.gld.role", "(found 'result')"),
    ('["advice"]', '["advise"]', None, "outcomes.family_security.services names advise, which has no [services.*] section"),
    ('["advice"]', '["day_nursery"]', None, "outcomes.family_security measures access by 'presence' but none of its services"),
    ('low_income = {weight = 1.0, role = "outcome"}', 'low_income = {weight = 0, role = "outcome"}', None, "no scored indicator"),
    ('["advice"]', "[]", "outcomes.family_security.services", "at least 1 item"),
    (
        'plural = "day nurseries", capacity = "places"',
        'plural = "day nurseries", capacity = "places", weight = 0.5',
        "services.day_nursery",
        "weight (0.5) is what one site counts for, and this service is counted in places",
    ),
    ('target = {places = "atlas_median", presence = "atlas_median"}', 'target = "atlas_median"', "gap.target", "(found 'atlas_median')"),
    ("likely_from = 0.5", "likely_from = 0.95", "confidence", "must lie between 1 - certain_from (0.1)"),
    ("likely_from = 0.5", "likely_from = 0.1", "confidence", "and certain_from (0.9)"),
]


@pytest.mark.parametrize(("old", "new", "key", "words"), BROKEN)
def test_broken_settings_name_the_key(tiny: Tiny, old: str, new: str, key: str | None, words: str) -> None:
    tiny.edit_text("config.toml", old, new)
    with pytest.raises(ConfigError) as caught:
        load_settings(tiny.config)
    (problem,) = caught.value.problems
    assert (problem.file, problem.column) == ("config.toml", key)
    assert words in problem.message


def test_faults_come_together(tiny: Tiny) -> None:
    tiny.edit_text("config.toml", "detour = 1.3", "detour = 9\ndetur = 1.3")
    tiny.edit_text("config.toml", 'capacity = "places"', 'capacity = "seats"')
    with pytest.raises(ConfigError) as caught:
        load_settings(tiny.config)
    assert {problem.column for problem in caught.value.problems} == {"access.detour", "access.detur", "services.nursery_school.capacity"}


def test_missing_and_undecodable_settings(tiny: Tiny) -> None:
    tiny.config.write_bytes(b'[area]\nname = "Cr\xe8che"\n')
    with pytest.raises(ConfigError, match="is not valid TOML"):
        load_settings(tiny.config)
    tiny.config.unlink()
    with pytest.raises(ConfigError, match=r"is missing\. Restore it from the repository"):
        load_settings(tiny.config)


def test_folder_is_relative_to_the_settings(tiny: Tiny) -> None:
    settings = load_settings(tiny.config)
    assert settings.data.folder == tiny.data
    assert settings.outcomes["school_readiness"].indicators["low_income"].weight == 0.5
    assert settings.access.speeds_km_per_h["drive"].rural == 45


def test_target_may_be_a_number(tiny: Tiny) -> None:
    tiny.edit_text("config.toml", 'target = {places = "atlas_median"', "target = {places = 30")
    target = load_settings(tiny.config).gap.target
    assert (target.of("places"), target.of("presence")) == (30, "atlas_median")


def test_the_recommended_target_is_a_fixed_number_of_places_in_the_unit_of_access() -> None:
    settings = load_settings(CONFIG)
    assert recommended_target(settings, "early_education") == 33.3
    assert recommended_target(settings, "child_health") == "atlas_median"


def test_problem_says_where() -> None:
    assert str(Problem("data/a.csv", "is wrong.", row=3, column="b")) == "data/a.csv, row 3, column b: is wrong."
    assert str(Problem("config.toml", "is missing.")) == "config.toml: is missing."


def test_unknown_id_lists_the_valid_ones() -> None:
    assert str(UnknownIdError("level", "x", ["ward", "lsoa"])) == "Unknown level 'x'. Valid: ward, lsoa."
