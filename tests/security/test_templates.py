"""Words of the data and of the browser that look like templates: none is evaluated, all are shown as they are."""

from __future__ import annotations

import ast
import dataclasses
import html
import json
import re
from base64 import b64decode
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.method.gaps import Query, score_areas
from geo.method.model import build_model
from geo.settings.server import Server
from geo.store.atlas import load_atlas
from geo.whatif.scene import Scene
from tests.helpers.places import ROOT
from ui.gap_list import formats
from ui.map import hover, paint
from ui.map.publish import publish
from ui.view import share
from ui.view.believed_address import believed
from ui.view.state import View

if TYPE_CHECKING:
    from pathlib import Path

QUERY = Query("school_readiness", "ward")
VIEW = View(QUERY, "gap", None, None, show_providers=True, show_sites=False)
LINK = "https://gapmap.example.org/Gap_map?outcome=school_readiness"
WAYS = {
    "command": "{{ cycler.__init__.__globals__.os.mkdir(cycler.__init__.__globals__.os.environ.MARK_OF_THE_ATTACK) }}",
    "quoted": "{{ cycler.__init__.__globals__.os.popen('mkdir $MARK_OF_THE_ATTACK').read() }}",
    "sum": "{{ 7 * 191 }}",
    "statement": "{% for each in ().__class__.__base__.__subclasses__() %}{{ each }}{% endfor %}",
    "comment": "{# hidden #}shown",
    "broken": "{{ {% }} %}",
    "format": "{0.__class__} %(a)s %s ${HOME}",
}


@pytest.fixture
def scene(tiny):
    atlas = load_atlas(tiny.settings)
    # Each has a version of its own: what is worked out once for a version is kept.
    return Scene(build_model(atlas, tiny.settings), str(tiny.data))


@pytest.fixture
def mark(tmp_path, monkeypatch):
    """Folder that an evaluated template makes."""
    monkeypatch.setenv("MARK_OF_THE_ATTACK", str(tmp_path / "ran"))
    return tmp_path / "ran"


def spoilt(scene: Scene, words: str) -> Scene:
    """Put the words wherever a brought file can put words."""
    atlas = scene.atlas
    changed = dataclasses.replace(
        atlas,
        areas=atlas.areas.assign(label=words, name=words),
        sources=atlas.sources.assign(title=words, publisher=words, attribution=words),
        indicators=atlas.indicators.assign(name=words, unit=words),
        providers=atlas.providers.assign(name=words),
    )
    return Scene(build_model(changed, scene.settings), f"{scene.version} {words}")


@pytest.mark.parametrize("way", WAYS)
def test_names_in_the_data_are_never_evaluated_by_the_map_in_one_file(scene, mark, way):
    words = WAYS[way]
    page = formats.made("html", spoilt(scene, words), VIEW, LINK).decode()
    assert not mark.exists(), "a command ran"
    shown = html.unescape(re.sub("<[^>]*>", " ", page))
    assert words in shown
    assert "1337" not in page


@pytest.mark.parametrize("way", WAYS)
def test_the_address_that_a_browser_reports_is_never_evaluated_by_the_map_in_one_file(scene, mark, way):
    words = WAYS[way]
    page = formats.made("html", scene, VIEW, f"https://gapmap.example.org/{words}").decode()
    assert not mark.exists(), "a command ran"
    assert words in html.unescape(page)


@pytest.mark.parametrize("way", WAYS)
def test_names_in_the_data_are_never_evaluated_by_a_folium_map(scene, mark, way):
    from streamlit_folium import _get_feature_group_string  # noqa: PLC0415 - what the page does with a layer

    from ui.map import folium_map, simple  # noqa: PLC0415 - folium is slow to import

    words = WAYS[way]
    scores = score_areas(scene.model, QUERY)
    painted = paint.paint_scores(scores, "gap", np.ones(len(scores), bool))
    painting = paint.Painting(painted, hover.pack(scores), hover.words(scores, words), [words] * len(scores))
    files = publish(scene.atlas, scene.settings)
    spec = simple.whole(simple.spec(files, "ward", painting, (), None, (-1, 52, 1, 53), "light", words), files)
    base = folium_map.BaseMap()
    base.render()
    in_a_frame = _get_feature_group_string(folium_map.ViewLayer(spec), base)
    base.get_root().render()
    for script in (in_a_frame, folium_map.parts(spec)[1]):
        packed = re.search(r"gapMap\.read\('([A-Za-z0-9+/=]*)'\)", script)[1]
        assert json.loads(b64decode(packed)) == json.loads(json.dumps(spec))
    assert not mark.exists(), "a command ran"


