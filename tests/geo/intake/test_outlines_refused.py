"""Map files and lookups that cannot be used: each ends in one message that says what to bring."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.base.errors import DataError
from geo.build.at_hand import find_files
from geo.publishers.geography.boundaries import read_lsoa21
from geo.publishers.geography.outline_years import missing_problem
from geo.settings.limits import Limits
from geo.store.atlas import load_atlas
from tests.helpers.outlines import FORMATS, boxes, write
from tests.helpers.places import ROOT
from tests.helpers.published import published
from tests.helpers.running import assert_plain
from tests.helpers.tiny_content import ALDER, ASH, BIRCH, CEDAR, LSOAS, WARD_OF

WARDS_2024 = "lsoa_wards,LSOA to ward,ONS,https://www.example.org,OGL v3.0,ONS,2024,,2026-11-22,,\n"


@pytest.fixture
def refused(run_tiny):
    """Import a file that is refused; give the one problem."""

    def bring(path):
        done = run_tiny("import", path, "--dry-run", "--json")
        assert done.code == 1
        assert "Traceback" not in done.err
        problems = json.loads(done.out)["problems"]
        assert len(problems) == 1
        assert problems[0]["file"] == path.name
        return problems[0]["message"]

    return bring


def wards(codes):
    return boxes().assign(code=[codes[WARD_OF[code]] for code in LSOAS]).dissolve("code", as_index=False)


def test_lsoas_of_2011_are_refused_with_the_file_that_is_wanted(refused, tmp_path):
    told = refused(write(boxes(), tmp_path, column="lsoa11cd"))
    assert "LSOAs of 2011 (column lsoa11cd)" in told
    assert "'Lower layer Super Output Areas (December 2021) Boundaries EW', BGC or BSC" in told


def test_wards_of_another_year_are_refused_unless_none_changed(refused, run_tiny, tiny, tmp_path):
    with (tiny.data / "sources.csv").open("a", encoding="utf-8") as file:
        file.write(WARDS_2024)
    changed = {ASH: ASH, BIRCH: "E05000801", CEDAR: "E05000802"}
    told = refused(write(wards(changed), tmp_path, column="WD22CD"))
    assert told.startswith(f"lacks 2 of the 3 wards of the atlas, and outlines are changed together or not at all: {BIRCH}, {CEDAR}.")
    assert "wards of 2022, and the wards here are those of 2024" in told
    assert "'Wards (December 2024) Boundaries'" in told
    same = run_tiny("import", write(wards({code: code for code in (ASH, BIRCH, CEDAR)}), tmp_path, column="WD25CD"), "--dry-run")
    assert same.code == 0, same.err
    assert "wards of 2025, the wards here are those of 2024" in same.out.decode()


def test_districts_of_before_and_after_a_merger_name_the_year(tiny):
    atlas = load_atlas(tiny.settings)
    row = atlas.at("district").iloc[[0]]
    for ours, theirs, wanted in (
        ("E06000061", "E07000150", "from before 2021, when E07000150 became E06000061. Bring 'Local Authority Districts' of 2021 or later"),
        ("E07000150", "E06000061", "E07000150 was abolished in 2021 and is part of E06000061"),
    ):
        there = replace(atlas, areas=row.set_axis([ours]))
        message, column = missing_problem("district", "LAD20CD", pd.Series([theirs]), pd.Index([]), there)
        assert wanted in message
        assert column == "LAD20CD"


def test_every_missing_area_is_named_and_those_without_a_shape(refused, tmp_path):
    frame = boxes().iloc[1:]
    frame.loc[2, "geometry"] = None
    frame.loc[3, "geometry"] = shapely.Polygon()
    told = refused(write(frame, tmp_path))
    assert told.startswith("lacks 3 of the 6 LSOAs of the atlas, and outlines are changed together or not at all: ")
    assert f": {LSOAS[0]}, {LSOAS[2]}, {LSOAS[3]}." in told
    assert f"Without a usable shape (see the features that were not taken): {LSOAS[2]}, {LSOAS[3]}." in told


def test_a_file_of_another_place_and_one_whose_codes_stand_elsewhere(refused, tmp_path):
    told = refused(write(boxes().assign(code=[f"E0109990{place}" for place in range(6)]), tmp_path))
    assert "has none of the 6 LSOAs of the atlas" in told
    frame = boxes()
    frame.geometry = frame.geometry.translate(xoff=50_000)
    assert "only 0% of their land lies inside these outlines" in refused(write(frame, tmp_path))
    frame.geometry = frame.geometry.translate(xoff=5_000_000)
    told = refused(write(frame, tmp_path, "grid.geojson"))
    assert "outside Great Britain" in told
    told = refused(write(boxes().assign(geometry=[boxes().geometry[0]] * 6), tmp_path))
    assert "only 17% of their land" in told or "nothing is left of" in told


def test_a_map_without_codes_and_a_table_that_claims_to_be_one(refused, run_tiny, tmp_path):
    told = refused(write(boxes(), tmp_path, column="area"))
    assert "is not recognised by its columns (area)" in told
    assert "outlines_ward" in told
    assert "gias" not in told
    named = run_tiny("import", tmp_path / "areas.geojson", "--as", "outlines_lsoa", "--column", "lsoa_code=area", "--dry-run")
    assert named.code == 0, named.err
    (tmp_path / "table.csv").write_text("LSOA21CD,extra\n" + "".join(f"{code},1\n" for code in LSOAS), encoding="utf-8")
    done = run_tiny("import", tmp_path / "table.csv", "--as", "outlines_lsoa", "--dry-run")
    assert done.code == 1
    assert "has no outlines. Bring a map file" in done.err


def test_more_corners_than_the_limit(refused, tiny, tmp_path):
    tiny.config.write_text(tiny.config.read_text(encoding="utf-8") + "\n[limits]\nvertices = 29\n", encoding="utf-8")
    told = refused(write(boxes(), tmp_path))
    assert "has 30 corners; bring generalised boundaries (BGC or BSC)." in told
    assert "raise vertices under [limits]" in told


def test_broken_maps_end_in_one_line(run_tiny, tmp_path):
    whole = write(boxes(), tmp_path).read_bytes()
    for name, content, told in (
        ("cut.geojson", whole[: len(whole) // 2], "is damaged or is not a map file"),
        (
            "null.geojson",
            b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"LSOA21CD":"E"},"geometry":null}]}',
            "no area",
        ),
        ("part.shp", b"\x00\x00\x27\x0a", "is one part of a shapefile"),
        ("areas.gpkg", b"SQLite format 3\x00" + bytes(3000), "is damaged"),
    ):
        (tmp_path / name).write_bytes(content)
        done = run_tiny("import", tmp_path / name, "--dry-run")
        assert done.code == 1
        assert told in done.err, name
        assert_plain(done, lines=3)


# --- Lookups -------------------------------------------------------------------------------------------------------------


def test_a_lookup_says_what_it_is_and_where_it_is_used(refused, tmp_path):
    def lookup(header, *rows):
        path = tmp_path / "lookup.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
        return refused(path)

    rows = [f"{code},x,{WARD_OF[code] if code != LSOAS[0] else 'E05999999'},{ALDER}" for code in LSOAS]
    told = lookup("LSOA21CD,LSOA21NM,WD25CD,LAD25CD", *rows)
    assert "lookup from LSOAs of 2021 to wards and districts (wards of 2025 and districts of 2025)" in told
    # L3 and L6 are in Bourne here.
    assert "In it 1 of the 6 LSOAs here are in another ward. In it 2 of the 6 LSOAs here are in another district." in told
    assert "geo init" in told
    assert "[borders.NAME]" in told
    assert "from LSOAs of 2011 to those of 2021" in lookup("LSOA11CD,LSOA21CD,CHGIND", f"E01000001,{LSOAS[0]},U")
    assert "LSOAs of 2011 (wards of 2019)" in lookup("FID,LSOA11CD,LSOA11NM,WD19CD,WD19NM", "1,E01000001,a,E05000001,b")
    assert "from wards to districts (wards of 2024 and districts of 2024)" in lookup("WD24CD,WD24NM,LAD24CD,LAD24NM", f"{ASH},a,{ALDER},b")


# --- init --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*FORMATS, "part.shp"])
def test_init_finds_and_reads_lsoas_of_every_format(name, tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    write(boxes(), raw, "areas.zip" if name == "part.shp" else name)
    for part in raw.glob("part.*" if name != "part.shp" else "areas.zip"):
        part.unlink()
    (raw / "other.zip").write_bytes(packed("notes.csv"))
    found = find_files(raw)["lsoa21_boundaries"]
    assert found.name == name
    shapes = read_lsoa21(found)
    assert list(shapes.index) == sorted(LSOAS)
    assert shapes.crs == 27700
    assert np.allclose(shapes.area / 1e6, 4.0, atol=0.01)


def packed(name):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "a,b\n1,2\n")
    return held.getvalue()


def test_init_names_map_files_that_it_cannot_read(tmp_path):
    (tmp_path / "cut.geojson").write_bytes(write(boxes(), tmp_path, "whole.geojson").read_bytes()[:900])
    (tmp_path / "broken.gpkg").write_bytes(b"SQLite format 3\x00" + bytes(3000))
    with pytest.raises(DataError) as caught:
        find_files(tmp_path)
    assert [problem.file for problem in caught.value.problems] == ["broken.gpkg", "cut.geojson"]
    (tmp_path / "cut.geojson").unlink()
    (tmp_path / "broken.gpkg").unlink()
    with pytest.raises(DataError, match="has 30 corners"):
        read_lsoa21(find_files(tmp_path)["lsoa21_boundaries"], Limits(vertices=29))


def test_published_files_of_other_years(run):
    for name, told in (("lsoa_2011_area.geojson", "(December 2021)"), ("wards_2022_area.geojson", "lacks 20 of the 120 wards")):
        done = run("--config", ROOT / "config.toml", "import", published(f"boundaries/{name}"), "--dry-run")
        assert done.code == 1
        assert told in done.err
