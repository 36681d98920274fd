"""The page on which people bring files: what it says about them, who sees them, and where they never go."""

from __future__ import annotations

import io
import os
import shutil
import stat

import pandas as pd
import pytest

from geo.intake.matching.preview import by_district, preview
from geo.intake.matching.result import Counts, Intake
from geo.publishers import registry
from geo.store.atlas import load_atlas
from geo.store.folder import FolderStore
from tests.helpers.asking import Asker
from tests.helpers.screens import open_page, words
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import ALDER, ASH, LSOAS
from ui.kit import theme
from ui.map import publish
from ui.scene import loading, own_data
from ui.words import api as api_words
from ui.words import pages
from ui.words import your_data as text
from ui.words.plain import plain

pytestmark = pytest.mark.usefixtures("tiny_app")
PAGE = "pages/14_Your_data.py"
MARK = "Zebra lane drop-in"
VALUES = f"area_code,period,value\n{LSOAS[0]},2026,12\n{LSOAS[1]},2026,c\n{LSOAS[2]},2026,many\nE01000001,2026,3\n".encode()
SITES = f"name,lsoa\n{MARK},{LSOAS[0]}\n<script>alert(1)</script>,{LSOAS[5]}\n".encode()


@pytest.fixture(autouse=True)
def own_layouts(monkeypatch):
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])


@pytest.fixture
def workspace(tiny):
    return with_workspace(tiny)


def visit(page=PAGE, **params):
    app = open_page(page, **params)
    assert not app.exception
    return app


def go(app, page):
    app.switch_page(page).run()
    assert not app.exception
    return app


def bring(app, *files):
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files]).run()
    assert not app.exception
    return app


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def tables(app):
    """Everything that the page shows as HTML: tables and pictures."""
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def using(*files):
    return press(bring(visit(), *files), text.USE)


def test_an_empty_page_says_what_to_do():
    app = visit()
    assert app.title[0].value == pages.YOUR_DATA.title
    assert text.NOTHING_YET in words(app)
    assert text.HISTORY not in words(app)


def test_a_file_is_recognised_counted_shown_and_its_refused_rows_are_listed():
    app = bring(visit(), ("visits.csv", VALUES))
    assert "Recognised as **Long table of the tests**" in words(app)
    assert text.counts_sentence(Counts(4, 1, 1, 1, 1)) in words(app)
    shown = tables(app)
    assert "<td>many</td>" in shown
    assert "is no number. Correct it." in shown
    assert "bsg-picture" in shown
    assert '<th scope="row">Alder</th><td>2</td>' in shown
    assert app.get("download_button")
    before, added = 6 + 6 + 3 + 3 + 1, 2
    cells = "".join(f"<td>{number}</td>" for number in (before, before + added, added, 0, 0))
    assert f'<th scope="row">{text.TABLE_NAMES["indicator_values.csv"]}</th>{cells}' in shown


def test_several_files_at_once_and_one_that_cannot_be_read():
    app = bring(visit(), ("visits.csv", VALUES), ("broken.csv", b""), ("sites.csv", SITES))
    assert "broken.csv" in tables(app)
    assert text.PROBLEMS in [error.value for error in app.error]
    assert next(button for button in app.button if button.label == text.USE).disabled
    assert text.NOT_ALL_USABLE in words(app)


def test_names_from_a_file_are_never_read_as_html():
    app = bring(visit(), ("sites.csv", SITES))
    assert "<script>alert" not in tables(app)
    assert "&lt;script&gt;alert" in tables(app)
    app = press(app, text.USE)
    assert "<script>alert" not in tables(go(app, PAGE))


def test_a_file_of_no_known_layout_is_asked_about_and_its_columns_are_mapped():
    app = bring(visit(), ("own.csv", f"Place,When,How many\n{LSOAS[0]},2026,7\n".encode()))
    assert text.ASK_NONE in words(app)
    assert text.as_read(1, 1) in words(app)
    assert "How many" in tables(app)
    next(box for box in app.selectbox if box.label == text.ASK).set_value("long").run()
    for name, column in (("area_code", "Place"), ("period", "When"), ("value", "How many")):
        next(box for box in app.selectbox if box.label == plain(text.column_label(name))).set_value(column).run()
    assert not app.exception
    assert text.counts_sentence(Counts(1, 1, 0, 0, 0)) in words(app)


