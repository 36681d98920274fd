"""Names that people use, and the council's own, take the place of the labels; a folder without them is as it was."""

from __future__ import annotations

import pytest

from geo.base.errors import DataError
from geo.contract import check_folder
from geo.store.atlas import load_atlas
from tests.helpers.tiny_content import LSOAS

HEADER = "lsoa_code,name,basis,official_name,source_id,distance_m\n"


def with_names(tiny, *rows):
    (tiny.data / "area_names.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8", newline="\n")


def labels(tiny):
    return load_atlas(tiny.settings).areas["label"].loc[list(LSOAS[:3])].tolist()


def own_name(tiny, code, name):
    with tiny.config.open("a", encoding="utf-8") as config:
        config.write(f'\n[area.names]\n{code} = "{name}"\n')


def test_a_folder_without_names_keeps_its_labels(tiny):
    assert labels(tiny) == ["Ash (Alder 001A)", "Ash (Alder 002A)", "Cedar (Bourne 003A)"]


def test_a_name_takes_the_place_of_the_label_and_the_councils_own_of_both(tiny):
    with_names(tiny, f"{LSOAS[0]},Mill Lane,place,Alder 001A,official,120", f"{LSOAS[1]},Green,ward,Alder 002A,,")
    own_name(tiny, LSOAS[1], "The Green")
    assert labels(tiny) == ["Mill Lane", "The Green", "Cedar (Bourne 003A)"]
    assert load_atlas(tiny.settings).areas.at[LSOAS[0], "name"] == "Alder 001A"


@pytest.mark.parametrize(
    ("rows", "own", "words"),
    [
        (
            [f"{LSOAS[0]},Oak,place,Official,,", f"{LSOAS[1]},Oak,place,Official,,"],
            None,
            "'Oak' names another neighbourhood of the district too",
        ),
        ([f"{LSOAS[0]},Oak,place,Official,,", f"{LSOAS[1]},Elm,place,Official,,"], (LSOAS[1], "Oak"), "'Oak' names another neighbourhood"),
        (["E01999999,Oak,place,Official,,"], None, "unknown code 'E01999999'"),
        ([f"{LSOAS[0]},Oak,guess,Official,,"], None, "must look like place"),
        ([f"{LSOAS[0]},Oak,place,Official,nobody,"], None, "unknown code 'nobody': sources.csv"),
        ([], ("E01999999", "Oak"), "unknown code 'E01999999'"),
    ],
)
def test_names_that_would_mislead_are_refused(tiny, rows, own, words):
    with_names(tiny, *rows)
    if own:
        own_name(tiny, *own)
    messages = [str(problem) for problem in check_folder(tiny.settings).problems]
    assert any(words in message for message in messages), messages
    with pytest.raises(DataError):
        load_atlas(tiny.settings)


def test_one_name_may_stand_in_two_districts(tiny):
    with_names(tiny, f"{LSOAS[0]},Oak,place,Alder 001A,,", f"{LSOAS[2]},Oak,place,Bourne 003A,,")
    assert check_folder(tiny.settings).ok
