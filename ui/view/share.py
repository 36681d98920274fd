"""The link to what the reader sees, in a box that copies it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from geo.method.gaps import METHOD_VERSION, data_as_at
from ui.kit import html, script
from ui.scene import loading, memo
from ui.view import describe
from ui.view.address import short
from ui.view.believed_address import believed
from ui.view.state import LISTED
from ui.words import figures
from ui.words import share as share_words
from ui.words.api import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup
    from streamlit.delta_generator import DeltaGenerator

    from geo.whatif.scene import Scene
    from ui.view.state import View

# Not `st.code`: its box with a button costs a browser half a second on each first page, for colours of programming languages.
_copy_box = script.component("copy_link", isolate_styles=False)


def link(view: View | None, *, filters: bool = True) -> str:
    """Write the full address of a view: this page as the reader's browser reached it, with every choice that is not at its default.

    What the browser reports is believed only as far as `ui.view.believed_address.believed` knows it.

    Parameters
    ----------
    view : View, optional
        What the link opens; None where nothing is chosen.
    filters : bool
        Whether the page has any; one without them names no outcome area that nobody chose.
    """
    settings = loading.shared_settings()
    params = {} if view is None else view.link() if filters else short(view, settings)
    return believed(st.context.url or "", params, settings.server)


def home() -> str:
    """Write the address of the dashboard, with which a link to any page begins; nothing if what the browser reports is not ours."""
    here = believed(st.context.url or "", {}, loading.shared_settings().server)
    return "" if here.startswith("/") else f"{here.rpartition('/')[0]}/"


def for_programs(view: View, name: str) -> str:
    """Write the full address under which programs get the figures of a view; without how it is shown, which changes none.

    Parameters
    ----------
    view : View
        What is asked.
    name : str
        Address below ``/api/``, such as ``gaps.csv``.
    """
    params = {key: value for key, value in view.params().items() if key in LISTED}
    return believed(st.context.url or "", params, loading.shared_settings().server, f"{FOLDER}/{name}")


def guide() -> str:
    """Write the address of the page that lists the addresses for programs."""
    return believed(st.context.url or "", {}, loading.shared_settings().server, f"{FOLDER}/")


def printed(scene: Scene, seen: View, view: View, key: str = "printed", *, filters: bool = True) -> None:
    """Hold the lines that end a printed page: day, age of the data, method and link; `static/app.css` shows them on paper alone, last.

    Parameters
    ----------
    scene : Scene
        What is shown.
    seen : View
        As much of the view as changes the page.
    view : View
        What the link opens.
    key : str
        Begins with ``printed``: of the page, or of a part that is printed alone.
    filters : bool
        As `link` takes it.
    """
    with st.container(key=key):
        html.show(_printed(scene, seen, link(view, filters=filters), datetime.now(tz=UTC).date().isoformat()))


@memo.shared()
def _printed(scene: Scene, view: View, link: str, today: str) -> Markup:
    changed, only = describe.changed(scene, view), describe.only(scene, view.query)
    lines = [
        share_words.made_on(figures.date_words(today)),
        share_words.data_as_at(data_as_at(scene.model, view.query)),
        share_words.method(METHOD_VERSION),
        *([f"{only}."] if only else []),
        *([share_words.not_recommended(changed)] if changed else []),
        share_words.printed_link(link),
    ]
    return html.join(html.paragraph(line) for line in lines)


def place() -> DeltaGenerator:
    """Keep a place at the head of the page; `static/app.css` puts it beside the title, so that it takes no room of its own.

    The place is there on every run: what follows keeps its number, and the browser never builds the map anew.
    """
    return st.container(key="share", width="content")


def draw(where: DeltaGenerator, view: View | None, *, filters: bool = True) -> None:
    """Draw the fold that shows the link. What a popover shows stands last in the page, dozens of stops of the tab key away.

    Parameters
    ----------
    where : DeltaGenerator
        As `place` returns it.
    view : View, optional
    filters : bool
        As `link` takes them.
    """
    with where.expander(share_words.SHARE, icon=":material/link:"):
        st.markdown(share_words.LINK)
        copy_box("copy_link", link(view, filters=filters), share_words.COPY_WORDS, over_page=True)


def copy_box(key: str, address: str, words: Mapping[str, str], *, over_page: bool = False) -> None:
    """Draw an address in a box with a button that copies it.

    Parameters
    ----------
    key : str
        Of the box, one for each page.
    address : str
        What is shown and copied.
    words : mapping of str to str
        As ``COPY_WORDS`` of `ui.words.share`.
    over_page : bool
        Whether the fold around the box lies over the page, so that a press anywhere else closes it.
    """
    data = {"link": address, "words": dict(words), "script": script.address("copy_link.js"), "over_page": over_page}
    _copy_box(key=key, data=data)
