"""What those who lose by a scenario get back by the sites of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.scene import scenario
from ui.screens.siting import answers
from ui.screens.siting.gaining import places_column, words_column
from ui.view.grid import grid
from ui.words import common
from ui.words import site_effect as words

if TYPE_CHECKING:
    from geo.siting.exact import Found
    from ui.screens.siting.question import SiteQuestion

ROWS = 8


def sentences(asked: SiteQuestion, found: Found) -> list[str]:
    """Say what those who lose get back, and where the sector is another one; nothing where nobody loses."""
    if not scenario.acts_of(asked.scene):
        return []
    table = answers.regained(asked, found.plan)
    if table.empty:
        return []
    # Those whose figure is written as nought.
    none = int((table["back"].round(asked.decimals) == 0).sum())
    said = [words.regain(len(table), float(table["lost"].sum()), float(table["back"].sum()), none, in_places=asked.in_places)]
    sectors = _closed_sectors(asked)
    if sectors and sectors != {asked.siting.sector}:
        named = [common.SECTOR_ADJECTIVES[sector].strip() for sector in sorted(sectors - {asked.siting.sector})]
        said.append(words.other_sector(" and ".join(named), common.SECTOR_ADJECTIVES[asked.siting.sector].strip()))
    return said


def draw(asked: SiteQuestion, found: Found) -> None:
    """Draw the table of those who lose; nothing where nobody does."""
    said = sentences(asked, found)
    if not said:
        return
    st.header(words.REGAIN_TITLE, anchor=False)
    for sentence in said:
        st.markdown(sentence)
    table = answers.regained(asked, found.plan)[list(words.REGAIN)].reset_index(drop=True)
    labels = words.REGAIN if asked.in_places else words.REGAIN_SITES
    config = {name: words_column(labels[name], table[name]) for name in ("label", "ward", "district")}
    config["children_0_4"] = st.column_config.NumberColumn(labels["children_0_4"], format="localized", width=100)
    config |= {name: places_column(labels[name], asked.decimals) for name in ("lost", "back")}
    grid(table, config, "siting_regain", title=words.REGAIN_TITLE, rows=ROWS)


def _closed_sectors(asked: SiteQuestion) -> set[str]:
    """Sectors of the providers that the scenario closes."""
    of = scenario.before(asked.scene).model.atlas.providers["sector"]
    return {str(of[act.target]) for act in scenario.acts_of(asked.scene) if act.kind == "close"}
