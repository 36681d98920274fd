"""The shape of the code: the core knows no screen, the code knows no place, and no file grows without end."""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.settings.model import load_settings
from geo.store.atlas import Atlas
from tests.helpers.places import ROOT
from ui.words.pages import PAGES

if TYPE_CHECKING:
    from pathlib import Path

SCREEN = {"streamlit", "folium", "streamlit_folium", "pydeck", "altair"}
CORE = sorted((ROOT / "geo").rglob("*.py"))
PRODUCT = sorted([*CORE, *(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), *ROOT.glob("*.py")])
LONGEST_FILE_LINES = 500
# Importing this needs packages that a run-time install does not have, or acts as soon as it is imported.
BUILD_ONLY = re.compile(r"geo\.(build|store\.in_postgres)\b.*")
# The one way from the core into the screen: the command line's report.
SEAM = ("geo.cli.questions", "ui.report.from_command")


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", CORE, ids=module_name)
def test_core_source_imports_no_screen(path: Path) -> None:
    imported = set()
    name = module_name(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level and (name, node.module) != SEAM:
            imported.add(node.module.partition(".")[0])
    assert not imported & (SCREEN | {"ui", "pages", "app"})


def test_core_loads_no_screen_even_by_way_of_others() -> None:
    names = [name for path in CORE if (name := module_name(path)) != "geo.__main__" and not BUILD_ONLY.match(name)]
    assert {"geo.store.atlas", "geo.contract.check", "geo.cli.main"} <= set(names)
    code = f"import sys, {', '.join(names)}; print(*sorted({SCREEN!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_code_knows_no_place_of_the_embedded_area() -> None:
    settings = load_settings(ROOT / "config.toml")
    areas = pd.read_csv(settings.data.folder / "areas.csv", dtype="str")
    districts = areas[areas["level"] == "district"]
    words = {*districts["name"], *districts["area_code"], *settings.area.name.split(" and "), *areas["utla_code"]}
    places = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words), re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in PRODUCT
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if places.search(line)
    ]
    assert found == []


def test_no_file_grows_without_end() -> None:
    files = [*PRODUCT, *(ROOT / "benchmarks").rglob("*.py")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE_LINES} == {}


WIDGETS = {"selectbox", "multiselect", "toggle", "checkbox", "radio", "slider", "select_slider", "number_input", "text_input", "pills"}
WIDGETS |= {"segmented_control", "text_area", "date_input", "time_input", "feedback", "color_picker"}
# What is typed into these is sent and kept, not a way of looking at figures.
FORMS = {
    "ui/screens/local.py",
    "ui/screens/signed.py",
    "ui/screens/scenarios/kept.py",
    "ui/screens/scenarios/instead.py",
    *(f"ui/screens/your_data/{name}.py" for name in ("page", "read", "parts")),
}


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", [path for path in PRODUCT if str(path.relative_to(ROOT)) not in FORMS], ids=module_name)
def test_every_widget_is_drawn_from_the_view(path: Path) -> None:
    """A value, a key or a callback of its own would be a second truth beside the view: `ui.view.widgets.follow` gives all three."""
    for call in calls(path):
        if isinstance(call.func, ast.Attribute) and call.func.attr in WIDGETS:
            named = {keyword.arg for keyword in call.keywords}
            assert None in named, f"line {call.lineno}: give {call.func.attr} the arguments of ui.view.widgets.follow"
            assert not named & {"key", "value", "index", "default", "on_change"}, f"line {call.lineno}"


BUTTONS = {"button", "form_submit_button", "download_button"}


@pytest.mark.parametrize("path", PRODUCT, ids=module_name)
def test_every_button_says_what_becomes_of_the_view(path: Path) -> None:
    """A press may send an address that is older than the view: `ui.view.state.stay` keeps the view, and "ignore" causes no run."""
    for call in calls(path):
        if isinstance(call.func, ast.Attribute) and call.func.attr in BUTTONS:
            assert "on_click" in {keyword.arg for keyword in call.keywords}, f"line {call.lineno}: give {call.func.attr} on_click"