def test_what_was_found_on_reading_is_said_whether_the_file_is_known_or_not():
    above = "The header was found in row 3. The 2 rows above it were not read as figures."
    known = bring(visit(), ("visits.csv", "Visits in Ald\xe9r\nA council\n".encode("cp1252") + VALUES))
    assert text.plain(above) in words(known)
    assert "Windows" in words(known)
    other = bring(visit(), ("own.csv", f"Visits\n\nA council\nPlace,When,How many\n{LSOAS[0]},2026,7\n".encode()))
    assert text.ASK_NONE in words(other)
    assert "The header was found in row 4" in words(other)


def test_rows_that_break_the_contract_are_named_in_the_file_that_was_brought():
    app = bring(visit(), ("visits.csv", f"area_code,period,value\n{LSOAS[0]},2026,1\n{LSOAS[1]},,2\n".encode()))
    app = press(app, text.USE)
    assert text.BROKEN in [error.value for error in app.error]
    assert '<th scope="row">visits.csv</th><td>3</td><td>period</td>' in tables(app)


def test_a_file_that_is_known_and_holds_nothing_for_the_product_says_so(monkeypatch):
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table", "geo.publishers.deprivation.people"])
    people = f"LSOA code (2021),Total population: mid 2022,Dependent Children aged 0-15: mid 2022\n{LSOAS[0]},1,2\n".encode()
    app = bring(visit(), ("file6.csv", people))
    assert "no figure that this product scores" in words(app)
    assert text.USE not in [button.label for button in app.button]
    both = bring(visit(), ("file6.csv", people), ("visits.csv", VALUES))
    assert not next(button for button in both.button if button.label == text.USE).disabled


def test_a_new_measure_is_shown_only_until_somebody_says_which_way_is_worse(monkeypatch):
    monkeypatch.setattr(registry, "MODULES", ["geo.publishers.own_figures"])
    rows = "".join(f"{code},2026,{place}\n" for place, code in enumerate(LSOAS))
    app = bring(visit(), ("Home *visits*.csv", f"area_code,period,value\n{rows}".encode()))
    box = next(box for box in app.selectbox if box.label == text.plain("Home *visits*"))
    assert box.value == "context"
    box.set_value("higher_is_worse").run()
    app = press(app, text.USE)
    folder = app.session_state[own_data.KEY].store.as_folder()
    assert pd.read_csv(folder / "indicators.csv").set_index("indicator_id").at["home_visits", "polarity"] == "higher_is_worse"


def test_a_file_that_fits_several_layouts_is_asked_about():
    app = bring(visit(), ("both.csv", f"area_code,period,value,name,lsoa\n{LSOAS[0]},2026,7,Hall,{LSOAS[0]}\n".encode()))
    assert text.ASK_SEVERAL in words(app)


def test_an_index_of_deprivation_that_does_not_say_its_year_is_asked_about_and_one_that_does_is_not(monkeypatch):
    monkeypatch.setattr(registry, "MODULES", ["geo.publishers.deprivation.files_2019", "geo.publishers.deprivation.files_older"])
    header = "LSOA code (2011),{}Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)\n"
    undated = header.format("") + "".join(f"{code},{place}\n" for place, code in enumerate(LSOAS, start=1))
    app = bring(visit(), ("File_1_-_IMD2019.csv", undated.encode()))
    assert text.ASK_SEVERAL in words(app)
    (box,) = [box for box in app.selectbox if box.label == text.ASK]
    assert {title[: len("MHCLG, Indices of deprivation 20xx")] for title in box.options} == {
        "MHCLG, Indices of deprivation 2019",
        "MHCLG, Indices of deprivation 2015",
    }
    dated = header.format("Local Authority District code (2013),") + "".join(f"{code},{ALDER},1\n" for code in LSOAS)
    app = bring(visit(), ("File_1_-_IMD2019.csv", dated.encode()))
    assert text.ASK_SEVERAL not in words(app)
    assert "is of the indices of deprivation of 2015" in tables(app)


