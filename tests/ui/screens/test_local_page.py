"""Local knowledge on every screen that shows it, and in the scores where the reader wants that."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from types import SimpleNamespace

import pandas as pd
import pytest

from geo.export.tables import to_csv
from geo.intake.reading import child
from geo.method.gaps import gap_list
from geo.method.model import build_model
from geo.method.query import Query
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.kept import marked_today
from geo.store.ledger import Ledger
from geo.store.ledger_entry import Entry
from geo.whatif.left_out import leave_out
from tests.helpers.screens import html_of, open_page, words
from tests.helpers.tiny import with_workspace
from ui.map import draw
from ui.scene import loading, local
from ui.words import local as local_words
from ui.words import pages
from ui.words import your_data as your_data_words

PAGE = pages.LOCAL.path
TODAY = datetime.now(UTC).date().isoformat()
NASTY = "<script>alert(1)</script> moves in May"


@pytest.fixture
def kept(tiny, monkeypatch):
    """The tiny atlas with a workspace, and an entry on one provider that counts."""
    with_workspace(tiny)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    settings = load_settings(tiny.config)
    atlas = load_atlas(settings)
    inside = atlas.providers[atlas.providers["lsoa_code"].notna() & atlas.providers["service_type"].isin(["day_nursery", "school_nursery"])]
    ledger = Ledger(tiny.config.parent / "kept" / "ledger.sqlite")
    ledger.add([Entry("provider", str(inside.index[0]), "closing", NASTY, "A Lead", TODAY)])
    return SimpleNamespace(ledger=ledger, provider=inside.iloc[0], atlas=atlas, settings=settings)


def test_without_a_workspace_the_page_says_what_to_do(tiny, monkeypatch):
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page(PAGE)
    assert not app.exception
    assert "Ask whoever looks after this dashboard" in words(app)
    assert "workspace = " in html_of(app)


class NotesInMemory:
    """Local knowledge as another kind of place may keep it: without a file."""

    def __init__(self, *entries):
        self._table = pd.DataFrame([asdict(entry) for entry in entries], index=pd.Index(["1"], name="entry_id"))

    def entries(self, _day=None):
        return self._table

    def unusable(self):
        return 0

    def version(self):
        return "in memory"


def test_notes_of_another_kind_of_place_give_the_same_pages_and_figures(kept, monkeypatch):
    def shown():
        apps = [open_page(page, outcome="early_education", local="yes") for page in ("pages/2_Gap_list.py", "pages/11_Provision.py")]
        assert not any(app.exception for app in apps)
        return [(words(app), html_of(app), [table.value.to_csv() for table in app.dataframe]) for app in apps]

    in_file = shown()
    kept.ledger.path.unlink()
    without = shown()
    place = NotesInMemory(Entry("provider", str(kept.provider.name), "closing", NASTY, "A Lead", TODAY))
    monkeypatch.setattr(local, "ledger_of", lambda _: place)
    assert shown() == in_file != without


def test_entries_are_added_shown_escaped_and_taken_back(kept):
    app = open_page(PAGE)
    assert not app.exception
    assert "&lt;script&gt;" in html_of(app)
    assert "<script>alert" not in html_of(app)
    next(one for one in app.segmented_control if one.label == local_words.ABOUT).set_value("area").run()
    places = kept.atlas.at("district")
    target = next(box for box in app.selectbox if box.label == local_words.WHICH_AREA)
    target.set_value(places.index[0])
    next(box for box in app.text_input if box.label == local_words.AUTHOR).set_value("B Lead")
    next(button for button in app.button if button.label == local_words.ADD).click().run()
    assert not app.exception
    assert local_words.ADDED in "\n".join(str(one.value) for one in app.success)
    assert kept.ledger.entries().iloc[0][["kind", "target", "author"]].tolist() == ["area", places.index[0], "B Lead"]
    withdraw = next(box for box in app.selectbox if box.label == local_words.WITHDRAW_LABEL)
    withdraw.set_value(int(kept.ledger.entries().index[0])).run()
    next(button for button in app.button if button.label == local_words.WITHDRAW).click().run()
    assert len(kept.ledger.entries(datetime.now(UTC).date())) == 1


def test_a_marked_provider_that_the_data_no_longer_hold_is_counted_nowhere(kept):
    kept.ledger.add([Entry("provider", "gone-from-the-register", "closing", "", "A Lead", TODAY)])
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness", local="yes")
    assert local_words.left_out(1) in words(app)
    marked = marked_today(kept.settings)
    assert len(marked) == 2
    listed = gap_list(leave_out(build_model(kept.atlas, kept.settings), marked), Query("school_readiness"), evidence=False)
    assert "local knowledge leaves out 1)" in listed["method_version"].iloc[0]
    entries = kept.ledger.entries()
    kept.ledger.withdraw(int(entries.index[entries["target"] != "gone-from-the-register"][0]), datetime.now(UTC).date())
    assert "left out by local knowledge" not in words(open_page("pages/2_Gap_list.py", outcome="school_readiness", local="yes"))


def test_an_entry_without_a_name_is_refused_with_the_reason(kept):
    app = open_page(PAGE)
    next(button for button in app.button if button.label == local_words.ADD).click().run()
    assert local_words.NOT_DONE in [one.value for one in app.error]
    told = html_of(app)
    assert "author" in told
    assert "target" in told
    assert len(kept.ledger.entries()) == 1


def test_what_was_typed_stays_when_it_could_not_be_written(kept):
    app = open_page(PAGE)
    app.text_area[0].set_value("a long note")
    next(button for button in app.button if button.label == local_words.ADD).click().run()
    assert app.text_area[0].value == "a long note"
    app.selectbox[1].set_value(str(kept.provider.name))
    next(box for box in app.text_input if box.label == local_words.AUTHOR).set_value("B Lead")
    next(button for button in app.button if button.label == local_words.ADD).click().run()
    assert local_words.ADDED in [one.value for one in app.success]
    assert app.text_area[0].value == ""
    assert "a long note" in kept.ledger.entries()["note"].tolist()


def bring(app, content):
    app.file_uploader[0].set_value([("notes.csv", content, "text/csv")]).run()
    assert not app.exception
    return app


def test_the_file_that_was_downloaded_here_changes_nothing_when_it_is_brought_in(kept):
    kept.ledger.withdraw(1, datetime.now(UTC).date())
    content = to_csv(kept.ledger.entries().reset_index(), bom=True)
    app = bring(open_page(PAGE), content)
    assert [one.value for one in app.success] == ["0 entries were brought in. 1 was here already."]
    assert kept.ledger.entries(datetime.now(UTC).date()).empty


@pytest.mark.usefixtures("kept")
def test_a_file_that_is_refused_is_read_once_and_the_queue_is_shown(monkeypatch):
    runs, said = [], []
    real_run, real_words = child._run, your_data_words.reading
    monkeypatch.setattr(child, "_run", lambda *given: runs.append(given) or real_run(*given))
    monkeypatch.setattr(your_data_words, "reading", lambda *given: said.append(given) or real_words(*given))
    app = bring(open_page(PAGE), b"kind,target,mark,note,author,made_on,expires_on\nprovider,n-1,closing,,A,1999-01-01,\n")
    for _ in range(3):
        assert local_words.NOT_DONE in [one.value for one in app.run().error]
    assert len(runs) == 1
    assert ("notes.csv", "") in said
    bring(app, b"kind,target,mark,note,author,made_on,expires_on\nprovider,n-1,closing,,A,1998-01-01,\n")
    assert len(runs) == 2, "another file is read anew"
    assert "1998" in html_of(app)


def test_map_list_panel_and_profile_show_it(kept, monkeypatch):
    area = str(kept.provider["lsoa_code"])
    drawn = []
    monkeypatch.setattr(draw.detailed, "build_deck", lambda *args, **more: drawn.append(more["notes"]) or build_deck(*args, **more))
    monkeypatch.setattr(draw.simple, "draw", lambda spec, on_click: drawn.append(spec["points"][-1]) or draw_simple(spec, on_click))
    app = open_page("pages/1_Gap_map.py", outcome="school_readiness", area=area)
    assert not app.exception
    open_page("pages/1_Gap_map.py", outcome="school_readiness", area=area, map="detailed")
    assert [[mark["t"] for mark in marks] for marks in drawn] == [[kept.provider["name"]]] * 2
    assert local_words.PANEL_TITLE in html_of(app)
    assert "&lt;script&gt;" in html_of(app)
    listed = open_page("pages/2_Gap_list.py", outcome="school_readiness").dataframe[0].value
    ranked = gap_list(loading.load().model, Query("school_readiness"), evidence=False)
    assert ranked["area_code"][listed["notes"].to_numpy() == 1].tolist() == [area]
    profile = open_page("pages/9_Area_profile.py", outcome="school_readiness", area=area)
    assert "moves in May" in html_of(profile)


build_deck, draw_simple = draw.detailed.build_deck, draw.simple.draw


def test_scores_leave_out_a_marked_provider_only_when_asked_to(kept):
    model = build_model(kept.atlas, kept.settings)
    query = Query("school_readiness")
    as_published = open_page("pages/2_Gap_list.py", outcome="school_readiness").dataframe[0].value
    assert as_published["gap_score"].tolist() == gap_list(model, query)["gap_score"].tolist()
    app = open_page("pages/2_Gap_list.py", outcome="school_readiness", local="yes")
    without = gap_list(leave_out(model, [str(kept.provider.name)]), query)
    assert app.dataframe[0].value["access"].tolist() == without["access"].tolist()
    assert "1 provider left out by local knowledge" in words(app)
    assert sorted(without["access"]) != sorted(as_published["access"])


@pytest.mark.usefixtures("kept")
def test_the_command_line_leaves_out_the_same(run_tiny):
    done = run_tiny("gaps", "--outcome", "school_readiness", "--without-marked", "--format", "json")
    assert done.code == 0
    assert b"local knowledge leaves out 1" in done.out


def test_a_file_of_notes_beyond_the_quota_is_said_to_be_too_much(kept):
    app = open_page(PAGE)
    app.file_uploader[0].set_value(("notes.csv", b"", "x-over-quota/visit_mb")).run()
    assert not app.exception
    assert local_words.NOT_DONE in [one.value for one in app.error]
    assert "allow more (visit_mb" in html_of(app)
    assert kept.ledger.entries().shape[0] == 1


@pytest.mark.usefixtures("tiny_app")
def test_where_nothing_can_be_kept_the_page_leads_to_what_can_be_tried_at_once():
    app = open_page(PAGE)
    assert local_words.MEANWHILE in words(app)
    assert local_words.TO_WHAT_IF in [link.proto.label for link in app.get("page_link")]