# What a place offers for writing, by the part of it that is asked.
WRITES = {"versions": {"keep", "undo", "redo"}, "notes": {"add", "bring_in", "withdraw"}, "scenarios": {"save", "withdraw", "bring_back"}}
BY_ANY_NAME = {"undo", "redo", "bring_in", "bring_back"}


def writes_past_the_desk(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Attribute(attr="desk") | ast.Name(id="desk")):
            return False
        case ast.Attribute(attr=done, value=ast.Attribute(attr=part)):
            return done in WRITES.get(part, set()) | BY_ANY_NAME
        case ast.Attribute(attr=done):
            return done in BY_ANY_NAME
    return False


@pytest.mark.parametrize("path", [path for path in PRODUCT if not path.is_relative_to(ROOT / "geo" / "store")], ids=module_name)
def test_people_write_at_a_desk_alone(path: Path) -> None:
    """`geo.store.desk` asks who may; a page or command that wrote past it would ask nobody."""
    assert [call.lineno for call in calls(path) if writes_past_the_desk(call)] == []


def test_only_the_reading_and_the_writing_touch_the_address() -> None:
    """Links are written by views; nobody else reads or writes the URL."""
    places = {
        str(path.relative_to(ROOT))
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "query_params"
    }
    assert places == {"ui/view/address.py", "ui/view/state.py"}


def test_a_model_is_made_of_the_choices_in_one_place_on_the_screen_and_in_one_on_the_command_line() -> None:
    parts = {"model_within", "leave_out", "tune"}
    places = {
        str(path.relative_to(ROOT))
        for path in PRODUCT
        for call in calls(path)
        if (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")) in parts
    }
    assert places == {"geo/whatif/scene.py"}


# The data as they are, read by the server and by the command line; and what a change makes of a model.
MAKE_MODELS = {"ui/scene/loading.py", *(f"geo/cli/{name}.py" for name in ("agreement", "questions", "workspace"))}
MAKE_MODELS |= {f"geo/whatif/{name}.py" for name in ("asked", "borders", "left_out", "scenario/applying", "then_now/gaps")}


def test_nobody_makes_a_model_beside_the_pipeline_of_changes() -> None:
    """A model of an atlas or settings that somebody changed elsewhere would have figures that no scene's key knows of."""
    places = {
        str(path.relative_to(ROOT))
        for path in PRODUCT
        for call in calls(path)
        if (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")) == "build_model"
    }
    assert places == MAKE_MODELS


SYSTEMS = {"EPSG:27700", "EPSG:4326", 27700, 4326}
NAMES_SYSTEMS = ("geo.base.vocabulary",)


@pytest.mark.parametrize("path", [path for path in PRODUCT if not module_name(path).startswith(NAMES_SYSTEMS)], ids=module_name)
def test_coordinate_systems_are_named_in_one_place(path: Path) -> None:
    constants = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)]
    lines = [node.lineno for node in constants if isinstance(node.value, str | int) and node.value in SYSTEMS]
    assert lines == [], "use BRITISH_GRID and LONGITUDE_LATITUDE of geo.base.vocabulary"


# These make, check or take away whole data folders; everybody else asks a store.
KNOW_FILES = ("geo.store.", "geo.contract.", "geo.build.", "geo.intake.merging.", "geo.export.folder")
ASK_A_STORE = [path for path in PRODUCT if not f"{module_name(path)}.".startswith(KNOW_FILES)]
# Names of what lies in a data folder beside its tables.
LIES_THERE = re.compile(r"(boundaries|borders)/.*|boundaries|(postcodes|lsoa_changes)\.csv")


@pytest.mark.parametrize("path", ASK_A_STORE, ids=module_name)
def test_only_the_store_knows_where_data_lie(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert not ast.unparse(node).endswith("data.folder"), f"line {node.lineno}: ask geo.store.folder.store_of(settings)"
        elif isinstance(node, ast.BinOp):
            joined = isinstance(node.op, ast.Div) and "as_folder()" in ast.unparse(node.left)
            assert not joined, f"line {node.lineno}: give geo.store.backend.Store what is read here"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not LIES_THERE.fullmatch(node.value), f"line {node.lineno}: {node.value}"


def test_the_atlas_holds_a_store_and_no_path() -> None:
    assert {field.name for field in dataclasses.fields(Atlas) if "Path" in str(field.type)} == set()
    assert "store" in {field.name for field in dataclasses.fields(Atlas)}


# A download that was cut off goes on where it stopped: its part stays on purpose.
KEEP_PARTS = {"geo.base.files", "geo.refresh.fetch"}


@pytest.mark.parametrize("path", [path for path in PRODUCT if module_name(path) not in KEEP_PARTS], ids=module_name)
def test_what_is_written_takes_its_place_in_one_way(path: Path) -> None:
    constants = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)]
    lines = [node.lineno for node in constants if isinstance(node.value, str) and node.value.endswith((".part", ".tmp"))]
    assert lines == [], "use geo.base.files.replacing"


