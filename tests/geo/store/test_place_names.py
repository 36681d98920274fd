"""Towns, villages and wards by name, on the six neighbourhoods of the tiny atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.store.atlas import load_atlas
from geo.store.gazetteer import load_gazetteer
from geo.store.place_names import named_places, neighbourhoods_of
from tests.helpers.tiny_content import ALDER, ASH, CEDAR, LSOAS, SIDE_M, SOUTH_M, WARD_OF, WEST_M

if TYPE_CHECKING:
    import pandas as pd

    from geo.store.atlas import Atlas
    from tests.helpers.tiny import Tiny

# In the middle of L5, in that of L1, beyond the border, and a station in L2.
NAMES = f"""\
place_id,name,kind,easting,northing,source_id
p1,Birch,village,{WEST_M + 1.5 * SIDE_M},{SOUTH_M + 1.5 * SIDE_M},official
p2,Ash,town,{WEST_M + 0.5 * SIDE_M},{SOUTH_M + 0.5 * SIDE_M},official
p3,Yonder,village,{WEST_M + 50 * SIDE_M},{SOUTH_M},official
p4,Ash,station,{WEST_M + 1.5 * SIDE_M},{SOUTH_M + 0.5 * SIDE_M},official
"""


def places(tiny: Tiny, names: str = NAMES) -> tuple[Atlas, pd.DataFrame]:
    (tiny.data / "map_places.csv").write_text(names, encoding="utf-8", newline="\n")
    atlas = load_atlas(tiny.settings)
    return atlas, named_places(atlas, load_gazetteer(atlas))


def test_a_name_that_can_be_read_two_ways_is_there_twice(tiny: Tiny) -> None:
    _, table = places(tiny)
    assert table.loc[table["name"] == "Ash", "kind"].to_dict() == {"p2": "town", ASH: "ward"}
    assert table.loc["p2", ["lsoa_code", "ward_code", "district_code"]].tolist() == [LSOAS[0], ASH, ALDER]
    assert table.at["p1", "lsoa_code"] == LSOAS[4]
    # Nobody lives at a station, and what lies beyond the border is no place of the atlas.
    assert not {"p3", "p4"} & set(table.index)


def test_a_town_means_the_neighbourhood_in_its_middle_then_those_around_it(tiny: Tiny) -> None:
    atlas, table = places(tiny)
    near = neighbourhoods_of(atlas, table.loc["p2"])
    assert near[0] == LSOAS[0]
    assert set(near[1:3]) == {LSOAS[1], LSOAS[3]}
    assert sorted(near) == sorted(LSOAS)


def test_a_ward_means_its_own_neighbourhoods_alone(tiny: Tiny) -> None:
    atlas, table = places(tiny)
    assert sorted(neighbourhoods_of(atlas, table.loc[CEDAR])) == [code for code in LSOAS if WARD_OF[code] == CEDAR]


def test_data_without_names_have_their_wards(tiny: Tiny) -> None:
    atlas = load_atlas(tiny.settings)
    assert not (tiny.data / "map_places.csv").exists()
    assert set(named_places(atlas, load_gazetteer(atlas))["kind"]) == {"ward"}
    header, none = NAMES.splitlines()[0], places(tiny, NAMES.splitlines()[0] + "\n")[1]
    assert header
    assert set(none["kind"]) == {"ward"}
