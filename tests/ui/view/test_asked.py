"""The command line and the screen: a report's link opens the figures that the command was asked for, and lists every change."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from types import SimpleNamespace
from urllib.parse import parse_qs, urlencode

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.base.errors import UnknownIdError
from geo.cli.main import _parser
from geo.method.gaps import gap_list
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from geo.whatif import asked
from geo.whatif.tuning import Tuning, check_offered, scored_weights
from tests.helpers.screens import open_page
from tests.helpers.tiny import with_workspace, write_tiny
from ui.report.make import view_of
from ui.scene import loading
from ui.scene.offers import offers
from ui.view import address, scenes
from ui.words import local as local_words

MANY = {"district", "service", "weight", "find", "do"}
ALDER = "E07000901"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The tiny atlas with a workspace, a marked provider that counts, and two groups of LSOAs in the place of districts."""
    tiny = write_tiny(tmp_path_factory.mktemp("asked"))
    with_workspace(tiny)
    tiny.config.write_text(
        tiny.config.read_text(encoding="utf-8") + '\n[borders.two]\nname = "Two"\nfile = "borders/two.csv"\n', encoding="utf-8"
    )
    areas = pd.read_csv(tiny.data / "areas.csv", dtype="str")
    lsoas = areas.loc[areas["level"] == "lsoa", "area_code"].reset_index(drop=True)
    (tiny.data / "borders").mkdir()
    grouping = pd.DataFrame({"lsoa_code": lsoas, "group": ["West" if number % 2 else "East" for number in lsoas.index]})
    grouping.to_csv(tiny.data / "borders" / "two.csv", index=False)
    with loading.using_config(tiny.config):
        atlas = loading.load().atlas
        inside = atlas.providers[atlas.providers["lsoa_code"].notna() & (atlas.providers["service_type"] == "day_nursery")]
        ledger = Ledger(tiny.config.parent / "kept" / "ledger.sqlite")
        ledger.add([Entry("provider", str(inside.index[0]), "closing", "", "A Lead", datetime.now(UTC).date().isoformat())])
        yield SimpleNamespace(config=tiny.config, settings=loading.load().settings)


def question(config, *options):
    return asked.read(_parser().parse_args(["--config", str(config), "report", "-o", "r.html", *options]))


def opened(link):
    """Read a link as the browser sends it, and give the view and the data as the page has them."""
    given_params = {name: values if name in MANY else values[-1] for name, values in parse_qs(link).items()}
    base = loading.load()
    reading = address.read(given_params, base.settings, lambda borders: offers(scenes.within(base, borders)), marked=True)
    assert (reading.refused, reading.rounded) == ((), ())
    return reading.view, scenes.chosen(base, reading.view)


@st.composite
def options(draw):
    """Any options of a list that the command line takes."""
    outcome = draw(st.sampled_from(["school_readiness", "family_security"]))
    choices = loading.shared_settings().outcomes[outcome]
    services = [key for key in choices.services if loading.shared_settings().services[key].capacity == choices.access]
    borders = draw(st.sampled_from([None, "two"]))
    districts = {None: [ALDER, "E07000902"], "two": ["east", "west"]}[borders]
    some = {
        "--district": st.lists(st.sampled_from(districts), min_size=1, max_size=4),
        "--service": st.lists(st.sampled_from(services), min_size=1, max_size=4),
        "--sector": st.sampled_from([["all"], ["public"], ["pvi"]]),
        "--level": st.sampled_from([["district"], ["ward"], ["lsoa"]]),
        "--weight": st.lists(
            st.builds("{}={}".format, st.sampled_from(list(scored_weights(choices))), st.sampled_from([0.25, 1, 2.5, 3])),
            min_size=1,
            max_size=4,
        ),
        "--travel": st.sampled_from(
            [[f"{one.mode}={one.minutes:g}"] for one in loading.shared_settings().access.offered] or [["drive=15"]]
        ),
        "--form": st.sampled_from([["e2sfca"], ["3sfca"]]),
        "--target": st.sampled_from([["atlas_median"], ["12"], ["20.5"], ["0.1"]]),
        "--no-assumed": st.just([]),
        "--without-marked": st.just([]),
    }
    names = draw(st.lists(st.sampled_from(list(some)), unique=True))
    found = [word for name in names for word in (name, *draw(some[name]))]
    return ["--outcome", outcome, *(["--borders", borders] if borders else []), *found]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_the_link_of_any_command_asks_the_same_of_the_same_model(data, kept):
    given_options = data.draw(options())
    want = question(kept.config, *given_options)
    want.check_link()
    wanted = view_of(want)
    view, scene = opened(urlencode(wanted.params(), doseq=True))
    assert view == wanted
    assert view.tuning == want.choices.tuning
    assert view.without_marked == bool(want.choices.left_out)
    expected = gap_list(want.scene().model, want.query, evidence=False)
    pd.testing.assert_frame_equal(gap_list(scene.model, view.query, evidence=False), expected)


def test_a_report_without_marked_providers_says_so_and_its_link_leaves_them_out_too(kept, tmp_path, run):
    path = tmp_path / "r.html"
    done = run("--config", kept.config, "report", "--outcome", "school_readiness", "--level", "ward", "--without-marked", "-o", path)
    assert done.code == 0
    page = unescape(path.read_text(encoding="utf-8"))
    link = re.search(r"Gap_list\?([^\s\"<]+)", page)
    assert link
    assert parse_qs(link.group(1))["local"] == ["yes"]
    assert local_words.left_out(1) in page
    app = open_page("pages/2_Gap_list.py", **{name: values[0] for name, values in parse_qs(link.group(1)).items()})
    want = question(kept.config, "--outcome", "school_readiness", "--level", "ward", "--without-marked")
    assert app.dataframe[0].value["gap_score"].tolist() == gap_list(want.scene().model, want.query)["gap_score"].tolist()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--weight", "idaci=1.3"], "Unknown weight 'idaci=1.3'. Valid: 0 to 3 in steps of 0.25."),
        (["--weight", "idaci=9"], "Unknown weight 'idaci=9'. Valid: 0 to 3 in steps of 0.25."),
        (["--target", "20.55"], "Unknown target '20.55'. Valid: 0.1 to 1000 in steps of 0.1."),
        (["--travel", "drive=17"], "Unknown travel 'drive=17'. Valid: "),
        (["--service", "library"], "Unknown service 'library'. Valid: nursery_school "),
    ],
)
def test_a_report_refuses_what_its_link_could_not_carry_and_a_list_takes_it(kept, run, tmp_path, options, told):
    done = run("--config", kept.config, "report", "--outcome", "school_readiness", *options, "-o", tmp_path / "r.html")
    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith(told)
    assert not (tmp_path / "r.html").exists()
    assert run("--config", kept.config, "gaps", "--outcome", "school_readiness", *options).code == 0


def test_what_a_report_refuses_is_what_rounding_changes(kept):
    own = kept.settings
    check_offered(own, "school_readiness", Tuning((("idaci", 0.75),), None, 12.3))
    with pytest.raises(UnknownIdError):
        check_offered(own, "school_readiness", Tuning((("idaci", 0.7),)))
