"""Sentences of the server itself: to a browser that it turns away, and to a reader who asks more than there is time for."""

from __future__ import annotations

UNKNOWN_NAME = (
    "This dashboard does not answer under this name. Use the address that you were given, "
    "or ask the person who runs it to add the name to allowed_hosts under [server] in config.toml."
)
NO_NAMES = (
    "The settings of this dashboard cannot be read just now, so it does not know its own name. Please tell the person who runs it: "
    "`python -m geo check` says what is wrong in config.toml, and the dashboard opens as soon as that is mended."
)
OTHER_PAGE = "This came from a page of another server, so it was not done. Open the dashboard itself and try again."
NOT_HERE = "There is nothing here. Open the dashboard's first page."
QUEUE = "Another reader's question is being worked out first; yours follows by itself …"


def rest(seconds: float) -> str:
    """Say that a visit, or its address, has used what it may, and when it goes on."""
    whole = max(1, round(seconds))
    unit = "second" if whole == 1 else "seconds"
    return (
        f"Many new combinations were asked for from here in a short time. This one is worked out in {whole} {unit}, by itself; "
        "what was shown before opens at once."
    )
