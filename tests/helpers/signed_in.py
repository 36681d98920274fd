"""People who have signed in: the file of secrets of a server, and the cookie that it signs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "a secret that all replicas share, of more than 32 letters"  # noqa: S105 - of servers that live as long as the tests
ANN, EDITORS = "ann.lee@example.gov.uk", "gapmap-editors"
OPENID = {"known_by": '"openid"', "groups_claim": '"roles"', "groups": f'{{"{EDITORS}" = "editor"}}'}


def secrets(folder: Path, **auth: str) -> Path:
    """Write Streamlit's own file of secrets."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in {"cookie_secret": SECRET, **auth}.items()]
    (folder / "secrets.toml").write_text("[auth]\n" + "\n".join(lines), encoding="utf-8")
    return folder / "secrets.toml"


def cookie(origin: str, secret: str = SECRET, **claims: object) -> str:
    """Sign what a provider has said of somebody, as a server at an address does."""
    told = {"email": ANN, "is_logged_in": True, "origin": origin, **claims}
    return create_signed_value(secret, USER_COOKIE_NAME, json.dumps(told)).decode()
