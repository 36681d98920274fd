"""``sources`` and ``refresh`` as a person runs them, against a publisher's server of our own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geo.publishers import registry
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.kept import of_today, workspace_of
from tests.helpers.places import ROOT
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import LSOAS

VISITS = "LSOA code,year,value\n" + "".join(f"{code},2026,{place}\n" for place, code in enumerate(LSOAS))


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_):
        pass


@pytest.fixture
def publisher(tmp_path):
    folder = tmp_path / "publisher"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True)
    thread.start()
    folder_and_address = folder, f"http://127.0.0.1:{server.server_port}"
    yield folder_and_address
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def served(tiny, publisher, monkeypatch):
    """A data folder whose config knows two sources on the publisher's server: ``council``, and ``gone``, whose file is not there."""
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])
    folder, address = publisher
    (folder / "visits.csv").write_text(VISITS, encoding="utf-8")
    (folder / "page.html").write_text('<a href="visits.csv">Visits, 2026</a>', encoding="utf-8")
    entries = (
        f'\n[downloads.council]\npage = "{address}/page.html"\nlink = "visits"\nkind = "csv"\n'
        f'\n[downloads.gone]\naddress = "{address}/gone.csv"\nkind = "csv"\n'
    )
    tiny.config.write_text(tiny.config.read_text(encoding="utf-8") + entries, encoding="utf-8")
    with_workspace(tiny)
    return folder


def visits(tiny):
    values = load_atlas(of_today(load_settings(tiny.config))).indicator_values
    return values.loc[values["indicator_id"] == "visits", "value"].tolist()


@pytest.mark.usefixtures("served")
def test_a_dry_run_fetches_compares_and_writes_nothing(run_tiny, tiny):
    done = run_tiny("refresh", "council", "--dry-run")
    assert done.code == 0, done.err
    assert "visits" in done.out.decode()
    assert "indicator_values.csv" in done.out.decode()
    assert visits(tiny) == []


def test_a_refresh_is_used_kept_in_the_log_and_not_repeated(run_tiny, tiny, served):
    assert run_tiny("refresh", "council", "--who", "A Lead").code == 0
    assert visits(tiny) == [float(place) for place in range(len(LSOAS))]
    step = workspace_of(load_settings(tiny.config)).log().steps[-1]
    assert (step.who, step.why) == ("A Lead", "refresh of council")
    again = run_tiny("refresh", "council")
    assert again.code == 0
    assert "has not changed" in again.err
    assert workspace_of(load_settings(tiny.config)).state().version == 1
    (served / "visits.csv").write_text(VISITS.replace(",0\n", ",7\n"), encoding="utf-8")
    done = run_tiny("refresh", "council", "--json")
    assert done.code == 0
    assert json.loads(done.out)["changes"]["indicators"][0]["indicator_id"] == "visits"
    assert visits(tiny)[0] == 7


@pytest.mark.usefixtures("served")
def test_one_file_that_does_not_come_leaves_everything_as_it_was(run_tiny, tiny):
    done = run_tiny("refresh", "council", "gone")
    assert done.code == 1
    assert "gone" in done.err
    assert "no such file (status 404)" in done.err
    assert visits(tiny) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [("<html>moved</html>", "a web page and not the file"), ("colour,size\nred,3\n", "not recognised by its columns")],
)
def test_a_file_that_is_not_what_it_should_be_leaves_everything_as_it_was(run_tiny, tiny, served, content, said):
    (served / "visits.csv").write_text(content, encoding="utf-8")
    done = run_tiny("refresh", "council")
    assert done.code == 1
    assert said in done.err
    assert visits(tiny) == []


@pytest.mark.usefixtures("served")
def test_downloads_can_be_kept_and_an_unknown_source_is_named(run_tiny, tmp_path):
    assert run_tiny("refresh", "council", "--dry-run", "--keep", tmp_path / "raw").code == 0
    assert (tmp_path / "raw" / "council.csv").read_text(encoding="utf-8") == VISITS
    done = run_tiny("refresh", "nonsense")
    assert done.code == 2
    assert "Valid:" in done.err


@pytest.mark.usefixtures("served")
def test_sources_are_listed_with_address_vintage_age_and_licence(run_tiny, tiny):
    told = run_tiny("sources").out.decode()
    listed = json.loads(run_tiny("sources", "--json").out)
    register = load_atlas(load_settings(tiny.config)).sources
    assert [row["source_id"] for row in listed] == register.index.tolist()
    for row in listed:
        assert row["title"] in told
        assert row["licence"] in told
        assert (
            row["refresh"] == (row["source_id"] in {"ofsted_nurseries", "gias_schools", "iod2025_idaci", "children_estimate"})
            or row["refresh"]
        )


def test_the_app_never_loads_what_downloads():
    code = "import sys, ui.shell.page, ui.panel.area, ui.gap_list.table\n"
    code += "print(sorted(name for name in sys.modules if name.startswith('geo.refresh')))"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
