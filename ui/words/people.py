"""Every sentence on who may do what. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words.common import PRODUCT
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.store.permission import Ground

NOT_CHECKED: Final = (
    "**Names are not checked on this server.** Whoever can open this page can keep data for everybody and sign with any name."
)
_SETTINGS: Final = "Each role stands under [people] in config.toml: by name (roles), by group (groups), or for all others (default_role)."
FOR_WHOM: Final[dict[Ground, str]] = {
    "read_only": (
        "Nobody at another computer may write while config.toml says no more. known_by under [people] says how people are known; "
        "open_to_all = true lets everybody write who can open a page, under any name they type. On the computer itself, at 127.0.0.1 "
        "without a proxy, everybody may."
    ),
    "known": _SETTINGS,
    "unknown": (
        "Who asks stands in a header, name_header under [people], that counts from the addresses in proxies alone. This visit came without "
        "it, or from elsewhere. Where people sign in here (openid), nobody has signed in on this visit."
    ),
}
SIGN_IN, SIGN_OUT = "Sign in", "Sign out"
SIGN_IN_PATH, SIGN_OUT_PATH = "/sign-in", "/auth/logout"
SIGN_IN_FIRST: Final = "Sign in first, or ask whoever looks after this dashboard."
NO_SIGN_IN: Final = "Sign-in is not set up. Ask whoever looks after this dashboard."
NO_PROVIDER: Final = (
    "Nobody can sign in just now: the service at which people sign in does not answer as it should. "
    "Try again in a minute; if it lasts, tell whoever looks after this dashboard."
)
INVITATION: Final = {
    "title": PRODUCT,
    "about": "It shows where young children's needs are high and provision within their reach is low. You have to sign in to see it.",
    "button": SIGN_IN,
}
NOT_YOU: Final = "This dashboard does not know who you are. Come by the address at which you sign in, or ask whoever looks after it."

NOT_LET_IN: Final = "This token is unknown, withdrawn or at its end. Ask whoever looks after this dashboard for another one."
CANNOT_TELL: Final = "Whether this token counts cannot be read just now. Ask again in a minute."


def token_name(name: str) -> str:
    """Name a program that asks with a token."""
    return f"token {name}"


def signed(name: str) -> str:
    """Say under which name something will be written."""
    return f"Your name: **{plain(name)}**"
