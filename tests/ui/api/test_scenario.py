"""Lists under a scenario for programs: the bytes of the command line, and what is wrong with changes."""

from __future__ import annotations

from urllib.parse import urlencode

from geo.cli.main import main
from geo.store.kept import scenarios_of
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import LSOAS

DO = ["open:school_nursery:public:26:n-1:36-60", "close:n-2", f"homes:{LSOAS[0]}:100:30", f"homes:{LSOAS[0]}:100:30"]


def get(asker, path, **params):
    return asker.get(f"{path}?{urlencode(params, doseq=True)}")


def test_the_list_and_the_areas_under_a_scenario_are_the_bytes_of_the_command_line(asker, tiny_app, tmp_path):
    changes = tmp_path / "changes.csv"
    rows = ["open,,school_nursery,public,26,36-60,n-1,", "close,n-2,,,,,,", *[f"homes,{LSOAS[0]},,,,,,100"] * 2]
    changes.write_text("\n".join(["kind,target,service_type,sector,places,ages,where,homes", *rows]), encoding="utf-8")
    config, question = ["--config", str(tiny_app.config)], ["--outcome", "school_readiness"]
    assert main([*config, "scenario", str(changes), *question, "-o", str(tmp_path / "out")]) == 0
    assert get(asker, "/api/scenario.csv", do=DO).body == (tmp_path / "out" / "scenario_areas.csv").read_bytes()
    assert main([*config, "gaps", *question, "--do", *DO, "-o", str(tmp_path / "gaps.csv")]) == 0
    listed = get(asker, "/api/gaps.csv", do=DO)
    assert listed.body == (tmp_path / "gaps.csv").read_bytes()
    assert listed.headers["etag"] != get(asker, "/api/gaps.csv").headers["etag"]
    assert get(asker, "/api/scenario.csv", do=DO, scale="fresh").status == 200


def test_a_change_that_cannot_be_made_is_refused_with_the_reason(asker):
    reply = get(asker, "/api/gaps.csv", do=["close:n-1", "close:nobody", "what"])
    assert reply.status == 400
    first, second = reply.json["problems"]
    assert first.startswith("do=close:nobody: target: no provider 'nobody' in the data.")
    assert second.startswith("do=what: It is not written as a change.")


def test_a_kept_scenario_has_an_address(asker, tiny_app):
    with_workspace(tiny_app)
    place = scenarios_of(tiny_app.settings)
    assert place is not None
    place.save("Less", "Ann", "To see", ("close:n-1",), fresh=False, data_version="now", method_version="3")
    assert get(asker, "/api/gaps.csv", scenario="less-1").body == get(asker, "/api/gaps.csv", do="close:n-1").body
    refused = get(asker, "/api/gaps.csv", scenario="more-1")
    assert (refused.status, refused.json["problems"]) == (400, ["Unknown scenario 'more-1'. Valid: less-1."])
