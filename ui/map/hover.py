"""Hover cards: words, and figures of the current filters, packed small, for a script that fills in the map's own card."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from ui.kit import script
from ui.words import common
from ui.words import maps as maps_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from ui.map.paint import Painting

KEY = "hover"
# What of a point a card says, and by what it is found.
TOLD = ("k", "i", "t", "d")
NARROW, WIDE = 255, 65_535
REASONS = tuple(common.REASONS_SHORT)
CLASSES = (
    "no_data",
    "priority",
    *(
        f"{need}_need_{access}_access"
        for need in ("high", "mid", "low")
        for access in ("low", "mid", "high")
        if (need, access) != ("high", "low")
    ),
)
RECORD = np.dtype(
    [
        ("need", "u1"), ("gap", "u1"), ("access", ">u2"), ("reasons", "u1"), ("gap_class", "u1"), ("nearest_minutes", "u1"),
        ("providers_in_reach", ">u2"),
    ]
)  # fmt: skip
# A hundredth of a place or site.
ACCESS_STEP = 0.01


def pack(scores: pd.DataFrame) -> str:
    """Pack need, gap, access, reasons, class, minutes to the nearest and how many are in reach into nine bytes an area.

    Parameters
    ----------
    scores : DataFrame
        As `geo.method.gaps.score_areas` returns it, in the order of the published features.

    Returns
    -------
    str
        Base64. Scores and minutes are whole numbers, access is in hundredths; the largest number of a field means that there is no value.
    """
    records = np.zeros(len(scores), dtype=RECORD)
    records["need"] = _whole(scores["need_score"].to_numpy(float), NARROW)
    records["gap"] = _whole(scores["gap_score"].to_numpy(float), NARROW)
    records["access"] = _whole(scores["access"].to_numpy(float) / ACCESS_STEP, WIDE)
    records["nearest_minutes"] = _whole(scores["nearest_minutes"].to_numpy(float), NARROW)
    records["providers_in_reach"] = _whole(scores["providers_in_reach"].to_numpy(float), WIDE)
    bits = {code: 1 << number for number, code in enumerate(REASONS)}
    records["reasons"] = [sum(bits[code] for code in codes) for codes in scores["reasons"]]
    records["gap_class"] = [CLASSES.index(name) for name in scores["gap_class"]]
    return base64.b64encode(records.tobytes()).decode()


def _whole(values: np.ndarray[Any, np.dtype[np.float64]], missing: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.where(np.isnan(values), missing, np.clip(np.rint(values), 0, missing - 1))


def words(scores: pd.DataFrame, indicator: str | None) -> dict[str, Any]:
    """Words of the card, sent beside the figures."""
    unit = next(iter(scores["access_unit"].dropna()), "")
    return {
        **maps_words.CARD,
        "unit": unit,
        "decimals": common.access_decimals(unit),
        "indicator": indicator or "",
        "reasons": [common.REASONS_SHORT[code] for code in REASONS],
        "classes": [common.gap_class_words(code) for code in CLASSES],
    }


# Packed figures of a page that shows neither need nor gap; beside it `plain_words`.
NO_FIGURES = ""


def plain_words(indicator: str = "") -> dict[str, Any]:
    """Words of a card that says what an area is called, and the one figure that its page shows of it, if there is one."""
    return {"indicator": indicator, "missing": maps_words.CARD["missing"]}


_component = script.component("area_hover")


def mount(
    cards: Sequence[str | list[dict[str, Any]]], painting: Painting, on_click: Callable[[str], None], on_blank: Callable[[], None]
) -> None:
    """Put the script on the page, or give it the figures of a new filter.

    Parameters
    ----------
    cards : sequence of str or list
        As `ui.map.detailed.Deck` has them.
    painting : Painting
        Figures and words of the cards of areas.
    on_click : callable
        Called with ``a`` (area) or ``p`` (provider) and its running number when a click was too slow for the map itself.
    on_blank : callable
        Called when the browser has no WebGL 2, so that the map stays blank.
    """
    _component(
        key=KEY,
        data={
            "cards": [card if isinstance(card, str) else [{name: point[name] for name in TOLD} for point in card] for card in cards],
            "packed": painting.packed,
            "words": painting.words,
            "values": painting.values,  # noqa: PD011 - not those of a table
            "script": script.address("hover.js"),
        },
        on_clicked_change=lambda: on_click(str(st.session_state[KEY]["clicked"])),
        on_blank_change=on_blank,
    )
