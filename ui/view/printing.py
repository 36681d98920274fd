"""A button that prints the page as it is; `static/app.css` says what of it stands on paper."""

from __future__ import annotations

from ui.kit import script

_button = script.component("print_page", isolate_styles=False)


def offer(key: str, words: str) -> None:
    """Draw the button.

    Parameters
    ----------
    key : str
        Of the button, one for each page.
    words : str
        What it says.
    """
    _button(key=key, data={"script": script.address("print_page.js"), "words": words}, width="content")
