"""What is wrong with a question: all of it at once, in one line, with what is valid; never a fault of the server."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.tiny_content import ALDER, BOURNE
from ui.api.question import MOST_TOLD
from ui.api.register import ADDRESSES
from ui.view.state import DEFAULTS

PATHS = [path for address in ADDRESSES for path in address.paths]


def problems(asker, query, path="/api/gaps.csv"):
    reply = asker.get(f"{path}?{query}")
    assert reply.status == 400
    assert reply.headers["content-type"] == "application/json"
    assert reply.body.endswith(b"}\n")
    assert reply.body.count(b"\n") == 1
    return reply.json["problems"]


def test_a_wrong_value_is_named_with_what_is_valid(asker):
    assert problems(asker, "level=town") == ["level=town: there is no such value. Valid: district, ward, lsoa."]
    assert problems(asker, "district=E1") == [f"district=E1: there is no such value. Valid: {ALDER} (Alder), {BOURNE} (Bourne)."]
    assert problems(asker, "service=gp&outcome=school_readiness") == [
        "service=gp: there is no such value. Valid: nursery_school, school_nursery, day_nursery."
    ]
    weights = ", ".join(f"{name}:0 to {name}:3 in steps of 0.25" for name in ("gld", "idaci", "low_income"))
    assert problems(asker, "weight=idaci:4") == [f"weight=idaci:4: there is no such value. Valid: {weights}."]
    assert problems(asker, "target=0") == ["target=0: there is no such value. Valid: atlas_median, 0.1 to 1000 in steps of 0.1."]
    assert problems(asker, "outcome=") == ["outcome=: there is no such value. Valid: school_readiness, child_health, family_security."]


def test_an_unknown_parameter_is_named_with_those_that_count(asker):
    valid = "outcome, borders, district, level, sector, service, assumed, weight, travel, target, form, local, do, scale, priority"
    assert problems(asker, "levl=ward") == [f"levl: there is no such parameter. Valid: {valid}."]


def test_everything_is_told_at_once(asker):
    told = problems(asker, "levl=ward&level=town&sector=all&sector=pvi&district=E1&weight=idaci:9&target=x")
    assert [problem.partition(":")[0].partition("=")[0] for problem in told] == [
        "levl", "sector is given 2 times", "level", "district", "weight", "target",
    ]  # fmt: skip


def test_what_depends_on_a_wrong_outcome_is_not_judged(asker):
    assert [problem.partition(":")[0] for problem in problems(asker, "outcome=x&service=gp&weight=asq:1.1&target=20")] == ["outcome=x"]
    assert [problem.partition(":")[0] for problem in problems(asker, f"borders=x&district={ALDER}")] == ["borders=x"]


def test_what_could_be_read_two_ways_is_asked(asker):
    assert problems(asker, "level=ward&level=lsoa") == ["level is given 2 times: ward, lsoa. Give one of: district, ward, lsoa."]
    assert problems(asker, "weight=idaci:1.5&weight=idaci:2") == ["weight=idaci is given several times with different weights. Give one."]
    assert problems(asker, "weight=idaci:1.1") == ["weight=idaci:1.1: pages and links know this number in steps only. The nearest is 1."]
    assert problems(asker, "target=20.57") == ["target=20.57: pages and links know this number in steps only. The nearest is 20.6."]
    assert problems(asker, "weight=idaci:0&weight=gld:0&weight=low_income:0") == [
        "weight: every weight of need is 0 then; leave at least one above 0."
    ]
    assert asker.get("/api/gaps.csv?level=ward&level=ward").status == 200


def test_filters_of_providers_are_read_as_the_page_does_and_nothing_is_left_out_in_silence(asker):
    told = problems(
        asker, "find=services:castle&find=least_places:many&find=least_places:2&find=beyond:no&find=walls:1", "/api/providers.csv"
    )
    assert [problem.partition(": ")[0] for problem in told] == [
        "find=walls:1", "find=services:castle", "find=least_places:many", "find=least_places:2", "find=beyond:no",
    ]  # fmt: skip
    assert all("Valid: " in problem for problem in told)
    assert problems(asker, "service=day_nursery", "/api/providers.csv") == [
        "service changes nothing here. To list providers of one type, write find=services:TYPE."
    ]


HOSTILE = {
    "ten thousand values": "&".join(f"district=E{number}" for number in range(10_000)),
    "ten thousand names": "&".join(f"n{number}=1" for number in range(10_000)),
    "a NUL": "level=%00",
    "a NUL in a name": "le%00vel=ward",
    "no UTF-8": "district=%ff%fe%80",
    "half an escape": "level=%E2%82&level2=%",
    "raw bytes": "level=\xff\xfe",
    "not a number": "target=nan",
    "infinite": "weight=idaci:inf",
    "a long number": f"target={'9' * 5000}",
    "a long text": f"outcome={'x' * 50_000}",
    "a formula": "district=%3Dcmd%7C%27%2FC%20calc%27!A0",
    "script": "level=%3Cscript%3Ealert(1)%3C/script%3E",
    "a header": "outcome=x%0d%0aSet-Cookie:%20a=b",
    "a path": "borders=../../etc/passwd",
    "semicolons": "level=ward;sector=pvi",
}


@pytest.mark.parametrize("path", ["/api/gaps.csv", "/api/providers.geojson"])
@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_questions_are_answered_in_one_short_line(asker, path, case):
    reply = asker.get(f"{path}?{HOSTILE[case]}")
    # What changes nothing about providers is not read there.
    unread = (
        path.startswith("/api/providers") and reply.status == 200 and not HOSTILE[case].startswith(("district", "borders", "n0", "le%00"))
    )
    assert reply.status == 400 or unread
    if reply.status == 400:
        assert len(reply.json["problems"]) <= MOST_TOLD + 1
        assert len(reply.body) < 30_000
        assert b"\r" not in reply.body
        assert "set-cookie" not in reply.headers


def test_more_values_than_are_read_are_counted(asker):
    assert problems(asker, HOSTILE["ten thousand values"]) == ["district is given 10,000 times. Give at most 200."]
    assert problems(asker, HOSTILE["ten thousand names"])[-1] == "9,980 more like these."


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([*DEFAULTS, "x"]), st.text(max_size=20)), max_size=6), st.sampled_from(PATHS))
def test_whatever_is_asked_is_answered_or_refused(asker, pairs, path):
    reply = asker.get(f"{path}?{urlencode(pairs)}")
    assert reply.status in {200, 400}


@pytest.mark.parametrize("name", ["nothing.csv", "gaps.xlsx", "gaps", "gaps.csv/", "gaps.csv/x", "../gaps.csv", "%00", "GAPS.CSV"])
def test_an_unknown_address_says_what_there_is(asker, name):
    reply = asker.get(f"/api/{name}")
    assert reply.status == 404
    assert all(path in reply.json["error"] for path in PATHS)


def test_a_name_with_any_letters_comes_back_whole(asker):
    assert problems(asker, f"level={quote('Ŵârd 東')}")[0].startswith("level=Ŵârd 東: ")
