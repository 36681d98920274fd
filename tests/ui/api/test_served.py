"""The addresses of the real server, asked by the programs that they are for."""

from __future__ import annotations

import gzip
import io
import json
import urllib.request

import pandas as pd
import pyogrio
import pytest

from geo.cli.main import main
from tests.helpers.places import ROOT
from tests.security.serving import ask, serving

QUERY = "outcome=school_readiness&level=ward"


@pytest.fixture(scope="module")
def netloc(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("served")) as here:
        yield here


def fetch(netloc, path, **headers):
    request = urllib.request.Request(f"http://{netloc}{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read(), answer.headers


@pytest.fixture(scope="module")
def csv(netloc):
    return fetch(netloc, f"/api/gaps.csv?{QUERY}")[0]


def test_the_bytes_are_those_of_the_command_line_compressed_too(netloc, csv, tmp_path):
    out = tmp_path / "gaps.csv"
    assert main(["--config", str(ROOT / "config.toml"), "gaps", "--outcome", "school_readiness", "--level", "ward", "-o", str(out)]) == 0
    assert csv == out.read_bytes()
    packed, headers = fetch(netloc, f"/api/gaps.csv?{QUERY}", Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == csv


def test_pandas_reads_the_table_from_the_address(netloc, csv):
    pd.testing.assert_frame_equal(pd.read_csv(f"http://{netloc}/api/gaps.csv?{QUERY}"), pd.read_csv(io.BytesIO(csv)))


def test_gdal_opens_the_outlines_as_qgis_does(netloc, csv):
    layer = pyogrio.read_dataframe(f"http://{netloc}/api/gaps.geojson?{QUERY}")
    listed = pd.read_csv(io.BytesIO(csv))
    assert layer.crs.to_epsg() == 4326
    assert layer.is_valid.all()
    assert layer["area_code"].tolist() == listed["area_code"].tolist()
    assert layer["gap_score"].tolist() == pytest.approx(listed["gap_score"].tolist(), nan_ok=True)
    assert list(layer.columns.drop("geometry"))[-len(listed.columns) :] == list(listed.columns)


def test_gdal_opens_the_providers(netloc):
    layer = pyogrio.read_dataframe(f"http://{netloc}/api/providers.geojson?sector=public")
    assert set(layer.geom_type) == {"Point"}
    assert set(layer["sector"]) == {"public"}


def test_parts_and_heads_are_served_as_gdal_asks_for_them(netloc, csv):
    part, headers = fetch(netloc, f"/api/gaps.csv?{QUERY}", Range="bytes=100-199")
    assert part == csv[100:200]
    assert headers["content-range"] == f"bytes 100-199/{len(csv)}"
    head = ask(netloc, f"/api/gaps.csv?{QUERY}", "HEAD")
    assert (head.status, head.text, head.headers["content-length"]) == (200, "", str(len(csv)))


def test_nothing_is_sent_again_that_has_not_changed(netloc):
    first = ask(netloc, f"/api/gaps.csv?{QUERY}")
    again = ask(netloc, f"/api/gaps.csv?{QUERY}", **{"If-None-Match": first.headers["etag"]})
    assert (again.status, again.text) == (304, "")


def test_what_is_wrong_is_told_as_json(netloc):
    refused = ask(netloc, "/api/gaps.csv?level=town&travel=fly:3")
    assert refused.status == 400
    assert len(json.loads(refused.text)["problems"]) == 2
    assert ask(netloc, "/api/gaps.csv", "POST").status == 405
    assert ask(netloc, "/api/gaps.csv", Host="evil.example").status == 400


def test_the_list_of_addresses_is_for_programs_and_for_people(netloc):
    assert json.loads(ask(netloc, "/api/").text)["openapi"].startswith("3.1")
    assert ask(netloc, "/api/", Accept="text/html").text.startswith("<!DOCTYPE html>")
