"""Components whose script is a served file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.kit import theme

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

# What is registered is sent again at every change of a filter: so only these lines are, and the browser keeps the script itself.
LOADER = """export default (component) => {
  let gone = false, end;
  import(new URL(component.data.script, location.origin)).then((script) => { if (!gone) end = script.default(component); });
  return () => { gone = true; if (end) end(); };
}"""


def component(name: str, *, isolate_styles: bool = True) -> ComponentRenderer:
    """Register a component; its ``data`` must hold under ``script`` the address of its script (`address`)."""
    return st.components.v2.component(name, js=LOADER, isolate_styles=isolate_styles)


def address(file: str) -> str:
    """Address of a script in ``static/``."""
    return theme.static_url(file)
