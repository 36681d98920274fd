"""Those whom no possible site can reach, named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from ui.screens.siting import answers
from ui.view.grid import grid
from ui.words import siting as words

if TYPE_CHECKING:
    from ui.screens.siting.question import SiteQuestion

ROWS = 8
TIMED = frozenset({"within", "everybody"})


def draw(asked: SiteQuestion) -> None:
    """Say who cannot be reached, with a table; nothing where everybody can be."""
    table = rows(asked)
    if table.empty:
        return
    minutes = asked.siting.within_minutes if asked.siting.objective in TIMED else None
    st.warning(words.unreached(len(table), int(table["children"].sum()), minutes))
    column = st.column_config
    config = {name: column.TextColumn(words.UNREACHED[name], width=260) for name in ("label", "district")}
    config["children"] = column.NumberColumn(words.UNREACHED["children"], format="localized", width=110)
    grid(table, config, "siting_unreached", title=words.UNREACHED_TITLE, rows=ROWS)


def rows(asked: SiteQuestion) -> pd.DataFrame:
    """List the neighbourhoods that are out of reach, the most children first."""
    prepared = answers.prepared(asked)
    away = prepared.unreached
    at = np.isin(prepared.lsoas.index, away.index)
    districts = prepared.lsoas["district_code"][at].map(prepared.model.areas["district"]["name"])
    children = prepared.instance.children[at].round().astype(int)
    table = pd.DataFrame({"label": away.to_numpy(), "district": districts.to_numpy(), "children": children})
    return table.sort_values("children", ascending=False, kind="stable", ignore_index=True)