# --- the address that a browser reports --------------------------------------------------------------------------------

PAGE = "https://gapmap.example.org/Gap_map"


@pytest.mark.parametrize(
    "reported",
    [
        "https://gapmap.example.org/",
        PAGE,
        "http://localhost:8501/Gap_list",
        "http://10.1.2.3/Report",
        "http://[::1]:8501/Gap_map",
        "https://intranet/tools/gap-map/Gap_map",
    ],
)
def test_an_address_of_the_dashboard_stays_as_it_is(reported):
    assert believed(reported, {}, Server()) == reported
    assert believed(reported, {"outcome": "a", "district": ["x", "y"]}, Server()) == f"{reported}?outcome=a&district=x&district=y"


@pytest.mark.parametrize(
    "reported",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://gapmap.example.org/Gap_map",
        "https://user:secret@evil.example/Gap_map",
        "https://gapmap.example.org@evil.example/Gap_map",
        "https://evil.example\\@gapmap.example.org/Gap_map",
        "https://evil.example:80:80/Gap_map",
        'https://evil.example"onclick="alert(1)/Gap_map',
        "https://{{7*7}}/Gap_map",
        "//evil.example/Gap_map",
        "https://[::1/Gap_map",
        "https://" + "a" * 300 + "/Gap_map",
        "",
    ],
)
def test_an_address_that_is_none_leads_nowhere_else(reported):
    told = believed(reported, {"outcome": "a"}, Server())
    assert re.fullmatch(r"/(Gap_map)?\?outcome=a", told)


@pytest.mark.parametrize(
    "path",
    ["Sign_in", "Gap_map/../../evil", "%2e%2e/Gap_map", "{{7*7}}", "a b/Gap_map", "../Gap_map", "/Gap_map", "x/" * 9 + "Gap_map"],
)
def test_a_page_that_does_not_exist_becomes_home(path):
    assert believed(f"https://gapmap.example.org/{path}", {}, Server()) == "https://gapmap.example.org/"


def test_only_known_parameters_stand_in_a_link():
    assert believed(f"{PAGE}?next=https://evil.example#x", {"outcome": "a", "next": "b"}, Server()) == f"{PAGE}?outcome=a"


def test_with_hosts_in_the_settings_no_other_host_stands_in_a_link():
    ours = Server(allowed_hosts=("GapMap.example.org", "[::1]"))
    for host in ("gapmap.example.org", "GAPMAP.example.org:8443", "[::1]:8501"):
        assert believed(f"https://{host}/Gap_map", {}, ours) == f"https://{host}/Gap_map"
    for host in ("evil.example", "gapmap.example.org.evil.example", "localhost"):
        assert believed(f"https://{host}/Gap_map", {}, ours) == "/Gap_map"


def test_the_link_on_a_page_is_made_of_what_is_known(monkeypatch):
    class Reported:
        url = "https://evil.example/{{7*7}}?x=<script>"

    monkeypatch.setattr(share.st, "context", Reported())
    assert share.link(VIEW) == "https://evil.example/?outcome=school_readiness&level=ward"
    assert share.home() == "https://evil.example/"


# --- the kind ----------------------------------------------------------------------------------------------------------

SOURCES = [path for folder in ("geo", "ui", "pages") for path in sorted((ROOT / folder).rglob("*.py"))] + [ROOT / "app.py"]
MAKES_TEMPLATES = {"Element", "Template", "MacroElement", "from_string", "JavascriptLink", "IFrame"}
RUNS_WORDS = {"eval", "exec", "compile", "__import__"}
# Lists of the code's own words; what is filled in are days, years and cells, never the words around them.
# The last one is a pandas Styler, which writes numbers.
OWN_WORDS = {"entry.address", "rule.message", "pattern", "reason", "label", "styled"}
READS_THE_ADDRESS = ROOT / "ui" / "view" / "share.py"


