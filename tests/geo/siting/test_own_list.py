"""Possible sites: of the data, of an own list, and what local knowledge says of them."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.base.errors import DataError
from geo.method.model import build_model
from geo.method.query import Query
from geo.settings.model import Settings
from geo.siting.candidates import candidate_sites, provider_sites, site_entries
from geo.siting.own_list import read_sites
from geo.siting.prepare import prepare
from geo.siting.question import SiteLimits, Siting
from geo.store.atlas import Atlas, load_atlas
from geo.store.kept import ledger_of
from geo.store.ledger_entry import Entry, entry_problems
from tests.helpers import grids
from tests.helpers.tiny import Tiny, with_workspace
from tests.helpers.tiny_content import ALDER, BOURNE, LSOAS

if TYPE_CHECKING:
    from collections.abc import Sequence

QUERY = Query("school_readiness")
SITING = Siting(opens="school_nursery", kinds=("family_hub",))
HEADER = "site_id,name,postcode,easting,northing,kind,min_places,max_places,cost,must,never,note"
DAY = date(2026, 11, 23)


def centroid(atlas: Atlas, code: str) -> tuple[int, int]:
    row = atlas.areas.loc[code]
    return int(row["centroid_e"]), int(row["centroid_n"])


def read(tiny: Tiny, *lines: str, header: str = HEADER) -> pd.DataFrame:
    return read_sites("\n".join([header, *lines]).encode(), "sites.csv", load_atlas(tiny.settings), tiny.settings)


def faults(tiny: Tiny, *lines: str, header: str = HEADER) -> list[tuple[int | None, str | None]]:
    with pytest.raises(DataError) as caught:
        read(tiny, *lines, header=header)
    assert {problem.file for problem in caught.value.problems} == {"sites.csv"}
    return [(problem.row, problem.column) for problem in caught.value.problems]


def test_a_list_is_read_as_it_is(tiny: Tiny) -> None:
    east, north = centroid(load_atlas(tiny.settings), LSOAS[4])
    sites = read(tiny, f"depot,Old depot,,{east},{north},council land,20,60,250000,yes,,'=cheap", "hub-1,At the hub,,,,,,,,,no,")
    depot, hub = sites.loc["depot"], sites.loc["hub-1"]
    assert (depot["site"], depot["kind"], depot["lsoa_code"]) == ("Old depot", "council land", LSOAS[4])
    assert (depot["min_places"], depot["max_places"], depot["cost"], depot["must"], depot["never"]) == (20, 60, 250_000, True, False)
    assert depot["note"] == "=cheap"
    # A site that is a provider has its place, and stays that provider.
    assert (hub["provider_id"], hub["lsoa_code"], hub["kind"]) == ("hub-1", LSOAS[0], "own_site")
    assert depot["provider_id"] is None


def test_a_workbook_is_read_too(tiny: Tiny) -> None:
    east, north = centroid(load_atlas(tiny.settings), LSOAS[1])
    book = io.BytesIO()
    frame = pd.DataFrame({"Site ID": ["A"], "Site name": ["A field"], "x": [east], "y": [north], "Cost": ["£1,500"]})
    frame.to_excel(book, index=False)
    sites = read_sites(book.getvalue(), "sites.xlsx", load_atlas(tiny.settings), tiny.settings)
    assert sites.loc["A", ["site", "cost", "lsoa_code"]].tolist() == ["A field", 1500.0, LSOAS[1]]


def test_every_fault_is_told_at_once(tiny: Tiny) -> None:
    east, north = centroid(load_atlas(tiny.settings), LSOAS[0])
    here = f",{east},{north},"
    told = faults(
        tiny,
        f"A,One,{here},40,30,,,,",
        f"A,Two,{here},,,,yes,yes,",
        f",Three,{here},0,1.5,-1,perhaps,,",
        "D,Four,,,,,,,,,,",
        f"E,Five,,{east},,,,,,,,",
        f"F,Six,,{east + 40_000},{north},,,,,,,",
        "G,Seven,ZZ99 9ZZ,,,,,,,,,",
        f"H,,{here},many,1001,,,,",
    )
    assert told == [
        (2, "min_places"), (3, "must"), (3, "site_id"), (4, "cost"), (4, "max_places"), (4, "min_places"), (4, "must"), (4, "site_id"),
        (5, "postcode"), (6, "northing"), (7, "easting"), (8, "postcode"), (9, "max_places"), (9, "min_places"), (9, "name"),
    ]  # fmt: skip


@pytest.mark.parametrize("lines", [(), (",,,,,,,,,,,",)])
def test_a_list_without_sites_is_refused(tiny: Tiny, lines: Sequence[str]) -> None:
    with pytest.raises(DataError):
        read(tiny, *lines)


def test_a_list_without_its_columns_is_refused(tiny: Tiny) -> None:
    with pytest.raises(DataError, match="has no column site_id"):
        read(tiny, "One,1,2", header="name,easting,northing")


def test_a_site_a_little_beyond_the_area_may_be_taken(tiny: Tiny) -> None:
    atlas = load_atlas(tiny.settings)
    east, north = centroid(atlas, LSOAS[2])
    sites = read(tiny, f"X,Beyond,,{east + 8000},{north},,,,,,,", f"Y,Here,,{east},{north},,,,,,,")
    assert pd.isna(sites.loc["X", "lsoa_code"])
    prepared = prepare(build_model(atlas, tiny.settings), QUERY, SITING, sites)
    assert {"X", "Y", "hub-1"} == set(prepared.sites.index)


def test_places_of_a_site_bound_what_is_opened(tiny: Tiny) -> None:
    atlas = load_atlas(tiny.settings)
    model = build_model(atlas, tiny.settings)
    places = [f"{name},{name},,{','.join(map(str, centroid(atlas, LSOAS[0])))},,{least},{most},,,," for name, least, most in
              (("A", "", ""), ("B", 40, ""), ("C", "", 20), ("D", "", 60))]  # fmt: skip
    sites = read(tiny, *places)
    bounds = prepare(model, QUERY, Siting("school_nursery", ()), sites).instance.bounds
    assert bounds.size.tolist() == [26, 40, 20, 26]
    assert bounds.units.tolist() == [1, 1, 1, 1]
    shared = prepare(model, QUERY, Siting("school_nursery", (), limits=SiteLimits(places=104, most_per_site=78)), sites).instance.bounds
    assert shared.units.tolist() == [3, 1, 1, 2]


def test_what_local_knowledge_says_of_a_site(tiny: Tiny) -> None:
    with_workspace(tiny)
    kept = ledger_of(tiny.settings)
    assert kept is not None
    kept.add(
        [
            Entry("provider", "hub-1", "site_refused", "No room", "Ann", "2026-11-01"),
            Entry("provider", "osm-1", "waiting_list", "", "Ann", "2026-11-01"),
            Entry("area", LSOAS[0], "outreach", "", "Ann", "2026-11-01"),
        ]
    )
    model = build_model(load_atlas(tiny.settings), tiny.settings)
    siting = Siting("school_nursery", ("family_hub", "gp"))
    sites = candidate_sites(model, QUERY, siting, entries=site_entries(tiny.settings, DAY))
    assert sites["never"].to_dict() == {"hub-1": True, "osm-1": False}
    assert sites["marks"].to_dict() == {"hub-1": "site_refused", "osm-1": "waiting_list"}
    # What was refused yesterday, and not today, may be taken.
    kept.withdraw(int(kept.entries(DAY).index[-1]), DAY)
    assert not candidate_sites(model, QUERY, siting, entries=site_entries(tiny.settings, DAY))["never"].any()


def test_a_place_is_not_refused_as_a_site() -> None:
    (problem,) = entry_problems(Entry("area", LSOAS[0], "site_refused", "", "Ann", "2026-11-01"), 2)
    assert (problem.column, problem.row) == ("mark", 2)


def test_without_a_workspace_nothing_is_known_of_sites(tiny: Tiny) -> None:
    assert site_entries(tiny.settings, DAY) is None


def test_sites_are_within_the_districts_of_the_question(tiny: Tiny) -> None:
    model = build_model(load_atlas(tiny.settings), tiny.settings)
    siting = Siting("school_nursery", ("family_hub", "gp", "day_nursery"))
    assert set(candidate_sites(model, QUERY, siting)["district_code"]) == {ALDER, BOURNE}
    assert set(candidate_sites(model, Query("school_readiness", districts=(BOURNE,)), siting)["district_code"]) == {BOURNE}
    # Beyond the border nothing is opened.
    assert "n-5" not in provider_sites(model, ("day_nursery",)).index


def test_settings_without_the_section_have_its_recommended_numbers() -> None:
    settings: Settings = grids.settings()
    assert (settings.siting.places, settings.siting.slices_s, settings.siting.draws) == (26, (1.0, 5.0, 30.0), 200)
