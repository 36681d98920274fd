"""People sign in at a real provider of OpenID Connect, come back to their link, and are nobody once they have signed out."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import socket
import subprocess
import sys
import time
from urllib.parse import urlencode

import pytest
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from tests.browser.conftest import READY_MS
from tests.helpers.signed_in import ANN, OPENID, secrets
from tests.security.serving import ask, is_refused, serving
from tests.security.test_sign_in import DEEP
from ui.scene import visitor
from ui.words import people as words

pytestmark = pytest.mark.browser

START_S = 20
NEEDED = all(map(importlib.util.find_spec, ("authlib", "httpx", "oidc_provider_mock")))


@pytest.fixture(scope="module")
def provider():
    if not NEEDED:
        pytest.skip("Authlib, httpx and oidc-provider-mock are not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    user = json.dumps({"sub": "ann", "email": ANN, "roles": ["gapmap-editors"]})
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--user-claims", user]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture(scope="module")
def signed_in(provider, tmp_path_factory):
    """Two processes that share their secrets, at one of which people sign in; whoever is unknown is nobody."""
    with pytest.MonkeyPatch.context() as patch, contextlib.ExitStack() as stack:
        places = []
        for number in range(2):
            folder = tmp_path_factory.mktemp(f"server-{number}")
            # Streamlit looks in the home folder.
            (folder / ".streamlit").mkdir()
            patch.setenv("HOME", str(folder))
            # The address that the provider leads back to is that of the first: the second has the same secrets.
            given = {"client_id": "gapmap", "client_secret": "s", "server_metadata_url": f"{provider}/.well-known/openid-configuration"}
            at = places[0] if places else "127.0.0.1:{port}"
            secrets(folder / ".streamlit", redirect_uri=f"http://{at}/oauth2callback", **given)
            places.append(stack.enter_context(serving(folder, unknown_role='"nobody"', **OPENID)))
        yield places


def test_a_link_survives_sign_in_and_who_signs_out_is_nobody(browser, signed_in):
    here, other = signed_in
    for path in ("/", "/api/gaps.csv?level=district", "/app/static/app.css"):
        assert ask(here, path, **{visitor.HEADER: visitor.header_of(ANN, [])}).status == 401
    assert json.loads(ask(here, "/api/").text) == {"error": words.SIGN_IN_FIRST}
    assert is_refused(here)
    assert [ask(here, path).status for path in ("/healthz", "/readyz")] == [200, 200], "whoever watches the server does not sign in"
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(f"http://{here}{DEEP}")
        page.get_by_role("link", name=words.SIGN_IN).click()
        page.get_by_role("button", name="ann").click()
        page.get_by_role("link", name=words.SIGN_OUT).wait_for(timeout=READY_MS)
        assert page.url.startswith(f"http://{here}/Gap_list?")
        assert "outcome=family_security" in page.url
        page.get_by_text(ANN).first.wait_for()
        # The cookie of one process counts at the other, for programs too; a changed one counts nowhere.
        (value,) = [one["value"] for one in page.context.cookies() if one["name"] == USER_COOKIE_NAME]
        for netloc in (here, other):
            assert ask(netloc, "/api/", Cookie=f"{USER_COOKIE_NAME}={value}").status == 200
            assert ask(netloc, "/api/", Cookie=f"{USER_COOKIE_NAME}={value[:-3]}abc").status == 401
        page.get_by_role("link", name=words.SIGN_OUT).click()
        page.wait_for_url(lambda url: "oauth2" in url or url.endswith("/"))
        page.goto(f"http://{here}/Gap_list")
        page.get_by_role("link", name=words.SIGN_IN).wait_for()


def test_whoever_asks_to_be_led_elsewhere_comes_to_the_base_page(signed_in):
    answer = ask(signed_in[0], f"{words.SIGN_IN_PATH}?{urlencode({'to': '//evil.example/'})}")
    assert answer.status == 302
    assert answer.headers["location"].startswith("/auth/login?provider=")
    assert "gap_map_comes_from=%2F;" in answer.headers["set-cookie"]
