"""Which role somebody has, and settings of people that contradict themselves."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from geo.settings.people import People

PEOPLE = People.model_validate(
    {
        "known_by": "header",
        "proxies": ["127.0.0.1"],
        "roles": {"Ann.Lee@example.gov.uk": "approver", "bob": "nobody"},
        "groups": {"Early Years": "editor", "All staff": "contributor"},
    }
)


@pytest.mark.parametrize(
    ("name", "groups", "role"),
    [
        ("ann.lee@EXAMPLE.gov.uk", [], "approver"),
        ("ann.lee@example.gov.uk", ["all staff"], "approver"),
        ("cy", ["early years", "All Staff"], "editor"),
        ("cy", ["Others"], "reader"),
        # A role by name does not take away what a group gives; and a group is no name.
        ("bob", ["All staff"], "contributor"),
        ("bob", [], "nobody"),
        ("Early Years", [], "reader"),
        ("cy", ["bob", "Ann.Lee@example.gov.uk"], "reader"),
    ],
)
def test_the_highest_role_by_name_and_group_holds(name, groups, role):
    assert PEOPLE.role_of(name, groups) == role


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"known_by": "header"}, "needs proxies"),
        ({"known_by": "header", "proxies": ["127.0.0.1"], "open_to_all": True}, "open_to_all is for"),
        ({"proxies": ["the proxy"]}, "not a valid"),
        ({"roles": {"ann": "boss"}}, "approver"),
        ({"name_header": "X User"}, "pattern"),
        ({"role": {}}, "Extra"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(given, said):
    with pytest.raises(ValidationError, match=said):
        People.model_validate(given)
