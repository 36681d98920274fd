"""The choice of one provider: narrowed by ward or district and by sector, the largest first, in a box and in a table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.base.vocabulary import SECTORS
from ui.scene.places import just_outside
from ui.screens.scenarios import offered
from ui.screens.scenarios.draft import EVERYWHERE
from ui.view import finds
from ui.view.grid import grid, place_of
from ui.view.state import change, saved
from ui.view.widgets import follow_clearable_option, follow_option
from ui.words import change_form as words
from ui.words import common

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.screens.scenarios.draft import Draft

ROWS_SHOWN = 8


def pick_provider(ground: Scene, wanted: Draft) -> None:
    """Draw the choice.

    Parameters
    ----------
    ground : Scene
        Providers that can be changed.
    wanted : Draft
        What is chosen so far.
    """
    places = offered.whereabouts(ground)
    given = follow_clearable_option("act_inside", wanted.inside or None, partial(_narrow, "act_inside"))
    st.selectbox(
        words.INSIDE, list(places), format_func=places.__getitem__, placeholder=words.INSIDE_PLACEHOLDER, help=words.INSIDE_HELP, **given
    )
    sector = follow_option("act_whose", wanted.whose, SECTORS, partial(_narrow, "act_whose"))
    st.radio(words.WHOSE, SECTORS, format_func=common.SECTOR_NAMES.__getitem__, horizontal=True, help=words.WHOSE_HELP, **sector)
    codes = offered.of_place(ground, wanted.inside, wanted.whose, in_places=wanted.kind == "resize")
    if not codes:
        st.info(words.NO_PROVIDER)
    names, outside = offered.labels(ground), just_outside(ground, wanted.inside)
    # One that another page has chosen lies wherever it lies.
    options = codes if wanted.provider is None or wanted.provider in codes else [wanted.provider, *codes]
    chosen = follow_clearable_option("act_provider", wanted.provider, partial(finds.keep, "act_provider"))
    st.selectbox(
        words.PROVIDER,
        options,
        format_func=lambda code: words.just_outside(names[code]) if code in outside else names[code],
        placeholder=words.PROVIDER_PLACEHOLDER,
        help=words.PROVIDER_HELP,
        # In the order of the list: the fuzzy filter puts short names first, which are those without a district, beyond the border.
        filter_mode="contains",
        **chosen,
    )
    if codes and wanted.inside:
        # Whoever types the name of one that lies elsewhere reads nothing but that there is none.
        st.caption(words.listed(offered.within(ground, wanted.inside)))


def _narrow(name: str, value: str | None) -> None:
    """Narrow the list; a provider that was chosen from another one is let go, so that nobody closes what is out of sight."""
    said = {"act_inside": EVERYWHERE, "act_whose": ""}[name] if value in (None, SECTORS[0]) else str(value)
    change(find=list(finds.also(tuple(saved().get("find", ())), **{name: said, "act_provider": ""})))


def provider_table(ground: Scene, wanted: Draft) -> None:
    """Draw the providers of the chosen place, if one is chosen; a press on a row chooses it. It is long: what is pressed stands before it.

    Parameters
    ----------
    ground, wanted
        As for `pick_provider`.
    """
    codes = offered.of_place(ground, wanted.inside, wanted.whose, in_places=wanted.kind == "resize") if wanted.inside else []
    if not codes:
        return
    outside = just_outside(ground, wanted.inside)
    table = offered.providers(ground).loc[codes]
    table = table.assign(
        sector=table["sector"].map(common.SECTOR_NAMES), lies=[words.LIES_OUTSIDE if code in outside else words.LIES_IN for code in codes]
    )
    shown = table[[name for name in words.PROVIDER_COLUMNS if name != "lies" or outside]]
    st.caption(words.providers_note(offered.within(ground, wanted.inside)))
    grid(
        shown,
        _columns(),
        "act_providers",
        title=words.PROVIDERS_TITLE,
        rows=ROWS_SHOWN,
        on_choose=lambda row: finds.keep("act_provider", "" if row is None else codes[row]),
        chosen=place_of(wanted.provider, codes),
        paper=None,
    )


def _columns() -> dict[str, Any]:
    column, widths = st.column_config, {"name": 230, "places": 70, "lies": 100, "sector": 160, "service": 210, "ward": 170, "district": 170}
    config: dict[str, Any] = {name: column.TextColumn(label, width=widths.get(name)) for name, label in words.PROVIDER_COLUMNS.items()}
    return config | {"places": column.NumberColumn(words.PROVIDER_COLUMNS["places"], format="%.0f", width=widths["places"])}
