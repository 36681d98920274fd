"""Widgets that are drawn from the view and write what the reader does into it: the key of a widget is never a second truth.

Streamlit keeps a widget's value only while the widget is drawn, on one page, and prefers a kept value to a given one. So each widget
is given the view's value whenever it is drawn, and nobody reads its key but the callback here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from ui.view.state import change, stay, yes
from ui.words import filters as filters_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from streamlit.elements.layouts import ExpanderContainer


def follow(key: str, value: object, write: Callable[[Any], object], given_as: str = "value", *, clearable: bool = False) -> dict[str, Any]:
    """Give the arguments with which a widget shows a value of the view and hands on a new one.

    Parameters
    ----------
    key : str
        Key of the widget.
    value : object
        What the view says, in the widget's own type.
    write : callable
        Called with the new value before the page is drawn anew; puts it into the view.
    given_as : str
        Name of the widget's own argument for its value.
    clearable : bool
        Whether the reader can empty the widget; Streamlit offers that only where the given value is empty.
    """

    def wrote() -> None:
        write(st.session_state[key])

    given = {"key": key, "on_change": wrote}
    if clearable:
        st.session_state[key] = value
        return {**given, given_as: None}
    # Set only where it differs: a value that is set is sent to the browser, over what a quick reader has just typed or pressed there.
    if key in st.session_state and st.session_state[key] != value:
        st.session_state[key] = value
        return given
    return {**given, given_as: value}


def follow_option(key: str, value: object, options: Sequence[Any], write: Callable[[Any], object]) -> dict[str, Any]:
    """Do as `follow` for a select box, which is given the position of its value."""
    given = follow(key, value, write, "index")
    return {**given, "index": list(options).index(value)} if "index" in given else given


def fold(label: str, key: str) -> ExpanderContainer:
    """Draw a part that is folded away, and is sent only while it is open; it is as the reader left it when the page is opened again."""
    kept = st.session_state.setdefault("unfolded", {})

    def pressed() -> None:
        kept[key] = bool(st.session_state[key])
        stay()

    return st.expander(label, key=key, expanded=kept.get(key, False), on_change=pressed)


# --- filters: the widget of one choice of the view, with its label and one line of help --------------------------------


def widget_key(name: str) -> str:
    """Give the key of the widget of one choice."""
    return f"filter_{name}"


def _named(name: str) -> dict[str, str]:
    return {"label": filters_words.FILTER_LABELS[name], "help": filters_words.FILTER_HELP[name]}


def select(
    name: str, value: str | None, options: Sequence[str], label: Callable[[str], str], write: Callable[[str], object] | None = None
) -> str:
    """Draw a select box; what is not offered shows the first option. Give what it shows."""
    shown = value if value in options else options[0]
    given = follow_option(widget_key(name), shown, options, write or (lambda new: change(**{name: new})))
    return cast("str", st.selectbox(options=options, format_func=label, **_named(name), **given))


def multiselect(name: str, values: Sequence[str], options: Sequence[str], label: Callable[[str], str]) -> None:
    """Draw a choice of several."""
    given = follow(widget_key(name), list(values), lambda new: change(**{name: list(new)}), "default")
    st.multiselect(options=options, format_func=label, placeholder=filters_words.FILTER_ALL[name], **_named(name), **given)


def segmented(name: str, value: str, options: Sequence[str], names: Mapping[str, str]) -> None:
    """Draw options side by side."""
    given = follow(widget_key(name), value, lambda new: change(**{name: new}), "default")
    st.segmented_control(options=options, format_func=names.__getitem__, required=True, **_named(name), **given)


def toggle(name: str, on: bool, write: Callable[[bool], object] | None = None) -> None:  # noqa: FBT001 - the widget's value
    """Draw a switch."""
    st.toggle(**_named(name), **follow(widget_key(name), on, write or (lambda new: change(**{name: yes(new)}))))
