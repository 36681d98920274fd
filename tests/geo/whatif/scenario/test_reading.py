"""Changes as people write them: in a link, in a file; and everything that is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.base.errors import DataError
from geo.store.atlas import load_atlas
from geo.whatif.scenario.acts import KINDS, Act, opened_ids
from geo.whatif.scenario.checks import COLUMNS
from geo.whatif.scenario.link import row_of, written
from geo.whatif.scenario.reading import as_rows, combine, read_file, read_link
from tests.helpers.tiny_content import ALDER, ASH, COUNTY, LSOAS, SOUTH_M, WEST_M

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny

HEADER = ",".join(COLUMNS)


def link(tiny: Tiny, *do: str) -> tuple[tuple[Act, ...], list[str]]:
    acts, refused = read_link(do, load_atlas(tiny.settings), tiny.settings)
    return acts, [f"{change.written}: {change.why}" for change in refused]


def faults(tiny: Tiny, *rows: str, header: str = HEADER) -> list[str]:
    content = "\n".join([header, *rows]).encode()
    with pytest.raises(DataError) as caught:
        read_file(content, "changes.csv", load_atlas(tiny.settings), tiny.settings)
    return [str(problem).removeprefix("changes.csv, ") for problem in caught.value.problems]


GOOD = (
    "open:school_nursery:public:26:n-1:36-60",
    "close:n-2",
    "resize:n-3:40",
    f"move:n-5:{WEST_M + 100} {SOUTH_M + 100}",
    f"homes:{LSOAS[0]}:3000:25:2031",
    "open:family_hub:public::E01000903",
    f"children:{LSOAS[1]}:40",
    f"children:{LSOAS[1]}:-5:3-4:2030",
)


def test_a_link_comes_back_as_it_was_written(tiny: Tiny) -> None:
    acts, refused = link(tiny, *GOOD)
    assert refused == []
    assert tuple(written(act) for act in acts) == GOOD
    assert [act.change_id for act in acts] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert acts[0].place is not None
    assert (acts[0].place.at, acts[0].place.name, acts[0].place.lsoa_code) == ("n-1", "Provider n-1", LSOAS[0])
    assert acts[3].place is not None
    assert acts[3].place.lsoa_code == LSOAS[0]
    assert (acts[4].children, acts[4].from_year) == (750, 2031)
    assert acts[5].places is None
    assert (acts[6].children, acts[6].years_of_age) == (40, (0, 1, 2, 3, 4))
    assert (acts[7].children, acts[7].years_of_age, acts[7].from_year) == (-5, (3, 4), 2030)


def test_twenty_changes_are_a_short_link() -> None:
    acts = [Act("open", service_type="school_nursery", sector="public", places=26.0, where="gias-110630", ages="36-60")] * 20
    assert len("&".join(f"do={written(act)}" for act in acts)) < 2_000


def test_a_file_says_the_same(tiny: Tiny) -> None:
    acts, _ = link(tiny, *GOOD)
    rows = as_rows(acts)
    content = "\n".join([HEADER, *(",".join(row[column] for column in COLUMNS) for row in rows)]).encode("utf-8-sig")
    assert read_file(content, "changes.csv", load_atlas(tiny.settings), tiny.settings) == acts


def test_what_is_not_said_is_assumed(tiny: Tiny) -> None:
    (act,), _ = link(tiny, f"homes:{LSOAS[1]}:200")
    assert (act.yield_0_4, act.children) == (30.0, 60)


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ("close:n-9", "target: no provider 'n-9' in the data. Nearest: n-"),
        ("close", "It is not written as a change. Examples:"),
        ("burn:n-1", "It is not written as a change."),
        ("resize:n-3:-1", "places: found '-1'; it must be a number from 0 to 1,000."),
        ("resize:n-3:nan", "places: found 'nan'"),
        ("resize:n-3:1001", "places: found '1001'"),
        ("resize:hub-1:5", "target: 'hub-1' is counted as a site, whatever its size"),
        ("move:n-3:ZZ9 9ZZ", "where: 'ZZ9 9ZZ' is no postcode of the area"),
        ("move:n-3:", "where: is empty."),
        (f"move:n-3:{WEST_M - 20_000} {SOUTH_M}", "km outside the area; 8 km at most"),
        (f"homes:{LSOAS[0]}:0", "homes: found '0'; it must be a whole number from 1 to 20,000."),
        (f"homes:{LSOAS[0]}:20001", "homes: found '20001'"),
        (f"homes:{LSOAS[0]}:10:101", "yield_0_4: found '101'"),
        (f"homes:{LSOAS[0]}:10:30:2019", "from_year: found '2019'; it must be a year from"),
        (f"homes:{ASH}:10", f"'{ASH}' is larger than a neighbourhood. Say which of its: {LSOAS[0]}, {LSOAS[1]}"),
        (f"homes:{WEST_M - 3000} {SOUTH_M}:10", "lies outside the area"),
        ("open:day_nursery:all:26:n-1", "sector: found 'all'; it must be one of public, pvi."),
        ("open:castle:pvi:26:n-1", "service_type: found 'castle'; it must be one of nursery_school,"),
        ("open:day_nursery:pvi::n-1", "places: found ''"),
        ("open:day_nursery:pvi:26:n-1:60-36", "ages: found '60-36'"),
        (f"children:{LSOAS[0]}:0", "children: found '0'; it must be a whole number to 20,000, below 0 for fewer, and not 0."),
        (f"children:{LSOAS[0]}:many", "children: found 'many'"),
        (f"children:{LSOAS[0]}:-101", "children: found '-101'; only 100 such children live in"),
        (f"children:{LSOAS[0]}:-21:2", "children: found '-21'; only 20 such children live in"),
        (f"children:{LSOAS[0]}:4:5", "ages: found '5'; write years of age from 0 to 4, such as 2 or 3-4."),
        (f"children:{LSOAS[0]}:4:4-3", "ages: found '4-3'"),
        (f"children:{ASH}:4", f"'{ASH}' is larger than a neighbourhood."),
        ("take_up:all:2:80", "ages: the data hold no take-up of funded hours here. Bring take_up.csv"),
        ("take_up:all:2:180", "percent: found '180'; it must be a number from 0 to 100."),
        ("take_up:all::80", "ages: found ''"),
        (f"take_up:{ASH}:2:80", f"target: found '{ASH}'; it must be 'all' or the code of a district."),
        ("take_up:all:2:80:castle", "entitlement: found 'castle'; it must be one of "),
        ("take_up:all:2:80::1999", "from_year: found '1999'"),
    ],
)
def test_what_cannot_be_is_left_out_and_says_why(tiny: Tiny, do: str, said: str) -> None:
    tiny.edit_text("config.toml", 'folder = "data"', 'folder = "data"\nchildren_source = "official"')
    acts, refused = link(tiny, "close:n-2", do)
    assert [written(act) for act in acts] == ["close:n-2"]
    assert len(refused) == 1
    assert said in refused[0]


TAKEN = "area_code,age,entitlement,eligible,registered,source_id\n"


def test_take_up_of_what_is_held_and_only_of_that(tiny: Tiny) -> None:
    rows = f"{COUNTY},2,universal,60,30,official\n{COUNTY},3-4,extended,,99,official\n"
    (tiny.data / "take_up.csv").write_text(TAKEN + rows, encoding="utf-8", newline="\n")
    good = ("take_up:all:2:80", f"take_up:{ALDER}:2:80.5:universal:2030")
    acts, refused = link(tiny, *good, "take_up:all:3:80", "take_up:all:2:80:extended", "take_up:all:2:70")
    assert [written(act) for act in acts] == [good[1]]
    assert refused == [
        "take_up:all:3:80: ages: the data hold no take-up of the age 3 with how many are entitled. Held are the ages 2.",
        (
            "take_up:all:2:80:extended: ages: the data hold no take-up of the age 2 and 'extended' with how many are entitled. "
            "Held are the ages 2."
        ),
        "take_up:all:2:80: 'take_up:all:2' is changed twice. Keep one of the two.",
        "take_up:all:2:70: 'take_up:all:2' is changed twice. Keep one of the two.",
    ]


def test_two_changes_of_one_provider_are_both_named(tiny: Tiny) -> None:
    acts, refused = link(tiny, "close:n-1", "close:n-2", "resize:n-1:5")
    assert [written(act) for act in acts] == ["close:n-2"]
    assert refused == [f"{do}: 'n-1' is changed twice. Keep one of the two." for do in ("close:n-1", "resize:n-1:5")]


def test_the_change_after_the_last_that_fits_is_refused(tiny: Tiny) -> None:
    acts, refused = link(tiny, *[f"homes:{LSOAS[0]}:1"] * 201)
    assert len(acts) == 200
    assert refused == [f"homes:{LSOAS[0]}:1: A scenario has 200 changes at most."]
    assert "row 202: has 201 changes" in faults(tiny, *[f"{row},homes,{LSOAS[0]},,,,,,1,,," for row in range(201)])[0]


def test_a_file_names_every_problem_with_row_and_column(tiny: Tiny) -> None:
    found = faults(
        tiny,
        "a,close,n-9,,,,,,,,,",
        "a,open,,castle,all,-1,,nowhere,,,,",
        "c,fly,,,,,,,,,,",
        ",close,n-1,,,,,,,,,",
        ",resize,n-1,,,4,,,,,,",
    )
    assert [problem.partition(": ")[0] for problem in found] == [
        "row 2, column target",
        "row 3, column service_type",
        "row 3, column sector",
        "row 3, column places",
        "row 3, column where",
        "row 4, column kind",
        "row 5, column target",
        "row 6, column target",
    ]


def test_a_file_of_another_kind_says_what_is_wanted(tiny: Tiny) -> None:
    assert faults(tiny, "x,y", header="name,places") == [
        f"row 1, column name: is unknown. The columns are {', '.join(COLUMNS)}.",
        f"row 1, column kind: is missing. The columns are {', '.join(COLUMNS)}.",
    ]
    with pytest.raises(DataError, match="UTF-8"):
        read_file("kind,note\nclose,é".encode("latin-1"), "x.csv", load_atlas(tiny.settings), tiny.settings)
    assert faults(tiny, "a,close,n-1,,,,,,,,,,,,,more") == [
        "row 2: has more cells than there are columns. Put text with commas in quotation marks."
    ]
    assert faults(tiny, "a,close,n-1,,,,,,,,,", "a,close,n-2,,,,,,,,,")[0] == "row 2, column change_id: 'a' stands there twice."


def test_combined_files_are_the_union_and_contradictions_are_listed(tiny: Tiny) -> None:
    first, _ = link(tiny, "close:n-1", f"homes:{LSOAS[0]}:10")
    second, _ = link(tiny, "close:n-1", "close:n-2", f"homes:{LSOAS[0]}:10")
    both = combine(first, second, "b.csv")
    assert [written(act) for act in both] == ["close:n-1", f"homes:{LSOAS[0]}:10:30", "close:n-2", f"homes:{LSOAS[0]}:10:30"]
    assert len({act.change_id for act in both}) == 4
    third, _ = link(tiny, "resize:n-1:5")
    with pytest.raises(DataError, match=r"'n-1' is changed twice.*close:n-1; resize:n-1:5"):
        combine(first, third, "b.csv")


def test_openings_have_names_of_their_own() -> None:
    acts = [Act("open", service_type="day_nursery", sector="pvi", places=5.0, where="n-1")] * 3
    names = list(opened_ids(acts).values())
    assert len(set(names)) == 3
    assert all(name.startswith("opened-") for name in names)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_a_link(text: str) -> None:
    row = row_of(text)
    assert row is None or row["kind"] in KINDS
