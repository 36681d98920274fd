"""What the addresses give: the bytes of the command line, and what pages give away, never more."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.cli.main import main
from geo.method.query import Query
from geo.store.kept import workspace_of
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from tests.helpers.asking import Asker
from tests.helpers.places import ROOT
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import ALDER, BOURNE
from ui.gap_list import formats
from ui.scene import loading
from ui.view.state import View

# What a link asks for, and the options with which the command line is asked for the same.
GAPS = {
    "nothing": ({}, []),
    "level": ({"level": "ward"}, ["--level", "ward"]),
    "another outcome": ({"outcome": "child_health"}, ["--outcome", "child_health"]),
    "no data": ({"outcome": "family_security"}, ["--outcome", "family_security"]),
    "districts": ({"district": [ALDER, BOURNE]}, ["--district", ALDER, BOURNE]),
    "whose": ({"sector": "public", "assumed": "no"}, ["--sector", "public", "--no-assumed"]),
    "services": ({"service": ["nursery_school", "day_nursery"]}, ["--service", "nursery_school", "day_nursery"]),
    "own weights": ({"weight": ["idaci:2", "gld:0.5"]}, ["--weight", "idaci=2", "gld=0.5"]),
    "own target": ({"target": "20"}, ["--target", "20"]),
    "own form": ({"form": "3sfca"}, ["--form", "3sfca"]),
}
PROVIDERS = {
    "nothing": ({}, []),
    "districts and sector": ({"district": ALDER, "sector": "public"}, ["--district", ALDER, "--sector", "public"]),
    "kinds": ({"find": ["services:day_nursery", "services:gp"]}, ["--service", "day_nursery", "gp"]),
    "basis": ({"find": ["bases:registered", "bases:assumed"]}, ["--basis", "registered", "assumed"]),
    "places": ({"find": ["least_places:10", "most_places:40"]}, ["--least-places", "10", "--most-places", "40"]),
    "beyond": ({"find": "beyond:yes"}, ["--beyond"]),
    "inspection": ({"find": "inspections:none"}, ["--inspection", "none"]),
}


def from_command_line(folder, config, *options):
    out = folder / "out"
    assert main(["--config", str(config), *options, "-o", str(out)]) == 0
    return out.read_bytes()


def get(asker, path, params):
    reply = asker.get(f"{path}?{urlencode(params, doseq=True)}")
    assert reply.status == 200, reply.body
    return reply


@pytest.mark.parametrize("ending", ["csv", "json"])
@pytest.mark.parametrize("case", GAPS)
def test_the_gap_list_is_that_of_the_command_line(asker, tiny, tmp_path, case, ending):
    params, options = GAPS[case]
    outcome = [] if "--outcome" in options else ["--outcome", "school_readiness"]
    expected = from_command_line(tmp_path, tiny.config, "gaps", "--format", ending, *outcome, *options)
    assert get(asker, f"/api/gaps.{ending}", params).body == expected


@pytest.mark.parametrize("ending", ["csv", "geojson"])
@pytest.mark.parametrize("case", PROVIDERS)
def test_the_providers_are_those_of_the_command_line(asker, tiny, tmp_path, case, ending):
    params, options = PROVIDERS[case]
    assert get(asker, f"/api/providers.{ending}", params).body == from_command_line(
        tmp_path, tiny.config, "providers", "--format", ending, *options
    )


def test_words_find_providers_as_on_the_command_line(asker, tiny, tmp_path):
    name = pd.read_csv(tiny.data / "providers.csv")["name"].iloc[0].split()[0].lower()
    found = get(asker, "/api/providers.csv", {"find": f"words:{name}"}).body
    assert found == from_command_line(tmp_path, tiny.config, "providers", "--words", name)
    assert len(pd.read_csv(io.BytesIO(found))) >= 1


def test_the_embedded_data_give_the_bytes_of_the_command_line(tmp_path):
    asker, config = Asker(), ROOT / "config.toml"
    borders = next(iter(loading.shared_settings().borders))
    params = {"outcome": "early_education", "level": "ward", "borders": borders, "weight": "idaci:2", "travel": "walk:15"}
    settings = loading.shared_settings()
    assert "idaci" in settings.outcomes["early_education"].indicators
    options = ["--outcome", "early_education", "--level", "ward", "--borders", borders, "--weight", "idaci=2", "--travel", "walk=15"]
    assert get(asker, "/api/gaps.csv", params).body == from_command_line(tmp_path, config, "gaps", *options)
    params, options = {"outcome": "child_health", "sector": "public"}, ["--outcome", "child_health", "--sector", "public"]
    expected = from_command_line(tmp_path, config, "gaps", *options, "--json")
    assert get(asker, "/api/gaps.json", params).body == expected
    providers = get(asker, "/api/providers.csv", {"find": "inspections:2"}).body
    assert providers == from_command_line(tmp_path, config, "providers", "--inspection", "2")


def test_the_outlines_are_those_that_pages_give_away(asker):
    given = get(asker, "/api/gaps.geojson", {"level": "ward"}).body
    scene = loading.load()
    view = View(Query("school_readiness", "ward"), "gap", None, None, show_providers=True, show_sites=False)
    assert given == formats.made("geojson", scene, view, "")
    collection = json.loads(given)
    csv = pd.read_csv(io.BytesIO(get(asker, "/api/gaps.csv", {"level": "ward"}).body))
    assert [feature["id"] for feature in collection["features"]] == csv["area_code"].tolist()
    assert all(list(feature["properties"]) == list(csv.columns) for feature in collection["features"])
    shapes = gpd.GeoDataFrame.from_features(collection, crs="EPSG:4326")
    assert shapes.is_valid.all()
    assert all(shapely.is_ccw(shape.exterior) for part in shapes.geometry for shape in getattr(part, "geoms", [part]))
    west, south, east, north = shapes.total_bounds
    assert -9 < west < east < 2
    assert 49 < south < north < 61


def test_a_provider_is_a_point_where_it_is_with_the_columns_of_the_table(asker):
    features = get(asker, "/api/providers.geojson", {"find": "beyond:yes"}).json["features"]
    csv = pd.read_csv(io.BytesIO(get(asker, "/api/providers.csv", {"find": "beyond:yes"}).body))
    assert [feature["id"] for feature in features] == csv["provider_id"].tolist()
    assert [feature["geometry"]["coordinates"] for feature in features] == csv[["lon", "lat"]].to_numpy().tolist()
    assert all(list(feature["properties"]) == list(csv.columns) for feature in features)


def test_the_file_has_a_name_and_a_type_and_no_byte_order_mark(asker):
    reply = get(asker, "/api/gaps.csv", {"level": "ward"})
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["content-disposition"] == 'attachment; filename="gap-list_school_readiness_ward.csv"'
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.body.startswith(b"rank,")
    assert get(asker, "/api/gaps.geojson", {}).headers["content-type"] == "application/geo+json"
    assert get(asker, "/api/providers.csv", {}).headers["content-disposition"] == 'attachment; filename="providers.csv"'


def test_a_pasted_link_of_a_page_is_taken_as_it_is(asker):
    shown = {"colour": "need", "map": "simple", "providers": "no", "sites": "yes", "area": "E01000901", "measure": "need", "indicator": "x"}
    plain = get(asker, "/api/gaps.csv", {"level": "ward"})
    pasted = get(asker, "/api/gaps.csv", {"level": "ward", **shown, "find": "place:ash"})
    assert (pasted.body, pasted.headers["etag"]) == (plain.body, plain.headers["etag"])


# --- local knowledge, and data that change -----------------------------------------------------------------------------


@pytest.fixture
def marked(tiny_app):
    """Mark a provider that counts as closing."""
    with_workspace(tiny_app)
    counted = pd.read_csv(tiny_app.data / "providers.csv").query("service_type == 'day_nursery' and lsoa_code.notna()")
    ledger = Ledger(tiny_app.config.parent / "kept" / "ledger.sqlite")
    ledger.add(
        [Entry("provider", counted["provider_id"].iloc[0], "closing", "Moves in May", "A Lead", datetime.now(UTC).date().isoformat())]
    )
    return tiny_app


def test_marked_providers_are_left_out_where_that_is_asked(marked, tmp_path):
    asker = Asker()
    without, whole = (get(asker, "/api/gaps.csv", {"local": answer}) for answer in ("yes", "no"))
    assert without.body != whole.body
    assert without.headers["etag"] != whole.headers["etag"]
    options = ["gaps", "--outcome", "school_readiness"]
    assert without.body == from_command_line(tmp_path, marked.config, *options, "--without-marked")
    assert whole.body == from_command_line(tmp_path, marked.config, *options)


def test_no_figures_come_where_local_knowledge_is_wanted_and_cannot_be_read(marked):
    (marked.config.parent / "kept" / "ledger.sqlite").write_bytes(b"no database" * 100)
    asker = Asker()
    refused = asker.get("/api/gaps.csv?local=yes")
    assert refused.status == 503
    assert "local" in refused.json["error"]
    assert asker.get("/api/gaps.csv?local=no").status == 200


def test_newer_data_have_another_tag_and_other_figures(asker, tiny):
    before = get(asker, "/api/gaps.csv", {})
    line = tiny.line_of("providers.csv", pd.read_csv(tiny.data / "providers.csv").query("places > 0")["provider_id"].iloc[0])
    tiny.set_cell("providers.csv", line, "places", "99")
    after = asker.get("/api/gaps.csv", if_none_match=before.headers["etag"])
    assert after.status == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert after.body != before.body


def test_broken_data_are_told_in_one_line(tiny_app):
    tiny_app.edit_text("areas.csv", "area_code", "code")
    for path in ("/api/gaps.csv", "/api/providers.geojson", "/api/"):
        refused = Asker().get(path)
        assert refused.status == 503
        assert refused.body.count(b"\n") == 1
        assert "areas.csv" in refused.json["error"]
        assert "Traceback" not in refused.json["error"]


def test_broken_settings_are_told_in_one_line(tiny_app):
    asker = Asker()
    tiny_app.config.write_text("[area", encoding="utf-8")
    refused = asker.get("/api/gaps.csv")
    assert refused.status == 503
    assert "config.toml" in refused.json["error"]


def test_while_newer_files_are_broken_the_figures_of_before_say_so(asker, tiny):
    before = get(asker, "/api/gaps.csv", {})
    assert "x-data-state" not in before.headers
    tiny.edit_text("areas.csv", "area_code", "code")
    after = get(asker, "/api/gaps.csv", {})
    assert after.body == before.body
    assert "figures of before" in after.headers["x-data-state"]


def test_a_version_that_is_kept_is_served(tiny_app, tmp_path):
    with_workspace(tiny_app)
    kept = workspace_of(tiny_app.settings)
    assert kept is not None
    expected = from_command_line(tmp_path, tiny_app.config, "gaps", "--outcome", "school_readiness")
    assert get(Asker(), "/api/gaps.csv", {}).body == expected