def is_html_literal(node: ast.expr) -> bool:
    """Whether it is HTML that stands in the code."""
    return (
        isinstance(node, ast.Call)
        and name_of(node.func) == "Markup"
        and not node.keywords
        and [type(given) for given in node.args] == [ast.Constant]
    )


def html_names(tree: ast.Module) -> set[str]:
    """Names that stand for HTML literals wherever a file uses them, and never for anything else."""
    literals = [node.targets[0] for node in ast.walk(tree) if isinstance(node, ast.Assign) and is_html_literal(node.value)]
    stored = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in literals]
    others = {node.id for node in stored} | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {node.id for node in literals if isinstance(node, ast.Name)} - others


def is_fixed(node: ast.expr, html: set[str]) -> bool:
    """Whether words stand in the code: a literal, HTML or not, or a constant's name."""
    if isinstance(node, ast.Subscript):
        return is_fixed(node.value, html)
    if is_html_literal(node) or (isinstance(node, ast.Name) and node.id in html):
        return True
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return isinstance(node, ast.Constant) or name.isupper()


def name_of(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def faults(path: Path) -> list[str]:
    found = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    html = html_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name, words = name_of(node.func), [*node.args, *(keyword.value for keyword in node.keywords)]
            if name in MAKES_TEMPLATES and not all(isinstance(one, ast.Constant) for one in words):
                found.append(f"{path.name}:{node.lineno}: {name}(...) of words that are not a literal")
            if isinstance(node.func, ast.Name) and name in RUNS_WORDS:
                found.append(f"{path.name}:{node.lineno}: {name}(...)")
            if (
                isinstance(node.func, ast.Attribute)
                and name in {"format", "format_map"}
                and not (is_fixed(node.func.value, html) or ast.unparse(node.func.value) in OWN_WORDS)
            ):
                found.append(f"{path.name}:{node.lineno}: .{name}(...) of words that are not fixed")
            if name == "Environment" and not any(
                one.arg == "autoescape" and isinstance(one.value, ast.Constant) and one.value.value is True for one in node.keywords
            ):
                found.append(f"{path.name}:{node.lineno}: templates that do not escape")
            if any(one.arg in {"unsafe_allow_html", "unsafe_allow_javascript"} for one in node.keywords):
                found.append(f"{path.name}:{node.lineno}: HTML in Markdown")
        if isinstance(node, ast.ClassDef) and any(name_of(base) in MAKES_TEMPLATES for base in node.bases):
            found.append(f"{path.name}:{node.lineno}: class of templates")
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "st.context.url" and path != READS_THE_ADDRESS:
            found.append(f"{path.name}:{node.lineno}: address that nobody checked")
    return found


def test_one_file_alone_makes_folium_maps():
    speaks = re.compile(r"^\s*(import|from) (folium|branca)\b", re.MULTILINE)
    assert [path.name for path in SOURCES if speaks.search(path.read_text(encoding="utf-8"))] == ["folium_map.py"]


def test_no_word_becomes_a_template_a_format_or_code():
    assert [fault for path in SOURCES for fault in faults(path)] == []


@pytest.mark.parametrize(
    "code",
    [
        "Element(words)",
        "branca.element.Element(f'<p>{words}</p>')",
        "Template(template=words)",
        "env.from_string(words)",
        "class Layer(MacroElement): pass",
        "words.format(a=1)",
        "f'{words}'.format(a=1)",
        "Markup(words).format(a=1)",
        "Markup(f'<b>{words}</b>').format(1)",
        "Markup('<b>').unescape().format(1)",
        "row = Markup('<b>{}</b>')\nrow = words\nrow.format(1)",
        "row = Markup('<b>{}</b>')\ndef f(row): row.format(1)",
        "eval(words)",
        "Environment()",
        "Environment(autoescape=False)",
        "st.markdown(words, unsafe_allow_html=True)",
        "page = st.context.url",
    ],
)
def test_the_rule_sees_each_of_these(code, tmp_path):
    (tmp_path / "a.py").write_text(code, encoding="utf-8")
    assert len(faults(tmp_path / "a.py")) == 1
