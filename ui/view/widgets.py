"""Widgets that are drawn from the view and write what the reader does into it: the key of a widget is never a second truth.

Streamlit keeps a widget's value only while the widget is drawn, on one page, and prefers a kept value to a given one. So each widget
is given the view's value whenever it is drawn, and nobody reads its key but the callback here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, NotRequired, TypedDict, TypeVar

import streamlit as st

from ui.view.state import change, stay, yes
from ui.words import filters as filters_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer


T = TypeVar("T")


class Held(TypedDict):
    """Arguments of every widget that follows the view."""

    key: str
    on_change: Callable[[], None]


class HeldValue(Held, Generic[T]):
    """Arguments of a widget that is given its value."""

    value: NotRequired[T]


class HeldDefault(Held, Generic[T]):
    """Arguments of a widget that calls its value a default."""

    default: NotRequired[T]


class HeldIndex(Held):
    """Arguments of a select box, which is given the position of its value."""

    index: NotRequired[int]


class HeldNoIndex(Held):
    """Arguments of a select box that the reader can empty."""

    index: None


def follow(key: str, value: T, write: Callable[[T], object]) -> HeldValue[T]:
    """Give the arguments with which a widget shows a value of the view and hands on a new one.

    Parameters
    ----------
    key : str
        Key of the widget.
    value : object
        What the view says, in the widget's own type.
    write : callable
        Called with the new value before the page is drawn anew; puts it into the view.
    """
    held: HeldValue[T] = {"key": key, "on_change": _taken(key, write)}
    if not _is_sent(key, value):
        held["value"] = value
    return held


def follow_default(key: str, value: T, write: Callable[[T], object]) -> HeldDefault[T]:
    """Do as `follow` for a widget that calls its value a default."""
    held: HeldDefault[T] = {"key": key, "on_change": _taken(key, write)}
    if not _is_sent(key, value):
        held["default"] = value
    return held


def follow_option(key: str, value: str, options: Sequence[str], write: Callable[[str], object]) -> HeldIndex:
    """Do as `follow` for a select box, which is given the position of its value."""
    held: HeldIndex = {"key": key, "on_change": _taken(key, write)}
    if not _is_sent(key, value):
        held["index"] = list(options).index(value)
    return held


def follow_clearable(key: str, value: T | None, write: Callable[[T | None], object]) -> HeldValue[None]:
    """Do as `follow` for a number that the reader can empty; Streamlit offers that only where the given value is empty."""
    st.session_state[key] = value
    return {"key": key, "on_change": _taken(key, write), "value": None}


def follow_clearable_option(key: str, value: str | None, write: Callable[[str | None], object]) -> HeldNoIndex:
    """Do as `follow_clearable` for a select box."""
    st.session_state[key] = value
    return {"key": key, "on_change": _taken(key, write), "index": None}


def _taken(key: str, write: Callable[[T], object]) -> Callable[[], None]:
    """Make the callback that hands on what the reader has put into a widget."""

    def taken() -> None:
        write(st.session_state[key])

    return taken


def _is_sent(key: str, value: object) -> bool:
    """Put a value into a widget that shows another one, and say whether the widget needs no value any more.

    It is set only where it differs: a value that is set is sent to the browser, over what a quick reader has just typed or pressed there.
    """
    if key not in st.session_state or st.session_state[key] == value:
        return False
    st.session_state[key] = value
    return True


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


class Named(TypedDict):
    """Label of a widget and its line of help."""

    label: str
    help: str


def _named(name: str) -> Named:
    return {"label": filters_words.FILTER_LABELS[name], "help": filters_words.FILTER_HELP[name]}


def select(
    name: str, value: str | None, options: Sequence[str], label: Callable[[str], str], write: Callable[[str], object] | None = None
) -> str:
    """Draw a select box; what is not offered shows the first option. Give what it shows."""
    shown = value if value is not None and value in options else options[0]
    given = follow_option(widget_key(name), shown, options, write or (lambda new: change(**{name: new})))
    return st.selectbox(options=options, format_func=label, **_named(name), **given)


def radio(name: str, value: str, options: Sequence[str], label: Callable[[str], str]) -> None:
    """Draw options below each other, each with all its words: a select box would cut long ones."""
    st.radio(
        options=options,
        format_func=label,
        **_named(name),
        **follow_option(widget_key(name), value, options, lambda new: change(**{name: new})),
    )


def multiselect(name: str, values: Sequence[str], options: Sequence[str], label: Callable[[str], str]) -> None:
    """Draw a choice of several."""
    given = follow_default(widget_key(name), list(values), lambda new: change(**{name: list(new)}))
    st.multiselect(options=options, format_func=label, placeholder=filters_words.FILTER_ALL[name], **_named(name), **given)


def segmented(name: str, value: str, options: Sequence[str], names: Mapping[str, str]) -> None:
    """Draw options side by side."""
    given = follow_default(widget_key(name), value, lambda new: change(**{name: new}))
    st.segmented_control(options=options, format_func=names.__getitem__, required=True, **_named(name), **given)


def toggle(name: str, on: bool, write: Callable[[bool], object] | None = None) -> None:  # noqa: FBT001 - the widget's value
    """Draw a switch."""
    st.toggle(**_named(name), **follow(widget_key(name), on, write or (lambda new: change(**{name: yes(new)}))))