def test_data_in_use_are_seen_on_every_page_by_this_visit_only():
    other = visit("pages/2_Gap_list.py", outcome="family_security", level="ward")
    assert "No data yet" in other.info[0].value
    mine = using(("sites.csv", SITES))
    assert text.USED in [one.value for one in mine.success]
    for page in ("app.py", "pages/2_Gap_list.py", "pages/1_Gap_map.py"):
        assert text.banner(["sites.csv"], can_keep=False) in words(go(mine, page))
    mine.query_params["outcome"], mine.query_params["level"] = "family_security", "ward"
    listed = go(mine, "pages/2_Gap_list.py").dataframe[0].value
    assert listed["gap_score"].notna().any()
    other.run()
    assert "No data yet" in other.info[0].value
    assert "sites.csv" not in words(other)
    press(mine, text.BACK)
    assert "No data yet" in mine.info[0].value
    assert "sites.csv" not in words(mine)


def test_programs_never_get_what_a_visit_has_brought():
    before = Asker().get("/api/providers.csv")
    mine = using(("sites.csv", SITES))
    mine.session_state["unfolded"] = {"list_formats": True}
    go(mine, pages.GAP_LIST.path)
    assert api_words.OWN_DATA in words(mine)
    assert api_words.OFFER not in words(mine)
    after = Asker().get("/api/providers.csv")
    assert (before.status, after.body) == (200, before.body)
    assert MARK.encode() not in after.body
    press(mine, text.BACK)
    assert api_words.OFFER in words(mine)


def test_a_second_file_joins_the_first():
    app = using(("sites.csv", SITES))
    press(bring(app, ("visits.csv", VALUES)), text.USE)
    assert text.banner(["sites.csv", "visits.csv"], can_keep=False) in words(app)
    own = app.session_state[own_data.KEY]
    assert {intake.layout for intake in own.intakes} == {"sites", "long"}
    atlas = load_atlas(loading.with_folder(loading.shared_settings(), own.store.as_folder()))
    assert "visits" in atlas.indicators.index
    assert MARK in set(atlas.providers["name"])


def test_the_folder_of_a_visit_is_private_and_goes_with_it(tiny):
    own = own_data.OwnData(FolderStore(tiny.data), [], tiny.settings)
    root = own.store.as_folder().parent
    if os.name == "posix":
        assert stat.S_IMODE(root.stat().st_mode) == 0o700
    del own
    assert not root.exists()


def test_a_visit_whose_folder_was_removed_falls_back_and_says_so():
    app = using(("sites.csv", SITES))
    shutil.rmtree(app.session_state[own_data.KEY].store.as_folder().parent)
    go(app, "app.py")
    assert text.GONE in words(app)
    app.run()
    assert text.GONE not in words(app)
    assert "sites.csv" not in words(app)


def test_rows_that_do_not_fit_the_rest_are_told_and_not_used():
    twice = f"area_code,period,value\n{LSOAS[0]},2026,1\n{LSOAS[0]},2026,2\n".encode()
    app = using(("twice.csv", twice))
    assert text.BROKEN in [error.value for error in app.error]
    assert "already in row" in tables(app)
    assert own_data.KEY not in app.session_state


def static_text():
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in theme.STATIC.rglob("*") if path.is_file())


def test_nothing_that_was_brought_is_ever_in_static(workspace):
    app = go(using(("sites.csv", SITES)), "pages/1_Gap_map.py")
    own = app.session_state[own_data.KEY]
    settings = loading.with_folder(loading.shared_settings(), own.store.as_folder())
    files = publish.publish(load_atlas(settings), settings, shared=False)
    served = files.read(publish.provider_file("advice", "public")).decode()
    assert MARK in served, "the map has to show it from somewhere"
    assert files.shelf is not None
    assert files.url("lsoa.json") == f"/own/{files.shelf.token}/lsoa.json"
    assert MARK not in static_text()
    go(app, PAGE)
    sign(app, "keep", text.KEEP)
    kept = visit("pages/1_Gap_map.py", outcome="family_security", level="ward")
    assert "sites.csv" not in words(kept)
    assert workspace.state().version == 1
    assert MARK not in static_text()


