"""Who is answered, and what a browser is told to refuse: every route of the real server, asked as strangers ask.

Where it can be, also of a council's server behind nginx, asked by somebody who has signed in there.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re

import pytest
from pydantic import ValidationError
from starlette.datastructures import MutableHeaders

from geo.base.errors import ConfigError
from geo.settings.model import load_settings
from geo.settings.server import Server
from tests.helpers.places import ROOT
from tests.security.serving import ask, is_refused, name_of, serving
from ui.guard import headers
from ui.kit import work
from ui.scene import loading
from ui.shell import server

SERVED = (
    "/", "/Gap_map", "/no_such_page", "/_stcore/health", "/_stcore/host-config", "/app/static/app.css", "/media/none", "/own/x/y.json",
    "/api", "/api/", "/api/gaps.csv?level=district", "/api/nothing",
)  # fmt: skip
REBOUND = (
    "evil.example", "evil.example:8501", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.1@evil.example", "", "a b", "x" * 300,
)  # fmt: skip
OTHER_PAGES = (
    "https://evil.example",
    "http://127.0.0.1:9",
    "http://localhost:{port}",
    "null",
    "http://127.0.0.1:{port}.evil.example",
    "http://[",
    "http://[::",
)
OUR_NAME = "gapmap.example.gov.uk"


@pytest.mark.parametrize("path", SERVED)
def test_every_answer_carries_the_policy_and_no_other_server_may_read_it(netloc, path):
    answer = ask(netloc, path, Origin="https://elsewhere.example")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["frame-ancestors"] == "'self'"
    assert not {"'unsafe-inline'", "'unsafe-eval'", "https:", "http:", "*", "data:"} & set(policy["script-src"].split())
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("path", ["/", "/Gap_map", "/no_such_page"])
def test_every_script_that_stands_in_a_served_page_is_known_by_its_sum(netloc, path):
    answer = ask(netloc, path)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", answer.text, re.DOTALL)
    assert scripts
    for script in scripts:
        known = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{known}'" in answer.headers["content-security-policy"]
    assert not re.search(r"<[^>]*\son[a-z]+=", answer.text)


def test_the_sums_are_taken_from_the_page_that_is_installed():
    installed = server.INDEX.read_text(encoding="utf-8")
    changed = installed.replace("window.prerenderReady = false", "window.prerenderReady = 0")
    assert changed != installed
    assert headers.policy(headers.inline_scripts(changed)) != headers.policy(headers.inline_scripts(installed))


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics?families=session_events",
        "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/",
        "/_stcore",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_what_no_browser_of_a_reader_asks_for_is_not_there(netloc, path, method):
    answer = ask(netloc, path, method)
    assert answer.status == 404
    assert "session" not in answer.text
    assert "streamlit" not in answer.text.lower()


REBOUND = [
    "evil.example",
    "evil.example:8501",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "127.0.0.1@evil.example",
    "",
    "a b",
    "x" * 300,
]


@pytest.mark.parametrize("host", REBOUND)
@pytest.mark.parametrize("path", ["/", "/_stcore/host-config", "/app/static/app.css", "/media/none"])
def test_a_page_that_took_our_address_under_its_own_name_reads_nothing(netloc, host, path):
    answer = ask(netloc, path, Host=host)
    assert answer.status == 400
    # A name that is none nginx refuses by itself, and does not say which one it is.
    assert "allowed_hosts" in answer.text or "<center>nginx</center>" in answer.text
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example"])
def test_nor_does_it_get_a_socket(netloc, host):
    assert is_refused(netloc, Host=host, Origin=f"http://{host}")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8501", "localhost:8501", "localhost", "[::1]:8501", "192.168.1.20", "our-server", "a.localhost"]
)
def test_names_that_nobody_outside_can_take_need_no_setting(alone, host):
    # A council's server has its name in the settings, and answers to no other.
    assert ask(alone, "/", Host=host).status == 200


def test_with_names_in_the_settings_no_other_is_answered_but_the_check_of_health(tmp_path):
    with serving(tmp_path, allowed_hosts=f'["{OUR_NAME}"]', frame_ancestors='["https://intranet.example.gov.uk"]') as where:
        for host, status in ((OUR_NAME, 200), (f"{OUR_NAME.upper()}:443", 200), ("127.0.0.1", 400), (f"x.{OUR_NAME}", 400)):
            assert ask(where, "/", Host=host).status == status
        assert ask(where, "/_stcore/health", Host="10.0.0.7").text == "ok"
        assert not is_refused(where, Host=OUR_NAME, Origin=f"https://{OUR_NAME}")
        assert is_refused(where)
        policy = ask(where, "/", Host=OUR_NAME).headers["content-security-policy"]
        assert policy.endswith("frame-ancestors 'self' https://intranet.example.gov.uk")


@pytest.mark.parametrize("origin", OTHER_PAGES)
def test_a_page_of_another_server_gets_no_socket_and_sends_no_file(netloc, origin):
    origin = origin.format(port=netloc.split(":")[1])
    assert is_refused(netloc, Origin=origin)
    for method in ("PUT", "DELETE"):
        assert ask(netloc, "/_stcore/upload_file/a/b", method, Origin=origin).status == 403


def test_our_own_page_gets_a_socket_and_so_does_a_program(netloc):
    assert not is_refused(netloc, Origin=f"http://{name_of(netloc)}")
    assert not is_refused(netloc)


def test_no_page_brings_a_script_that_stands_in_html():
    # These are about other pages: the one that Streamlit starts from, files that are taken away, and the sums of scripts.
    own = {"server.py", "map_file.py", "web_page.py", "headers.py"}
    sources = [path for folder in ("ui", "pages") for path in (ROOT / folder).rglob("*.py") if path.name not in own]
    inline = re.compile(r"<script|javascript:|unsafe_allow_javascript|components\.v1|<[^>]*\son[a-z]+=", re.IGNORECASE)
    assert [path.name for path in sources if inline.search(path.read_text(encoding="utf-8"))] == []


def test_the_one_frame_that_runs_text_as_script_is_of_no_server(netloc):
    answer = ask(netloc, f"{headers.FRAME}index.html")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["sandbox"] == "allow-scripts"
    assert policy["default-src"] == "'none'"
    assert not {"connect-src", "frame-src", "worker-src"} & set(policy)
    assert policy["img-src"] == "data:"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    "path", ["/", f"/Gap_map{headers.FRAME}index.html", "/component/other/index.html", "/own/x/y.json", "/media/app/static/"]
)
def test_no_other_address_takes_its_policy_or_is_open_to_it(netloc, path):
    answer = ask(netloc, path)
    assert "'unsafe-eval'" not in answer.headers["content-security-policy"]
    assert "frame-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(("path", "policy"), [(f"/gap-map{headers.FRAME}index.html", "frame"), (f"{headers.FRAME}index.html", "page")])
def test_on_a_server_below_a_path_the_frame_is_found_there_alone(path, policy):
    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    told = []

    async def send(message):
        told.append(MutableHeaders(scope=message)["Content-Security-Policy"])

    asyncio.run(headers.Headers(app, "page", "frame", "/gap-map")({"type": "http", "path": path}, None, send))
    assert told == [policy]


def test_a_frame_and_a_background_map_are_as_the_settings_say():
    written = headers.policy((), ("https://intranet.example.gov.uk",), "https://tiles.example.gov.uk/{z}/{x}/{y}.png")
    assert "frame-ancestors 'self' https://intranet.example.gov.uk" in written
    assert "img-src 'self' data: blob: https://tiles.example.gov.uk;" in written
    assert "connect-src 'self' https://tiles.example.gov.uk;" in written


@pytest.mark.parametrize("frame", ["*", "'unsafe'", "https://a.example; script-src *", "https://a.example/x y", "javascript:x", "https:"])
def test_no_setting_can_write_another_rule_into_the_policy(frame):
    with pytest.raises(ValidationError):
        Server(frame_ancestors=(frame,))


def test_the_settings_as_shipped_are_those_of_the_code():
    outer, gate = server.page_guards()
    guards, is_whole = outer.kwargs["make"]()
    assert [guard.cls.__name__ for guard in [*guards, gate]] == ["Headers", "Door", "Requests", "Known", "Visits", "Messages", "Gate"]
    assert is_whole
    assert load_settings(loading.config_path()).server == Server()


@pytest.mark.parametrize(
    "name",
    [
        f"{OUR_NAME}:8501", f"https://{OUR_NAME}", f"{OUR_NAME}/", f"*.{OUR_NAME}", "::1", "", "a b", "[::1]:8501", f"{OUR_NAME};",
        "x" * 300,
    ],
)  # fmt: skip
def test_a_name_that_no_browser_would_send_is_refused_in_words(tiny, name):
    with pytest.raises(ValidationError, match="without https://, port and path, such as gapmap"):
        Server(allowed_hosts=(name,))
    tiny.edit_text("config.toml", "[area]", f'[server]\nallowed_hosts = ["{name}"]\n\n[area]')
    with pytest.raises(ConfigError, match="is not the name of a server alone"):
        load_settings(tiny.config)


@pytest.mark.parametrize("name", [OUR_NAME, OUR_NAME.upper(), "our-server", "10.0.0.7", "[::1]", "[2001:db8::7]"])
def test_a_name_of_a_server_is_answered_with_and_without_a_port(name):
    named = Server(allowed_hosts=(name,))
    assert named.answers(name)
    assert named.answers(f"{name}:8501")


@pytest.mark.parametrize(
    "address",
    [
        "https://{s}.tile.example.org/{z}/{x}/{y}.png", "https://tiles.example.org;script-src *//{z}", "https://tiles.example.org",
        "//tiles.example.org/{z}", "https://tiles.example.org/{z} ;x", "https://a b/{z}", "javascript://x/{z}", "https://*/{z}", "https:///{z}",
    ],
)  # fmt: skip
def test_a_background_map_cannot_write_into_the_policy_and_is_refused_in_words(tiny, address):
    tiny.edit_text("config.toml", 'tile_url = ""', f'tile_url = "{address}"')
    with pytest.raises(ConfigError, match=r"one server, without \{s\}"):
        load_settings(tiny.config)


@pytest.mark.parametrize(
    "address", ["https://tiles.example.gov.uk/{z}/{x}/{y}.png?key=a-1&v=2", "http://10.0.0.7:8080/t/{z}/{x}/{y}@2x.png", ""]
)
def test_a_background_map_of_one_server_is_taken(tiny, address):
    tiny.edit_text("config.toml", 'tile_url = ""', f'tile_url = "{address}"')
    assert load_settings(tiny.config).map.tile_url == address


# --- Settings that are broken when the server starts -----------------------------------------------------------------------


@pytest.fixture
def broken(tiny, monkeypatch):
    """The guards as they are made while config.toml is broken; ask them for a name."""
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))

    def start(change):
        whole = f'[server]\nallowed_hosts = ["{OUR_NAME}"]\n\n{tiny.config.read_text(encoding="utf-8")}'
        tiny.config.write_text(change(whole), encoding="utf-8")
        guard = server.page_guards()[0]
        made = guard.cls(hello, *guard.args, **guard.kwargs)
        return lambda host: asyncio.run(told_by(made, host)), lambda: tiny.config.write_text(whole, encoding="utf-8")

    yield start
    work.limit(Server())


async def hello(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


async def told_by(app, host):
    told = []

    async def send(message):
        told.append(message)

    await app({"type": "http", "method": "GET", "path": "/", "headers": [(b"host", host.encode())]}, None, send)
    return told[0]["status"], told[1]["body"].decode()


def test_a_fault_elsewhere_in_the_settings_leaves_the_server_its_names(broken):
    ask_for, _ = broken(lambda text: text.replace("detour = 1.3", "detour = 0"))
    assert ask_for(OUR_NAME) == (200, "hello")
    assert ask_for("evil.example")[0] == 400


@pytest.mark.parametrize("spoil", [lambda text: text + "\n[", lambda text: text.replace("allowed_hosts", "allowed_hostz")])
def test_a_server_that_cannot_read_its_names_says_so_and_opens_when_they_are_mended(broken, spoil):
    ask_for, mend = broken(spoil)
    status, words = ask_for(OUR_NAME)
    assert status == 400
    assert "settings of this dashboard cannot be read" in words
    assert "allowed_hosts" not in words
    assert ask_for("127.0.0.1:8501")[0] == 200
    mend()
    assert ask_for(OUR_NAME) == (200, "hello")
    assert ask_for("127.0.0.1:8501")[0] == 400
    assert "allowed_hosts" in ask_for("evil.example")[1]