def test_a_class_name_stands_for_one_thing() -> None:
    """Whoever reads or searches for a name must not have to ask which of two classes it is."""
    places: dict[str, list[str]] = {}
    for path in PRODUCT:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


REGISTRY = ROOT / "ui" / "words" / "pages.py"
# A stub says what the page is, and calls the screen.
LONGEST_STUB_LINES = 6


@pytest.mark.parametrize("path", [path for path in PRODUCT if path != REGISTRY], ids=module_name)
def test_only_the_registry_names_pages(path: Path) -> None:
    """A page is `ui.words.pages.NAME`: its file and its address stand there alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    written = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)} - docstrings
    names = {page.path for page in PAGES} | {page.address for page in PAGES if "_" in page.address}
    assert [words for words in written if any(name in words for name in names)] == []


def test_the_registry_names_every_page_once() -> None:
    stubs = {str(path.relative_to(ROOT)) for path in (ROOT / "pages").glob("*.py")}
    assert sorted(page.path for page in PAGES) == sorted({"app.py"} | stubs)
    assert len({page.title for page in PAGES}) == len({page.address for page in PAGES}) == len(PAGES)
    assert all(page.about for page in PAGES)
    long = {path: lines for path in stubs if (lines := len((ROOT / path).read_text(encoding="utf-8").splitlines())) > LONGEST_STUB_LINES}
    assert long == {}


def test_html_goes_onto_a_page_in_one_place() -> None:
    """`ui.kit.html.show` takes `Markup` alone: mypy refuses a text there, which could be a name of the data."""
    places = {
        str(path.relative_to(ROOT))
        for path in PRODUCT
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "html"
    }
    assert places == {"ui/kit/html.py"}


def test_no_text_is_declared_to_be_html_but_files_of_the_product() -> None:
    """`Markup` of anything but a literal would take a text for HTML; what is filled in is escaped by its ``format``."""
    declared: dict[str, int] = {}
    for path in PRODUCT:
        for call in calls(path):
            if getattr(call.func, "id", "") == "Markup" and not all(isinstance(given, ast.Constant) for given in call.args):
                declared[str(path.relative_to(ROOT))] = declared.get(str(path.relative_to(ROOT)), 0) + 1
    # Styles and scripts of the product, and folium's own element.
    assert declared == {"ui/gap_list/map_file.py": 3, "ui/report/web_page.py": 1}


TESTS = sorted((ROOT / "tests").rglob("*.py"))
# The one place for each: the folder of the publishers' files, and a page without a browser.
NAMED_ONCE = {"published": re.compile(r"GAPMAP_RAW|shared\W+real"), "screens": re.compile(r"AppTest\.from_file")}


@pytest.mark.parametrize("path", [path for path in TESTS if module_name(path).startswith("tests.geo.")], ids=module_name)
def test_tests_of_the_core_open_no_page(path: Path) -> None:
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    rooms = ("tests.ui", "tests.browser", "tests.helpers.screens", "tests.helpers.colour")
    wrong = {name for name in modules if name.partition(".")[0] in SCREEN | {"ui"} or name.startswith(rooms)}
    assert not wrong, "its half about the screen belongs to tests/ui"


@pytest.mark.parametrize("helper", NAMED_ONCE)
def test_what_many_tests_need_is_made_by_one_helper(helper: str) -> None:
    others = {path for path in TESTS if path.stem not in {helper, "run_time_parts"} and path.parent.name != "architecture"}
    assert [str(path.relative_to(ROOT)) for path in others if NAMED_ONCE[helper].search(path.read_text(encoding="utf-8"))] == []