def sign(app, form, label, who="A Lead", why="spring figures"):
    app.text_input(key=f"who_{form}").set_value(who)
    app.text_input(key=f"why_{form}").set_value(why)
    return press(app, label)


def test_kept_data_are_seen_by_everybody_signed_and_can_be_undone(workspace):
    app = using(("sites.csv", SITES))
    sign(app, "keep", text.KEEP, who=" ")
    assert workspace.state().version == 0
    assert [error.value for error in app.error] == [text.NOT_DONE], "it is not the data that is at fault"
    sign(app, "keep", text.KEEP)
    assert "Everybody now sees version 1" in words(app) + app.success[0].value
    assert own_data.KEY not in app.session_state
    (step,) = workspace.log().steps
    assert (step.who, step.why) == ("A Lead", "spring figures")
    other = visit("pages/2_Gap_list.py", outcome="family_security", level="ward")
    assert other.dataframe[0].value["gap_score"].notna().any()
    sign(app, "move", text.UNDO, who="B Lead", why="wrong list")
    assert "No data yet" in other.run().info[0].value
    assert "wrong list" in tables(app)
    sign(app, "move", text.REDO)
    assert other.run().dataframe


def test_rows_that_do_not_fit_what_everybody_uses_now_are_told_as_such(workspace, tiny):
    app = using(("visits.csv", VALUES))
    tiny.set_cell("providers.csv", tiny.line_of("providers.csv", "n-1"), "places", "many")
    sign(app, "keep", text.KEEP)
    assert [error.value for error in app.error] == [text.BROKEN]
    assert workspace.state().version == 0


def test_two_visits_that_keep_at_the_same_time_lose_nothing(workspace):
    first, second = using(("sites.csv", SITES)), using(("visits.csv", VALUES))
    sign(first, "keep", text.KEEP)
    sign(second, "keep", text.KEEP)
    tables_now = pd.read_csv(workspace.folder(2) / "providers.csv")["name"], pd.read_csv(workspace.folder(2) / "indicators.csv")
    assert MARK in set(tables_now[0])
    assert "visits" in set(tables_now[1]["indicator_id"])


# --- what goes where -------------------------------------------------------------------------------------------------


def of(**named):
    return Intake("by_hand", "file.csv", named["tables"], {}, Counts(0, 0, 0, 0, 0))


def test_values_are_placed_at_their_areas_in_fifths_of_the_latest_period(tiny):
    atlas = load_atlas(tiny.settings)
    rows = [("idaci", code, "2026", value) for code, value in zip(LSOAS, (6, 5, 4, 3, 2, None), strict=True)]
    rows += [("idaci", LSOAS[0], "2025", 99), ("idaci", "E01999999", "2026", 1)]
    values = pd.DataFrame(rows, columns=["indicator_id", "area_code", "period", "value"])
    shown = preview(of(tables={"indicator_values.csv": values}), atlas)
    assert (shown.what, shown.period) == ("idaci", "2026")
    assert shown.points["shade"].tolist() == [4, 3, 2, 1, 0, -1]
    assert by_district(shown, atlas).to_dict() == {"Alder": 4, "Bourne": 2}
    centre = atlas.providers.loc["n-1"]
    assert shown.points.loc[0, ["lon", "lat"]].tolist() == pytest.approx([centre["lon"], centre["lat"]], abs=1e-4)


def test_sites_beyond_the_border_are_counted_apart(tiny):
    atlas = load_atlas(tiny.settings)
    sites = pd.read_csv(io.BytesIO((tiny.data / "providers.csv").read_bytes()))
    shown = preview(of(tables={"providers.csv": sites}), atlas)
    assert shown.what == "sites"
    assert by_district(shown, atlas).to_dict() == {"Alder": 4, "Bourne": 1, "": 1}


def test_children_of_areas_are_shown_when_a_file_brings_them(tiny):
    atlas = load_atlas(tiny.settings)
    areas = pd.read_csv(tiny.data / "areas.csv")
    shown = preview(of(tables={"areas.csv": areas[areas["area_code"].isin([LSOAS[0], ASH, ALDER])]}), atlas)
    assert shown.what == "children_0_4"
    assert shown.points["value"].tolist() == [100]
